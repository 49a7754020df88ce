"""Arabic and English show the same: direction, words, digits, names."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.desk.page import Desk

TEXTS = Path(__file__).parents[2] / "desk/src/texts"


@pytest.mark.parametrize(("lang", "direction"), [("ar", "rtl"), ("en", "ltr")])
def test_the_page_has_the_language_and_its_direction(desk: Desk, lang: str, direction: str) -> None:
    desk.open(f"lang={lang}")
    html = desk.page.locator("html")
    expect(html).to_have_attribute("lang", lang)
    expect(html).to_have_attribute("dir", direction)
    texts = json.loads((TEXTS / f"{lang}.json").read_text())
    names = [texts["nav"][key] for key in texts["nav"] if key not in ("label", "account")]
    expect(desk.page.get_by_role("navigation").first.get_by_role("link")).to_have_text(names)
    expect(desk.page).to_have_title(re.compile(re.escape(texts["nav"]["home"])))


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_no_key_of_a_text_is_shown(desk: Desk, lang: str) -> None:
    """A text that is missing shows as its key: `map.legend`."""
    sections = "|".join(json.loads((TEXTS / "en.json").read_text()))
    for query in (f"lang={lang}", f"lang={lang}&screen=map&o=map.list:on"):
        desk.open(query, drawn=False).answered()
        shown = desk.page.locator("body").inner_text()
        assert not re.search(rf"\b({sections})\.[a-z_]+", shown)


def test_arabic_has_no_english_words_of_the_desk(desk: Desk) -> None:
    desk.open("lang=ar").answered()
    chrome = desk.page.locator("header.bar").inner_text().replace("English", "").replace("Ctrl K", "")
    assert not re.search("[A-Za-z]{3,}", chrome)


def test_the_reader_chooses_digits(desk: Desk) -> None:
    desk.open("lang=ar")
    count = desk.page.locator(".bar .count")
    number = str(desk.api("summary")["of"])
    arabic = number.translate({ord("0") + n: 0x660 + n for n in range(10)})
    expect(count).to_contain_text(number)
    desk.page.get_by_role("button", name="الإعدادات").click()
    desk.page.get_by_label("١٢٣").check()
    expect(count).to_contain_text(arabic)
    desk.page.reload()
    expect(count).to_contain_text(arabic)


def test_switching_the_language_keeps_the_view(desk: Desk) -> None:
    desk.open("lang=en&screen=map&to=2016-12-01&kind=attack", drawn=False)
    desk.page.locator("a.lang").click()
    expect(desk.page.locator("html")).to_have_attribute("dir", "rtl")
    kept = {"to=2016-12-01", "kind=attack", "screen=map"}
    desk.until(lambda: kept <= set(desk.page.url.split("?")[1].split("&")))
    expect(desk.page.locator(".range")).to_contain_text("كانون الأول")


def test_names_on_the_map_follow_the_language(desk: Desk) -> None:
    desk.open("lang=ar&screen=map")
    fields = "() => document.querySelector('.map').map.getLayoutProperty('names-1', 'text-field')"
    assert desk.page.evaluate(fields) == ["get", "ar"]
    desk.page.locator("a.lang").click()
    desk.map_drawn()
    desk.page.wait_for_function(f"({fields})()[1] === 'en'")
