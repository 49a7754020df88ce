"""The clauses of an Arabic sentence, and what makes one less than plain fact: negation, condition, plan, doubt.

A clause is a range of tokens `[first, last)`. Clauses part at commas, stops and brackets, at words that open a
clause (فيما، بينما، حيث …), at إن and أن, and at "و" or "ف" before a verb that a lexicon knows. A short aside
between commas ("، فجر اليوم،") parts nothing.
"""

from __future__ import annotations

from typing import Final

from marsad.lang.ar.dates.tense import points
from marsad.lang.clauses import Clause, Clauses, clauses_by
from marsad.lang.mention import Tense
from marsad.lang.sentence import Sentence, Tag

_MARKS: Final = frozenset("،؛,;:()[]…")
_COMMAS: Final = frozenset("،,")
_PAIRED: Final = frozenset("،,()")
_JOINED: Final = ("و", "ف")
_STOPS: Final = frozenset(".؟!؛")
_ENDS: Final = _STOPS - _MARKS
_PARTING: Final = _STOPS | _MARKS
_WITHIN: Final = 0  # what a token does: it stands in a clause, parts two as a mark, or opens one
_PARTS: Final = 1
_OPENS: Final = 2
_ASIDE: Final = 6  # tokens of the longest aside
_ASIDE_OPENERS: Final = frozenset(
    ("في", "من", "منذ", "خلال", "بعد", "قبل", "يوم", "اليوم", "امس", "فجر", "صباح", "ظهر", "مساء", "ليل", "ليله")
)
_SHIELDS: Final = frozenset("عن علي في من الي مع بعد قبل".split())  # what stands after these is not negated
_REFUSING: Final = frozenset(("ولم", "ولن", "وليس", "وليست", "فلم", "فلن"))
_NEAR: Final = 3  # tokens between a negation and what it negates


def clauses(sentence: Sentence) -> tuple[Clause, ...]:
    """Return the clauses of a sentence in order; together they cover every token but the marks that part them."""
    return clauses_by(sentence, _cut).every


def clause_of(sentence: Sentence, token: int) -> Clause:
    """Return the clause that holds `token`; a mark between clauses counts with the clause before it."""
    return clauses_by(sentence, _cut).of(token)


def stretch(sentence: Sentence, token: int) -> Clause:
    """Return the clause of `token` with the fragments beside it: pieces between commas that hold no verb."""
    cut = clauses_by(sentence, _cut)
    if not cut.stretches:
        cut.stretches = _stretches(sentence, cut)
    return cut.stretches[max(0, cut.number[token])]


def _stretches(sentence: Sentence, cut: Clauses) -> list[Clause]:
    """Return of every clause the run of clauses that it is in, of which each goes on with the one before."""
    every = cut.every
    verbal = [False] * len(every)
    for tag in sentence.verbs:
        verbal[max(0, cut.number[tag.first])] = True
    runs: list[Clause] = []
    begin = 0
    for number in range(1, len(every) + 1):
        if number == len(every) or verbal[number] or not _continues(sentence, every[number - 1], every[number]):
            runs += [(every[begin][0], every[number - 1][1])] * (number - begin)
            begin = number
    return runs


def _continues(sentence: Sentence, before: Clause, clause: Clause) -> bool:
    """Tell whether a clause without a verb of its own goes on after a comma with nothing that opens a clause."""
    if before[1] == clause[0] or sentence.words[before[1]] not in _COMMAS:
        return False
    return not (sentence.at("opener", clause[0]) or sentence.at("content", clause[0]))


def negated(sentence: Sentence, token: int) -> bool:
    """Tell whether the passage at `token` says that it did not happen: لم، لا، عدم، نفى …"""
    cut = clauses_by(sentence, _cut)
    found = cut.refused.get(token)
    if found is None:
        found = cut.refused[token] = _negated(sentence, cut.of(token)[0], token)
    return found


def _negated(sentence: Sentence, first: int, token: int) -> bool:
    for tag in sentence.of("negator"):
        if max(first, token - _NEAR) <= tag.first and tag.last <= token and not sentence.at("ceasing", tag.last):
            return not _SHIELDS.intersection(sentence.words[tag.last : token])
    return denied(sentence, token)


def denied(sentence: Sentence, token: int) -> bool:
    """Tell whether somebody denies the passage at `token`: نفى، نافيا، لا صحة ل."""
    deniers = sentence.of("denier")
    return bool(deniers) and any(_reaches(sentence, tag, token) for tag in deniers)


def hypothetical(sentence: Sentence, token: int) -> str:
    """Return why the passage at `token` is no event (`if`, `may`, `threat`, `exercise`), or an empty text."""
    cut = clauses_by(sentence, _cut)
    conditions = sentence.of("condition")
    if not conditions:
        return ""
    found = cut.reasons.get(token)
    if found is None:
        found = cut.reasons[token] = _reason(sentence, conditions, cut.of(token)[0], token)
    return found


def _reason(sentence: Sentence, conditions: list[Tag], first: int, token: int) -> str:
    for tag in reversed(conditions):
        if tag.last <= token and (tag.first >= first or _reaches(sentence, tag, token)):
            return tag.value
    return ""


def tense(sentence: Sentence, token: int) -> Tense:
    """Return the tense around `token`: `future` for what is to come or is planned, `past` for a past verb."""
    cut = clauses_by(sentence, _cut)
    found = cut.tenses.get(token)
    if found is None:
        found = cut.tenses[token] = _tense(sentence, cut.of(token), token)
    return found


