"""The desk by keyboard and screen reader: axe finds no serious fault, and the focus goes where it should."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.desk.page import Desk

AXE = Path(__file__).parents[2] / "desk/node_modules/axe-core/axe.min.js"
SCREENS = ("home", "map", "casualties", "control", "diplomacy", "reports", "method")


def faults(desk: Desk) -> list[str]:
    """Return what axe calls serious or critical, with the element."""
    desk.answered()
    desk.page.evaluate(AXE.read_text())
    found: dict[str, Any] = desk.page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{fault['id']}: {fault['help']}: {node['html'][:160]}"
        for fault in found["violations"]
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"][:3]
    ]


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed: run `npm ci` in desk/")
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_no_serious_fault(new_desk: Callable[..., Desk], screen: str, theme: str) -> None:
    desk = new_desk(color_scheme=theme, bypass_csp=True)
    lang = "ar" if theme == "light" else "en"
    key = desk.api("claims?kind=casualty&limit=1")["items"][0]["key"]
    desk.open(f"lang={lang}&screen={screen}&show=claim:{key}")
    desk.panel.locator("mark").first.wait_for()
    assert faults(desk) == []
    desk.settled()


def test_the_first_tab_stop_skips_to_the_content(desk: Desk) -> None:
    desk.open("lang=en")
    desk.page.keyboard.press("Tab")
    expect(desk.page.locator(".skip")).to_be_focused()
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("#main")).to_be_focused()


def test_the_panel_takes_the_focus_and_gives_it_back(desk: Desk) -> None:
    desk.open("lang=en&screen=map&o=map.list:on", drawn=False)
    link = desk.page.locator(".list a").first
    link.focus()
    link.press("Enter")
    expect(desk.panel).to_be_focused()
    desk.page.keyboard.press("Escape")
    expect(desk.panel).to_have_count(0)
    expect(link).to_be_focused()


def test_search_opens_by_keyboard_and_leads_to_the_words(desk: Desk) -> None:
    desk.open("lang=ar")
    desk.page.keyboard.press("Control+k")
    desk.page.keyboard.type("القبة")
    expect(desk.page.get_by_role("option").first).to_be_visible()
    expect(desk.page.locator("[role=option] .printed").first).to_contain_text("القبة")
    desk.answered()  # places, claims and reports come each on their own, and move what is chosen
    for _ in range(20):
        chosen = desk.page.locator("[aria-selected=true]")
        if chosen.locator(".printed").count():
            break
        desk.page.keyboard.press("ArrowDown")
    desk.page.keyboard.press("Enter")
    expect(desk.page.get_by_role("dialog")).to_have_count(0)
    expect(desk.panel.locator("mark").first).to_be_visible()


def test_a_popover_closes_by_escape_and_returns_the_focus(desk: Desk) -> None:
    desk.open("lang=en")
    button = desk.page.get_by_role("button", name="Filters")
    button.focus()
    button.press("Enter")
    expect(desk.page.get_by_role("group", name="Filters")).to_be_visible()
    desk.page.keyboard.press("Escape")
    expect(desk.page.get_by_role("group", name="Filters")).to_be_hidden()
    expect(button).to_be_focused()
