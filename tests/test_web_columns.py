"""Shortcuts of the columns give what looking at everything gives: counts by blocks, rows that have a saying, names."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.exports.privacy import mask_among, mask_of, words_of
from marsad.pipeline import read
from marsad.records import Place, Report
from marsad.store.store import Store
from marsad.text.fold import match
from marsad.views.rows import about_place
from marsad.web import blocks
from marsad.web.audience import Audience, Room
from marsad.web.blocks import split
from marsad.web.columns import Coded, Listed, members
from marsad.web.named import place_names, places_of
from marsad.web.said import matrix
from marsad.web.snapshot import snapshot
from tests.web_support import dossier

_FEW = settings(deadline=None, max_examples=60)


@_FEW
@given(st.lists(st.lists(st.sampled_from("abc"), unique=True), max_size=60), st.randoms(use_true_random=False))
def test_counts_by_blocks_are_counts(rows: list[list[str]], draw: object) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "STEP", 7)
        share = draw.random()  # type: ignore[attr-defined]
        mask = np.asarray([draw.random() < share for _ in rows], np.bool_)  # type: ignore[attr-defined]
        several, one = Listed.of(rows), Coded.of(" ".join(row) for row in rows)
        assert several.counts(split(mask)).tolist() == several.counts(mask).tolist()
        assert one.counts(split(mask)).tolist() == one.counts(mask).tolist()


@_FEW
@given(
    st.lists(st.lists(st.sampled_from("abc"), unique=True), max_size=20),
    st.lists(st.lists(st.sampled_from("bcd"), unique=True), max_size=3),
    st.randoms(use_true_random=False),
)
def test_what_is_picked_of_columns_is_what_it_was(rows: list[list[str]], more: list[list[str]], draw: object) -> None:
    some = sorted(n for n in range(len(rows)) if draw.random() < 0.5)  # type: ignore[attr-defined]
    wanted = [*(rows[n] for n in some), *more]
    found = Listed.of(rows).picked(np.asarray(some, np.int64), Listed.of(more))
    assert [found.at(n) for n in range(found.size)] == wanted
    backward = np.arange(found.size)[::-1]
    assert [found.values[n] for n in found.codes_of(backward)] == [value for row in wanted[::-1] for value in row]
    for value in "abcd":
        assert found.having(value).tolist() == [value in row for row in wanted]


def test_rows_and_places_are_found_as_by_looking_at_each() -> None:
    with Store.open(dossier()) as store:
        at = snapshot(Audience.DESK, "", list(store.readings()), (), Room({}))
    book = matrix(at)
    some = np.arange(len(book.cells))
    for step in (1, 3, 40):
        chosen = np.zeros(len(book.sayings.stance), np.bool_)
        chosen[::step] = True
        assert book.having(chosen, some).tolist() == [row for row in some.tolist() if chosen[book.of(row)].any()]
    names = place_names(at)
    for wanted in ("Aleppo", "Syria", "حلب", "nowhere"):
        about = {names.spots[n] for n in members(names.about(wanted))}
        assert about == {key for key, p in places_of(at).items() if about_place(p, wanted)}
    assert names.about("Syria").any()
    begun = {names.spots[n] for n in names.beginning(match("alep"))}
    assert begun == {spot for spot, tail in zip(names.spots, names.places, strict=True) if "alep" in _words(tail)}


def _words(place: Place) -> set[str]:
    """Return what the words of a place's name, its own or as printed, begin with."""
    return {word[:4] for text in (place.name or place.text, place.text) for word in match(text).split()}


def test_a_mask_for_some_words_hides_in_them_what_the_whole_mask_hides() -> None:
    text = (
        "The fighters took the town on Tuesday. Mohammed Haddad, a witness, saw three people killed there. "
        "Call +963 944 123 456. The Syrian Observatory for Human Rights said ten were wounded."
    )
    report = Report("r", text, "en", None, "An outlet")
    claims = read(report).claims
    whole = mask_of(report, claims)
    for cell in ("Syrian Observatory for Human Rights", "Haddad of the town", "11", "+963 944 123 456", "mohammed"):
        assert mask_among(report, claims, words_of(cell)).hide(cell) == whole.hide(cell)
    assert "Haddad" not in mask_among(report, claims, words_of("Mohammed Haddad")).hide("Mohammed Haddad")
