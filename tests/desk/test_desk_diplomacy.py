"""Diplomacy: stages on lanes, votes by seats, plans against what came of them, who said what."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.desk.page import Desk


def council(desk: Desk) -> Locator:
    return desk.page.locator(
        "article", has=desk.page.get_by_role("heading", name=re.compile("Security Council · Egypt"))
    )


def test_the_vote_is_eleven_three_one_with_two_vetoes(desk: Desk) -> None:
    desk.open("lang=en&screen=diplomacy")
    track = council(desk)
    strip = track.get_by_role("img", name="11 for, 3 against, 1 abstaining")
    for kind, seats in {"yes": 11, "no": 3, "abstain": 1, "silent": 0}.items():
        expect(strip.locator(f"rect.{kind}")).to_have_count(seats)
    expect(strip.locator("path.veto")).to_have_count(2)
    expect(track).to_contain_text(re.compile("vetoed by .*(Russia|China).*(Russia|China)"))
    track.locator(".numbers a").first.click()
    expect(desk.panel.locator("mark").first).to_be_visible()


def test_a_vote_of_the_assembly_is_a_bar(desk: Desk) -> None:
    desk.open("lang=ar&screen=diplomacy")
    strip = desk.page.locator("svg.votes.bar").and_(desk.page.get_by_role("img", name=re.compile("105.*15.*52")))
    expect(strip).to_have_count(1)
    widths = [float(strip.locator(f"rect.{kind}").get_attribute("width") or 0) for kind in ("yes", "no", "abstain")]
    assert widths[0] > widths[2] > widths[1], "105, 15, 52"


def test_stages_stand_on_the_axis_in_the_order_of_time(desk: Desk) -> None:
    """The plan of the vote lies before the end it came to; each mark opens to its words."""
    desk.open("lang=ar&screen=diplomacy")
    track = desk.page.locator("article", has=desk.page.locator("svg.lane a")).filter(has_text="نيوزيلندا")
    track.get_by_role("button").click()
    steps = track.get_by_role("row")
    told = desk.api("diplomacy?limit=500")["items"]
    (found,) = [item for item in told if item["vetoed_by"]]
    expect(steps).to_have_count(len(found["steps"]) + 1)
    expect(track.locator("svg.lane a")).to_have_count(len(found["steps"]))
    track.locator("svg.lane a").first.focus()
    desk.page.keyboard.press("Enter")
    expect(desk.panel.locator("mark").first).to_be_visible()


def test_what_was_planned_stands_beside_what_came_of_it(desk: Desk) -> None:
    desk.open("lang=en&screen=diplomacy")
    table = desk.page.get_by_role("table", name="Planned, and what came of it")
    vote = table.locator("tbody tr", has_text="Security Council")
    expect(vote).to_contain_text("came true")
    expect(vote).to_contain_text("vetoed")
    talks = table.locator("tbody tr", has_text="Russia, United States")
    expect(talks).to_contain_text("did not")
    expect(talks).to_contain_text("6 – 7 December 2016")


def test_a_plan_that_nothing_was_told_of_stays_open(desk: Desk) -> None:
    desk.open("lang=en&screen=diplomacy&known_on=2016-12-05")
    rows = desk.page.get_by_role("table", name="Planned, and what came of it").locator("tbody tr")
    expect(rows).to_have_count(2)
    for row in rows.all():
        expect(row.locator(".end")).to_have_text("open")
    expect(desk.page.locator("svg.votes")).to_have_count(0)


def test_a_quote_is_shown_on_demand_and_opens_to_its_report(desk: Desk) -> None:
    desk.open("lang=ar&screen=diplomacy")
    row = desk.page.locator("tbody tr", has=desk.page.get_by_role("rowheader", name=re.compile("لافروف"))).last
    chip = row.locator("button.chip").first
    chip.focus()
    chip.press("Enter")
    expect(chip).to_have_attribute("aria-expanded", "true")
    quote = desk.page.locator(".quotes .open a.quote")
    words = quote.inner_text()
    quote.click()
    content = desk.panel.locator("mark[data-slot=content]").first
    expect(content).to_be_visible()
    assert content.inner_text()[:20] in words


def test_words_of_a_quote_find_who_said_it(desk: Desk) -> None:
    desk.open("lang=ar&screen=diplomacy")
    desk.page.get_by_role("searchbox").last.fill("الإرهابيين")
    desk.page.get_by_role("searchbox").last.press("Enter")
    table = desk.page.locator("table").last
    expect(table.get_by_role("rowheader", name=re.compile("لافروف"))).to_be_visible()
    expect(table.get_by_role("rowheader", name=re.compile("الصليب"))).to_have_count(0)
    expect(desk.page).to_have_url(re.compile("diplomacy.containing"))
