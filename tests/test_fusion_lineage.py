"""Sources are counted by lineage: an echo is shown and never counted."""

from __future__ import annotations

import datetime as dt

from marsad.fusion import fuse
from tests.fusion_support import DAY, Outlet, Said, event_of, key, killed, said

NEXT = DAY + dt.timedelta(1)
LONG = "قتل عدد من المدنيين في غارة جوية استهدفت سوقا شعبيا وسط المدينة صباح اليوم بحسب ما ذكر سكان"


def strikes(source: str | None, number: int = 5, text: str = "") -> Said:
    return said(killed(number), text, source=source)


def test_ten_outlets_that_relay_one_monitor_are_one_lineage() -> None:
    press = Outlet()
    told = [press.tells(strikes("Monitor"), outlet=f"Outlet {n}") for n in range(10)]
    event = event_of(fuse(press.readings), key(told[0]))
    assert [lineage.origin for lineage in event.lineages] == ["Monitor"]
    assert len(event.lineages[0].relays) == 10
    assert event.lineages[0].named


def test_two_sources_of_one_outlet_are_two_lineages() -> None:
    press = Outlet()
    one = press.tells(strikes("Monitor"), strikes("Health Ministry"))
    event = event_of(fuse(press.readings), key(one))
    assert {lineage.origin for lineage in event.lineages} == {"Monitor", "Health Ministry"}


def test_a_class_of_sources_is_the_outlet_itself() -> None:
    press = Outlet()
    one = press.tells(strikes("activists"), outlet="A")
    press.tells(strikes("medics"), outlet="A")
    press.tells(strikes(None), outlet="B")
    event = event_of(fuse(press.readings), key(one))
    assert [(lineage.origin, lineage.named) for lineage in event.lineages] == [("A", False), ("B", False)]


def test_a_copied_text_is_its_first_printers() -> None:
    press = Outlet()
    sentences = [f"{LONG} {n} {' '.join(f'كلمه{n}{m}' for m in range(12))}" for n in range(4)]
    claims = [strikes(None, text=sentence) for sentence in sentences]
    press.tells(*claims, outlet="Copy", published=NEXT)
    first = press.tells(*claims[:3], outlet="Agency")
    event = event_of(fuse(press.readings), key(first))
    assert [lineage.origin for lineage in event.lineages] == ["Agency"]
    assert set(event.lineages[0].relays) == {"Copy"}


def test_a_copied_passage_is_its_first_printers() -> None:
    press = Outlet()
    first = press.tells(strikes(None, text=LONG), outlet="Agency")
    other = said(
        killed(2), "وفي حادث آخر قتل اثنان قرب الحدود الشمالية مساء الثلاثاء كما قال شهود من المنطقة", place="Idlib"
    )
    press.tells(other, strikes(None, text=LONG), outlet="Copy", published=NEXT)
    event = event_of(fuse(press.readings), key(first))
    assert [lineage.origin for lineage in event.lineages] == ["Agency"]


def test_a_short_passage_is_no_copy() -> None:
    press = Outlet()
    first = press.tells(strikes(None, text="مقتل خمسة مدنيين"), outlet="A")
    press.tells(
        strikes(None, text="مقتل خمسة مدنيين"), said(killed(9), LONG, place="Basra"), outlet="B", published=NEXT
    )
    event = event_of(fuse(press.readings), key(first))
    assert {lineage.origin for lineage in event.lineages} == {"A", "B"}
