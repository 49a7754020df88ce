"""Find the names of places in a sentence of a language in Latin letters, and how each is meant.

Unlike Arabic, what describes a name stands on both sides of it ("the northern city of Aleppo", "Aleppo province", "the
eastern outskirts of Aleppo"), a name has a capital letter and no letters are glued to it but those of its possessive.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial

from marsad.lang.pack import Finder
from marsad.lang.placewords import PlaceWord, PlaceWords
from marsad.places.candidates import PlaceHit, Relation
from marsad.places.gazetteer import Gazetteer
from marsad.places.spelling import respelled
from marsad.text.tokens import Token

_POSSESSIVES = ("'s", "s")
_QUOTES = frozenset("\"'“”(")
_ARTICLES = ("al-", "ar-", "as-", "el-", "ad-", "ash-", "at-")
_LOCATIVES = frozenset(("in", "near", "on", "at", "around", "into", "inside", "outside", "from", "across"))
_NAMING = frozenset(("town", "neighbourhood", "admin1", "admin2", "camp"))
_FUNCTION = frozenset(
    "the a an this that these those in on at of for and but or as by from to with after before when while "
    "he she it they its his her their our we some many most several other one two three another no not is "
    "was if there what who which".split()
)
_LONGEST_RESPELLED = 3  # words
_SHORT = 6  # letters of a name that needs a cue to be taken for another spelling
_LIST_MARKS = frozenset((",", "and"))
_LONGEST_GAP = 2  # marks between two names of a list


def latin_finder(gazetteer: Gazetteer, words: PlaceWords) -> Finder:
    """Return what finds the names of a gazetteer in sentences of a language in Latin letters."""

    def marks(light: str, word: str) -> bool:
        return _capital(light, word) or "anaphor" in words.of(word)

    return Finder(marks, partial(read_latin_mentions, gazetteer=gazetteer, words=words))


def read_latin_mentions(
    tokens: Sequence[Token], marked: Sequence[int] | None = None, *, gazetteer: Gazetteer, words: PlaceWords
) -> tuple[PlaceHit, ...]:
    """Return the names of places in one sentence's tokens, the longest name at each word, in order.

    `marked` are the tokens with which something may begin (`latin_finder`), where that is known.
    """
    tokens = tuple(tokens)
    forms = [token.word for token in tokens]
    hits: list[PlaceHit] = []
    past = 0
    for at in range(len(forms)) if marked is None else marked:
        found = (_name(tokens, forms, at, gazetteer, words) or _anaphor(forms, at, words)) if at >= past else None
        if found is None:
            continue
        before = found.first
        if _owns(found, forms) and (owned := _name(tokens, forms, found.last, gazetteer, words)) is not None:
            found = owned  # "Syria's Aleppo": what stands before describes Aleppo
        hit = found if found.anaphor else _around(found, before, forms, words, hits[-1].end if hits else 0)
        past = found.last
        if hit is not None:
            hits.append(_listed(hit, hits[-1] if hits else None, forms))
            past = hit.end
    return tuple(hits)


def _name(
    tokens: Sequence[Token], forms: Sequence[str], at: int, gazetteer: Gazetteer, words: PlaceWords
) -> PlaceHit | None:
    """Return the longest name at `at`: as the gazetteer writes it, spelled otherwise, or told by its cue alone."""
    if at >= len(tokens) or not _capital(tokens[at].light, tokens[at].word):
        return None
    here = words.of(forms[at])
    if "demonym" in here or ("common" in here and not _cued(forms, at, at + 1, words)):
        return None
    known = _written(tokens, forms, at, gazetteer)
    run = at + 1
    while run < min(len(tokens), at + _LONGEST_RESPELLED) and _capital(tokens[run].light, tokens[run].word):
        run += 1
    if not _reached(forms, at, run, words):
        return known
    for last in range(run, known.last if known else at, -1):
        name = _possessed(" ".join(forms[at:last]))
        if (ids := respelled(name, gazetteer)) and (
            last - at > 1 or len(name) > _SHORT or _cued(forms, at, run, words)
        ):
            return PlaceHit(at, last, at, last, ids, name)
    if known is None and _cued(forms, at, run, words):
        return PlaceHit(at, run, at, run, (), " ".join(forms[at:run]))
    return known


def _capital(light: str, word: str) -> bool:
    if word in _FUNCTION:
        return False
    if "-" in light and light[light.rindex("-") + 1 :].islower() and not light.startswith(_ARTICLES):
        return False  # "Daesh-held"
    return light[0].isalpha() and (light[0].isupper() or light.startswith(_ARTICLES)) and len(light) > 1


def _written(tokens: Sequence[Token], forms: Sequence[str], at: int, gazetteer: Gazetteer) -> PlaceHit | None:
    first = _possessed(forms[at]) if forms[at] not in gazetteer.longest else forms[at]
    for length in range(min(gazetteer.longest.get(first, 1), len(forms) - at), 0, -1):
        if length > 1 and not tokens[at + length - 1].light[0].isalpha():
            continue
        for name in _spellings(" ".join(forms[at : at + length])):
            ids = gazetteer.written.get(name) or gazetteer.names.get(name)
            if ids and not (length == 1 and len(tokens[at].light) <= 2):  # two capitals are an abbreviation
                return PlaceHit(at, at + length, at, at + length, ids, name, common=name in gazetteer.common)
    return None


def _reached(forms: Sequence[str], at: int, last: int, words: PlaceWords) -> bool:
    """Tell whether a preposition or a cue makes a name of what stands here."""
    before = at - 1
    while before >= 0 and forms[before] in ("the", '"'):
        before -= 1
    return (before >= 0 and forms[before] in _LOCATIVES) or _cued(forms, at, last, words)


def _cued(forms: Sequence[str], at: int, last: int, words: PlaceWords) -> bool:
    """Tell whether "the town of" stands before a name, or "town", "district" after it."""
    if at > 1 and forms[at - 1] == "of" and "cue" in words.of(forms[at - 2]):
        return True
    cue = words.of(forms[last]).get("cue") if last < len(forms) else None
    return cue is not None and cue.value in _NAMING and not cue.many


@lru_cache(maxsize=65536)
def _possessed(name: str) -> str:
    """Return a name without the ending of its possessive."""
    return next((name.removesuffix(end) for end in _POSSESSIVES if name.endswith(end) and len(name) > 4), name)


@lru_cache(maxsize=65536)
def _spellings(name: str) -> tuple[str, ...]:
    """Return the name as written, then without a possessive, without an article."""
    found = [name, _possessed(name)]
    found += [form[3:] for form in tuple(found) if form.startswith(("al-", "al ", "el-"))]
    return tuple(dict.fromkeys(found))


def _anaphor(forms: Sequence[str], at: int, words: PlaceWords) -> PlaceHit | None:
    """Return a hit for "the city", where no name follows: "the city of Homs" is no anaphor."""
    known = words.of(forms[at]).get("anaphor")
    if known is None or at == 0 or forms[at - 1] not in ("the", "this") or forms[at + 1 : at + 2] == ["of"]:
        return None
    return PlaceHit(at, at + 1, at, at + 1, (), forms[at], anaphor=known.value)


def _owns(hit: PlaceHit, forms: Sequence[str]) -> bool:
    """Tell whether a name stands in the possessive."""
    return not hit.anaphor and forms[hit.last - 1] != hit.name.rpartition(" ")[2]


def _around(hit: PlaceHit, first: int, forms: Sequence[str], words: PlaceWords, floor: int) -> PlaceHit | None:
    """Add what stands before token `first` and after a name; None when a person or a newspaper is meant."""
    at = first - 1
    while at >= floor and (forms[at] in _QUOTES or forms[at] == "the"):
        at -= 1
    if at >= floor and (
        words.of(forms[at]).get("title") or words.of(forms[hit.last] if hit.last < len(forms) else "").get("notplace")
    ):
        return None
    cue, relation, start = _before(forms, at, hit.first, floor, words)
    end = hit.last
    if end < len(forms) and relation is None:
        relation, end = _part_after(forms, end, words)
    if cue is None and end < len(forms) and (after := words.of(forms[end]).get("cue")):
        cue, end = after, end + 1
    many = cue is not None and cue.many
    return hit._replace(start=start, end=end, cue=cue.value if cue else None, relation=relation, many=many)


def _before(
    forms: Sequence[str], at: int, start: int, floor: int, words: PlaceWords
) -> tuple[PlaceWord | None, Relation | None, int]:
    """Read "(in the) northern city of", "outskirts of", "north of", "eastern", "near" before a name."""
    cue: PlaceWord | None = None
    if at > floor and forms[at] == "of":
        known = words.of(forms[at - 1])
        cue = known.get("cue")
        noun, direction = known.get("relation"), known.get("direction")
        if cue is not None and (noun is None or cue.many):
            return cue, None, at - 1
        if noun is not None:
            point = words.of(forms[at - 2]).get("direction") if at - 2 >= floor else None
            return None, Relation(noun.value, point.value if point else None), at - (2 if point else 1)
        if direction is not None:
            return None, Relation("direction", direction.value), at - 1
        return None, None, start
    if at < floor:
        return None, None, start
    known = words.of(forms[at])
    if (cue := known.get("cue")) is not None and cue.value in ("mountain", "camp", "water", "airport"):
        return cue, None, at
    if (point := known.get("direction")) is not None:
        return None, Relation("side", point.value), at
    if (noun := known.get("relation")) is not None and noun.value in ("near", "countryside"):
        return None, Relation(noun.value), at
    if forms[at] in ("with", "to") and at > floor and _is_border(words, forms[at - 1]):
        return None, Relation("border"), at - 1
    return None, None, start


def _is_border(words: PlaceWords, form: str) -> bool:
    noun = words.of(form).get("relation")
    return noun is not None and noun.value == "border"


def _part_after(forms: Sequence[str], at: int, words: PlaceWords) -> tuple[Relation | None, int]:
    """Read "Aleppo's eastern outskirts", "Aleppo countryside"."""
    point = words.of(forms[at]).get("direction")
    i = at + (point is not None)
    noun = words.of(forms[i]).get("relation") if i < len(forms) else None
    if noun is None or (noun.value == "near" and point is None and forms[i] != "outskirts"):
        return None, at
    return Relation(noun.value, point.value if point else None), i + 1


def _listed(hit: PlaceHit, before: PlaceHit | None, forms: Sequence[str]) -> PlaceHit:
    """Let a cue in the plural hold for the next name of the list: "the towns of A, B and C"."""
    if before is None or not before.many or hit.cue is not None or hit.relation is not None:
        return hit
    between = forms[before.end : hit.start]
    if len(between) <= _LONGEST_GAP and all(form in _LIST_MARKS for form in between):
        return hit._replace(cue=before.cue, many=True)
    return hit
