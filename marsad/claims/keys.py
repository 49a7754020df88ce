"""The key of a claim: a hash of what was read and where.

Keys are kept in stores and judgements, so the text that is hashed never changes: it holds the detail as Python prints
a record of records.py. Writing that out takes a fraction of what the records' own printing takes.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from typing import Final

from marsad.records import Attack, Casualty, Control, Count, Detail, Diplomacy, Humanitarian, Named, Span, Statement

shown: Final[Callable[[object], str]] = repr  # what is put in by `!r` goes through `str.format` when compiled


def key_of(report_id: str, kind: str, evidence: Span, trigger: int, detail: Detail) -> str:
    """Return the key of a claim of one report; `trigger` is the token that gave it away."""
    what = f"{report_id}|{kind}|{evidence.start}|{evidence.end}|{trigger}|{printed(detail)}"
    return blake2b(what.encode("utf-8", "replace"), digest_size=8).hexdigest()


def printed(detail: Detail) -> str:
    """Return `repr(detail)`."""
    match detail:
        case Casualty() as d:
            return (
                f"Casualty(harm={shown(d.harm)}, count={_count(d.count)}, victims={shown(d.victims)}, "
                f"affiliation={shown(d.affiliation)}, perpetrator={shown(d.perpetrator)}, cause={shown(d.cause)}, "
                f"cumulative={d.cumulative}, subset_of={shown(d.subset_of)})"
            )
        case Attack() as d:
            return f"Attack(type={shown(d.type)}, attacker={_named(d.attacker)}, target={_named(d.target)})"
        case Statement() as d:
            return (
                f"Statement(speaker={_named(d.speaker)}, act={shown(d.act)}, content={shown(d.content)}, "
                f"role={shown(d.role)})"
            )
        case Control() as d:
            return (
                f"Control(action={shown(d.action)}, actor={_named(d.actor)}, from_actor={_named(d.from_actor)}, "
                f"extent={shown(d.extent)})"
            )
        case Diplomacy() as d:
            return (
                f"Diplomacy(type={shown(d.type)}, status={shown(d.status)}, participants={shown(d.participants)}, "
                f"body={shown(d.body)})"
            )
        case Humanitarian() as d:
            return f"Humanitarian(type={shown(d.type)}, count={_count(d.count)}, actor={_named(d.actor)})"


def _count(count: Count | None) -> str:
    if count is None:
        return "None"
    return (
        f"Count(low={count.low}, high={count.high}, qualifier={shown(count.qualifier)}, text={shown(count.text)}, "
        f"span={_span(count.span)})"
    )


def _named(named: Named | None) -> str:
    if named is None:
        return "None"
    return (
        f"Named(text={shown(named.text)}, name={shown(named.name)}, span={_span(named.span)}, "
        f"aliases={shown(named.aliases)}, inferred={shown(named.inferred)})"
    )


def _span(span: Span | None) -> str:
    return "None" if span is None else f"Span(start={span.start}, end={span.end})"
