"""A link restores what was seen, in a browser that was never there; a permanent one also tells of the version."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import expect

from tests.desk.page import Desk

VIEW = (
    "lang=ar&screen=map&from=2016-11-20&to=2016-12-06&known_on=2016-12-10"
    "&kind=casualty,attack&box=37.05,36.13,37.27,36.27"
)


def seen(desk: Desk) -> dict[str, object]:
    """Return what a person sees of the view: words and numbers on the screen, and where the map is."""
    page = desk.page
    page.locator(".bar .count", has_text=str(desk.api("summary")["of"])).wait_for()
    page.locator(".stage .count", has_text=re.compile(r"\d")).wait_for()
    desk.map_drawn()
    desk.panel.locator("h2").wait_for()
    page.get_by_role("button", name="التصفية").click()
    pressed = page.locator("fieldset button[aria-pressed=true]").all_inner_texts()
    page.keyboard.press("Escape")
    centre = page.evaluate("() => document.querySelector('.map').map.getCenter()")
    return {
        "language": page.evaluate("[document.documentElement.lang, document.documentElement.dir]"),
        "counts": page.locator(".bar .count").inner_text(),
        "shown": page.locator(".stage .count").inner_text(),
        "days": page.locator(".range").inner_text(),
        "kinds": pressed,
        "centre": (round(centre["lng"], 2), round(centre["lat"], 2)),
        "panel": desk.panel.locator("h2").inner_text(),
        "marks": len(
            page.evaluate("() => document.querySelector('.map').map.queryRenderedFeatures({layers: ['marks']})")
        ),
    }


def test_a_link_restores_the_view_in_a_fresh_browser(desk: Desk, new_desk: Callable[..., Desk]) -> None:
    events = desk.api("map?limit=500&kind=casualty,attack")["events"]["features"]
    event = next(f["id"] for f in events if "Jubb" in (f["properties"]["place"] or ""))
    desk.open(f"{VIEW}&show=event:{event}")
    first = seen(desk)
    assert first["language"] == ["ar", "rtl"]
    assert len(first["kinds"]) == 2  # type: ignore[arg-type]
    desk.page.get_by_role("button", name="مشاركة").click()
    field = desk.page.get_by_label("رابط إلى هذا العرض")
    expect(field).to_have_value(re.compile("show="))
    link = field.input_value()
    other = new_desk()
    other.open(urlsplit(link).query)
    assert seen(other) == first
    other.settled()


def test_back_and_forward_go_through_the_steps(desk: Desk) -> None:
    desk.open("lang=en&screen=home")
    nav = desk.page.get_by_role("navigation", name="Screens")
    nav.get_by_role("link", name="Reports").click()
    nav.get_by_role("link", name="Method").click()
    desk.page.locator("a.lang").click()
    expect(desk.page.locator("html")).to_have_attribute("lang", "ar")
    desk.page.go_back()
    expect(desk.page.locator("html")).to_have_attribute("lang", "en")
    desk.page.go_back()
    expect(nav.get_by_role("link", name="Reports")).to_have_attribute("aria-current", "page")
    desk.page.go_forward()
    expect(nav.get_by_role("link", name="Method")).to_have_attribute("aria-current", "page")


def test_a_permanent_link_tells_the_version(desk: Desk, new_desk: Callable[..., Desk]) -> None:
    desk.open("lang=en&screen=home&kind=casualty")
    version = desk.api("summary")["version"]
    desk.page.get_by_role("button", name="Share").click()
    desk.page.get_by_role("button", name="Make a permanent link").click()
    field = desk.page.get_by_label("A permanent link for citations")
    expect(field).to_have_value(re.compile("frozen="))
    expect(desk.page.get_by_label("To cite")).to_have_value(re.compile(re.escape(version)))
    link = field.input_value()
    asked = parse_qs(urlsplit(link).query)
    for query in (urlsplit(link).query, f"frozen={asked['frozen'][0]}"):
        other = new_desk()
        other.open(query)
        banner = other.page.locator(".frozen")
        expect(banner).to_contain_text(version)
        expect(banner).to_contain_text("is the one that was cited")
        expect(other.page).to_have_url(re.compile("kind=casualty"))
        other.page.get_by_role("navigation", name="Screens").get_by_role("link", name="Reports").click()
        expect(banner).to_have_count(0)
        other.settled()


def test_an_export_has_exactly_what_is_shown(desk: Desk) -> None:
    desk.open("lang=en&screen=home&kind=control&from=2016-12-01&to=2016-12-10")
    shown = int(desk.page.locator(".bar .count", has_text=" of ").inner_text().split(" of ")[0])
    assert 0 < shown < desk.api("summary")["of"]
    desk.page.get_by_role("button", name="Export").click()
    with desk.page.expect_download() as waiting:
        desk.page.get_by_role("link", name="JSON Lines").click()
    answer = desk.page.request.get(waiting.value.url)
    assert answer.headers["x-claims-given"] == str(shown)


def test_a_broken_link_shows_the_record(desk: Desk) -> None:
    desk.open("lang=xx&screen=nowhere&from=2016-99-01&box=1,2,3&kind=war&show=thing:1&o=&q=%00")
    expect(desk.page.locator("html")).to_have_attribute("lang", "ar")
    expect(desk.page.locator("h1")).to_be_visible()
