"""Reports with claims for the tests of the views: each line of a report is the evidence of one claim."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from marsad.records import (
    Attack,
    Casualty,
    Certainty,
    Claim,
    Control,
    Count,
    Detail,
    Diplomacy,
    Humanitarian,
    Kind,
    Named,
    Place,
    Report,
    Span,
    Statement,
    When,
)

SHARED = Path(os.environ.get("MARSAD_SHARED", Path(__file__).resolve().parents[2] / "shared"))
DATA = Path(__file__).parent / "data"
KIND: dict[type[Detail], Kind] = {
    Casualty: "casualty",
    Control: "control",
    Attack: "attack",
    Statement: "statement",
    Diplomacy: "diplomacy",
    Humanitarian: "humanitarian",
}
Pair = tuple[Report, Claim]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@dataclass(frozen=True)
class Line:
    """One line of a report and what it claims. `when` is a day, `first/last`, `since DAY`, or empty."""

    words: str
    detail: Detail
    places: tuple[str, ...] = ()
    when: str = ""
    source: str | None = None
    certainty: Certainty = "stated"
    inferred: tuple[tuple[str, str], ...] = field(default=())


def told(report_id: str, published: str | None, outlet: str | None, *lines: Line, lang: str = "en") -> list[Pair]:
    """Return a report made of `lines`, once with each of its claims."""
    text = "\n".join(line.words for line in lines)
    report = Report(report_id, text, lang, day(published) if published else None, outlet)
    pairs, start = [], 0
    for number, line in enumerate(lines, 1):
        span = Span(start, start + len(line.words))
        start = span.end + 1
        pairs.append((report, _claim(f"c{number}", f"{report_id}-{number}", span, line, report)))
    return pairs


def _claim(claim_id: str, key: str, span: Span, line: Line, report: Report) -> Claim:
    return Claim(
        id=claim_id,
        key=key,
        kind=KIND[type(line.detail)],
        evidence=span,
        detail=line.detail,
        rule="test",
        source=Named(line.source, line.source) if line.source else None,
        certainty=line.certainty,
        place=tuple(place(name, span) for name in line.places),
        time=when(line.when, report),
        inferred=line.inferred,
    )


FIRST = Span(0, 1)


def place(name: str, span: Span = FIRST) -> Place:
    """Return a place whose id is its first name in small letters: "Sakhour, Aleppo, Syria" is `sakhour`."""
    first = name.split(",")[0]
    return Place(first, span, name, 36.2, 37.2, "exact", "SY" if "Syria" in name else None, first.lower())


def when(text: str, report: Report) -> When:
    if not text:
        return When(None, None, "unknown")
    if text.startswith("since "):
        return When(day(text[6:]), report.published, "day", text, inferred="since")
    first, _, last = text.partition("/")
    return When(day(first) if first else None, day(last or first) if last or "/" not in text else None, "day", text)


def named(name: str | None) -> Named | None:
    return Named(name, name) if name else None


def exactly(number: int) -> Count:
    return Count(number, number, "exact", str(number))


def control(action: str, actor: str | None, extent: str | None = None, loser: str | None = None) -> Control:
    return Control(action, named(actor), named(loser), extent)


def gold(path: Path) -> list[Pair]:
    """Return the reports of a file in the interchange format with claims whose passages have no offsets."""
    pairs: list[Pair] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        published = day(record["published"]) if record["published"] else None
        report = Report(
            record["report_id"], record["text"], record["lang"], published, record["outlet"], record["title"]
        )
        pairs += [(report, _gold_claim(claim, report)) for claim in record["claims"]]
    return pairs


def _gold_claim(raw: dict[str, Any], report: Report) -> Claim:
    time = raw["time"]
    return Claim(
        id=raw["id"],
        key=f"{report.report_id}#{raw['id']}",
        kind=raw["kind"],
        evidence=_span(raw["evidence"], report),
        detail=_gold_detail(raw),
        rule="gold",
        also=tuple(_span(text, report) for text in raw["also"]),
        source=_gold_named(raw["source"]),
        certainty=raw["certainty"],
        place=tuple(
            Place(p["text"], _span(p["text"], report), p["name"], p["lat"], p["lon"], country=_country(p["name"]))
            for p in raw["place"]
        ),
        time=When(_day(time["start"]), _day(time["end"]), text=time["text"]),
    )


def _day(text: str | None) -> dt.date | None:
    return day(text) if text else None


def _country(name: str | None) -> str | None:
    return {"Syria": "SY", "Switzerland": "CH"}.get((name or "").split(", ")[-1])


def _gold_detail(raw: dict[str, Any]) -> Detail:
    match raw["kind"]:
        case "casualty":
            count = Count(*(raw["count"][slot] for slot in ("low", "high", "qualifier", "text")))
            slots = ("victims", "affiliation", "perpetrator", "cause", "cumulative", "subset_of")
            return Casualty(raw["harm"], count, **{slot: raw[slot] for slot in slots})
        case "control":
            return Control(raw["action"], _gold_named(raw["actor"]), _gold_named(raw["from_actor"]), raw["extent"])
        case "attack":
            return Attack(raw["type"], _gold_named(raw["attacker"]), _gold_named(raw["target"]))
        case "statement":
            speaker = _gold_named(raw["speaker"])
            assert speaker
            return Statement(speaker, raw["act"], raw["content"], raw["role"])
        case "diplomacy":
            return Diplomacy(raw["type"], raw["status"], tuple(raw["participants"]), raw["body"])
        case _:
            return Humanitarian(raw["type"], None, _gold_named(raw["actor"]))


def _gold_named(raw: dict[str, Any] | None) -> Named | None:
    return Named(raw["text"], raw["name"], aliases=tuple(raw.get("aliases", ()))) if raw else None


def _span(text: str, report: Report) -> Span:
    start = report.document.index(text)
    return Span(start, start + len(text))


def texts(pairs: Iterable[Pair]) -> dict[str, str]:
    return {report.report_id: report.document for report, _ in pairs}
