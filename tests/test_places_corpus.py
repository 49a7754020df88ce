"""The corpus page of Arabic places: every name read, every choice, exactly."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from marsad.lang.ar.place_words import place_words
from marsad.places.candidates import countries_of, read_place_mentions
from marsad.places.choose import Context, PlaceMention, choose
from marsad.places.gazetteer import Gazetteer
from marsad.records import Place
from marsad.text.fold import Folded
from marsad.text.sentences import sentences
from marsad.text.tokens import tokens

PAGE = Path(__file__).parent / "corpus" / "ar" / "places.md"
_LINE = re.compile(
    r"(?P<name>.+?)(?: (?P<lat>[-\d.]+),(?P<lon>[-\d.]+)| (?P<open>-))? (?P<precision>\w+)? ?«(?P<text>.*)»$"
)


def places(document: str) -> list[Place]:
    """Return the places of a report, as the pipeline reads them."""
    folded, gazetteer, words = Folded(document), Gazetteer.load(), place_words()
    mentions, nations = list[PlaceMention](), Counter[str]()
    for start, end in sentences(folded.light):
        found = tokens(folded, start, end)
        nations.update(countries_of(found, words))
        for hit in read_place_mentions(found, gazetteer=gazetteer, words=words):
            span = folded.span(found[hit.start].start + hit.offset, found[hit.end - 1].end)
            mentions.append(PlaceMention(span.of(document), span, hit))
    return [place for place in choose(mentions, gazetteer, Context(nations)) if place is not None]


def cases() -> Iterator[tuple[str, tuple[str, ...]]]:
    lines, expected = list[str](), list[str]()
    for row in [*PAGE.read_text(encoding="utf-8").splitlines(), ""]:
        if row.startswith("> "):
            lines.append(row[2:])
        elif row.startswith("- "):
            expected.append(row[2:])
        elif lines:
            yield "\n".join(lines), tuple(line for line in expected if line != "none")
            lines, expected = [], []


@pytest.mark.parametrize(("document", "expected"), list(cases()))
def test_page(document: str, expected: tuple[str, ...]) -> None:
    found = places(document)
    assert [place.text for place in found] == [line[line.index("«") + 1 : -1] for line in expected]
    for place, line in zip(found, expected, strict=True):
        _check(place, line)


def _check(place: Place, line: str) -> None:
    assert place.span.of(place.text.rjust(place.span.end)) == place.text
    if line.startswith("unknown"):
        assert (place.name, place.lat, place.precision, place.candidates) == (None, None, None, ())
        return
    if line.startswith("?"):
        assert len(place.candidates) > 1
        assert (place.lat, place.lon, place.gazetteer_id) == (None, None, None)
        return
    want = _LINE.match(line)
    assert want is not None, line
    assert (place.name, place.precision) == (want["name"], want["precision"])
    if want["open"]:
        assert place.lat is None
    else:
        assert place.lat is not None
        assert place.lon is not None
    if want["lat"]:
        assert (place.lat, place.lon) == pytest.approx((float(want["lat"]), float(want["lon"])), abs=0.01)
    assert place.why


def test_page_has_cases() -> None:
    assert len(list(cases())) >= 30
