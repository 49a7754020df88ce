"""The commands that ask the record: casualties, control, diplomacy, positions, timeline, and `show` for one claim.

Every row opens to claims, and `marsad show` opens a claim to its words. Tables are for people, CSV and JSON for other
programs; the JSON of a row has everything that the view has, the table what fits on a screen.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from marsad.commands.console import DATABASE, FAILED, Database, day, opened, out, say

if TYPE_CHECKING:
    from marsad.views.figures import Range, Series
    from marsad.views.rows import ClaimRef, Days, Filter

Row = Mapping[str, str]
_FORMATS = ("table", "json", "csv")
_MOST_REFS = 3


def _format(value: str) -> str:
    if value not in _FORMATS:
        raise typer.BadParameter(f"{value!r} is no format: write table, json or csv")
    return value


def _day(text: str) -> Any:
    return typer.Option(parser=day, metavar="YYYY-MM-DD", help=text)


Place = Annotated[str | None, typer.Option(help="A place, by its name or a part of it.")]
Actor = Annotated[str | None, typer.Option(help="Somebody in the claim, by a part of the name.")]
Since = Annotated[dt.date | None, typer.Option("--from", parser=day, metavar="YYYY-MM-DD", help="Not before this day.")]
Until = Annotated[dt.date | None, typer.Option("--to", parser=day, metavar="YYYY-MM-DD", help="Not after this day.")]
AsOf = Annotated[dt.date | None, _day("What had happened by this day.")]
KnownOn = Annotated[dt.date | None, _day("What had been published by this day.")]
Format = Annotated[str, typer.Option("--format", parser=_format, metavar="table|json|csv", help="How to write it.")]


def register(app: typer.Typer) -> None:
    for command in (casualties, control, diplomacy, positions, timeline, show):
        app.command()(command)


def casualties(
    db: Database = DATABASE, place: Place = None, since: Since = None, until: Until = None, actor: Actor = None,
    as_of: AsOf = None, known_on: KnownOn = None, form: Format = "table",
) -> None:  # fmt: skip
    """Who was harmed, by whose count: tolls of events, and running tolls, which are never added to each other."""
    from marsad.views.casualties import casualties as view
    from marsad.views.rows import plain

    pairs, judgements = _record(db)
    found = view(pairs, _filter(place, since, until, actor, as_of, known_on), judgements=judgements)
    if form == "json":
        write_json(plain(found))
        return
    rows = [
        {
            "what": f"{t.group.harm} {t.group.victims}",
            "reported": _range(t.range),
            "when": _days(t.days),
            "where": "; ".join(t.group.scope_names),
            "by": "; ".join(f"{r.lineage}: {_count(r.low, r.high)}{' (revised)' * r.superseded}" for r in t.reported),
            "checks": "; ".join(f.why for f in t.findings),
            "claims": _refs(ref for r in t.reported for ref in r.refs),
        }
        for t in found.tolls
    ]
    rows += [_series_row(series) for series in found.series]
    write_rows(rows, form)


def _series_row(series: Series) -> dict[str, str]:
    last = series.points[-1] if series.points else None
    return {
        "what": f"{series.group.harm} {series.group.victims} (running toll)",
        "reported": _count(last.low, last.high) if last else "",
        "when": f"{series.start or '?'} to {last.day if last else '?'}",
        "where": "; ".join(series.group.scope_names),
        "by": f"{series.asserter}: " + ", ".join(f"{p.day} {_count(p.low, p.high)}" for p in series.points),
        "checks": "; ".join(f.why for f in series.findings),
        "claims": _refs(ref for p in series.points for r in p.reported for ref in r.refs),
    }


def control(
    db: Database = DATABASE, place: Place = None, since: Since = None, until: Until = None, actor: Actor = None,
    as_of: AsOf = None, known_on: KnownOn = None, form: Format = "table",
) -> None:  # fmt: skip
    """Who holds which place, from when, said by whom; and what changed hands."""
    from marsad.views.control import control as view
    from marsad.views.rows import plain

    pairs, judgements = _record(db)
    found = view(pairs, _filter(place, since, until, actor, as_of, known_on), judgements=judgements)
    if form == "json":
        write_json(plain(found))
        return
    rows = [
        {
            "place": s.place,
            "state": s.state + (", besieged" if s.besieged else ""),
            "holders": ", ".join(s.holders),
            "from": str(s.since or "not known"),
            "to": str(s.until or ""),
            "why": s.why or "",
            "claims": _refs(s.support),
        }
        for s in found
    ]
    write_rows(rows, form)


def diplomacy(
    db: Database = DATABASE, place: Place = None, since: Since = None, until: Until = None, actor: Actor = None,
    as_of: AsOf = None, known_on: KnownOn = None, form: Format = "table",
) -> None:  # fmt: skip
    """What was proposed, planned and decided, and what came of it."""
    from marsad.views.diplomacy import diplomacy as view
    from marsad.views.rows import plain

    pairs, judgements = _record(db)
    tracks = view(pairs, _filter(place, since, until, actor, as_of, known_on), judgements=judgements)
    if form == "json":
        write_json(plain(tracks))
        return
    rows = [
        {
            "what": track.kin,
            "body": track.body or "",
            "parties": ", ".join(track.sponsors or track.parties),
            "stages": " → ".join(f"{step.stage} ({_days(step.days)})" for step in track.steps),
            "outcome": track.outcome or "",
            "votes": "; ".join(str(votes) for votes in track.votes),
            "claims": _refs(track.refs),
        }
        for track in tracks
    ]
    write_rows(rows, form)


def positions(
    db: Database = DATABASE, actor: Actor = None, since: Since = None, until: Until = None, as_of: AsOf = None,
    known_on: KnownOn = None,
    containing: Annotated[str | None, typer.Option(help="Words that must all stand in what was said.")] = None,
    form: Format = "table",
) -> None:  # fmt: skip
    """Who said what, and when."""
    from marsad.views.positions import positions as view
    from marsad.views.rows import plain

    pairs, judgements = _record(db)
    where = _filter(None, since, until, actor, as_of, known_on)
    found = view(pairs, where, containing=containing, judgements=judgements)
    if form == "json":
        write_json(plain(found))
        return
    rows = [
        {
            "actor": row.actor,
            "when": _days(said.days),
            "act": said.act,
            "words": said.quote,
            "told by": said.told_by or "",
            "claims": _refs(said.refs),
        }
        for row in found
        for said in row.said
    ]
    write_rows(rows, form)


def timeline(
    db: Database = DATABASE, place: Place = None, since: Since = None, until: Until = None, actor: Actor = None,
    as_of: AsOf = None, known_on: KnownOn = None,
    kind: Annotated[str | None, typer.Option(help="One kind of claim alone.")] = None, form: Format = "table",
) -> None:  # fmt: skip
    """Everything, in the order of time."""
    from marsad.records import KINDS
    from marsad.views.rows import plain
    from marsad.views.timeline import timeline as view

    if kind is not None and kind not in KINDS:
        raise typer.BadParameter(f"{kind!r} is no kind: write one of {', '.join(KINDS)}")
    pairs, judgements = _record(db)
    moments = view(pairs, _filter(place, since, until, actor, as_of, known_on, kind), judgements=judgements)
    if form == "json":
        write_json(plain(moments))
        return
    rows = [
        {
            "when": _days(m.days),
            "kind": m.kind,
            "what": m.what,
            "where": "; ".join(m.places),
            "says": m.asserter or "",
            "certainty": m.certainty,
            "claims": _refs([m.ref]),
        }
        for m in moments
    ]
    write_rows(rows, form)


def show(
    claim: Annotated[str, typer.Argument(help="A claim, as REPORT/c1 or by its key.")], db: Database = DATABASE
) -> None:
    """Open a claim to the sentence it was read from: who asserts it, the words behind every slot, the judgements."""
    from marsad.interchange import claim_to_dict
    from marsad.store.types import ClaimQuery

    report_id, _, number = claim.rpartition("/")
    query = ClaimQuery(report_ids=(report_id,)) if report_id else ClaimQuery(keys=(claim,))
    with opened(db) as store:
        found = [c for c in store.claims(query) if not report_id or c.claim.id == number]
        if not found:
            say(f"{claim}: there is no such claim: write REPORT/c1 or a key, as the ledgers print them")
            raise typer.Exit(FAILED)
        stored = store.report(found[0].report_id)
        judged = [j for j in store.judgements() if found[0].claim.key in (j.a, j.b)]
    assert stored is not None  # a claim is kept with its report
    report, one = stored.report, found[0].claim
    text, span = report.document, one.evidence
    start = max(text.rfind("\n", 0, span.start) + 1, span.start - 300)
    end = min([i for i in (text.find("\n", span.end),) if i >= 0] + [len(text), span.end + 300])
    out(f"{report.report_id}  {report.outlet or '-'}  published {report.published or 'not known'}\n")
    out(f"archived {stored.fetched_at:%Y-%m-%d %H:%M} UTC, SHA-256 {stored.sha256}\n\n")
    out(f"{text[start : span.start]}⟦{span.of(text)}⟧{text[span.end : end]}\n\n")
    out(json.dumps(claim_to_dict(one, report), ensure_ascii=False, indent=1) + "\n")
    for judgement in judged:
        out(f"{judgement.at}  {judgement.by}: {judgement.verdict}  {judgement.why or ''}\n")


# What the commands share


def _record(db: str) -> tuple[list[tuple[Any, Any]], list[Any]]:
    with opened(db) as store:
        pairs = [(reading.report, claim) for reading in store.readings() for claim in reading.claims]
        return pairs, store.judgements()


def _filter(
    place: str | None, since: dt.date | None, until: dt.date | None, actor: str | None, as_of: dt.date | None,
    known_on: dt.date | None, kind: Any = None,
) -> Filter:  # fmt: skip
    from marsad.views.rows import Filter

    return Filter(place, since, until, actor, kind, as_of, known_on)


def write_rows(rows: Sequence[Row], form: str) -> None:
    if form == "csv":
        if rows:
            text = io.StringIO()
            writer = csv.DictWriter(text, list(rows[0]))
            writer.writeheader()
            writer.writerows({name: _safe(cell) for name, cell in row.items()} for row in rows)
            out(text.getvalue())
        return
    if not rows:
        out("Nothing in the record answers this.\n")
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from marsad.terminal import isolated

    table = Table(*rows[0], show_lines=True)
    for row in rows:
        table.add_row(*(Text(isolated(cell)) for cell in row.values()))
    Console(highlight=False).print(table)
    out("Reported, not established: machine-read claims, unreviewed unless a judgement says otherwise.\n")


def _safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def write_json(value: Any) -> None:
    out(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def _range(found: Range) -> str:
    lineages = "1 lineage" if found.lineages == 1 else f"{found.lineages} lineages"
    return f"{_count(found.low, found.high)} ({lineages})" if found.lineages else "no figure"


def _count(low: int | None, high: int | None) -> str:
    if low is None and high is None:
        return "no figure"
    if high is None:
        return f"{low:,} or more"
    if low is None:
        return f"up to {high:,}"
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def _days(days: Days) -> str:
    if days.first is None and days.last is None:
        return "not known"
    if not days.dated:
        return f"by {days.last}"
    if days.first == days.last:
        return str(days.first)
    return f"{days.first or '…'} to {days.last or '…'}"


def _refs(refs: Iterable[ClaimRef]) -> str:
    names = list(dict.fromkeys(f"{ref.report_id}/{ref.claim_id}" for ref in refs))
    more = f" and {len(names) - _MOST_REFS} more" if len(names) > _MOST_REFS else ""
    return " ".join(names[:_MOST_REFS]) + more
