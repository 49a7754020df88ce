"""Which events a claim is compared with: those that share a day or so, and a place or so, with it.

Every claim leaves marks (day × place) for those that come after it, and asks for marks. A mark holds so many events at
most (`FULL`), which bounds the work of a claim whatever the size of the record.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from marsad.fusion.unit import Unit
from marsad.fusion.words import Weights

FULL = 160
OPEN, ANYWHERE = "", "*"
_RAREST = 8  # words of a statement by which others are found
_SHORT = 4  # days that count as days; longer times are kept by month
_MONTH = 30
_MOST_MONTHS = 14


class Marks:
    """Marks left so far, for one family of claims. `weights` say which words of a statement are rare."""

    def __init__(self, weights: Weights) -> None:
        self._events: dict[tuple[str, int], dict[str, int | list[int]]] = {}  # most marks hold one
        self._weights = weights

    def near(self, unit: Unit, most: int) -> list[int]:
        """Return at most `most` events that share marks with `unit`, those that share most first, then by number."""
        hits: Counter[int] = Counter()
        spaces = self._said(unit) if unit.family == "diplomacy" else _asked(unit)
        for at in _asks(unit):
            here = self._events.get(at)
            if here is None:
                continue
            for space in spaces:
                events = here.get(space)
                if events is not None:
                    hits.update((events,) if isinstance(events, int) else events)
        if len(hits) <= most:
            return sorted(hits)
        return sorted(hits, key=lambda event: (-hits[event], event))[:most]

    def leave(self, unit: Unit, event: int) -> None:
        """Leave the marks of `unit` for `event`."""
        spaces = self._said(unit) if unit.family == "diplomacy" else (*_spaces(unit), ANYWHERE)
        for at in _leaves(unit):
            here = self._events.setdefault(at, {})
            for space in spaces:
                events = here.get(space)
                if events is None:
                    here[space] = event
                elif isinstance(events, int):
                    here[space] = [events, event]
                elif len(events) < FULL:
                    events.append(event)

    def _said(self, unit: Unit) -> tuple[str, ...]:
        """Return who acts or speaks and the rarest words: what is said has no place, and is told in like words."""
        rare = sorted(unit.words, key=lambda word: (-self._weights.weight(word), word))[:_RAREST]
        return (*rare, f"@{unit.actor}") if unit.actor else tuple(rare)


def _spaces(unit: Unit) -> tuple[str, ...]:
    """Return the places of a claim and what is around them, but for whole countries; `OPEN` where that says nothing."""
    if not unit.stated or not unit.spots or any(spot.wide for spot in unit.spots):
        return (OPEN,)
    found = {space for spot in unit.spots for space in (spot.id, *(spot.around[:-1] if spot.around else ()))}
    return tuple(sorted(found)) or (OPEN,)


def _asked(unit: Unit) -> tuple[str, ...]:
    spaces = _spaces(unit)
    return (ANYWHERE,) if OPEN in spaces else (*spaces, OPEN)


def _leaves(unit: Unit) -> Iterator[tuple[str, int]]:
    if unit.since is None or unit.until is None:
        if unit.published is not None:
            yield "published", unit.published
        else:
            yield "never", 0
    elif unit.until - unit.since < _SHORT:
        for day in range(unit.since, unit.until + 1):
            yield "day", day
        yield "month of day", unit.since // _MONTH
    else:
        for month in _months(unit):
            yield "month", month


def _asks(unit: Unit) -> Iterator[tuple[str, int]]:
    if unit.since is None or unit.until is None:
        if unit.published is None:
            yield "never", 0
            return
        for back in range(-2, 3):
            yield "published", unit.published + back
        for back in range(5):
            yield "day", unit.published - back
    elif unit.until - unit.since < _SHORT:
        for day in range(unit.since - 1, unit.until + 2):
            yield "day", day
        for late in range(5):
            yield "published", unit.until + late
        for month in sorted({unit.since // _MONTH, unit.until // _MONTH}):
            yield "month", month
    else:
        for month in _months(unit):
            yield "month", month
            yield "month of day", month


def _months(unit: Unit) -> range:
    assert unit.since is not None
    assert unit.until is not None
    first, last = unit.since // _MONTH, unit.until // _MONTH
    return range(max(first, last - _MOST_MONTHS), last + 1)
