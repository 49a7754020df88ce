"""Encodings of reports, found in long and short texts (marsad/sources/encoding.py)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.sources.encoding import detect, other_format

LONG = "أعلنت فرق الإنقاذ مساء السبت انتشال جثث أربعة مدنيين من تحت أنقاض منزل في الحي القديم."
SHORT = "قتل اثنان في قصف"
ENGLISH = "Two people were killed, the mayor’s office said."


@pytest.mark.parametrize("text", [LONG, SHORT, ENGLISH], ids=["long", "short", "english"])
@pytest.mark.parametrize(
    ("codec", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
    ],
)
def test_unicode_is_found_with_and_without_a_mark(text: str, codec: str, found: str) -> None:
    data = text.encode(codec)
    assert detect(data) == found
    assert data.decode(found).removeprefix("\ufeff") == text


@pytest.mark.parametrize("text", [LONG, SHORT, LONG.replace(" ", "\r\n"), f"CNN: {LONG} (Reuters)"])
def test_windows_1256_is_found(text: str) -> None:
    assert detect(text.encode("cp1256")) == "cp1256"


def test_iso_8859_6_is_told_from_windows_1256() -> None:
    assert detect(LONG.encode("iso8859_6")) == "iso8859_6"


def test_latin_text_with_accents_is_windows_1252() -> None:
    assert detect("Le président a déclaré hier : « c’est la fin »".encode("cp1252")) == "cp1252"


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("Президент заявил о прекращении огня в городе", "cp1251"),
        ("ראש הממשלה אמר היום", "cp1255"),
        ("大統領は停戦を発表した", "cp932"),
    ],
)
def test_other_alphabets_are_not_taken_for_arabic(text: str, codec: str) -> None:
    assert detect(text.encode(codec)) is None


def test_binary_is_no_text() -> None:
    assert detect(bytes(range(256)) * 8) is None
    assert detect(LONG.encode() + b"\x00") is None


def test_a_character_cut_at_the_end_of_a_sample_is_no_damage() -> None:
    data = LONG.encode()[:-3]
    cut = data[: len(data) - 1] if data[-1] & 0x80 else data
    assert detect(cut, whole=False) == "utf-8"


def test_a_few_broken_characters_leave_utf_8() -> None:
    assert detect((LONG * 4).encode() + b"\xd9") == "utf-8"


def test_well_known_formats_are_named() -> None:
    assert "PDF" in (other_format(b"%PDF-1.7") or "")
    assert "zip" in (other_format(b"PK\x03\x04") or "")
    assert other_format(LONG.encode()) is None


@given(st.binary(max_size=300))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    codec = detect(data)
    if codec is not None:
        data.decode(codec, errors="replace")
