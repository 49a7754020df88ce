"""Read the noun phrase of a speaker beside a cue: before the verb, or after it in inverted order."""

from __future__ import annotations

from marsad.lang.en import entities
from marsad.lang.en.phrases import name
from marsad.lang.sentence import Sentence, Tag

Range = tuple[int, int]

PRONOUNS = frozenset(("he", "she", "it", "they", "i", "we"))
_ADVERBS = frozenset(
    "has have had also earlier later repeatedly previously further again then however meanwhile "
    "separately nevertheless is are was were being been officially publicly strongly firmly formally "
    "still already in turn, likewise furthermore additionally too itself".split()
)
_RELATIVES = frozenset(("who", "which", "that"))
_STOPS = frozenset((*',;:.()[]"“”«»!?', "that", "and", "but", "as", "while", "when", "who", "which", "after"))
_DESCRIBES = frozenset(("who", "which", "whose", "citing", "a", "an"))
_PREPOSITIONS = frozenset(("of", "to", "with", "in", "by", "from", "for", "at", "inside"))
_DETERMINERS = frozenset(("the", "a", "an", "its", "his", "their", "one", "another", "some", "several", "other"))
_SPEAKING = frozenset(("force", "group", "org", "person", "role", "country", "media", "source", "people"))
_FIGHTING = frozenset(("force", "group"))
ACTS = ("harm", "strike")
_VERBS = ("verb", *ACTS)
_LONGEST = 10  # tokens of a speaker whom no lexicon knows
_AHEAD = 7  # tokens before the first noun phrase of a sentence


def before(sentence: Sentence, verb: int, floor: int, *, plain: bool = True) -> Range | None:
    """Return the speaker right before a verb, or at the head of its sentence with a relative clause after it.

    With `plain` the words before a verb that can only be one of speech may be a speaker whom no lexicon knows.
    """
    end = _past_adverbs(sentence, verb, floor)
    if end <= floor:
        return None
    words = sentence.words
    if words[end - 1] in _RELATIVES:
        known = _ending_at(sentence, end - 1, floor)
        return known if words[end - 1] != "that" else None
    if words[end - 1] in PRONOUNS:
        return end - 1, end
    near = _ending_at(sentence, end, floor)
    head = _head(sentence, floor, near[0] if near else end)
    if head is not None and _governed(sentence, near, head, end):
        return head
    if near is not None:
        return _widened(sentence, near, floor)
    return _unknown(sentence, end, floor) if plain else None


def _governed(sentence: Sentence, near: Range | None, head: Range, end: int) -> bool:
    """Tell whether the phrase right before a verb is only part of what describes the head of the sentence."""
    words = sentence.words
    after = words[head[1] + (words[head[1]] == ",")]
    if after in _DESCRIBES:
        return True
    if near is None:
        return after in _PREPOSITIONS or not _verb_between(sentence, head[1], end)
    at = near[0] - 1
    while at > head[1] and words[at] in _DETERMINERS:
        at -= 1
    return at >= head[1] and words[at] in _PREPOSITIONS


def _past_adverbs(sentence: Sentence, at: int, floor: int) -> int:
    """Step back over adverbs, times and asides between a subject and its verb."""
    while at > floor:
        time = next((t for t in sentence.of("time") if t.last == at), None)
        if time is not None and time.first > floor:
            at = time.first
        elif sentence.words[at - 1] in _ADVERBS or (sentence.words[at - 1] == "," and at - 1 > floor):
            at -= 1
        elif sentence.words[max(floor, at - 3) : at] in (("in", "a", "statement"), ("in", "a", "report")):
            at -= 3
        else:
            return at
    return at


def _ending_at(sentence: Sentence, end: int, floor: int) -> Range | None:
    tag = next((t for t in sentence.of("entity") if t.last == end and t.first >= floor), None)
    if tag is not None and tag.get("kind") != "weapon_platform":
        return tag.first, tag.last
    for first in range(max(floor, end - 5), end):
        if (first and sentence.words[first - 1] in ("of", "in", "at", "near")) or _within_place(sentence, first):
            continue
        if name(sentence, first, single=True) == end:
            return first, end
    return None


def _within_place(sentence: Sentence, token: int) -> bool:
    place = sentence.covering("place", token)
    return place is not None and place.first < token


