"""A claim in a few plain words, for people: what, who says so, where, when."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter

from marsad.records import (
    Attack,
    Casualty,
    Claim,
    Control,
    Count,
    Diplomacy,
    Humanitarian,
    Named,
    Place,
    Statement,
    When,
)

_QUALIFIERS = {"at_least": "at least ", "more_than": "more than ", "up_to": "up to ", "about": "about "}
_ACTS = {
    "say": "says",
    "announce": "announces",
    "accuse": "accuses",
    "deny": "denies",
    "demand": "demands",
    "call_for": "calls for",
    "threaten": "threatens",
    "warn": "warns",
    "reject": "rejects",
    "support": "supports",
    "condemn": "condemns",
    "promise": "promises",
}
_SINGULAR = {
    "people": "person", "civilians": "civilian", "children": "child", "women": "woman", "combatants": "combatant",
    "journalists": "journalist", "medics": "medic", "aid_workers": "aid worker", "police": "police officer",
    "officials": "official", "protesters": "protester",
}  # fmt: skip
_CONTENT = 90


def what(claim: Claim) -> str:
    """Return the kind's own slots in words, with neutral names where they are known."""
    detail = claim.detail
    match detail:
        case Casualty():
            return _casualty(detail)
        case Control():
            return _join(
                f"{_name(detail.actor) or '(not named)'}:",
                _words(detail.action),
                detail.extent,
                f"from {_name(detail.from_actor)}" if detail.from_actor else None,
            )
        case Attack():
            return _join(
                _words(detail.type),
                f"by {_name(detail.attacker)}" if detail.attacker else None,
                f"on {_name(detail.target)}" if detail.target else None,
            )
        case Statement():
            act = _ACTS.get(detail.act, _words(detail.act))
            return f"{_name(detail.speaker)} {act}: {shortened(detail.content, _CONTENT)}"
        case Diplomacy():
            parties = ", ".join(detail.participants)
            return "; ".join(
                part for part in (f"{_words(detail.type)} ({detail.status})", parties, detail.body) if part
            )
        case Humanitarian():
            return _join(
                _words(detail.type),
                f"of {number(detail.count)}" if detail.count else None,
                f"by {_name(detail.actor)}" if detail.actor else None,
            )


def _casualty(detail: Casualty) -> str:
    one = (detail.count.low, detail.count.high) == (1, 1)
    victims = _SINGULAR.get(detail.victims) if one else None
    return _join(
        f"{number(detail.count)} {victims or _words(detail.victims)} {detail.harm}",
        f"of {detail.affiliation}" if detail.affiliation else None,
        f"by {detail.perpetrator}" if detail.perpetrator else None,
        f"({_words(detail.cause)})" if detail.cause else None,
        f"(among {detail.subset_of})" if detail.subset_of else None,
        "(running toll)" if detail.cumulative else None,
    )


def number(count: Count) -> str:
    """Return a count as reported, never more exact."""
    if count.qualifier == "vague":
        return f"some ({count.text})" if count.text else "an unstated number of"
    low, high = count.low, count.high
    if count.qualifier == "range" and low is not None and high is not None:
        return f"{low:,} to {high:,}"
    value = low if low is not None else high
    return f"{_QUALIFIERS.get(count.qualifier, '')}{value:,}"


def source(claim: Claim) -> str:
    """Return whom the report credits; empty where the outlet says it itself."""
    return _name(claim.source) or ""


def where(claim: Claim) -> str:
    """Return the places, parents that neighbours share written once: "Shaar; Marjeh (Aleppo, Syria)"."""
    parts = (_place(place).partition(", ") for place in claim.place)
    shared = ((parents, [name for name, _, _ in group]) for parents, group in groupby(parts, key=itemgetter(2)))
    return "; ".join(_together(names, parents) for parents, names in shared)


def _together(names: list[str], parents: str) -> str:
    if not parents:
        return "; ".join(names)
    return f"{names[0]}, {parents}" if len(names) == 1 else f"{'; '.join(names)} ({parents})"


def when(claim: Claim) -> str:
    return period(claim.time)


def period(time: When) -> str:
    """Return the dates, the alternatives, or nothing where the report gives no time."""
    if time.options:
        return " or ".join(period(option) for option in time.options)
    part = f" {_words(time.part)}" if time.part else ""
    if time.start and time.end:
        days = f"{time.start}" if time.start == time.end else f"{time.start} to {time.end}"
        return days + part
    if time.start:
        return f"from {time.start}{part}"
    return f"until {time.end}{part}" if time.end else (time.text or "")


def shortened(text: str, width: int) -> str:
    """Return `text` on one line, cut at a word with an ellipsis where it is longer than `width`."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[:width].rsplit(" ", 1)[0] + "…"


def _place(place: Place) -> str:
    if place.name is None:
        return f"{place.text} (which one is open)" if place.candidates else f"{place.text} (not located)"
    return place.name


def _name(named: Named | None) -> str | None:
    return (named.name or named.text) if named else None


def _words(value: str) -> str:
    return value.replace("_", " ")


def _join(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)
