"""Find the names of places in a sentence of a language in Latin letters, and how each is meant.

Unlike Arabic, what describes a name stands on both sides of it ("the northern city of Aleppo", "Aleppo province", "the
eastern outskirts of Aleppo"), a name has a capital letter and no letters are glued to it but those of its possessive.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache, partial

from marsad.lang.pack import Finder
from marsad.lang.placewords import PlaceWord, PlaceWords
from marsad.places.candidates import PlaceHit, Relation
from marsad.places.capitals import capital, given, goes_on, titled
from marsad.places.evidence import known_alone
from marsad.places.gazetteer import Gazetteer
from marsad.places.lists import LIST_MARKS, LONGEST_NAME, listed, next_of_list, share_cues
from marsad.places.spelling import respelled
from marsad.text.tokens import Token

_POSSESSIVES = ("'s", "s")
_QUOTES = frozenset("\"'“”(")
_LOCATIVES = frozenset(("in", "near", "on", "at", "around", "into", "inside", "outside", "from", "across"))
_NAMING = frozenset(("town", "neighbourhood", "admin1", "admin2", "district", "camp"))
_SHORT = 6  # letters of a name that needs a cue to be taken for another spelling


def latin_finder(gazetteer: Gazetteer, words: PlaceWords) -> Finder:
    """Return what finds the names of a gazetteer in sentences of a language in Latin letters."""

    def study(light: str, word: str) -> bool | None:
        return capital(light, word) or "anaphor" in words.of(word) or None

    return Finder(study, partial(read_latin_mentions, gazetteer=gazetteer, words=words))


def read_latin_mentions(
    tokens: Sequence[Token], known: list[bool | None] | None = None, *, gazetteer: Gazetteer, words: PlaceWords
) -> tuple[PlaceHit, ...]:
    """Return the names of places in one sentence's tokens, the longest name at each word, in order.

    `known` says True of the tokens with which something may begin (`latin_finder`), where that was asked.
    """
    tokens = tuple(tokens)
    forms = [token.word for token in tokens]
    hits: list[PlaceHit] = []
    past = 0
    for at in range(len(forms)):
        if known is not None and not known[at]:
            continue
        found = (_name(tokens, forms, at, gazetteer, words) or _anaphor(forms, at, words)) if at >= past else None
        if found is None and hits and at >= past:
            found = next_of_list(tokens, at, hits[-1], words)
        if found is None:
            continue
        before = found.first
        if _owns(found, forms) and (owned := _name(tokens, forms, found.last, gazetteer, words)) is not None:
            found = owned  # "Syria's Aleppo": what stands before describes Aleppo
        floor = hits[-1].end if hits else 0
        hit = found if found.anaphor else _around(found, before, forms, words, floor)
        if hit is not None and hit.cue is None and hit.relation is None and _beside_name(tokens, hit, floor, words):
            hit = replace(hit, beside=True)
        past = found.last
        if hit is not None:
            hits.append(listed(hit, hits[-1] if hits else None, forms))
            past = hit.end
    share_cues(hits, forms)
    return tuple(hits)


def _name(
    tokens: Sequence[Token], forms: Sequence[str], at: int, gazetteer: Gazetteer, words: PlaceWords
) -> PlaceHit | None:
    """Return the longest name at `at`: as the gazetteer writes it, spelled otherwise, or told by its cue alone."""
    if at >= len(tokens) or not capital(tokens[at].light, tokens[at].word):
        return None
    here = words.of(forms[at])
    if "demonym" in here or ("common" in here and not _cued(forms, at, at + 1, words)):
        return None
    known = _written(tokens, forms, at, gazetteer)
    part = known is not None and _part_of_longer(tokens, forms, known, gazetteer, words)
    run = at + 1
    while run < min(len(tokens), at + LONGEST_NAME) and goes_on(tokens[run], words):
        run += 1
    if not _reached(forms, at, run, words):
        return None if part else known
    for last in range(run, known.last if known else at, -1):
        name = _possessed(" ".join(forms[at:last]))
        if (ids := respelled(name, gazetteer)) and (
            last - at > 1 or len(name) > _SHORT or _cued(forms, at, run, words)
        ):
            hit = PlaceHit(at, last, at, last, ids, name, respelled=True)
            if not _part_of_longer(tokens, forms, hit, gazetteer, words):
                return hit
    if (known is None or part) and _cued(forms, at, run, words) and (at or not _cue_behind(forms, run, words)):
        return PlaceHit(at, run, at, run, (), " ".join(forms[at:run]))
    return None if part else known


def _beside_name(tokens: Sequence[Token], hit: PlaceHit, floor: int, words: PlaceWords) -> bool:
    """Tell whether a name of one word stands beside another with a capital: then it may be that of a person."""
    if hit.last - hit.first > 1 or hit.anaphor:
        return False
    before, after = hit.first - 1, hit.last
    named = before > max(0, floor - 1) and given(tokens[before], words)  # the first word has a capital anyhow
    return (named or (after < len(tokens) and given(tokens[after], words))) and not titled(tokens)


def _part_of_longer(
    tokens: Sequence[Token], forms: Sequence[str], hit: PlaceHit, gazetteer: Gazetteer, words: PlaceWords
) -> bool:
    """Tell whether a name of one word is the head of a longer one: "Qasr" in "the village of Qasr Fulan".

    A place that is known by its name alone keeps it ("Homs Mayor"), and so does one before another name of the
    gazetteer, before a word that tells of places or days, and in a line where every word has a capital.
    """
    after = hit.last
    if after - hit.first > 1 or after >= len(tokens) or _owns(hit, forms) or _heads_list(forms, hit.first, words):
        return False
    if not capital(tokens[after].light, tokens[after].word) or words.of(forms[after]):
        return False
    if _written(tokens, forms, after, gazetteer) is not None or titled(tokens):
        return False
    return not any(known_alone(gazetteer.entry(number)) for number in hit.ids)


def _heads_list(forms: Sequence[str], at: int, words: PlaceWords) -> bool:
    """Tell whether "the towns of" stands before a name: what follows may be the next of a list without commas."""
    cue = words.of(forms[at - 2]).get("cue") if at > 1 and forms[at - 1] == "of" else None
    return cue is not None and cue.many


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
    cue = _cue_behind(forms, last, words)
    if cue is None or cue.value not in _NAMING:
        return False
    return not cue.many or (at > 0 and forms[at - 1] in LIST_MARKS)  # "A, B and C districts"


def _cue_behind(forms: Sequence[str], last: int, words: PlaceWords) -> PlaceWord | None:
    return words.of(forms[last]).get("cue") if last < len(forms) else None


@lru_cache(maxsize=8192)
def _possessed(name: str) -> str:
    """Return a name without the ending of its possessive."""
    return next((name.removesuffix(end) for end in _POSSESSIVES if name.endswith(end) and len(name) > 4), name)


@lru_cache(maxsize=8192)
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
    if relation is not None and (_owns(hit, forms) or _of_province(forms, start, hit, relation, words)):
        relation, start = None, hit.first
    end = hit.last
    if end < len(forms) and relation is None and not _ends_list(forms, hit, words):
        relation, end = _part_after(forms, end, words)
    if cue is None and end < len(forms) and not _owns(hit, forms) and (after := words.of(forms[end]).get("cue")):
        cue, end = after, end + 1
    many = cue is not None and cue.many
    return replace(hit, start=start, end=end, cue=cue.value if cue else None, relation=relation, many=many)


def _of_province(forms: Sequence[str], start: int, hit: PlaceHit, relation: Relation, words: PlaceWords) -> bool:
    """Tell whether a point of the compass says where a whole province lies: "the central Homs province"."""
    cue = words.of(forms[hit.last]).get("cue") if hit.last < len(forms) else None
    the = start > 0 and forms[start - 1] == "the"
    return the and relation.kind == "side" and cue is not None and cue.value == "admin1" and start == hit.first - 1


def _ends_list(forms: Sequence[str], hit: PlaceHit, words: PlaceWords) -> bool:
    """Tell whether a cue in the plural stands behind the last name of a list: "A and B neighborhoods"."""
    cue = words.of(forms[hit.last]).get("cue")
    return cue is not None and cue.many and hit.first > 1 and forms[hit.first - 1] in LIST_MARKS


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
