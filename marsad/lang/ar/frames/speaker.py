"""Read the noun phrase of a speaker beside a cue: after the verb, or before it."""

from __future__ import annotations

from collections.abc import Container
from typing import Final

from marsad.lang.ar.frames.cues import CLOSE, OPEN, closing
from marsad.lang.ar.frames.phrase import APPOSITION, LONGEST, NAME_IN_QUOTES, NO_START, phrase_end, with_apposition
from marsad.lang.ar.frames.segment import concedes
from marsad.lang.ar.frames.words import roles_at
from marsad.lang.sentence import Sentence
from marsad.text.words import bare

Range = tuple[int, int]
_BETWEEN: Final = frozenset("،؛:.…")  # marks between clauses
_ADVERBS: Final = frozenset(("،", "فيه", "فيها", "ايضا", "كذلك", "اليوم", "امس", "مجددا", "بدوره", "بدورها"))
_OPENING: Final = frozenset(("aux", "opener"))
_DESCRIBING: Final = frozenset(("relative", "relative_pronoun", "prep"))
_NO_OFFICE: Final = frozenset(("occasion", "relative", "media", "that"))
Names = Container[str]  # words of the names that a report gives


def credited(sentence: Sentence, start: int) -> Range:
    """Return who is credited from `start` on: "وفقا لوكالة …", "بحسب مصدر طبي"."""
    entity = sentence.at("entity", start)
    first = max(start + 1, entity.last if entity is not None else 0)
    end = phrase_end(sentence, first, len(sentence), plain=False, start=start)
    return start, with_apposition(sentence, max(end, first), len(sentence))


def after(
    sentence: Sentence, start: int, limit: int, *, plain: bool = False, sure: Names | None = None
) -> Range | None:
    """Return the speaker that starts at `start` or after an adverb of time; None where none does.

    `limit` is where the content opens. With `plain` an object may follow the speaker without any mark between. Where
    `sure` is given, what follows the verb may be its object: a speaker has to be an entity or one of those names.
    """
    start = _past_adverbs(sentence, start, limit)
    if start >= limit or (sure is not None and not _names_somebody(sentence, start, sure)):
        return None
    if "object" in roles_at(sentence, start) and not sentence.at("entity", start):
        return None
    if _addressed(sentence, start):
        return None
    end = phrase_end(sentence, start, limit, plain=plain)
    if end <= start:
        return None
    return start, _late_name(sentence, end, limit) or with_apposition(sentence, end, limit)


def _addressed(sentence: Sentence, start: int) -> bool:
    """Tell whether those after a verb are its object, by their case: "it blamed the Houthis" (الحوثيين)."""
    word = sentence.words[start]
    if not (word.startswith("ال") and word.endswith("يين")):
        return False
    entity = sentence.at("entity", start)
    return entity is not None and entity.attrs.get("kind") in ("people", "group") and entity.last == start + 1


def _late_name(sentence: Sentence, end: int, limit: int) -> int | None:
    """Return the end of a name that a long office keeps for its end: "مبعوثة … المعنية بالعنف في النزاعات، فلانة،"."""
    words = sentence.words
    comma = end
    stop = min(limit, end + APPOSITION)
    while comma < stop and words[comma] != "،":
        comma += 1
    if comma >= stop or comma == end:
        return None
    name = sentence.at("entity", comma + 1)
    if name is None or name.attrs.get("kind") != "person" or name.last > limit:
        return None
    if sentence.any_at(("time", "speech"), end) or not _NO_OFFICE.isdisjoint(roles_at(sentence, end)):
        return None
    if end + 1 < comma and "occasion" in roles_at(sentence, end + 1):
        return None
    return name.last if name.last == limit or words[name.last] == "،" else None


def _names_somebody(sentence: Sentence, start: int, names: Names) -> bool:
    start += sentence.words[start] in OPEN and start + 1 < len(sentence)
    word = sentence.words[start]
    return sentence.at("entity", start) is not None or bare(word) in names or "office" in roles_at(sentence, start)


