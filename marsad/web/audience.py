"""Who asks, and what may be answered: the one place that decides what is published.

Every query names its audience, so a route cannot forget it: there is no snapshot without one (record.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Literal

from starlette.requests import Request

from marsad.records import Judgement

ReviewState = Literal["machine", "in_review", "reviewed", "second_read", "published", "rejected", "on_hold"]
STATES: tuple[ReviewState, ...] = (
    "machine", "in_review", "reviewed", "second_read", "published", "rejected", "on_hold",
)  # fmt: skip
_OF_VERDICT: Mapping[str, ReviewState] = {"accept": "published", "correct": "published", "reject": "rejected"}


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


def states(judgements: Iterable[Judgement]) -> Mapping[str, ReviewState]:
    """Return the state of every claim that a person looked at, by its key; any other is `machine`.

    The last judgement of a claim holds: what a person accepted or corrected is published.
    """
    alone = sorted((j for j in judgements if j.b is None), key=lambda j: (j.at, j.by, j.why, j.verdict))
    return {j.a: _OF_VERDICT[j.verdict] for j in alone if j.verdict in _OF_VERDICT}


def published(judgements: Iterable[Judgement]) -> frozenset[str]:
    """Return the keys of the claims that the public may see."""
    return frozenset(key for key, state in states(judgements).items() if state == "published")
