"""The review room: queue, a claim on the desk, what is done with it, drafts, backlog, agreement (docs/review.md)."""

from __future__ import annotations

import datetime as dt
import json
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from marsad.errors import MarsadError
from marsad.interchange import claim_to_dict
from marsad.people.policy import may
from marsad.records import Claim, Report
from marsad.review import desk
from marsad.review.agreement import agreement
from marsad.review.publish import as_is, publisher
from marsad.review.slots import SlotError
from marsad.review.states import Case, Step, blocked
from marsad.review.tables import moves, slots
from marsad.store.reviews import Reviews
from marsad.store.types import ClaimQuery
from marsad.store.types_review import STATES, Action, QueueQuery
from marsad.web.audience import Viewer
from marsad.web.door import RESPONSES, accounts_of, check_token, deny, needs
from marsad.web.problems import ProblemError, bad, missing

router = APIRouter(prefix="/review", tags=["review"], responses=RESPONSES)
Reader = Annotated[Viewer, needs("queue")]
Writer = Annotated[Viewer, needs("draft")]
Measurer = Annotated[Viewer, needs("agreement")]
Key = Annotated[str, Field(min_length=1, max_length=200)]
Words = Annotated[str, Query(max_length=200)]
_LARGEST_DRAFT = 20_000
Json = dict[str, Any]


class Body(BaseModel):
    """What is sent: a key that is not listed is refused."""

    model_config = ConfigDict(extra="forbid")


class Wish(Body):
    """One thing to do with a claim (marsad/review/desk.py, Wish)."""

    verb: Annotated[str, Field(max_length=20)]
    key: Key
    why: Annotated[str, Field(max_length=2000)] = ""
    other: Key | None = None
    slots: dict[str, Any] | None = None
    grade: int | str | None = None
    decision: Annotated[str, Field(max_length=20)] | None = None
    target: Key | None = None
    until: dt.date | None = None
    seen: Key | None = None
    name: Annotated[str, Field(pattern=r"^[0-9A-Za-z_-]{8,64}$")] | None = None


class Wishes(Body):
    wishes: Annotated[list[Wish], Field(min_length=1, max_length=50)]


class Draft(Body):
    body: dict[str, Any]


def reviews_of(request: Request) -> Reviews:
    return Reviews(request.app.state.record.store)


def said(value: Any, status: int = 200) -> JSONResponse:
    return JSONResponse(value, status, {"Cache-Control": "no-store"})


# The queue


