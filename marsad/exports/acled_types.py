"""Which of ACLED's types an incident is: the highest in the hierarchy of what its claims say."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from marsad.exports.actors import actor, is_civil
from marsad.exports.dataset import Row
from marsad.exports.incidents import Incident
from marsad.exports.loss import Losses
from marsad.exports.tables import rows_of
from marsad.records import Attack, Casualty, Control, Diplomacy, Humanitarian
from marsad.views.rows import name_of

_TERRITORY = ("Government regains territory", "Non-state actor overtakes territory")
_CLASH, _ATTACK = "Armed clash", "Attack"
_HELD = "That the ground was held for more than a day is not checked."


@dataclass(frozen=True, slots=True)
class EventType:
    """A row of ACLED's table; `rank` 0 is the highest. `note` is what a reader of the row has to know."""

    rank: int
    event: str
    sub_event: str
    disorder: str
    note: str = ""


@cache
def event_types() -> dict[str, EventType]:
    """Return ACLED's types by the name of the sub-event."""
    rows = enumerate(rows_of("acled_types.tsv"))
    return {sub: EventType(rank, event, sub, disorder) for rank, (event, sub, disorder, _) in rows}


@cache
def _by_claim() -> dict[str, str]:
    return {claim: sub for _, sub, _, claims in rows_of("acled_types.tsv") for claim in claims.split("|") if claim}


def event_type(incident: Incident, losses: Losses) -> EventType | None:
    """Return the type of an incident, None where no claim of it has one. Claims without a type are noted."""
    found: list[EventType] = []
    for row in incident.rows:
        sub = _sub_event(row, incident)
        if sub:
            found.append(event_types()[sub])
        elif not _joins(row):
            losses.drop(_why_not(row), row.key)
    if not found:
        for row in incident.rows:
            losses.drop(_why_not(row), row.key)
        return None
    kind = min(found, key=lambda one: one.rank)
    if kind.sub_event in _TERRITORY:
        return EventType(kind.rank, kind.event, kind.sub_event, kind.disorder, _HELD)
    return kind


def _joins(row: Row) -> bool:
    """Tell whether a claim without a type of its own says more of an incident that has one: force, or its dead."""
    detail = row.claim.detail
    return isinstance(detail, Attack) or (isinstance(detail, Casualty) and detail.harm == "killed")


def _sub_event(row: Row, incident: Incident) -> str | None:
    match row.claim.detail:
        case Attack(type=means):
            return _of_force(means, incident)
        case Casualty(harm="killed", cause=cause):
            return _of_force(cause or "other", incident)
        case Casualty(harm="detained"):
            return "Arrests" if any(actor(name).type == "state" for name in incident.actors) else None
        case Casualty(harm=harm):
            return _by_claim().get(f"casualty:{harm}")
        case Control(action=action):
            return _of_control(action, incident)
        case Diplomacy(type=what, status="done"):
            return _by_claim().get(f"diplomacy:{what}")
        case Humanitarian(type=what):
            return _by_claim().get(f"humanitarian:{what}")
    return None


def _of_force(means: str, incident: Incident) -> str | None:
    """Return the type of a use of force. A shooting, or force whose means is not said, depends on whom it hit."""
    if means not in ("shooting", "other"):
        return _by_claim().get(f"attack:{means}")
    if any(actor(name).armed for name in incident.targets):
        return _CLASH
    victims = [d.victims for row in incident.rows if isinstance(d := row.claim.detail, Casualty)]
    return _ATTACK if any(is_civil(group) and group != "people" for group in victims) else None


def _of_control(action: str, incident: Incident) -> str | None:
    """Return the type of a change of hands: who takes ground is the state of the place, or is not."""
    if action != "captures":
        return _by_claim().get(f"control:{action}")
    takers = [name_of(row.claim.detail.actor) for row in incident.rows if isinstance(row.claim.detail, Control)]
    taker = next((actor(name) for name in takers if name), None)
    if taker is None or not taker.type:
        return None
    if taker.type not in ("state", "country"):
        return _TERRITORY[1]
    if not taker.country:  # "government forces" are those of the place; of a "coalition" nothing is known
        return _TERRITORY[0] if taker.name.startswith("government") else None
    return _TERRITORY[0] if taker.country == incident.place.country else _TERRITORY[1]


def _why_not(row: Row) -> str:
    match row.claim.detail:
        case Control(action="captures"):
            return "who took the ground is not known: regained or overtaken cannot be told apart"
        case Attack() | Casualty(harm="killed"):
            return "neither means nor whom it hit is said: its type cannot be told"
        case Casualty(harm=harm):
            return f"people {harm} by no state have no type in ACLED"
        case Diplomacy(type=what, status=status):
            return f"diplomacy that is no agreement has no type in ACLED: {what}, {status}"
        case Control(action=action) | Humanitarian(type=action):
            return f"has no type in ACLED: {action}"
    return "has no type in ACLED"
