"""Find the names of places in a sentence, and how each is meant: "the northern countryside of", "the towns of".

A name is looked up whole before a proclitic is peeled off it. Nothing is decided here: a hit carries every place that
bears the name; marsad/places/choose.py picks one with the whole report in view.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from marsad.lang.placewords import PlaceWord, PlaceWords
from marsad.places.gazetteer import Gazetteer
from marsad.text.tokens import Token
from marsad.text.words import bare, peelings

_QUOTES = frozenset("\"«»'“”(")
_NAMING = frozenset({"town", "neighbourhood", "admin2"})  # cues that a name follows: "قاعدة البيانات" is none
_LIST_MARKS = frozenset("،,و\"«»'") | {"and"}


_Cut = tuple[str, str, int]  # a form as written, its bare form, letters of proclitics before it


@dataclass(frozen=True, slots=True)
class Relation:
    """How the place meant lies to the place named.

    `kind` is countryside, side (a part of it), direction, near or border; `direction` is north, south-east, central …
    """

    kind: str
    direction: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceHit:
    """A name of a place at tokens `[first, last)`, with its cue and relation at tokens `[start, end)`.

    `ids` are the places that bear the name: none for "the city", which stands for a place named before (`anaphor`
    says of which kind), and for a name that only its cue tells to be one. `name` is its match form as written,
    `offset` the number of letters of proclitics at the head of token `start`. `glued` tells that the name itself
    carries some, `headed` that it begins with a cue ("مدينة الصدر"), `many` that its cue holds for a list, `common`
    that the name is also an ordinary word.
    """

    first: int
    last: int
    start: int
    end: int
    ids: tuple[int, ...]
    name: str
    offset: int = 0
    glued: bool = False
    headed: bool = False
    cue: str | None = None
    relation: Relation | None = None
    common: bool = False
    many: bool = False
    anaphor: str | None = None


def read_place_mentions(tokens: Sequence[Token], gazetteer: Gazetteer, words: PlaceWords) -> tuple[PlaceHit, ...]:
    """Return the names of places in one sentence's tokens, the longest name at each word, in order."""
    forms = [token.word for token in tokens]
    hits: list[PlaceHit] = []
    past = 0
    for at, form in enumerate(forms):
        if at < past:
            continue
        cuts, anaphor = _opens(form, gazetteer, words)
        hit = _longest(forms, at, cuts, gazetteer) if cuts else None
        if hit is not None and not _latin_lower(tokens[at]):
            past = hit.last
            hit = _around(hit, forms, words, hits[-1].end if hits else 0)
        elif anaphor:
            hit = PlaceHit(at, at + 1, at, at + 1, (), form, words.letters(form), anaphor=anaphor)
            hit = _around(hit, forms, words, hits[-1].end if hits else 0)
        elif at and form[:2] == "ال" and _unknown(forms, at, words):
            hit = _around(PlaceHit(at, at + 1, at, at + 1, (), form), forms, words, hits[-1].end if hits else 0)
        else:
            continue
        if hit is not None:
            hits.append(_listed(hit, hits[-1] if hits else None, forms))
            past = hit.end
    return tuple(hits)


def _latin_lower(token: Token) -> bool:
    """A Latin name has a capital: "nice" is no town."""
    return token.light[0].isascii() and token.light[0].islower()


@lru_cache(maxsize=131072)
def _opens(word: str, gazetteer: Gazetteer, words: PlaceWords) -> tuple[tuple[_Cut, ...], str | None]:
    """Return the cuts of `word` that may begin a name, the least peeled first, and what it may refer to."""
    cuts: list[_Cut] = []
    for cut in peelings(word):
        if cut.enc:
            continue
        form = "ال" + cut.stem if cut.article else cut.stem
        stem = bare(form)
        if stem in gazetteer.longest and not any(form == known[0] for known in cuts):
            cuts.append((form, stem, max(0, len(word) - len(form))))
    known = words.of(word).get("anaphor")
    return tuple(cuts), known.value if known else None


def _longest(forms: Sequence[str], at: int, cuts: Sequence[_Cut], gazetteer: Gazetteer) -> PlaceHit | None:
    best: PlaceHit | None = None
    for form, stem, offset in cuts:
        room = min(gazetteer.longest[stem], len(forms) - at)
        for length in range(room, best.last - at if best else 0, -1):
            if length == 1:
                name, ids = form, gazetteer.written.get(form, ())
            else:
                rest = forms[at + 1 : at + length]
                name, ids = " ".join([form, *rest]), gazetteer.names.get(" ".join([stem, *map(bare, rest)]), ())
            if ids:
                last = at + length
                best = PlaceHit(at, last, at, last, ids, name, offset, offset > 0, common=name in gazetteer.common)
                break
    return best


