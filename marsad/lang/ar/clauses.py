"""The clauses of an Arabic sentence, and what makes one less than plain fact: negation, condition, plan, doubt.

A clause is a range of tokens `[first, last)`. Clauses part at commas, stops and brackets, at words that open a
clause (فيما، بينما، حيث …), at إن and أن, and at "و" or "ف" before a verb that a lexicon knows. A short aside
between commas ("، فجر اليوم،") parts nothing.
"""

from __future__ import annotations

from itertools import pairwise
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
    return clauses_by(sentence, _cut).of[token]


def stretch(sentence: Sentence, token: int) -> Clause:
    """Return the clause of `token` with the fragments beside it: pieces between commas that hold no verb."""
    cut = clauses_by(sentence, _cut)
    if not cut.stretches:
        cut.stretches = _stretches(sentence, cut)
    return cut.stretches[cut.number[token]]


def _stretches(sentence: Sentence, cut: Clauses) -> list[Clause]:
    """Return of every clause the run of clauses that it is in, of which each goes on with the one before."""
    every = cut.every
    verbal = {cut.number[tag.first] for tag in sentence.verbs}
    runs: list[list[int]] = [[0]]
    for number in range(1, len(every)):
        if number not in verbal and _continues(sentence, every[number - 1], every[number]):
            runs[-1].append(number)
        else:
            runs.append([number])
    return [(every[run[0]][0], every[run[-1]][1]) for run in runs for _ in run]


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
        found = cut.refused[token] = _negated(sentence, cut.of[token][0], token)
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
        found = cut.reasons[token] = _reason(sentence, conditions, cut.of[token][0], token)
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
        found = cut.tenses[token] = _tense(sentence, cut.of[token], token)
    return found


def _tense(sentence: Sentence, clause: Clause, token: int) -> Tense:
    first, last = clause
    for tag in sentence.of("future"):
        if first <= tag.first < last and tag.first <= token:
            return "future"
    for tag in _verbs(sentence, first, token):
        if "س" in tag.pro:
            return "future"
        if tag.get("tense") == "past":
            return "past"
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
        found = cut.hedged[token] = _hedged(sentence, hedges, cut.of[token], token)
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
    words = sentence.words
    marks = [at for at, word in enumerate(words) if word in _PARTING]
    if marks and marks[-1] == len(words) - 1 and words[-1] in _ENDS:
        marks.pop()  # the mark that ends a sentence parts nothing
    parting = set(marks) - _asides(sentence, marks)
    found: list[Clause] = []
    begin = 0
    for at in sorted(parting | _starts(sentence)):
        if at > begin:
            found.append((begin, at))
            begin = at
        if at in parting:
            begin = at + 1
    if begin < len(words):
        found.append((begin, len(words)))
    return tuple(found) or ((0, len(words)),)


def _starts(sentence: Sentence) -> set[int]:
    """Return the tokens at which a clause opens without a mark before it."""
    starts = {tag.first for tag in sentence.of("opener")}
    starts.update([tag.first for tag in sentence.of("content")])
    starts.update([tag.first for tag in sentence.verbs if tag.pro[:1] in _JOINED and not _between(sentence, tag.first)])
    starts.update([tag.first for tag in sentence.of("negator") if sentence.words[tag.first] in _REFUSING])
    words = sentence.words
    if "ما" in words:
        for at, word in enumerate(words[:-1]):
            if word == "ما" and (sentence.verb_at(at + 1) or sentence.at("bring", at)):
                starts.add(at)
    return starts


def _between(sentence: Sentence, token: int) -> bool:
    """Tell whether a word written like "and made clear" is the second "between" of two: بين الجيش وبين المسلحين."""
    return sentence.words[token] == "وبين" and "بين" in sentence.words[:token]


def _asides(sentence: Sentence, marks: list[int]) -> set[int]:
    """Return the marks of short asides: a time or a credit between two commas, a word or two in brackets."""
    words = sentence.words
    aside: set[int] = set()
    for left, right in pairwise([at for at in marks if words[at] in _PAIRED]):
        inner = right - left - 1
        if words[left] == "(" and words[right] == ")":
            if inner <= _ASIDE // 2:
                aside |= {left, right}
        elif (
            0 < inner <= _ASIDE
            and words[left] in _COMMAS
            and words[right] in _COMMAS
            and (words[left + 1] in _ASIDE_OPENERS or sentence.at("time", left + 1) or sentence.at("credit", left + 1))
        ):
            aside |= {left, right}
    return aside


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


def _verbs(sentence: Sentence, first: int, token: int) -> list[Tag]:
    """Return the verb tags at `token`, then those before it from `first` on, the nearest first."""
    found = [tag for tag in sentence.verbs if first <= tag.first <= token]
    if len(found) > 1:
        found.sort(key=_from_last)
    return found


def _from_last(tag: Tag) -> int:
    return -tag.first
