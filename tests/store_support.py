"""What the tests of the store share: empty databases, reports and claims."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text

from marsad.records import (
    Attack,
    Casualty,
    Claim,
    Control,
    Count,
    Diplomacy,
    Humanitarian,
    Issue,
    Named,
    Place,
    Report,
    Span,
    Statement,
    When,
)
from marsad.store.types import Arrival

ROOT = Path(__file__).resolve().parent.parent
DAY = dt.date(2016, 12, 5)
AT = dt.datetime(2016, 12, 5, 18, 30, tzinfo=dt.UTC)
TEXT = "قال المرصد إن خمسة مدنيين قُتلوا في قصف على حي الشعار، بينهم طفلان. ودعا الوزير إلى محادثات."


@contextmanager
def fresh_database(kind: str, folder: Path) -> Iterator[str]:
    """Yield the address of an empty database: a file in `folder`, or a schema of its own in PostgreSQL."""
    if kind == "sqlite":
        yield str(folder / f"{uuid4().hex}.db")
        return
    server = os.environ.get("MARSAD_TEST_PG")
    if not server:
        pytest.skip("MARSAD_TEST_PG is not set: nothing was tried on PostgreSQL")
    schema = f"test_{uuid4().hex}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
        try:
            url = make_url(server).update_query_dict({"options": f"-csearch_path={schema}"})
            yield url.render_as_string(hide_password=False)
        finally:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    engine.dispose()


def report(name: str = "r1", words: str = TEXT, **fields: object) -> Report:
    values: dict[str, object] = {"lang": "ar", "published": DAY, "outlet": "وكالة", "title": "قصف على حي الشعار"}
    return Report(name, words, **(values | {"url": f"https://example.org/{name}"} | fields))  # type: ignore[arg-type]


def claims(name: str = "r1", killed: int = 5) -> tuple[Claim, ...]:
    """Return a claim of every kind, with all that a claim can hold."""
    source = Named("المرصد", "Syrian Observatory for Human Rights", Span(22, 28), ("SOHR",))
    where = Place("حي الشعار", Span(61, 70), "Shaar", 36.21, 37.19, "exact", "SY", "gn:1", "named with Aleppo")
    unclear = Place("المدينة", Span(3, 5), candidates=("Aleppo", "Idlib"))
    choice = (When(DAY, DAY, "day"), When(DAY + dt.timedelta(1), DAY + dt.timedelta(1), "day", part="morning"))
    time = When(DAY, DAY + dt.timedelta(1), "day", "مساء", Span(4, 8), "evening", choice)
    count = Count(killed, killed, "exact", "خمسة", Span(32, 36))

    def claim(number: int, kind: str, detail: object, **more: object) -> Claim:
        start = 18 + 5 * number
        made = {"source": source, "place": (where,), "time": time, "confidence": 0.75} | more
        return Claim(f"c{number}", f"{name}:{number}", kind, Span(start, start + 9), detail, kind, **made)  # type: ignore[arg-type]

    return (
        claim(1, "casualty", Casualty("killed", count, "civilians", cumulative=True), spans=(("harm", Span(44, 49)),)),
        claim(2, "casualty", Casualty("killed", Count(2, 2, "exact"), "children", subset_of="c1")),
        claim(3, "attack", Attack("shelling", None, Named("حي")), place=(unclear, where), certainty="uncertain"),
        claim(4, "control", Control("take", source), time=When(None, None, "unknown", inferred="no time"), source=None),
        claim(5, "statement", Statement(source, "call_for", "محادثات", "وزير"), inferred=(("a", "b"), ("a", "c"))),
        claim(6, "diplomacy", Diplomacy("talks", "proposed", ("A", "B"), "UN"), also=(Span(1, 2), Span(3, 4))),
        claim(7, "humanitarian", Humanitarian("siege", Count(None, None, "vague", "آلاف"), source), place=()),
    )


def issues(name: str = "r1") -> tuple[Issue, ...]:
    return Issue(name, "a time without a date", Span(4, 8)), Issue(name, "a place that was not found")


def arrival(name: str = "r1", words: str = TEXT, killed: int = 5, **fields: object) -> Arrival:
    values: dict[str, object] = {
        "original": f"<p id={name}>{words}</p>".encode(),
        "origin": f"https://example.org/{name}",
        "headers": {"content-type": "text/html"},
        "fetched_at": AT,
        "claims": claims(name, killed),
        "issues": issues(name),
        "reader_version": "1",
    }
    return Arrival(report(name, words), **(values | fields))  # type: ignore[arg-type]
