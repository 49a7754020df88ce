"""What would lead to a person is found and masked; figures of people stay (marsad/exports/leaks.py)."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.exports.dataset import Dataset, Stamp
from marsad.exports.formats import EXPORTERS
from marsad.exports.leaks import hidden, leaks
from marsad.pipeline import read
from marsad.records import Report


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("للتواصل +963 944 123 456 مع الشاهد", "phone number"),
        ("call 00963-11-2345678 today", "phone number"),
        ("اتصلوا على ٠٩٤٤١٢٣٤٥٦ ليلا", "phone number"),
        ("0944 123 456", "phone number"),
        ("phone (212) 555-0187.", "phone number"),
        ("write to witness.one+a@mail.example.org now", "e-mail"),
        ("رقمه الوطني 01020304050 في السجل", "identity number"),
        ("رقم الهوية ٠١٢٣٤٥٦٧٨٩٠", "identity number"),
        ("passport N1234567", "identity number"),
        ("id 912345678", "identity number"),
    ],
)
def test_what_leads_to_a_person_is_found_and_masked(text: str, kind: str) -> None:
    (leak,) = leaks(text)
    assert kind == leak.kind or (kind == "identity number" and leak.kind == "phone number")
    masked = hidden(text, "█")
    assert len(masked) == len(text)
    assert not any(c.isalnum() for c in masked[leak.start : leak.end])
    assert not list(leaks(masked))


@pytest.mark.parametrize(
    "text",
    [
        "مقتل أكثر من 311 مدنيا بينهم 42 طفلا منذ 15 نوفمبر 2016",
        "500,000 people, 1,200,000 displaced, 12.5 million, 300000 killed since 2011",
        "on 05/12/2016 and 2016-12-05 at 16:30, S/2016/1026",
        "the 5 December 2016 vote, 11 to 3, and $300 million",
        "من 2011 إلى 2016 قتل 400000 شخص",
        "T-72, M-16, S-300, BM-21",
    ],
)
def test_figures_and_dates_stay(text: str) -> None:
    assert list(leaks(text)) == []


@given(st.text(max_size=300))
def test_masking_keeps_the_length_of_any_text(text: str) -> None:
    assert len(hidden(text, "█")) == len(text)


SECRETS = ("+963 944 123 456", "witness@mail.example.org", "01020304050")


@pytest.mark.parametrize("name", sorted(EXPORTERS))
def test_no_export_gives_away_how_to_reach_a_person(name: str) -> None:
    text = (
        f"قال ناشط إن خمسة مدنيين قتلوا في قصف على حي الشعار في حلب، ورقمه {SECRETS[0]} وبريده {SECRETS[1]} "
        f"وهويته {SECRETS[2]}. وقال مدير المستشفى للجزيرة على الرقم {SECRETS[0]} إن «سبعة أطفال أصيبوا»."
    )
    reading = read(Report("r1", text, "ar", dt.date(2016, 12, 5), "وكالة", f"اتصلوا {SECRETS[0]}"))
    assert reading.claims
    claims = tuple((reading.report, claim) for claim in reading.claims)
    data = EXPORTERS[name].make(Dataset(claims), Stamp(dt.date(2016, 12, 6))).data
    for secret in SECRETS:
        assert secret.encode() not in data
        assert secret.replace(" ", "").encode() not in data
