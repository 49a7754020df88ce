"""The commands that ask the record: casualties, control, diplomacy, positions, timeline, and `show` for one claim.

Every row opens to claims, and `marsad show` opens a claim to its words. Tables are for people, CSV and JSON for other
programs; the JSON of a row has everything that the view has, the table what fits on a screen.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from marsad.commands import tables
from marsad.commands.console import DATABASE, FAILED, Database, day, opened, out, say

if TYPE_CHECKING:
    from marsad.views.rows import Filter

_FORMATS = ("table", "json", "csv")


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

    _answer(view, tables.of_casualties, db, form, _filter(place, since, until, actor, as_of, known_on))


def control(
    db: Database = DATABASE, place: Place = None, since: Since = None, until: Until = None, actor: Actor = None,
    as_of: AsOf = None, known_on: KnownOn = None,
    changed: Annotated[bool, typer.Option("--changes", help="What changed hands, in place of the states.")] = False,
    form: Format = "table",
) -> None:  # fmt: skip
    """Who holds which place, from when, said by whom; with --changes, what changed hands between two days."""
    from marsad.views.control import changes
    from marsad.views.control import control as view

    if not changed:
        _answer(view, tables.of_control, db, form, _filter(place, since, until, actor, as_of, known_on))
        return

    def moved(*asked: Any, **more: Any) -> Any:
        return changes(view(*asked, **more), since, until)

    _answer(moved, tables.of_changes, db, form, _filter(place, None, None, actor, as_of, known_on))


def diplomacy(
    db: Database = DATABASE, place: Place = None, since: Since = None, until: Until = None, actor: Actor = None,
    as_of: AsOf = None, known_on: KnownOn = None, form: Format = "table",
) -> None:  # fmt: skip
    """What was proposed, planned and decided, and what came of it."""
    from marsad.views.diplomacy import diplomacy as view

    _answer(view, tables.of_diplomacy, db, form, _filter(place, since, until, actor, as_of, known_on))


def positions(
    db: Database = DATABASE, place: Place = None, since: Since = None, until: Until = None, actor: Actor = None,
    as_of: AsOf = None, known_on: KnownOn = None,
    containing: Annotated[str | None, typer.Option(help="Words that must all stand in what was said.")] = None,
    form: Format = "table",
) -> None:  # fmt: skip
    """Who said what, and when."""
    from marsad.views.positions import positions as view

    where = _filter(place, since, until, actor, as_of, known_on)
    _answer(partial(view, containing=containing), tables.of_positions, db, form, where)


def timeline(
    db: Database = DATABASE, place: Place = None, since: Since = None, until: Until = None, actor: Actor = None,
    as_of: AsOf = None, known_on: KnownOn = None,
    kind: Annotated[str | None, typer.Option(help="One kind of claim alone.")] = None, form: Format = "table",
) -> None:  # fmt: skip
    """Everything, in the order of time."""
    from marsad.records import KINDS
    from marsad.views.timeline import timeline as view

    if kind is not None and kind not in KINDS:
        raise typer.BadParameter(f"{kind!r} is no kind: write one of {', '.join(KINDS)}")
    _answer(view, tables.of_timeline, db, form, _filter(place, since, until, actor, as_of, known_on, kind))


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


def _answer(
    view: Callable[..., Any], rows: Callable[[Any], list[tables.Row]], db: str, form: str, where: Filter
) -> None:
    from marsad.views.rows import plain

    with opened(db) as store:
        pairs = [(reading.report, claim) for reading in store.readings() for claim in reading.claims]
        judgements = store.judgements()
    found = view(pairs, where, judgements=judgements)
    if form == "json":
        tables.write_json(plain(found))
    else:
        tables.write_rows(rows(found), form)


def _filter(
    place: str | None, since: dt.date | None, until: dt.date | None, actor: str | None, as_of: dt.date | None,
    known_on: dt.date | None, kind: Any = None,
) -> Filter:  # fmt: skip
    from marsad.views.rows import Filter

    return Filter(place, since, until, actor, kind, as_of, known_on)
