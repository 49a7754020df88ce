"""The review room without a browser: marsad review …, and marsad gold export."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from marsad.commands.console import DATABASE, FAILED, Database, day, opened, out, say
from marsad.errors import MarsadError

if TYPE_CHECKING:
    from marsad.review.states import Case
    from marsad.store.reviews import Reviews
    from marsad.store.store import Store

review = typer.Typer(help="Look through what was read, and decide.", no_args_is_help=True, rich_markup_mode=None)
As_json = Annotated[bool, typer.Option("--json", help="Write JSON.")]
By = Annotated[str, typer.Option(help="Who does it: an alias, not a name.")]


def register(app: typer.Typer) -> None:
    app.add_typer(review, name="review")


@contextmanager
def room(db: str) -> Iterator[tuple[Store, Reviews]]:
    """Open the record and its review room; what goes wrong is said and ends the command."""
    from marsad.store.reviews import Reviews

    with opened(db) as store:
        try:
            yield store, Reviews(store)
        except MarsadError as error:
            say(str(error))
            raise typer.Exit(FAILED) from None


def key_of(store: Store, name: str) -> str:
    """Return the key of a claim that is named REPORT/c1, or by its key."""
    from marsad.store.types import ClaimQuery

    report_id, slash, number = name.rpartition("/")
    if not slash:
        return name
    found = [c.claim.key for c in store.claims(ClaimQuery(report_ids=(report_id,))) if c.claim.id == number]
    if not found:
        say(f"{name}: there is no such claim: write REPORT/c1 or a key")
        raise typer.Exit(FAILED)
    return found[0]


@review.command()
def queue(
    db: Database = DATABASE,
    state: Annotated[
        list[str] | None, typer.Option(help="machine, in_review, reviewed …; several may be given.")
    ] = None,
    kind: Annotated[list[str] | None, typer.Option(help="One kind of claim alone.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many.")] = 20,
    as_json: As_json = False,
) -> None:
    """List claims by risk: low confidence × high impact × conflict."""
    from marsad.review.desk import queue as page
    from marsad.store.types import ClaimQuery
    from marsad.store.types_review import STATES, QueueQuery

    states = [name for name in STATES if name in (state or ("machine", "in_review"))]
    if len(states) < len(set(state or states)):
        raise typer.BadParameter(f"--state is one of {', '.join(STATES)}")
    with room(db) as (store, reviews):
        rows = page(reviews, QueueQuery(tuple(states), tuple(kind or ()), limit=limit))
        claims = {c.claim.key: c for c in store.claims(ClaimQuery(keys=tuple(row.key for row in rows)))} if rows else {}
        reports = {row.report_id: store.report(row.report_id) for row in rows}
    lines = []
    for row in rows:
        found, kept = claims[row.key], reports[row.report_id]
        words = " ".join(found.claim.evidence.of(kept.report.document).split()) if kept else ""
        lines.append((row, f"{row.report_id}/{found.claim.id}", words))
    if as_json:
        out(json.dumps([_row(row) | {"claim": name, "words": words} for row, name, words in lines], ensure_ascii=False))
        return
    for row, name, words in lines:
        sure = "-" if row.confidence is None else f"{row.confidence:.2f}"
        out(f"{row.risk:6}  {row.state:11} {row.kind:12} sure {sure}  conflicts {row.conflicts}  {name}\n")
        out(f"    {words[:160]}\n")


def _row(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__dataclass_fields__}


@review.command()
def show(claim: Annotated[str, typer.Argument(help="REPORT/c1 or a key.")], db: Database = DATABASE) -> None:
    """Open a claim: its sentence, its slots as they stand, its history, what is like it."""
    from marsad.interchange import claim_to_dict
    from marsad.review.desk import open_claim

    with room(db) as (store, reviews):
        seen = open_claim(reviews, key_of(store, claim))
    text, span = seen.report.document, seen.claim.evidence
    start, end = max(0, span.start - 200), min(len(text), span.end + 200)
    out(f"{text[start : span.start]}⟦{span.of(text)}⟧{text[span.end : end]}\n\n")
    out(json.dumps(claim_to_dict(seen.claim, seen.report), ensure_ascii=False, indent=1) + "\n\n")
    _say_case(seen.case)
    for report_id, other in seen.similar:
        out(f"like it: {report_id}/{other.id}  {other.detail}\n")
    if seen.superseded:
        out("the reader of today does not read this claim any more\n")


def _say_case(case: Case) -> None:
    item = case.item
    out(
        f"{item.key}: {item.state}{f', graded {item.grade}' if item.grade else ''}{', public' if item.public else ''}\n"
    )
    for step in case.steps:
        act = step.action
        after = f" (not followed: {step.refused})" if step.refused else " (taken back)" if step.undone else ""
        value = json.dumps(act.value, ensure_ascii=False) if act.value else ""
        out(f"  {act.at:%Y-%m-%d %H:%M}  {act.name}  {act.by}: {act.verb} {act.why or ''} {value}{after}\n")


@review.command("do")
def act(
    verb: Annotated[str, typer.Argument(help="accept, edit, reject, unsure, hold, submit, second, grade, same …")],
    claim: Annotated[str, typer.Argument(help="REPORT/c1 or a key.")],
    by: By,
    db: Database = DATABASE,
    why: Annotated[str, typer.Option(help="Why; needed to reject, override, send back and withdraw.")] = "",
    other: Annotated[str | None, typer.Option(help="The second claim, for same, different, merge and split.")] = None,
    value: Annotated[
        str | None, typer.Option("--set", metavar="JSON", help='For edit: {"victims": {"value": …, "span": [4, 9]}}.')
    ] = None,
    grade: Annotated[int | None, typer.Option(min=1, max=5, help="For grade: 1 confirmed … 5 discounted.")] = None,
    decision: Annotated[str | None, typer.Option(help="For second: agree or return.")] = None,
    target: Annotated[str | None, typer.Option(help="For undo and revert: the action, as show names it.")] = None,
    until: Annotated[
        dt.date | None, typer.Option(parser=day, metavar="YYYY-MM-DD", help="For publish: not to be shown before.")
    ] = None,
) -> None:
    """Do one thing with a claim. Nothing is overwritten: undo is an action too."""
    from marsad.review.desk import Wish
    from marsad.review.desk import act as carry_out
    from marsad.review.publish import publisher

    try:
        slots = json.loads(value) if value else None
    except ValueError as error:
        raise typer.BadParameter(f"--set is no JSON ({error})") from None
    with room(db) as (store, reviews):
        wish = Wish(
            verb, key_of(store, claim), by, why, key_of(store, other) if other else None, slots, grade, decision,
            target, until,
        )  # fmt: skip
        (case,) = carry_out(reviews, [wish], publisher())
    _say_case(case)


@review.command()
def add(
    report: Annotated[str, typer.Argument(help="The report that says it.")],
    kind: Annotated[str, typer.Argument(help="casualty, control, attack, statement, diplomacy, humanitarian.")],
    by: By,
    value: Annotated[str, typer.Option("--set", metavar="JSON", help="Its slots, as for edit.")],
    words: Annotated[str, typer.Option(help="The words that say it, as they are printed; they must stand there once.")],
    db: Database = DATABASE,
    why: Annotated[str, typer.Option(help="A remark.")] = "",
) -> None:
    """Write a claim that the machine missed."""
    from marsad.review.written import Writing, write

    try:
        slots = json.loads(value)
    except ValueError as error:
        raise typer.BadParameter(f"--set is no JSON ({error})") from None
    with room(db) as (store, reviews):
        kept = store.report(report)
        document = kept.report.document if kept else ""
        times = document.count(words) if words else 0
        if kept and times != 1:
            say(f"{report}: {words!r} stands there {times} times: give words that stand there once")
            raise typer.Exit(FAILED)
        start = document.find(words)
        case = write(reviews, Writing(report, kind, (start, start + len(words)), slots, by, why))
    _say_case(case)


@review.command("single-reader")
def single_reader(
    on: Annotated[str | None, typer.Argument(metavar="[on|off]", help="Nothing: say how it is.")] = None,
    by: Annotated[str, typer.Option(help="Who says so: an alias, not a name.")] = "owner",
    db: Database = DATABASE,
) -> None:
    """Whether one person alone may publish: what is published then says everywhere that one person read it."""
    if on not in (None, "on", "off"):
        raise typer.BadParameter("on, off or nothing")
    with room(db) as (_, reviews):
        if on is not None:
            reviews.set_single_reader(on == "on", by)
        out(f"single reader: {'on' if reviews.single_reader() else 'off'}\n")


@review.command()
def weigh(db: Database = DATABASE) -> None:
    """Count conflicts between claims anew, so that what is disputed comes first in the queue."""
    from marsad.fusion.fuse import fuse
    from marsad.review.desk import weigh as count

    with room(db) as (store, reviews):
        changed = count(reviews, fuse(list(store.readings()), store.judgements()))
    out(f"{changed:,} claims moved\n")


@review.command()
def backlog(db: Database = DATABASE) -> None:
    """How many claims were read, reviewed and published, day by day, and how many stand where."""
    from marsad.review.desk import queue as page
    from marsad.store.types_review import QueueQuery

    with room(db) as (_, reviews):
        page(reviews, QueueQuery(limit=1))
        days, tally = reviews.backlog(), reviews.tally()
    out("day         read  reviewed  published\n")
    for one in days:
        out(f"{one.day}  {one.read:5} {one.reviewed:8} {one.published:9}\n")
    out(", ".join(f"{state}: {count:,}" for state, count in sorted(tally.items())) + "\n")


@review.command()
def agreement(db: Database = DATABASE) -> None:
    """How far readers agree beyond chance, over the claims that two or more of them judged."""
    from marsad.review.agreement import agreement as measure

    with room(db) as (_, reviews):
        found = measure(reviews.actions())
    alpha = "not defined" if found.alpha is None else f"{found.alpha:.3f}"
    out(f"{found.claims:,} claims judged by two or more; Krippendorff's alpha {alpha}\n")
    for pair in found.pairs:
        kappa = "not defined" if pair.kappa is None else f"{pair.kappa:.3f}"
        out(f"{pair.first} and {pair.second}: {pair.alike} of {pair.claims} alike, Cohen's kappa {kappa}\n")
    out(f"{found.second_reads} second readings, {found.returned} sent back\n")


@review.command()
def orphans(db: Database = DATABASE) -> None:
    """Work on claims that the reader of today does not read any more, with the claim that may take its place."""
    from marsad.review.desk import orphans as find
    from marsad.store.types import ClaimQuery

    with room(db) as (store, reviews):
        found = find(
            reviews, store.judgements(), lambda name: [c.claim for c in store.claims(ClaimQuery(report_ids=(name,)))]
        )
    for orphan in found:
        last = orphan.judgements[-1] if orphan.judgements else None
        verdict = last.verdict if last else orphan.case.item.state
        out(f"{orphan.key}  {orphan.report_id or 'its report was removed'}  {verdict}")
        out(f"  now {orphan.successor}\n" if orphan.successor else "\n")
    out(f"{len(found):,} orphaned\n")
