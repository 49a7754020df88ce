"""Find where the words said begin and end around a verb of saying."""

from __future__ import annotations

from marsad.lang.sentence import Sentence

Range = tuple[int, int]


QUOTES = frozenset('"“”«»')


_STOPS = frozenset(".,;:!?-")


DESCRIPTION = 9  # tokens


_STATEMENT = (
    ("in", "a", "statement"),
    ("in", "the", "statement"),
    ("in", "a", "report"),
    ("in", "an", "interview"),
    ("by", "telephone"),
)


def quoted(words: tuple[str, ...]) -> list[bool]:
    """Return for every token whether it stands inside quotation marks that close."""
    inside = [False] * len(words)
    opened: int | None = None
    for at, word in enumerate(words):
        if word not in QUOTES:
            continue
        if opened is None:
            opened = at
        else:
            inside[opened + 1 : at] = [True] * (at - opened - 1)
            opened = None
    return inside


def opens(sentence: Sentence, at: int) -> bool:
    return at < len(sentence) and (sentence.words[at] in ("that", ":") or sentence.words[at] in QUOTES)


def past(sentence: Sentence, at: int, *, told: bool) -> int:
    """Step over whom is told, times and "in a statement" after a verb."""
    words = sentence.words
    while at < len(words):
        time = sentence.at("time", at)
        if told and (heard := _addressee(sentence, at) or _named(sentence, at)):
            at, told = heard, False
        elif time is not None and not (
            sentence.words[time.last - 1].endswith("s") and sentence.at("strike", time.last)
        ):
            at = time.last
        elif words[at] in ("also", ",") and at + 1 < len(words) and words[at + 1] not in QUOTES:
            at += 1
        elif (length := next((len(p) for p in _STATEMENT if words[at : at + len(p)] == p), 0)) > 0:
            at += length
        elif (
            words[at] in ("to", "at", "in")
            and (heard := _addressee(sentence, at + 1))
            and _after_address(sentence, heard)
        ):
            at = heard
        else:
            return at
    return at


def _after_address(sentence: Sentence, at: int) -> bool:
    return ends(sentence, at) or opens(sentence, at)


def _addressee(sentence: Sentence, at: int) -> int:
    while at < len(sentence) and sentence.words[at] in ("the", "a", "an", "his", "its"):
        at += 1
    for cls in ("entity", "addressed"):
        tag = sentence.at(cls, at)
        if tag is not None:
            return tag.last
    return 0


def _named(sentence: Sentence, at: int) -> int:
    """Return where a name that no lexicon knows ends, up to the end of the sentence: "told The New Daily."."""
    end = at
    while end < len(sentence) and sentence.tokens[end].light[0].isupper():
        end += 1
    return end if end > at and (end >= len(sentence) or sentence.words[end] in ".,") else 0


def ends(sentence: Sentence, at: int, least: int = 1) -> bool:
    """Tell whether nothing is left to be said from `at` on: a mark, the end, or a further participle of speech."""
    words = sentence.words
    while at < len(words) and words[at] in (",", '"'):
        at += 1
    if at >= len(words) or (words[at] in ".;!?" and len(words) - at <= 2):
        return True
    if sentence.at("speaking", at) is not None or words[at] in ("while", "as", "after", "referring"):
        return True
    if words[at] == "tags":
        return True
    return len([w for w in words[at:] if w not in _STOPS]) < least and not sentence.has("number")


def described(sentence: Sentence, at: int) -> bool:
    """Tell whether only a description follows: "…, a Britain-based monitor"."""
    if sentence.words[at] not in ("a", "an", "the", "of"):
        return False
    return len(sentence) - at < DESCRIPTION and not any(t.first >= at for t in sentence.verbs)


def content(sentence: Sentence, start: int) -> int:
    while start < len(sentence) - 1 and sentence.words[start] in ("that", ":", ","):
        start += 1
    return start


def strip(sentence: Sentence, first: int, last: int) -> Range:
    """Return the range without marks and joints around it."""
    words = sentence.words
    while first < last and (words[first] in QUOTES | _STOPS or words[first] in ("but", "and")):
        first += 1
    while last > first and (words[last - 1] in QUOTES | _STOPS or words[last - 1] in ("and", "as")):
        last -= 1
    return first, last
