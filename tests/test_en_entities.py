"""Who is named in an English sentence, and who says what."""

from __future__ import annotations

import pytest

from marsad.lang.en.forms import expand
from marsad.lang.en.naming import Entity
from marsad.lang.mention import Document
from marsad.pipeline import pack_of, read_in_steps
from marsad.records import Report


def document(text: str) -> Document:
    return read_in_steps(Report("r", text, "en"), pack_of("en")).document


def entities(text: str) -> list[tuple[str, Entity]]:
    return [(s.text(t.first, t.last), t.of) for s in document(text).sentences for t in s.of("entity")]


@pytest.mark.parametrize(
    ("text", "printed", "name", "kind"),
    [
        ("Russian war planes hit it.", "Russian war planes", "Russian forces", "weapon_platform"),
        ("Syrias aircraft hit it.", "Syrias aircraft", "Syrian forces", "weapon_platform"),
        ("Syria's aircraft hit it.", "Syria's aircraft", "Syrian forces", "weapon_platform"),
        ("The US-led coalition hit it.", "US-led coalition", "US-led coalition", "force"),
        ("The U.S.-led coalition hit it.", "U.S.-led coalition", "US-led coalition", "force"),
        ("Islamic State fighters left.", "Islamic State fighters", "Islamic State", "group"),
        ("Fighters from the Nusra Front left.", "Fighters from the Nusra Front", "Al-Nusra Front", "group"),
        ("Government troops left.", "Government troops", "government forces", "force"),
        ("Rebel fighters left.", "Rebel fighters", "rebel factions", "group"),
        (
            "The Islamic State (ISIL) terrorist group left.",
            "Islamic State (ISIL) terrorist group",
            "Islamic State",
            "group",
        ),
        ("The Observatory was told.", "Observatory", "monitor", "org"),
        ("A source at Aleppo Police Command left.", "source at Aleppo Police Command", "", "source"),
        ("Moscow was told.", "Moscow", "Russia", "country"),
        ("The Kurds left.", "Kurds", "Kurds", "people"),
    ],
)
def test_bodies(text: str, printed: str, name: str, kind: str) -> None:
    words, entity = entities(text)[0]
    assert (words, entity.name, entity.kind) == (printed, name, kind)


@pytest.mark.parametrize(
    ("text", "person", "role"),
    [
        ("President Vladimir Putin left.", "Vladimir Putin", "President"),
        ("Deputy Ambassador Adam Weber left.", "Adam Weber", "Deputy Ambassador"),
        ("Member of the Syrian Coalition Adam Weber left.", "Adam Weber", "Member of the Syrian Coalition"),
        ("Rami Abdel Rahman, head of the monitoring group, left.", "Rami Abdel Rahman", "head of the monitoring group"),
        ("Rami Abdel Rahman head of the monitoring group left.", "Rami Abdel Rahman", "head of the monitoring group"),
    ],
)
def test_persons_and_their_offices(text: str, person: str, role: str) -> None:
    found = document(text).sentences[0]
    [tag] = [t for t in found.of("entity") if t.of.person is not None]
    assert found.text(*tag.of.person) == person
    assert found.text(*tag.of.role) == role


@pytest.mark.parametrize("text", ["It is for us.", "Who told them?", "The local road was long."])
def test_ordinary_words_name_nobody(text: str) -> None:
    assert entities(text) == []


def test_a_monitor_that_the_report_names_stands_for_the_monitor() -> None:
    text = "The road was closed, a monitor said. The Syrian Observatory for Human Rights said it was open."
    first = document(text).frames[0]
    assert first.speaker.text == "monitor"
    assert first.speaker.name == "Syrian Observatory for Human Rights"


def test_a_quotation_that_goes_on_has_its_speaker() -> None:
    frames = document('"It is cold," Anna Keller said. "Nobody has any fuel left in the camp."').frames
    assert [frame.speaker.text for frame in frames] == ["Anna Keller", "Anna Keller"]


def test_forms_are_inflected() -> None:
    assert [form for form, _ in expand("v:stab")] == ["stab", "stabs", "stabbing", "stabbed"]
    assert [form for form, _ in expand("v:strike/struck")] == ["strike", "strikes", "striking", "struck"]
    assert [form for form, _ in expand("v:deny access")] == [
        f"{v} access" for v in ("deny", "denies", "denying", "denied")
    ]
    assert [form for form, _ in expand("n:aid worker")] == ["aid worker", "aid workers"]
    assert [form for form, _ in expand("p:Syria")] == ["Syria", "Syria's", "Syrias"]
    assert [form for form, _ in expand("U.S.-led")] == ["U . S . - led"]