def _tense(sentence: Sentence, clause: Clause, token: int) -> Tense:
    first, last = clause
    for tag in sentence.of("future"):
        if first <= tag.first < last and tag.first <= token:
            return "future"
    telling: Tag | None = None  # the nearest verb that tells the time
    for tag in sentence.verbs:
        if first <= tag.first <= token and (telling is None or tag.first > telling.first) and _dated(tag):
            telling = tag
    if telling is not None:
        return "future" if "س" in telling.pro else "past"
    for word in sentence.words[first:token]:
        if points[word] == "future":  # a verb that no lexicon has
            return "future"
    return "none"


def uncertain(sentence: Sentence, token: int) -> bool:
    """Tell whether the passage at `token` is hedged: يعتقد، ربما، أنباء عن، مزعوم، "قد" before an imperfect."""
    cut = clauses_by(sentence, _cut)
    hedges = sentence.of("hedge")
    if not hedges:
        return False
    found = cut.hedged.get(token)
    if found is None:
        found = cut.hedged[token] = _hedged(sentence, hedges, cut.of(token), token)
    return found


def _hedged(sentence: Sentence, hedges: list[Tag], clause: Clause, token: int) -> bool:
    first, last = clause
    for tag in hedges:
        if tag.value == "may" and not _imperfect(sentence, tag.last):
            continue  # "قد" before a past verb only stresses it
        if first <= tag.first < last or _reaches(sentence, tag, token):
            return True
    return False


def _cut(sentence: Sentence) -> tuple[Clause, ...]:
    size = len(sentence)
    found: list[Clause] = []
    begin = 0
    for at, does in enumerate(_doing(sentence)):
        if does == _WITHIN:
            continue
        if at > begin:
            found.append((begin, at))
            begin = at
        if does == _PARTS:
            begin = at + 1
    if begin < size:
        found.append((begin, size))
    return tuple(found) or ((0, size),)


def _doing(sentence: Sentence) -> list[int]:
    """Return for every token whether a clause opens by it, or whether it is a mark that parts two."""
    words = sentence.words
    size = len(words)
    does = [_WITHIN] * size
    marks: list[int] = []
    opens = [tag.first for tag in sentence.of("opener")]
    opens += [tag.first for tag in sentence.of("content")]
    opens += [tag.first for tag in sentence.of("negator") if words[tag.first] in _REFUSING]
    for tag in sentence.verbs:
        if tag.pro and tag.pro.startswith(_JOINED) and not _between(sentence, tag.first):
            opens.append(tag.first)
    for at, word in enumerate(words):
        if len(word) == 1:
            if word in _PARTING:
                marks.append(at)
        elif word == "ما" and at + 1 < size and (sentence.verb_at(at + 1) or sentence.at("bring", at)):
            opens.append(at)
    if marks and marks[-1] == size - 1 and words[-1] in _ENDS:
        marks.pop()  # the mark that ends a sentence parts nothing
    _part(sentence, marks, does)
    for at in opens:
        if does[at] == _WITHIN:
            does[at] = _OPENS
    return does


def _between(sentence: Sentence, token: int) -> bool:
    """Tell whether a word written like "and made clear" is the second "between" of two: بين الجيش وبين المسلحين."""
    return sentence.words[token] == "وبين" and "بين" in sentence.words[:token]


def _part(sentence: Sentence, marks: list[int], does: list[int]) -> None:
    """Let the marks part clauses, but for those of short asides."""
    asides: list[int] = []
    left = -1  # the mark before, of those that come in pairs
    for right in marks:
        does[right] = _PARTS
        if sentence.words[right] in _PAIRED:
            if left >= 0 and _aside(sentence, left, right):
                asides.append(left)
                asides.append(right)
            left = right
    for mark in asides:
        does[mark] = _WITHIN


def _aside(sentence: Sentence, left: int, right: int) -> bool:
    """Tell whether two marks set off a short aside: a time or a credit between commas, a word or two in brackets."""
    words = sentence.words
    inner = right - left - 1
    if words[left] == "(" and words[right] == ")":
        return inner <= _ASIDE // 2
    if not (0 < inner <= _ASIDE and words[left] in _COMMAS and words[right] in _COMMAS):
        return False
    opened = words[left + 1] in _ASIDE_OPENERS or sentence.at("time", left + 1) or sentence.at("credit", left + 1)
    return bool(opened)


def _reaches(sentence: Sentence, tag: Tag, token: int) -> bool:
    """Tell whether `tag` governs the clause of `token`: in it and before it, or right before its إن or أن."""
    first, _ = clause_of(sentence, token)
    if tag.last > token:
        return False
    if tag.first >= first:
        return True
    return sentence.at("content", first) is not None and clause_of(sentence, first - 1)[0] <= tag.first < first


def _imperfect(sentence: Sentence, token: int) -> bool:
    if token >= len(sentence) or sentence.words[token][0] not in "يتن":
        return False
    return not any(tag.attrs.get("tense") == "past" or tag.cls == "reach" for tag in sentence.starting(token))


def _dated(verb: Tag) -> bool:
    """Tell whether a verb is past, or future by its letter."""
    return (verb.pro != "" and "س" in verb.pro) or verb.attrs.get("tense") == "past"
