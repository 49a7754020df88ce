"""number: the numbers of an English sentence, with the words that bound them -> NumberHit.

Reads      more than three hundred and eleven   more than 311
           1,000 · 1 000 · 14.5 million         the separators in use
           dozens, scores, hundreds             no figure, with what the word stands for
           between 30 and 40, two or three      ranges
Abstains   Su-24 · 105 mm · 10:30 · the 4th     makes, hours, ordinals
Marks      2016 · 15 November                   as year and date, so that no rule counts them

The words that join in English are few, so a table and the sums of marsad/lang/grammar.py do; libraries that read
numbers keep neither the words' places nor what bounds them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from marsad.lang.en.dates.words import month_of
from marsad.lang.en.number_words import opens_vague, parts_of, words
from marsad.lang.grammar import Part, compose
from marsad.records import Count
from marsad.text.tokens import Token

Kind = Literal["cardinal", "vague", "year", "date", "percent", "measure"]
_BOUNDS = ("more_than", "at_least", "up_to", "about")
_VAGUE = Count(None, None, "vague")
_OPENERS = frozenset(("a", "an", "half"))
_QUARTERS = ((("a", "quarter", "of", "a"), 0.25), (("three", "quarters", "of", "a"), 0.75))
_LONGEST = 4  # words of a bound or a vague phrase


@dataclass(frozen=True, slots=True)
class NumberHit:
    """A number at tokens `[first, last)`, its bound before it included; the number itself starts at `core`.

    `count` has the bounds of a cardinal and is vague for every other kind; `interval` is what a vague word stands for.
    """

    first: int
    last: int
    count: Count
    kind: Kind
    value: float | None = None
    interval: tuple[int, int] | None = None
    core: int = -1


def study(light: str, word: str) -> bool | None:
    """Return True where a number, or a vague word for one, may begin with a word (match form); else None."""
    return word[0].isdigit() or word in _OPENERS or bool(parts_of(word)) or opens_vague(word) or None


def read_numbers(tokens: Sequence[Token], known: list[bool | None] | None = None) -> tuple[NumberHit, ...]:
    """Return the numbers of a sentence in the order of its words. Offsets are token indices.

    `known` is what `study` says of each token, where that was asked.
    """
    tokens = tuple(tokens)
    if known is None:
        known = [study(token.light, token.word) for token in tokens]
    marked = [at for at, opens in enumerate(known) if opens]
    hits: list[NumberHit] = []
    end = 0
    for at in marked:
        if at >= end and (hit := _number(tokens, at)) is not None:
            hits.append(_bounded(tokens, hit, hits[-1].last if hits else 0))
            end = hits[-1].last
    return tuple(hits)


def _number(tokens: Sequence[Token], at: int) -> NumberHit | None:
    word = tokens[at].word
    hit = _fraction(tokens, at)
    if hit is not None:
        return hit
    if word[0].isdigit() or parts_of(word) or (word in ("a", "an") and at + 1 < len(tokens) and _scale(tokens[at + 1])):
        hit = _figure(tokens, at)
    if hit is None and [token.word for token in tokens[at : at + 3]] == ["half", "a", "dozen"]:
        hit = NumberHit(at, at + 3, Count(6, 6, "about"), "cardinal", 6, None, at)
    if hit is None and opens_vague(word) and not (word == "many" and at and tokens[at - 1].word == "as"):
        hit = _vague(tokens, at)
    return hit


def _fraction(tokens: Sequence[Token], at: int) -> NumberHit | None:
    """Read "half a million", "a quarter of a million", "two and a half million"."""
    forms = tuple(token.word for token in tokens[at : at + 5])
    if forms[:2] == ("half", "a"):
        return _share(tokens, at, at + 2, 0.5)
    for opening, share in _QUARTERS:
        if forms[: len(opening)] == opening:
            return _share(tokens, at, at + len(opening), share)
    if forms[1:4] == ("and", "a", "half") and len(forms) > 4 and (value := _value(tokens, at))[1] == at + 1:
        return _share(tokens, at, at + 4, value[0] + 0.5)
    return None


def _share(tokens: Sequence[Token], at: int, scale: int, share: float) -> NumberHit | None:
    """Return a share of the scale at token `scale`: 250,000 for a quarter of a million."""
    if scale >= len(tokens) or not _scale(tokens[scale]):
        return None
    value = int(share * parts_of(tokens[scale].word)[0].value)
    return NumberHit(at, scale + 1, Count(value, value, "about"), "cardinal", value, None, at)


def _scale(token: Token) -> bool:
    parts = parts_of(token.word)
    return bool(parts) and parts[0].role in ("hundred", "scale")


def _vague(tokens: Sequence[Token], at: int) -> NumberHit | None:
    for length in range(min(_LONGEST, len(tokens) - at), 0, -1):
        phrase = " ".join(token.word for token in tokens[at : at + length])
        if phrase in words().vague:
            return NumberHit(at, at + length, _VAGUE, "vague", None, words().vague[phrase], at)
    return None


# Figures


def _figure(tokens: Sequence[Token], at: int) -> NumberHit | None:
    if _numeric_date(tokens, at):
        return NumberHit(at, at + 5, _VAGUE, "date", core=at)
    value, last = _value(tokens, at)
    if last == at:
        return None
    kind = _kind(tokens, at, last, value)
    if kind is None:
        return None
    if kind != "cardinal" or value != int(value):
        return NumberHit(at, last, _VAGUE, kind, value, None, at)
    high, end = _upper(tokens, last, value)
    if high is not None:
        return NumberHit(at, end, Count(int(value), int(high), "range"), kind, None, None, at)
    return NumberHit(at, last, Count(int(value), int(value), "exact"), kind, value, None, at)


def _value(tokens: Sequence[Token], at: int) -> tuple[float, int]:
    """Return the number that starts at `at` and where it ends; `at` again when there is none."""
    parts: list[Part] = []
    ends: list[int] = []
    joined = False
    i = at
    if tokens[i].word in ("a", "an"):
        i += 1
    while i < len(tokens):
        word = tokens[i].word
        if word[0].isdigit() and not parts:
            value, end = _digits(tokens, i)
            if value is None:
                break
            parts.append(Part("digits", value))
            ends.append(end)
            i = end
            continue
        if word == "and" and parts and i + 1 < len(tokens) and parts_of(tokens[i + 1].word) and _open(parts[-1]):
            joined = True
        else:
            found = parts_of(word)
            if not found:
                break
            parts.extend(replace(part, joined=joined and index == 0) for index, part in enumerate(found))
            ends.extend(i + 1 for _ in found)
            joined = False
        i += 1
    total = _compose(parts)
    return (total[0], ends[total[1] - 1]) if total[1] else (0.0, at)


def _numeric_date(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether "25-04-2016" starts here."""
    words = [token.word for token in tokens[at : at + 5]]
    return len(words) == 5 and words[1] == words[3] and words[1] in "-/" and all(w.isdigit() for w in words[::2])


