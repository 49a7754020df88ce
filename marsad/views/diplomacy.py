"""Diplomacy: tracks with their stages, sponsors and votes, and what came of what was planned (docs/views.md).

A planned step is never taken as held: it stays open until a claim says what came of it, and is overdue when its day is
past and none does. Links between claims are those of `marsad.views.tracks`.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from marsad.records import Certainty, Diplomacy, Judgement
from marsad.views.judged import judged
from marsad.views.plans import Outcome, Planned, Stage, Step, outcome_of, plans_of
from marsad.views.rows import (
    EVERYTHING,
    ClaimRef,
    Days,
    Filter,
    LineageOf,
    Pairs,
    Sourced,
    asked,
    days_of,
    in_order,
    known,
    lineage_by_source,
    place_name,
)
from marsad.views.tracks import COUNCIL, Node, linked, nodes
from marsad.views.votes import Votes, read_votes

_ORDER: tuple[Stage, ...] = ("proposed", "planned", "ongoing", "done", "rejected", "failed")
_PERMANENT = frozenset({"China", "France", "Russia", "United Kingdom", "United States"})  # UN Charter, articles 23, 27


@dataclass(frozen=True, slots=True)
class Track:
    """One initiative. `stage` is that of its last step, `outcome` what stated claims say became of it, None while
    they say nothing. `sponsors` are who brings in a draft, `parties` everybody named. `votes` are all that are
    reported, so that two of them are a contradiction. `denied` are claims that say a step did not take place."""

    id: str
    kin: str
    body: str | None
    sponsors: tuple[str, ...]
    vetoed_by: tuple[str, ...]
    parties: tuple[str, ...]
    documents: tuple[str, ...]
    places: tuple[str, ...]
    steps: tuple[Step, ...]
    stage: Stage | None
    outcome: Outcome | None
    votes: tuple[Votes, ...]
    planned: tuple[Planned, ...]
    denied: tuple[ClaimRef, ...]

    @property
    def refs(self) -> tuple[ClaimRef, ...]:
        return tuple(dict.fromkeys(ref for step in self.steps for ref in step.refs)) + self.denied


def diplomacy(
    pairs: Pairs,
    where: Filter = EVERYTHING,
    *,
    lineage_of: LineageOf | None = None,
    event_of: Callable[[ClaimRef], str | None] | None = None,
    judgements: Iterable[Judgement] = (),
) -> tuple[Track, ...]:
    """Return the tracks, those first that were told of first.

    Tracks are made of all that is known on `where.known_on`; a track is returned with all its steps if one of its
    claims is what `where` asks for. As of a day, a plan counts from its publication and any other step from its day.
    """
    everything = in_order(pairs)
    lineage_of = lineage_of or lineage_by_source(everything)
    everything = judged(known(everything, where.known_on), judgements, where.known_on)
    claims = [p for p in everything if isinstance(p.claim.detail, Diplomacy)]
    today = where.as_of or where.known_on or max((p.report.published for p in everything if p.report.published),
                                                 default=None)  # fmt: skip
    claims = [p for p in claims if counts_by(p, where.as_of)]
    made = tracks_of(claims, everything, today, lineage_of=lineage_of, event_of=event_of)
    by_ref = {p.ref: p for p in claims} if _without_day(where) != EVERYTHING else {}
    return tuple(t for t in made if not by_ref or any(asked(by_ref[ref], _without_day(where)) for ref in t.refs))


def tracks_of(
    claims: Sequence[Sourced], context: Iterable[Sourced], today: dt.date | None, *, lineage_of: LineageOf,
    event_of: Callable[[ClaimRef], str | None] | None = None,
) -> tuple[Track, ...]:  # fmt: skip
    """Return the tracks that these claims of diplomacy make, in their order; `context` is all that their reports claim.

    What stands apart by `marsad.views.tracks.apart` may be given part by part.
    """
    found = [told_of(p, node, lineage_of) for p, node in zip(claims, nodes(claims, context, event_of), strict=True)]
    made = [track_of([found[n] for n in group]) for group in linked([told.node for told in found])]
    return tuple(sorted((replace(t, planned=plans_of(t.steps, today)) for t in made), key=order_of))


def order_of(track: Track) -> tuple[dt.date, str]:
    """Return what tracks are sorted by: those first that were told of first."""
    return _first(track), track.id


def counts_by(p: Sourced, as_of: dt.date | None) -> bool:
    """Tell whether a claim counts as of a day: a proposal or plan from its publication, anything else from its day."""
    if as_of is None:
        return True
    if stage_of(p) in ("proposed", "planned"):
        return p.report.published is None or p.report.published <= as_of
    return days_of(*p).begins_by(as_of)


def _without_day(where: Filter) -> Filter:
    return Filter(where.place, where.since, where.until, where.actor, where.kind)


def _first(track: Track) -> dt.date:
    return min((s.published for s in track.steps if s.published), default=dt.date.max)


def _detail(p: Sourced) -> Diplomacy:
    assert isinstance(p.claim.detail, Diplomacy)
    return p.claim.detail


def stage_of(p: Sourced) -> Stage:
    """Return the stage of a claim: what is planned, is planned whatever status it will have; a proposal stays one."""
    status = _detail(p).status
    if status == "proposed" or (p.claim.certainty == "planned" and status in ("planned", "ongoing", "done")):
        return "proposed" if status == "proposed" else "planned"
    return next((stage for stage in _ORDER if stage == status), "proposed")


@dataclass(frozen=True, slots=True)
class Told:
    """A claim of diplomacy as its track takes it."""

    node: Node
    stage: Stage
    type: str
    days: Days
    certainty: Certainty
    participants: tuple[str, ...]
    votes: tuple[Votes, ...]
    lineage: str
    published: dt.date | None
    places: tuple[str, ...]

    @property
    def ref(self) -> ClaimRef:
        return self.node.ref

    @property
    def step(self) -> tuple[Stage, str, Days, Certainty]:
        """What claims of one track share that make one step of it."""
        return self.stage, self.type, self.days, self.certainty

    @property
    def turn(self) -> tuple[dt.date, int, dt.date, ClaimRef]:
        """Where a step stands of which this is the first claim."""
        return _turn(self.stage, self.days, self.published, self.ref)


def told_of(p: Sourced, node: Node, lineage_of: LineageOf) -> Told:
    """Return a claim as its track takes it; `node` is as links are sought by."""
    detail = _detail(p)
    return Told(
        node=node,
        stage=stage_of(p),
        type=detail.type,
        days=days_of(*p),
        certainty=p.claim.certainty,
        participants=tuple(detail.participants),
        votes=_votes(p),
        lineage=lineage_of(node.ref),
        published=p.report.published,
        places=tuple(place_name(place) for place in p.claim.place),
    )


def track_of(members: Sequence[Told]) -> Track:
    """Return the track that claims make, given in their order; what came of plans (`plans_of`) is left open."""
    told = [one for one in members if one.certainty != "denied"]
    steps = _steps(told)
    last = [step for step in steps if step.certainty != "uncertain"]
    body = next((one.node.body for one in members if one.node.body), None)
    parties = Counter(name for one in members for name in one.participants if name != body)
    vetoers = _vetoers(told, body)
    return Track(
        id=min(members, key=lambda one: (one.published or dt.date.max, one.ref)).ref.key,
        kin=members[0].node.kin,
        body=body,
        sponsors=tuple(n for n in _names(one for one in told if brings_in(one)) if n not in {*vetoers, body}),
        vetoed_by=vetoers,
        parties=tuple(sorted(parties, key=lambda name: (-parties[name], name))),
        documents=tuple(sorted({document for one in members for document in one.node.documents})),
        places=tuple(sorted({place for one in members for place in one.places})),
        steps=steps,
        stage=max(last, key=_step_order).stage if last else None,
        outcome=outcome_of(steps),
        votes=_once(told),
        planned=(),
        denied=tuple(one.ref for one in members if one.certainty == "denied"),
    )


def _names(members: Iterable[Told]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for one in members for name in one.participants))


def _vetoers(members: Iterable[Told], body: str | None) -> tuple[str, ...]:
    """Return who is named with a veto. In the Security Council that may name the draft's sponsors too: only permanent
    members can veto."""
    return may_veto(_names(one for one in members if vetoes(one)), body)


def may_veto(names: tuple[str, ...], body: str | None) -> tuple[str, ...]:
    """Return who of those named with a veto in a body may have cast it."""
    return tuple(name for name in names if name in _PERMANENT) if body == COUNCIL else names


def vetoes(told: Told) -> bool:
    """Tell whether a claim is of a veto that was cast."""
    return told.type == "veto" and told.stage == "done"


def brings_in(told: Told) -> bool:
    """Who is named with a draft, or with a vote that is still to come, brings it in; who is named with a vote that
    was held may be a voter."""
    return told.type == "draft_resolution" or (told.type == "vote" and told.stage in ("proposed", "planned"))


def _votes(p: Sourced) -> tuple[Votes, ...]:
    """Return the votes that the words of a claim give."""
    if _detail(p).type not in ("vote", "veto", "resolution", "draft_resolution"):
        return ()
    found = (read_votes(span.of(p.report.document)) for span in (p.claim.evidence, *p.claim.also))
    return tuple(dict.fromkeys(votes for votes in found if votes))


def _once(members: Iterable[Told]) -> tuple[Votes, ...]:
    return tuple(dict.fromkeys(votes for one in members for votes in one.votes))


def _steps(members: Sequence[Told]) -> tuple[Step, ...]:
    groups: dict[tuple[Stage, str, Days, Certainty], list[Told]] = defaultdict(list)
    for one in members:
        groups[one.step].append(one)
    return tuple(sorted(map(step_of, groups.values()), key=_step_order))


def step_of(some: Sequence[Told]) -> Step:
    """Return the step that claims make, given in their order."""
    return Step(
        *some[0].step,
        participants=_names(some),
        votes=_once(some),
        lineages=tuple(sorted({one.lineage for one in some})),
        published=some[0].published,
        refs=tuple(one.ref for one in some),
    )


def _step_order(step: Step) -> tuple[dt.date, int, dt.date, ClaimRef]:
    return _turn(step.stage, step.days, step.published, step.refs[0])


def _turn(stage: Stage, days: Days, published: dt.date | None, ref: ClaimRef) -> tuple[dt.date, int, dt.date, ClaimRef]:
    """Proposals and plans stand where they were told, all else on its day."""
    told = published or dt.date.max
    day = told if stage in ("proposed", "planned") else days.by or told
    return day, _ORDER.index(stage), told, ref
