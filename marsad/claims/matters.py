"""When two claims of diplomacy, or two of a humanitarian plight, are one told twice."""

from __future__ import annotations

from dataclasses import replace

from marsad.records import Claim, Diplomacy, Humanitarian, Named

_ONCE = frozenset(
    ("ceasefire", "agreement", "resolution", "draft_resolution", "vote", "sanctions", "prisoner_exchange")
)
_LASTING = frozenset(("siege",))  # one a country and report


def same_matter(a: Claim, b: Claim, title_end: int) -> bool:
    """Tell whether two claims tell one matter: type, parties, body and time do not part them.

    Agreements, resolutions and their like are known by less: a report that speaks of "the truce" means the one it
    told of. Meetings, talks and visits must share a party; a headline need not.
    """
    x, y = a.detail, b.detail
    if not (isinstance(x, Diplomacy) and isinstance(y, Diplomacy)) or x.type != y.type:
        return False
    if a.evidence.overlaps(b.evidence):
        return True
    shared = set(x.participants) & set(y.participants)
    if x.body and y.body and x.body != y.body:
        return False
    if not _timely(a, b):
        return False
    if x.type == "other" and x.body and x.body == y.body:
        return True
    if _light(a, b, title_end) and x.type != "other":
        return True
    if x.type in _ONCE:
        return bool(shared) or not (x.participants and y.participants)
    return bool(shared) and x.status == y.status


def merge_matters(known: Claim, claim: Claim, title_end: int) -> Claim:
    """Return the fuller telling, the other among its passages, with the parties, body, time and place it lacks."""

    def weight(c: Claim) -> tuple[bool, int, bool, int]:
        assert isinstance(c.detail, Diplomacy)
        return c.evidence.end > title_end, len(c.detail.participants), _dated(c), -c.evidence.start

    best, other = (claim, known) if weight(claim) > weight(known) else (known, claim)
    a, b = best.detail, other.detail
    assert isinstance(a, Diplomacy)
    assert isinstance(b, Diplomacy)
    detail = replace(a, participants=a.participants or b.participants, body=a.body or b.body)
    return _joined(replace(best, detail=detail), other)


def same_plight(a: Claim, b: Claim, title_end: int) -> bool:
    """Tell whether two claims tell one plight: same kind, place and figure; a headline need not give the figure."""
    x, y = a.detail, b.detail
    if not (isinstance(x, Humanitarian) and isinstance(y, Humanitarian)) or x.type != y.type:
        return False
    if a.evidence.overlaps(b.evidence) and x.count == y.count:
        return True
    if not _open(x.actor, y.actor):
        return False
    if x.type in _LASTING:
        return _one_country(a, b)
    if not _meet(a, b):
        return False
    return _light(a, b, title_end) and (x.count is None or y.count is None or _figure(x) == _figure(y))


def merge_plights(known: Claim, claim: Claim, title_end: int) -> Claim:
    """Return the fuller telling, the other among its passages, with the figure and actor it lacks."""

    def weight(c: Claim) -> tuple[bool, bool, int]:
        assert isinstance(c.detail, Humanitarian)
        detail = c.detail
        return c.evidence.end > title_end, detail.actor is not None, -c.evidence.start

    best, other = (claim, known) if weight(claim) > weight(known) else (known, claim)
    a, b = best.detail, other.detail
    assert isinstance(a, Humanitarian)
    assert isinstance(b, Humanitarian)
    return _joined(replace(best, detail=replace(a, count=a.count or b.count, actor=a.actor or b.actor)), other)


def _joined(best: Claim, other: Claim) -> Claim:
    also = tuple(sorted({*best.also, *other.also, other.evidence} - {best.evidence}))
    time = best.time if _dated(best) else other.time
    return replace(best, also=also, source=best.source or other.source, place=best.place or other.place, time=time)


def _light(a: Claim, b: Claim, title_end: int) -> bool:
    """Tell whether just one of two claims is the headline's."""
    return (a.evidence.end <= title_end) != (b.evidence.end <= title_end)


def _figure(detail: Humanitarian) -> tuple[int | None, int | None] | None:
    return (detail.count.low, detail.count.high) if detail.count else None


def _open(a: Named | None, b: Named | None) -> bool:
    return a is None or b is None or (a.name or a.text) == (b.name or b.text)


def _meet(a: Claim, b: Claim) -> bool:
    x, y = (frozenset(place.name or place.text for place in claim.place) for claim in (a, b))
    return not x or not y or bool(x & y)


def _one_country(a: Claim, b: Claim) -> bool:
    x, y = ({place.country for place in claim.place if place.country} for claim in (a, b))
    return not x or not y or bool(x & y)


def _timely(a: Claim, b: Claim) -> bool:
    if not (_dated(a) and _dated(b)):
        return True
    return (a.time.start, a.time.end) == (b.time.start, b.time.end)


def _dated(claim: Claim) -> bool:
    return claim.time.start is not None or claim.time.end is not None
