"""What all ledgers share: no serious fault for a screen reader, phones, both languages, nothing asked outside."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.desk.page import Desk
from tests.desk.test_desk_access import AXE, faults

SCREENS = {
    "casualties": "article",
    "control": "svg.strip",
    "control&o=control.as:table": "tbody tr",
    "diplomacy": "svg.lane",
    "reports": ".list > li",
    "reports&tab=ea-1205-b2": ".claims a",
    "reports&tab=intake": ".counts",
    "method": ".groups dt",
}
TEXTS = Path(__file__).parents[2] / "desk/src/texts"


def opened(desk: Desk, screen: str, lang: str) -> Desk:
    desk.open(f"lang={lang}&screen={screen}")
    desk.page.locator(SCREENS[screen]).first.wait_for()
    return desk.answered()


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed: run `npm ci` in desk/")
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_no_serious_fault(new_desk: Callable[..., Desk], screen: str, theme: str) -> None:
    desk = opened(new_desk(color_scheme=theme, bypass_csp=True), screen, "en" if theme == "light" else "ar")
    for button in desk.page.locator("main button[aria-expanded=false]").all()[:2]:
        button.click()
    assert faults(desk) == []
    desk.settled()


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("screen", SCREENS)
def test_a_phone_shows_it_without_scrolling_sideways(new_desk: Callable[..., Desk], screen: str, lang: str) -> None:
    desk = opened(new_desk(viewport={"width": 390, "height": 844}), screen, lang)
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= 390
    desk.settled()


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("screen", SCREENS)
def test_no_key_of_a_text_is_shown(desk: Desk, screen: str, lang: str) -> None:
    sections = "|".join(json.loads((TEXTS / "en.json").read_text()))
    shown = opened(desk, screen, lang).page.locator("main").inner_text()
    assert not re.search(rf"\b({sections})\.[a-z_]+", shown)
