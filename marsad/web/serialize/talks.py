"""Diplomacy and positions: tracks with their stages, and who said what on which of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from marsad.views.diplomacy import Track
from marsad.views.plans import Step, plans_of
from marsad.views.positions import Position
from marsad.views.rows import Days
from marsad.views.votes import Votes
from marsad.web.reply import written
from marsad.web.serialize import claims, models
from marsad.web.serialize.claims import iso
from marsad.web.serialize.events import state_of
from marsad.web.serialize.ledgers import keys
from marsad.web.serialize.words import actor_ar, word
from marsad.web.snapshot import Snapshot
from marsad.web.talk import talk

Json = dict[str, Any]


def _days(found: Days) -> Json:
    return claims.days(found.first, found.last, found.dated)


def votes(found: Votes) -> Json:
    return {"yes": found.yes, "no": found.no, "abstain": found.abstain}


def title(track: Track) -> Json:
    made = {}
    document = track.documents[0].removeprefix("res ") if track.documents else ""  # a resolution by its number
    for lang in ("en", "ar"):
        who = track.sponsors or track.parties[:3]
        names = [(actor_ar(name) if lang == "ar" else None) or name for name in who]
        body = ((actor_ar(track.body) if lang == "ar" else None) or track.body) if track.body else ""
        comma = "، " if lang == "ar" else ", "
        parts = (word("diplomacy", track.kin, lang), body, comma.join(names), document)
        made[lang] = " · ".join(part for part in parts if part)
    return made


def step(found: Step) -> Json:
    return {
        "stage": found.stage,
        "type": found.type,
        "days": _days(found.days),
        "certainty": found.certainty,
        "participants": [claims.name(name) for name in found.participants],
        "votes": [votes(one) for one in found.votes],
        "lineages": list(found.lineages),
        "lineages_ar": [actor_ar(name) for name in found.lineages],
        "published": iso(found.published),
        "claims": keys(found.refs),
    }


def track(found: Track, at: Snapshot, most: int, today: dt.date | None) -> Json:
    """Return a track with its last `most` steps, and what came of those planned by `today`."""
    first = max(0, len(found.steps) - most)
    return {
        **about(found),
        "state": state_of(_keys(found), at),
        "total_steps": len(found.steps),
        "steps": [step(one) for one in found.steps[first:]],
        "seats": seats(found.vetoed_by, dict.fromkeys(_keys(found)), at),
        "planned": _planned(found, first, today),
        "denied": keys(found.denied),
    }


def about(found: Track) -> Json:
    """Return what a track says besides its steps and the claims behind it."""
    return {
        "id": found.id,
        "what": title(found),
        "kin": found.kin,
        "body": found.body,
        "body_ar": actor_ar(found.body),
        "sponsors": [claims.name(name) for name in found.sponsors],
        "vetoed_by": [claims.name(name) for name in found.vetoed_by],
        "parties": [claims.name(name) for name in found.parties],
        "documents": list(found.documents),
        "places": list(found.places),
        "stage": found.stage,
        "outcome": found.outcome,
        "votes": [votes(one) for one in found.votes],
    }


def track_json(found: Track, at: Snapshot, most: int, today: dt.date | None) -> bytes:
    return written(models.Track, track(found, at, most, today))


def _keys(found: Track) -> Iterator[str]:
    yield from (ref.key for one in found.steps for ref in one.refs)
    yield from (ref.key for ref in found.denied)


def seats(vetoed_by: Iterable[str], keys: Iterable[str], at: Snapshot) -> list[Json]:
    """Return who voted how, as far as claims say: a veto is a vote of a member."""
    told: dict[str, list[str]] = {member: [] for member in vetoed_by}
    by = talk(at).vetoes
    for key in keys if told else ():
        for member in by.get(key, ()):
            if member in told:
                told[member].append(key)
    return [{"member": claims.name(member), "vote": "veto", "claims": found_} for member, found_ in told.items()]


def _planned(found: Track, first: int, today: dt.date | None) -> list[Json]:
    """Return the plans with the place of their step among the steps from the `first` one on."""
    steps = found.steps[first:]
    places = (n for n, one in enumerate(steps) if one.stage == "planned")
    plans = plans_of(found.steps, today, len(steps))
    return [
        {"step": at_step, "verdict": plan.verdict, "on": iso(plan.on), "claims": keys(plan.refs)}
        for plan, at_step in zip(plans, places, strict=True)
    ]


def said(found: Position, at: Snapshot) -> Json:
    lang = at.lang_of(at.by_key[found.refs[0].key])
    return {
        "act": found.act,
        "stance": found.stance,
        "quote": found.quote,
        "dir": claims.direction(lang),
        "verbatim": found.verbatim,
        "days": _days(found.days),
        "certainty": found.certainty,
        "told_by": found.told_by,
        "told_by_ar": actor_ar(found.told_by),
        "state": state_of((ref.key for ref in found.refs), at),
        "outlets": list(found.outlets),
        "lineages": list(found.lineages),
        "lineages_ar": [actor_ar(name) for name in found.lineages],
        "claims": keys(found.refs),
    }
