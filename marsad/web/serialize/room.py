"""The review room as plain values: a claim in the queue and on the desk, its history, what may be done with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from marsad.interchange import claim_to_dict
from marsad.people.policy import may
from marsad.records import Claim, Report
from marsad.review.states import Case, Step, blocked
from marsad.review.tables import moves, slots
from marsad.store.claimsets import PERSON
from marsad.store.store import Store
from marsad.store.types import ClaimQuery
from marsad.store.types_review import Action
from marsad.web.audience import Viewer
from marsad.web.snapshot import Snapshot

_BESIDE = 12  # other claims of its event, beside those that are like it
Json = dict[str, Any]


def named(record: Any) -> Json:
    return {name: getattr(record, name) for name in record.__dataclass_fields__}


def printed(claim: Claim, report: Report) -> Json:
    """Return the words of a claim, who printed them, and whether a person wrote it."""
    published = report.published.isoformat() if report.published else None
    return {"words": claim.evidence.of(report.document), "lang": report.lang, "outlet": report.outlet,
            "published_on": published, "written": claim.rule == PERSON}  # fmt: skip


def state_of(case: Case) -> Json:
    item = case.item
    last = case.steps[-1].action.name if case.steps else None
    return {"state": item.state, "decision": item.decision, "grade": item.grade, "public": item.public is not None,
            "shapers": sorted(item.shapers), "second": item.second, "seen": last}  # fmt: skip


def slots_of(kind: str) -> Json:
    return {slot.name: {"type": slot.type, "values": list(slot.values), "optional": slot.optional}
            for slot in slots(kind).values()}  # fmt: skip


def beside(store: Store, at: Snapshot | None, key: str, similar: Sequence[tuple[str, Claim]]) -> list[Json]:
    """Return claims to be compared with: those that are like it, those of its event, and those that contradict it."""
    event = at.events.get(at.event_of.get(key, "")) if at else None
    differs = {c.other if c.claim == key else c.claim: c for c in (event.contradictions if event else ())
               if key in (c.claim, c.other)}  # fmt: skip
    known = {claim.key for _, claim in similar}
    more = [k for k in (*differs, *(event.claims if event else ())) if k != key and k not in known][:_BESIDE]
    found = [*((c.report_id, c.claim) for c in store.claims(ClaimQuery(keys=tuple(more))))] if more else []
    reports = {name: kept.report for name in {n for n, _ in (*similar, *found)} if (kept := store.report(name))}
    together = set(event.claims) if event else set()
    return [
        _other(reports[name], claim) | {
            "same_event": claim.key in together,
            "differs": {"in": differs[claim.key].difference, "why": differs[claim.key].why}
            if claim.key in differs else None,
        }
        for name, claim in (*found, *similar) if name in reports
    ]  # fmt: skip


def _other(report: Report, claim: Claim) -> Json:
    written = claim_to_dict(claim, report)
    return {"key": claim.key, "report": report.report_id, "claim": written, **printed(claim, report)}


def possible(who: Viewer, case: Case) -> list[str]:
    """Return the verbs that this person may do with a claim as it stands."""
    return [verb for verb in moves() if may(who.role, verb, case.item.state) and not _no(who, case, verb)]


def _no(who: Viewer, case: Case, verb: str) -> bool:
    """Tell whether a verb is refused whatever is sent with it."""
    value: Json = {"slots": {"certainty": "stated"}, "grade": "fair", "decision": "agree"}
    if verb == "undo":
        mine = [s.action for s in case.steps if s.action.by == who.name and not s.refused and not s.undone]
        trials = [
            Action("-", case.item.key, "undo", who.name or "-", _now(), "why", None, {"action": a.name}) for a in mine
        ]
        return all(blocked(case, trial) for trial in trials)
    return blocked(case, Action("-", case.item.key, verb, who.name or "-", _now(), "why", "-", value)) is not None


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def history(case: Case, read: Claim, report: Report) -> list[Json]:
    """Return every action with what it changed: slots before and after it."""
    out, before = [], {}  # type: list[Json], Json
    for step in case.steps:
        out.append(_step(step, before))
        before = dict(step.after.slots)
    return out


def _step(step: Step, before: Json) -> Json:
    act, after = step.action, dict(step.after.slots)
    names = [n for n in sorted({*before, *after} - {"spans"}) if before.get(n) != after.get(n)]
    was = dict((act.value or {}).get("was") or {})
    return {
        "name": act.name, "verb": act.verb, "by": act.by, "at": act.at.isoformat(), "why": act.why, "other": act.other,
        "value": {k: v for k, v in (act.value or {}).items() if k != "was"} or None,
        "changed": {n: [before.get(n, was.get(n)), after.get(n)] for n in names},
        "state": step.after.state, "refused": step.refused, "undone": step.undone,
    }  # fmt: skip