@router.get("/queue")
def queue(
    request: Request,
    who: Reader,
    state: Words = "machine,in_review",
    kind: Words = "",
    reader: Words | None = None,
    report: Words | None = None,
    cursor: Words | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> JSONResponse:
    """Claims by risk, a page at a time, each with its sentence; how many stand in each state."""
    wanted = [name.strip() for name in state.split(",") if name.strip()]
    if not wanted or set(wanted) - set(STATES):
        raise bad(f"state: some of {', '.join(STATES)}")
    reviews = reviews_of(request)
    states = tuple(name for name in STATES if name in wanted)
    kinds = tuple(name for name in kind.split(",") if name)
    rows = desk.queue(reviews, QueueQuery(states, kinds, reader, report, _after(cursor), limit))
    store = request.app.state.record.store
    found = {c.claim.key: c for c in store.claims(ClaimQuery(keys=tuple(r.key for r in rows)))} if rows else {}
    reports = {name: kept.report for name in {r.report_id for r in rows} if (kept := store.report(name))}
    last = rows[-1] if len(rows) == limit else None
    return said({
        "rows": [
            _named(row) | {"words": found[row.key].claim.evidence.of(reports[row.report_id].document),
                           "lang": reports[row.report_id].lang}
            for row in rows if row.key in found and row.report_id in reports
        ],
        "next": f"{last.risk}.{last.key}" if last else None,
        "tally": reviews.tally(),
    })  # fmt: skip


def _after(cursor: str | None) -> tuple[int, str] | None:
    if cursor is None:
        return None
    risk, dot, key = cursor.partition(".")
    if not dot or not risk.isdecimal() or len(risk) > 9:
        raise bad("cursor: give the `next` of the page before")
    return int(risk), key


def _named(record: Any) -> Json:
    return {name: getattr(record, name) for name in record.__dataclass_fields__}


# A claim on the desk


@router.get("/claims/{key}")
def one(request: Request, who: Reader, key: str) -> JSONResponse:
    """A claim with its report, as read and as it stands, its history, what is like it, and what you may do."""
    try:
        seen = desk.open_claim(reviews_of(request), key)
    except desk.UnknownClaimError as error:
        raise missing(f"claim {key!r}") from error
    report = seen.report
    return said({
        "key": key,
        "report": {"id": report.report_id, "title": report.title, "outlet": report.outlet, "lang": report.lang,
                   "published": report.published.isoformat() if report.published else None, "url": report.url,
                   "document": report.document},
        "read": claim_to_dict(seen.read, report),
        "claim": claim_to_dict(seen.claim, report),
        "superseded": seen.superseded,
        **state_of(seen.case),
        "history": history(seen.case, seen.read, report),
        "similar": [{"report": name, "claim": _short(claim)} for name, claim in seen.similar],
        "may": possible(who, seen.case),
        "slots": {slot.name: {"type": slot.type, "values": list(slot.values), "optional": slot.optional}
                  for slot in slots(seen.read.kind).values()},
        "draft": next((draft.body for draft in reviews_of(request).drafts(who.name or "-", key)), None),
    })  # fmt: skip


def state_of(case: Case) -> Json:
    item = case.item
    last = case.steps[-1].action.name if case.steps else None
    return {"state": item.state, "decision": item.decision, "grade": item.grade, "public": item.public is not None,
            "shapers": sorted(item.shapers), "second": item.second, "seen": last}  # fmt: skip


def _short(claim: Claim) -> Json:
    return {
        "key": claim.key,
        "id": claim.id,
        "kind": claim.kind,
        "detail": str(claim.detail),
        "confidence": claim.confidence,
    }


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


@router.post("/actions")
def act(request: Request, who: Reader, given: Wishes) -> JSONResponse:
    """Do what is asked for, all of it or nothing. `seen`: the last action you saw; 409 where others acted since."""
    reviews = reviews_of(request)
    for wish in given.wishes:
        _allowed(request, who, reviews, wish)
    wishes = [desk.Wish(by=who.name or "-", **wish.model_dump()) for wish in given.wishes]
    blur = request.app.state.settings.blur or as_is
    try:
        cases = desk.act(reviews, wishes, publisher(blur))
    except desk.StaleError as error:
        raise ProblemError(409, str(error)) from None
    except desk.UnknownClaimError as error:
        raise missing(str(error)) from None
    except (desk.ReviewError, SlotError) as error:
        accounts_of(request).log(who.name or "-", wishes[0].verb, f"{wishes[0].key}: {error}", "failed")
        raise bad(str(error)) from None
    return said({"claims": [{"key": case.item.key, **state_of(case), "may": possible(who, case)} for case in cases]})


def _allowed(request: Request, who: Viewer, reviews: Reviews, wish: Wish) -> None:
    """Ask the policy about each object of each wish, in the state that it is in."""
    if wish.verb not in moves():
        raise bad(f"verb: one of {', '.join(moves())}")
    for key in (wish.key, wish.other):
        if key is None:
            continue
        state = reviews.state(key)
        if not may(who.role, wish.verb, state or "machine"):
            raise deny(request, who, wish.verb, key)


# Drafts


@router.get("/drafts")
def drafts(request: Request, who: Writer) -> JSONResponse:
    """What you have typed and not handed in."""
    found = reviews_of(request).drafts(who.name or "-")
    return said([{"key": draft.key, "body": draft.body, "at": draft.at.isoformat()} for draft in found])


@router.put("/drafts/{key}", status_code=204)
def keep_draft(request: Request, who: Writer, key: str, given: Draft) -> Response:
    """Keep what you have typed about a claim; it goes when you act on the claim."""
    if len(json.dumps(given.body)) > _LARGEST_DRAFT:
        raise ProblemError(413, f"a draft has no more than {_LARGEST_DRAFT:,} characters")
    if reviews_of(request).open(key) is None:
        raise missing(f"claim {key!r}")
    try:
        reviews_of(request).put_draft(who.name or "-", key, given.body)
    except MarsadError as error:
        raise bad(str(error)) from None
    return Response(status_code=204)


@router.delete("/drafts/{key}", status_code=204)
def drop_draft(request: Request, who: Writer, key: str) -> Response:
    """Throw a draft away."""
    reviews_of(request).drop_draft(who.name or "-", key)
    return Response(status_code=204)


# Over all


@router.get("/backlog")
def backlog(request: Request, who: Reader) -> JSONResponse:
    """How many claims were read, reviewed and published, day by day."""
    days = reviews_of(request).backlog()
    return said(
        {"days": [_named(day) | {"day": day.day.isoformat()} for day in days], "tally": reviews_of(request).tally()}
    )


@router.get("/agreement")
def agree(request: Request, who: Measurer) -> JSONResponse:
    """How far readers agree beyond chance."""
    found = agreement(reviews_of(request).actions())
    return said(_named(found) | {"readers": list(found.readers), "pairs": [_named(pair) for pair in found.pairs]})


@router.get("/orphans")
def orphans(request: Request, who: Reader) -> JSONResponse:
    """Work on claims that the reader of today does not read any more."""
    store = request.app.state.record.store
    found = desk.orphans(
        reviews_of(request),
        store.judgements(),
        lambda name: [c.claim for c in store.claims(ClaimQuery(report_ids=(name,)))],
    )
    return said([
        {"key": o.key, "report": o.report_id, "successor": o.successor, **state_of(o.case),
         "judgements": [{"verdict": j.verdict, "by": j.by, "why": j.why, "at": j.at.isoformat()} for j in o.judgements]}
        for o in found
    ])  # fmt: skip


@router.post("/weigh")
def weigh(request: Request, who: Reader) -> JSONResponse:
    """Count conflicts anew from the events of now; claims that are disputed move up."""
    from marsad.web.audience import Audience

    check_token(request, who)
    return said({"moved": desk.weigh(reviews_of(request), request.app.state.record.at(Audience.DESK).fusion)})
