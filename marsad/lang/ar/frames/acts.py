"""Tell the act of speech from its verb and, where that only says, from the words said."""

from __future__ import annotations

from typing import Final

from marsad.lang.ar.frames.words import Told, roles, roles_at, told, two_words
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
    stop = min(min(last, len(sentence)), first + _REACH)
    for at in range(first, min(stop, first + _START)):
        if begins := told(sentence, at).begins:
            return begins
    near, shown, ours = _shown(sentence, first, stop)
    if shown:
        for name in _ORDER:
            if name in (near if name in _CLOSE else shown):
                return name
    if ours or _pledges(sentence, first, stop):
        return "promise"
    return "demand" if _obliges(sentence.words, first, stop) else act


def _pledges(sentence: Sentence, first: int, stop: int) -> bool:
    """Tell whether words said begin with "that she will …"."""
    if stop - first <= 2 or "herself" not in roles_at(sentence, first):
        return False
    verb = sentence.words[first + 1]
    return len(verb) > 4 and verb.startswith(("سي", "ست", "سن"))


def _obliges(words: tuple[str, ...], first: int, stop: int) -> bool:
    """Tell whether words said begin with "that it is for X to …"."""
    if stop - first <= 3 or words[first] != "ان" or words[first + 1] not in ("علي", "على"):
        return False
    return not {"ان", "الا"}.isdisjoint(words[first + 3 : min(stop, first + _NEAR)])


class _Word:
    """A word of what is said that tells: the acts that it shows, whether it may show one with the next word, and
    whether it is a verb of what "we shall" do."""

    __slots__ = ("acts", "opens", "ours", "tells")

    def __init__(self, acts: frozenset[str], opens: bool, ours: bool) -> None:
        self.acts = acts
        self.opens = opens
        self.ours = ours
        self.tells = bool(acts) or opens or ours


_PLAIN_WORD: Final = _Word(frozenset(), False, False)


def _shown(sentence: Sentence, first: int, stop: int) -> tuple[set[str], set[str], bool]:
    """Return the acts that the first words show, those that all of them show, and whether "we shall" do something."""
    near: set[str] = set()
    found: set[str] = set()
    ours = False
    before = ""
    for at in range(first, stop):
        known = _known(sentence, told(sentence, at), at)
        if not (known.tells or before):
            continue
        acts = known.acts
        if before:
            acts = acts | _acts[f"{before} {_stem[sentence.words[at]]}"]
        if acts:
            found |= acts
            if at < first + _NEAR:
                near |= acts
        before = _stem[sentence.words[at]] if known.opens else ""
        ours = ours or known.ours
    return near, found, ours


def _known(sentence: Sentence, word: Told, at: int) -> _Word:
    """Return what a word shows of acts; as with what it does, it is found once."""
    known = word.shown
    if not isinstance(known, _Word):
        known = word.shown = _look(sentence.words[at])
    return known


def _look(word: str) -> _Word:
    stem = _stem[word]
    known = _Word(_acts[stem], stem in two_words(), _our_future(word))
    return known if known.tells else _PLAIN_WORD


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
