"""number: the numbers of a sentence, with the words that bound them -> NumberHit.

Reads      أكثر من ثلاثمئة وأحد عشر     more than 311
           بين 30 و40 ألف              30 000 to 40 000
           قتيلان                      2 (the dual is the number)
Abstains   مدنيين                      plural or dual? no number
           سو-24 · 105 ملم · 10:30     makes, calibres, hours
Marks      عام 2016 · 15 نوفمبر         as year and date, so that no rule counts them
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from marsad.lang.ar.numbers.atom import Atom, Kind
from marsad.lang.ar.numbers.atoms import AtomReader
from marsad.lang.ar.numbers.context import place
from marsad.lang.ar.numbers.cues import qualify
from marsad.lang.ar.numbers.ranges import merge
from marsad.lang.ar.numbers.tables import tables
from marsad.lang.ar.numbers.words import FIGURES, Word, is_singular, read_word, words_of_number
from marsad.records import Count
from marsad.text.fold import Folded
from marsad.text.tokens import Tokens, tokens

_VAGUE: Final = Count(None, None, "vague")


@dataclass(init=False, slots=True, unsafe_hash=True)  # never changed; written out as `Tag` is
class NumberHit:
    """A number at tokens `[first, last)`, its cue before it included; the number itself starts at `core`.

    `count` has the bounds of a cardinal and is vague for every other kind. `value` is the number named: the
    proportion of a fraction (0.5), the per cent of a percent (40), None for vague words and ranges. `interval`
    is what a vague word stands for (عشرات: 20 to 99), or the ends of a range of years, days or per cent.
    `noun` is True when a counted noun itself is the number.
    """

    first: int
    last: int
    count: Count
    kind: Kind
    value: float | None
    noun: bool
    interval: tuple[int, int] | None
    core: int

    def __init__(
        self, first: int, last: int, count: Count, kind: Kind, value: float | None = None, noun: bool = False,
        interval: tuple[int, int] | None = None, core: int = -1,
    ) -> None:  # fmt: skip
        self.first = first
        self.last = last
        self.count = count
        self.kind = kind
        self.value = value
        self.noun = noun
        self.interval = interval
        self.core = core


def read_numbers(tokens: Tokens, known: list[Word | None] | None = None) -> tuple[NumberHit, ...]:
    """Return the numbers of a sentence in the order of its words. Offsets are token indices.

    `known` is what `study` returns of each token, where that was asked.
    """
    if known is None:
        known = [words_of_number[tokens.light(at)] for at in range(len(tokens))]
    starts: list[int] = []
    read: dict[int, Word] = {}
    for at, word in enumerate(known):
        if word is not None:
            starts.append(at)
            if word is not FIGURES:
                read[at] = word
    if not starts:
        return ()
    atoms = _atoms(tokens, read, starts)
    place(tokens, atoms)
    return tuple([_hit(tokens, atoms, index) for index in range(len(atoms)) if atoms[index].kind is not None])


def _atoms(tokens: Tokens, read: dict[int, Word], starts: list[int]) -> list[Atom]:
    reader = AtomReader(tokens, read)
    atoms: list[Atom] = []
    end = 0
    for at in starts:
        if at < end or _in_phrase(tokens, at):
            continue
        atom = reader.atom(at)
        if atom is None:
            continue
        end = atom.last
        if atom.noun and atom.article and at and tokens.words[at - 1].startswith("ال") and not atom.joined:
            continue  # an adjective of the noun before it
        if atom.noun and atoms and atoms[-1].last == atom.first and not atom.joined and atoms[-1].value == 2:
            continue  # an adjective of the dual before it
        if atoms and atoms[-1].noun and atoms[-1].last == atom.first and atom.value == 2 and not atom.joined:
            atoms[-1].last = atom.last  # قتيلان اثنان
            continue
        atoms.append(atom)
    return merge(tokens, atoms)


def _in_phrase(tokens: Tokens, at: int) -> bool:
    """Tell whether the word stands in a phrase that holds no number (ثاني أكسيد)."""
    word = tokens.words[at]
    if word not in tables().in_never:
        return False
    never = tables().never
    after = f"{word} {tokens.words[at + 1]}" if at + 1 < len(tokens) else ""
    before = f"{tokens.words[at - 1]} {word}" if at else ""
    return after in never or before in never or (at + 2 < len(tokens) and f"{after} {tokens.words[at + 2]}" in never)


def _hit(tokens: Tokens, atoms: Sequence[Atom], index: int) -> NumberHit:
    atom = atoms[index]
    assert atom.kind is not None
    if atom.kind in ("ordinal", "year", "date"):
        return NumberHit(
            atom.first, atom.last, _VAGUE, atom.kind, _value(atom), interval=_interval(atom), core=atom.first
        )
    limit = atoms[index + 1].first if index + 1 < len(atoms) else len(tokens)
    floor = atoms[index - 1].last if index else 0
    bound = qualify(tokens, atom, floor, limit)
    count = _count(atom, bound.qualifier)
    return NumberHit(bound.first, bound.last, count, atom.kind, _value(atom), atom.noun, _interval(atom), atom.first)


def _value(atom: Atom) -> float | None:
    return None if atom.high is not None else atom.value


def _interval(atom: Atom) -> tuple[int, int] | None:
    if atom.kind != "cardinal" and atom.high is not None and atom.value is not None:
        return int(atom.value), int(atom.high)
    return atom.interval


def _count(atom: Atom, qualifier: str | None) -> Count:
    if atom.kind != "cardinal" or atom.value is None:
        return _VAGUE
    number = int(atom.value)
    if number != atom.value:
        return _VAGUE
    if atom.high is not None:
        return Count(number, int(atom.high), "range")
    if qualifier == "more_than":
        return Count(number, None, "more_than")
    if qualifier == "at_least":
        return Count(number, None, "at_least")
    if qualifier == "up_to":
        return Count(None, number, "up_to")
    if qualifier == "about":
        return Count(number, number, "about")
    return Count(number, number, "exact")


def counted_noun(tokens: Tokens, at: int) -> NumberHit | None:
    """Return one or two when token `at` is an indefinite singular or a sure dual of a counted noun.

    A rule asks it right after a word of harm ("مقتل مدني"); elsewhere a singular is no number.
    """
    read = read_word(tokens.light(at))
    if read is not None:
        return NumberHit(at, at + 1, Count(2, 2, "exact"), "cardinal", 2, True, core=at) if read.dual_of else None
    if not is_singular(tokens.words[at]):
        return None
    if at and (tokens.words[at - 1] in tables().nouns or tokens.light(at - 1)[0].isdigit()):
        return None
    if at and (before := read_word(tokens.light(at - 1))) is not None and before.numerals:
        return None  # the noun of a number, or an adjective
    return NumberHit(at, at + 1, Count(1, 1, "exact"), "cardinal", 1, True, core=at)


def parse(text: str) -> tuple[NumberHit, ...]:
    """Return the numbers of a phrase, the singular after a word of harm ("مقتل مدني") included."""
    folded = Folded(text)
    found = tokens(folded, 0, len(folded.light))
    hits = list(read_numbers(found))
    harm = tables().words("harm")
    for at in range(1, len(found)):
        if found.words[at - 1].removeprefix("و") not in harm or any(hit.first <= at <= hit.last for hit in hits):
            continue
        if (hit := counted_noun(found, at)) is not None:
            hits.append(hit)
    return tuple(sorted(hits, key=lambda hit: hit.first))
