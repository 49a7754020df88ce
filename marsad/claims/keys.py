"""The key of a claim: a hash of what was read and where.

Keys are kept in stores and judgements, so the text that is hashed never changes: it holds the detail as Python prints
a record of records.py. Writing that out takes a fraction of what the records' own printing takes.
"""

from __future__ import annotations

from hashlib import blake2b

from marsad.records import Attack, Casualty, Control, Count, Detail, Diplomacy, Humanitarian, Named, Span, Statement


def key_of(report_id: str, kind: str, evidence: Span, trigger: int, detail: Detail) -> str:
    """Return the key of a claim of one report; `trigger` is the token that gave it away."""
    what = f"{report_id}|{kind}|{evidence.start}|{evidence.end}|{trigger}|{printed(detail)}"
    return blake2b(what.encode("utf-8", "replace"), digest_size=8).hexdigest()


def printed(detail: Detail) -> str:
    """Return `repr(detail)`."""
    match detail:
        case Casualty() as d:
            return (
                f"Casualty(harm={d.harm!r}, count={_count(d.count)}, victims={d.victims!r}, "
                f"affiliation={d.affiliation!r}, perpetrator={d.perpetrator!r}, cause={d.cause!r}, "
                f"cumulative={d.cumulative}, subset_of={d.subset_of!r})"
            )
        case Attack() as d:
            return f"Attack(type={d.type!r}, attacker={_named(d.attacker)}, target={_named(d.target)})"
        case Statement() as d:
            return f"Statement(speaker={_named(d.speaker)}, act={d.act!r}, content={d.content!r}, role={d.role!r})"
        case Control() as d:
            return (
                f"Control(action={d.action!r}, actor={_named(d.actor)}, from_actor={_named(d.from_actor)}, "
                f"extent={d.extent!r})"
            )
        case Diplomacy() as d:
            return f"Diplomacy(type={d.type!r}, status={d.status!r}, participants={d.participants!r}, body={d.body!r})"
        case Humanitarian() as d:
            return f"Humanitarian(type={d.type!r}, count={_count(d.count)}, actor={_named(d.actor)})"


def _count(count: Count | None) -> str:
    if count is None:
        return "None"
    return (
        f"Count(low={count.low}, high={count.high}, qualifier={count.qualifier!r}, text={count.text!r}, "
        f"span={_span(count.span)})"
    )


def _named(named: Named | None) -> str:
    if named is None:
        return "None"
    return (
        f"Named(text={named.text!r}, name={named.name!r}, span={_span(named.span)}, aliases={named.aliases!r}, "
        f"inferred={named.inferred!r})"
    )


def _span(span: Span | None) -> str:
    return "None" if span is None else f"Span(start={span.start}, end={span.end})"
