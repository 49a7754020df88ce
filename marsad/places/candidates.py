"""Find the names of places in a sentence, and how each is meant: "the northern countryside of", "the towns of".

A name is looked up whole before a proclitic is peeled off it. Nothing is decided here: a hit carries every place that
bears the name; marsad/places/choose.py picks one with the whole report in view.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Final

from marsad.lang.pack import Finder
from marsad.lang.placewords import PlaceWord, PlaceWords
from marsad.places.gazetteer import Gazetteer
from marsad.text.tokens import Token, Tokens
from marsad.text.words import bare, peelings

_QUOTES: Final = frozenset("\"«»'“”(")
_NAMING: Final = frozenset({"town", "neighbourhood", "admin2"})  # cues that a name follows: "قاعدة البيانات" is none
_LIST_MARKS: Final = frozenset("،,و\"«»'") | {"and"}


_NO_ROLES: Final[dict[str, PlaceWord]] = {}


@dataclass(init=False, slots=True, unsafe_hash=True)  # never changed; written out as `Tag` is
class Relation:
    """How the place meant lies to the place named.

    `kind` is countryside, side (a part of it), direction, near or border; `direction` is north, south-east, central …
    """

    kind: str
    direction: str | None

    def __init__(self, kind: str, direction: str | None = None) -> None:
        self.kind = kind
        self.direction = direction


@dataclass(init=False, slots=True, unsafe_hash=True)  # never changed once found; written out as `Tag` is
class PlaceHit:
    """A name of a place at tokens `[first, last)`, with its cue and relation at tokens `[start, end)`.

    `ids` are the places that bear the name: none for "the city", which stands for a place named before (`anaphor`
    says of which kind), and for a name that only its cue tells to be one. `name` is its match form as written,
    `offset` the number of letters of proclitics at the head of token `start`. `glued` tells that the name itself
    carries some, `respelled` that the gazetteer spells it otherwise, `headed` that it begins with a cue
    ("مدينة الصدر"), `many` that its cue holds for a list, `common` that the name is also an ordinary word,
    `beside` that it stands beside another name with a capital, as given names do ("Khalil Fulan").
    """

    first: int
    last: int
    start: int
    end: int
    ids: tuple[int, ...]
    name: str
    offset: int
    glued: bool
    headed: bool
    cue: str | None
    relation: Relation | None
    common: bool
    many: bool
    anaphor: str | None
    respelled: bool
    beside: bool

    def __init__(
        self, first: int, last: int, start: int, end: int, ids: tuple[int, ...], name: str, offset: int = 0,
        glued: bool = False, headed: bool = False, cue: str | None = None, relation: Relation | None = None,
        common: bool = False, many: bool = False, anaphor: str | None = None, respelled: bool = False,
        beside: bool = False,
    ) -> None:  # fmt: skip
        self.first = first
        self.last = last
        self.start = start
        self.end = end
        self.ids = ids
        self.name = name
        self.offset = offset
        self.glued = glued
        self.headed = headed
        self.cue = cue
        self.relation = relation
        self.common = common
        self.many = many
        self.anaphor = anaphor
        self.respelled = respelled
        self.beside = beside


@dataclass(init=False, slots=True, eq=False)  # never changed; written out as `Tag` is
class _Cut:
    """One way to cut a word with which a name may begin."""

    form: str  # as written
    stem: str  # its bare form
    offset: int  # letters of proclitics before it
    ids: tuple[int, ...]  # the places whose name it is alone
    longest: int  # the most words of a name that begins with it
    seconds: frozenset[str]  # the bare second words of those of several

    def __init__(
        self, form: str, stem: str, offset: int, ids: tuple[int, ...], longest: int, seconds: frozenset[str],
    ) -> None:  # fmt: skip
        self.form = form
        self.stem = stem
        self.offset = offset
        self.ids = ids
        self.longest = longest
        self.seconds = seconds


@dataclass(init=False, slots=True, eq=False)  # never changed; written out as `Tag` is
class Opening:
    """What a word is to names: its cuts that may begin one, the least peeled first, or what it is short for.

    `roles` is what it may do beside a name; `opens` tells that one may begin here, or behind it.

    `naming` tells of a cue behind which an unknown word with the article is a name: "قرية الخندقية", where the name
    alone has the article. "قرية صغيرة" (a small village) has no such form, "القرية الصغيرة" has the article twice.
    """

    cuts: tuple[_Cut, ...]
    anaphor: str | None
    naming: bool
    alone: bool  # whether a cut is a name by itself
    seconds: frozenset[str]  # the bare second words of longer names, of all cuts
    roles: dict[str, PlaceWord]
    opens: bool

    def __init__(
        self, cuts: tuple[_Cut, ...], anaphor: str | None, naming: bool, alone: bool, seconds: frozenset[str],
        roles: dict[str, PlaceWord],
    ) -> None:  # fmt: skip
        self.cuts = cuts
        self.anaphor = anaphor
        self.naming = naming
        self.alone = alone
        self.seconds = seconds
        self.roles = roles
        self.opens = bool(cuts or anaphor or naming)


def _opening(word: str, gazetteer: Gazetteer, words: PlaceWords) -> Opening:
    cuts: dict[str, _Cut] = {}
    for cut in peelings(word):
        form = "ال" + cut.stem if cut.article else cut.stem
        stem = bare(form)
        if not cut.enc and stem in gazetteer.longest:
            offset, alone = max(0, len(word) - len(form)), gazetteer.written.get(form, ())
            seconds = gazetteer.seconds.get(stem, frozenset())
            cuts.setdefault(form, _Cut(form, stem, offset, alone, gazetteer.longest[stem], seconds))
    known = words.roles(word)
    anaphor, cue = known.get("anaphor"), known.get("cue")
    naming = cue is not None and cue.value in _NAMING and not word.lstrip("وف").startswith("ال")
    named = any(cut.ids for cut in cuts.values())
    several = [cut.seconds for cut in cuts.values() if cut.seconds]
    seconds = several[0] if len(several) == 1 else frozenset().union(*several)  # most often one, and shared
    return Opening(tuple(cuts.values()), anaphor.value if anaphor else None, naming, named, seconds, known)


def place_finder(gazetteer: Gazetteer, words: PlaceWords) -> Finder:
    """Return what finds the names of a gazetteer in Arabic sentences."""

    def study(light: str, word: str) -> Opening | None:
        return _study(word, gazetteer, words)

    def read(tokens: Tokens, known: list[Opening | None]) -> tuple[PlaceHit, ...]:
        return read_place_mentions(tokens, known, gazetteer=gazetteer, words=words)

    return Finder(study, read)


def _study(word: str, gazetteer: Gazetteer, words: PlaceWords) -> Opening | None:
    """Return what a word is to names, None of most."""
    found = _opening(word, gazetteer, words)
    return found if found.opens or found.roles else None


def read_place_mentions(
    tokens: Tokens, known: list[Opening | None] | None = None, *, gazetteer: Gazetteer, words: PlaceWords
) -> tuple[PlaceHit, ...]:
    """Return the names of places in one sentence's tokens, the longest name at each word, in order.

    `known` is what each word is to names (`place_finder`), where that was asked.
    """
    forms = tokens.words
    if known is None:
        known = [_study(word, gazetteer, words) for word in forms]
    hits: list[PlaceHit] = []
    past = 0
    for at in _starts(known):
        if at < past:
            continue
        here = known[at]
        hit = None
        if here is not None:
            following = bare(forms[at + 1]) if here.seconds and at + 1 < len(forms) else ""
            if here.alone or following in here.seconds:
                hit = _longest(forms, at, here.cuts, following, gazetteer)
        if hit is not None and not _latin_lower(tokens.light(at)):
            past = hit.last
        elif here is not None and here.anaphor:
            hit = PlaceHit(at, at + 1, at, at + 1, (), forms[at], words.letters(forms[at]), anaphor=here.anaphor)
        elif at and _names(known[at - 1]) and _unknown(forms[at], here):
            hit = PlaceHit(at, at + 1, at, at + 1, (), forms[at])
        else:
            continue
        around = _around(hit, forms, known, words, hits[-1].end if hits else 0)
        if around is not None:
            if hits:
                _share_cue(around, hits[-1], forms)
            hits.append(around)
            past = around.end
    return tuple(hits)


def _starts(known: list[Opening | None]) -> list[int]:
    """Return the tokens at which a name may begin: what opens one, and what stands behind a cue that makes names."""
    starts: list[int] = []
    naming = False
    for at, here in enumerate(known):
        if naming or (here is not None and here.opens):
            starts.append(at)
        naming = here is not None and here.naming
    return starts


def _names(before: Opening | None) -> bool:
    return before is not None and before.naming


def _roles(here: Opening | None) -> dict[str, PlaceWord]:
    """Return what a word may do beside a name."""
    return _NO_ROLES if here is None else here.roles


def _latin_lower(light: str) -> bool:
    """A Latin name has a capital: "nice" is no town."""
    return light[0] in ascii_lowercase


def _longest(
    forms: tuple[str, ...], at: int, cuts: Sequence[_Cut], following: str, gazetteer: Gazetteer
) -> PlaceHit | None:
    """Return the longest name that begins at `at`, of the least peeled cut where two are as long."""
    best: PlaceHit | None = None
    for cut in cuts:
        if following in cut.seconds:
            shortest = best.last - at if best else 1
            for last in range(min(at + cut.longest, len(forms)), at + shortest, -1):
                rest = forms[at + 1 : last]
                if known := gazetteer.names.get(" ".join([cut.stem, *map(bare, rest)])):
                    best = _hit(at, last, " ".join([cut.form, *rest]), known, cut.offset, gazetteer)
                    break
        if best is None and cut.ids:
            best = _hit(at, at + 1, cut.form, cut.ids, cut.offset, gazetteer)
    return best


def _hit(at: int, last: int, name: str, ids: tuple[int, ...], offset: int, gazetteer: Gazetteer) -> PlaceHit:
    return PlaceHit(at, last, at, last, ids, name, offset, offset > 0, common=name in gazetteer.common)


def _unknown(form: str, here: Opening | None) -> bool:
    """Tell whether a cue makes a word a name that no gazetteer knows."""
    return form.startswith("ال") and len(form) > 4 and not _roles(here)


def countries_of(tokens: Sequence[Token], words: PlaceWords) -> Iterator[str]:
    """Yield the ISO code of the country at each demonym ("السورية"): no place, but it tells where a report plays."""
    for token in tokens:
        known = words.of(token.word)
        if known and "demonym" in known:
            yield known["demonym"].value


def _around(
    hit: PlaceHit, forms: tuple[str, ...], known: list[Opening | None], words: PlaceWords, floor: int
) -> PlaceHit | None:
    """Add what stands before and after a name; None when a person or a newspaper is meant."""
    at = hit.first - 1
    while at >= floor and forms[at] in _QUOTES:
        at -= 1
    cue: PlaceWord | None = None
    start = hit.first
    while at >= floor:
        told = _roles(known[at]).get("cue")
        if told is None:
            break
        if cue is None:
            cue = told
        start, at = at, at - 1
    relation, start = _relation(forms, at, start, floor, known)
    common = hit.common
    if start == hit.first and hit.first > floor and not hit.glued:
        common = common or _describes(hit, forms[hit.first - 1])
        before = _roles(known[hit.first - 1])
        if before and ("title" in before or "notplace" in before):
            return None
    last = hit.last
    if start < hit.first and forms[hit.first - 1] in _QUOTES and last < len(forms) and forms[last] in _QUOTES:
        last += 1  # the mark that closes: قاعدة "عين الأسد"
    end, direction = _after(known, last)
    if direction and (relation is None or relation.direction is None):
        relation = Relation(relation.kind if relation else "side", direction)
    headed = hit.last - hit.first > 1 and "cue" in _roles(known[hit.first])
    offset = words.letters(forms[start]) if start < hit.first else hit.offset
    many = cue is not None and cue.many
    return PlaceHit(
        hit.first, hit.last, start, end, hit.ids, hit.name, offset, hit.glued, headed,
        cue.value if cue else None, relation, common, many, hit.anaphor,
    )  # fmt: skip


def _describes(hit: PlaceHit, before: str) -> bool:
    """Tell whether a name may be the adjective of a noun with a pronoun: "بأخلاقه الطيبة"."""
    alone = hit.last == hit.first + 1 and hit.name.startswith("ال")
    return alone and len(before) > 4 and before.endswith(("ه", "ها", "هم"))


def _relation(
    forms: tuple[str, ...], at: int, start: int, floor: int, known: list[Opening | None]
) -> tuple[Relation | None, int]:
    """Read the relation that ends at token `at`: "شمال غربي", "الجانب الشرقي من", "ريف", "بالقرب من"."""
    if at < floor or not (here := _roles(known[at])):
        return None, start
    toward = forms[at] == "الي"  # "blamed by the West on Moscow" (الغرب إلى موسكو): no direction
    if "link" in here:
        at -= 1
    points: list[str] = []
    while at >= floor and len(points) < 2:
        point = _roles(known[at]).get("direction")
        if point is None or toward:
            break
        points.append(point.value)
        at -= 1
    if points:
        return Relation("direction", _compass(points[::-1])), at + 1
    while at >= floor and len(points) < 2:
        point = _roles(known[at]).get("adjective")
        if point is None:
            break
        points.append(point.value)
        at -= 1
    if at >= floor:
        noun = _roles(known[at]).get("relation")
        if noun is not None and (points or noun.value != "side"):
            return Relation(noun.value, _compass(points[::-1]) if points else None), at
    return None, start


def _after(known: list[Opening | None], at: int) -> tuple[int, str | None]:
    """Return where the phrase ends and the direction that adjectives after the name give."""
    points: list[str] = []
    while at < len(known):
        roles = _roles(known[at])
        point = roles.get("adjective") if roles else None
        if point is not None and len(points) < 2:
            points.append(point.value)
        elif "status" not in roles:
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


def _share_cue(hit: PlaceHit, before: PlaceHit, forms: tuple[str, ...]) -> None:
    """Let a cue in the plural hold for the next name of the list, just found: "بلدات سقبا وزملكا وعربين"."""
    if not before.many or hit.cue is not None or hit.relation is not None:
        return
    between = forms[before.end : hit.start]
    if len(between) <= 2 and all(form in _LIST_MARKS for form in between):
        hit.cue = before.cue
        hit.many = True
        hit.glued = hit.glued and hit.offset > 1
