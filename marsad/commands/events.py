"""The commands that relate reports and hand the record on: fuse, events, export."""

from __future__ import annotations

import datetime as dt
import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from marsad.commands.batch import Address, Engine
from marsad.commands.console import DATABASE, FAILED, Database, opened, out, say
from marsad.commands.ledgers import Actor, AsOf, Format, KnownOn, Place, Since, Until
from marsad.commands.tables import write_json, write_rows
from marsad.errors import BatchError, MarsadError
from marsad.records import Event, Figure, Fusion, Judgement, Reading

if TYPE_CHECKING:
    from marsad.fusion.cells import Spread

_MOST = 4  # claims named in a row


def register(app: typer.Typer) -> None:
    for command in (fuse, events, export):
        app.command()(command)


def fuse(
    db: Database = DATABASE,
    as_json: Annotated[bool, typer.Option("--json", help="Write the events with their members as JSON.")] = False,
    workers: Annotated[int, typer.Option(min=1, help="Processes that compare claims.")] = 1,
    engine: Engine = "local",
    address: Address = "local",
) -> None:
    """Relate the claims of all reports: which describe one event, who is behind them, where they contradict.

    With --workers or --engine ray claims are compared month by month and country by country, in processes of their own
    or on a cluster; the events are the same.
    """
    from marsad.fusion.render import to_json

    try:
        readings, fusion, _ = _fused(db, spread=_spread(engine, address, workers))
    except BatchError as error:
        say(str(error))
        raise typer.Exit(FAILED) from None
    if as_json:
        out(json.dumps(to_json(fusion, readings), ensure_ascii=False, indent=1) + "\n")
        return
    series = sum(event.series for event in fusion.events)
    told = sum(len(reading.claims) for reading in readings)
    disputed = sum(bool(event.contradictions) for event in fusion.events)
    out(
        f"{told:,} claims of {len(readings):,} reports: {len(fusion.events) - series:,} events, {series:,} running "
        f"tolls; {disputed:,} with contradictions, {len(fusion.unresolved):,} judgements that contradict each other\n"
    )


def events(
    db: Database = DATABASE, place: Place = None, since: Since = None, until: Until = None, actor: Actor = None,
    as_of: AsOf = None, known_on: KnownOn = None,
    kind: Annotated[str | None, typer.Option(help="One kind of event alone.")] = None, form: Format = "table",
) -> None:  # fmt: skip
    """What claims are judged to describe: one row an event, with its figures, lineages, grade and contradictions."""
    from marsad.fusion.render import to_json
    from marsad.views.rows import about_place, with_actor

    readings, fusion, _ = _fused(db, known_on)
    last = min((day for day in (until, as_of) if day is not None), default=None)
    named = {c.key for r in readings for c in r.claims if actor is None or with_actor(c, actor)}
    found = [
        event
        for event in fusion.events
        if (place is None or (event.place is not None and about_place(event.place, place)))
        and (since is None or event.end is None or event.end >= since)
        and (last is None or event.start is None or event.start <= last)
        and (kind is None or event.kind == kind)
        and not named.isdisjoint(event.claims)
    ]
    if form == "json":
        write_json(to_json(Fusion(tuple(found), fusion.unresolved), readings))
        return
    known = {claim.key: f"{r.report.report_id}/{claim.id}" for r in readings for claim in r.claims}
    write_rows([_row(event, known) for event in found], form)


def _row(event: Event, known: dict[str, str]) -> dict[str, str]:
    names = list(dict.fromkeys(known[key] for key in event.claims))
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return {
        "event": event.id,
        "what": ("running toll" if event.series else event.kind) + f" ({', '.join(event.types)})" * bool(event.types),
        "when": " to ".join(dict.fromkeys(str(day or "…") for day in (event.start, event.end))),
        "where": (event.place.name or event.place.text) if event.place else "",
        "figures": "; ".join(map(_figure, event.figures)),
        "lineages": str(len(event.lineages)),
        "grade": event.grade or "",
        "contradictions": "; ".join(f"{found.difference}: {found.why}" for found in event.contradictions),
        "claims": " ".join(names[:_MOST]) + more,
    }


def _figure(figure: Figure) -> str:
    bounds = " to ".join(dict.fromkeys(str(n) for n in (figure.min, figure.max) if n is not None)) or "no figure"
    return f"{figure.harm} {figure.victims}: {bounds}"


def _spread(engine: str, address: str, workers: int) -> Spread | None:
    """Return what compares claims elsewhere; None: it is done here."""
    from marsad.batch import spread

    if engine == "ray":
        return partial(spread.on_ray, address=address)
    return partial(spread.local, workers=workers, modules=["marsad.fusion.cells"]) if workers > 1 else None


def _fused(
    db: str, known_on: dt.date | None = None, spread: Spread | None = None
) -> tuple[list[Reading], Fusion, list[Judgement]]:
    from marsad.fusion.cells import by_month_and_country
    from marsad.fusion.fuse import fuse as relate

    with opened(db) as store:
        readings = list(store.readings())
        judgements: list[Judgement] = store.judgements()
    if known_on is not None:
        readings = [r for r in readings if r.report.published is not None and r.report.published <= known_on]
        judgements = [j for j in judgements if j.at.date() <= known_on]
    if spread is None:
        return readings, relate(readings, judgements), judgements
    return readings, relate(readings, judgements, spread=spread, cell_of=by_month_and_country), judgements


def export(
    format_name: Annotated[str, typer.Argument(metavar="FORMAT", help="csv, jsonl, geojson, hxl, evidence …")],
    db: Database = DATABASE,
    file: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where to; else FORMAT's own name here.")
    ] = None,
) -> None:
    """Write the record in a format that others read, and say what that format cannot say."""
    from marsad.exports.dataset import Dataset, Stamp
    from marsad.exports.formats import exporter

    try:
        chosen = exporter(format_name)
        readings, fusion, judgements = _fused(db)
        claims = tuple((reading.report, claim) for reading in readings for claim in reading.claims)
        made = chosen.make(Dataset(claims, fusion.events, tuple(judgements)), Stamp(dt.datetime.now(dt.UTC).date()))
    except MarsadError as error:
        raise typer.BadParameter(str(error)) from None
    target = file or Path(chosen.file_name("marsad"))
    target.write_bytes(made.data)
    losses = made.losses
    say(f"{target}: {losses.written:,} of {losses.given:,} claims")
    for loss in losses.losses:
        say(f"  {loss.fate}: {len(loss.claims):,} claims, {loss.reason}")
