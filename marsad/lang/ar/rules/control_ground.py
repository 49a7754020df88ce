"""Which ground is held or taken: the places and the share that an object names."""

from __future__ import annotations

from marsad.lang.ar.clauses import clause_of
from marsad.lang.sentence import Sentence, Tag

Range = tuple[int, int]

_ENDS = frozenset(
    ("بعد", "قبل", "منذ", "خلال", "عقب", "اثر", "بهدف", "لمنع", "وذلك", "مما", "حيث", "بدعم", "باسناد", "بمسانده", "عندما", "كما")
    + ("بسبب", "رغم", "ضد", "وفق", "بحسب", "حسب", "الذي", "التي", "الذين", "بايدي", "بيد", "مع", "لكن", "بينما", "فيما")
)
_NOT_GROUND = frozenset(("الحريق", "حريق", "الحرائق", "حرائق", "الوضع", "السلطه", "الحكم", "النيران", "الفيروس", "الوباء", "السوق", "الاسعار"))
_JOINS = frozenset("،,و\"«»'") | {"او"}
_STEPS = frozenset(("من", "في", "المئه", "المائه", "بالمئه", "بالمائه", "%", "تلك", "هذه", "هذا", "ذلك", "اخر", "عدد", "كبير") + tuple("،\"'«»#(")) 
_FAR = 14


def zone(sentence: Sentence, first: int, limit: int) -> Range:
    """Return the tokens from `first` that an object may take: up to a word that opens something else."""
    last = first
    while last < min(limit, first + _FAR * 2):
        if sentence.words[last] in _ENDS or sentence.words[last] in ".؛;":
            break
        if last > first and (sentence.at("control", last) or sentence.at("strike", last)) and not sentence.at("ground", last):
            break
        last += 1
    return first, last


def places(sentence: Sentence, first: int, last: int) -> tuple[Tag, ...]:
    """Return the first place of tokens `[first, last)` and those that are listed with it."""
    found: list[Tag] = []
    for tag in sentence.of("place"):
        if not first <= tag.first < last:
            continue
        if found and not _listed(sentence, found[-1], tag):
            break
        found.append(tag)
    return tuple(found)


def _listed(sentence: Sentence, left: Tag, right: Tag) -> bool:
    between = sentence.words[left.last : right.first]
    if len(between) > 3:
        return False
    joined = right.pro.startswith("و") or sentence.words[right.first].startswith("و") or any(w in _JOINS for w in between)
    return joined and all(word in _JOINS or word.lstrip("و") in _JOINS or len(between) <= 2 for word in between)


def is_ground(sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether an object is ground: a place or a noun of ground, behind words of quantity."""
    at = first
    while at < last:
        if sentence.words[at] in _NOT_GROUND:
            return False
        if sentence.covering("place", at) or sentence.at("ground", at):
            return True
        share = sentence.at("share", at) or sentence.at("number", at)
        if share is not None:
            at = share.last
        elif sentence.words[at] in _STEPS:
            at += 1
        else:
            return False
    return False


def extent(sentence: Sentence, first: int, last: int) -> Range | None:
    """Return the words before the first place that say how much of it, or what in it: "two thirds of the districts"."""
    tags = [tag for tag in sentence.of("place") if first <= tag.first < last]
    end = tags[0].first if tags else last
    while end > first and sentence.words[end - 1] in ("من", "في", "علي", "ب"):
        end -= 1
    if end <= first or not any(first <= tag.first < end for tag in sentence.of("ground", "number", "share")):
        return None
    return (first, min(end, first + 8))


def before(sentence: Sentence, token: int) -> tuple[Tag, ...]:
    """Return the place nearest before `token` in its sentence, with those listed before it."""
    earlier = [tag for tag in sentence.of("place") if tag.last <= token]
    if not earlier:
        return ()
    found = [earlier.pop()]
    while earlier and _listed(sentence, earlier[-1], found[0]):
        found.insert(0, earlier.pop())
    return tuple(found)


def after_word(sentence: Sentence, token: int, words: frozenset[str], limit: int) -> int | None:
    """Return where the object starts: behind the first of `words` after `token`, or at a word with its letter glued."""
    for at in range(token, min(limit, token + _FAR)):
        if sentence.words[at] in words and not sentence.covering("entity", at):
            return at + 1
    return None


def end_of_clause(sentence: Sentence, token: int) -> int:
    return clause_of(sentence, token)[1]
