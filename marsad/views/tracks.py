"""Which claims of diplomacy are of one track: links by document, parties, or one body's decision of one day.

    one document        the same symbol or number of a resolution
    the same parties    at least half of the shorter list and two of it, or one and the same with the same body; at
                        most 30 days apart
    one decision        a draft, vote, veto or resolution of one body, at most 3 days apart, on the same country
    one telling         a vote that a report tells of without saying whose or on what, and the decision whose words are
                        at most 80 characters from its own ("The Council adopted a resolution. It passed by 11 votes.")

Never linked are claims whose documents, bodies or countries are known and differ, or whose matters are not kin (a
sanction is no vote). The country is that of the claim's places, else the one that its report is most about.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any, NamedTuple

from marsad.fusion.sets import lowest
from marsad.records import Diplomacy
from marsad.text.fold import light
from marsad.views.rows import ClaimRef, Sourced, days_of

COUNCIL = "UN Security Council"  # the one body with a veto
_KIN = {
    "vote": "resolution", "veto": "resolution", "draft_resolution": "resolution", "resolution": "resolution",
    "talks": "talks", "meeting": "talks", "mediation": "talks", "agreement": "talks", "ceasefire": "talks",
}  # fmt: skip
_SYMBOL = re.compile(r"\b([SA]/(?:RES/)?\d{4}/\d+)\b")
_NUMBER = re.compile(r"(?:resolution (?:no\.? ?|number )?|قرار (?:الدولي |الاممي |الأممي )?|رقم )(\d{3,4})\b", re.I)
_PARTIES, _DECISION = dt.timedelta(days=30), dt.timedelta(days=3)
_TELLING = 80  # code points between two passages


@dataclass(frozen=True, slots=True)
class Node:
    """A claim of diplomacy as links are sought: `day` is the day by which it took place or is planned."""

    ref: ClaimRef
    kin: str
    body: str | None
    parties: frozenset[str]
    documents: frozenset[str]
    countries: frozenset[str]
    day: dt.date | None
    event: str | None

    @property
    def bare(self) -> bool:
        """Whether it is a decision of which neither the body nor parties nor a document are named."""
        return self.kin == "resolution" and not (self.body or self.parties or self.documents)


def nodes(
    claims: Sequence[Sourced], context: Iterable[Sourced], event_of: Callable[[ClaimRef], str | None] | None = None
) -> list[Node]:
    """Return the nodes of claims of diplomacy, in their order; `context` is all that their reports claim."""
    about = countries_of(context)
    return [_node(p, about.get(p.report.report_id, frozenset()), event_of) for p in claims]


def _node(p: Sourced, about: frozenset[str], event_of: Callable[[ClaimRef], str | None] | None) -> Node:
    detail = p.claim.detail
    assert isinstance(detail, Diplomacy)
    body = body_of(detail)
    own = frozenset(place.country for place in p.claim.place if place.country)
    talks = _KIN.get(detail.type) == "talks"  # they are held in one country about another
    return Node(
        ref=p.ref,
        kin=_KIN.get(detail.type, detail.type),
        body=body,
        parties=frozenset(detail.participants) - {body},
        documents=documents_in(p.claim.evidence.of(p.report.document)),
        countries=frozenset() if talks else own or about,
        day=days_of(*p).by,
        event=event_of(p.ref) if event_of else None,
    )


def body_of(detail: Diplomacy) -> str | None:
    """Return the forum; a veto without one is the Security Council's."""
    return detail.body or (COUNCIL if detail.type == "veto" else None)


def documents_in(text: str) -> frozenset[str]:
    """Return symbols of documents (S/2016/1026) and numbers of resolutions in a passage."""
    plain = light(text)
    return frozenset(_SYMBOL.findall(plain)) | frozenset(f"res {number}" for number in _NUMBER.findall(plain))


