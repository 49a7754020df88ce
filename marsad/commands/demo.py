"""The demonstration: reports of six weeks in eastern Aleppo, read, related and summed up for who sees Marsad first."""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import marsad
from marsad.commands.console import FAILED, Database, opened, out, say
from marsad.commands.intake import progress, running

if TYPE_CHECKING:
    from marsad.records import Fusion, Reading
    from marsad.store.store import Store
    from marsad.store.types_intake import Repetition
    from marsad.views.casualties import Casualties
    from marsad.views.control import Change, ControlState
    from marsad.views.diplomacy import Track

DOSSIER = "east-aleppo-2016"
_RECORD = "aleppo.db"
_MOST = 6  # lines of one part
_INTRODUCTION = """
Eastern Aleppo, 15 November to 23 December 2016: an exercise. The reports were written for Marsad from published facts;
none is an outlet's text, and much that happened is not in them. What follows is what the machine read, unreviewed.
"""
_KINDS = {
    "casualty": "people killed, injured, missing",
    "control": "who took, holds or lost a place",
    "attack": "attacks: by whom, on what",
    "statement": "what somebody said",
    "diplomacy": "talks, drafts, votes",
    "humanitarian": "sieges, evacuations, displacement, aid",
}


def register(app: typer.Typer) -> None:
    app.command()(demo)


def demo(
    db: Database = _RECORD,
    serve: Annotated[bool, typer.Option("--serve", help="Then open the desk on this record.")] = False,
) -> None:
    """Load the example dossier, read and relate its reports, and sum up what the record says. Needs no network."""
    began = time.monotonic()
    folder = examples() / DOSSIER
    if not folder.is_dir():
        say(f"{folder}: the examples are not here: install Marsad again, or run it from a clone")
        raise typer.Exit(FAILED)
    Path(db).parent.mkdir(parents=True, exist_ok=True) if "://" not in db else None
    with opened(db, create=True) as store:
        _load(store, folder)
        _explain(store, db, began)
    if serve:
        from marsad.commands.serve import serve as open_desk

        open_desk(db=db)


def examples() -> Path:
    """Return the folder of the examples: in the installed package, or beside it in a clone."""
    package = Path(marsad.__file__).parent
    inside = package / "examples"
    return inside if inside.is_dir() else package.parent / "examples"


def _load(store: Store, folder: Path) -> None:
    from marsad.commands.fetching import of_files

    with running(store, "demo", [str(folder)]) as intake, progress("reading the dossier") as counting:
        intake.take(counting.over(of_files([str(folder)])))


def _explain(store: Store, db: str, began: float) -> None:
    """Relate the reports, and print what the record says of them."""
    from marsad.fusion import fuse
    from marsad.views.casualties import casualties
    from marsad.views.control import changes, control
    from marsad.views.diplomacy import diplomacy

    with progress("relating what they say"):
        readings, judged = list(store.readings()), store.judgements()
        pairs = [(reading.report, claim) for reading in readings for claim in reading.claims]
        fusion = fuse(readings, judged)
        tolls = casualties(pairs, judgements=judged)
        moved = changes(control(pairs, judgements=judged))
        tracks = diplomacy(pairs, judgements=judged)
    parts = (
        ("Reports", _reports(store, readings)),
        ("Claims read in them, each tied to its words", _claims(readings, fusion)),
        ("Tolls as reported: nothing is added up or estimated", _tolls(tolls)),
        ("Districts that changed hands", _changes(moved)),
        ("What became of the draft", _tracks(tracks)),
        ("Where reports contradict each other", _contradictions(fusion, tolls)),
        ("What next", _next(db)),
    )
    out(_INTRODUCTION)
    for title, lines in parts:
        out(f"\n{title}\n" + "".join(f"  {line}\n" for line in lines))
    out(f"\nRead and related in {time.monotonic() - began:.0f} seconds; the record is in {db}.\n")


def _reports(store: Store, readings: Sequence[Reading]) -> Iterator[str]:
    reports = [reading.report for reading in readings]
    days = sorted(report.published for report in reports if report.published)
    langs = Counter(report.lang for report in reports)
    outlets = {report.outlet for report in reports if report.outlet}
    told = f"{langs['ar']} in Arabic and {langs['en']} in English, from {len(outlets)} outlets"
    yield f"{len(reports)} reports of {_day(days[0])} to {_day(days[-1])}: {told}"
    counts: Counter[str] = Counter()
    for (_, state), count in store.standing(0).counts.items():
        counts[state] += count
    states = ", ".join(f"{count} {_STATES[state]}" for state, count in counts.most_common())
    yield f"{states} (marsad sources status)"
    for link in store.repetitions():
        yield _repetition(link)


_STATES = {
    "read": "read",
    "accepted": "kept and not read",
    "duplicate": "a copy of another, kept as its echo and not counted",
    "unreadable": "that could not be read",
    "refused": "refused",
}


def _repetition(link: Repetition) -> str:
    if link.kind == "echo":
        return f"{link.report_id} says what {link.of} says: an echo, not a second source"
    return f"{link.report_id} is a new version of {link.of}"


