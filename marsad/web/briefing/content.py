"""What a briefing says: rows of views, put in order, each with the numbers of the sentences that it rests on. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from marsad.fusion.fuse import fuse
from marsad.records import Claim, Event, Judgement, Reading
from marsad.views.casualties import casualties
from marsad.views.control import Change, ControlState, changes, control, on
from marsad.views.diplomacy import Track, diplomacy
from marsad.views.judged import judged
from marsad.views.rows import ClaimRef, Filter, Sourced, about_place, days_of, name_of
from marsad.web.briefing.words import Words
from marsad.web.serialize.titles import of_event, what

MOST = 40  # rows of one table
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which briefing: language, the two days of the map, one place or all."""

    lang: str
    since: dt.date
    until: dt.date
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """What a briefing was made from: an edition (`hash`), or the working record (`hash` None). `gone` counts the claims
    of the edition that are not there any more."""

    version: str
    hash: str | None = None
    gone: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: its cells, and the claims behind it."""

    cells: tuple[str, ...]
    refs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """One sentence: its number, its words with how they run, who printed it when and where."""

    number: int
    words: str
    lang: str
    outlet: str
    published: str
    title: str
    url: str | None
    key: str
    machine: bool
    alone: bool  # published by the only person who read it


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything that the page shows."""

    asked: Asked
    origin: Origin
    before: tuple[ControlState, ...]
    after: tuple[ControlState, ...]
    changed: tuple[Line, ...]
    tolls: tuple[Line, ...]
    series: tuple[Line, ...]
    disagreements: tuple[Line, ...]
    diplomacy: tuple[Line, ...]
    citations: tuple[Citation, ...]
    claims: int
    every: int
    reports: int
    outlets: int
    machine: int
    alone: int


@dataclass(slots=True)
class _Cited:
    """Numbers of sentences, in the order in which they are first needed."""

    rows: Mapping[str, Sourced]
    numbers: dict[str, int] = field(default_factory=dict)

    def refs(self, refs: Iterable[ClaimRef | str]) -> tuple[int, ...]:
        keys = [ref if isinstance(ref, str) else ref.key for ref in refs]
        found = [self.numbers.setdefault(key, len(self.numbers) + 1) for key in keys if key in self.rows]
        return tuple(sorted(set(found)))


def brief(
    readings: Sequence[Reading],
    judgements: Sequence[Judgement],
    asked: Asked,
    origin: Origin,
    accepted: frozenset[str] | None = None,
    alone: frozenset[str] = frozenset(),
) -> Brief:
    """Return the briefing over what was published by the second day.

    `accepted` are the keys of claims that a person accepted; None: all were (an edition). `alone`: of those that one
    person alone read and published.
    """
    known = [r for r in readings if r.report.published is not None and r.report.published <= asked.until]
    rows = judged([Sourced(r.report, claim) for r in known for claim in r.claims], judgements, asked.until)
    fusion = fuse(known, judgements)
    about = [row for row in rows if _about(row, asked)]
    words, cited = Words(asked.lang), _Cited({row.claim.key: row for row in rows})
    events = {key: event for event in fusion.events for key in event.claims}
    lineages = {key: line.origin for event in fusion.events for line in event.lineages for key in line.claims}

    def lineage_of(ref: ClaimRef) -> str:
        row = cited.rows[ref.key]
        return lineages.get(ref.key) or name_of(row.claim.source) or row.report.outlet or row.report.report_id

    held = control(rows, lineage_of=lineage_of)
    held = tuple(state for state in held if _in_frame(state, about))
    where = Filter(place=asked.place, since=asked.since, until=asked.until)
    counted = casualties(rows, where, lineage_of=lineage_of, event_of=lambda ref: _id(events, ref.key))
    tracks = diplomacy(rows, Filter(as_of=asked.until), lineage_of=lineage_of)
    made = {
        "changed": _rows(_change(c, words, cited) for c in changes(held, asked.since + _DAY, asked.until)),
        "tolls": _rows(_toll(t, words, cited) for t in counted.tolls),
        "series": _rows(_series(s, words, cited) for s in counted.series if _runs(s, asked)),
        "disagreements": _rows(_disagreements(fusion.events, about, asked, words, cited, lineages)),
        "diplomacy": _rows(_track(t, asked, words, cited) for t in tracks),
    }
    used = {ref.key for ref in (r for s in held for r in s.support)} | set(cited.numbers)
    citations = tuple(_citation(cited.rows[key], n, accepted, alone) for key, n in cited.numbers.items())
    behind = [cited.rows[key] for key in used if key in cited.rows]
    return Brief(
        asked=asked, origin=origin,
        before=tuple(on(held, asked.since).values()), after=tuple(on(held, asked.until).values()),
        citations=citations, claims=len(behind), every=len(rows),
        reports=len({row.report.report_id for row in behind}),
        outlets=len({row.report.outlet for row in behind if row.report.outlet}),
        machine=sum(accepted is not None and row.claim.key not in accepted for row in behind),
        alone=sum(row.claim.key in alone for row in behind), **made,
    )  # fmt: skip


def _rows(lines: Iterable[Line | None]) -> tuple[Line, ...]:
    return tuple(line for line in lines if line is not None)


def _id(events: Mapping[str, Event], key: str) -> str | None:
    return events[key].id if key in events else None


def _about(row: Sourced, asked: Asked) -> bool:
    there = asked.place is None or any(about_place(place, asked.place) for place in row.claim.place)
    return there and days_of(row.report, row.claim).meets(asked.since, asked.until)


