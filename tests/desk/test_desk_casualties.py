"""The casualty ledger: from a toll to its words, open ends as arrows, what must not be added, exports as shown."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.desk.conftest import marsad
from tests.desk.page import Desk

SOHR = "The Syrian Observatory for Human Rights said"
KILLED = "have been killed in eastern Aleppo since"
OVERLAPPING = (
    ("2016-11-22", f"{SOHR} 834 civilians, including 176 children, {KILLED} September 22."),
    ("2016-12-05", f"{SOHR} more than 311 civilians, including 42 children, {KILLED} November 15."),
    ("2016-12-12", f"{SOHR} 442 civilians, including 47 children, {KILLED} November 15."),
    ("2016-12-14", f"{SOHR} 390 civilians {KILLED} November 15."),
    ("2016-12-14", "Between 20 and 25 people were killed by shelling in Jubb al-Qubba on Tuesday, rescuers said."),
)


@pytest.fixture(scope="module")
def overlapping(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> str:
    """Return the address of a record with two tolls of one place that share days, one of which falls."""
    folder = tmp_path_factory.mktemp("overlapping")
    lines = [
        {
            "report_id": f"t{n}",
            "lang": "en",
            "published": day,
            "outlet": f"Outlet {n}",
            "title": f"Toll {n}",
            "text": text,
        }
        for n, (day, text) in enumerate(OVERLAPPING)
    ]
    (folder / "reports.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    marsad("add", str(folder / "reports.jsonl"), "--db", str(folder / "record.db"))
    return serve(folder / "record.db")


@pytest.fixture
def doubled(new_desk: Callable[..., Desk], overlapping: str) -> Desk:
    return new_desk(base=overlapping)


def card(desk: Desk, title: str) -> Locator:
    return desk.page.locator("article", has=desk.page.get_by_role("heading", name=re.compile(title)))


def rows(text: str) -> list[dict[str, str]]:
    """Return the rows of an export, its lines of explanation left out."""
    lines = [line for line in text.lstrip("\ufeff").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(io.StringIO("\n".join(lines))))


def exported(desk: Desk) -> tuple[list[dict[str, str]], list[dict[str, Any]]]:
    """Return what the two links of the head give: CSV and JSON."""
    links = desk.page.locator("main header .export a")
    hrefs = [str(links.nth(n).get_attribute("href")) for n in range(2)]
    csv_text, json_text = (desk.page.request.get(f"{desk.base}/{href}").text() for href in hrefs)
    return rows(csv_text), json.loads(json_text)["rows"]


@pytest.mark.parametrize(("lang", "title"), [("en", "civilians killed · Eastern Aleppo"), ("ar", "حلب الشرقية")])
def test_a_toll_opens_to_its_highlighted_words(desk: Desk, lang: str, title: str) -> None:
    desk.open(f"lang={lang}&screen=casualties")
    card(desk, title).first.locator(".latest a").click()
    expect(desk.panel.locator("mark[data-slot=count]").first).to_contain_text("442")
    desk.panel.locator(".from a").click()  # the second click: the whole report, at the passage
    expect(desk.panel.locator(".printed .here").first).to_be_visible()


def test_a_point_of_the_chart_opens_to_its_words(desk: Desk) -> None:
    desk.open("lang=en&screen=casualties")
    point = card(desk, "civilians killed · Eastern Aleppo").get_by_role("link", name=re.compile("more than 311"))
    point.focus()
    point.press("Enter")
    expect(desk.panel.locator("mark[data-slot=count]").first).to_have_text(re.compile("311|وأحد"))


def test_an_open_end_is_an_arrow_and_never_another_number(desk: Desk) -> None:
    desk.open("lang=en&screen=casualties&as_of=2016-12-06")
    toll = card(desk, "civilians killed · Eastern Aleppo")
    expect(toll.locator(".latest a")).to_have_text("more than 311")
    point = toll.locator(".toll-chart").get_by_role("link", name=re.compile("more than 311.*civilians"))
    expect(point.first.locator("path.open")).to_have_count(1)  # an arrow
    expect(toll.locator(".toll-chart .end .figure").first).to_have_text(">311")
    expect(toll).not_to_have_text(re.compile(r"\b312\b"))


def test_between_two_reports_the_line_is_dashed_and_implied(desk: Desk) -> None:
    desk.open("lang=en&screen=casualties")
    toll = card(desk, "civilians killed · Eastern Aleppo")
    expect(toll.locator("path.between").first).not_to_have_css("stroke-dasharray", "none")
    expect(toll.locator("text.implied", has_text="+58")).to_contain_text("reported by nobody")


def test_parts_stand_under_their_whole(desk: Desk) -> None:
    desk.open("lang=en&screen=casualties")
    toll = card(desk, "civilians killed · Eastern Aleppo")
    expect(toll.locator(".parts li")).to_have_text(["of which 47 children", "of which 25 women"])
    expect(toll.locator(".checks")).to_contain_text("consistent")


def test_events_stand_beside_a_series_and_are_not_in_it(desk: Desk) -> None:
    desk.open("lang=en&screen=casualties")
    beside = card(desk, "civilians killed · Eastern Aleppo").locator(".beside")
    expect(beside).to_contain_text("not added")
    expect(beside.get_by_role("link", name=re.compile("^54"))).to_have_count(1)


def test_tolls_that_overlap_say_so_and_name_the_days(doubled: Desk) -> None:
    doubled.open("lang=en&screen=casualties")
    bundle = doubled.page.get_by_role("group", name="Do not add these")
    expect(bundle.locator("article")).to_have_count(2)
    expect(bundle.locator(".warning")).to_contain_text("15 – 22 November 2016")
    expect(bundle).to_contain_text("834")
    expect(doubled.page.locator("main"), "834 and 442 are not added").not_to_contain_text("1,276")
    doubled.settled()


def test_a_toll_that_falls_is_marked_and_opens_to_both_claims(doubled: Desk) -> None:
    doubled.open("lang=en&screen=casualties")
    badge = card(doubled, "civilians killed").first.get_by_role("link", name=re.compile("toll falls"))
    badge.click()
    expect(doubled.panel.locator("mark[data-slot=count]").first).to_have_text(re.compile("442|390"))


def test_sources_that_differ_stand_on_lines_of_their_own(desk: Desk) -> None:
    desk.open("lang=en&screen=casualties")
    row = desk.page.locator("tbody tr", has_text="Jubb al-Qubba").filter(has_text="sources differ")
    expect(row.locator(".differ")).to_contain_text("21–45")
    points = row.locator(".forest a").count()
    assert points >= 2
    expect(row.locator(".figures li")).to_have_count(points)
    row.locator(".differ").click()
    expect(desk.panel).to_contain_text("Real conflict".lower(), ignore_case=True)


@pytest.mark.parametrize(
    "filters", ["", "&place=sy-eastern-aleppo&o=casualties.victims:children", "&known_on=2016-12-06"]
)
def test_the_exports_are_what_the_screen_shows(desk: Desk, filters: str) -> None:
    """Every figure on the screen is a row of the CSV and of the JSON, and no other is."""
    desk.open(f"lang=en&screen=casualties{filters}")
    desk.page.locator(".sheet tbody tr").first.wait_for()
    desk.answered()
    for button in desk.page.get_by_role("button", name="Table").all():
        button.click()
    for summary in desk.page.locator("article details > summary").all():
        summary.click()
    desk.answered()
    table, plain = exported(desk)
    keys = [{row["claims"].split(" | ")[0] for row in kind} for kind in (table, plain)]
    links = desk.page.locator("main a.to-words").evaluate_all("(all) => all.map((one) => one.getAttribute('href'))")
    shown = {str(link).rpartition("show=claim%3A")[2].split("&")[0] for link in links}
    assert shown
    assert keys[0] == keys[1] == shown
    wanted = {row["victims"] for row in table}
    assert wanted == {"children"} if "children" in filters else {"children", "civilians"} <= wanted


def test_the_chart_has_a_table_with_the_same_figures(desk: Desk) -> None:
    desk.open("lang=en&screen=casualties")
    toll = card(desk, "civilians killed · Eastern Aleppo")
    toll.locator(".toll-chart .line a").first.wait_for(state="attached")
    drawn = toll.locator(".toll-chart .line a").evaluate_all("(all) => all.map((one) => one.getAttribute('href'))")
    toll.get_by_role("button", name="Table").click()
    table = toll.get_by_role("table")
    expect(table.get_by_role("columnheader")).to_have_count(6)
    expect(table.locator("a.to-words").first).to_be_visible()
    assert set(table.locator("a.to-words").evaluate_all("(all) => all.map((one) => one.getAttribute('href'))")) == set(
        drawn
    )


def test_a_filter_is_in_the_address_and_goes_again(desk: Desk) -> None:
    desk.open("lang=en&screen=casualties")
    desk.page.get_by_label("Victims").select_option("children")
    expect(desk.page).to_have_url(re.compile("casualties.victims%3Achildren"))
    expect(desk.page.get_by_role("heading", name=re.compile("civilians killed"))).to_have_count(0)
    desk.page.get_by_role("button", name="Clear filters").click()
    expect(desk.page.get_by_role("heading", name=re.compile("civilians killed")).first).to_be_visible()


def test_digits_are_arabic_indic_where_the_reader_wants_them(new_desk: Callable[..., Desk]) -> None:
    desk = new_desk(own=True)
    desk.page.add_init_script("localStorage.setItem('marsad.desk', JSON.stringify({digits: 'arab'}))")
    desk.open("lang=ar&screen=casualties")
    expect(desk.page.locator("article .latest a").first).to_have_text("٤٤٢")
    expect(desk.page.locator(".toll-chart .end .figure").first).to_have_text("٤٤٢")
    desk.settled()
