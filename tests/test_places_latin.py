"""Names of places in Latin letters: what describes them on both sides, and their spellings."""

from __future__ import annotations

import pytest

from marsad.lang.en.place_words import place_words
from marsad.places.gazetteer import Gazetteer
from marsad.places.latin import read_latin_mentions
from marsad.places.spelling import consonants, respelled
from marsad.text.fold import Folded
from marsad.text.tokens import tokens


def read(text: str) -> list[tuple[str, str | None, str | None, str | None]]:
    folded = Folded(text)
    words = tokens(folded, 0, len(folded.light))
    hits = read_latin_mentions(words, gazetteer=Gazetteer.load("latin"), words=place_words())
    return [
        (
            folded.span(words[h.start].start, words[h.end - 1].end).of(text),
            h.cue,
            h.relation.kind if h.relation else None,
            h.relation.direction if h.relation else None,
        )
        for h in hits
    ]


@pytest.mark.parametrize(
    ("text", "printed", "cue", "kind", "direction"),
    [
        ("a raid on the northern city of Aleppo killed", "city of Aleppo", "town", None, None),
        ("a raid in Aleppo province killed", "Aleppo province", "admin1", None, None),
        ("a raid in eastern Aleppo killed", "eastern Aleppo", None, "side", "east"),
        ("a raid north of Aleppo killed", "north of Aleppo", None, "direction", "north"),
        ("a raid near Aleppo killed", "near Aleppo", None, "near", None),
        ("on the eastern outskirts of Aleppo they", "eastern outskirts of Aleppo", None, "near", "east"),
        ("in the Aleppo countryside they", "Aleppo countryside", None, "countryside", None),
        ("near the border with Iraq they", "border with Iraq", None, "border", None),
        ("the town of Qumbuz was hit", "town of Qumbuz", "town", None, None),
        ("the village of Qasr Qumbuz was hit", "village of Qasr Qumbuz", "town", None, None),
        ("in the Hanano district they", "Hanano district", "district", None, None),
        ("in the central Homs province they", "Homs province", "admin1", None, None),
        ("near Syria's town of Tafas they", "Syria's", None, None, None),
        ("Aleppo's markets were hit", "Aleppo's", None, None, None),
    ],
)
def test_a_name_and_how_it_is_meant(
    text: str, printed: str, cue: str | None, kind: str | None, direction: str | None
) -> None:
    assert read(text)[0] == (printed, cue, kind, direction)


@pytest.mark.parametrize(
    "text",
    [
        "it was a nice town",
        "the Daesh-held hill",
        "Media were there",
        "near Syrian lines",
        "Till now",
        "and SANA said",
        "it began Monday",
    ],
)
def test_what_is_no_name(text: str) -> None:
    assert not [hit for hit in read(text) if hit[0][0].isupper() or " of " in hit[0]]


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("khan sheikhun", "khan shaykhun"),
        ("deir ezzor", "deir ez-zor"),
        ("al-latamineh", "latamnah"),
        ("taduf", "tadef"),
    ],
)
def test_spellings_of_one_name_share_its_consonants(name: str, other: str) -> None:
    assert consonants(name) == consonants(other)


def test_a_vowel_that_opens_a_name_counts() -> None:
    assert consonants("akrameh") != consonants("karamah")


def test_a_cue_in_the_plural_holds_for_a_list() -> None:
    names = [
        ("Jabal Badro", "neighbourhood"),
        ("Sakhour", "neighbourhood"),
        ("Haydariya neighborhoods", "neighbourhood"),
    ]
    assert [
        (text, cue) for text, cue, _, _ in read("in Jabal Badro, Sakhour and Haydariya neighborhoods they")
    ] == names
    assert [cue for _, cue, _, _ in read("the towns of Saraqib and Qumbuz fell")] == ["town", "town"]


def test_a_name_is_found_under_another_spelling() -> None:
    gazetteer = Gazetteer.load("latin")
    assert "Khan Shaykhun" in {gazetteer.entry(number).name_en for number in respelled("khan sheikhun", gazetteer)}
    assert respelled("izraa", gazetteer) == ()  # too few consonants to tell
