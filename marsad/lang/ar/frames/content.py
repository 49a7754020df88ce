"""Find where the words said begin and end."""

from __future__ import annotations

from typing import Final, Literal

from marsad.lang.ar.frames.cues import CLOSE, OPEN, Cue, closing
from marsad.lang.ar.frames.words import before_asides, roles, roles_at, told
from marsad.lang.sentence import Sentence
from marsad.text.words import bare

_REACH: Final = 34  # tokens between a cue and what opens its content
_SHORT: Final = 6
_NAMED: Final = frozenset(("force", "group", "org", "media"))
_NO_OBJECT: Final = frozenset(("prep", "media", "occasion", "no_bi"))
_HELD: Final = frozenset("بكل")  # proclitics that a verb of speech has not
_ENDS: Final = frozenset(".؛")
_BEFORE: Final = OPEN | {":", "،"}  # marks around the words said
_BEHIND: Final = CLOSE | OPEN | {".", "،"}
_NOT_SAID: Final = ("يجب", "ينبغي", "يمكن", "الا", "غير")  # "must", "may", "although": what "that" after them opens
_CUT: Final = 4  # words of the longest phrase by which the outlet takes the word again


class Opening:
    """Where the content starts, what opens it, and where the words before it (the speaker's) end."""

    __slots__ = ("at", "how", "speaker_end")

    def __init__(self, at: int, how: Literal["that", "quote", "colon", "prep", "object"], speaker_end: int) -> None:
        self.at = at
        self.how = how
        self.speaker_end = speaker_end


def opening(sentence: Sentence, cue: Cue, limit: int) -> Opening | None:
    """Return what opens the content of `cue`; None where nothing does before `limit`."""
    words = sentence.words
    stop = min(min(limit, len(words)), cue.last + (12 if cue.weak else _REACH))
    preps = () if cue.weak else cue.preps
    others = _others(sentence, cue.last)
    i = cue.last
    prep: Opening | None = None
    while i < stop:
        word = words[i]
        if len(word) == 1:
            if word == ":":
                return Opening(i + 1, "colon", i) if i + 1 < len(words) else None
            if word in OPEN:
                close = closing(words, i)
                named = _names_outlet(sentence, i) or _names_speaker(sentence, cue, i, close)
                if close - i <= _SHORT and (named or _goes_on(sentence, close + 1, stop)):
                    i = close + 1
                    continue
                return prep or Opening(i, "quote", i)
        if _says_that(sentence, i):
            return _that(sentence, cue, i, prep)
        if preps and prep is None:
            prep = _by_preposition(sentence, cue, i)
            if prep is not None and not cue.takes_object and i - cue.last > 8:
                return prep
        if others and i in others and _another(sentence, i):
            break
        i += 1
    return prep


def _others(sentence: Sentence, start: int) -> list[int]:
    """Return the tokens after `start` at which other words of speech begin."""
    others = [tag.first for tag in sentence.of("speech") if tag.first > start]
    others += [tag.first for tag in sentence.of("speaking") if tag.first > start]
    return others


def _that(sentence: Sentence, cue: Cue, i: int, prep: Opening | None) -> Opening:
    """Return what "that" at `i` opens, where a preposition may have done so before it."""
    if prep is None or i - prep.at <= 2:
        return Opening(i, "that", prep.speaker_end if prep else i)
    words = sentence.words
    own = words[i].startswith("بان") or words[prep.at][0] == "ب"  # that preposition was the speaker's own
    return Opening(i, "that", i) if own and not cue.takes_object else prep


def _names_outlet(sentence: Sentence, opening: int) -> bool:
    """Tell whether a quotation is the name of an outlet: "قال لـ"الشروق" فلان"."""
    known = roles_at(sentence, opening - 1)
    return "media" in known or "outlet" in known


def _names_speaker(sentence: Sentence, cue: Cue, opening: int, close: int) -> bool:
    """Tell whether a quotation right after a verb is the name of who speaks: "أعلنت «كتيبة …» أن"."""
    entity = sentence.at("entity", opening + 1)
    follows = sentence.words[close + 1 : close + 2]
    named = entity is not None and entity.attrs.get("kind") in _NAMED
    return named and opening == cue.last and bool(follows) and follows[0] not in _ENDS


def _goes_on(sentence: Sentence, start: int, stop: int) -> bool:
    """Tell whether "that" or a colon follows before the next mark: the quotation before it was a name."""
    commas = 0
    for i in range(start, min(stop, start + 14)):
        word = sentence.words[i]
        if word == ":" or told(sentence, i).that:
            return True
        if word in ".؛":
            return False
        commas += word == "،"
        if commas > 2:
            return False
    return False


