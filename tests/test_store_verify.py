"""One changed byte is found, and the record is named (marsad/store/verify.py)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, Table, create_engine, select, text, update
from sqlalchemy.types import JSON

from marsad.store import schema
from marsad.store.engine import url_of
from marsad.store.hashing import canonical
from marsad.store.store import Store
from tests.store_support import arrival, claims, issues

# What the problem names, by the table that was changed. What fusion computes and the notes on inputs that were
# refused are no part of the chain.
NAMES = {
    "chain": "chain entry",
    "report": "report r",
    "archive": "r1",
    "claim_set": "r1",
    "claim": "r1",
    "place": "place",
    "claim_place": "claim r1:",
    "issue": "issues of report r1",
    "judgement": "judgement",
    "removal": "removal",
}
FREE = {("report", "indexed"), ("report", "lineage"), ("claim", "lineage")}


@contextmanager
def behind_the_back(database: str) -> Iterator[Connection]:
    """Yield a connection on which the database checks nothing."""
    engine = create_engine(url_of(database), json_serializer=canonical)
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(text("SET session_replication_role = replica"))
            yield connection
    finally:
        engine.dispose()


def filled(store: Store) -> None:
    store.add_many([arrival("r1"), arrival("r2")])
    store.put_claims("r1", claims(killed=6), "2", issues())
    store.judge("same", "r1:1", "r2:1", by="p", why="w", value={"n": "x"})
    store.judge("accept", "r2:1", by="p", why="w")
    store.remove("r2", "safety", "q")


def changed(column: Any, value: Any) -> Any:
    """Return the value with one byte changed."""
    if isinstance(column.type, JSON) and value is None:
        return {"x": 1}
    if isinstance(column.type, JSON):
        words = canonical(value)
        at = next(i for i, char in enumerate(words) if char.isalnum() and words[i - 1] in '":[,')
        return json.loads(words[:at] + ("7" if words[at].isdigit() else "x") + words[at + 1 :])
    if isinstance(value, bytes):
        return value[:-1] + bytes([value[-1] ^ 1])
    if isinstance(value, str):
        return value[:-1] + chr(ord(value[-1]) ^ 1)
    if value is None:
        return "x" if column.type.python_type is str else 1
    return value + 1


@pytest.mark.parametrize("name", NAMES)
def test_one_changed_byte_is_found_and_named(database: str, name: str) -> None:
    table: Table = schema.metadata.tables[name]
    with Store.open(database) as store, behind_the_back(database) as raw:
        filled(store)
        assert store.verify().problems == ()
        for column in table.columns:
            if (name, column.name) in FREE:
                continue
            row = raw.execute(select(table).order_by(*table.primary_key).limit(1)).mappings().one()
            at = [key == row[key.name] for key in table.primary_key]
            there = [key == row[key.name] if key is not column else column == changed(column, row[column.name])
                     for key in table.primary_key]  # fmt: skip
            if raw.execute(select(table).where(*there)).first() and column.primary_key:
                continue  # another row has that key
            raw.execute(update(table).where(*at).values({column.name: changed(column, row[column.name])}))
            raw.commit()
            problems = store.verify().problems
            raw.execute(update(table).where(*there).values({column.name: row[column.name]}))
            raw.commit()
            named = [f"{problem.record} {problem.what}" for problem in problems]
            assert any(NAMES[name] in words for words in named), (column.name, named)
        assert store.verify().problems == ()


@pytest.mark.parametrize("name", [name for name in NAMES if name != "place"])
def test_a_row_that_is_taken_or_put_in_is_found(database: str, name: str) -> None:
    table: Table = schema.metadata.tables[name]
    with Store.open(database) as store, behind_the_back(database) as raw:
        filled(store)
        row = dict(raw.execute(select(table).order_by(*table.primary_key).limit(1)).mappings().one())
        at = [key == row[key.name] for key in table.primary_key]
        raw.execute(table.delete().where(*at))
        raw.commit()
        assert store.verify().problems
        raw.execute(table.insert(), row)
        raw.commit()
        assert store.verify().problems == ()
        forged = row | {list(table.primary_key)[-1].name: 1000}
        forged |= {key: "forged" for key in ("report_id", "key") if key in row}
        raw.execute(table.insert(), forged)
        raw.commit()
        assert store.verify().problems


def test_a_chain_that_was_cut_is_found_by_who_noted_its_head(database: str) -> None:
    with Store.open(database) as store, behind_the_back(database) as raw:
        store.add_many([arrival("r1")])
        store.judge("accept", "r1:1", by="p", why="w")
        head = store.verify().head
        assert store.verify(head).problems == ()
        raw.execute(text("DELETE FROM judgement"))
        raw.execute(text("DELETE FROM chain WHERE kind = 'judgement'"))
        raw.commit()
        assert store.verify().problems == ()
        (problem,) = store.verify(head).problems
        assert head in problem.what


def test_the_chain_cannot_be_patched_in_one_place(database: str) -> None:
    """Whoever changes a text and its payload has to change every later entry."""
    with Store.open(database) as store, behind_the_back(database) as raw:
        filled(store)
        raw.execute(text("UPDATE chain SET kind = 'other' WHERE sequence = 1"))
        raw.commit()
        assert {problem.record for problem in store.verify().problems} >= {"chain entry 1", "table archive"}
