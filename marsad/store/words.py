"""Search for words: both databases index a copy of the text that is folded and cut into terms here.

Neither database cuts Arabic as it should: FTS5 splits words at vowel marks, and none finds «المدينة» by «مدينة».
So a term is a word in match form without the letters that Arabic writes onto it (و ف ب ل ك, ال), on both sides.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from functools import lru_cache

from sqlalchemy import ColumnElement, Connection, bindparam, column, delete, func, select, table, text, update

from marsad.errors import StoreError
from marsad.records import Span
from marsad.store.rows import batches
from marsad.store.schema import report
from marsad.text.fold import Folded, match

_WORD = re.compile(r"[^\W_]+")
_PHRASE = re.compile(r'"([^"]*)"|(\S+)')
_LONGEST = 200_000  # characters of a report that are indexed: a tsvector holds no more than 1 MB
_LONGEST_TERM = 200
_SHORTEST_STEM = 3

_index = table("words", column("report"), column("terms"))
_INDEX = text(
    "INSERT INTO words (report, terms) SELECT number, to_tsvector('simple', found) "
    "FROM unnest(CAST(:numbers AS integer[]), CAST(:texts AS text[])) AS given (number, found)"
)


@lru_cache(maxsize=16384)
def term(word: str) -> str:
    """Return a word (match form) without the particles and the article before it, while three letters remain."""
    while True:
        cut = 2 if word.startswith("ال") else 1 if word[0] in "وفبلك" else 0
        if not cut or len(word) - cut < _SHORTEST_STEM:
            return word[:_LONGEST_TERM]
        word = word[cut:]


def terms(document: str) -> str:
    """Return the terms of a text, a blank between them."""
    return " ".join(map(term, _WORD.findall(match(document[:_LONGEST]))))


def phrases(query: str) -> list[str]:
    """Return what a search asks for, each as terms: words, and in straight or Arabic quotes words in a row."""
    plain = match(query).replace("«", '"').replace("»", '"')
    found = (terms(quoted or word) for quoted, word in _PHRASE.findall(plain))
    return [phrase for phrase in found if phrase]


def checksum(written: str) -> int:
    """Return a number by which to know whether the terms of a text are what they were when it was indexed."""
    return zlib.crc32(written.encode("utf-8")) >> 1


def index(connection: Connection, written: Iterable[tuple[int, str]]) -> None:
    """Add the terms of texts, with the ids of their reports, to the index."""
    for batch in batches(written):
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("INSERT INTO words (rowid, terms) VALUES (?, ?)", batch)
        else:
            numbers, texts = zip(*batch, strict=True)
            connection.execute(_INDEX, {"numbers": list(numbers), "texts": list(texts)})


def forget(connection: Connection, number: int, document: str, indexed: int) -> None:
    """Take a report out of the index; `indexed` is the checksum of its terms there.

    A contentless FTS5 table forgets only what it is told again term by term, and keeps the terms until its parts are
    merged. Where folding has changed since, the terms of then are not known: the index is built anew.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(delete(_index).where(_index.c.report == number))
        return
    found = terms(document)
    if checksum(found) == indexed:
        gone = text("INSERT INTO words (words, rowid, terms) VALUES ('delete', :id, :terms)")
        connection.execute(gone, {"id": number, "terms": found})
        connection.exec_driver_sql("INSERT INTO words (words) VALUES ('optimize')")
    else:
        _rebuild(connection, number)


def _rebuild(connection: Connection, left_out: int) -> None:
    connection.exec_driver_sql("INSERT INTO words (words) VALUES ('delete-all')")
    query = select(report.c.id, report.c.title, report.c.text).where(report.c.id != left_out).order_by(report.c.id)
    anew = update(report).where(report.c.id == bindparam("number")).values(indexed=bindparam("sum"))
    for rows in connection.execute(query).partitions(1000):
        found = [(row.id, terms(f"{row.title}\n{row.text}" if row.title else row.text)) for row in rows]
        index(connection, found)
        connection.execute(anew, [{"number": number, "sum": checksum(written)} for number, written in found])


def find(connection: Connection, query: str, limit: int) -> list[int]:
    """Return the ids of reports that hold all words and phrases of `query`, the latest published first."""
    wanted = phrases(query)
    if not wanted:
        raise StoreError(f"{query!r} has no word to search for")
    newest = report.c.published.desc().nulls_last(), report.c.id.desc()
    statement = select(report.c.id).where(_holds(connection, wanted)).order_by(*newest).limit(limit)
    return list(connection.execute(statement).scalars())


def _holds(connection: Connection, wanted: list[str]) -> ColumnElement[bool]:
    if connection.dialect.name == "sqlite":
        # terms hold letters and digits alone, so nothing in them is FTS5 syntax
        asked = " AND ".join(f'"{phrase}"' for phrase in wanted)
        hits = text("SELECT rowid AS report FROM words WHERE words MATCH :asked").bindparams(asked=asked)
        return report.c.id.in_(select(hits.columns(column("report")).subquery().c.report))
    matching = [_index.c.terms.op("@@")(func.phraseto_tsquery("simple", phrase)) for phrase in wanted]
    return report.c.id.in_(select(_index.c.report).where(*matching))


def first_hit(document: str, query: str) -> Span | None:
    """Return where the first word of `query` stands in the printed text."""
    wanted = {word for phrase in phrases(query) for word in phrase.split(" ")}
    folded = Folded(document)
    hits = (hit for hit in _WORD.finditer(folded.match) if term(hit.group()) in wanted)
    hit = next(hits, None)
    return folded.span(hit.start(), hit.end()) if hit else None
