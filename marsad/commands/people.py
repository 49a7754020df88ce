"""The commands by which people search the record, judge what is in it, and take reports out of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from marsad.commands.console import DATABASE, FAILED, Database, interactive, opened, out, say

if TYPE_CHECKING:
    from marsad.store.store import Store
    from marsad.store.types import Found

_AROUND = 60  # characters shown on either side of a word that was found


def register(app: typer.Typer) -> None:
    for command in (search, judge, remove):
        app.command()(command)


def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help='Words, or "words in a row" in quotes.')],
    db: Database = DATABASE,
    limit: Annotated[int, typer.Option(min=1, help="How many reports at most.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON list.")] = False,
) -> None:
    """Print the reports that hold all words, the latest first. Spelling, vowel marks and clitics make no difference."""
    with opened(db) as store:
        found = store.search(" ".join(f'"{word}"' if " " in word else word for word in words), limit)
    if as_json:
        out(json.dumps([_as_json(item) for item in found], ensure_ascii=False, indent=1) + "\n")
        return
    for item in found:
        report = item.report
        out(f"{report.report_id}  {report.published or '-'}  {report.outlet or '-'}\n    {_around(item)}\n")


def _as_json(item: Found) -> dict[str, Any]:
    from marsad.interchange import report_to_dict

    return report_to_dict(item.report) | {"span": [item.span.start, item.span.end] if item.span else None}


def _around(item: Found) -> str:
    text = item.report.document
    start, end = (item.span.start, item.span.end) if item.span else (0, 0)
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    shown = " ".join(text[first:last].split())
    return f"{'…' if first else ''}{shown}{'…' if last < len(text) else ''}"


def judge(
    verdict: Annotated[str, typer.Argument(help="same, different, unsure; accept, reject, correct.")],
    a: Annotated[str, typer.Argument(help="A claim by its key or as REPORT/c1, or an event.")],
    b: Annotated[str | None, typer.Argument(help="The other one, for same, different and unsure.")] = None,
    db: Database = DATABASE,
    by: Annotated[str, typer.Option(help="Who judges.")] = ...,  # type: ignore[assignment]
    why: Annotated[str, typer.Option(help="Why.")] = ...,  # type: ignore[assignment]
    value: Annotated[str | None, typer.Option(metavar="JSON", help="What correct sets, as an object of slots.")] = None,
) -> None:
    """Add a judgement to the log. Nothing is edited: a later judgement of the same claims takes its place."""
    with opened(db) as store:
        made = store.judge(
            verdict,  # type: ignore[arg-type]
            _key(store, a),
            None if b is None else _key(store, b),
            by=by,
            why=why,
            value=_object(value),
        )
    out(f"{made.verdict}: {made.a}{f' and {made.b}' if made.b else ''}\n")


def _object(value: str | None) -> dict[str, Any] | None:
    if value is None:
        return None
    try:
        given = json.loads(value)
    except ValueError as error:
        raise typer.BadParameter(f"--value is no JSON ({error})") from None
    if not isinstance(given, dict):
        raise typer.BadParameter('--value is no object of slots: write {"slot": …}')
    return given


def _key(store: Store, name: str) -> str:
    """Return the key of a claim that is named by its report and its id there; other names as they are."""
    from marsad.store.types import ClaimQuery

    report_id, slash, claim_id = name.rpartition("/")
    if slash:
        for found in store.claims(ClaimQuery(report_ids=(report_id,))):
            if found.claim.id == claim_id:
                return found.claim.key
    if slash or not (name.startswith("e-") or any(store.claims(ClaimQuery(keys=(name,))))):
        say(f"{name}: there is no such claim in the record")
        raise typer.Exit(FAILED)
    return name


def remove(
    report: Annotated[str, typer.Argument(help="The id of the report.")],
    reason: Annotated[str, typer.Option(help="Why; it is kept, so it must not repeat what is removed.")] = ...,  # type: ignore[assignment]
    approver: Annotated[str, typer.Option(help="Who approved it.")] = ...,  # type: ignore[assignment]
    db: Database = DATABASE,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Remove a report for safety: its content leaves every table, the index and the file; a tombstone stays."""
    with opened(db) as store:
        if not yes and interactive() and not typer.confirm(f"Remove {report} for good?", err=True):
            raise typer.Exit(FAILED)
        copies = store.copies(report)
        store.remove(report, reason, approver)
    out(f"{report} is removed\n")
    if copies:
        say(f"the same bytes are there as {', '.join(copies)}: remove them too where that is meant")