def _says_that(sentence: Sentence, i: int) -> bool:
    here = told(sentence, i)
    if not here.that:
        return here.fused and _glued(sentence, i)
    if sentence.words[i][0] == "و" or sentence.words[i - 1] in _NOT_SAID:
        return False
    return "later" not in roles_at(sentence, i - 1)


def _glued(sentence: Sentence, i: int) -> bool:
    """Tell whether a word that starts like إن or أن is one of them with its doubling, and lost the space after it."""
    return sentence.text(i, i + 1).startswith(("إنّ", "أنّ"))


def _by_preposition(sentence: Sentence, cue: Cue, i: int) -> Opening | None:
    word = sentence.words[i]
    for prep in cue.preps:
        if len(prep) == 1:
            if word.startswith(prep) and _prefixed(sentence, cue, prep, i):
                return Opening(i, "prep", i)
        elif word == prep and not (i > cue.last and _of_speaker(sentence.words[i - 1], prep)):
            return Opening(i + 1, "prep", i) if i + 1 < len(sentence) else None
    return None


def _of_speaker(before: str, prep: str) -> bool:
    """Tell whether a preposition belongs to the speaker: "عدد من المسؤولين", "بيان صادر عن المكتب"."""
    return (prep == "من" and "office" in roles[before]) or "issued" in roles[bare(before)]


def _prefixed(sentence: Sentence, cue: Cue, prep: str, i: int) -> bool:
    """Tell whether word `i` carries the preposition as its first letter, and is no name or seat of the speaker."""
    word = sentence.words[i]
    if cue.kind == "noun" and prep == "ل" and word in ("له", "لها", "لهم"):
        return True
    if len(word) < 4 or not _NO_OBJECT.isdisjoint(roles_at(sentence, i)):
        return False
    if i + 1 < len(sentence) and "object" in roles_at(sentence, i + 1):
        return False  # "بالجامعة ضرورة …"
    if i > cue.last and sentence.words[i - 1] in OPEN:
        return False
    return sentence.at("place", i) is None and sentence.at("entity", i) is None


def _another(sentence: Sentence, i: int) -> bool:
    """Tell whether another cue of speech starts here: what follows is its content.

    One in a relative clause is not: "المصدر الذي طلب عدم ذكر اسمه".
    """
    if "relative_pronoun" in roles_at(sentence, i - 1):
        return False
    tag = sentence.at("speech", i)
    if (
        tag is not None
        and tag.attrs.get("weak") != "yes"
        and not tag.attrs.get("needs")
        and not tag.article
        and _HELD.isdisjoint(tag.pro)
    ):
        return True
    part = sentence.at("speaking", i)
    return part is not None and part.attrs.get("weak") != "yes" and sentence.words[i - 1] in ("،", "؛")


def end(sentence: Sentence, start: int, limit: int, how: str) -> int:
    """Return where the content that starts at `start` ends, at `limit` at the latest."""
    words = sentence.words
    if how == "quote" or (start < limit and words[start] in OPEN) or (start + 1 < limit and words[start + 1] in OPEN):
        opened = start
        for k in range(start, limit):
            if words[k] in OPEN:
                opened = k
                break
        close = closing(words, opened)
        if close + 1 >= limit or words[close + 1] in "،.؛":
            return min(close + 1, limit)
    stop = _aside(sentence, start, limit)
    while stop > start and (words[stop - 1] in "،؛.:-" or _opens_next(sentence, stop, limit)):
        stop -= 1
    return stop


def _opens_next(sentence: Sentence, stop: int, limit: int) -> bool:
    """Tell whether the word before `stop` opens the clause after it: "…، غير أن"."""
    words = sentence.words
    if words[stop - 1] == "قبل":
        return words[stop : stop + 1] == ("ان",)
    if words[stop - 1] in ("ان", "انه", "انها"):
        if words[stop - 2] == "قبل":
            return True
        return stop == limit and "opener" in roles_at(sentence, stop - 2)
    return stop < len(words) and words[stop - 2] in ("،", "؛") and "opener" in roles_at(sentence, stop - 1)


def _aside(sentence: Sentence, start: int, limit: int) -> int:
    """Return where the outlet takes the word again: "، في وقت …", "، فيما …"."""
    words = sentence.words
    for i in range(start + 3, limit - 1):
        if words[i] == "،" and words[i + 1] in before_asides() and _takes_word(words[i + 1 : i + 1 + _CUT]):
            return i
    return limit


def _takes_word(words: tuple[str, ...]) -> bool:
    return any("aside" in roles[" ".join(words[:size])] for size in range(1, len(words) + 1))


def strip_quotes(sentence: Sentence, start: int, stop: int) -> tuple[int, int]:
    """Return the range without quotation marks around it."""
    words = sentence.words
    while start < stop - 1 and words[start] in _BEFORE:
        start += 1
    while stop - 1 > start and words[stop - 1] in _BEHIND:
        stop -= 1
    return start, stop
