"""Why a gold claim was missed, and where an invented claim came from: one cause each, the first that fits.

Nothing is labelled by hand. A cause follows from the gold claims, our claims and their pairs (scoring.py), and from
what the reader saw of the report on the way (`Scene`). "Here" is an overlap that scoring accepts.

Missed, in this order:

    furniture           the passage was set aside as no prose, or lies in no sentence that was read
    folded as repeat    ours was folded into a claim that pairs with another gold claim
    taken               a claim of ours fits and pairs with another gold claim: gold has two where we have one
    number, harm, …     a claim of ours of this kind stands here and pairs with nothing, but what it says differs
    clause boundary     a claim of ours fits and stands in the same sentence, but its passage does not overlap enough
    left out            a rule read it here, but no claim was made: it only points back to another
    one of several      ours here pairs with another gold claim; this one was not seen beside it
    headline            gold logs it from the headline alone
    trigger unknown     no word here wakes the rule of this kind
    only credited       (statement) who says it was found, and taken for a source
    silent, no figure   (casualty) a word here wakes the rule, which says nothing; the passage gives no figure
    rule silent         a word here wakes the rule, and it says nothing

Invented, in this order:

    repeat              gold logs it once, from another passage or by another claim of ours
    clause boundary     it fits a missed gold claim of the same sentence, but the passages do not overlap enough
    number, harm, …     a missed gold claim of this kind stands here, but what it says differs
    split               the gold claim here pairs with another claim of ours: we made two of one
    background          it happened more than 60 days before publication
    report logs nothing, teaser     no gold claim in the report; none from here to its end
    headline            it stands in the headline, which no gold claim of this kind rests on
    planned or doubtful it is not said as a fact
    kind not logged     gold logs a claim of another kind here
    nothing logged      gold logs nothing here
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from tests.gold.agreement import alike, neighbours, same_count, same_entity, same_places
from tests.gold.scoring import Match, Side, key_agreement, shared_stretch

Json = Mapping[str, Any]
Stretch = tuple[int, int]  # [start, end) in the document

OLD_DAYS = 60


@dataclass(frozen=True)
class Scene:
    """What the reader saw of a report: sentences, words that wake a rule and passages that rules read, by kind."""

    sentences: Sequence[Stretch]
    triggers: Mapping[str, Sequence[tuple[Stretch, str]]]  # where, and what the word is
    mentions: Mapping[str, Sequence[Stretch]]
    credited: Sequence[Stretch] = ()  # passages whose speaker was found
    aside: Sequence[Stretch] = ()
    title_end: int = 0


@dataclass(frozen=True)
class Case:
    """One report: gold claims, ours, how they pair, and the scene. `published` is an ISO date."""

    gold: Side
    ours: Side
    match: Match
    scene: Scene
    published: str | None = None

    @cached_property
    def ours_of(self) -> dict[int, int]:
        return dict(self.match.pairs)

    @cached_property
    def gold_of(self) -> dict[int, int]:
        return {j: i for i, j in self.match.pairs}

    @cached_property
    def free(self) -> frozenset[int]:
        """Our claims that pair with nothing and repeat nothing."""
        return frozenset(range(len(self.ours.claims))) - self.gold_of.keys() - self.match.repeats

    def pairs_of(self, kind: str) -> Iterator[tuple[int, int]]:
        """Yield every gold claim and every claim of ours of one kind, as indexes."""
        for i, gold in enumerate(self.gold.claims):
            for j, ours in enumerate(self.ours.claims):
                if gold["kind"] == kind == ours.get("kind"):
                    yield i, j

    def fits(self, i: int, j: int) -> bool:
        gold = self.gold.claims[i]
        return key_agreement(gold["kind"], gold, self.ours.claims[j]) > 0

    def shared(self, i: int, j: int) -> int:
        return shared_stretch(self.gold.passages[i], self.ours.passages[j])

    def one_sentence(self, i: int, j: int) -> bool:
        return bool(self._sentences(self.gold.passages[i]) & self._sentences(self.ours.passages[j]))

    def _sentences(self, passages: Iterable[Stretch]) -> set[Stretch]:
        return {s for s in self.scene.sentences for passage in passages if meet(s, passage)}


class Cause(NamedTuple):
    """A cause by name; `detail` says what exactly differs or what was there."""

    name: str
    detail: str = ""


Test = Callable[[Case, int], Cause | None]


def missed(case: Case, i: int) -> Cause:
    """Return why gold claim `i`, which pairs with nothing, was missed."""
    return _first(_MISSED, case, i) or Cause("rule silent", _words_here(case, i))


def invented(case: Case, j: int) -> Cause:
    """Return where claim `j` of ours, which pairs with nothing and repeats nothing, comes from."""
    return _first(_INVENTED, case, j) or Cause("nothing logged")


def _first(tests: Sequence[Test], case: Case, index: int) -> Cause | None:
    return next((cause for test in tests if (cause := test(case, index))), None)


def meet(a: Stretch, b: Stretch) -> bool:
    return a[0] < b[1] and b[0] < a[1]


# What differs


def difference(gold: Json, ours: Json) -> Cause:
    """Return which part of the key of two claims of one kind differs, as `gold → ours`."""
    kind = gold["kind"]
    if kind == "casualty":
        name, show = ("harm", str) if gold.get("harm") != ours.get("harm") else ("number", _count)
        slot = "harm" if name == "harm" else "count"
        return Cause(name, f"{show(gold.get(slot))} → {show(ours.get(slot))}")
    if kind == "statement":
        return Cause("speaker", f"{_name(gold.get('speaker'))} → {_name(ours.get('speaker'))}")
    slot = "action" if kind == "control" else "type"
    if neighbours(kind, gold.get(slot), ours.get(slot)):
        return Cause("actor and place", f"{_name(gold.get('actor'))} → {_name(ours.get('actor'))}")
    return Cause(slot, f"{gold.get(slot)} → {ours.get(slot)}")


def _count(count: Json | None) -> str:
    if not count:
        return "none"
    low, high = count.get("low"), count.get("high")
    return f"{count.get('qualifier')} {'' if low is None else low}..{'' if high is None else high}"


def _name(entity: Json | None) -> str:
    return str(entity.get("name") or entity.get("text")) if entity else "none"


# Missed


def _in_furniture(case: Case, i: int) -> Cause | None:
    passages = case.gold.passages[i]
    read = any(meet(sentence, passage) for sentence in case.scene.sentences for passage in passages)
    aside = passages and all(
        any(min(a[1], p[1]) - max(a[0], p[0]) > (p[1] - p[0]) / 2 for a in case.scene.aside) for p in passages
    )
    return None if read and not aside else Cause("furniture")


def _paired_elsewhere(case: Case, i: int) -> Cause | None:
    fitting = [j for g, j in case.pairs_of(case.gold.claims[i]["kind"]) if g == i and case.fits(i, j)]
    fitting = [j for j in fitting if j in case.gold_of and case.shared(i, j)]
    if not fitting:
        return None
    folded = all(_only_by_repeat(case, i, j) or _only_by_repeat(case, case.gold_of[j], j) for j in fitting)
    return Cause("folded as repeat" if folded else "taken")


def _only_by_repeat(case: Case, i: int, j: int) -> bool:
    """Tell whether gold `i` meets repeats of our claim `j` and not its evidence."""
    ours = case.ours.claims[j]
    passages = case.gold.passages[i]
    evidence, also = ours["span"], ours.get("also_spans") or ()
    return not any(meet(evidence, p) for p in passages) and any(meet(a, p) for a in also for p in passages)


def _differs_from_ours(case: Case, i: int) -> Cause | None:
    kind = case.gold.claims[i]["kind"]
    near = [(case.shared(i, j), j) for g, j in case.pairs_of(kind) if g == i and j in case.free]
    shared, j = max(near, default=(0, -1))
    return difference(case.gold.claims[i], case.ours.claims[j]) if shared else None


def _missed_by_boundary(case: Case, i: int) -> Cause | None:
    kind = case.gold.claims[i]["kind"]
    apart = (j for g, j in case.pairs_of(kind) if g == i and j in case.free and case.fits(i, j))
    return Cause("clause boundary") if any(case.one_sentence(i, j) for j in apart) else None


def _folded(case: Case, i: int) -> Cause | None:
    kind = case.gold.claims[i]["kind"]
    found = any(g == i and _only_by_repeat(case, i, j) for g, j in case.pairs_of(kind))
    return Cause("folded as repeat") if found else None


def _left_out(case: Case, i: int) -> Cause | None:
    kind = case.gold.claims[i]["kind"]
    made = [c["span"] for c in case.ours.claims if c.get("kind") == kind]
    for mention in case.scene.mentions.get(kind, ()):
        if any(meet(mention, p) for p in case.gold.passages[i]) and not any(meet(mention, span) for span in made):
            return Cause("left out")
    return None


def _one_of_several(case: Case, i: int) -> Cause | None:
    kind = case.gold.claims[i]["kind"]
    beside = any(case.shared(i, j) for g, j in case.pairs_of(kind) if g == i)
    return Cause("one of several", _own_key(case.gold.claims[i])) if beside else None


def _own_key(claim: Json) -> str:
    return str(claim.get("harm") or claim.get("action") or claim.get("type") or claim.get("act"))


def _headline_alone(case: Case, i: int) -> Cause | None:
    passages = case.gold.passages[i]
    return Cause("headline") if passages and all(end <= case.scene.title_end for _, end in passages) else None


def _trigger_unknown(case: Case, i: int) -> Cause | None:
    return None if _words_here(case, i) else Cause("trigger unknown", _own_key(case.gold.claims[i]))


def _words_here(case: Case, i: int) -> str:
    words = case.scene.triggers.get(case.gold.claims[i]["kind"], ())
    return " ".join(sorted({what for at, what in words if any(meet(at, p) for p in case.gold.passages[i])}))


def _only_credited(case: Case, i: int) -> Cause | None:
    if case.gold.claims[i]["kind"] != "statement":
        return None
    found = any(meet(at, p) for at in case.scene.credited for p in case.gold.passages[i])
    return Cause("only credited", _words_here(case, i)) if found else None


def _no_figure(case: Case, i: int) -> Cause | None:
    vague = (case.gold.claims[i].get("count") or {}).get("qualifier") == "vague"
    casualty = case.gold.claims[i]["kind"] == "casualty"
    return Cause("silent, no figure", _words_here(case, i)) if casualty and vague else None


# Invented


def _repeat(case: Case, j: int) -> Cause | None:
    ours = case.ours.claims[j]
    told = any(o == j and i in case.ours_of and told_again(case, i, j) for i, o in case.pairs_of(ours["kind"]))
    return Cause("repeat") if told else None


def told_again(case: Case, i: int, j: int) -> bool:
    """Tell whether our claim `j` says what gold `i` says, so far as both say enough to be known again."""
    gold, ours = case.gold.claims[i], case.ours.claims[j]
    kind = gold["kind"]
    if not case.fits(i, j):
        return False
    if kind == "statement":
        return alike(gold.get("content"), ours.get("content"))
    if case.shared(i, j):
        return True
    return not _other_time(gold, ours) and (kind == "control" or _TELLING[kind](gold, ours))


def _other_time(gold: Json, ours: Json) -> bool:
    a, b = (_period(claim.get("time") or {}) for claim in (gold, ours))
    return a is not None and b is not None and not (a[0] <= b[1] and b[0] <= a[1])


def _period(time: Json) -> tuple[str, str] | None:
    days = [day for day in (time.get("start"), time.get("end")) if day]
    return (days[0], days[-1]) if days else None


def _figure_told(gold: Json, ours: Json) -> bool:
    counted = bool(gold.get("count")) and same_count(gold.get("count"), ours.get("count"))
    figure = (gold.get("count") or {}).get("qualifier") not in ("vague", None)
    return (counted and figure) or _same_where(gold, ours)


def _sides_told(gold: Json, ours: Json) -> bool:
    both = [(gold[s], ours[s]) for s in ("attacker", "target") if gold.get(s) and ours.get(s)]
    agree = [same_entity(a, b) for a, b in both]
    return all(agree) and (bool(agree) or _same_where(gold, ours))


def _parties_told(gold: Json, ours: Json) -> bool:
    parties = ours.get("participants") or ()
    return any(same_entity(a, b) for a in gold.get("participants") or () for b in parties)


_TELLING: Mapping[str, Callable[[Json, Json], bool]] = {
    "casualty": _figure_told,
    "attack": _sides_told,
    "diplomacy": _parties_told,
    "humanitarian": _figure_told,
}


def _same_where(gold: Json, ours: Json) -> bool:
    return bool(gold.get("place")) and same_places(gold.get("place"), ours.get("place"))


def _missing(case: Case, j: int) -> list[int]:
    """Return the gold claims of the kind of our claim `j` that were missed."""
    kind = case.ours.claims[j]["kind"]
    return [i for i, o in case.pairs_of(kind) if o == j and i not in case.ours_of]


def _invented_by_boundary(case: Case, j: int) -> Cause | None:
    fitting = any(case.fits(i, j) and case.one_sentence(i, j) for i in _missing(case, j))
    return Cause("clause boundary") if fitting else None


def _differs_from_gold(case: Case, j: int) -> Cause | None:
    shared, i = max(((case.shared(i, j), i) for i in _missing(case, j)), default=(0, -1))
    return difference(case.gold.claims[i], case.ours.claims[j]) if shared else None


def _split(case: Case, j: int) -> Cause | None:
    ours = case.ours.claims[j]
    beside = (i for i, o in case.pairs_of(ours["kind"]) if o == j)
    return Cause("split", _own_key(ours)) if any(case.shared(i, j) for i in beside) else None


def _background(case: Case, j: int) -> Cause | None:
    time = case.ours.claims[j].get("time") or {}
    last = time.get("end") or time.get("start")
    if not last or not case.published:
        return None
    old = dt.date.fromisoformat(case.published) - dt.timedelta(days=OLD_DAYS)
    return Cause("background") if last < old.isoformat() else None


def _teaser(case: Case, j: int) -> Cause | None:
    ends = [end for passages in case.gold.passages for _, end in passages]
    if not ends:
        return Cause("report logs nothing")
    return Cause("teaser") if case.ours.claims[j]["span"][0] >= max(ends) else None


def _in_headline(case: Case, j: int) -> Cause | None:
    return Cause("headline") if case.ours.claims[j]["span"][1] <= case.scene.title_end else None


def _not_a_fact(case: Case, j: int) -> Cause | None:
    certainty = case.ours.claims[j].get("certainty")
    return Cause("planned or doubtful", str(certainty)) if certainty not in (None, "stated") else None


def _other_kind(case: Case, j: int) -> Cause | None:
    here = {
        gold["kind"]
        for i, gold in enumerate(case.gold.claims)
        if any(meet(case.ours.claims[j]["span"], p) for p in case.gold.passages[i])
    }
    return Cause("kind not logged", "beside " + " ".join(sorted(here))) if here else None


_MISSED: tuple[Test, ...] = (
    _in_furniture,
    _paired_elsewhere,
    _differs_from_ours,
    _missed_by_boundary,
    _folded,
    _left_out,
    _one_of_several,
    _headline_alone,
    _trigger_unknown,
    _only_credited,
    _no_figure,
)
_INVENTED: tuple[Test, ...] = (
    _repeat,
    _invented_by_boundary,
    _differs_from_gold,
    _split,
    _background,
    _teaser,
    _in_headline,
    _not_a_fact,
    _other_kind,
)