def _claims(readings: Iterable[Reading], fusion: Fusion) -> Iterator[str]:
    counts = Counter(claim.kind for reading in readings for claim in reading.claims)
    for kind, count in counts.most_common():
        yield f"{count:>4}  {kind:<13} {_KINDS[kind]}"
    events = sum(not event.series for event in fusion.events)
    yield f"They describe {events} events, as far as Marsad can tell; the rest are tolls that run over weeks, and words"


def _tolls(found: Casualties) -> Iterator[str]:
    running = [series for series in found.series if series.start and series.points]
    running.sort(key=lambda series: -(series.points[-1].low or 0))
    for series in running[:_MOST]:
        last = series.points[-1]
        group = f"{series.group.victims} {series.group.harm}, {_where(series.group.scope_names)}"
        yield f"{group}, since {_day(series.start)}: {_count(last.low, last.high)} by {_day(last.day)}"
        earlier = ", ".join(f"{_count(p.low, p.high)} by {_day(p.day)}" for p in series.points[:-1])
        yield f"    counted by {series.asserter}" + (f"; before that {earlier}" if earlier else "")
    for toll in (toll for toll in found.tolls if toll.range.lineages > 1):
        when = f"on {_day(toll.days.first)}" if toll.days.first == toll.days.last else f"by {_day(toll.days.last)}"
        between = _count(toll.range.low, toll.range.high)
        yield f"{toll.group.victims} {toll.group.harm}, {_where(toll.group.scope_names)}, {when}: {between}"
        yield "    counted by " + "; ".join(f"{r.lineage}: {_count(r.low, r.high)}" for r in toll.reported)


def _changes(moved: Sequence[Change]) -> Iterator[str]:
    for change in moved[: 2 * _MOST]:
        place = change.after.place.split(",")[0]
        yield f"{_day(change.day):>11}  {place}: {_holding(change.after)}; before that {_holding(change.before)}"
    if len(moved) > 2 * _MOST:
        yield f"and {len(moved) - 2 * _MOST} more: marsad control --changes"


def _holding(state: ControlState) -> str:
    holders = " and ".join(state.holders) or "nobody that is named"
    if state.state == "controlled":
        return f"held by {holders}"
    return f"{state.state} ({holders})" if state.holders else state.state


def _tracks(tracks: Sequence[Track]) -> Iterator[str]:
    decided = [t for t in tracks if t.kin == "decision" or t.body]
    drafts = [t for t in decided if t.outcome and t.planned] or [t for t in decided if t.outcome]
    for track in drafts[:2]:
        who = ", ".join(track.sponsors or track.parties)
        yield f"A draft of {who} in the {track.body or 'council'}: {track.outcome}"
        for planned in track.planned:
            came = f"{planned.verdict} on {_day(planned.on)}" if planned.on else planned.verdict
            yield f"the vote was planned for {_day(planned.plan.days.first)}; what came of it: {came}"
        if track.vetoed_by:
            yield f"against it with a veto: {', '.join(track.vetoed_by)}"
        for votes in track.votes:
            yield f"votes as reported (for, against, abstained): {votes}"
    called_off = [t for t in tracks if t.outcome == "failed"]
    for track in called_off[:2]:
        yield f"Talks of {', '.join(track.parties)}: planned, and called off"


def _contradictions(fusion: Fusion, tolls: Casualties) -> Iterator[str]:
    seen = [f"{found.difference}: {found.why}" for event in fusion.events for found in event.contradictions]
    seen += [finding.why for toll in tolls.tolls for finding in toll.findings]
    seen += [finding.why for series in tolls.series for finding in series.findings]
    yield from list(dict.fromkeys(seen))[:_MOST] or ["none were found"]


def _next(db: str) -> Iterator[str]:
    asked = (
        (f"marsad serve --db {db}", "the desk, in a browser at http://127.0.0.1:8787"),
        (f"marsad show ea-1205-a/c4 --db {db}", "one claim in its sentence, every value with its words"),
        (f'marsad casualties --place "Eastern Aleppo" --db {db}', "who was harmed, by whose count"),
        (f"marsad control --changes --db {db}", "what changed hands"),
        (f"marsad diplomacy --db {db}", "what was proposed, planned and decided"),
        (f"marsad add FILE|DIRECTORY --db {db}", "your own reports"),
        (f"marsad verify --db {db}", "that nothing in the record was changed"),
    )
    width = max(len(command) for command, _ in asked)
    return (f"{command:<{width}}  {what}" for command, what in asked)


def _where(names: Sequence[str]) -> str:
    return "; ".join(name.split(",")[0] for name in names) or "place not given"


def _count(low: int | None, high: int | None) -> str:
    if low is not None and high is None:
        return f"{low:,} or more"
    if low is None:
        return f"up to {high:,}" if high is not None else "no figure"
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def _day(day: dt.date | None) -> str:
    return f"{day.day} {day:%b %Y}" if day else "a day not given"