def _unknown(forms: Sequence[str], at: int, words: PlaceWords) -> bool:
    """Tell whether a cue makes an unknown word a name: "قرية الخندقية", where the name alone has the article.

    "قرية صغيرة" (a small village) has no such form, and "القرية الصغيرة" has the article twice.
    """
    if not forms[at].startswith("ال") or len(forms[at]) < 5:
        return False
    cue, here = words.of(forms[at - 1]).get("cue"), words.of(forms[at])
    return cue is not None and cue.value in _NAMING and not forms[at - 1].lstrip("وف").startswith("ال") and not here


def countries_of(tokens: Sequence[Token], words: PlaceWords) -> Iterator[str]:
    """Yield the ISO code of the country at each demonym ("السورية"): no place, but it tells where a report plays."""
    for token in tokens:
        known = words.of(token.word)
        if known and "demonym" in known:
            yield known["demonym"].value


def _around(hit: PlaceHit, forms: Sequence[str], words: PlaceWords, floor: int) -> PlaceHit | None:
    """Add what stands before and after a name; None when a person or a newspaper is meant."""
    at = hit.first - 1
    while at >= floor and forms[at] in _QUOTES:
        at -= 1
    cue: PlaceWord | None = None
    start = hit.first
    while at >= floor:
        known = words.of(forms[at]).get("cue")
        if known is None:
            break
        if cue is None:
            cue = known
        start, at = at, at - 1
    relation, start = _relation(forms, at, start, floor, words)
    if start == hit.first and hit.first > floor and not hit.glued:
        if _describes(hit, forms[hit.first - 1]):
            hit = replace(hit, common=True)
        before = words.of(forms[hit.first - 1])
        if before.get("title") or before.get("notplace"):
            return None
    last = hit.last
    if start < hit.first and forms[hit.first - 1] in _QUOTES and last < len(forms) and forms[last] in _QUOTES:
        last += 1  # the mark that closes: قاعدة "عين الأسد"
    end, direction = _after(forms, last, words)
    if direction and (relation is None or relation.direction is None):
        relation = Relation(relation.kind if relation else "side", direction)
    headed = hit.last - hit.first > 1 and "cue" in words.of(forms[hit.first])
    offset = words.letters(forms[start]) if start < hit.first else hit.offset
    many = cue is not None and cue.many
    return PlaceHit(
        hit.first, hit.last, start, end, hit.ids, hit.name, offset, hit.glued, headed,
        cue.value if cue else None, relation, hit.common, many, hit.anaphor,
    )  # fmt: skip


def _describes(hit: PlaceHit, before: str) -> bool:
    """Tell whether a name may be the adjective of a noun with a pronoun: "بأخلاقه الطيبة"."""
    alone = hit.last == hit.first + 1 and hit.name.startswith("ال")
    return alone and len(before) > 4 and before.endswith(("ه", "ها", "هم"))


def _relation(forms: Sequence[str], at: int, start: int, floor: int, words: PlaceWords) -> tuple[Relation | None, int]:
    """Read the relation that ends at token `at`: "شمال غربي", "الجانب الشرقي من", "ريف", "بالقرب من"."""
    if at >= floor and words.of(forms[at]).get("link"):
        at -= 1
    points: list[str] = []
    while at >= floor and len(points) < 2:
        point = words.of(forms[at]).get("direction")
        if point is None:
            break
        points.append(point.value)
        at -= 1
    if points:
        return Relation("direction", _compass(points[::-1])), at + 1
    while at >= floor and len(points) < 2:
        point = words.of(forms[at]).get("adjective")
        if point is None:
            break
        points.append(point.value)
        at -= 1
    if at >= floor:
        noun = words.of(forms[at]).get("relation")
        if noun is not None and (points or noun.value != "side"):
            return Relation(noun.value, _compass(points[::-1]) if points else None), at
    return None, start


def _after(forms: Sequence[str], at: int, words: PlaceWords) -> tuple[int, str | None]:
    """Return where the phrase ends and the direction that adjectives after the name give."""
    points: list[str] = []
    while at < len(forms):
        known = words.of(forms[at])
        point = known.get("adjective")
        if point is not None and len(points) < 2:
            points.append(point.value)
        elif not known.get("status"):
            break
        at += 1
    return at, _compass(points) if points else None


def _compass(points: Sequence[str]) -> str:
    axes = {point in ("north", "south") for point in points}
    if len(points) == 2 and "central" not in points and len(axes) == 2:
        main = next((p for p in points if p in ("north", "south")), points[0])
        other = next((p for p in points if p != main), points[1])
        return f"{main}-{other}"
    return points[0]


def _listed(hit: PlaceHit, before: PlaceHit | None, forms: Sequence[str]) -> PlaceHit:
    """Let a cue in the plural hold for the next name of the list: "بلدات سقبا وزملكا وعربين"."""
    if before is None or not before.many or hit.cue is not None or hit.relation is not None:
        return hit
    between = forms[before.end : hit.start]
    if len(between) <= 2 and all(form in _LIST_MARKS for form in between):
        return replace(hit, cue=before.cue, many=True, glued=hit.glued and hit.offset > 1)
    return hit
