"""Reports as JSON: one object a line (`report_id, lang, published, outlet, title, url, text`), or a list of them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any, TextIO

from marsad.errors import SourceError
from marsad.records import Report
from marsad.sources.items import Basis, Defaults, Taken, language, readable

Json = dict[str, Any]

_ONE_LINE = dict.fromkeys(map(ord, "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"), " ")
_WORDS = ("report_id", "lang", "outlet", "title", "url")


def lines(stream: TextIO, limit: int) -> Iterator[tuple[int, str | None]]:
    """Yield (number, line) of every line that is not blank, from 1; None for a line of more than `limit` characters."""
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) > limit and not line.endswith("\n"):
            while (rest := stream.readline(limit + 1)) and not rest.endswith("\n"):
                pass
            yield number, None
        elif line.strip():
            yield number, line.removeprefix("\ufeff")


def parse(text: str) -> list[Json]:
    """Return the objects that `text` holds: one, or those of a list."""
    try:
        value = json.loads(text)
    except RecursionError as error:
        raise SourceError("it is not JSON that can be read: it is nested too deeply") from error
    except ValueError as error:
        raise SourceError(f"it is not valid JSON ({error}): write one object a line") from error
    objects = value if isinstance(value, list) else [value]
    if not all(isinstance(item, dict) for item in objects):
        raise SourceError('it is not a report: write an object with a "text", such as {"report_id": "1", "text": "…"}')
    return objects


def written(fields: Json) -> str:
    """Return one object of several as a row of its own."""
    return json.dumps(fields, ensure_ascii=False)


def taken(fields: Json, name: str, made_id: str, defaults: Defaults) -> Taken:
    """Return the report that `fields` hold, completed from `defaults`.

    Fields have the names of `columns.FIELDS`. Raises `SourceError` where a field cannot be what it says: no text, a
    date that is not ISO, a number for a title.
    """
    text = fields.get("text")
    if not isinstance(text, str) or not text.strip():
        raise SourceError('the report has no text: give it as "text"')
    text, notes = readable(text)
    words = {key: _words(fields, key) for key in _WORDS}
    title = words["title"] or defaults.title
    own = _published(fields)
    basis: Basis = "field" if own else defaults.basis if defaults.published else "unknown"
    report = Report(
        report_id=words["report_id"] or made_id,
        text=text,
        lang=words["lang"] or defaults.lang or language(f"{title or ''} {text}"),
        published=own or defaults.published,
        outlet=words["outlet"] or defaults.outlet,
        title=title,
        url=words["url"],
    )
    return Taken(report, name, notes, own_id=words["report_id"] is not None, basis=basis)


def _words(fields: Json, key: str) -> str | None:
    value = fields.get(key)
    if value is None or value == "":
        return None
    if key == "report_id" and isinstance(value, int):
        return str(value)
    if not isinstance(value, str):
        raise SourceError(f"{key} is {json.dumps(value)[:60]}: write it as text")
    line = value.translate(_ONE_LINE)
    return readable(line)[0] if line.strip() else None


def _published(fields: Json) -> dt.date | None:
    value = fields.get("published")
    if value is None or value == "":
        return None
    try:
        return dt.datetime.fromisoformat(value).date()
    except (TypeError, ValueError) as error:
        shown = json.dumps(value, ensure_ascii=True)[:60]
        raise SourceError(f"published is {shown}: write the date as YYYY-MM-DD") from error
