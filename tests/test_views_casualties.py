"""Casualties: tolls, series, ranges over lineages, checks, windows, and what may never be added."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.records import Casualty, Count, Judgement
from marsad.views.casualties import casualties
from marsad.views.figures import Range
from marsad.views.rows import Filter
from marsad.views.tolls import Refusal, Stretch, add, implied, overlaps, whole, window
from tests.views_support import DATA, SHARED, Line, Pair, day, exactly, gold, told

SEED = SHARED / "gold" / "seed.gold.jsonl"
SOHR = "Syrian Observatory for Human Rights"
EAST = "Eastern Aleppo, Aleppo, Syria"
DOUMA = "Douma, Rif Dimashq, Syria"
MORE_THAN_311 = Count(311, None, "more_than", "more than 311")


def killed(number: int | Count, victims: str = "people", *, part_of: str | None = None, run: bool = False,
           cause: str | None = None, harm: str = "killed", side: str | None = None) -> Casualty:  # fmt: skip
    count = exactly(number) if isinstance(number, int) else number
    return Casualty(harm, count, victims, affiliation=side, cause=cause, cumulative=run, subset_of=part_of)


def running(number: int | Count, published: str, *, outlet: str = "Wire", source: str | None = SOHR,
            since: str = "2016-11-15", victims: str = "civilians", of: str = EAST) -> list[Pair]:  # fmt: skip
    line = Line(f"{number} {victims}", killed(number, victims, run=True), (of,), f"since {since}", source)
    return told(f"{outlet}-{published}", published, outlet, line)


def douma(outlet: str, published: str, number: int | Count, source: str | None = None, **slots: object) -> list[Pair]:
    line = Line(f"killed {number}", killed(number), (DOUMA,), "2018-04-07", source)
    return told(f"{outlet}-{published}", published, outlet, replace(line, **slots))  # type: ignore[arg-type]


def gaza() -> list[Pair]:
    pairs: list[Pair] = []
    for line in (DATA / "gaza_tolls_2023.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        published, source, *numbers = line.split("\t")
        groups = (("people", "killed", None), ("children", "killed", "c1"), ("women", "killed", "c1"),
                  ("people", "injured", None))  # fmt: skip
        lines = [
            Line(f"{number} {victims} {harm}",
                 killed(int(number), victims, run=True, part_of=part, harm=harm),
                 ("Gaza Strip",), "since 2023-10-07", "Gaza authorities")
            for number, (victims, harm, part) in zip(numbers, groups, strict=False)
        ]  # fmt: skip
        pairs += told(f"gaza-{published}", published, source, *lines)
    return pairs


def test_relays_of_one_source_are_one_figure_and_others_stand_beside_it() -> None:
    pairs = [
        *douma("A", "2018-04-07", 40, "White Helmets"),
        *douma("B", "2018-04-08", 40, "White Helmets"),
        *douma("C", "2018-04-08", 35, SOHR),
        *douma("D", "2018-04-08", Count(None, None, "vague")),
    ]
    (toll,) = casualties(pairs).tolls
    assert [(r.lineage, r.low, len(r.refs), r.outlets) for r in toll.reported] == [
        ("D", None, 1, ("D",)),
        (SOHR, 35, 1, ("C",)),
        ("White Helmets", 40, 2, ("A", "B")),
    ]
    assert toll.range == Range(35, 40, 2)


def test_a_range_stays_open_where_a_lineage_leaves_it_open() -> None:
    pairs = douma("A", "2018-04-07", Count(40, None, "at_least")) + douma("B", "2018-04-07", 35)
    assert casualties(pairs).tolls[0].range == Range(35, None, 2)
    pairs = douma("A", "2018-04-07", Count(None, 40, "up_to")) + douma("B", "2018-04-07", 35)
    assert casualties(pairs).tolls[0].range == Range(None, 40, 2)


def test_a_later_figure_of_a_lineage_supersedes_the_earlier_one() -> None:
    pairs = douma("A", "2018-04-07", 25, SOHR) + douma("B", "2018-04-09", 40, SOHR)
    (toll,) = casualties(pairs).tolls
    assert [(r.low, r.superseded) for r in toll.reported] == [(25, True), (40, False)]
    assert toll.range == Range(40, 40, 1)
    early = casualties(pairs, Filter(known_on=day("2018-04-08")))
    assert early.tolls[0].range == Range(25, 25, 1)


def test_what_is_denied_or_uncertain_is_shown_and_in_no_range() -> None:
    pairs = [
        *douma("A", "2018-04-07", 40),
        *douma("B", "2018-04-07", 100, certainty="uncertain"),
        *douma("C", "2018-04-07", 40, certainty="denied"),
    ]
    (toll,) = casualties(pairs).tolls
    assert toll.range == Range(40, 40, 1)
    assert [r.certainty for r in toll.reported] == ["stated", "uncertain"]
    assert [ref.report_id for ref in toll.denied] == ["C-2018-04-07"]


def test_claims_without_a_place_or_a_time_stay_alone() -> None:
    pairs = [
        *douma("A", "2018-04-07", 40),
        *douma("B", "2018-04-07", 40, when=""),
        *douma("C", "2018-04-07", 40, places=()),
        *douma("D", "2018-04-07", 40, inferred=(("place", "the last place named before"),)),
    ]
    assert [len(t.reported) for t in casualties(pairs).tolls] == [1, 1, 1, 1]
    joined = casualties(pairs, event_of=lambda ref: "e1")
    assert [(t.event, len(t.reported)) for t in joined.tolls] == [("e1", 4)]


def test_the_lineage_is_what_the_caller_says() -> None:
    pairs = douma("A", "2018-04-07", 40) + douma("B", "2018-04-07", 40)
    (toll,) = casualties(pairs, lineage_of=lambda ref: "one copied text").tolls
    assert toll.range.lineages == 1
    assert toll.reported[0].outlets == ("A", "B")


def test_the_days_of_the_gaza_tolls_make_series() -> None:
    found = casualties(gaza())
    assert found.tolls == ()
    points = {(s.group.victims, s.group.harm): [(p.day, p.low) for p in s.points] for s in found.series}
    assert points["people", "killed"][0] == (day("2023-10-08"), 370)
    assert points["people", "killed"][-1] == (day("2023-10-19"), 3785)
    assert [s.start for s in found.series] == [day("2023-10-07")] * 4
    parts = {s.group.victims: s.part_of for s in found.series if s.group.harm == "killed"}
    assert parts["children"] == parts["women"] == next(s.id for s in found.series if s.group.victims == "people"
                                                       and s.group.harm == "killed")  # fmt: skip


def test_a_toll_that_falls_is_flagged_and_not_corrected() -> None:
    series = {s.group.victims: s for s in casualties(gaza()).series if s.group.harm == "killed"}
    (fall,) = series["women"].findings
    assert (fall.check, fall.why) == ("fall", "1032 by 2023-10-17, 1000 by 2023-10-19")
    assert [ref.report_id for ref in fall.refs] == ["gaza-2023-10-17", "gaza-2023-10-19"]
    assert [p.low for p in series["women"].points][-2:] == [1032, 1000]
    assert series["people"].findings == series["children"].findings == ()


@pytest.mark.parametrize(
    ("later", "falls"),
    [
        (exactly(300), True),
        (Count(300, None, "at_least"), False),  # 311 are at least 300
        (Count(300, 300, "about"), False),  # a rounding
        (Count(200, 200, "about"), True),
        (Count(None, 300, "up_to"), True),
        (Count(None, None, "vague"), False),
    ],
)
def test_a_fall_needs_figures_that_leave_no_doubt(later: Count, falls: bool) -> None:
    (run,) = casualties(running(MORE_THAN_311, "2016-12-05") + running(later, "2016-12-06")).series
    assert [f.check for f in run.findings] == ["fall"] * falls


def test_a_figure_of_one_day_published_anew_is_a_revision() -> None:
    line = Line("n", killed(311, "civilians", run=True), (EAST,), "2016-11-15/2016-12-05", SOHR)
    pairs = told("a", "2016-12-05", "Wire", line)
    pairs += told("b", "2016-12-07", "Wire", replace(line, detail=killed(320, "civilians", run=True)))
    (run,) = casualties(pairs).series
    (point,) = run.points
    assert (point.low, point.high) == (320, 320)
    assert [(f.check, f.why) for f in run.findings] == [("revision", "311 of 2016-12-05 became 320")]


def test_neighbouring_points_imply_an_interval() -> None:
    run = next(s for s in casualties(gaza()).series if s.group.harm == "injured")
    (first, second, *_) = implied(run)
    assert (first.first, first.last, first.low, first.high) == (day("2023-10-09"), day("2023-10-09"), 483, 483)
    assert second.implied
    assert second.qualifier == "exact"
    assert [ref.report_id for ref in second.refs] == ["gaza-2023-10-09", "gaza-2023-10-10"]


def test_an_open_point_leaves_the_interval_open_and_a_fall_gives_none() -> None:
    (run,) = casualties(running(MORE_THAN_311, "2016-12-05") + running(442, "2016-12-12")).series
    (gap,) = implied(run)
    assert (gap.low, gap.high, gap.qualifier) == (None, 131, "up_to")
    women = next(s for s in casualties(gaza()).series if s.group.victims == "women")
    assert len(implied(women)) == len(women.points) - 2


def test_a_window_covers_only_days_that_lie_in_it() -> None:
    run = next(s for s in casualties(gaza()).series if s.group.victims == "people" and s.group.harm == "killed")
    inside = window(run, day("2023-10-11"), day("2023-10-18"))
    assert inside
    assert (inside.first, inside.last, inside.low, inside.implied) == (day("2023-10-11"), day("2023-10-17"), 2100, True)
    from_start = window(run, day("2023-10-01"), day("2023-10-09"))
    assert from_start
    assert (from_start.first, from_start.low, from_start.implied) == (day("2023-10-07"), 560, False)
    assert window(run, day("2023-10-13"), day("2023-10-15")) is None


def stretch(first: str, last: str, low: int = 10, asserter: str = SOHR, **slots: object) -> Stretch:
    (run,) = casualties(running(low, last, since=first, source=asserter)).series
    made = whole(run)
    assert made
    return replace(made, **slots)  # type: ignore[arg-type]


def test_only_stretches_that_follow_one_another_are_added() -> None:
    total = add(stretch("2016-11-01", "2016-11-10"), stretch("2016-11-11", "2016-11-20", 5))
    assert isinstance(total, Stretch)
    assert (total.first, total.last, total.low, total.implied) == (day("2016-11-01"), day("2016-11-20"), 15, True)


def test_what_stretches_leave_open() -> None:
    (unknown,) = casualties(told("r", "2016-12-01", "A", Line("x", killed(5, run=True), (EAST,)))).series
    assert whole(unknown) is None
    (rounded,) = casualties(running(100, "2016-12-05") + running(Count(95, 95, "about"), "2016-12-06")).series
    assert (rounded.findings, implied(rounded)) == ((), ())
    (open_end,) = casualties(running(100, "2016-12-05") + running(Count(150, None, "at_least"), "2016-12-06")).series
    (gap,) = implied(open_end)
    assert (gap.low, gap.high, gap.qualifier) == (50, None, "at_least")


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (stretch("2016-11-10", "2016-11-20"), "both count 2016-11-10"),
        (stretch("2016-11-12", "2016-11-20"), "nobody counts 2016-11-11"),
        (stretch("2016-11-11", "2016-11-20", asserter="Other"), "two lineages count"),
        (stretch("2016-11-11", "2016-11-20", cause="airstrike"), "harm, group, place or cause differ"),
    ],
)
def test_other_stretches_are_refused(other: Stretch, why: str) -> None:
    first = stretch("2016-11-01", "2016-11-10")
    assert add(first, other) == add(other, first) == Refusal(why)


def test_series_that_share_days_are_named() -> None:
    pairs = running(311, "2016-12-05") + running(834, "2016-11-22", since="2016-09-22", outlet="Other")
    pairs += running(5, "2016-01-22", since="2016-01-02", outlet="Early")
    found = casualties(pairs).series
    ids = {s.start: s.id for s in found}
    assert overlaps(found) == (tuple(sorted((ids[day("2016-11-15")], ids[day("2016-09-22")]))),)


def test_a_toll_without_a_start_is_in_no_series_with_others() -> None:
    def so_far(number: int, published: str, outlet: str) -> list[Pair]:
        line = Line("so far", killed(number, run=True), (EAST,), "", SOHR)
        return told(f"{outlet}{published}", published, outlet, line)

    runs = casualties([*so_far(10, "2016-12-01", "A"), *so_far(12, "2016-12-02", "A"), *so_far(12, "2016-12-02", "B")])
    points = [s.points for s in runs.series]
    assert [(len(p), len(p[0].reported[0].refs)) for p in points] == [(1, 1), (1, 2)]
    assert {s.start for s in runs.series} == {None}
    assert runs.standing == ()


def test_parts_against_their_whole() -> None:
    def checks(*lines: Line) -> list[tuple[str, str]]:
        found = casualties(told("r", "2018-04-07", "Wire", *lines))
        return sorted({(f.check, f.why) for t in found.tolls for f in t.findings})

    def line(number: int | Count, victims: str, part: str | None = "c1", side: str | None = None) -> Line:
        return Line("x", killed(number, victims, part_of=part, side=side), (DOUMA,), "2018-04-07")

    assert checks(line(10, "people", None), line(12, "children")) == [
        ("part exceeds whole", "12 children are more than the 10 they are a part of")
    ]
    assert checks(line(10, "people", None), line(6, "children"), line(5, "women")) == [
        ("parts exceed whole", "6 children and 5 women, of 10")
    ]
    assert checks(line(10, "people", None), line(6, "civilians"), line(4, "combatants")) == [
        ("parts make whole", "6 civilians and 4 combatants, of 10")
    ]
    assert checks(line(10, "people", None), line(6, "civilians"), line(3, "combatants")) == [
        ("parts fall short", "6 civilians and 3 combatants, of 10")
    ]
    assert checks(line(10, "people", None), line(6, "civilians"), line(Count(3, None, "at_least"), "combatants")) == []
    assert checks(line(10, "people", None), line(6, "children"), line(3, "women")) == []
    assert checks(line(10, "people", None), line(6, "children"), line(5, "journalists")) == []  # may be the same
    assert checks(line(MORE_THAN_311, "people", None), line(400, "children")) == []  # more than 311 may be 400
    assert checks(line(10, "people", None), line(6, "combatants", side="A"), line(5, "combatants", side="B")) == [
        ("parts exceed whole", "6 combatants and 5 combatants, of 10")
    ]


def test_the_standing_holds_what_every_lineage_says_on_the_day() -> None:
    pairs = [
        *running(311, "2016-12-05"),
        *running(442, "2016-12-12"),
        *running(390, "2016-12-05", outlet="Net", source="Syrian Network for Human Rights"),
    ]
    (now,) = casualties(pairs).standing
    assert now.range == Range(390, 442, 2)
    (then,) = casualties(pairs, Filter(as_of=day("2016-12-06"))).standing
    assert then.range == Range(311, 390, 2)
    assert [(point.day, point.low) for _, point in then.last] == [(day("2016-12-05"), 390), (day("2016-12-05"), 311)]


def test_filters() -> None:
    pairs = gaza() + douma("A", "2018-04-07", 40)
    assert len(casualties(pairs, Filter(place="Syria")).tolls) == 1
    assert casualties(pairs, Filter(place="Syria")).series == ()
    window_of = casualties(pairs, Filter(since=day("2023-10-09"), until=day("2023-10-10")))
    assert window_of.tolls == ()
    assert [len(s.points) for s in window_of.series] == [2, 2, 2, 2]
    assert [len(s.points) for s in casualties(pairs, Filter(as_of=day("2023-10-08"))).series] == [1, 1, 1, 1]


def test_people_take_out_and_correct_claims() -> None:
    pairs = douma("A", "2018-04-07", 40) + douma("B", "2018-04-07", 400)
    at = dt.datetime(2018, 4, 10, tzinfo=dt.UTC)
    value = {"count": {"low": 41, "high": 41}}
    judgements = [
        Judgement("B-2018-04-07-1", None, "reject", "editor", "a misprint", at),
        Judgement("A-2018-04-07-1", None, "correct", "editor", "read again", at, value),
        Judgement("A-2018-04-07-1", "B-2018-04-07-1", "same", "editor", "of two claims, not of one", at),
    ]
    assert casualties(pairs, judgements=judgements).tolls[0].range == Range(41, 41, 1)
    before = casualties(pairs, Filter(known_on=day("2018-04-08")), judgements=judgements)
    assert before.tolls[0].range == Range(40, 400, 2)


@pytest.mark.skipif(not SEED.exists(), reason="SKIPPED: no ../shared/gold; the seed's tolls are not tested")
def test_the_seed() -> None:
    found = casualties(gold(SEED), Filter(place="Eastern Aleppo"))
    civilians, children = sorted(found.series, key=lambda s: s.group.victims, reverse=True)
    (point,) = civilians.points
    assert (civilians.start, point.day, point.low, point.high) == (day("2016-11-15"), day("2016-12-05"), 311, None)
    assert point.qualifier == "more_than"
    assert (children.points[0].low, children.part_of) == (42, civilians.id)
    assert civilians.asserter == "أخبار الآن"  # the outlet: the sentence credits nobody
    report = gold(SEED)[0][0]
    slot, span = point.reported[0].refs[0].spans[0]
    assert slot == "evidence"
    assert "ثلاثمئةٍ وأحدعشر مدنيا" in span.of(report.document)
    assert civilians.findings == children.findings == ()


@settings(max_examples=25, deadline=None)
@given(st.permutations(gaza()[:12] + running(311, "2016-12-05") + running(320, "2016-12-05", outlet="B")
                       + douma("A", "2018-04-07", 25, SOHR) + douma("B", "2018-04-09", 40, SOHR)))  # fmt: skip
def test_the_order_of_claims_changes_nothing(pairs: list[Pair]) -> None:
    key = lambda pair: (pair[0].report_id, pair[1].id)  # noqa: E731
    assert casualties(pairs) == casualties(sorted(pairs, key=key))
