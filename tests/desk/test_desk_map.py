"""The map and the timeline: from a mark to the words in a click, two days side by side, the keyboard, the list."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.desk.page import Desk

JUBB = "Jubb al-Qubba"


def where(desk: Desk, event: str) -> dict[str, float]:
    """Return where the mark of an event stands on the page, once it is drawn."""
    found: dict[str, float] = desk.page.wait_for_function(
        """(id) => { const box = document.querySelector('.map'); const map = box.map;
        const mark = map.queryRenderedFeatures({ layers: ['marks'] }).find((one) => one.properties.id === id);
        if (!mark) return null
        const at = map.project(mark.geometry.coordinates), edge = box.getBoundingClientRect();
        return { x: edge.x + at.x, y: edge.y + at.y } }""",
        arg=event,
    ).json_value()
    return found


def drawn(desk: Desk, layer: str, nth: int = 0) -> list[dict[str, Any]]:
    """Return what a map has drawn in a layer, once that is anything."""
    found: list[dict[str, Any]] = desk.page.wait_for_function(
        """([layer, nth]) => { const map = document.querySelectorAll('.map')[nth].map;
        const all = map.getLayer(layer) ? map.queryRenderedFeatures({ layers: [layer] }) : [];
        return map.loaded() && all.length ? all.map((one) => one.properties) : null }""",
        arg=[layer, nth],
    ).json_value()
    return found


def test_a_click_on_the_map_shows_the_words(desk: Desk) -> None:
    """A toll of several sources: its mark, one click, and the sentences with their words marked are there."""
    features = desk.api("map?limit=500")["events"]["features"]
    event = next(f for f in features if JUBB in (f["properties"]["place"] or "") and f["properties"]["lineages"] > 1)
    desk.open("lang=ar&screen=map")
    at = where(desk, event["id"])
    desk.page.mouse.click(at["x"], at["y"])
    told = desk.panel.locator("mark[data-slot=count]")
    expect(told.first).to_be_visible()
    desk.answered()
    figures = {row["count"]["text"] for row in _counted(desk, event["id"])}
    assert set(told.all_inner_texts()) & figures
    assert desk.panel.locator("ul[aria-label] li").count() >= 2, "a row for each lineage"


def _counted(desk: Desk, event: str) -> list[dict[str, Any]]:
    rows = desk.api(f"events/{event}")["rows"]
    return [told for row in rows for told in row["told"] if told["count"] and told["count"]["text"]]


def test_a_toll_opens_to_its_words_in_two_clicks(desk: Desk) -> None:
    desk.open("lang=en&screen=map&o=map.list:on")
    desk.page.locator(".list a", has_text=JUBB).first.click()
    desk.panel.locator("ul[aria-label] li a").first.click()
    expect(desk.panel.locator("mark[data-slot=count]").first).to_be_visible()
    expect(desk.page).to_have_url(_holds("show=claim"))


def test_words_and_slots_light_each_other(desk: Desk) -> None:
    claims = desk.api("claims?kind=casualty&limit=200")["items"]
    key = next(c["key"] for c in claims if {"count", "place"} <= {m["slot"] for m in c["sentence"]["marks"]})
    desk.open(f"lang=ar&screen=home&show=claim:{key}")
    desk.panel.locator("button[data-slot=count]").hover()
    expect(desk.panel.locator("mark[data-slot=count]").first).to_have_class(_has("lit"))
    desk.panel.locator("mark[data-slot=place]").first.hover()
    expect(desk.panel.locator("button[data-slot=place]").first).to_have_class(_has("lit"))


def _has(name: str) -> re.Pattern[str]:
    return re.compile(rf"(^|\s){name}(\s|$)")


def test_what_is_no_point_is_no_bare_mark(desk: Desk) -> None:
    """A part of a city is drawn hollow, over a disc; the named quarter itself is filled."""
    desk.open("lang=en&screen=map")
    features = {f["id"]: f["properties"] for f in desk.api("map?limit=500")["events"]["features"]}
    marks = drawn(desk, "marks")
    assert marks
    for mark in marks:
        exact = features[mark["id"]]["precision"] == "exact"
        assert mark["image"].endswith("hollow") is not exact, features[mark["id"]]["place"]
    assert drawn(desk, "spread-edge")


def test_two_days_stand_side_by_side(desk: Desk) -> None:
    """The left map is that of the earlier day, the right one that of the later."""
    desk.open("lang=en&screen=map&versus=2016-11-27&to=2016-12-06")
    expect(desk.page.locator(".day.left")).to_have_text("27 November 2016")
    expect(desk.page.locator(".day.right")).to_have_text("6 December 2016")
    held = {day: desk.api(f"control?at={day}&limit=500")["items"] for day in ("2016-11-27", "2016-12-06")}
    states = {day: {i["place"]["id"]: [h["name"] for h in i["holders"]] for i in items} for day, items in held.items()}
    changed = [p for p in states["2016-12-06"] if states["2016-11-27"].get(p) != states["2016-12-06"][p]]
    assert changed
    later = {c["id"]: c["colour"] for c in drawn(desk, "cells", 0)}
    earlier = {c["id"]: c["colour"] for c in drawn(desk, "cells", 1)}
    seen = [place for place in changed if place in later]
    assert seen
    assert any(earlier.get(place) != later[place] for place in seen)
    handle = desk.page.get_by_role("slider")
    before = float(handle.get_attribute("aria-valuenow") or 0)
    handle.press("ArrowRight")
    desk.until(lambda: float(handle.get_attribute("aria-valuenow") or 0) > before)


def test_arrow_keys_step_through_the_days(desk: Desk) -> None:
    desk.open("lang=ar&screen=map&to=2016-11-29")
    desk.page.keyboard.press("ArrowRight")
    expect(desk.page).to_have_url(_holds("to=2016-11-30"))
    desk.page.keyboard.press("ArrowLeft")
    desk.page.keyboard.press("ArrowLeft")
    expect(desk.page).to_have_url(_holds("to=2016-11-28"))
    chart = desk.page.get_by_role("application")
    chart.focus()
    chart.press("Home")
    expect(desk.page).not_to_have_url(_holds("to="))


def _holds(text: str) -> re.Pattern[str]:
    return re.compile(re.escape(text))


def shown(desk: Desk) -> int:
    """Return how many events the map says that it shows, once it says so."""
    count = desk.page.locator(".stage .count", has_text=" of ")
    return int(count.inner_text().split(" of ")[0])


def test_days_are_chosen_by_dragging(desk: Desk) -> None:
    desk.open("lang=en&screen=map")
    box = desk.page.get_by_role("application").bounding_box()
    assert box
    y = box["y"] + box["height"] - 3
    desk.page.mouse.move(box["x"] + box["width"] * 0.4, y)
    desk.page.mouse.down()
    desk.page.mouse.move(box["x"] + box["width"] * 0.6, y, steps=5)
    desk.page.mouse.up()
    expect(desk.page).to_have_url(_holds("from=2016-"))
    everything = len(desk.api("map?limit=500")["events"]["features"])
    desk.until(lambda: 0 < shown(desk) < everything)


def test_the_list_has_what_the_map_has(desk: Desk) -> None:
    desk.open("lang=en&screen=map&o=map.list:on&to=2016-12-01")
    assert shown(desk) > 0
    expect(desk.page.locator(".list li")).to_have_count(shown(desk))


@pytest.mark.parametrize("width", [390, 1360])
def test_nothing_is_wider_than_the_window(desk: Desk, width: int) -> None:
    desk.page.set_viewport_size({"width": width, "height": 844})
    for query in ("lang=ar", "lang=en&screen=map", "lang=ar&screen=map&o=map.list:on"):
        desk.open(query, drawn=False).answered()
        assert desk.page.evaluate("document.documentElement.scrollWidth") <= width, query


def test_more_points_than_can_be_told_apart_come_as_tiles(desk: Desk) -> None:
    """The API says that it left events out: the map draws its tiles, with the filters of the view."""
    whole = desk.api("map?limit=0")
    assert whole["truncated"]
    desk.page.route("**/api/v1/map?*", lambda route: route.fulfill(json=whole))
    with desk.page.expect_request("**/tiles/**") as waiting:
        desk.open("lang=en&screen=map&kind=casualty&to=2016-12-06&box=36.9,36.1,37.4,36.3")
    assert {"kind=casualty", "to=2016-12-06"} <= set(waiting.value.url.split("?")[1].split("&"))
    expect(desk.page.locator(".stage .count")).to_contain_text("tiles")
    desk.page.wait_for_function(
        "() => document.querySelector('.map').map.queryRenderedFeatures({ layers: ['tiles'] }).length > 0"
    )
    assert sum(point["claims"] for point in drawn(desk, "tiles")) > 0


def test_panning_asks_for_tiles_alone(desk: Desk) -> None:
    """Where there are more points than can be told apart, moving the map loads what of them comes into view."""
    whole = desk.api("map?limit=0")
    desk.page.route("**/api/v1/map?*", lambda route: route.fulfill(json=whole))
    with desk.page.expect_request("**/tiles/**"):
        desk.open("lang=en&screen=map&box=36.9,36.1,37.4,36.3")
    drawn_tiles = (
        "() => { const map = document.querySelector('.map').map; return map.getLayer('tiles') && map.loaded() }"
    )
    desk.answered()
    desk.page.wait_for_function(drawn_tiles)
    asked: list[str] = []
    desk.page.on("request", lambda request: asked.append(request.url))
    box = desk.page.locator(".map").first.bounding_box()
    assert box
    y = box["y"] + box["height"] / 2
    desk.page.mouse.move(box["x"] + box["width"] * 0.9, y)
    desk.page.mouse.down()
    desk.page.mouse.move(box["x"] + box["width"] * 0.1, y, steps=8)
    desk.page.mouse.up()
    desk.page.wait_for_timeout(500)
    desk.until(lambda: any("/tiles/" in url for url in asked))
    desk.answered()
    desk.page.wait_for_function(drawn_tiles)
    news = ("/api/v1/alerts", "/api/v1/stream")  # they come whether the map moves or not
    loaded = [url for url in asked if ("/api/" in url or "/tiles/" in url) and not url.endswith(news)]
    assert loaded
    assert all("/tiles/" in url for url in loaded), loaded


def test_playing_steps_through_the_days(desk: Desk) -> None:
    desk.open("lang=en&screen=map&to=2016-11-20")
    days: list[str] = []
    desk.page.on("framenavigated", lambda frame: days.append(frame.url.rpartition("to=")[2][:10]))
    desk.page.get_by_role("button", name="Play").click()
    desk.until(lambda: days[:2] == ["2016-11-21", "2016-11-22"])
    desk.page.get_by_role("button", name="Pause").click()
    held = desk.page.evaluate("location.href")
    desk.page.wait_for_timeout(1000)
    assert desk.page.evaluate("location.href") == held, "it stops when told to"