def countries_of(context: Iterable[Sourced]) -> dict[str, frozenset[str]]:
    """Return what each report is most about: the countries of its claims' places, down to half of the commonest."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for report, claim in context:
        counts[report.report_id].update(place.country for place in claim.place if place.country)
    return {
        key: frozenset(country for country, n in found.items() if 2 * n >= max(found.values()))
        for key, found in counts.items()
    }


class Link(NamedTuple):
    """Two nodes that belong together, by index; `strong` by fusion or a document, which says more than parties."""

    a: int
    b: int
    strong: bool


def links(found: Sequence[Node], came: Sequence[int] | None = None) -> list[Link]:
    """Return what links nodes, the strongest first. They link as well those that came first, for any number of them:
    in the order given, or of the days in `came`."""
    rank = _ranks(found)
    turn = range(len(found)) if came is None else came
    pairs = {(min(pair), max(pair)) for pair in _candidates(found, lambda number: (turn[number], number))}
    scored = [(force, a, b) for a, b in pairs if (force := strength(found[a], found[b]))]
    scored.sort(key=lambda link: (-link[0], *sorted((rank[link[1]], rank[link[2]]))))
    return [Link(a, b, force >= 3) for force, a, b in scored]


def _ranks(found: Sequence[Node]) -> list[int]:
    rank = [0] * len(found)
    for place, index in enumerate(sorted(range(len(found)), key=lambda index: found[index].ref)):
        rank[index] = place
    return rank


def linked(found: Sequence[Node], between: Iterable[Link] | None = None) -> list[list[int]]:
    """Return the tracks as lists of indices; `between` are the links, where they are there already."""
    every = {n: ({node.body} if node.body else set(), set(node.documents)) for n, node in enumerate(found)}
    return joined(every, links(found) if between is None else between)


def joined(some: Mapping[int, tuple[set[Any], set[Any]]], links: Iterable[Link]) -> list[list[int]]:
    """Return which of some nodes, given with their bodies and documents, are of one track: the links are made in their
    order, and none that would put two documents or two bodies into one track, unless it is a strong one."""
    joining = Joining(some)
    joining.join(links)
    return joining.tracks()


class Joining:
    """What `joined` does, some links at a time; `home` has the track of each node, by a number of its own."""

    def __init__(self, some: Mapping[int, tuple[set[Any], set[Any]]]) -> None:
        self._groups = {index: _Group([index], *what) for index, what in some.items()}
        self.home = {index: index for index in some}

    def join(self, links: Iterable[Link]) -> None:
        """Make links, after those before them."""
        groups, home = self._groups, self.home
        for a, b, strong in links:
            left, right = home[a], home[b]
            if left == right or not (strong or groups[left].fits(groups[right])):
                continue
            if len(groups[left].members) < len(groups[right].members):
                left, right = right, left
            gone = groups.pop(right)
            groups[left].take(gone)
            for index in gone.members:
                home[index] = left

    def tracks(self) -> list[list[int]]:
        """Return the nodes by track."""
        return [sorted(group.members) for group in self._groups.values()]


@dataclass(slots=True)
class _Group:
    members: list[int]
    bodies: set[Any]
    documents: set[Any]

    def fits(self, other: _Group) -> bool:
        """Tell whether two groups have one document and one body at most between them."""
        apart = self.documents and other.documents and self.documents.isdisjoint(other.documents)
        return not apart and len(self.bodies | other.bodies) <= 1

    def take(self, other: _Group) -> None:
        self.members += other.members
        self.documents |= other.documents
        self.bodies |= other.bodies


def apart(size: int, links: Iterable[Link]) -> list[list[int]]:
    """Return the nodes in parts that no link leads out of, whichever of them are left out; indices, in their order."""
    parts: dict[int, list[int]] = defaultdict(list)
    for index, first in enumerate(lowest(size, ((a, b) for a, b, _ in links))):
        parts[first].append(index)
    return list(parts.values())


def _candidates(found: Sequence[Node], turn: Callable[[int], tuple[int, int]]) -> Iterator[tuple[int, int]]:
    index: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, node in enumerate(found):
        for document in node.documents:
            index["document", document].append(number)
        for shared in _shareable(node):
            index[shared].append(number)
        if node.event:
            index["event", node.event].append(number)
        if node.kin == "resolution" and node.body:
            index["body", node.body].append(number)
    pairs = set(_tellings(found))
    for (what, _), members in index.items():
        if what in ("document", "event"):
            members.sort(key=turn)
            pairs.update(_alike(found, members) if what == "document" else pairwise(members))
        else:
            pairs.update(_near(found, members, _DECISION if what == "body" else _PARTIES))
    yield from pairs


def _tellings(found: Sequence[Node]) -> Iterator[tuple[int, int]]:
    """Yield pairs of one report of which one is bare."""
    of: dict[str, list[int]] = defaultdict(list)
    for number, node in enumerate(found):
        if node.kin == "resolution":
            of[node.ref.report_id].append(number)
    for members in of.values():
        yield from ((a, b) for a, b in combinations(members, 2) if found[a].bare or found[b].bare)


def _alike(found: Sequence[Node], members: list[int]) -> Iterator[tuple[int, int]]:
    """Yield pairs that connect what one document connects, given as it came: claims of one kin and body in a chain, and
    the first of each with the first of the others. Every pair of a document merges: all would give nothing more."""
    groups: dict[tuple[str, str | None], list[int]] = defaultdict(list)
    for number in members:
        groups[found[number].kin, found[number].body].append(number)
    for group in groups.values():
        yield from pairwise(group)
    for one, other in combinations((group[0] for group in groups.values()), 2):
        yield min(one, other), max(one, other)


def _shareable(node: Node) -> Iterator[tuple[str, str]]:
    """Yield what two claims of the same parties must have in common: two of them, or the only one and the body."""
    if len(node.parties) == 1 and node.body:
        yield node.kin, f"{node.body}|{next(iter(node.parties))}"
    for pair in combinations(sorted(node.parties), 2):
        yield node.kin, "|".join(pair)


def _near(found: Sequence[Node], members: list[int], reach: dt.timedelta) -> Iterator[tuple[int, int]]:
    """Yield the pairs whose days are within reach."""
    dated = sorted((day, n) for n in members if (day := found[n].day) is not None)
    for at, (day, one) in enumerate(dated):
        for later, other in dated[at + 1 :]:
            if later - day > reach:
                break
            yield min(one, other), max(one, other)


def strength(a: Node, b: Node) -> int:
    """Return how strong a link is: 4 one event of fusion, 3 a document, 2 parties, 1 one decision, 0 none."""
    if a.event and a.event == b.event:
        return 4
    if a.kin != b.kin or _differ(a.documents, b.documents) or (a.body and b.body and a.body != b.body):
        return 0
    if a.documents & b.documents:
        return 3
    if a.day is None or b.day is None or _differ(a.countries, b.countries):
        return 0
    gap, shared = abs(a.day - b.day), a.parties & b.parties
    if shared and gap <= _PARTIES:
        enough = len(shared) >= 2 and 2 * len(shared) >= min(len(a.parties), len(b.parties))
        if enough or (a.parties == b.parties and a.body is not None and a.body == b.body):
            return 2
    if a.kin != "resolution" or gap > _DECISION:
        return 0
    decision = a.body is not None and a.body == b.body and a.countries & b.countries
    return 1 if decision or _one_telling(a, b) else 0


def _one_telling(a: Node, b: Node) -> bool:
    """Tell whether one of two decisions is bare, and told of close to the other."""
    if not (a.bare or b.bare) or a.ref.report_id != b.ref.report_id or not (a.ref.spans and b.ref.spans):
        return False
    one, other = a.ref.spans[0][1], b.ref.spans[0][1]
    return max(one.start, other.start) - min(one.end, other.end) <= _TELLING


def _differ(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a and b and not a & b)
