"""Editions and briefings: marsad edition …, marsad brief."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from marsad.commands.console import DATABASE, FAILED, Database, out, say
from marsad.commands.ledgers import Place, Since, Until
from marsad.commands.review import By, room

if TYPE_CHECKING:
    from marsad.store.reviews import Reviews
    from marsad.store.types_review import Edition

edition = typer.Typer(help="Frozen states of what is published.", no_args_is_help=True, rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    app.add_typer(edition, name="edition")
    app.command()(brief)


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


@edition.command()
def freeze(
    version: Annotated[str, typer.Argument(help="Its version, as it will be cited: 2016-12.1, for example.")],
    by: By,
    db: Database = DATABASE,
    title: Annotated[str, typer.Option(help="Its title.")] = "",
) -> None:
    """Freeze what is public today; print its hash."""
    with room(db) as (_, reviews):
        made = reviews.freeze(version, title, by, _today())
    out(f"{made.version}  {made.hash}  {len(made.members):,} claims\n")


@edition.command("list")
def listed(db: Database = DATABASE) -> None:
    """Print the editions."""
    with room(db) as (_, reviews):
        for made in reviews.editions():
            out(f"{made.version}  {made.hash}  {made.at:%Y-%m-%d}  {len(made.members):,} claims  {made.title}\n")


@edition.command()
def changes(
    version: Annotated[str, typer.Argument(help="The edition that was cited, by version or hash.")],
    db: Database = DATABASE,
) -> None:
    """What changed since an edition: claims that came, went, or say something else, as JSON."""
    from marsad.review.publish import changes as compare

    with room(db) as (_, reviews):
        start = _edition(reviews, version)
        now = tuple((row.key, row.digest) for row in reviews.published(_today()))
        why = {row.key: f"{row.status}: {row.why}" for row in reviews.tombstones()}
    told = compare(start.members, now)
    told["gone"] = [{"key": key, "why": why.get(key)} for key in told["gone"]]
    out(json.dumps(told, ensure_ascii=False, indent=1) + "\n")


def _edition(reviews: Reviews, name: str) -> Edition:
    found = [
        made for made in reviews.editions() if name == made.version or (len(name) >= 8 and made.hash.startswith(name))
    ]
    if not found:
        say(f"{name}: there is no such edition: marsad edition list names them")
        raise typer.Exit(FAILED)
    return found[-1]


def brief(
    db: Database = DATABASE,
    lang: Annotated[str, typer.Option(metavar="ar|en", help="In which language.")] = "ar",
    source: Annotated[
        str | None, typer.Option("--edition", metavar="HASH", help="An edition, by hash or version.")
    ] = None,
    since: Since = None, until: Until = None, place: Place = None,
    file: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where to: .html or .pdf.")] = Path("brief.html"),
) -> None:  # fmt: skip
    """Write a briefing for print: maps of two days, what changed, who was harmed, disagreements, diplomacy, sources.

    From an edition it is the same, byte for byte, whenever it is made.
    """
    from marsad.web.briefing.make import make
    from marsad.web.briefing.words import LANGUAGES

    if lang not in LANGUAGES or file.suffix not in (".html", ".pdf"):
        raise typer.BadParameter("--lang is ar or en, and --out ends in .html or .pdf")
    with room(db) as (store, reviews):
        chosen = _edition(reviews, source) if source else None
        made = make(store, reviews, lang, since, until, place, chosen)
        data = made.html.encode()
        if file.suffix == ".pdf":
            from marsad.web.briefing.pdf import printed

            data = printed(made.html, made.day)
    file.write_bytes(data)
    say(f"{file}: {made.brief.claims:,} claims, {len(made.brief.citations):,} sentences cited")
