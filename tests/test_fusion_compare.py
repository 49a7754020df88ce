"""The points of a pair, the places behind them, and which pairs are compared at all."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.fusion import block, fuse
from marsad.fusion.cluster import cluster
from marsad.fusion.compare import NEVER, POINTS, score
from marsad.fusion.ledger import Rulings
from marsad.fusion.spots import relation, spot_of
from marsad.fusion.unit import Unit, units
from marsad.fusion.words import Weights, stem, words
from marsad.records import Named, Place, Reading, Span, Statement
from tests.fusion_support import DAY, Outlet, Said, key, killed, reading, said, strike, together

PLAIN = Weights([])


def unit(one: Said, report_id: str = "a", published: dt.date = DAY) -> Unit:
    return units(reading(report_id, [one], outlet="Outlet", published=published))[0]


def place(name: str, key: str, lat: float, lon: float, precision: str = "exact", country: str = "SY") -> Place:
    return Place(name, Span(0, 1), name, lat, lon, precision, country, key)  # type: ignore[arg-type]


DOUMA = place("Douma", "gn170592", 33.5718, 36.4027)
RIF = place("Rif Dimashq", "sy-rif-dimashq", 33.5, 36.9, "admin1")
SYRIA = place("Syria", "sy", 35.0, 38.0, "country")
ALEPPO = place("Aleppo", "gn170063", 36.2012, 37.1612)
BASRA = place("Basra", "gn99532", 30.5085, 47.7804, country="IQ")
EAST = replace(DOUMA, name="Eastern Douma", precision="near")
UNKNOWN = Place("قرية", Span(0, 1))


@pytest.mark.parametrize(
    ("a", "b", "wanted"),
    [
        (DOUMA, DOUMA, "same"),
        (DOUMA, EAST, "part"),
        (DOUMA, RIF, "within"),
        (DOUMA, SYRIA, "around"),
        (DOUMA, ALEPPO, "far"),
        (SYRIA, BASRA, "far"),
        (DOUMA, UNKNOWN, "unknown"),
    ],
)
def test_places_lie_to_one_another(a: Place, b: Place, wanted: str) -> None:
    assert relation(spot_of(a), spot_of(b)) == wanted
    assert relation(spot_of(b), spot_of(a)) == wanted


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_points_do_not_depend_on_the_side(data: st.DataObject) -> None:
    draw = st.builds(
        Said,
        st.sampled_from(
            [strike(), strike("shelling", by="Army"), killed(5), killed(50), killed(None, qualifier="vague")]
        ),
        st.sampled_from(["غارة على المدينة", "قصف عنيف على الحي الشرقي", ""]),
        st.sampled_from(["Douma", "Aleppo", None]),
        st.one_of(st.none(), st.integers(0, 40).map(lambda n: DAY - dt.timedelta(n))),
        certainty=st.sampled_from(["stated", "planned"]),
    )
    a, b = unit(data.draw(draw), "a"), unit(data.draw(draw), data.draw(st.sampled_from(["a", "b"])))
    assert score(a, b, PLAIN) == score(b, a, PLAIN) >= NEVER


def test_every_place_has_points_for_what_is_said() -> None:
    assert {f"said {label}" for label in POINTS if label.startswith("place")} <= set(POINTS)


def test_words_are_cut_alike_with_and_without_clitics() -> None:
    assert stem("والغارات") == stem("غارات")
    assert stem("strikes") == stem("strike") or stem("strikes") == "strik"
    assert words("في 12 غارة") == {"12", stem("غاره")}


def test_one_speakers_statements_of_one_day_are_told_apart_by_their_words() -> None:
    press = Outlet()
    speaker = Named("Minister", "Minister")
    texts = ("لن نقبل بوقف اطلاق النار قبل خروج القوات", "المفاوضات ستبدأ الاسبوع المقبل في جنيف")
    told = [press.tells(said(Statement(speaker, "say", text), text, place=None)) for text in texts]
    assert not together(fuse(press.readings), *map(key, told))


def test_a_guessed_place_does_not_keep_an_event_apart() -> None:
    one = unit(said(killed(12), "مقتل 12 مدنيا في غارة على سوق المدينة"), "a")
    other = unit(said(killed(12), "مقتل 12 مدنيا في غارة على سوق شعبي", place="Basra"), "b")
    assert score(one, other, PLAIN) == NEVER
    assert score(one, replace(other, stated=False), PLAIN) > 2


def test_an_act_without_a_day_leans_on_the_one_beside_it() -> None:
    told = reading("a", [said(strike()), said(killed(5), day=None)], outlet="A", published=DAY + dt.timedelta(2))
    assert units(told)[1].leaning == DAY.toordinal()


def test_a_full_block_still_takes_claims_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(block, "FULL", 5)
    monkeypatch.setattr("marsad.fusion.cluster.FULL", 5)
    found = [unit(said(killed(20 + n % 3)), f"r{n:02}") for n in range(30)]
    groups, _ = cluster(found, PLAIN, Rulings())
    assert [len(group) for group in groups] == [30]


def test_reports_without_a_date_or_an_outlet_are_fused() -> None:
    told = reading("a", [said(killed(5), day=None)], outlet="A", published=DAY)
    bare = Reading(replace(told.report, published=None, outlet=None), told.claims)
    (event,) = fuse([bare]).events
    assert (event.start, event.lineages[0].origin) == (None, "a")