def _in_frame(state: ControlState, about: Sequence[Sourced]) -> bool:
    """Keep places that claims of these days speak of, or that lie in their countries and have a state."""
    return state.state != "unknown" or any(ref.key == row.claim.key for ref in state.pending for row in about)


def _state(state: ControlState, words: Words) -> str:
    name = words.term("control_state", state.state)
    holders = words.actors(state.holders)
    besieged = f" ({words.term('control_state', 'besieged')})" if state.besieged else ""
    return (f"{name}: {holders}" if holders else name) + besieged


def _change(change: Change, words: Words, cited: _Cited) -> Line:
    place = words.place(change.after.place_id, change.after.place)
    cells = (change.day.isoformat(), place, _state(change.before, words), _state(change.after, words))
    return Line(cells, cited.refs(change.after.support))


def _toll(toll: object, words: Words, cited: _Cited) -> Line | None:
    from marsad.views.casualties import Toll

    assert isinstance(toll, Toll)
    group = toll.group
    if not toll.reported:
        return None
    said = words.text("list").join(
        f"{words.actor(r.lineage)} ({words.bounds(r.low, r.high)})" for r in toll.reported if not r.superseded
    )
    cells = (
        f"{words.term('victims', group.victims)} – {words.term('harm', group.harm)}",
        words.bounds(toll.range.low, toll.range.high), said, _days(toll.days.first, toll.days.last, words),
        _places(group.scope, group.scope_names, words),
    )  # fmt: skip
    return Line(cells, cited.refs(ref for r in toll.reported for ref in r.refs))


def _series(run: object, words: Words, cited: _Cited) -> Line | None:
    from marsad.views.figures import Series

    assert isinstance(run, Series)
    if not run.points:
        return None
    points = words.text("list").join(
        f"{p.day or words.text('no_day')}: {words.bounds(p.low, p.high)}" for p in run.points
    )
    group = run.group
    start = words.text("since_day", day=run.start) if run.start else words.text("no_day")
    cells = (
        f"{words.term('victims', group.victims)} – {words.term('harm', group.harm)}",
        points, words.actor(run.asserter), start, _places(group.scope, group.scope_names, words),
    )  # fmt: skip
    return Line(cells, cited.refs(ref for p in run.points for r in p.reported for ref in r.refs))


def _runs(run: object, asked: Asked) -> bool:
    """Tell whether a running toll has a point in these days."""
    points = getattr(run, "points", ())
    return any(p.day is not None and asked.since <= p.day <= asked.until for p in points)


def _days(first: dt.date | None, last: dt.date | None, words: Words) -> str:
    days = dict.fromkeys(day.isoformat() for day in (first, last) if day is not None)
    return " – ".join(days) or words.text("no_day")


def _places(ids: Sequence[str], names: Sequence[str], words: Words) -> str:
    return words.text("list").join(words.place(i, n) for i, n in zip(ids, names, strict=True))


def _disagreements(
    events: Iterable[Event],
    about: Sequence[Sourced],
    asked: Asked,
    words: Words,
    cited: _Cited,
    lineages: Mapping[str, str],
) -> Iterable[Line]:
    wanted = {row.claim.key for row in about}
    for event in events:
        for found in event.contradictions:
            if not {found.claim, found.other} & wanted or not {found.claim, found.other} <= cited.rows.keys():
                continue
            sides = (_side(cited.rows[key], words, lineages) for key in (found.claim, found.other))
            head = of_event(event)[asked.lang]
            cells = (head, words.term("difference", found.difference), *sides)
            yield Line(cells, cited.refs((found.claim, found.other)))


def _side(row: Sourced, words: Words, lineages: Mapping[str, str]) -> str:
    claim: Claim = row.claim
    who = lineages.get(claim.key) or row.report.outlet or row.report.report_id
    return f"{words.actor(who)}: {what(claim)[words.lang]}"


def _track(track: Track, asked: Asked, words: Words, cited: _Cited) -> Line | None:
    """Return what was done or planned in these days; None where nothing was."""
    steps = [s for s in track.steps if s.days.meets(asked.since, asked.until) or _told(s.published, asked)]
    if not steps:
        return None
    told = words.text("list").join(
        f"{_days(s.days.first, s.days.last, words)}: {words.term('diplomacy', s.type)} ({words.term('stage', s.stage)})"
        for s in steps
    )
    came = words.text("list").join(words.term("verdict", planned.verdict) for planned in track.planned)
    heads = (words.actor(track.body) if track.body else "", words.actors(track.parties[:6]))
    cells = (words.text("list").join(h for h in heads if h) or words.term("kind", "diplomacy"), told, came)
    return Line(cells, cited.refs(ref for step in steps for ref in step.refs))


def _told(day: dt.date | None, asked: Asked) -> bool:
    return day is not None and asked.since <= day <= asked.until


def _citation(row: Sourced, number: int, accepted: frozenset[str] | None, alone: frozenset[str]) -> Citation:
    report, claim = row.report, row.claim
    return Citation(
        number=number, words=" ".join(claim.evidence.of(report.document).split()), lang=report.lang,
        outlet=report.outlet or "", published=report.published.isoformat() if report.published else "",
        title=getattr(report, "title", None) or "", url=getattr(report, "url", None), key=claim.key,
        machine=accepted is not None and claim.key not in accepted, alone=claim.key in alone,
    )  # fmt: skip
