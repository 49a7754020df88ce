"""Peel clitics off Arabic words, least peeled first, so that a lexicon decides which reading is real.

"وفاة" (death) is tried whole before "و" + "فاة": who asks takes the first reading its lexicon knows.
All forms are match forms (text/fold.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from marsad.text.fold import match

_ENCLITICS: Final = ("هما", "كما", "هم", "هن", "ها", "كم", "نا", "ه", "ي", "ك")
_BY_LETTER: Final = {last: tuple(enc for enc in _ENCLITICS if enc[-1] == last) for last in "امنهيك"}
_IMPERFECT: Final = "يتان"


def bare(word: str) -> str:
    """Return `word` (match form) without the article: the form in which phrases are compared word by word."""
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


@dataclass(init=False, slots=True, unsafe_hash=True)  # never changed; written out as `Tag` is
class Peeled:
    """One way to cut a word: proclitics (with the article written out), stem, enclitic pronoun or case ending."""

    stem: str
    pro: str
    article: bool
    enc: str

    def __init__(self, stem: str, pro: str = "", article: bool = False, enc: str = "") -> None:
        self.stem = stem
        self.pro = pro
        self.article = article
        self.enc = enc


@lru_cache(maxsize=2048)  # asked for from all sides while a word is studied, and then never again
def peelings(word: str) -> tuple[Peeled, ...]:
    """Return every way to cut `word` (match form), the least peeled first, without repeats."""
    fronts = _fronts(word)
    found = {(stem, pro, article, ""): None for pro, article, stem in fronts}
    for pro, article, whole in fronts:
        for stem, enc in _backs(whole):
            if not (article and enc != "ا"):  # a noun with the article takes no pronoun
                found[(stem, pro, article, enc)] = None
    return tuple([Peeled(stem, pro, article, enc) for stem, pro, article, enc in found])


def _fronts(word: str) -> list[tuple[str, bool, str]]:
    """Return proclitics, whether the article comes after them, and the rest, of every cut; first of none."""
    cuts: list[tuple[str, bool, str]] = [("", False, word)]
    _articles("", word, cuts)
    _prepositions("", word, cuts)
    if len(word) > 2 and word[0] in "وف":
        rest = word[1:]
        cuts.append((word[0], False, rest))
        _articles(word[0], rest, cuts)
        _prepositions(word[0], rest, cuts)
    return cuts


def _articles(pro: str, rest: str, cuts: list[tuple[str, bool, str]]) -> None:
    if rest.startswith("ال") and len(rest) > 3:
        cuts.append((pro, True, rest[2:]))


def _prepositions(pro: str, rest: str, cuts: list[tuple[str, bool, str]]) -> None:
    if len(rest) < 3:
        return
    if rest.startswith("لل") and len(rest) > 3:
        cuts.append((pro + "ل", False, rest[1:]))  # للبنان is ل + لبنان
        cuts.append((pro + "ل", True, rest[2:]))
        cuts.append((pro + "ل", True, rest[1:]))  # للجنة is ل + اللجنة
    if rest[0] in "بكل":
        cuts.append((pro + rest[0], False, rest[1:]))
        _articles(pro + rest[0], rest[1:], cuts)
    if rest[0] == "س" and rest[1] in _IMPERFECT:
        cuts.append((pro + "س", False, rest[1:]))


def _backs(stem: str) -> list[tuple[str, str]]:
    backs: list[tuple[str, str]] = []
    pronoun = stem.endswith("ها")  # likelier than the ending of an indefinite noun: استعادها is no استعادة
    if stem.endswith("ا") and len(stem) > 3 and not pronoun:
        backs.append((stem[:-1], "ا"))
    for enc in _BY_LETTER.get(stem[-1:], ()):
        rest = stem[: -len(enc)]
        if not stem.endswith(enc) or len(rest) < 2:
            continue
        backs.append((rest, enc))
        if rest.endswith("ت"):
            backs.append((rest[:-1] + "ه", enc))  # قيادتهم: قيادة
        elif rest.endswith("و"):
            backs.append((rest + "ا", enc))  # قتلوهم: قتلوا
        elif rest.endswith("ا"):
            backs.append((rest[:-1] + "ي", enc))  # قضاهم: قضى
        elif rest.endswith(("ي", "و")) and len(rest) > 4:
            backs.append((rest[:-1] + "ا", enc))
    if pronoun and len(stem) > 3:
        backs.append((stem[:-1], "ا"))
    return backs


def segment(word: str, known: Callable[[str], bool]) -> tuple[str, ...]:
    """Return `word` (light form) cut into proclitics, article, stem and pronoun: "وسيستهدفها" is و س يستهدف ها.

    `known` tells whether a stem (match form) is a word: the least peeled cut whose stem is known is taken. Where
    none is, only what looks like nothing else is cut: the article, and long pronouns.
    """
    whole = match(word)
    cuts = [cut for cut in peelings(whole) if cut.enc != "ا"]
    for cut in cuts:
        if len(cut.stem) > 1 and known(cut.stem) and not (cut.enc in ("ي", "ك") and len(cut.stem) < 4):
            return _pieces(word, cut)
    sure = [cut for cut in cuts if _sure(word, cut)]
    return _pieces(word, sure[0]) if sure else (word,)


def _sure(word: str, cut: Peeled) -> bool:
    """Tell whether a cut into an unknown stem is one all the same.

    The article is; so is a preposition before alef with hamza below, which starts a word; so are the long pronouns,
    and a final "ه" that was not typed as ta marbuta.
    """
    if len(cut.stem) < 3:
        return False
    if not cut.enc:
        return cut.article or cut.pro == "وس" or (len(cut.pro) == 1 and word[1] == "إ")
    return not cut.pro and (
        cut.enc in ("ها", "هم", "هن", "هما") or (cut.enc == "ه" and word[-1] == "ه" and len(word) > 3)
    )


def _pieces(word: str, cut: Peeled) -> tuple[str, ...]:
    """Return the printed pieces of a cut, the article written out after "لل"."""
    front = len(cut.pro) + (2 if cut.article else 0)
    pieces = list(cut.pro)
    if cut.article:
        pieces.append("ال")
        if cut.pro.endswith("ل"):
            front -= 1 if word[len(cut.pro)] == "ل" else 0
    back = len(word) - len(cut.enc)
    return (*pieces, word[front:back], *([word[back:]] if cut.enc else []))
