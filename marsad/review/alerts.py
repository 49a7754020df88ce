"""Saved searches tell of new claims that match, echoes left out.

An echo is a claim that its lineage has made of the same event before, with the same figures: ten outlets that relay one
monitor tell once. What matches is asked as the desk asks (docs/api.md, Filters).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from marsad.errors import MarsadError
from marsad.records import KINDS, Claim, Event
from marsad.store.searches import Searches
from marsad.store.types_review import SavedSearch
from marsad.text.fold import match
from marsad.views.rows import Sourced, about_place, days_of, with_actor

PARTS = ("place", "kind", "actor", "text", "from", "to")
_LONGEST = 200


class SearchError(MarsadError):
    """A search cannot be kept: the text names the part that is at fault."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a search newly found."""

    search: SavedSearch
    keys: tuple[str, ...]


def checked(query: Mapping[str, Any]) -> dict[str, str]:
    """Return the parts of a search; raise `SearchError` where one is unknown or says nothing."""
    made: dict[str, str] = {}
    for name, value in query.items():
        if name not in PARTS:
            raise SearchError(f"{name}: a search has {', '.join(PARTS)}")
        if not isinstance(value, str) or not value.strip() or len(value) > _LONGEST:
            raise SearchError(f"{name}: it takes up to {_LONGEST} characters")
        if name == "kind" and set(value.split(",")) - set(KINDS):
            raise SearchError(f"kind: some of {', '.join(KINDS)}")
        if name in ("from", "to"):
            _day(name, value)
        made[name] = value.strip()
    if not made:
        raise SearchError(f"a search asks for something: {', '.join(PARTS)}")
    return made


def _day(name: str, value: str) -> dt.date:
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise SearchError(f"{name}: {value!r} is not a date: write YYYY-MM-DD") from None


def matches(row: Sourced, query: Mapping[str, str]) -> bool:
    """Tell whether a claim is what a search asks for; all parts of it must hold."""
    report, claim = row.report, row.claim
    if "kind" in query and claim.kind not in query["kind"].split(","):
        return False
    if "place" in query and not any(about_place(place, query["place"]) for place in claim.place):
        return False
    if "actor" in query and not with_actor(claim, query["actor"]):
        return False
    if "text" in query:
        said = match(claim.evidence.of(report.document))
        if not all(word in said for word in match(query["text"]).split()):
            return False
    since, until = (_day(name, query[name]) if name in query else None for name in ("from", "to"))
    return (since is None and until is None) or days_of(report, claim).meets(since, until)


def echoes(events: Iterable[Event], arrival: Mapping[str, int], rows: Mapping[str, Sourced]) -> frozenset[str]:
    """Return the claims that say of an event what their lineage has said before; `arrival` says what came when."""
    found: set[str] = set()
    for event in events:
        for lineage in event.lineages:
            said: set[tuple[object, ...]] = set()
            for key in sorted(lineage.claims, key=lambda key: (arrival.get(key, 0), key)):
                if key in rows:
                    content = _content(rows[key].claim)
                    found.update({key} if content in said else ())
                    said.add(content)
    return frozenset(found)


def _content(claim: Claim) -> tuple[object, ...]:
    """Return what a claim says, but for its words and who is named in it."""
    detail, count = claim.detail, getattr(claim.detail, "count", None)
    slots = (getattr(detail, name, None) for name in ("harm", "victims", "action", "type", "act", "status"))
    return claim.kind, claim.certainty, *slots, *((count.low, count.high, count.qualifier) if count else ())


def check(
    searches: Searches, rows: Mapping[str, Sourced], events_of: Callable[[Iterable[str]], Iterable[Event]]
) -> list[Told]:
    """Ask every search of the claims that came in since it was asked last; keep and return what it found.

    `events_of` gives the events that some claims are of.
    """
    saved = searches.all()
    arrived = searches.arrived(min(search.seen for search in saved)) if saved else []
    if not arrived:
        return []
    last, arrival = arrived[-1][0], {key: number for number, key in arrived}
    repeated = echoes(events_of(arrival), arrival, rows)  # what came earlier is no news, in whichever order
    told = []
    for search in saved:
        new = [key for number, key in arrived if number > search.seen and key in rows and key not in repeated]
        keys = searches.tell(search.number, (key for key in new if matches(rows[key], search.query)), last)
        if keys:
            told.append(Told(search, tuple(keys)))
    return told
