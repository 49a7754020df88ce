"""Who asks, and what may be answered: the one place that decides what is published.

Every query names its audience, so a route cannot forget it: there is no snapshot without one (record.py).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from starlette.requests import Request

from marsad.people.policy import Role
from marsad.records import Judgement
from marsad.store.reviews import Reviews
from marsad.store.store import Store
from marsad.store.types_review import STATES, State

_OF_VERDICT: Mapping[str, State] = {"accept": "reviewed", "correct": "reviewed", "reject": "rejected"}


class Audience(Enum):
    """`DESK` sees the whole record, machine claims labelled as such; `PUBLIC` what was published, and nothing else.

    `VIEWER` sees the claims of the whole record in the shape that the public gets: no texts of reports, no people.
    """

    DESK = "desk"
    VIEWER = "viewer"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks. `name` is an alias, None where nobody is signed in; `csrf` is what a request that writes has to carry.

    `session` is the hash of the session's token and `number` that of the account, where there are any.
    """

    audience: Audience
    name: str | None = None
    role: Role = "nobody"
    csrf: str | None = None
    session: str | None = None
    number: int | None = None


def viewer(request: Request) -> Viewer:
    """Return who asks (door.py)."""
    found: Viewer | None = getattr(request.state, "viewer", None)
    if found is None:
        who: Callable[[Request], Viewer] = request.app.state.door
        found = request.state.viewer = who(request)
    return found


@dataclass(frozen=True, slots=True)
class Room:
    """What people did with claims, by key: a claim without a state was only read by machine.

    `public` are the public copies (marsad/review/publish.py), frozen when they were published.
    """

    states: Mapping[str, State] = field(default_factory=dict)
    public: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def room_of(store: Store, judgements: Iterable[Judgement], today: dt.date) -> Room:
    """Return where the review room leaves every claim, and which of them the public may see on a day."""
    reviews = Reviews(store)
    states = judged_states(judgements) | reviews.states()
    return Room(states, published(reviews, today))


def judged_states(judgements: Iterable[Judgement]) -> dict[str, State]:
    """Return the states that judgements alone give (`marsad judge`): the last one of a claim holds, and none
    publishes it."""
    alone = sorted((j for j in judgements if j.b is None), key=lambda j: (j.at, j.by, j.why, j.verdict))
    return {j.a: _OF_VERDICT[j.verdict] for j in alone if j.verdict in _OF_VERDICT}


def published(reviews: Reviews, today: dt.date) -> Mapping[str, Mapping[str, Any]]:
    """Return what the public may see, by key: published, not taken back, no embargo on it."""
    return {row.key: row.body for row in reviews.published(today) if row.body is not None}


__all__ = ["STATES", "Audience", "Room", "State", "Viewer", "judged_states", "published", "room_of", "viewer"]
