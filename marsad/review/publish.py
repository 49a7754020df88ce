"""The public copy of a claim: made once, when it is published, from an allow-list of fields, and frozen.

Names of private persons and what leads to them are masked, coordinates are blurred by rule, and of the report nothing
stays but the sentences that the claim stands in. A later edit changes nothing in it until it is published again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from marsad.exports.dataset import Dataset, prepare
from marsad.records import Casualty, Claim, Place, Reading, Report, Span
from marsad.review.states import Item
from marsad.store.codec import claim_of, encode
from marsad.store.hashing import digest
from marsad.store.reviews import Bench
from marsad.store.types_review import Action, Opened, Published, State
from marsad.text.fold import Folded
from marsad.text.sentences import sentences
from marsad.views.judged import corrected
from marsad.views.rows import reference

Blur = Callable[[Place], Place]
Json = dict[str, Any]
REPORT = ("report_id", "lang", "outlet", "url")
KEYS = frozenset(("key", "report", "claim", "whole", "passages", "grade", "readers"))
_LONGEST = 900  # characters of a sentence on either side of the words that it is shown for


def as_is(place: Place) -> Place:
    return place


def publisher(blur: Blur = as_is) -> Callable[[Bench, Opened, Item, Action, dt.date | None], Published]:
    """Return what makes public copies; `blur` moves a place whose point is not to be shown."""

    def publish(bench: Bench, opened: Opened, item: Item, act: Action, until: dt.date | None) -> Published:
        siblings = bench.claims_of(opened.report.report_id)
        readers = 1 if act.verb == "publish_alone" else 2
        body = public_body(opened.report, corrected(opened.claim, item.slots), siblings, item.grade, blur, readers)
        before = bench.published(act.key)
        version = before.version + 1 if before else 1
        return Published(act.key, version, digest(body), act.at, "published", "", until, body)

    return publish


def public_body(
    report: Report, claim: Claim, siblings: Sequence[Claim], grade: str | None, blur: Blur = as_is, readers: int = 2
) -> Json:
    """Return what the public gets of a claim; `siblings` are the claims of its report, which tell who is private.

    `readers` is how many people read it: 1 where one person alone published it.
    """
    others = [other for other in siblings if other.key != claim.key]
    prepared = prepare(Dataset(tuple((report, one) for one in (claim, *others))))
    row = next(row for row in prepared.rows if row.key == claim.key)
    shown = replace(row.claim, place=tuple(map(blur, row.claim.place)))
    document = row.report.document
    spans = [span for _, span in reference(row.report, shown).spans]
    head: Json = {name: getattr(row.report, name) for name in REPORT}
    head["published"] = report.published.isoformat() if report.published else None
    head["title"] = row.report.title
    head["length"] = len(document)
    passages = [[span.start, span.of(document)] for span in _around(document, spans)]
    made: Json = {"key": claim.key, "report": head, "claim": encode(shown), "whole": row.whole}
    made |= {"passages": passages, "grade": grade, "readers": readers}
    assert set(made) == KEYS
    return made


def _around(document: str, spans: Iterable[Span]) -> list[Span]:
    """Return the sentences that spans stand in, those that touch as one; a very long one is cut."""
    folded = Folded(document)
    bounds = [folded.span(start, end) for start, end in sentences(folded.light)]
    found: list[Span] = []
    for span in sorted(spans):
        touched = [b for b in bounds if b.overlaps(span)]
        start = max(min([span.start, *(b.start for b in touched)]), span.start - _LONGEST)
        end = min(max([span.end, *(b.end for b in touched)]), span.end + _LONGEST)
        if found and start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, end))
        else:
            found.append(Span(start, end))
    return found


def state_of(body: Mapping[str, Any]) -> State:
    """Return the state that the public is told: what one person alone read says so."""
    return "single_read" if body.get("readers") == 1 else "published"


def readings(bodies: Iterable[Mapping[str, Any]]) -> list[Reading]:
    """Return public copies as readings: a report in each, blank but for its title and the passages that were shown."""
    by_report: dict[str, list[Mapping[str, Any]]] = {}
    for body in bodies:
        by_report.setdefault(body["report"]["report_id"], []).append(body)
    return [_reading(by_report[name]) for name in sorted(by_report)]


def _reading(bodies: Sequence[Mapping[str, Any]]) -> Reading:
    head = max(bodies, key=lambda body: (body["report"]["length"], body["key"]))["report"]
    title = head["title"]
    letters = list(f"{title}\n" if title else "") + [" "] * (head["length"] - (len(title) + 1 if title else 0))
    for body in bodies:
        for start, words in body["passages"]:
            letters[start : start + len(words)] = words
    document = "".join(letters)
    published = dt.date.fromisoformat(head["published"]) if head["published"] else None
    text = document[len(title) + 1 :] if title else document
    report = Report(head["report_id"], text, head["lang"], published, head["outlet"], title, head["url"])
    return Reading(report, _claims(bodies))


def _claims(bodies: Sequence[Mapping[str, Any]]) -> tuple[Claim, ...]:
    """Return the claims in the order of the text, counted anew. A part whose whole is not public stands by itself."""
    wholes = {body["key"]: body["whole"] for body in bodies}
    ordered = sorted((claim_of(dict(body["claim"])) for body in bodies), key=lambda c: (c.evidence, c.key))
    ids = {claim.key: f"c{number}" for number, claim in enumerate(ordered, 1)}
    return tuple(_renamed(claim, ids, ids.get(wholes[claim.key] or "")) for claim in ordered)


def _renamed(claim: Claim, ids: Mapping[str, str], whole: str | None) -> Claim:
    claim = replace(claim, id=ids[claim.key])
    if isinstance(claim.detail, Casualty):
        return replace(claim, detail=replace(claim.detail, subset_of=whole))
    return claim


def changes(before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]) -> Json:
    """Return what changed between two lists of key and digest: keys that came, went, or say something else."""
    old, new = dict(before), dict(after)
    return {
        "added": sorted(new.keys() - old.keys()),
        "changed": sorted(key for key in new.keys() & old.keys() if new[key] != old[key]),
        "gone": sorted(old.keys() - new.keys()),
    }