def _widened(sentence: Sentence, near: Range, floor: int) -> Range:
    """Take in entities joined with "and" before it, and the name before an office."""
    first, last = near
    words = sentence.words
    tag = sentence.at("entity", first)
    if tag is not None and tag.get("kind") == "role":  # "X, spokesman for Y, said"
        end = first - (first > floor and words[first - 1] in _DETERMINERS)
        end -= end > floor and words[end - 1] == ","
        for start in range(max(floor, end - 5), end):
            person = sentence.at("person", start)
            if (person is not None and person.last == end) or name(sentence, start) == end:
                return start, last
    at = first - (first > floor and words[first - 1] in _DETERMINERS)
    if at > floor and words[at - 1] in ("and",):
        other = next((t for t in sentence.of("entity") if t.last == at - 1 and t.first >= floor), None)
        if other is not None:
            return other.first, last
    return first, last


def _head(sentence: Sentence, floor: int, end: int) -> Range | None:
    """Return the first noun phrase of the sentence, where it stands at its head."""
    for tag in sentence.of("entity"):
        if floor <= tag.first and tag.last < end and tag.get("kind") in _SPEAKING:
            if tag.first - floor < _AHEAD and _light(sentence, floor, tag.first):
                return tag.first, tag.last
            if sentence.words[tag.last] in ("who", "which", "whose") and not _verb_between(sentence, floor, tag.first):
                return tag.first, tag.last
    for first in range(floor, min(floor + 3, end)):
        if last := name(sentence, first):
            return (first, last) if last < end else None
    return None


def _verb_between(sentence: Sentence, first: int, last: int) -> bool:
    return any(first <= tag.first < last and tag.get("form") == "verb" for cls in _VERBS for tag in sentence.of(cls))


def _light(sentence: Sentence, first: int, last: int) -> bool:
    return all(
        sentence.words[i] in _ADVERBS | _DETERMINERS | {","} or sentence.covering("time", i) is not None
        for i in range(first, last)
    )


def _unknown(sentence: Sentence, end: int, floor: int) -> Range | None:
    """Return a short noun phrase that no lexicon knows, from its article or the head of the sentence on."""
    first = max(floor, end - _LONGEST)
    for i in range(end - 1, first - 1, -1):
        if sentence.words[i] in _STOPS or sentence.covering("time", i) is not None or _verb_between(sentence, i, i + 1):
            return None
        if sentence.words[i] in _DETERMINERS:
            return (i, end) if end - i > 1 else None
    return (floor, end) if first == floor and sentence.tokens[floor].light[0].isupper() else None


def after(sentence: Sentence, start: int) -> Range | None:
    """Return the speaker that starts at `start`, an article before it skipped."""
    words = sentence.words
    while start < len(words) and words[start] in (*_DETERMINERS, ","):
        start += 1
    tag = entities.name_at(sentence, start)
    if tag is None:
        last = name(sentence, start, single=True)
        known = sentence.at("entity", last) if last else None
        return (known.first, known.last) if known is not None else (start, last) if last else None
    return tag.first, entities.conjoined(sentence, tag)[-1].last


def credited(sentence: Sentence, start: int) -> Range | None:
    """Return whom "according to" credits: an entity, or the words up to a mark or a verb."""
    known = after(sentence, start)
    if known is not None:
        return known
    ahead = sentence.after("entity", start, within=_AHEAD)
    if ahead is not None and ahead.get("kind") in _FIGHTING and sentence.words[ahead.first - 1] not in _PREPOSITIONS:
        return (start, ahead.first)  # "according to the bulletin the army shelled"
    if ahead is not None and not _STOPS.intersection(sentence.words[start : ahead.first]):
        return None if _verb_between(sentence, start, ahead.first) else (ahead.first, ahead.last)
    last = start
    while last < min(len(sentence), start + _LONGEST) and sentence.words[last] not in _STOPS:
        if sentence.covering("time", last) or sentence.at("verb", last):
            break
        last += 1
    return (start, last) if last > start else None


def tag_at(sentence: Sentence, where: Range) -> Tag | None:
    """Return the entity that the speaker is, unknown persons' names included."""
    first = where[0]
    while first < where[1] and sentence.words[first] in _DETERMINERS:
        first += 1
    return entities.name_at(sentence, first) if first < where[1] else None
