"""Reports: found by folded words, read with their claims beside them; and the method page."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.desk.conftest import marsad
from tests.desk.page import Desk


@pytest.mark.parametrize("spelling", ["احياء", "أحياء", "أَحْيَاء"])
def test_search_finds_a_word_spelled_with_another_hamza(desk: Desk, spelling: str) -> None:
    desk.open("lang=ar&screen=reports")
    field = desk.page.get_by_role("searchbox").last
    field.fill(spelling)
    field.press("Enter")
    hits = desk.page.locator(".snippet .passage")
    expect(hits.first).to_be_visible()
    expect(desk.page.locator("main .count")).to_contain_text("20")
    assert {text.removeprefix("ال") for text in hits.all_inner_texts()} == {"أحياء"}
    expect(desk.page.locator(".list")).not_to_contain_text("lang=")


def test_english_words_find_english_reports(desk: Desk) -> None:
    desk.open("lang=en&screen=reports&o=reports.words:ceasefire")
    expect(desk.page.locator(".snippet .passage").first).to_have_text(re.compile("ceasefire", re.I))


def test_the_list_says_outlet_date_state_and_what_was_read(desk: Desk) -> None:
    desk.open("lang=en&screen=reports")
    first = desk.page.locator(".list > li").first
    expect(first).to_contain_text("23 December 2016")
    expect(first).to_contain_text("Dossier")
    expect(first).to_contain_text("machine")
    expect(first.locator(".kinds")).to_contain_text(re.compile(r"Control \d"))
    desk.page.get_by_role("button", name="Show more").click()
    expect(desk.page.locator(".list > li")).to_have_count(44)


def test_a_copy_says_which_report_it_repeats(desk: Desk) -> None:
    desk.open("lang=en&screen=reports")
    desk.page.get_by_role("button", name="Show more").click()
    desk.page.get_by_role("link", name="repeats another report").first.click()
    expect(desk.page.locator("main header")).to_contain_text("Printed much alike by")


def test_words_and_claims_light_each_other(desk: Desk) -> None:
    desk.open("lang=ar&screen=reports&tab=ea-1205-b2")
    claim = desk.page.locator(".claims a").nth(1)
    key = claim.get_attribute("data-key")
    claim.hover()
    expect(desk.page.locator(".text .passage.shown").first).to_be_visible()
    desk.page.locator("h1").hover()
    expect(desk.page.locator(".text .passage.shown")).to_have_count(0)
    desk.page.locator(".text .passage", has_text="معاملة").last.hover()
    lit = desk.page.locator(".claims a.lit")
    expect(lit).to_have_count(1)
    assert key
    lit.click()
    expect(desk.panel.locator("mark").first).to_be_visible()


def test_what_could_not_be_read_is_listed_with_its_reason(
    tmp_path: Path, serve: Callable[[Path], str], new_desk: Callable[..., Desk]
) -> None:
    lines = (
        '{"report_id": "r1", "lang": "en", "text": "Shelling killed five people in Aleppo."}',
        "not JSON",
    )
    (tmp_path / "reports.jsonl").write_text("\n".join(lines))
    marsad("add", str(tmp_path / "reports.jsonl"), "--db", str(tmp_path / "record.db"), ends=2)
    desk = new_desk(base=serve(tmp_path / "record.db"))
    desk.open("lang=en&screen=reports")
    desk.page.get_by_role("button", name="What was not read").click()
    expect(desk.page).to_have_url(re.compile("tab=intake"))
    row = desk.page.locator("tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("line 2")
    expect(row).to_contain_text("not readable")
    expect(row).to_contain_text("it is not valid JSON")
    expect(desk.page.locator(".counts")).to_contain_text("1 read")


def test_the_method_page_says_how_well_and_what_words_mean(desk: Desk) -> None:
    desk.open("lang=en&screen=method")
    measured = {(row["lang"], row["kind"]): row for row in desk.api("method")["accuracy"]}
    row = desk.page.get_by_role("row", name=re.compile("^all kinds"))
    expect(row).to_contain_text(f"{measured['ar', 'all']['f1']:.2f}")
    glossary = desk.page.locator(".groups")
    expect(glossary).to_contain_text("ضعيف")
    expect(glossary).to_contain_text("One lineage alone tells it.")
    desk.page.get_by_label("Look up a word").fill("veto")
    expect(glossary.locator("dt")).to_have_count(2)
