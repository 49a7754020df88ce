"""Read the noun phrase of a speaker beside a cue: after the verb, or before it."""

from __future__ import annotations

from marsad.lang.ar.frames.cues import CLOSE, OPEN, closing
from marsad.lang.ar.frames.words import does, roles
from marsad.lang.sentence import Sentence

Range = tuple[int, int]
_STOPS = frozenset(":،؛.()[]…-؟!")
_LONGEST = 14  # tokens of the longest speaker
_APPOSITION = 7  # tokens of the longest name or office between commas
_NAME_IN_QUOTES = 6


def after(sentence: Sentence, start: int, limit: int, *, plain: bool = False) -> Range | None:
    """Return the speaker that starts at `start` or after an adverb of time; None where none does.

    `limit` is where the content opens. With `plain` an object may follow the speaker without any mark between.
    """
    start = _past_adverbs(sentence, start, limit)
    end = _phrase_end(sentence, start, limit, plain=plain)
    if end <= start:
        return None
    return start, _with_apposition(sentence, end, limit)


def _past_adverbs(sentence: Sentence, start: int, limit: int) -> int:
    """Step over times and comma-bound asides between a verb and its subject: "قال، اليوم، فلان"."""
    while start < limit:
        word = sentence.words[start]
        time = sentence.at("time", start)
        if time is not None and time.last < limit:
            start = time.last
        elif word == "،" or word in ("ايضا", "كذلك", "اليوم", "امس", "مجددا", "بدوره", "بدورها"):
            start += 1
        else:
            break
    return start


def _phrase_end(sentence: Sentence, start: int, limit: int, *, plain: bool) -> int:
    words = sentence.words
    i = start
    while i < min(limit, start + _LONGEST):
        word = words[i]
        if word in OPEN:
            close = closing(words, i)
            if close - i <= _NAME_IN_QUOTES and close < limit:
                i = close + 1
                continue
            break
        if word in _STOPS or (i > start and sentence.at("time", i)):
            if word == "(" and ")" in words[i : i + 6]:
                i = words.index(")", i) + 1
                continue
            break
        if _breaks(sentence, start, i) or (plain and i > start and does(word, "object")):
            break
        i += 1
    return i


def _breaks(sentence: Sentence, start: int, i: int) -> bool:
    """Tell whether word `i` cannot belong to a speaker that starts at `start`."""
    word = sentence.words[i]
    known = roles(word)
    if not known:
        return False
    if "prep" in known:
        if i == start:
            return True
        following = sentence.words[i + 1] if i + 1 < len(sentence) else ""
        holds = word in ("في", "من", "لدي", "علي", "عن") and "office" in _office(sentence, start, i)
        return not holds or "occasion" in roles(following) or sentence.at("time", i + 1) is not None
    return bool(known & {"that", "relative", "media", "neg", "aux", "opener"})


def _office(sentence: Sentence, start: int, i: int) -> frozenset[str]:
    return frozenset(role for word in sentence.words[start:i] for role in roles(word))


def _with_apposition(sentence: Sentence, end: int, limit: int) -> int:
    """Take in a name or office between commas: "رئيس اللجنة، فلان الفلاني،"."""
    words = sentence.words
    if end >= limit or words[end] not in ("،", "-"):
        return end
    stop = next((k for k in range(end + 1, min(limit, end + 2 + _APPOSITION)) if words[k] in ("،", "-")), limit)
    if stop - end - 1 > _APPOSITION or stop <= end + 1 or sentence.at("time", end + 1):
        return end
    first = roles(words[end + 1])
    if first & {"prep", "relative", "that", "neg", "opener", "media", "aux"} or words[end + 1] in OPEN | CLOSE:
        return end
    if any(sentence.at(cls, end + 1) for cls in ("speech", "speaking")):
        return end
    inner = _phrase_end(sentence, end + 1, stop, plain=False)
    return inner if inner == stop else end


def before(sentence: Sentence, verb: int) -> Range | None:
    """Return the speaker right before a verb: "(وكان) X (قد) أعلن"."""
    words = sentence.words
    end = verb
    while end > 0 and words[end - 1] in ("قد", "فقد", "ايضا", "بدوره", "بدورها"):
        end -= 1
    if end == 0:
        return None
    start = _clause_start(sentence, end)
    if start == end and words[end - 1] == "،":
        return _before_comma(sentence, end - 1)
    return _subject(sentence, start, end)


def _clause_start(sentence: Sentence, end: int) -> int:
    words = sentence.words
    i = end
    while i > 0 and words[i - 1] not in "،؛:.…" and not (words[i - 1] in CLOSE and not _short_quote(words, i - 1)):
        i -= 1
    return i


def _short_quote(words: tuple[str, ...], close: int) -> bool:
    return any(words[k] in OPEN for k in range(max(0, close - _NAME_IN_QUOTES), close))


def _before_comma(sentence: Sentence, comma: int) -> Range | None:
    """Return a subject cut off by commas: "وكان وزير الدفاع، فلان، أعلن"."""
    first = _clause_start(sentence, comma)
    if first > 0 and comma - first <= _APPOSITION and sentence.words[first - 1] == "،":
        start = _clause_start(sentence, first - 1)
        head = _subject(sentence, start, first - 1)
        if head is not None and _noun_like(sentence, first):
            return head[0], comma
        return None
    return _subject(sentence, first, comma) if first == 0 else None


def _subject(sentence: Sentence, start: int, end: int) -> Range | None:
    words = sentence.words
    while start < end and (roles(words[start]) & {"aux", "opener"} or words[start] in ("ان", "ف")):
        start += 1
    if not 0 < end - start <= _LONGEST or not _noun_like(sentence, start):
        return None
    if any(sentence.at(cls, k) for k in range(start, end) for cls in ("speech",)):
        return None
    stop = _phrase_end(sentence, start, end, plain=False)
    return (start, end) if stop == end else None


def _noun_like(sentence: Sentence, i: int) -> bool:
    known = roles(sentence.words[i])
    return not known & {"prep", "neg", "that", "relative", "opener", "aux", "media", "later"} and not sentence.at(
        "time", i
    )
