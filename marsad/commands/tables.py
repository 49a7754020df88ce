"""Rows of the record as tables for people, CSV and JSON: every cell is text, every row names its claims."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from marsad.commands.console import out

if TYPE_CHECKING:
    from marsad.views.casualties import Casualties
    from marsad.views.control import Change, ControlState
    from marsad.views.diplomacy import Track
    from marsad.views.figures import Range, Series
    from marsad.views.positions import PositionRow
    from marsad.views.rows import ClaimRef, Days
    from marsad.views.timeline import Moment

Row = Mapping[str, str]
_MOST_REFS = 3


def of_casualties(found: Casualties) -> list[Row]:
    rows: list[Row] = [
        {
            "what": f"{t.group.harm} {t.group.victims}",
            "reported": _range(t.range),
            "when": days_of(t.days),
            "where": "; ".join(t.group.scope_names),
            "by": "; ".join(f"{r.lineage}: {_count(r.low, r.high)}{' (revised)' * r.superseded}" for r in t.reported),
            "checks": "; ".join(f.why for f in t.findings),
            "claims": _refs(ref for r in t.reported for ref in r.refs),
        }
        for t in found.tolls
    ]
    return rows + [_of_series(series) for series in found.series]


def _of_series(series: Series) -> Row:
    last = series.points[-1] if series.points else None
    return {
        "what": f"{series.group.harm} {series.group.victims} (running toll)",
        "reported": _count(last.low, last.high) if last else "",
        "when": f"{series.start or '?'} to {last.day if last else '?'}",
        "where": "; ".join(series.group.scope_names),
        "by": f"{series.asserter}: " + ", ".join(f"{p.day} {_count(p.low, p.high)}" for p in series.points),
        "checks": "; ".join(f.why for f in series.findings),
        "claims": _refs(ref for p in series.points for r in p.reported for ref in r.refs),
    }


def of_control(states: Iterable[ControlState]) -> list[Row]:
    return [
        {
            "place": s.place,
            "state": s.state + ", besieged" * (s.besieged and s.state != "besieged"),
            "holders": ", ".join(s.holders),
            "from": str(s.since or "not known"),
            "to": str(s.until or ""),
            "why": s.why or "",
            "claims": _refs(s.support),
        }
        for s in states
    ]


def of_changes(changes: Iterable[Change]) -> list[Row]:
    return [
        {
            "day": str(change.day),
            "place": change.after.place,
            "from": " ".join((change.before.state, ", ".join(change.before.holders))).strip(),
            "to": " ".join((change.after.state, ", ".join(change.after.holders))).strip(),
            "claims": _refs(change.after.support),
        }
        for change in changes
    ]


def of_diplomacy(tracks: Iterable[Track]) -> list[Row]:
    return [
        {
            "what": track.kin,
            "body": track.body or "",
            "parties": ", ".join(track.sponsors or track.parties),
            "stages": " → ".join(f"{step.stage} ({days_of(step.days)})" for step in track.steps),
            "outcome": track.outcome or "",
            "votes": "; ".join(map(str, track.votes)),
            "claims": _refs(track.refs),
        }
        for track in tracks
    ]


def of_positions(found: Iterable[PositionRow]) -> list[Row]:
    return [
        {
            "actor": row.actor,
            "when": days_of(said.days),
            "act": said.act,
            "words": said.quote,
            "told by": said.told_by or "",
            "claims": _refs(said.refs),
        }
        for row in found
        for said in row.said
    ]


def of_timeline(moments: Iterable[Moment]) -> list[Row]:
    return [
        {
            "when": days_of(m.days),
            "kind": m.kind,
            "what": m.what,
            "where": "; ".join(m.places),
            "says": m.asserter or "",
            "certainty": m.certainty,
            "claims": _refs([m.ref]),
        }
        for m in moments
    ]


def write_rows(rows: Sequence[Row], form: str) -> None:
    if form == "csv":
        if rows:
            text = io.StringIO()
            writer = csv.DictWriter(text, list(rows[0]))
            writer.writeheader()
            writer.writerows({name: _safe(cell) for name, cell in row.items()} for row in rows)
            out(text.getvalue())
        return
    if not rows:
        out("Nothing in the record answers this.\n")
        return
    from marsad.terminal import show_rows  # rich is slow to load

    show_rows(rows)
    out("Reported, not established: machine-read claims, unreviewed unless a judgement says otherwise.\n")


def _safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def write_json(value: Any) -> None:
    out(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def _range(found: Range) -> str:
    lineages = "1 lineage" if found.lineages == 1 else f"{found.lineages} lineages"
    return f"{_count(found.low, found.high)} ({lineages})" if found.lineages else "no figure"


def _count(low: int | None, high: int | None) -> str:
    if low is None and high is None:
        return "no figure"
    if high is None:
        return f"{low:,} or more"
    if low is None:
        return f"up to {high:,}"
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def days_of(days: Days) -> str:
    if days.first is None and days.last is None:
        return "not known"
    if not days.dated:
        return f"by {days.last}"
    if days.first == days.last:
        return str(days.first)
    return f"{days.first or '…'} to {days.last or '…'}"


def _refs(refs: Iterable[ClaimRef]) -> str:
    names = list(dict.fromkeys(f"{ref.report_id}/{ref.claim_id}" for ref in refs))
    more = f" and {len(names) - _MOST_REFS} more" if len(names) > _MOST_REFS else ""
    return " ".join(names[:_MOST_REFS]) + more
