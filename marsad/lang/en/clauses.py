"""The clauses of an English sentence, and what makes one less than plain fact: negation, condition, plan, doubt.

A clause is a range of tokens `[first, last)`. Clauses part at marks and at words that open one (while, when, which,
that, adding …); a short aside between commas parts nothing. Texts without commas are parted by the words alone.
"""

from __future__ import annotations

from itertools import pairwise

from marsad.lang.clauses import Clause, clauses_by
from marsad.lang.mention import Tense
from marsad.lang.sentence import Sentence, Tag

_MARKS = frozenset(",;:()[]…-")
_ASIDE = 5  # tokens of the longest aside
_ASIDE_OPENERS = frozenset(("on", "in", "at", "since", "during", "late", "early", "including", "among", "most"))
_NEAR = 4  # tokens between a negation and what it negates
_GOVERNED = 9  # tokens between "asked" or "vowed" and the verb that it governs


def clauses(sentence: Sentence) -> tuple[Clause, ...]:
    """Return the clauses of a sentence in order; together they cover every token but the marks that part them."""
    return clauses_by(sentence, _cut).every


def clause_of(sentence: Sentence, token: int) -> Clause:
    """Return the clause that holds `token`; a mark between clauses counts with the clause before it."""
    return clauses_by(sentence, _cut).of(token)


def negated(sentence: Sentence, token: int) -> bool:
    """Tell whether the passage at `token` says that it did not happen."""
    first, _ = clause_of(sentence, token)
    return any(max(first, token - _NEAR) <= tag.first < token for tag in sentence.of("negator")) or denied(
        sentence, token
    )


def denied(sentence: Sentence, token: int) -> bool:
    """Tell whether somebody denies the passage at `token`."""
    first, _ = clause_of(sentence, token)
    for tag in sentence.of("denier"):
        if first <= tag.first < token:
            return True
        if tag.first < first and sentence.words[first] == "that" and clause_of(sentence, tag.first)[1] == first:
            return True
    return False


def hypothetical(sentence: Sentence, token: int) -> str:
    """Return why the passage at `token` is no event (`if`, `may`, `threat`, `exercise`), or an empty text."""
    first, _ = clause_of(sentence, token)
    for tag in reversed(sentence.of("condition")):
        if first <= tag.first and tag.last <= token:
            after = sentence.words[tag.last : tag.last + 1]
            if tag.value == "may" and (after == ("have",) or _follows_from(sentence, first, token)):
                break  # it may have happened: doubt, not possibility
            return tag.value
    return "if" if _follows_from(sentence, first, token) else ""


def _follows_from(sentence: Sentence, first: int, token: int) -> bool:
    """Tell whether a clause before this one is its condition: "if it breaks, they would flee"."""
    if not {"would", "will", "could", "might", "may"} & set(sentence.words[first:token]):
        return False
    return any(tag.value == "if" and tag.last <= first for tag in sentence.of("condition"))


def tense(sentence: Sentence, token: int) -> Tense:
    """Return the tense around `token`: `future` for what is to come or is planned."""
    first, _ = clause_of(sentence, token)
    if any(first <= tag.first <= token for tag in sentence.of("future")):
        return "future"
    return "past"


def uncertain(sentence: Sentence, token: int) -> bool:
    """Tell whether the passage at `token` is hedged: allegedly, suspected, may have."""
    first, last = clause_of(sentence, token)
    for tag in sentence.of("hedge"):
        if first <= tag.first < last and (tag.last <= token + 1 or tag.value != "near") and -2 <= token - tag.last < 14:
            return True
    return False


def _cut(sentence: Sentence) -> tuple[Clause, ...]:
    starts = {tag.first for tag in sentence.of("opener") if _opens(sentence, tag)}
    words = sentence.words
    asides = _asides(sentence)
    found: list[Clause] = []
    begin = 0
    for at, word in enumerate(words):
        if word in _MARKS and at not in asides and not _inside(sentence, at):
            if at > begin:
                found.append((begin, at))
            begin = at + 1
        elif at in starts and at > begin:
            found.append((begin, at))
            begin = at
    if begin < len(words):
        found.append((begin, len(words)))
    return tuple(found) or ((0, len(words)),)


def _opens(sentence: Sentence, tag: Tag) -> bool:
    word = sentence.words[tag.first]
    if word in ("after", "before") and sentence.covering("time", tag.first) is not None:
        return False
    return not (word == "that" and sentence.at("time", tag.first))


def _inside(sentence: Sentence, at: int) -> bool:
    """Tell whether a mark belongs to a number, a date or a name: "7-day", "Nov. 15, 2016", "the YPG (…)"."""
    return any(sentence.covering(cls, at) is not None for cls in ("number", "time", "entity")) or _tight(sentence, at)


def _tight(sentence: Sentence, at: int) -> bool:
    tokens = sentence.tokens
    return tokens[at].word == "-" and at > 0 and tokens[at - 1].end == tokens[at].start


def _asides(sentence: Sentence) -> set[int]:
    """Return the marks of short asides between two commas, and of words in brackets."""
    words = sentence.words
    marks = [at for at, word in enumerate(words) if word in ",()"]
    aside: set[int] = set()
    for left, right in pairwise(marks):
        inner = right - left - 1
        opens = words[left + 1] in _ASIDE_OPENERS or sentence.at("time", left + 1) is not None
        if 0 < inner <= _ASIDE and (words[left] == "(" or (words[left] == words[right] == "," and opens)):
            aside |= {left, right}
    return aside | _lists(sentence)


def _lists(sentence: Sentence) -> set[int]:
    """Return commas that only join the members of a list: "A, B and C", before "and" where one came before."""
    words = sentence.words
    commas = [at for at, word in enumerate(words) if word == ","]
    found = set()
    for at in commas:
        ahead = words[at + 1 : at + 6]
        if "and" in ahead and not any(sentence.at("verb", at + 1 + i) for i in range(ahead.index("and"))):
            found.add(at)
    return found


def only_wanted(sentence: Sentence, token: int) -> str:
    """Return what governs the infinitive at `token` where it tells no act: `asked` ("asked them to leave"), `meant`
    ("vowed to retake"); else an empty text ("managed to retake")."""
    if not token or sentence.words[token - 1] != "to":
        return ""
    first, _ = clause_of(sentence, token)
    for tag in reversed(sentence.of("asked", "meant")):
        if max(first, token - _GOVERNED) <= tag.first and tag.last <= token:
            return "" if any(tag.last <= verb.first < token - 1 for verb in sentence.verbs) else tag.value
    return ""
