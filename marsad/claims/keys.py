"""The key of a claim: a hash of what was read and where.

Keys are kept in stores and judgements, so the text that is hashed never changes: it holds the detail as Python prints
a record of records.py, in UTF-8. It is joined from pieces that are encoded already: most words and names come again.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Final

from marsad.records import (
    KINDS,
    Attack,
    Casualty,
    Control,
    Count,
    Detail,
    Diplomacy,
    Humanitarian,
    Named,
    Span,
    Statement,
)
from marsad.text.memory import Memory

_KEPT: Final = 4096  # words and names that are remembered
_KINDS: Final[dict[str, bytes]] = {kind: f"|{kind}|".encode() for kind in KINDS}
_NUMBERS: Final = [b"%d" % number for number in range(4096)]  # offsets of all but the longest reports


def key_of(report_id: str, kind: str, evidence: Span, trigger: int, detail: Detail) -> str:
    """Return the key of a claim of one report; `trigger` is the token that gave it away."""
    start, end = _number(evidence.start), _number(evidence.end)
    pieces = [report_id.encode("utf-8", "replace"), _KINDS[kind], start, b"|", end, b"|", _number(trigger), b"|"]
    _print(detail, pieces)
    return blake2b(b"".join(pieces), digest_size=8).hexdigest()


def printed(detail: Detail) -> str:
    """Return `repr(detail)`."""
    pieces: list[bytes] = []
    _print(detail, pieces)
    return b"".join(pieces).decode()


def _print(detail: Detail, to: list[bytes]) -> None:
    """Add what Python prints of a detail."""
    if isinstance(detail, Attack):
        to += (b"Attack(type=", _text(detail.type), b", attacker=")
        _named(detail.attacker, to)
        to.append(b", target=")
        _named(detail.target, to)
    elif isinstance(detail, Casualty):
        to += (b"Casualty(harm=", _text(detail.harm), b", count=")
        _count(detail.count, to)
        to += (
            b", victims=", _text(detail.victims), b", affiliation=", _text(detail.affiliation), b", perpetrator=",
            _text(detail.perpetrator), b", cause=", _text(detail.cause), b", cumulative=",
            b"True" if detail.cumulative else b"False", b", subset_of=", _text(detail.subset_of),
        )  # fmt: skip
    elif isinstance(detail, Statement):
        to.append(b"Statement(speaker=")
        _named(detail.speaker, to)
        to += (
            b", act=", _text(detail.act), b", content=", repr(detail.content).encode(), b", role=", _text(detail.role)
        )  # fmt: skip
    elif isinstance(detail, Control):
        to += (b"Control(action=", _text(detail.action), b", actor=")
        _named(detail.actor, to)
        to.append(b", from_actor=")
        _named(detail.from_actor, to)
        to += (b", extent=", _text(detail.extent))
    elif isinstance(detail, Diplomacy):
        to += (
            b"Diplomacy(type=", _text(detail.type), b", status=", _text(detail.status), b", participants=",
            _texts(detail.participants), b", body=", _text(detail.body),
        )  # fmt: skip
    else:
        _humanitarian(detail, to)
    to.append(b")")


def _humanitarian(detail: Humanitarian, to: list[bytes]) -> None:
    to += (b"Humanitarian(type=", _text(detail.type), b", count=")
    _count(detail.count, to)
    to.append(b", actor=")
    _named(detail.actor, to)


def _count(count: Count | None, to: list[bytes]) -> None:
    if count is None:
        to.append(b"None")
        return
    low, high = count.low, count.high
    to += (
        b"Count(low=", b"None" if low is None else _number(low), b", high=", b"None" if high is None else _number(high),
        b", qualifier=", _text(count.qualifier), b", text=", _text(count.text),
    )  # fmt: skip
    _span(count.span, to)
    to.append(b")")


def _named(named: Named | None, to: list[bytes]) -> None:
    if named is None:
        to.append(b"None")
        return
    to += (b"Named(text=", _text(named.text), b", name=", _text(named.name))
    _span(named.span, to)
    to += (b", aliases=", _texts(named.aliases), b", inferred=", _text(named.inferred), b")")


def _span(span: Span | None, to: list[bytes]) -> None:
    if span is None:
        to.append(b", span=None")
    else:
        to += (b", span=Span(start=", _number(span.start), b", end=", _number(span.end), b")")


def _number(number: int) -> bytes:
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else b"%d" % number


def _text(text: str | None) -> bytes:
    return b"None" if text is None else _quoted[text]


def _texts(texts: tuple[str, ...]) -> bytes:
    return _several[texts] if texts else b"()"


def _encoded(value: object) -> bytes:
    return repr(value).encode()


_quoted: Final[Memory[str, bytes]] = Memory(_encoded, _KEPT)
_several: Final[Memory[tuple[str, ...], bytes]] = Memory(_encoded, _KEPT)
