"""Which ground is held or taken: the places and the share that an object names."""

from __future__ import annotations

from typing import Final

from marsad.lang.ar.clauses import clause_of
from marsad.lang.ar.rules import control_words as words
from marsad.lang.ar.rules.control_holders import has_pronoun, holder_at, is_verb, over
from marsad.lang.sentence import Sentence, Tag

Range = tuple[int, int]

_FAR: Final = 14  # tokens between a word and the preposition of its object
_LONG: Final = 28  # tokens of the longest object
_COSTS: Final = ("cost", "harming")
_EXTENT: Final = 8
_NEAR: Final = 5  # tokens between ground and the relative clause or the pronoun that means it


def zone(sentence: Sentence, first: int, limit: int) -> Range:
    """Return the tokens from `first` that an object may take: up to a word that opens something else."""
    last = first
    while last < min(limit, first + _LONG) and sentence.words[last] not in words.OBJECT_ENDS:
        acts = last > first and sentence.at("control", last) and not sentence.at("ground", last)
        if acts and not in_name(sentence, last):
            break
        if any(tag.cls in _COSTS and tag.pro.startswith("و") for tag in sentence.starting(last)):
            break
        last += 1
    return first, last


def in_name(sentence: Sentence, token: int) -> bool:
    """Tell whether a word is a later part of a place's name: the "camp" of Qadi Askar."""
    place = sentence.covering("place", token)
    return place is not None and place.first < token


def is_ground(sentence: Sentence, first: int, last: int, *, unknown: bool = False) -> bool:
    """Tell whether an object is ground: a place or a noun of ground, behind words of quantity.

    With `unknown` a word that no lexicon knows is taken for the name of a place.
    """
    at = first
    while at < last:
        word = sentence.words[at]
        if word in words.NOT_GROUND or (at == first and word in words.PREPOSITIONS):
            return False
        if sentence.covering("place", at) or sentence.at("ground", at):
            return True
        ends = [tag.last for tag in (sentence.at("number", at), sentence.at("share", at)) if tag]
        if ends:
            at = max(ends)
        elif word in words.BEFORE_GROUND:
            at += 1
        else:
            return unknown and at == first and _unknown(sentence, at)
    return False


def _unknown(sentence: Sentence, token: int) -> bool:
    known = any(tag.first <= token < tag.last for tag in sentence.tags)
    return not known and sentence.words[token].isalpha()


def behind(sentence: Sentence, tag: Tag, prepositions: frozenset[str], *, unknown: bool = False) -> Range | None:
    """Return the object behind one of `prepositions` after `tag`, where it is ground.

    An aside between commas is skipped.
    """
    _, last = clause_of(sentence, tag.first)
    at = _word_after(sentence, tag.last, prepositions, last)
    while at is None and last + 1 < len(sentence) and sentence.words[last] in "،," and last - tag.last <= _FAR:
        start = last + 1
        last = max(start, clause_of(sentence, start)[1])  # of two commas in a row the second ends no clause
        if sentence.words[start] in prepositions:
            at = start + 1
        elif sentence.words[start].startswith(words.ASIDES):
            at = _word_after(sentence, start, prepositions, last)
    if at is None or at >= last:
        return None
    found = zone(sentence, at, last)
    return found if is_ground(sentence, *found, unknown=unknown) else None


def _word_after(sentence: Sentence, token: int, prepositions: frozenset[str], limit: int) -> int | None:
    for at in range(token, min(limit, token + _FAR)):
        found = sentence.words[at] in prepositions and not sentence.covering("entity", at)
        if found and (is_ground(sentence, at + 1, limit) or prepositions == words.ON):
            return at + 1
    return None


def direct(sentence: Sentence, tag: Tag) -> Range | None:
    """Return the direct object of `tag`, its subject and times stepped over, where it is ground."""
    _, last = clause_of(sentence, tag.first)
    at = over(sentence, tag.last, last)
    last = _past_adverb(sentence, tag, last)
    for _ in range(3):
        side = holder_at(sentence, at) or sentence.at("entity", at) if at < last else None
        country = side is not None and side.of.kind == "country" and is_verb(tag) and not has_pronoun(tag)
        behind_it = over(sentence, side.last, last) if side is not None else last
        if country and behind_it < last and not sentence.at("particle", behind_it):
            at = behind_it  # "Britain takes second place" takes no ground
            continue
        if at >= last or is_ground(sentence, *zone(sentence, at, last)):
            break
        if side is None:
            return None
        at = behind_it
    at = _behind_capital(sentence, at, last)
    found = zone(sentence, at, last)
    return found if is_ground(sentence, *found) else None


