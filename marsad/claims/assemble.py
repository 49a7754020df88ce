"""Mention + attribution + place + time -> Claim."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from marsad.claims.attribute import asserting, certainty, source
from marsad.claims.behind import Behind, behind
from marsad.claims.confidence import confidence
from marsad.claims.features import features
from marsad.claims.locate import locate
from marsad.claims.repeats import fold_repeats
from marsad.claims.sides import named_attackers
from marsad.claims.timing import timing
from marsad.claims.toponyms import Places
from marsad.lang.mention import Document, Mention
from marsad.records import Casualty, Claim, Report, Span


def assemble(
    mentions: tuple[Mention, ...], document: Document, report: Report, places: Places
) -> tuple[tuple[Claim, ...], tuple[tuple[str, ...], ...]]:
    """Return the report's claims in the order of the text (repeats folded, subsets linked, ids given).

    With them come the features of each, the grounds of its confidence.
    """
    explained = behind(mentions)
    made = {id(m): _claim(m, document, report, places, explained) for m in mentions}
    parents = {
        made[id(m)].key: made[id(m.part_of)].key for m in mentions if m.part_of is not None and id(m.part_of) in made
    }
    made = {key: _as_part(claim, parents) for key, claim in made.items()}
    ordered = sorted(made.values(), key=lambda c: (c.evidence.start, c.evidence.end, c.key))
    claims, went = fold_repeats(ordered, len(report.title or ""))
    wholes = {went[part]: went[whole] for part, whole in parents.items()}
    read_from = {made[id(mention)].key: mention for mention in mentions}
    claims = named_attackers(claims, read_from, document)
    ids = {claim.key: f"c{number}" for number, claim in enumerate(claims, 1)}
    finished = [_finished(claim, read_from[claim.key], document, ids, wholes) for claim in claims]
    return tuple(claim for claim, _ in finished), tuple(grounds for _, grounds in finished)


def _claim(mention: Mention, document: Document, report: Report, places: Places, explained: Behind) -> Claim:
    sentence = document.sentences[mention.sentence]
    frame = asserting(mention, document)
    evidence = sentence.span(mention.first, mention.last)
    spans = tuple((slot, sentence.span(first, last)) for slot, first, last in mention.tokens)
    detail, how = explained.get(id(mention), (mention.detail, ()))
    inferred = list(how)
    sure = certainty(mention, frame, sentence.words)
    where, why = locate(mention, document, places)
    if why:
        inferred.append(("place", why))
    return Claim(
        id="",
        key=_key(report, mention, evidence),
        kind=mention.kind,
        evidence=evidence,
        detail=detail,
        rule=mention.rule,
        source=source(mention, frame),
        certainty=sure,
        place=where,
        time=timing(mention, document, report.published),
        spans=spans,
        inferred=tuple(inferred),
    )


def _as_part(claim: Claim, parents: Mapping[str, str]) -> Claim:
    """Mark a part by the key of its whole until ids are given."""
    if claim.key in parents and isinstance(claim.detail, Casualty):
        return replace(claim, detail=replace(claim.detail, subset_of=parents[claim.key]))
    return claim


def _key(report: Report, mention: Mention, evidence: Span) -> str:
    what = f"{report.report_id}|{mention.kind}|{evidence.start}|{evidence.end}|{mention.trigger}|{mention.detail}"
    return hashlib.blake2b(what.encode("utf-8", "replace"), digest_size=8).hexdigest()


def _finished(
    claim: Claim, mention: Mention, document: Document, ids: Mapping[str, str], wholes: Mapping[str, str]
) -> tuple[Claim, tuple[str, ...]]:
    """Return the claim with its id, its whole and its confidence, and the features behind that."""
    detail, number = claim.detail, ids[claim.key]
    whole = ids.get(wholes.get(claim.key, ""))
    if isinstance(detail, Casualty) and whole and whole != number:
        detail = replace(detail, subset_of=whole)
    grounds = features(claim, detail, mention, document)
    return replace(claim, id=number, detail=detail, confidence=confidence(grounds)), grounds