def _open(part: Part) -> bool:
    return part.role in ("hundred", "scale")


def _compose(parts: list[Part]) -> tuple[float, int]:
    """Return the sum of the parts and how many it took.

    English joins tens and units, a unit and its hundred, and terms to a scale without "and".
    """
    eased: list[Part] = []
    stands: list[int] = []  # how many parts each eased one stands for
    for part in parts:
        before = eased[-1] if eased else None
        if before and before.role == "tens" and part.role == "unit":
            eased[-1] = Part("ten", before.value + part.value, before.joined)
            stands[-1] += 1
        elif before and before.role in ("unit", "ten") and part.role == "hundred":
            eased[-1] = Part("hundred", before.value * 100, before.joined)
            stands[-1] += 1
        else:
            after = before is not None and _open(before) and not _open(part)
            eased.append(replace(part, joined=True) if after else part)
            stands.append(1)
    found = compose(eased)
    return found.value, sum(stands[: found.used])


def _digits(tokens: Sequence[Token], at: int) -> tuple[float | None, int]:
    """Return the number written in digits: "1,000", "14.5", "400000", and "1 000" over several tokens."""
    text = tokens[at].word
    groups = text.replace(".", ",").split(",")
    if len(groups) > 1 and all(len(group) == 3 for group in groups[1:]) and 0 < len(groups[0]) <= 3:
        return float("".join(groups)), at + 1
    if len(groups) > 2:
        return None, at
    if len(groups) == 2:
        return float(".".join(groups)), at + 1
    end = at + 1
    if len(text) <= 3 and text != "0":
        while end < len(tokens) and len(tokens[end].word) == 3 and tokens[end].word.isdigit() and _apart(tokens, end):
            text += tokens[end].word
            end += 1
    return float(text), end


def _apart(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].start - tokens[at - 1].end == 1


