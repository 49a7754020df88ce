"""A test set of one's own from what people decided: marsad gold export."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from marsad.commands.console import DATABASE, Database, say
from marsad.commands.review import room

gold = typer.Typer(help="A test set of one's own.", no_args_is_help=True, rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    app.add_typer(gold, name="gold")


@gold.command("export")
def gold_export(
    db: Database = DATABASE,
    file: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where to.")] = Path("own.gold.jsonl"),
) -> None:
    """Write the reports whose claims were all decided as gold claims."""
    from marsad.review.gold import Undecided
    from marsad.review.gold import gold as write
    from marsad.review.states import replay_all

    written = 0
    with room(db) as (store, reviews), file.open("w", encoding="utf-8") as lines:
        for item in write(store.readings(), replay_all(reviews.actions())):
            if isinstance(item, Undecided):
                say(f"{item.report_id}: {item.open} of its claims are not decided: it is left out")
                continue
            lines.write(json.dumps(item, ensure_ascii=False) + "\n")
            written += 1
    say(f"{file}: {written:,} reports")
