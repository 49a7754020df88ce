"""Control: two days side by side, strips over time, shares asserted against computed."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.desk.conftest import marsad
from tests.desk.page import Desk

GOVERNMENT, OPPOSITION = "Syrian government forces", "Syrian opposition factions"
DAYS = "versus=2016-11-26&to=2016-12-07"


def held(desk: Desk, day: str) -> dict[str, tuple[str, ...]]:
    """Return who holds what on a day, as the API says."""
    items = desk.api(f"control?at={day}&limit=2000")["items"]
    return {
        i["place"]["id"]: (i["state"], *(h["name"] for h in i["holders"])) for i in items if i["state"] != "unknown"
    }


def test_two_days_show_who_held_what_on_each(desk: Desk) -> None:
    desk.open(f"lang=en&screen=control&{DAYS}")
    for nth, day in enumerate(("2016-11-26", "2016-12-07")):
        figure = desk.page.locator("figure").nth(nth)
        states = held(desk, day).values()
        alone = sum(state == ("controlled", GOVERNMENT) for state in states)
        expect(figure.locator("li", has_text=GOVERNMENT)).to_contain_text(
            "one place" if alone == 1 else f"{alone} places"
        )
    expect(desk.page.locator("figure").first).to_contain_text("26 November 2016")
    expect(desk.page.locator("figure").nth(1)).to_contain_text("7 December 2016")


def test_what_changed_hands_is_what_differs_between_the_two_days(desk: Desk) -> None:
    desk.open(f"lang=en&screen=control&{DAYS}")
    before, after = held(desk, "2016-11-26"), held(desk, "2016-12-07")
    changed = {place for place in after if before.get(place) != after[place]}
    heading = desk.page.get_by_role("heading", name=re.compile("From .*26 November"))
    expect(heading).to_contain_text(f"{len(changed)} places")
    expect(desk.page.locator(".places li")).to_have_count(len(changed))
    kind = desk.page.locator(".kinds > li", has_text=OPPOSITION).filter(has_text="Sha'aar")
    expect(kind.locator(".from-to")).to_contain_text(GOVERNMENT)
    kind.get_by_role("link", name="Sha'aar").click()
    expect(desk.panel.locator("mark[data-slot=place]").first).to_be_visible()


def test_a_day_is_chosen_and_stands_in_the_address(desk: Desk) -> None:
    desk.open("lang=en&screen=control")
    desk.page.get_by_label("First day").fill("2016-12-01")
    desk.page.get_by_label("First day").blur()
    expect(desk.page).to_have_url(re.compile("versus=2016-12-01"))
    expect(desk.page.locator("figure").first).to_contain_text("1 December 2016")


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_strips_run_from_left_to_right_in_both_languages(desk: Desk, lang: str) -> None:
    """The siege-free story of one quarter: held by one side, fought over, held by the other, in the order of time."""
    desk.open(f"lang={lang}&screen=control")
    link = desk.page.locator("a[href*='sy-neighbourhood-masaken-hanano']").first
    row = desk.page.locator("tbody tr", has=link)
    states = row.locator("svg.strip a")
    expect(states).to_have_count(3)
    xs = [float(states.nth(n).locator("rect.state").get_attribute("x") or "nan") for n in range(3)]
    assert xs[0] < xs[1] < xs[2]
    assert "url(#" in str(states.nth(1).locator("rect.state").get_attribute("fill")), "hatched while it is contested"
    said = {"ar": "من اليسار إلى اليمين", "en": "left to right"}[lang]
    expect(desk.page.locator(".key")).to_contain_text(said)


def test_strips_have_a_table_with_marks_and_who_says_so(desk: Desk) -> None:
    desk.open("lang=en&screen=control&o=control.as:table")
    table = desk.page.get_by_role("table", name="Places over time")
    expect(table.get_by_role("columnheader")).to_have_count(6)
    everything = desk.api("control/history?limit=500")["items"]
    expect(table.locator("tbody tr")).to_have_count(sum(len(item["rows"]) for item in everything))
    marks = [mark["mark"] for item in everything for row in item["rows"] for mark in row["marks"]]
    for mark, words in {
        "one lineage": "one source",
        "place inferred": "place inferred",
        "uncertain": "uncertain",
    }.items():
        assert mark in marks
        expect(table.locator("a.mark", has_text=words)).to_have_count(marks.count(mark))


def test_a_claim_for_oneself_waits_and_one_against_oneself_counts(
    tmp_path: Path, serve: Callable[[Path], str], new_desk: Callable[..., Desk]
) -> None:
    texts = {
        "p1": "The Syrian army said it had captured the Sheikh Saeed district of Aleppo on Monday.",
        "p2": "Syrian opposition factions said the Syrian army had captured the Salheen district of Aleppo from the "
        "Syrian opposition on Wednesday.",
    }
    lines = [
        json.dumps(
            {"report_id": name, "lang": "en", "published": "2016-12-07", "outlet": f"Outlet {name}", "text": text}
        )
        for name, text in texts.items()
    ]
    (tmp_path / "reports.jsonl").write_text("\n".join(lines))
    marsad("add", str(tmp_path / "reports.jsonl"), "--db", str(tmp_path / "record.db"))
    desk = new_desk(base=serve(tmp_path / "record.db"))
    desk.open("lang=en&screen=control&o=control.as:table")
    waits = desk.page.locator("tbody tr", has_text="Sheikh Sa")
    expect(waits).to_contain_text("not known")
    expect(waits.locator("a.mark", has_text="waits for a second source")).to_have_count(1)
    counts = desk.page.locator("tbody tr", has_text="Salheen")
    expect(counts).to_contain_text(GOVERNMENT)
    counts.locator("a.mark", has_text="against own interest").click()
    expect(desk.panel.locator("mark").first).to_be_visible()
    desk.settled()


def test_a_siege_is_a_frame_and_not_a_holder(desk: Desk) -> None:
    desk.open("lang=en&screen=control")
    row = desk.page.locator("tbody tr", has_text="Kafriya")
    expect(row.locator("rect.siege")).to_have_count(1)
    expect(row.locator("rect.state")).to_have_attribute("fill", "none")


def test_a_share_is_set_against_the_places_and_opens_to_its_sentence(desk: Desk) -> None:
    desk.open("lang=ar&screen=control")
    gauge = desk.page.locator(".gauges li", has_text="ثلثي")
    shown = desk.api("control/gauges")["items"]
    (found,) = [item for item in shown if "ثلثي" in item["text"]]
    expect(gauge).to_contain_text(str(len(found["held"])))
    gauge.get_by_role("link").first.click()
    expect(desk.panel.locator("mark[data-slot=extent]").first).to_contain_text("ثلثي")


def test_the_export_has_every_state_on_the_screen(desk: Desk) -> None:
    desk.open("lang=en&screen=control")
    href = str(desk.page.locator("main header .export a").first.get_attribute("href"))
    text = desk.page.request.get(f"{desk.base}/{href}").text().lstrip("\ufeff")
    rows = list(csv.DictReader(io.StringIO("\n".join(li for li in text.splitlines() if not li.startswith("#")))))
    states = len([row for row in rows if row["holders"] or row["besieged"] == "true"])
    assert states > 30
    expect(desk.page.locator("svg.strip a")).to_have_count(states)
