"""The room at work: actions are checked, kept and turned into judgements; claims are opened and queued.

Everything that an action changes is one transaction: the log, where the claim stands, the judgement that it amounts to.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from marsad.errors import MarsadError
from marsad.records import Claim, Fusion, Judgement, Report
from marsad.review import risk
from marsad.review.settle import settle, take_back
from marsad.review.slots import correct
from marsad.review.states import PAIRS, Case, Item, blocked, replay
from marsad.store.reviews import Bench, Reviews
from marsad.store.types_review import Action, Opened, Published, QueueQuery, QueueRow
from marsad.views.judged import corrected

ALONE = (
    "somebody else has to read it a second time. Who works alone may say so with `marsad review single-reader on`: "
    "what is published then says everywhere that one person read it"
)
GRADES = ("confirmed", "fair", "weak", "contested", "discounted")  # keys 1 to 5
Json = dict[str, Any]


class ReviewError(MarsadError):
    """An action cannot be done: the text says why, and what can."""


class UnknownClaimError(ReviewError):
    """There is no claim with that key."""


class StaleError(ReviewError):
    """Somebody else acted on the claim since it was opened: look at it again; what was typed is kept as a draft."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asks for. `slots` are corrections as they were typed (slots.py); `name` makes a repeat harmless.

    `seen` is the name of the last action on the claim that the person had seen; None checks nothing.
    """

    verb: str
    key: str
    by: str
    why: str = ""
    other: str | None = None
    slots: Mapping[str, Any] | None = None
    grade: str | int | None = None
    decision: str | None = None
    target: str | None = None  # the action that is taken back, or gone back to
    until: dt.date | None = None  # of what is published: the first day on which it may be shown
    seen: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Onscreen:
    """A claim on the desk: the report, the claim as read and as it stands, its history, what is like it."""

    report: Report
    read: Claim
    claim: Claim
    case: Case
    superseded: bool
    similar: tuple[tuple[str, Claim], ...] = ()


Publisher = Callable[[Bench, Opened, Item, Action, dt.date | None], Published]


def act(reviews: Reviews, wishes: Sequence[Wish], publisher: Publisher | None = None) -> list[Case]:
    """Do what is asked for, all of it or nothing; return where each claim stands then.

    Raises `ReviewError`, `StaleError` or `SlotError`.
    """
    enqueue(reviews)
    with reviews.bench() as bench:
        return [_act(bench, wish, publisher) for wish in wishes]


def _act(bench: Bench, wish: Wish, publisher: Publisher | None) -> Case:
    opened = bench.open(wish.key)
    if opened is None:
        raise UnknownClaimError(f"{wish.key}: there is no such claim")
    case = replay(wish.key, opened.actions)
    if wish.name is not None and bench.action(wish.name) is not None:
        return case  # the same request, sent again
    made = _action(bench, wish, opened, case)
    refusal = blocked(case, made)
    if refusal is not None:
        raise ReviewError(f"{wish.key}: {refusal}")
    _check_seen(wish, case)
    if made.verb == "publish_alone" and not bench.single_reader():
        raise ReviewError(ALONE)
    if made.verb in ("publish", "publish_alone"):
        if publisher is None:
            raise ReviewError("nothing is published from here")
        shown = publisher(bench, opened, case.item, made, wish.until)
        made = replace(made, value={"digest": shown.digest, "version": shown.version})
        bench.publish(shown)
    bench.append(made)
    after = replay(wish.key, (*opened.actions, made))
    settle(bench, after.item, made)
    if made.verb == "withdraw":
        take_back(bench, made)
    bench.drop_draft(made.by, made.key)
    return after


def _action(bench: Bench, wish: Wish, opened: Opened, case: Case) -> Action:
    at = dt.datetime.now(dt.UTC)
    if opened.actions:  # a clock that was put back must not change the order
        at = max(at, max(a.at for a in opened.actions) + dt.timedelta(microseconds=1))
    name = wish.name or secrets.token_hex(8)
    other, value = wish.other, None
    if wish.verb in PAIRS:
        _check_other(bench, other)
    elif wish.verb in ("edit", "geocode"):
        value = _correction(wish, opened, case)
    elif wish.verb == "add":
        raise ReviewError("a claim that was missed is added by its words (written.py)")
    elif wish.verb == "grade":
        value = {"grade": _grade(wish.grade)}
    elif wish.verb == "second":
        value = {"decision": wish.decision}
    elif wish.verb == "undo":
        value = {"action": wish.target}
        other = next((step.action.other for step in case.steps if step.action.name == wish.target), None)
    elif wish.verb == "revert":
        if wish.target not in (None, *(step.action.name for step in case.steps)):
            raise ReviewError(f"{wish.target}: there is no such action on this claim")
        value = {"to": wish.target}
    return Action(name, wish.key, wish.verb, wish.by, at, wish.why.strip(), other, value, wish.seen)


def _check_other(bench: Bench, other: str | None) -> None:
    if other is not None and bench.open(other.removeprefix("e-")) is None:
        raise UnknownClaimError(f"{other}: there is no such claim")


def _correction(wish: Wish, opened: Opened, case: Case) -> Json:
    slots = dict(wish.slots or {})
    if wish.verb == "geocode" and set(slots) - {"place"}:
        raise ReviewError("geocode sets the place alone")
    current = corrected(opened.claim, case.item.slots)
    return correct(current, opened.report, slots).to_value()


def _grade(given: str | int | None) -> str:
    if isinstance(given, int) and 1 <= given <= len(GRADES):
        return GRADES[given - 1]
    if given in GRADES:
        return str(given)
    raise ReviewError(f"{given!r} is no grade: give 1 to 5, or one of {', '.join(GRADES)}")


def _check_seen(wish: Wish, case: Case) -> None:
    """Whoever decides must have seen what others did before."""
    if wish.seen is None or wish.verb == "comment":
        return
    names = [step.action.name for step in case.steps]
    unseen = case.steps[names.index(wish.seen) + 1 :] if wish.seen in names else case.steps
    others = [step.action for step in unseen if step.action.by != wish.by and step.action.verb != "comment"]
    if others:
        did = ", ".join(f"{other.by}: {other.verb}" for other in others)
        raise StaleError(f"{wish.key}: others acted on it since you opened it ({did}): look at it again")


# Reading


def open_claim(reviews: Reviews, key: str) -> Onscreen:
    """Return a claim as the desk shows it; raises `UnknownClaimError`."""
    opened = reviews.open(key)
    if opened is None:
        raise UnknownClaimError(f"{key}: there is no such claim")
    case = replay(key, opened.actions)
    claim = corrected(opened.claim, case.item.slots)
    return Onscreen(opened.report, opened.claim, claim, case, opened.superseded, tuple(reviews.similar(key)))


def queue(reviews: Reviews, query: QueueQuery) -> list[QueueRow]:
    """Return a page of the queue; claims that came in meanwhile are put into it first."""
    enqueue(reviews)
    return reviews.queue(query)


def weigh(reviews: Reviews, fusion: Fusion) -> int:
    """Count the conflicts of every claim anew, from the events; return how many claims moved in the queue."""
    enqueue(reviews)
    return reviews.weigh(risk.risk, risk.conflicts(fusion.events, fusion.unresolved))


def enqueue(reviews: Reviews) -> None:
    """Put claims into the queue that came in since."""
    if reviews.waiting():
        reviews.enqueue(queued)


def queued(row: int, report: int, claim: Claim) -> Json:
    """Return where a claim stands before anybody acted on it."""
    weight, today = risk.weight(claim), dt.datetime.now(dt.UTC).date().toordinal()
    return {
        "key": claim.key, "report": report, "claim": row, "kind": claim.kind, "state": "machine",
        "risk": risk.risk(weight, 0), "impact": weight, "conflicts": 0, "confidence": claim.confidence,
        "reader": None, "grade": None, "changed": None, "arrived": today, "reviewed": None, "published": None,
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Orphan:
    """A claim that people worked on and that the reader of today does not read any more.

    `successor` is the claim of the same report that overlaps its words and is of its kind, where there is one.
    """

    key: str
    report_id: str | None
    claim: Claim | None
    case: Case
    judgements: tuple[Judgement, ...]
    successor: str | None = None


def orphans(
    reviews: Reviews, judgements: Iterable[Judgement], standing: Callable[[str], Sequence[Claim]]
) -> list[Orphan]:
    """Return the work on claims that no longer stand; `standing` gives the claims of a report."""
    by_key: dict[str, list[Judgement]] = {}
    for judgement in judgements:
        for key in (judgement.a, judgement.b):
            if key is not None:
                by_key.setdefault(key, []).append(judgement)
    found = []
    for key in reviews.orphans():
        opened = reviews.open(key)
        case = replay(key, opened.actions if opened else reviews.actions([key]))
        name = opened.report.report_id if opened else None
        successor = _successor(opened.claim, standing(opened.report.report_id)) if opened else None
        about = tuple(by_key.get(key, ()))
        found.append(Orphan(key, name, opened.claim if opened else None, case, about, successor))
    return found


def _successor(old: Claim, standing: Sequence[Claim]) -> str | None:
    like = [c for c in standing if c.kind == old.kind and c.evidence.overlaps(old.evidence)]
    shared = {c.key: min(c.evidence.end, old.evidence.end) - max(c.evidence.start, old.evidence.start) for c in like}
    return max(shared, key=lambda key: (shared[key], key)) if shared else None
