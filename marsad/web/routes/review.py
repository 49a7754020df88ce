"""The review room: queue, a claim on the desk, what is done with it, drafts, backlog, agreement (docs/review.md)."""

from __future__ import annotations

import datetime as dt
import json
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from marsad.errors import MarsadError
from marsad.interchange import claim_to_dict
from marsad.people.policy import may
from marsad.review import desk, written
from marsad.review.agreement import agreement
from marsad.review.gold import Undecided, gold
from marsad.review.publish import as_is, publisher
from marsad.review.slots import SlotError
from marsad.review.states import replay_all
from marsad.review.tables import moves
from marsad.review.written import write
from marsad.store.claimsets import PERSON
from marsad.store.reviews import Reviews
from marsad.store.types import ClaimQuery
from marsad.store.types_review import STATES, QueueQuery
from marsad.web.audience import Audience, Viewer
from marsad.web.door import RESPONSES, accounts_of, check_token, deny, needs
from marsad.web.problems import ProblemError, bad, missing
from marsad.web.serialize.models import room as shapes
from marsad.web.serialize.room import beside, history, named, possible, printed, slots_of, state_of

router = APIRouter(prefix="/review", tags=["review"], responses=RESPONSES)
Reader = Annotated[Viewer, needs("queue")]
Writer = Annotated[Viewer, needs("draft")]
Adder = Annotated[Viewer, needs("add")]
Tester = Annotated[Viewer, needs("gold")]
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


class Writing(Body):
    """A claim that the machine missed (marsad/review/written.py)."""

    report: Key
    kind: Annotated[str, Field(max_length=20)]
    span: tuple[int, int]
    slots: dict[str, Any]
    why: Annotated[str, Field(max_length=2000)] = ""
    name: Annotated[str, Field(pattern=r"^[0-9A-Za-z_-]{8,64}$")] | None = None


class Draft(Body):
    body: dict[str, Any]


def reviews_of(request: Request) -> Reviews:
    return Reviews(request.app.state.record.store)


def said(value: Any, status: int = 200) -> JSONResponse:
    return JSONResponse(value, status, {"Cache-Control": "no-store"})


# The queue


@router.get("/queue", response_model=shapes.Queue)
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
            named(row) | printed(found[row.key].claim, reports[row.report_id])
            for row in rows if row.key in found and row.report_id in reports
        ],
        "next": f"{last.risk}.{last.key}" if last else None,
        "tally": reviews.tally(), "kinds": reviews.kinds(states),
    })  # fmt: skip


def _after(cursor: str | None) -> tuple[int, str] | None:
    if cursor is None:
        return None
    risk, dot, key = cursor.partition(".")
    if not dot or not risk.isdecimal() or len(risk) > 9:
        raise bad("cursor: give the `next` of the page before")
    return int(risk), key


# A claim on the desk


@router.get("/claims/{key}", response_model=shapes.RoomClaim)
def one(request: Request, who: Reader, key: str) -> JSONResponse:
    """A claim with its report, as read and as it stands, its history, what is like it, and what you may do."""
    try:
        seen = desk.open_claim(reviews_of(request), key)
    except desk.UnknownClaimError as error:
        raise missing(f"claim {key!r}") from error
    report, record = seen.report, request.app.state.record
    return said({
        "key": key,
        "report": {"id": report.report_id, "title": report.title, "outlet": report.outlet, "lang": report.lang,
                   "published": report.published.isoformat() if report.published else None, "url": report.url,
                   "document": report.document},
        "read": claim_to_dict(seen.read, report),
        "claim": claim_to_dict(seen.claim, report),
        "superseded": seen.superseded,
        "written": seen.read.rule == PERSON,
        **state_of(seen.case),
        "history": history(seen.case, seen.read, report),
        "similar": beside(record.store, record.peek(Audience.DESK), key, seen.similar),
        "single_reader": reviews_of(request).single_reader(),
        "may": possible(who, seen.case),
        "slots": slots_of(seen.read.kind),
        "draft": next((draft.body for draft in reviews_of(request).drafts(who.name or "-", key)), None),
    })  # fmt: skip


@router.post("/claims", status_code=201, response_model=shapes.Acted)
def add(request: Request, who: Adder, given: Writing) -> JSONResponse:
    """Write a claim that the machine missed. It stands accepted by who wrote it, and is read a second time like any."""
    try:
        case = write(reviews_of(request), written.Writing(by=who.name or "-", **given.model_dump()))
    except desk.UnknownClaimError as error:
        raise missing(str(error)) from None
    except (desk.ReviewError, SlotError) as error:
        raise bad(str(error)) from None
    return said({"key": case.item.key, **state_of(case), "may": possible(who, case)}, 201)


@router.get("/kinds", response_model=dict[str, dict[str, shapes.Slot]])
def kinds(request: Request, who: Reader) -> JSONResponse:
    """The kinds of claim with their slots: what a claim that was missed is written with."""
    return said({kind: slots_of(kind) for kind in written.KINDS})


@router.post("/actions", response_model=shapes.ActedAll)
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


@router.get("/drafts", response_model=list[shapes.OwnDraft])
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


@router.get("/backlog", response_model=shapes.Backlog)
def backlog(request: Request, who: Reader) -> JSONResponse:
    """How many claims were read, reviewed and published, day by day."""
    days = reviews_of(request).backlog()
    return said({
        "days": [named(day) | {"day": day.day.isoformat()} for day in days], "tally": reviews_of(request).tally(),
        "single_reader": reviews_of(request).single_reader(),
    })  # fmt: skip


@router.get("/agreement", response_model=shapes.Agreement)
def agree(request: Request, who: Measurer) -> JSONResponse:
    """How far readers agree beyond chance."""
    found = agreement(reviews_of(request).actions())
    return said(named(found) | {"readers": list(found.readers), "pairs": [named(pair) for pair in found.pairs]})


@router.get("/gold", response_class=StreamingResponse)
def test_set(request: Request, who: Tester) -> StreamingResponse:
    """The team's own test set: the reports whose claims were all decided, in the format that tools/gold.py reads."""
    cases = replay_all(reviews_of(request).actions())
    made = gold(request.app.state.record.store.readings(), cases)
    lines = (json.dumps(one, ensure_ascii=False) + "\n" for one in made if not isinstance(one, Undecided))
    headers = {"Cache-Control": "no-store", "Content-Disposition": 'attachment; filename="own.gold.jsonl"'}
    return StreamingResponse(lines, media_type="application/x-ndjson", headers=headers)


@router.get("/orphans", response_model=list[shapes.Orphan])
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


@router.post("/weigh", response_model=shapes.Weighed)
def weigh(request: Request, who: Reader) -> JSONResponse:
    """Count conflicts anew from the events of now; claims that are disputed move up."""
    check_token(request, who)
    return said({"moved": desk.weigh(reviews_of(request), request.app.state.record.at(Audience.DESK).fusion)})
