"""Who attacks and who is attacked, read from the words around an act."""

from __future__ import annotations

from marsad.lang.en.phrases import proper
from marsad.lang.sentence import Sentence, Tag

Range = tuple[int, int]


_SIDES = frozenset(("force", "group", "country", "weapon_platform", "person"))


_STATES = ("government", "authorities", "command", "opposition")


_AIMS = frozenset(("on", "against", "targeting", "at", "upon", "hitting"))


_PASSED = ("entity", "time", "arm", "number", "demonym", "launch", "quality", "strike")


_CARRYING = frozenset(
    "by the a an its with using from and of carried out late early large major new more several were was heavy".split()
)


_BREAKS = frozenset(
    "in on at by from with to for when while after before who which that were was is are has have had "
    "killing wounding injuring leaving causing during since until as where using late early and-killed "
    "said according but near around over hitting targeting against".split()
)


_MARKS = frozenset(',;:()[]"“”.-!?')


_DETERMINERS = frozenset(("the", "a", "an", "its", "their", "his", "several", "some"))


_ARTICLES = frozenset(("the", "a", "an"))


_JOINS = frozenset(("of", "in", "and", "or", "both", "all", "by", "at", "on", "near", "to", "half", "such", "the"))


_LIGHT = frozenset(
    "has have had also been recently reportedly allegedly then again repeatedly heavily are is were was "
    "being still continued".split()
)


STATES_OF = frozenset(
    "held controlled used occupied dominated run owned backed supported besieged led inhabited populated claimed "
    "captured seized surrounded patrolled ruled defended guarded manned operated taken overrun recaptured retaken "
    "established deployed planned feared condemned".split()
)  # before "by" they say who is there, and not who strikes


_PLACING = frozenset("in of near on at around outside inside across against over from".split())


_POINTING = frozenset(("this", "that", "these", "those", "such", "any", "all", "both", "other"))


_LONGEST = 9


def phrase_before(sentence: Sentence, at: int, first: int) -> Range | None:
    end = at
    while end > first and (sentence.words[end - 1] in _LIGHT or sentence.words[end - 1] == "and"):
        end -= 1
    start = end
    while start > max(first, end - 6) and sentence.words[start - 1] not in _BREAKS | _MARKS:
        if sentence.covering("time", start - 1) is not None:
            break
        start -= 1
    return (start, end) if end > start else None


def relative_subject(sentence: Sentence, at: int, first: int) -> Tag | None:
    """Return the subject of "warplanes that hit …"."""
    if first > 0 and sentence.words[first] in ("that", "which", "who") and at - first <= 3:
        return entity_before(sentence, first, max(0, first - 6))
    return None


def adjective_side(sentence: Sentence, tag: Tag) -> Tag | None:
    """Return whose an act is by the words before it: "Syrian government air strikes", "US-led strikes"."""
    at = tag.first
    for _ in range(4):
        if at == 0:
            return None
        entity = next((t for t in sentence.of("entity") if t.last == at), None)
        if entity is not None and entity.first and sentence.words[entity.first - 1] == "or":
            return None  # "Syrian or Russian air strikes"
        if entity is not None and entity.of.kind == "country" and not _strikes(sentence, entity):
            return None  # "the Syria attack": where
        if entity is not None and is_side(sentence, entity):
            head = sentence.at("head", entity.last - 1)
            return None if head is not None and head.attrs.get("n") == "1" and head.attrs.get("bare") else entity
        demonym = next(
            (t for t in sentence.of("demonym", "country", "actor") if t.last == at and proper(sentence, t)), None
        )
        if demonym is not None and demonym.first and sentence.words[demonym.first - 1] == "or":
            return None
        if demonym is not None and (
            demonym.cls != "country" or demonym.attrs.get("poss") or demonym.value == "United States"
        ):
            return demonym
        word = sentence.words[at - 1]
        if (
            word in _DETERMINERS | _BREAKS | _MARKS | _POINTING
            or not (word.isalpha() or "-" in word)
            or sentence.at("place", at - 1)
        ):
            return None
        at -= 1
    return None


