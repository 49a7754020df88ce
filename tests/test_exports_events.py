"""ACLED-like and UCDP-GED-like: columns, codes, one row an event, and what is refused."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from marsad.exports import acled, csv, ucdp
from marsad.exports.dataset import Dataset, Exported
from marsad.exports.deaths import number
from marsad.exports.loss import LossReport
from marsad.exports.tables import columns, rows_of
from marsad.records import Casualty, Claim, Control, Count, Diplomacy, Event, Judgement
from tests.exports_support import (
    COUNTRY,
    DAY,
    EAST,
    FACTIONS,
    QUARTER,
    STAMP,
    SYRIAN,
    at,
    attack,
    claim,
    count,
    dataset,
    killed,
    named,
    on,
    report,
    seed,
    without_time,
)

TYPES = {(event, sub): disorder for event, sub, disorder, _ in rows_of("acled_types.tsv")}
INTERACTIONS = {text for _, text in rows_of("acled_interactions.tsv")}
INTERS = {text.removesuffix(" only") for text in INTERACTIONS if text.endswith(" only")}


def check_acled(exported: Exported) -> list[dict[str, str]]:
    """Return the rows, each valid by ACLED's columns and words."""
    rows = csv.read_table(exported.data)
    for row in rows:
        assert tuple(row) == columns("acled-like")
        assert not re.fullmatch(r"[A-Z]{3}\d+", row["event_id_cnty"])
        assert TYPES[row["event_type"], row["sub_event_type"]] == row["disorder_type"]
        assert row["time_precision"] in ("1", "2", "3")
        assert row["geo_precision"] in ("1", "2", "3")
        assert row["interaction"] in INTERACTIONS | {""}
        assert {row["inter1"], row["inter2"]} <= INTERS | {""}
        assert row["civilian_targeting"] in ("", "Civilians targeted")
        assert re.fullmatch(r"-?\d+\.\d{4}", row["latitude"])
        assert dt.date.fromisoformat(row["event_date"]).year == int(row["year"])
        assert int(row["fatalities"]) >= 0
        assert row["timestamp"].isdigit()
    return rows


