"""When two claims of diplomacy, or two of a humanitarian plight, are one told twice."""

from __future__ import annotations

from typing import Final

from marsad.claims.draft import Draft, names
from marsad.records import Diplomacy, Humanitarian, Named

_ONCE: Final = frozenset(
    ("ceasefire", "agreement", "resolution", "draft_resolution", "vote", "sanctions", "prisoner_exchange")
)
_LASTING: Final = frozenset(("siege",))  # one a country and report


def same_matter(a: Draft, b: Draft, title_end: int) -> bool:
    """Tell whether two claims tell one matter: type, parties, body and time do not part them.

    Agreements, resolutions and their like are known by less: a report that speaks of "the truce" means the one it
    told of. Meetings, talks and visits must share a party; a headline need not.
    """
    x, y = a.detail, b.detail
    assert isinstance(x, Diplomacy)
    assert isinstance(y, Diplomacy)
    if x.type != y.type:
        return False
    if a.evidence.overlaps(b.evidence):
        return True
    if x.body and y.body and x.body != y.body:
        return False
    if not _timely(a, b):
        return False
    if x.type == "other" and x.body and x.body == y.body:
        return True
    if _light(a, b, title_end) and x.type != "other":
        return True
    shared = not set(x.participants).isdisjoint(y.participants)
    if x.type in _ONCE:
        return shared or not (x.participants and y.participants)
    return shared and x.status == y.status


def merge_matters(known: Draft, claim: Draft, title_end: int) -> Draft:
    """Return the fuller telling, the other among its passages, with the parties, body, time and place it lacks."""

    def weight(c: Draft) -> tuple[bool, int, bool, int]:
        assert isinstance(c.detail, Diplomacy)
        return c.evidence.end > title_end, len(c.detail.participants), _dated(c), -c.evidence.start

    best, other = (claim, known) if weight(claim) > weight(known) else (known, claim)
    a, b = best.detail, other.detail
    assert isinstance(a, Diplomacy)
    assert isinstance(b, Diplomacy)
    best.detail = Diplomacy(a.type, a.status, a.participants or b.participants, a.body or b.body)
    return _joined(best, other)


def same_plight(a: Draft, b: Draft, title_end: int) -> bool:
    """Tell whether two claims tell one plight: same kind, place and figure; a headline need not give the figure."""
    x, y = a.detail, b.detail
    assert isinstance(x, Humanitarian)
    assert isinstance(y, Humanitarian)
    if x.type != y.type:
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


def merge_plights(known: Draft, claim: Draft, title_end: int) -> Draft:
    """Return the fuller telling, the other among its passages, with the figure and actor it lacks."""

    def weight(c: Draft) -> tuple[bool, bool, int]:
        assert isinstance(c.detail, Humanitarian)
        detail = c.detail
        return c.evidence.end > title_end, detail.actor is not None, -c.evidence.start

    best, other = (claim, known) if weight(claim) > weight(known) else (known, claim)
    a, b = best.detail, other.detail
    assert isinstance(a, Humanitarian)
    assert isinstance(b, Humanitarian)
    best.detail = Humanitarian(a.type, a.count or b.count, a.actor or b.actor)
    return _joined(best, other)


def _joined(best: Draft, other: Draft) -> Draft:
    best.takes_in(other)
    best.time = best.time if _dated(best) else other.time
    best.source = best.source or other.source
    best.place = best.place or other.place
    return best


def _light(a: Draft, b: Draft, title_end: int) -> bool:
    """Tell whether just one of two claims is the headline's."""
    return (a.evidence.end <= title_end) != (b.evidence.end <= title_end)


def _figure(detail: Humanitarian) -> tuple[int | None, int | None] | None:
    return (detail.count.low, detail.count.high) if detail.count else None


def _open(a: Named | None, b: Named | None) -> bool:
    return a is None or b is None or (a.name or a.text) == (b.name or b.text)


def _meet(a: Draft, b: Draft) -> bool:
    x, y = names(a.place), names(b.place)
    return not x or not y or bool(x & y)


def _one_country(a: Draft, b: Draft) -> bool:
    x, y = ({place.country for place in claim.place if place.country} for claim in (a, b))
    return not x or not y or bool(x & y)


def _timely(a: Draft, b: Draft) -> bool:
    if not (_dated(a) and _dated(b)):
        return True
    return (a.time.start, a.time.end) == (b.time.start, b.time.end)


def _dated(claim: Draft) -> bool:
    return claim.time.start is not None or claim.time.end is not None
