"""Who asks, and what may be answered: the one place that decides what is published.

Every query names its audience, so a route cannot forget it: there is no snapshot without one (record.py).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from starlette.requests import Request

from marsad.records import Judgement
from marsad.review.states import replay_all
from marsad.store.reviews import Reviews
from marsad.store.store import Store
from marsad.store.types_review import STATES, State

_OF_VERDICT: Mapping[str, State] = {"accept": "reviewed", "correct": "reviewed", "reject": "rejected"}


class Audience(Enum):
    """`DESK` sees the whole record, machine claims labelled as such; `PUBLIC` what was published, and nothing else."""

    DESK = "desk"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks. `name` is None where nobody is signed in."""

    audience: Audience
    name: str | None = None


def viewer(request: Request) -> Viewer:
    """Return who asks: the door for accounts. Until there are any, the server was started for one audience."""
    audience: Audience = request.app.state.settings.audience
    return Viewer(audience)


@dataclass(frozen=True, slots=True)
class Room:
    """What people did with claims, by key. A claim that is in neither was only read by machine."""

    states: Mapping[str, State] = field(default_factory=dict)
    public: frozenset[str] = frozenset()


def room_of(store: Store, judgements: Iterable[Judgement], today: dt.date) -> Room:
    """Return where the review room leaves every claim, and which of them the public may see on a day."""
    reviews = Reviews(store)
    states = {**judged_states(judgements), **{k: case.item.state for k, case in replay_all(reviews.actions()).items()}}
    return Room(states, published(reviews, today))


def judged_states(judgements: Iterable[Judgement]) -> dict[str, State]:
    """Return the states that judgements alone give (`marsad judge`): the last one of a claim holds, and none
    publishes it."""
    alone = sorted((j for j in judgements if j.b is None), key=lambda j: (j.at, j.by, j.why, j.verdict))
    return {j.a: _OF_VERDICT[j.verdict] for j in alone if j.verdict in _OF_VERDICT}


def published(reviews: Reviews, today: dt.date) -> frozenset[str]:
    """Return the keys of the claims that the public may see: published, not taken back, no embargo on them."""
    return frozenset(row.key for row in reviews.published(today))


__all__ = ["STATES", "Audience", "Room", "State", "Viewer", "judged_states", "published", "room_of", "viewer"]