def _past_adverb(sentence: Sentence, tag: Tag, last: int) -> int:
    """Return the end of the clause of a verb, with what follows a time set off by one comma: "X، مؤخرا Y"."""
    if not is_verb(tag) or last + 1 >= len(sentence) or sentence.words[last] not in "،,":
        return last
    time = sentence.at("time", last + 1)
    follows = time is not None and time.last < len(sentence) and is_ground(sentence, time.last, len(sentence))
    return clause_of(sentence, last + 1)[1] if follows else last


def _behind_capital(sentence: Sentence, at: int, limit: int) -> int:
    """Return where ground starts behind a country or capital that stands for its army: "استعادة دمشق مناطق كبيرة"."""
    tag = sentence.at("place", at)
    if tag is None or tag.last >= limit or sentence.words[at] != tag.of.name:
        return at
    after = tag.last
    listed = sentence.words[after] in words.LISTED or sentence.words[after].startswith("و")
    ground = sentence.at("ground", after) or sentence.at("place", after)
    return (
        after
        if ground is not None and not listed and not ground.pro and sentence.words[after] not in words.SIDES_OF
        else at
    )


def places(sentence: Sentence, first: int, last: int) -> tuple[Tag, ...]:
    """Return the first place of tokens `[first, last)` and those that are listed with it, also beyond `last`."""
    found: list[Tag] = []
    around: Tag | None = None  # where the last one lies: "the district in the east, and on …"
    for tag in sentence.of("place"):
        if tag.first < first or (tag.first >= last and not found):
            continue
        if found and len(found) == 1 and _whole(sentence, found[0]) and tag.first < last:
            found.clear()  # "in the country, the capital among it": the part says more
        if around is not None and goes_on(sentence, around, tag):
            around = None
        elif found and not _listed(sentence, found[-1], tag):
            if around is not None or sentence.words[found[-1].last : tag.first] not in words.WITHIN:
                break
            around = tag
            continue
        found.append(tag)
    return tuple(found)


def _whole(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether a place is a country, named plainly."""
    plain = tag.of.relation is None
    return plain and (sentence.at("country", tag.last - 1) is not None or sentence.words[tag.last - 1] == "البلاد")


def before(sentence: Sentence, token: int, first: int = 0) -> tuple[Tag, ...]:
    """Return the place nearest before `token` from `first` on, with those that it is listed with."""
    earlier = [tag for tag in sentence.of("place") if first <= tag.first and tag.last <= token]
    if not earlier:
        return ()
    found = [earlier.pop()]
    while earlier and _listed(sentence, earlier[-1], found[0]):
        found.insert(0, earlier.pop())
    return tuple(found)


def around(sentence: Sentence, token: int, first: int, end: int, last: int) -> tuple[Tag, ...]:
    """Return the places of a description: right before `token`, else behind `end`, else before it in its clause."""
    found = before(sentence, token)
    reach = 2 if sentence.words[end : end + 1] in (("في",), ("ب",)) else _NEAR
    near = bool(found) and token - found[-1].last <= reach
    return found if near else places(sentence, end, last) or before(sentence, token, first)


def stands_before(sentence: Sentence, token: int) -> bool:
    """Tell whether ground stands right before `token`: what a relative clause or a pronoun means."""
    return any(token - _NEAR <= tag.last <= token for tag in sentence.of("place", "ground"))


def _listed(sentence: Sentence, left: Tag, right: Tag) -> bool:
    between = sentence.words[left.last : right.first]
    if goes_on(sentence, left, right):
        return True
    if len(between) > 3:
        return False
    joined = sentence.words[right.first].startswith("و") or any(
        word.startswith("و") or word in words.LISTED for word in between
    )
    return joined and not any(word in words.PREPOSITIONS for word in between)


def goes_on(sentence: Sentence, left: Tag, right: Tag) -> bool:
    """Tell whether "and on" stands between two places, with nothing but words of ground behind it."""
    at = left.last + (sentence.words[left.last : left.last + 1] in words.COMMA)
    return at < right.first and sentence.words[at] in words.AND_ON and is_ground(sentence, at + 1, right.last)


def extent(sentence: Sentence, first: int, last: int) -> Range | None:
    """Return the words before the first place that say how much of it, or what in it: "two thirds of the districts"."""
    tags = [tag for tag in sentence.of("place") if first <= tag.first < last]
    end = tags[0].first if tags else last
    end = min(end, first + _EXTENT)
    while end > first and sentence.words[end - 1] in words.PREPOSITIONS:
        end -= 1
    said = any(first <= tag.first < end for tag in sentence.of("ground", "number", "share"))
    return (first, end) if said else None
