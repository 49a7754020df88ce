"""The filters that every resource shares, as parameters of a request (docs/api.md, Filters)."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator
from typing import Annotated, Any

from annotated_types import MaxLen
from fastapi import Depends, Query, Request
from fastapi.dependencies.models import Dependant
from pydantic import BeforeValidator

from marsad.records import KINDS
from marsad.web.audience import STATES, Viewer, viewer
from marsad.web.index import Asked, Box
from marsad.web.pages import MOST, USUAL
from marsad.web.problems import bad
from marsad.web.record import Record
from marsad.web.snapshot import Snapshot

GRADES = ("confirmed", "fair", "weak", "contested", "discounted")
CERTAINTY = ("stated", "uncertain", "planned", "denied")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LONGEST = 300


def day(value: Any) -> Any:
    """Return a day written as YYYY-MM-DD, and in no other way."""
    if value is None or isinstance(value, dt.date):
        return value
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("write a day as YYYY-MM-DD")
    return dt.date.fromisoformat(value)


Day = Annotated[dt.date, BeforeValidator(day)]
Text = Annotated[str, MaxLen(_LONGEST)]
Words = Annotated[Text | None, Query()]
Limit = Annotated[int, Query(ge=1, le=MOST, description="rows of a page")]
Cursor = Annotated[str | None, Query(max_length=1000, description="`next` of the page before")]


def box_of(text: str) -> Box:
    """Return west, south, east, north of a `bbox`; with six numbers, the heights are passed over."""
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) == 6:
        numbers = [*numbers[:2], *numbers[3:5]]
    if len(numbers) != 4 or not all(map(math.isfinite, numbers)):
        raise bad("bbox: write four numbers, west,south,east,north in degrees")
    west, south, east, north = numbers
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise bad("bbox: longitudes lie between -180 and 180, latitudes between -90 and 90, south before north")
    return west, south, east, north


def several(name: str, text: str | None, allowed: tuple[str, ...]) -> tuple[str, ...]:
    """Return the values of a parameter that takes several, commas between them."""
    values = tuple(part.strip() for part in text.split(",") if part.strip()) if text else ()
    for value in values:
        if value not in allowed:
            raise bad(f"{name}: {value!r} is none of {', '.join(allowed)}")
    return values


def asked(
    place: Annotated[Text | None, Query(description="id of a place, its name, or a part of it")] = None,
    bbox: Annotated[Text | None, Query(description="west,south,east,north in degrees")] = None,
    since: Annotated[Day | None, Query(alias="from", description="not before this day")] = None,
    until: Annotated[Day | None, Query(alias="to", description="not after this day")] = None,
    as_of: Annotated[Day | None, Query(description="what had happened by this day")] = None,
    known_on: Annotated[Day | None, Query(description="what had been published by this day")] = None,
    kind: Annotated[Text | None, Query(description=f"some of {', '.join(KINDS)}")] = None,
    actor: Annotated[Text | None, Query(description="somebody in the claim, by a part of the name")] = None,
    lineage: Annotated[Text | None, Query(description="the origin behind the claim")] = None,
    grade: Annotated[Text | None, Query(description=f"some of {', '.join(GRADES)}")] = None,
    text: Annotated[Text | None, Query(description="words that stand in the passage")] = None,
    certainty: Annotated[Text | None, Query(description=f"some of {', '.join(CERTAINTY)}")] = None,
    state: Annotated[Text | None, Query(description=f"of review: some of {', '.join(STATES)}")] = None,
    outlet: Annotated[Text | None, Query(description="who printed it")] = None,
    report: Annotated[Text | None, Query(description="id of the report")] = None,
    event: Annotated[Text | None, Query(description="id of the event")] = None,
    key: Annotated[str | None, Query(max_length=20_000, description="keys of claims, commas between them")] = None,
) -> Asked:
    """Return what is asked for."""
    keys = tuple(part for part in (key or "").split(",") if part)
    if len(keys) > MOST:
        raise bad(f"key: no more than {MOST} keys at once")
    return Asked(
        place=place,
        bbox=box_of(bbox) if bbox is not None else None,
        since=since,
        until=until,
        as_of=as_of,
        known_on=known_on,
        kind=several("kind", kind, KINDS),
        actor=actor,
        lineage=lineage,
        grade=several("grade", grade, GRADES),
        text=text,
        certainty=several("certainty", certainty, CERTAINTY),
        state=several("state", state, STATES),
        outlet=outlet,
        report=report,
        event=event,
        keys=keys,
    )


def now(request: Request, who: Annotated[Viewer, Depends(viewer)]) -> Snapshot:
    """Return the snapshot that this viewer may see."""
    record: Record = request.app.state.record
    return record.at(who.audience)


def no_others(request: Request) -> None:
    """Refuse parameters that the resource does not have: one misspelt would silently ask for everything."""
    route = request.scope["route"]
    known = getattr(route, "known_parameters", None)
    if known is None:
        known = frozenset(_parameters(route.dependant))
        route.known_parameters = known
    for name in request.query_params:
        if name not in known:
            raise bad(f"{name!r} is no parameter of this resource; it has {', '.join(sorted(known)) or 'none'}")


def _parameters(dependant: Dependant) -> Iterator[str]:
    yield from (field.alias for field in dependant.query_params)
    for inner in dependant.dependencies:
        yield from _parameters(inner)


Wanted = Annotated[Asked, Depends(asked)]
Now = Annotated[Snapshot, Depends(now)]
__all__ = [
    "GRADES",
    "MOST",
    "USUAL",
    "Cursor",
    "Day",
    "Limit",
    "Now",
    "Wanted",
    "Words",
    "asked",
    "box_of",
    "no_others",
]