def _upper(tokens: Sequence[Token], last: int, low: float) -> tuple[float | None, int]:
    """Return the upper end of "30 to 40", "30-40", "two or three"."""
    if last + 1 >= len(tokens) or tokens[last].word not in ("to", "-", "or", "and"):
        return None, last
    high, end = _value(tokens, last + 1)
    if end == last + 1 or high <= low or _kind(tokens, last + 1, end, high) != "cardinal":
        return None, last
    word = tokens[last].word
    if word == "and":
        return None, last  # only "between … and …": see _bounded
    if word == "or" and high > 2 * low:
        return None, last
    return high, end


def _kind(tokens: Sequence[Token], first: int, last: int, value: float) -> Kind | None:
    """Return what a number counts, None where it is part of a name or an hour."""
    before = tokens[first - 1] if first else None
    after = tokens[last] if last < len(tokens) else None
    digits = tokens[first].word[0].isdigit()
    if digits and _makes_name(tokens, first):
        return None
    if after is not None and digits and after.word in (":", "st", "nd", "rd", "th", "/"):
        return None
    if before is not None and before.word in (":", "/"):
        return None
    if digits and after is not None and after.start == tokens[last - 1].end and after.word.isalpha():
        return "measure"
    if after is not None and after.word == "-" and after.start == tokens[last - 1].end and _word_at(tokens, last + 1):
        return "measure"  # a 7-day truce
    if digits and _dates(before, after, value):
        return "date" if value <= 31 else "year"
    if after is not None and (after.word == "%" or after.word in ("percent", "pct") or _per_cent(tokens, last)):
        return "percent"
    if (after is not None and after.word in words().units) or (before is not None and before.word in ("$", "€", "£")):
        return "measure"
    return "cardinal"


def _makes_name(tokens: Sequence[Token], first: int) -> bool:
    """Tell whether digits belong to the word before them: Su-24, F16."""
    before = tokens[first - 1] if first else None
    if before is None or before.end != tokens[first].start:
        return False
    if before.word != "-":
        return before.word[-1:].isalpha()
    return first > 1 and tokens[first - 2].word[-1:].isalpha() and tokens[first - 2].end == before.start


def _word_at(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].word[0].isalpha()


def _dates(before: Token | None, after: Token | None, value: float) -> bool:
    month = any(token is not None and month_of(token) for token in (before, after))
    if value <= 31:
        return month
    if not 1900 <= value <= 2100 or value != int(value):
        return False
    return month or before is None or before.word in _YEAR_AFTER or (before.word.isdigit() and len(before.word) < 3)


_YEAR_AFTER = frozenset("in since during by of from until till late early mid the to and before after , last".split())


def _per_cent(tokens: Sequence[Token], last: int) -> bool:
    return tokens[last].word == "per" and last + 1 < len(tokens) and tokens[last + 1].word == "cent"


# Bounds


def _bounded(tokens: Sequence[Token], hit: NumberHit, floor: int) -> NumberHit:
    """Take in the words around a number that bound it."""
    if hit.kind != "cardinal" or hit.count.qualifier == "range":
        return hit
    if (between := _between(tokens, hit, floor)) is not None:
        return between
    number = int(hit.value or 0)
    for qualifier, length in _before(tokens, hit.first, floor):
        return replace(hit, first=hit.first - length, count=_count(number, qualifier))
    for phrase, qualifier in (("or more", "at_least"), ("or so", "about")):
        if [t.word for t in tokens[hit.last : hit.last + 2]] == phrase.split():
            return replace(hit, last=hit.last + 2, count=_count(number, qualifier))
    return hit


def _between(tokens: Sequence[Token], hit: NumberHit, floor: int) -> NumberHit | None:
    """Return "between 30 and 40" as one range."""
    if hit.value is None or hit.first <= floor or tokens[hit.first - 1].word != "between":
        return None
    if hit.last + 1 >= len(tokens) or tokens[hit.last].word != "and":
        return None
    high, end = _value(tokens, hit.last + 1)
    if end == hit.last + 1 or high <= hit.value:
        return None
    return replace(hit, first=hit.first - 1, last=end, count=Count(int(hit.value), int(high), "range"), value=None)


def _before(tokens: Sequence[Token], at: int, floor: int) -> Iterator[tuple[str, int]]:
    for length in range(min(_LONGEST, at - floor), 0, -1):
        phrase = " ".join(token.word for token in tokens[at - length : at])
        for qualifier in _BOUNDS:
            if f"{qualifier}:{phrase}" in words().bounds:
                yield qualifier, length


def _count(number: int, qualifier: str) -> Count:
    match qualifier:
        case "more_than":
            return Count(number, None, "more_than")
        case "at_least":
            return Count(number, None, "at_least")
        case "up_to":
            return Count(None, number, "up_to")
        case _:
            return Count(number, number, "about")
