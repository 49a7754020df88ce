"""Tell the act of speech from its verb and, where that only says, from the words said."""

from __future__ import annotations

from typing import Final, NamedTuple

from marsad.lang.ar.frames.words import roles, two_words
from marsad.lang.sentence import Sentence
from marsad.text.memory import Memory

_PLAIN: Final = frozenset(("say",))
_ORDER: Final = ("deny", "threaten", "demand", "call_for", "reject", "support", "promise", "condemn", "warn", "accuse")
_CLOSE: Final = frozenset(("demand", "call_for", "support", "reject", "promise"))  # acts that have to show at once
_REACH: Final = 45  # tokens of the content that are looked at
_START: Final = 4  # tokens at the very start
_NEAR: Final = 9  # tokens within which what is wanted, backed or refused has to stand


def act_of(act: str, sentence: Sentence, first: int, last: int) -> str:
    """Return the act of a passage said: that of its verb, or what the words make of a plain "said"."""
    if act not in _PLAIN:
        return act
    words = sentence.words[first : min(last, first + _REACH)]
    starts = _firsts(words[:_START])
    if starts:
        return starts
    near, shown, ours = _shown(words)
    for name in _ORDER:
        if name in (near if name in _CLOSE else shown):
            return name
    if len(words) > 2 and "herself" in roles[words[0]] and words[1][:2] in ("سي", "ست", "سن") and len(words[1]) > 4:
        return "promise"
    if ours:
        return "promise"
    if len(words) > 3 and words[0] == "ان" and words[1] in ("علي", "على") and {"ان", "الا"} & set(words[3:_NEAR]):
        return "demand"
    return act


def _firsts(words: tuple[str, ...]) -> str:
    """Return the act that a word at the very start shows, or ""."""
    for word in words:
        for role in roles[word]:
            if role.startswith("first_"):
                return role[6:]
    return ""


class _Word(NamedTuple):
    """A word of what is said that tells: the acts that it shows, whether it may show one with the next word, and
    whether it is a verb of what "we shall" do."""

    acts: frozenset[str]
    opens: bool
    ours: bool


_PLAIN_WORD: Final = _Word(frozenset(), False, False)


def _shown(words: tuple[str, ...]) -> tuple[set[str], set[str], bool]:
    """Return the acts that the first words show, those that all of them show, and whether "we shall" do something."""
    near: set[str] = set()
    found: set[str] = set()
    ours = False
    before = ""
    for at, word in enumerate(words):
        known = _known[word]
        if known is None and not before:
            continue
        acts, opens, future = known or _PLAIN_WORD
        if before:
            acts = acts | _acts[f"{before} {_stem[word]}"]
        found |= acts
        if at < _NEAR:
            near |= acts
        before = _stem[word] if opens else ""
        ours = ours or future
    return near, found, ours


def _look(word: str) -> _Word | None:
    """Return what a word tells, None where it tells nothing."""
    stem = _stem[word]
    known = _Word(_acts[stem], stem in two_words(), _our_future(word))
    return known if any(known) else None


_known: Final[Memory[str, _Word | None]] = Memory(_look)


def _our_future(word: str) -> bool:
    """Tell whether a verb says what "we shall" do: "سنحارب", no "years" (سنوات)."""
    return word.startswith("سن") and len(word) > 4 and word[2] not in "وي"


def _acts_of(phrase: str) -> frozenset[str]:
    return frozenset([role[4:] for role in roles[phrase] if role.startswith("act_")])


def _stem_of(word: str) -> str:
    for front in ("وال", "بال", "فال", "لل", "ال"):
        if word.startswith(front) and len(word) > len(front) + 2:
            return word[len(front) :]
    if word[0] in "وب" and len(word) > 4 and not roles[word]:
        return word[1:]
    return word


_acts: Final[Memory[str, frozenset[str]]] = Memory(_acts_of, 2048)
_stem: Final[Memory[str, str]] = Memory(_stem_of, 2048)
