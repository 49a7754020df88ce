"""Read the noun phrase of a speaker beside a cue: before the verb, or after it in inverted order."""

from __future__ import annotations

from marsad.lang.en import entities
from marsad.lang.en.phrases import name
from marsad.lang.sentence import Sentence, Tag

Range = tuple[int, int]

PRONOUNS = frozenset(("he", "she", "it", "they", "i", "we"))
_ADVERBS = frozenset(
    "has have had also earlier later repeatedly previously further again then however meanwhile separately nevertheless is are was"
    " were being been officially publicly strongly firmly formally still already in turn, likewise furthermore additionally too itself".split()
)
_RELATIVES = frozenset(("who", "which", "that"))
_STOPS = frozenset((*',;:.()[]"“”«»!?', "that", "and", "but", "as", "while", "when", "who", "which", "after"))
_DETERMINERS = frozenset(("the", "a", "an", "its", "his", "their", "one", "another", "some", "several", "other"))
_LONGEST = 10  # tokens of a speaker whom no lexicon knows
_AHEAD = 7  # tokens before the first noun phrase of a sentence


def before(sentence: Sentence, verb: int, floor: int) -> Range | None:
    """Return the speaker right before a verb, or at the head of its sentence with a relative clause after it."""
    end = _past_adverbs(sentence, verb, floor)
    if end <= floor:
        return None
    words = sentence.words
    if words[end - 1] in _RELATIVES:
        known = _ending_at(sentence, end - 1, floor)
        return known if words[end - 1] != "that" else None
    head = _head(sentence, floor, end)
    near = _ending_at(sentence, end, floor)
    if (
        head is not None
        and (near is None or near[0] >= head[1])
        and words[head[1]] in ("who", "which", "whose", "citing")
    ):
        return head
    if near is not None:
        return _widened(sentence, near, floor)
    if words[end - 1] in PRONOUNS:
        return end - 1, end
    return _unknown(sentence, end, floor)


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
        if first and sentence.words[first - 1] in ("of", "in", "at", "near"):
            continue
        if name(sentence, first, single=True) == end:
            return first, end
    return None


def _widened(sentence: Sentence, near: Range, floor: int) -> Range:
    """Take in entities joined with "and" before it, and the name before an office."""
    first, last = near
    words = sentence.words
    at = first - (first > floor and words[first - 1] in _DETERMINERS)
    if at > floor and words[at - 1] in ("and",):
        other = next((t for t in sentence.of("entity") if t.last == at - 1 and t.first >= floor), None)
        if other is not None:
            return other.first, last
    return first, last


def _head(sentence: Sentence, floor: int, end: int) -> Range | None:
    """Return the first noun phrase of the sentence, where it stands at its head."""
    tag = next((t for t in sentence.of("entity") if t.first >= floor), None)
    if tag is not None and tag.last < end and tag.first - floor < _AHEAD and _light(sentence, floor, tag.first):
        return tag.first, tag.last
    for first in range(floor, min(floor + 3, end)):
        if last := name(sentence, first):
            return (first, last) if last < end else None
    return None


def _light(sentence: Sentence, first: int, last: int) -> bool:
    return all(
        sentence.words[i] in _ADVERBS | _DETERMINERS | {","} or sentence.covering("time", i) is not None
        for i in range(first, last)
    )


def _unknown(sentence: Sentence, end: int, floor: int) -> Range | None:
    """Return a short noun phrase that no lexicon knows, back to a mark or a word that cannot be in it."""
    first = end
    while first > max(floor, end - _LONGEST) and sentence.words[first - 1] not in _STOPS:
        if any(sentence.at(cls, first - 1) for cls in ("speech", "speaking", "credit")) or sentence.covering(
            "time", first - 1
        ):
            return None
        first -= 1
    if first == end or (first > floor and sentence.words[first - 1] not in _STOPS):
        first = _last_determiner(sentence, max(first, end - 5), end)
        if first is None:
            return None
    if any(tag.get("form") == "verb" and first < tag.first < end for tag in sentence.tags):
        found = _last_determiner(sentence, first, end)
        if found is None:
            return None
        first = found
    return first, end


def _last_determiner(sentence: Sentence, first: int, end: int) -> int | None:
    return next((i for i in range(end - 2, first - 1, -1) if sentence.words[i] in _DETERMINERS), None)


def after(sentence: Sentence, start: int) -> Range | None:
    """Return the speaker that starts at `start`, an article before it skipped."""
    words = sentence.words
    while start < len(words) and words[start] in (*_DETERMINERS, ","):
        start += 1
    tag = entities.name_at(sentence, start)
    if tag is None:
        last = name(sentence, start, single=True)
        return (start, last) if last else None
    return tag.first, entities.conjoined(sentence, tag)[-1].last


def credited(sentence: Sentence, start: int) -> Range | None:
    """Return whom "according to" credits: an entity, or the words up to a mark or a verb."""
    known = after(sentence, start)
    if known is not None:
        return known
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
