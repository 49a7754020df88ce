"""Arabic names put together from a nation and a noun (marsad/lang/ar/naming.py)."""

from __future__ import annotations

import pytest

from marsad.lang.ar.naming import arabic_name
from marsad.web.serialize.words import actor_ar


@pytest.mark.parametrize(
    ("english", "arabic"),
    [
        ("Russian Defence Ministry", "وزارة الدفاع الروسية"),
        ("Iraqi army", "الجيش العراقي"),
        ("Libyan air force", "القوات الجوية الليبية"),
        ("Palestinian medical sources", "المصادر الطبية الفلسطينية"),
        ("Lebanese media", "الإعلام اللبناني"),
        ("Sudanese activists", "الناشطون السودانيون"),
        ("Syrian gunmen", "المسلحون السوريون"),
        ("Iraqi state television", "التلفزيون الرسمي العراقي"),
        ("Palestinians", "الفلسطينيون"),
        ("gunmen", "مسلحون"),
    ],
)
def test_a_noun_and_a_nation_agree(english: str, arabic: str) -> None:
    assert arabic_name(english) == arabic
    assert actor_ar(english) == arabic


@pytest.mark.parametrize("english", ["Kurdish fighters", "Iraqi war cabinet", "Iraqi ministers", "Nobody", ""])
def test_what_grammar_leaves_open_has_no_name(english: str) -> None:
    assert arabic_name(english) is None
