"""The clauses of an Arabic sentence, and what makes one less than plain fact: negation, condition, plan, doubt.

A clause is a range of tokens `[first, last)`. Clauses part at commas, stops and brackets, at words that open a
clause (فيما، بينما، حيث …), at إن and أن, and at "و" or "ف" before a verb that a lexicon knows. A short aside
between commas ("، فجر اليوم،") parts nothing.
"""

from __future__ import annotations

from itertools import pairwise

from marsad.lang.ar.dates.tense import points
from marsad.lang.clauses import Clause, cut_once, holding
from marsad.lang.mention import Tense
from marsad.lang.sentence import Sentence, Tag

_MARKS = frozenset("،؛,;:()[]…")
_STOPS = frozenset(".؟!؛")
_ASIDE = 6  # tokens of the longest aside
_ASIDE_OPENERS = frozenset(
    ("في", "من", "منذ", "خلال", "بعد", "قبل", "يوم", "اليوم", "امس", "فجر", "صباح", "ظهر", "مساء", "ليل", "ليله")
)
_SHIELDS = frozenset(("عن", "علي", "في", "من", "الي", "مع", "بعد", "قبل"))  # what stands after these is not negated
_NEAR = 3  # tokens between a negation and what it negates


def clauses(sentence: Sentence) -> tuple[Clause, ...]:
    """Return the clauses of a sentence in order; together they cover every token but the marks that part them."""
    return cut_once(sentence, _cut)


def clause_of(sentence: Sentence, token: int) -> Clause:
    """Return the clause that holds `token`; a mark between clauses counts with the clause before it."""
    return holding(clauses(sentence), token, len(sentence))


def stretch(sentence: Sentence, token: int) -> Clause:
    """Return the clause of `token` with the fragments beside it: pieces between commas that hold no verb."""
    every = clauses(sentence)
    here = next((i for i in range(len(every) - 1, -1, -1) if every[i][0] <= token), 0)
    left = right = here
    while left > 0 and _continues(sentence, every[left - 1], every[left]):
        left -= 1
    while right + 1 < len(every) and _continues(sentence, every[right], every[right + 1]):
        right += 1
    return every[left][0], every[right][1]


def _continues(sentence: Sentence, before: Clause, clause: Clause) -> bool:
    """Tell whether `clause` goes on after a comma with nothing that opens a clause and no verb of its own."""
    if before[1] == clause[0] or sentence.words[before[1]] not in "،,":
        return False
    if sentence.at("opener", clause[0]) or sentence.at("content", clause[0]):
        return False
    return not any(clause[0] <= tag.first < clause[1] for tag in sentence.verbs)


def negated(sentence: Sentence, token: int) -> bool:
    """Tell whether the passage at `token` says that it did not happen: لم، لا، عدم، نفى …"""
    first, _ = clause_of(sentence, token)
    for tag in sentence.of("negator"):
        if max(first, token - _NEAR) <= tag.first and tag.last <= token and not sentence.at("ceasing", tag.last):
            return not _SHIELDS.intersection(sentence.words[tag.last : token])
    return denied(sentence, token)


def denied(sentence: Sentence, token: int) -> bool:
    """Tell whether somebody denies the passage at `token`: نفى، نافيا، لا صحة ل."""
    return any(_reaches(sentence, tag, token) for tag in sentence.of("denier"))


def hypothetical(sentence: Sentence, token: int) -> str:
    """Return why the passage at `token` is no event (`if`, `may`, `threat`, `exercise`), or an empty text."""
    first, _ = clause_of(sentence, token)
    for tag in reversed(sentence.of("condition")):
        if tag.last <= token and (tag.first >= first or _reaches(sentence, tag, token)):
            return tag.value
    return ""


def tense(sentence: Sentence, token: int) -> Tense:
    """Return the tense around `token`: `future` for what is to come or is planned, `past` for a past verb."""
    first, last = clause_of(sentence, token)
    if any(first <= tag.first < last and tag.first <= token for tag in sentence.of("future")):
        return "future"
    for tag in _verbs(sentence, token):
        if "س" in tag.pro:
            return "future"
        if tag.get("tense") == "past":
            return "past"
    ahead = any(points(word) == "future" for word in sentence.words[first:token])  # verbs that no lexicon has
    return "future" if ahead else "none"


def uncertain(sentence: Sentence, token: int) -> bool:
    """Tell whether the passage at `token` is hedged: يعتقد، ربما، أنباء عن، مزعوم، "قد" before an imperfect."""
    first, last = clause_of(sentence, token)
    for tag in sentence.of("hedge"):
        if tag.value == "may" and not _imperfect(sentence, tag.last):
            continue  # "قد" before a past verb only stresses it
        if first <= tag.first < last or _reaches(sentence, tag, token):
            return True
    return False


def _cut(sentence: Sentence) -> tuple[Clause, ...]:
    starts = _starts(sentence)
    words = sentence.words
    commas = _asides(sentence)
    found: list[Clause] = []
    begin = 0
    final = len(words) - 1
    for at, word in enumerate(words):
        if (word in _MARKS or (word in _STOPS and at < final)) and at not in commas:
            if at > begin:
                found.append((begin, at))
            begin = at + 1
        elif at in starts and at > begin:
            found.append((begin, at))
            begin = at
    if begin < len(words):
        found.append((begin, len(words)))
    return tuple(found) or ((0, len(words)),)


def _starts(sentence: Sentence) -> set[int]:
    """Return the tokens at which a clause opens without a mark before it."""
    starts = {tag.first for tag in sentence.of("opener", "content")}
    starts |= {tag.first for tag in sentence.verbs if tag.pro[:1] in ("و", "ف")}
    for at, word in enumerate(sentence.words[:-1]):
        if word == "ما" and (_is_verb(sentence, at + 1) or sentence.at("bring", at)):
            starts.add(at)
    return starts


def _asides(sentence: Sentence) -> set[int]:
    """Return the marks of short asides: a time or a credit between two commas, a word or two in brackets."""
    words = sentence.words
    marks = [at for at, word in enumerate(words) if word in "،,()"]
    aside: set[int] = set()
    for left, right in pairwise(marks):
        inner = right - left - 1
        if words[left] == "(" and words[right] == ")":
            if inner <= _ASIDE // 2:
                aside |= {left, right}
        elif (
            words[left] in "،,"
            and words[right] in "،,"
            and 0 < inner <= _ASIDE
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


def _is_verb(sentence: Sentence, token: int) -> bool:
    return any(tag.first <= token < tag.last for tag in sentence.verbs)


def _imperfect(sentence: Sentence, token: int) -> bool:
    if token >= len(sentence) or sentence.words[token][0] not in "يتن":
        return False
    return not any(tag.first == token and (tag.get("tense") == "past" or tag.cls == "reach") for tag in sentence.tags)


def _verbs(sentence: Sentence, token: int) -> list[Tag]:
    """Return the verb tags at `token`, then those before it in its clause, the nearest first."""
    first, _ = clause_of(sentence, token)
    found = [tag for tag in sentence.verbs if first <= tag.first <= token]
    return sorted(found, key=lambda tag: -tag.first)
