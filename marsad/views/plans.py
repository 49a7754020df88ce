"""Steps of diplomacy, and what came of those that were planned."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Sequence
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
    ends = {end for step in steps if step.certainty == "stated" and (end := _end(step))}
    if not ends:
        return None
    bad, good = ends & {"vetoed", "rejected", "failed"}, ends & {"adopted", "done"}
    if bad and good:
        return "disputed"
    ranked: tuple[Outcome, ...] = ("vetoed", "failed", "rejected", "adopted", "done", "voted")
    return next(outcome for outcome in ranked if outcome in ends)


def _end(step: Step) -> Outcome | None:
    if step.stage in ("rejected", "failed"):
        return "rejected" if step.stage == "rejected" else "failed"
    if step.stage != "done":
        return None
    if step.type == "draft_resolution":
        return None  # it was put forward, no more
    decisions: dict[str, Outcome] = {"veto": "vetoed", "resolution": "adopted", "vote": "voted"}
    return decisions.get(step.type, "done")


def plans_of(steps: Sequence[Step], today: dt.date | None, last: int | None = None) -> tuple[Planned, ...]:
    """Match the plans among steps with what was told of their track; of the `last` steps alone, where it is given."""
    firm = [
        step
        for step in steps
        if step.stage not in ("proposed", "planned") and step.certainty == "stated" and step.days.by is not None
    ]
    some = steps if last is None else steps[max(0, len(steps) - last) :]
    return tuple(_came_of(step, firm, today) for step in some if step.stage == "planned")


def _came_of(plan: Step, firm: Sequence[Step], today: dt.date | None) -> Planned:
    """Match a plan with what was told of its track from the eve of its day on; without a day, of its publication.
    `firm` are the steps that were stated to have taken place, in the order of their days."""
    start = (plan.days.first or plan.days.last) if plan.days.dated else plan.published
    after = firm[bisect_left(firm, start - _DAY, key=_day) :] if start is not None else firm
    if after:
        outcome = outcome_of(after)
        refs = tuple(ref for step in after for ref in step.refs)
        verdict: Verdict = "held" if outcome is None or outcome == "done" else outcome
        return Planned(plan, verdict, after[0].days.by, refs)
    due = plan.days.by if plan.days.dated else None
    return Planned(plan, "overdue" if due and today and today > due else "open")


def _day(step: Step) -> dt.date:
    assert step.days.by is not None
    return step.days.by
