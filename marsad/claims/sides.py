"""The attacker of an attack that names none, where the report names one for the same kind of attack close by.

"Raids hit the market" after a sentence on the army's raids: the army's, most likely. An attack with a time of its own
is another one, and what somebody is accused of stays without an attacker. `inferred` says how the slot was filled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from marsad.claims.attacks import near
from marsad.claims.attribute import frame_of
from marsad.lang.mention import Document, Mention
from marsad.records import Attack, Claim

_CLOSE = 250  # characters between the two passages: a sentence or two
_ALONE = frozenset(("clash", "assassination", "execution"))  # one says nothing of who is behind another
_HOW = "the attacker of a like attack told close by"


def named_attackers(claims: Sequence[Claim], read_from: Mapping[str, Mention], document: Document) -> tuple[Claim, ...]:
    """Return the claims with attacks by nobody named filled; `read_from` leads from a claim's key to its mention."""
    attacks = [claim for claim in claims if isinstance(claim.detail, Attack)]
    return tuple(
        _filled(claim, attacks) if _wants(claim) and not _accused(read_from[claim.key], document) else claim
        for claim in claims
    )


def _wants(claim: Claim) -> bool:
    detail = claim.detail
    open_ = isinstance(detail, Attack) and detail.attacker is None and detail.type not in _ALONE
    return open_ and claim.time.span is None


def _accused(mention: Mention, document: Document) -> bool:
    frame = frame_of(mention, document)
    return frame is not None and frame.act == "accuse"


def _filled(claim: Claim, attacks: Sequence[Claim]) -> Claim:
    detail = claim.detail
    assert isinstance(detail, Attack)
    for other in sorted(attacks, key=lambda known: _gap(claim, known)):
        act = other.detail
        assert isinstance(act, Attack)
        if _gap(claim, other) > _CLOSE:
            break
        if act.attacker is not None and act.type not in _ALONE and near(act.type, detail.type):
            named = replace(detail, attacker=act.attacker)
            return replace(claim, detail=named, inferred=(*claim.inferred, ("attacker", _HOW)))
    return claim


def _gap(claim: Claim, other: Claim) -> int:
    """Return how far apart two attacks are told, from where one passage begins to where the other does."""
    at = claim.evidence.start
    return min(abs(span.start - at) for span in (other.evidence, *other.also))
