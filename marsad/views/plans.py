"""Steps of diplomacy, and what came of those that were planned."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from typing import Literal

from marsad.records import Certainty
from marsad.views.rows import ClaimRef, Days
from marsad.views.votes import Votes

Stage = Literal["proposed", "planned", "ongoing", "done", "rejected", "failed"]
Outcome = Literal["vetoed", "adopted", "voted", "done", "rejected", "failed", "disputed"]
Verdict = Literal["open", "overdue", "held", "vetoed", "adopted", "voted", "rejected", "failed", "disputed"]

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Step:
    """One stage that claims report: relays of one lineage and other lineages together. `type` is the codebook's.

    `days` are those of the step; of a plan, those it is planned for. `dated` is False where the text gives none: the
    step was reported by then.
    """

    stage: Stage
    type: str
    days: Days
    certainty: Certainty
    participants: tuple[str, ...]
    votes: tuple[Votes, ...]
    lineages: tuple[str, ...]
    published: dt.date | None
    refs: tuple[ClaimRef, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """A planned step and what came of it: `held` for what began or was done, an outcome for a decision."""

    plan: Step
    verdict: Verdict
    on: dt.date | None = None
    refs: tuple[ClaimRef, ...] = ()


def outcome_of(steps: Iterable[Step]) -> Outcome | None:
    """Return what stated steps say came of a track. A veto says more than a failed vote, an adoption more than a vote;
    a draft both vetoed and adopted, or both held and called off, is disputed."""
    return outcome({end for step in steps if step.certainty == "stated" and (end := end_of(step.stage, step.type))})


def outcome(ends: Set[Outcome]) -> Outcome | None:
    """Return what came of a track of which stated steps say these ends."""
    if not ends:
        return None
    bad, good = ends & {"vetoed", "rejected", "failed"}, ends & {"adopted", "done"}
    if bad and good:
        return "disputed"
    ranked: tuple[Outcome, ...] = ("vetoed", "failed", "rejected", "adopted", "done", "voted")
    return next(end for end in ranked if end in ends)


def end_of(stage: Stage, type_: str) -> Outcome | None:
    """Return what a stated step of a stage and a type says came of its track."""
    if stage in ("rejected", "failed"):
        return "rejected" if stage == "rejected" else "failed"
    if stage != "done":
        return None
    if type_ == "draft_resolution":
        return None  # it was put forward, no more
    decisions: dict[str, Outcome] = {"veto": "vetoed", "resolution": "adopted", "vote": "voted"}
    return decisions.get(type_, "done")


def plans_of(steps: Sequence[Step], today: dt.date | None, last: int | None = None) -> tuple[Planned, ...]:
    """Match the plans among steps with what was told of their track; of the `last` steps alone, where it is given."""
    firm = [step for step in steps if is_firm(step.stage, step.certainty, step.days)]
    some = steps if last is None else steps[max(0, len(steps) - last) :]
    return tuple(_came_of(step, firm, today) for step in some if step.stage == "planned")


def is_firm(stage: Stage, certainty: Certainty, days: Days) -> bool:
    """Tell whether a step was stated to have taken place, by a day."""
    return stage not in ("proposed", "planned") and certainty == "stated" and days.by is not None


def eve_of(days: Days, published: dt.date | None) -> dt.date | None:
    """Return the eve of a plan's day; without a day, of its publication."""
    start = (days.first or days.last) if days.dated else published
    return start - _DAY if start is not None and start > dt.date.min else start


def due_on(days: Days) -> dt.date | None:
    """Return the day after which a plan is overdue where nothing came of it."""
    return days.by if days.dated else None


def _came_of(plan: Step, firm: Sequence[Step], today: dt.date | None) -> Planned:
    """Match a plan with what was told of its track from the eve of its day on; without a day, of its publication.
    `firm` are the steps that were stated to have taken place, in the order of their days."""
    eve = eve_of(plan.days, plan.published)
    after = firm[bisect_left(firm, eve, key=_day) :] if eve is not None else firm
    if after:
        refs = tuple(ref for step in after for ref in step.refs)
        return Planned(plan, verdict_of(outcome_of(after)), after[0].days.by, refs)
    return Planned(plan, "overdue" if is_overdue(due_on(plan.days), today) else "open")


def verdict_of(came: Outcome | None) -> Verdict:
    """Return what a plan came to where something was told of its track since."""
    return "held" if came is None or came == "done" else came


def is_overdue(due: dt.date | None, today: dt.date | None) -> bool:
    return due is not None and today is not None and today > due


def _day(step: Step) -> dt.date:
    assert step.days.by is not None
    return step.days.by