def check_ucdp(exported: Exported) -> list[dict[str, str]]:
    """Return the rows, each valid by UCDP GED's columns, codes and identity."""
    rows = csv.read_table(exported.data)
    for row in rows:
        assert tuple(row) == columns("ucdp-ged-like")
        assert row["type_of_violence"] in ("", "1", "2", "3")
        assert 1 <= int(row["where_prec"]) <= 7
        assert 1 <= int(row["date_prec"]) <= 5
        assert row["event_clarity"] in ("1", "2")
        parts = [int(row[name]) for name in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")]
        assert int(row["best"]) == sum(parts) > 0
        assert min(parts) >= 0
        assert int(row["low"]) <= int(row["best"])
        assert row["high"] == "" or int(row["high"]) >= int(row["best"])
        assert row["date_start"] <= row["date_end"]
        assert row["year"] == row["date_start"][:4]
        assert 1 <= int(row["priogrid_gid"]) <= 259_200
        assert not row["id"].isdigit()
    return rows


def of_acled(*claims: Claim, **more: Any) -> tuple[list[dict[str, str]], LossReport]:
    exported = acled.export(dataset(*claims, **more), STAMP)
    return check_acled(exported), exported.losses


def of_ucdp(*claims: Claim) -> tuple[list[dict[str, str]], LossReport]:
    exported = ucdp.export(dataset(*claims), STAMP)
    return check_ucdp(exported), exported.losses


def test_the_columns_are_31_and_49_and_the_types_6_and_25() -> None:
    assert (len(columns("acled-like")), len(columns("ucdp-ged-like"))) == (31, 49)
    assert (len({event for event, _ in TYPES}), len(TYPES)) == (6, 25)
    assert len(INTERACTIONS) == 44


def test_the_header_says_that_it_is_not_acleds() -> None:
    first = acled.export(seed(), STAMP).data.decode("utf-8-sig").splitlines()[0]
    assert first.startswith("# ACLED-like")
    assert "not data of ACLED" in first
    assert ucdp.export(seed(), STAMP).data.decode("utf-8-sig").startswith("# UCDP-GED-like")


def test_a_summary_toll_is_refused_and_never_split() -> None:
    exported = acled.export(seed(), STAMP)
    rows = check_acled(exported)
    assert set(exported.losses.of("summary over a period")) == {"toll", "part"}
    assert [row["fatalities"] for row in rows] == ["0"]
    assert "remark" in exported.losses.dropped
    assert "talks" in exported.losses.dropped


def test_of_several_types_the_higher_is_taken() -> None:
    rows, _ = of_acled(attack("a", "airstrike"), attack("b", "clash", target=FACTIONS), attack("c", "shelling"))
    assert [(row["event_type"], row["sub_event_type"]) for row in rows] == [("Battles", "Armed clash")]
    rows, _ = of_acled(attack("a", "airstrike"), attack("c", "shelling"))
    assert [row["sub_event_type"] for row in rows] == ["Air/drone strike"]


def test_civilians_of_a_battle_are_not_its_targets() -> None:
    rows, _ = of_acled(attack("a", "clash", target=FACTIONS), killed("k", 4, cause="clash", perpetrator=SYRIAN))
    assert len(rows) == 1
    assert (rows[0]["fatalities"], rows[0]["civilian_targeting"]) == ("4", "")
    assert rows[0]["interaction"] == "State forces-Rebel group"


def test_civilians_hit_from_afar_are_targets() -> None:
    rows, _ = of_acled(attack("a", "airstrike"), killed("k", 4, cause="airstrike"))
    assert (rows[0]["actor2"], rows[0]["inter2"]) == ("Civilians (Syria)", "Civilians")
    assert rows[0]["civilian_targeting"] == "Civilians targeted"
    assert rows[0]["interaction"] == "State forces-Civilians"


def test_a_state_abroad_is_an_external_force() -> None:
    rows, _ = of_acled(attack("a", "airstrike", "Russian forces"))
    assert (rows[0]["inter1"], rows[0]["interaction"]) == ("External/Other forces", "External/Other forces only")


def test_who_is_not_named_is_unidentified() -> None:
    rows, _ = of_acled(attack("a", "airstrike", None))
    assert (rows[0]["actor1"], rows[0]["inter1"]) == ("Unidentified Armed Group (Syria)", "Political militia")


def test_of_figures_that_differ_the_least_is_written() -> None:
    other = report("r2", "Outlet B")
    claims = ((report(), killed("a", 12, cause="airstrike")), (other, killed("b", 9, cause="airstrike")))
    exported = acled.export(Dataset(claims), STAMP)
    assert [row["fatalities"] for row in check_acled(exported)] == ["9"]
    assert set(exported.losses.of("figures differ")) == {"a", "b"}


def test_parts_are_not_added_to_their_whole() -> None:
    rows, losses = of_acled(
        killed("people", 12, "people", cause="airstrike"),
        killed("children", 3, "children", cause="airstrike", subset_of="people"),
        killed("civilians", 9, cause="airstrike"),
    )
    assert [row["fatalities"] for row in rows] == ["12"]
    assert losses.of("a part of another figure") == ("children",)


def test_civilians_and_fighters_are_added() -> None:
    rows, _ = of_acled(killed("a", 5, cause="airstrike"), killed("b", 2, "combatants", cause="airstrike"))
    assert [row["fatalities"] for row in rows] == ["7"]


@pytest.mark.parametrize(
    ("figure", "low"),
    [
        (Count(5, None, "at_least"), 5),
        (Count(None, 7, "up_to"), 1),
        (Count(5, 7, "range"), 5),
        (Count(None, None, "vague", "dozens of people"), 12),
        (Count(None, None, "vague", "عشرات المدنيين"), 10),
        (Count(None, None, "vague", "hundreds"), 100),
        (Count(None, None, "vague", "مئات القتلى"), 100),
        (Count(None, None, "vague", "several"), 3),
        (Count(None, None, "vague"), 3),
    ],
)
def test_a_figure_is_the_least_that_is_said(figure: Count, low: int) -> None:
    assert number(figure).low == low
    rows, _ = of_acled(killed("k", None, figure=figure, cause="airstrike"))
    assert rows[0]["fatalities"] == str(low)


def test_denied_planned_and_uncertain_are_not_counted() -> None:
    rows, losses = of_acled(
        attack("a", "airstrike"),
        killed("denied", 50, cause="airstrike", certainty="denied"),
        killed("planned", 50, cause="airstrike", certainty="planned"),
        killed("uncertain", 50, cause="airstrike", certainty="uncertain"),
    )
    assert [row["fatalities"] for row in rows] == ["0"]
    assert losses.dropped == {"denied", "planned"}
    assert losses.of("uncertain deaths") == ("uncertain",)
    rows, _ = of_acled(attack("maybe", "airstrike", certainty="uncertain"))
    assert "marsad: uncertain" in rows[0]["tags"]


def test_days_places_and_sides_make_rows() -> None:
    next_day = on(DAY + dt.timedelta(1))
    elsewhere = at("Azaz", 36.58, 37.04, "exact", "gn1")
    rows, _ = of_acled(
        attack("a", "airstrike"),
        attack("b", "airstrike", time=next_day),
        attack("c", "airstrike", place=(elsewhere,)),
        attack("d", "airstrike", "Russian forces"),
    )
    assert len(rows) == 4
    assert len({row["event_id_cnty"] for row in rows}) == 4


def test_an_attack_on_two_towns_is_two_events_and_its_dead_are_not_placed() -> None:
    elsewhere = at("Azaz", 36.58, 37.04, "exact", "gn1")
    rows, losses = of_acled(
        attack("a", "airstrike", place=(QUARTER, elsewhere)),
        killed("k", 9, cause="airstrike", place=(QUARTER, elsewhere)),
    )
    assert [row["event_id_cnty"] for row in rows] == ["marsad-a", "marsad-a.2"]
    assert [row["fatalities"] for row in rows] == ["0", "0"]
    assert losses.of("in several places") == ("k",)


@pytest.mark.parametrize(
    ("days", "code"), [(0, ("2016-12-04", "1")), (6, ("2016-12-07", "2")), (29, ("2016-12-18", "3"))]
)
def test_time_precision(days: int, code: tuple[str, str]) -> None:
    rows, _ = of_acled(attack("a", "airstrike", time=on(DAY, DAY + dt.timedelta(days))))
    assert [(row["event_date"], row["time_precision"]) for row in rows] == [code]


def test_what_is_too_coarse_is_refused() -> None:
    rows, losses = of_acled(
        attack("year", "airstrike", time=on(DAY, DAY + dt.timedelta(200))),
        attack("country", "airstrike", place=(COUNTRY,)),
        without_time(attack("undated", "airstrike")),
        attack("nowhere", "airstrike", place=()),
    )
    assert rows == []
    assert losses.dropped == {"year", "country", "undated", "nowhere"}


def test_places_have_their_parents_and_precision() -> None:
    rows, _ = of_acled(attack("a", "airstrike"), attack("b", "shelling", place=(EAST,)))
    quarter, east = rows
    assert (quarter["location"], quarter["admin1"], quarter["geo_precision"]) == ("Aleppo - Qadi Askar", "Aleppo", "1")
    assert (quarter["iso"], quarter["region"], quarter["country"]) == ("760", "Middle East", "Syria")
    assert east["geo_precision"] == "2"  # a part of a town


def test_ground_taken_is_regained_or_overtaken() -> None:
    regained, overtaken = "Government regains territory", "Non-state actor overtakes territory"
    takers = {SYRIAN: regained, "government forces": regained, FACTIONS: overtaken, "Turkish forces": overtaken}
    for actor, sub in takers.items():
        rows, _ = of_acled(claim(Control("captures", named(actor)), "g"))
        assert [row["sub_event_type"] for row in rows] == [sub]
        assert "not checked" in rows[0]["notes"]
    rows, _ = of_acled(claim(Control("withdraws", named(FACTIONS)), "g"))
    assert [row["sub_event_type"] for row in rows] == ["Non-violent transfer of territory"]
    rows, losses = of_acled(claim(Control("captures"), "g"))
    assert not rows
    assert losses.dropped == {"g"}


def test_a_shooting_of_nobody_said_has_no_type() -> None:
    rows, losses = of_acled(attack("a", "shooting"))
    assert not rows
    assert losses.dropped == {"a"}
    rows, _ = of_acled(attack("a", "shooting"), killed("k", 1, "women", cause="shooting"))
    assert [row["sub_event_type"] for row in rows] == ["Attack"]
    assert rows[0]["civilian_targeting"] == "Civilians targeted"


def test_agreements_have_a_place_and_votes_do_not() -> None:
    parties = ("Russia", "Turkey")
    rows, losses = of_acled(
        claim(Diplomacy("ceasefire", "done", parties), "truce"), claim(Diplomacy("vote", "done", parties), "vote")
    )
    assert [row["sub_event_type"] for row in rows] == ["Agreement"]
    assert losses.dropped == {"vote"}


def test_an_event_of_fusion_is_one_row() -> None:
    other = report("r2", "Outlet B")
    claims = ((report(), attack("a", "airstrike")), (other, attack("b", "shelling", place=(EAST,))))
    event = Event("e-a", "attack", ("a", "b"), place=QUARTER, start=DAY, end=DAY)
    rows = check_acled(acled.export(Dataset(claims, events=(event,)), STAMP))
    assert [row["event_id_cnty"] for row in rows] == ["marsad-e-a"]
    assert rows[0]["source"] == "Outlet A; Outlet B"


def test_judgements_are_followed() -> None:
    at_ = dt.datetime(2016, 12, 6, tzinfo=dt.UTC)
    judgements = (Judgement("a", None, "accept", "x", "", at_), Judgement("b", None, "reject", "x", "", at_))
    later = on(DAY + dt.timedelta(1))
    rows, losses = of_acled(attack("a", "airstrike"), attack("b", "airstrike", time=later), judgements=judgements)
    assert [row["tags"] for row in rows] == ["marsad: accepted"]
    assert losses.of("a person rejected it") == ("b",)


def test_the_seeds_toll_is_one_row_of_clarity_2() -> None:
    exported = ucdp.export(seed(), STAMP)
    (row,) = check_ucdp(exported)
    assert (row["event_clarity"], row["date_prec"], row["where_prec"]) == ("2", "4", "2")
    assert (row["date_start"], row["date_end"]) == ("2016-11-15", "2016-12-05")
    assert (row["deaths_civilians"], row["low"], row["best"], row["high"]) == ("311", "311", "311", "")
    assert row["source_original"] == "Syrian Observatory for Human Rights"
    assert (row["country_id"], row["type_of_violence"]) == ("652", "")
    assert exported.losses.of("a part of another figure") == ("part",)
    assert exported.losses.of("high is empty") == ("toll",)


def test_of_a_running_toll_the_latest_figure_is_kept() -> None:
    since = on(dt.date(2016, 11, 15), dt.date(2016, 12, 5), since=True)
    later = on(dt.date(2016, 11, 15), dt.date(2016, 12, 8), since=True)
    more: dict[str, Any] = {"place": (EAST,), "cumulative": True, "source": "Monitor"}
    claims = (
        (report(), killed("old", 311, time=since, **more)),
        (report("r2", published=dt.date(2016, 12, 8)), killed("new", 369, time=later, **more)),
    )
    exported = ucdp.export(Dataset(claims), STAMP)
    assert [row["best"] for row in check_ucdp(exported)] == ["369"]
    assert exported.losses.of("superseded") == ("old",)


@pytest.mark.parametrize(("days", "code"), [(1, "1"), (2, "2"), (6, "2"), (7, "3"), (8, "4"), (31, "4"), (90, "5")])
def test_date_prec(days: int, code: str) -> None:
    rows, _ = of_ucdp(killed("k", 5, time=on(DAY, DAY + dt.timedelta(days - 1))))
    assert [row["date_prec"] for row in rows] == [code]


def test_more_than_a_year_is_refused() -> None:
    rows, losses = of_ucdp(killed("k", 5, time=on(DAY, DAY + dt.timedelta(500))))
    assert not rows
    assert losses.dropped == {"k"}


def test_sides_and_their_dead() -> None:
    rows, _ = of_ucdp(
        attack("a", "clash", FACTIONS, SYRIAN),
        killed("s", 4, "combatants", affiliation=SYRIAN, perpetrator=FACTIONS),
        killed("f", 3, "combatants", affiliation=FACTIONS, perpetrator=SYRIAN),
        killed("c", 2),
    )
    (row,) = rows
    assert (row["side_a"], row["side_b"], row["type_of_violence"]) == (SYRIAN, FACTIONS, "1")
    assert (row["deaths_a"], row["deaths_b"], row["deaths_civilians"], row["best"]) == ("4", "3", "2", "9")
    assert row["gwnoa"] == "652"


def test_violence_against_civilians_alone_is_one_sided() -> None:
    rows, _ = of_ucdp(killed("c", 2, perpetrator=FACTIONS))
    assert (rows[0]["type_of_violence"], rows[0]["side_b"]) == ("3", "Civilians")


def test_what_killed_nobody_is_no_row() -> None:
    rows, losses = of_ucdp(
        attack("a", "airstrike"),
        claim(Casualty("injured", count(4)), "i"),
        killed("denied", 5, certainty="denied"),
        killed("none", 0),
    )
    assert rows == []
    assert losses.dropped == {"a", "i", "denied", "none"}
