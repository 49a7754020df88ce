"""Mention + attribution + place + time -> Claim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from marsad.claims.attribute import asserting_of, certainty, frame_of, source
from marsad.claims.behind import Behind, behind
from marsad.claims.confidence import confidence
from marsad.claims.draft import Draft
from marsad.claims.features import features
from marsad.claims.locate import locate
from marsad.claims.repeats import fold_repeats
from marsad.claims.scene import Scene
from marsad.claims.sides import name_attackers
from marsad.claims.timing import timing
from marsad.claims.toponyms import Places
from marsad.lang.mention import Document, Mention
from marsad.records import Casualty, Claim, Detail, Report, When

_LONG = 180  # days after which what is told has a place of its own, or none


def assemble(
    mentions: tuple[Mention, ...], document: Document, report: Report, places: Places
) -> tuple[tuple[Claim, ...], tuple[tuple[str, ...], ...]]:
    """Return the report's claims in the order of the text (repeats folded, subsets linked, ids given).

    With them come the features of each, the grounds of its confidence.
    """
    scene = Scene(document, places, report.published)
    explained = behind(mentions, document)
    drafts = [_draft(mention, scene, report, explained) for mention in mentions]
    parts = _parts(drafts)
    kept = fold_repeats(_in_order(drafts), len(report.title or ""))
    name_attackers(kept)
    wholes = _wholes(parts, kept)
    finished = [_finished(draft, f"c{n}", wholes.get(id(draft)), document) for n, draft in enumerate(kept, 1)]
    return tuple([claim for claim, _ in finished]), tuple([grounds for _, grounds in finished])


def _draft(mention: Mention, scene: Scene, report: Report, explained: Behind) -> Draft:
    document = scene.document
    sentence = document.sentences[mention.sentence]
    held = frame_of(mention, document)
    frame = asserting_of(mention, held, document)
    evidence = sentence.span(mention.first, mention.last)
    detail, inferred = explained.get(id(mention)) or (mention.detail, ())
    where, why = locate(mention, scene)
    when = timing(mention, held, scene)
    past = _long_past(when, report)
    if why and past:
        where, why = (), None
    return Draft(
        mention,
        evidence,
        detail,
        report_id=report.report_id,
        frame=frame,
        held=held,
        source=source(mention, frame),
        certainty=certainty(mention, frame),
        place=where,
        time=when,
        spans=tuple([(slot, sentence.span(first, last)) for slot, first, last in mention.tokens]),
        inferred=(*inferred, ("place", why)) if why else inferred,
        past=past,
    )


def _long_past(when: When, report: Report) -> bool:
    """Tell whether a claim has a time of its own, long before the report: background, that takes over no place."""
    if when.span is None or when.end is None or report.published is None:
        return False
    return (report.published - when.end).days > _LONG


def _in_order(drafts: Sequence[Draft]) -> list[Draft]:
    """Return drafts in the order of the text, those of one passage in the order of their keys."""
    found = sorted(drafts, key=_passage)
    first = 0
    for at in range(1, len(found) + 1):
        if at == len(found) or found[at].evidence != found[first].evidence:
            if at - first > 1:
                found[first:at] = sorted(found[first:at], key=_key)
            first = at
    return found


def _passage(draft: Draft) -> tuple[int, int]:
    return draft.evidence.start, draft.evidence.end


def _key(draft: Draft) -> str:
    return draft.key


def _parts(drafts: Sequence[Draft]) -> list[tuple[Draft, Draft]]:
    """Return every part with its whole, and mark it by the key of that until ids are given."""
    partial = [draft for draft in drafts if draft.mention.part_of is not None]
    if not partial:
        return []
    made = {id(draft.mention): draft for draft in drafts}
    parts = [(draft, whole) for draft in partial if (whole := made.get(id(draft.mention.part_of))) is not None]
    for draft, whole in parts:
        if isinstance(draft.detail, Casualty):
            draft.detail = replace(draft.detail, subset_of=whole.key)
    return parts


def _wholes(parts: Sequence[tuple[Draft, Draft]], kept: Sequence[Draft]) -> dict[int, str]:
    """Return the number of its whole by the id of every part that is kept, by what both were folded into."""
    if not parts:
        return {}
    numbers = {id(draft): f"c{number}" for number, draft in enumerate(kept, 1)}
    return {id(part.told()): numbers.get(id(whole.told()), "") for part, whole in parts}


def _finished(draft: Draft, number: str, whole: str | None, document: Document) -> tuple[Claim, tuple[str, ...]]:
    """Return the claim with its id, its whole and its confidence, and the features behind that."""
    detail: Detail = draft.detail
    if whole and whole != number and isinstance(detail, Casualty):
        detail = replace(detail, subset_of=whole)
    grounds, log_odds = features(draft, detail, document)
    return draft.finished(number, detail, confidence(log_odds)), grounds
