"""Scores the claims that Marsad reads against claims that careful readers wrote down.

A gold claim and a claim of ours pair when their kind and key agree and their passages overlap; pairs are
one to one, the best first. A claim of ours that repeats a paired gold claim is neither right nor wrong.
Precision, recall and F1 count pairs; the figure of a slot is the share of pairs in which it is right; `full`
counts pairs with every slot right. Claims are plain values in the interchange format (docs/codebook.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.gold.agreement import alike, neighbours, same_count, same_entity, same_places, same_time, same_value

Json = Mapping[str, Any]

KINDS = ("casualty", "control", "attack", "statement", "diplomacy", "humanitarian")
COMMON_SLOTS = ("source", "certainty", "place", "time")
KIND_SLOTS = {
    "casualty": ("victims", "affiliation", "subset", "perpetrator", "cause", "cumulative"),
    "control": ("actor", "from_actor"),
    "attack": ("attacker", "target"),
    "statement": ("act", "content"),
    "diplomacy": ("status", "participants"),
    "humanitarian": ("count", "actor"),
}

MIN_SHARED = 0.15  # of our passage: evidence is a clause or a sentence, not a page
REPEAT_AFFINITY = 20.0


@dataclass(frozen=True)
class Side:
    """The claims of one report on one side, with the passages of each."""

    claims: Sequence[Json]
    passages: Sequence[Sequence[tuple[int, int]]]
    by_id: Mapping[Any, Json]

    @classmethod
    def of(cls, document: str, claims: Sequence[Json]) -> Side:
        passages = [_passages(document, claim) for claim in claims]
        return cls(claims, passages, {claim.get("id"): claim for claim in claims})


def _passages(document: str, claim: Json) -> list[tuple[int, int]]:
    found = []
    for passage in [claim.get("evidence"), *(claim.get("also") or [])]:
        at = document.find(passage) if passage else -1
        if at >= 0:
            found.append((at, at + len(passage)))
    if span := claim.get("span"):
        found.append((span[0], span[1]))
    return found


def slot_right(slot: str, gold: Json, ours: Json, sides: tuple[Side, Side], day: str | None) -> bool:
    """Return whether a slot of a pair is right; `day` is the date of publication."""
    if slot == "time":
        return same_time(gold.get("time"), ours.get("time"), day)
    if slot == "subset":
        whole_gold = sides[0].by_id.get(gold.get("subset_of"))
        whole_ours = sides[1].by_id.get(ours.get("subset_of"))
        if whole_gold is None or whole_ours is None:
            return whole_gold is whole_ours
        return same_count(whole_gold.get("count"), whole_ours.get("count"))
    return same_value(slot, gold.get(slot), ours.get(slot))


# Pairs


def key_agreement(kind: str, gold: Json, ours: Json) -> int:
    """Return 0 when the two cannot be the same claim, else how telling their agreement is."""
    if kind == "casualty":
        if gold.get("harm") != ours.get("harm") or not same_count(gold.get("count"), ours.get("count")):
            return 0
        return 1 if (gold.get("count") or {}).get("qualifier") == "vague" else 2
    if kind == "statement":
        return 2 * same_entity(gold.get("speaker"), ours.get("speaker"))
    slot = "action" if kind == "control" else "type"
    if not neighbours(kind, gold.get(slot), ours.get(slot)):
        return 0
    if kind == "control":
        placed = bool(gold.get("place")) and same_places(gold.get("place"), ours.get("place"))
        return 2 * (placed or same_entity(gold.get("actor"), ours.get("actor")))
    return 2 if gold.get(slot) == ours.get(slot) else 1


def shared_stretch(gold: Sequence[tuple[int, int]], ours: Sequence[tuple[int, int]]) -> int:
    """Return the longest stretch that the passages share, where it is enough of ours."""
    stretches = ((min(g[1], o[1]) - max(g[0], o[0]), o[1] - o[0]) for g in gold for o in ours)
    return max((shared for shared, size in stretches if shared >= MIN_SHARED * size), default=0)


def _affinity(sides: tuple[Side, Side], i: int, j: int) -> float:
    gold, ours = sides[0].claims[i], sides[1].claims[j]
    kind = gold["kind"]
    if ours.get("kind") != kind:
        return 0.0
    shared = shared_stretch(sides[0].passages[i], sides[1].passages[j])
    key = key_agreement(kind, gold, ours) if shared > 0 else 0
    if not key:
        return 0.0
    score = key * 10 + min(shared, 200) / 50
    score += 2 * same_places(gold.get("place"), ours.get("place"))
    if kind == "casualty":
        score += 2 * (gold.get("victims") == ours.get("victims"))
    if kind == "statement":
        score += 4 * alike(gold.get("content"), ours.get("content"))
    return score


@dataclass(frozen=True)
class Match:
    """What pairs with what in one report, as indexes; `repeats` are ours and count neither way."""

    pairs: tuple[tuple[int, int], ...]
    repeats: frozenset[int]

    def missed(self, gold: Sequence[Json]) -> list[Json]:
        paired = {i for i, _ in self.pairs}
        return [claim for i, claim in enumerate(gold) if i not in paired]

    def invented(self, ours: Sequence[Json]) -> list[Json]:
        settled = {j for _, j in self.pairs} | self.repeats
        return [claim for j, claim in enumerate(ours) if j not in settled]


def match(sides: tuple[Side, Side]) -> Match:
    """Pair the claims of one report, one to one, the best affinity first."""
    gold, ours = sides
    edges = [
        (affinity, i, j)
        for i in range(len(gold.claims))
        for j in range(len(ours.claims))
        if (affinity := _affinity(sides, i, j)) > 0
    ]
    edges.sort(reverse=True)
    of_gold: dict[int, int] = {}
    of_ours: dict[int, int] = {}
    for _, i, j in edges:
        if i not in of_gold and j not in of_ours:
            of_gold[i], of_ours[j] = j, i
    repeats = frozenset(
        j
        for affinity, i, j in edges
        if affinity >= REPEAT_AFFINITY and i in of_gold and j not in of_ours and gold.claims[i]["kind"] != "statement"
    )
    return Match(tuple(of_gold.items()), repeats)


# Tables


@dataclass
class Row:
    """The tally of one kind."""

    gold: int = 0
    system: int = 0
    hit: int = 0
    full: int = 0
    asked: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)

    def add(self, other: Row) -> None:
        self.gold += other.gold
        self.system += other.system
        self.hit += other.hit
        self.full += other.full
        self.asked.update(other.asked)
        self.right.update(other.right)

    def figures(self) -> dict[str, Any]:
        p = self.hit / self.system if self.system else 0.0
        r = self.hit / self.gold if self.gold else 0.0
        f1 = 2 * p * r / (p + r) if p + r else 0.0
        size = self.system + self.gold
        return {
            "gold": self.gold,
            "system": self.system,
            "hit": self.hit,
            "p": round(p, 3),
            "r": round(r, 3),
            "f1": round(f1, 3),
            "full_f1": round(2 * self.full / size, 3) if size else 0.0,
            "slots": {slot: round(self.right[slot] / n, 3) for slot, n in self.asked.items()},
        }


def document_of(report: Json) -> str:
    """Return the text that spans point into: the title as the first line, where there is one."""
    return f"{report['title']}\n{report['text']}" if report.get("title") else str(report["text"])


def match_report(report: Json, ours: Sequence[Json]) -> tuple[tuple[Side, Side], Match]:
    """Pair the gold claims of `report` with ours."""
    document = document_of(report)
    sides = Side.of(document, report["claims"]), Side.of(document, ours)
    return sides, match(sides)


def tally(report: Json, ours: Sequence[Json], rows: dict[str, Row]) -> None:
    """Add one report to `rows`, by kind."""
    sides, found = match_report(report, ours)
    for claim in sides[0].claims:
        rows.setdefault(claim["kind"], Row()).gold += 1
    for j, claim in enumerate(ours):
        if j not in found.repeats:
            rows.setdefault(claim.get("kind", "?"), Row()).system += 1
    for i, j in found.pairs:
        gold, mine = sides[0].claims[i], ours[j]
        row = rows[gold["kind"]]
        row.hit += 1
        slots = COMMON_SLOTS + KIND_SLOTS[gold["kind"]]
        right = [slot for slot in slots if slot_right(slot, gold, mine, sides, report.get("published"))]
        row.asked.update(slots)
        row.right.update(right)
        row.full += len(right) == len(slots)


def score(reports: Iterable[Json], ours: Mapping[str, Sequence[Json]]) -> dict[str, dict[str, Any]]:
    """Return the figures by kind and over `all`; `ours` maps a report_id to its claims."""
    rows: dict[str, Row] = {}
    for report in reports:
        tally(report, ours.get(report["report_id"], ()), rows)
    total = Row()
    for row in rows.values():
        total.add(row)
    table = {kind: rows[kind] for kind in KINDS if kind in rows} | {"all": total}
    return {kind: row.figures() for kind, row in table.items()}