def _past_adverbs(sentence: Sentence, start: int, limit: int) -> int:
    """Step over times and those spoken to, between a verb and its subject: "قال، اليوم، لوكالة … فلان"."""
    words = sentence.words
    while start < limit:
        word = words[start]
        time = sentence.at("time", start)
        told = sentence.at("entity", start)
        if time is not None and time.last < limit:
            start = time.last
        elif told is not None and told.pro == "ل" and told.last < limit:
            start = told.last
        elif word == "كل" and start + 1 < len(words) and words[start + 1] == "من":
            start += 2
        elif word in _ADVERBS:
            start += 1
        elif word in ("ل", "لـ") and start + 1 < limit and words[start + 1] in OPEN:
            start = min(closing(words, start + 1) + 1, limit)
        else:
            break
    return start


def before(sentence: Sentence, verb: int, names: Names = ()) -> Range | None:
    """Return the speaker right before a verb: "(وكان) X (قد) أعلن"."""
    words = sentence.words
    end = verb
    while end > 0 and words[end - 1] in ("قد", "فقد", "ايضا", "بدوره", "بدورها"):
        end -= 1
    for time in sentence.of("time"):
        if time.last == end and time.first > 0:
            end = time.first if words[time.first - 1] == "،" else end
            break
    if end == 0:
        return None
    start = _clause_start(sentence, end)
    if start == end and words[end - 1] == "،":
        return _before_comma(sentence, end - 1)
    return _subject(sentence, start, end, names)


def _clause_start(sentence: Sentence, end: int) -> int:
    words = sentence.words
    i = end
    while i > 0:
        word = words[i - 1]
        if len(word) == 1 and (word in _BETWEEN or (word in CLOSE and not _short_quote(words, i - 1))):
            break
        if word == "ان" and concedes(sentence, i - 1):
            break
        i -= 1
    return i


def _short_quote(words: tuple[str, ...], close: int) -> bool:
    return any(words[k] in OPEN for k in range(max(0, close - NAME_IN_QUOTES), close))


def _before_comma(sentence: Sentence, comma: int) -> Range | None:
    """Return a subject cut off by commas: "وكان وزير الدفاع، فلان، أعلن"."""
    first = _clause_start(sentence, comma)
    if first > 0 and comma - first <= APPOSITION and sentence.words[first - 1] == "،":
        start = _clause_start(sentence, first - 1)
        head = _subject(sentence, start, first - 1)
        return (head[0], comma) if head is not None and _covered(sentence, head[0], first) else None
    begins = first == 0 or sentence.words[first - 1] == "ان"
    return (_subject(sentence, first, comma) if begins else None) or _head(sentence, comma)


def _head(sentence: Sentence, comma: int) -> Range | None:
    """Return the entity that opens the sentence, where only what describes it stands before the comma."""
    words = sentence.words
    start = 0
    while start < comma and not _OPENING.isdisjoint(roles_at(sentence, start)):
        start += 1
    entity = sentence.at("entity", start)
    if entity is None or entity.last >= comma or any(start <= t.first < comma for t in sentence.of("speech")):
        return None
    described = words[entity.last] in ("،", "-") or not _DESCRIBING.isdisjoint(roles_at(sentence, entity.last))
    return (entity.first, entity.last) if described and comma - start <= LONGEST else None


def _covered(sentence: Sentence, head: int, name: int) -> bool:
    """Tell whether an entity stands at `name`, or one that starts at `head` reaches over it."""
    known = sentence.at("entity", head)
    return _noun_like(sentence, name) or (known is not None and known.last > name)


def _subject(sentence: Sentence, start: int, end: int, names: Names = ()) -> Range | None:
    words = sentence.words
    while start < end and (words[start] == "ان" or not _OPENING.isdisjoint(roles_at(sentence, start))):
        start += 1
    if not 0 < end - start <= LONGEST:
        return None
    if not _noun_like(sentence, start) and not (end - start <= 3 and sentence.words[start] in names):
        return None
    if any(sentence.at("speech", k) for k in range(start, end)):
        return None
    return (start, end) if phrase_end(sentence, start, end, plain=False) == end else None


def _noun_like(sentence: Sentence, i: int) -> bool:
    if sentence.tokens.light(i) == "علي":
        return True
    entity = sentence.at("entity", i)
    return entity is not None and entity.pro in ("", "و") and NO_START.isdisjoint(roles_at(sentence, i))