def _strikes(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether a country before an act is whose it is: "Russia's strikes", "U.S. strikes", "Syrian"."""
    country = sentence.at("country", tag.first)
    return country is None or bool(country.attrs.get("poss")) or tag.value == "United States"


def by_agent(sentence: Sentence, start: int, last: int) -> Tag | None:
    """Return the actor after "by" or "from": the strikes by X, carried out by X."""
    for at in range(start, min(last, start + 14, len(sentence) - 1)):
        if sentence.words[at] != "by" or sentence.words[at - 1] in STATES_OF:
            continue
        if found := side_at(sentence, at + 1):
            return found
    return None


def side_at(sentence: Sentence, at: int) -> Tag | None:
    """Return the entity at `at`, an article before it skipped, where it can be a side of an attack."""
    while at < len(sentence) and sentence.words[at] in _DETERMINERS | {"of"}:
        at += 1
    tag = sentence.at("entity", at) if at < len(sentence) else None
    return tag if tag is not None and is_side(sentence, tag) else None


def is_side(sentence: Sentence, tag: Tag) -> bool:
    kind = tag.of.kind
    if kind in _SIDES:
        return True
    return (kind == "org" and (tag.value.endswith(_STATES) or tag.value == "government")) or (
        kind == "people" and bool(tag.of.actor)
    )


def entity_before(sentence: Sentence, at: int, first: int) -> Tag | None:
    """Return the side that stands before `at` with nothing but times and particles between (from `first` on)."""
    for tag in reversed(sentence.of("entity")):
        if tag.last > at:
            continue
        if tag.last <= first or not is_side(sentence, tag):
            return None
        light = all(
            sentence.words[i] in _LIGHT or sentence.covering("time", i) is not None or sentence.words[i] == "on"
            for i in range(tag.last, at)
        )
        place = sentence.covering("place", tag.first)
        start = min(tag.first, place.first) if place is not None else tag.first  # "in southern Lebanon"
        if sentence.words[start - 1 : start] in (("in",), ("of",), ("near",), ("on",)):
            return None
        return tag if light and not (tag.of.kind == "country" and _where(sentence, start)) else None
    return None


def _where(sentence: Sentence, start: int) -> bool:
    """Tell whether a preposition of place governs the noun phrase that holds token `start`: "on the centre of Old
    Damascus"."""
    for at in range(start - 1, max(start - 1 - _LONGEST, -1), -1):
        word = sentence.words[at]
        if word in _PLACING:
            return True
        if word in _MARKS or sentence.verb_at(at) or sentence.at("entity", at) is not None:
            return False
    return False


def phrase(sentence: Sentence, first: int, limit: int) -> Range | None:
    """Return the noun phrase that starts at `first`: up to a preposition but "of", a verb, a time or a mark."""
    words = sentence.words
    last = first
    while last < min(limit, first + _LONGEST):
        if words[last] in _MARKS or sentence.covering("time", last) or _verb_at(sentence, last):
            break
        if (
            last > first
            and words[last] in _BREAKS
            and not (words[last] == "in" and sentence.at("place", last + 1 + (words[last + 1 : last + 2] == ("the",))))
        ):
            break
        if words[last] in _BREAKS and last == first:
            return None
        if last > first and words[last] in _ARTICLES and words[last - 1] not in _JOINS:
            break  # a text without commas: "the bombardment of the town the monitor reported"
        if (
            any(
                (tag := sentence.at(cls, last)) and tag.attrs.get("form") == "verb" and tag.attrs.get("vf") != "ing"
                for cls in ("harm", "strike", "verb")
            )
            and last > first
        ):
            break
        entity = sentence.at("entity", last)
        last = entity.last if entity and entity.last <= limit else last + 1
    while last > first and words[last - 1] in ("and", "the", "a", "of", "or"):
        last -= 1
    start = first
    while start < last and (
        words[start] in _DETERMINERS or (sentence.at("number", start) and words[start] not in ("one",))
    ):
        start += 1
    return (start, last) if last > start else None


def _verb_at(sentence: Sentence, at: int) -> bool:
    return any(
        (tag := sentence.at(cls, at)) is not None and tag.attrs.get("form") == "verb" and tag.attrs.get("vf") == "past"
        for cls in ("control", "verb", "speech")
    )


def toward(sentence: Sentence, first: int, limit: int) -> Range | None:
    """Return the phrase after "on", "against", "targeting" in tokens `[first, limit)`.

    Only sides, times, arms and what carries an act may stand before the preposition.
    """
    at = first
    while at < min(limit, len(sentence) - 1):
        word = sentence.words[at]
        if word in _AIMS and not any(sentence.covering(cls, at) for cls in ("time", "number")):
            return phrase(sentence, at + 1, len(sentence))
        within = next((t for cls in _PASSED for t in sentence.of(cls) if t.first <= at < t.last), None)
        if within is None and word not in _CARRYING and not word.endswith(("ly", "al")):
            return None
        at = within.last if within is not None else at + 1
    return None
