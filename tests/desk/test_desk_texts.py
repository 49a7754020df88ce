"""The words of the desk: both files say the same things, and no word stands elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

SRC = Path(__file__).parents[2] / "desk/src"
ARABIC_FORMS = {"zero", "one", "two", "few", "many", "other"}


def texts(lang: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SRC / f"texts/{lang}.json").read_text())
    return found


def leaves(node: dict[str, Any], path: str = "") -> Iterator[tuple[str, str | dict[str, str]]]:
    for name, value in node.items():
        if isinstance(value, str) or (isinstance(value, dict) and "other" in value and set(value) <= ARABIC_FORMS):
            yield f"{path}{name}", value
        else:
            yield from leaves(value, f"{path}{name}.")


def test_both_languages_have_the_same_keys() -> None:
    assert {key for key, _ in leaves(texts("ar"))} == {key for key, _ in leaves(texts("en"))}


def test_no_text_is_empty_and_both_fill_the_same_values() -> None:
    arabic, english = dict(leaves(texts("ar"))), dict(leaves(texts("en")))
    for key, text in english.items():
        other = arabic[key]
        if isinstance(text, str) and isinstance(other, str):
            assert text.strip(), key
            assert other.strip(), key
            assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", other)), key


def test_arabic_has_a_form_for_every_number() -> None:
    for key, forms in leaves(texts("ar")):
        if isinstance(forms, dict):
            assert {"one", "two", "few", "many", "other"} <= set(forms), key


def test_arabic_words_stand_in_the_files_of_texts_alone() -> None:
    arabic = re.compile("[\u0621-\u064a]{2,}")
    for path in [*SRC.rglob("*.svelte"), *SRC.rglob("*.ts")]:
        if path.name == "schema.d.ts":
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            assert not arabic.search(line), f"{path.relative_to(SRC)}:{number}: {line.strip()}"


@pytest.mark.parametrize(
    "rule",
    ["margin-left", "margin-right", "padding-left", "padding-right", "text-align: left", "text-align: right", "float:"],
)
def test_layout_is_logical(rule: str) -> None:
    """Right-to-left is the first layout: no style says left or right, but where a point of the screen is meant."""
    for path in [*SRC.rglob("*.svelte"), *SRC.rglob("*.css")]:
        text = path.read_text()
        assert rule not in text or 'dir="ltr"' in text, f"{path.relative_to(SRC)} has {rule}"


@pytest.mark.parametrize("path", sorted(SRC.rglob("*.svelte")), ids=lambda path: path.name)
def test_nothing_from_outside_is_taken_as_markup(path: Path) -> None:
    text = path.read_text()
    assert "{@html" not in text
    assert not re.search(r'<[^>]*\sstyle="', text), "the policy of the server refuses style attributes"
    assert "innerHTML" not in text


def test_every_reason_for_what_was_not_read_is_told_in_both_languages() -> None:
    source = (SRC.parents[1] / "marsad/claims/unread.py").read_text()
    reasons = set(re.findall(r'found\.append\(\([^"]*, "([^"]+)"\)\)', source))
    assert len(reasons) >= 5
    for lang in ("ar", "en"):
        assert reasons <= set(texts(lang)["words"]["issue"]), lang
