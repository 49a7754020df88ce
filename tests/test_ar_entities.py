"""The entities of the Arabic pack: the corpus page, the helpers of slots, and what the lexicons promise."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from marsad.lang.ar.entities import Entity, conjoined, entities, name_at, named, nation, role
from marsad.lang.ar.pack import pack
from marsad.lang.sentence import Sentence, Tag, tag_lexicon
from marsad.records import Span
from marsad.text.fold import Folded
from marsad.text.tokens import tokens

PAGE = Path(__file__).parent / "corpus" / "ar" / "entities.md"
OURS = ("actors", "persons", "heads", "roles", "demonyms", "countries", "particles")
_LINE = re.compile(r'(?P<kind>\w+) "(?P<name>[^"]*)"(?P<slots>.*?) «(?P<text>.*)»$')
_SLOT = re.compile(r'(\w+)=("[^"]*"|\S+)')
_PLACES = ("غزة",)


def sentence(text: str) -> Sentence:
    """Return `text` as one sentence with its entities; the places of these tests are tagged by hand."""
    folded = Folded(text)
    found = Sentence(folded, tokens(folded, 0, len(folded.light)), 0)
    found.add(tag_lexicon(found, pack().lexicon))
    found.add(Tag("place", t.word, i, i + 1) for i, t in enumerate(found.tokens) if t.light in _PLACES)
    found.add(list(entities(found)))
    return found


def cases() -> Iterator[tuple[str, list[str]]]:
    text, expected = "", list[str]()
    for row in PAGE.read_text(encoding="utf-8").splitlines():
        if row.startswith("> "):
            if text:
                yield text, expected
            text, expected = row[2:], []
        elif row.startswith("- "):
            expected.append(row[2:])
    yield text, expected


def printed(found: Sentence, tag: Tag) -> str:
    """Return the printed words of an entity without its proclitics, an opening quotation mark of it included."""
    span = found.span(tag.first, tag.last)
    return found.folded.printed[span.start + len(tag.pro) : span.end]


def slot(found: Sentence, tag: Tag, key: str) -> str | None:
    entity: Entity = tag.of
    if key == "person":
        return found.text(*entity.person) if entity.person else None
    if key == "role":
        return found.text(*entity.role) if entity.role else None
    value: str | None = getattr(entity, key)
    return value


@pytest.mark.parametrize(("text", "expected"), list(cases()), ids=lambda value: value if isinstance(value, str) else "")
def test_the_page_is_read_as_it_says(text: str, expected: list[str]) -> None:
    found = sentence(text)
    tags = found.of("entity")
    if expected == ["none"]:
        assert not tags, [found.text(t.first, t.last) for t in tags]
        return
    assert len(tags) == len(expected), [found.text(t.first, t.last) for t in tags]
    for tag, line in zip(tags, expected, strict=True):
        wanted = _LINE.match(line)
        assert wanted is not None, f"not an expectation: {line}"
        assert (tag.of.kind, tag.value) == (wanted["kind"], wanted["name"])
        assert printed(found, tag).strip('"') == wanted["text"].strip('"')
        for key, value in _SLOT.findall(wanted["slots"]):
            assert slot(found, tag, key) == value.strip('"'), key


def test_a_slot_takes_the_person_and_keeps_the_office_apart() -> None:
    found = sentence("قال وزير الدفاع التركي خلوصي أكار ذلك")
    (tag,) = found.of("entity")
    who = named(found, tag)
    assert (who.text, who.name, role(found, tag)) == ("خلوصي أكار", "Hulusi Akar", "وزير الدفاع التركي")
    assert who.span is not None
    assert who.span.of(found.folded.printed) == who.text


def test_proclitics_stay_outside_the_slot_and_the_article_inside() -> None:
    for text, expected in (
        ("سلموه لحزب الله", "حزب الله"),
        ("وقوات البشمركة", "قوات البشمركة"),
        ("سلموه للحوثيين", "للحوثيين"),
    ):
        found = sentence(text)
        (tag,) = found.of("entity")
        assert named(found, tag).text == expected


def test_spans_lead_back_to_marked_letters() -> None:
    found = sentence("أعلنَ الجيشُ الإسرائيليُّ الخبرَ")
    (tag,) = found.of("entity")
    assert named(found, tag).span == Span(found.folded.printed.index("الجيش"), found.folded.printed.index(" الخبر"))


def test_an_adjective_stands_for_its_nation() -> None:
    found = sentence("القصف التركي على الجسر")
    assert [nation(found, i) is not None for i in range(4)] == [False, True, False, False]
    who = nation(found, 1)
    assert who is not None
    assert (who.text, who.name) == ("التركي", "Turkey")


def test_coordinated_actors_are_entities_of_their_own() -> None:
    found = sentence('اتفقت إسرائيل ومصر و"حماس" على التبادل وغابت قطر')
    first = found.of("entity")[0]
    assert [tag.value for tag in conjoined(found, first)] == ["Israel", "Egypt", "Hamas"]
    assert conjoined(found, found.of("entity")[-1]) == [found.of("entity")[-1]]


def test_an_unknown_name_is_read_where_only_a_person_stands() -> None:
    found = sentence("وأضاف الرفاعي أن الحصيلة أولية")
    assert not found.of("entity")
    tag = name_at(found, 1)
    assert tag is not None
    assert named(found, tag).text == "الرفاعي"
    assert tag.of.kind == "person"
    assert name_at(found, 2) is None
    assert name_at(found, len(found)) is None


def test_entities_do_not_overlap_and_lie_in_order() -> None:
    found = sentence(
        "قال نائب وزير خارجية إيران وقائد الحرس الثوري ومدير مكتب الأمم المتحدة في غزة إن التحالف العربي وحزب الله"
    )
    tags = found.of("entity")
    assert len(tags) >= 4
    assert all(left.last <= right.first for left, right in itertools.pairwise(tags))


def test_nothing_is_read_of_an_empty_sentence() -> None:
    assert sentence("").of("entity") == []
    assert sentence('"«').of("entity") == []


@pytest.mark.parametrize("name", OURS)
def test_no_form_of_a_lexicon_is_given_twice_with_two_values(name: str) -> None:
    seen: dict[tuple[str, str], set[str]] = {}
    text = (files("marsad.lang.ar") / "lexicon" / f"{name}.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            cls, forms, value, *_ = line.split("\t")
            for form in forms.split("|"):
                seen.setdefault((cls, form), set()).add(value)
    assert {key: values for key, values in seen.items() if len(values) > 1} == {}


def test_the_lexicons_are_as_wide_as_the_news_needs() -> None:
    lexicon = pack().lexicon
    count = Counter(entry.cls for stems in lexicon for entry in lexicon.entries(stems))
    assert count["actor"] > 1500
    assert count["person"] > 1000
    assert count["country"] > 250
    assert count["demonym"] > 1000
