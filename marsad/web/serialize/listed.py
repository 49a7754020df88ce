"""Events as a list shows them: written once, those of which a state changed or that were not whole yet written anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from marsad.web.reply import written
from marsad.web.serialize import events, models
from marsad.web.snapshot import Snapshot


def items(at: Snapshot, numbers: Sequence[int], known_on: dt.date | None) -> Iterator[bytes]:
    """Yield events by their numbers as a list shows them, as their claims published by a day make them."""
    kept: Sequence[bytes] | None = at.once(("event items",), lambda: None)
    anew = (n for n in numbers if kept is None or n in at.touched or not events.all_told(n, at, known_on))
    made = {n: events.as_known(n, at, known_on) for n in anew}
    at.fetch(event.claims[0] for event in made.values() if event is not None and event.kind == "control")
    for number in numbers:
        if kept is not None and number not in made:
            yield kept[number]
        elif (event := made[number]) is not None:
            yield written(models.EventItem, events.item(event, at, number))


def item(at: Snapshot, number: int) -> bytes:
    return written(models.EventItem, events.item(at.event_at(number), at, number))
