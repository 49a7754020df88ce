"""The tables of lexicon/numerals.tsv, folded and indexed for reading number words."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from marsad.errors import PackError
from marsad.records import Qualifier
from marsad.text.fold import light, match

_FILE: Final = "numerals.tsv"
_QUALIFIERS: Final[dict[str, Qualifier]] = {q: q for q in ("more_than", "at_least", "about", "up_to")}
_CARDINALS: Final = ("unit", "one", "teen", "ten", "zero", "tens", "hundred", "scale", "scaled")
FUSIBLE: Final = frozenset(("unit", "one", "teen", "ten", "tens", "hundred", "scale"))
OWNED: Final = frozenset(("one", "fraction", "vague"))  # those that take a pronoun: "one of them", "half of it"
NUMERALS: Final = frozenset((*_CARDINALS, "ordinal", "fraction", "vague", "some", "odd"))


@dataclass(frozen=True, slots=True)
class Row:
    """One form of one row."""

    cls: str
    form: str
    value: str
    attrs: str


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number word: its class, its value, and the attribute that narrows its use."""

    cls: str
    value: float = 0
    unit: float = 1
    interval: tuple[int, int] | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that bound the number they stand beside (match forms)."""

    words: tuple[str, ...]
    qualifier: Qualifier
    far: bool = False


def _rows() -> tuple[Row, ...]:
    rows: list[Row] = []
    table = files("marsad.lang.ar") / "lexicon" / _FILE
    for number, line in enumerate(table.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) < 3:
            raise PackError(f"{_FILE}, line {number}: expected class, forms and value separated by tabs, got {line!r}")
        attrs = cells[3].strip() if len(cells) > 3 else ""
        rows.extend(Row(cells[0], form.strip(), cells[2].strip(), attrs) for form in cells[1].split("|"))
    return tuple(rows)


def _numeral(row: Row) -> Numeral:
    key, _, mark = row.attrs.partition("=")
    if ".." in row.value:
        low, _, high = row.value.partition("..")
        return Numeral(row.cls, interval=(int(low), int(high)))
    if row.value == "-":
        return Numeral(row.cls, mark=mark)
    over, _, under = row.value.partition("/")
    value = float(over) / float(under or 1)
    if key == "unit":
        return Numeral(row.cls, value, unit=float(mark))
    return Numeral(row.cls, value, mark=key if key in ("plural", "case") else mark)


class Tables:
    """Everything the reader looks up. Words are match forms, makes and labels light ones."""

    def __init__(self, rows: tuple[Row, ...]) -> None:
        self.numerals = {match(row.form): _numeral(row) for row in reversed(rows) if row.cls in NUMERALS}
        self.heads = frozenset(form[:3] for form, numeral in self.numerals.items() if numeral.cls in FUSIBLE)
        self.owned = tuple(form for form, numeral in self.numerals.items() if numeral.cls in OWNED)
        self.makes = {light(row.form): frozenset(row.value.split()) - {"-"} for row in rows if row.cls == "make"}
        self.clock = frozenset(match(row.form) for row in rows if row.attrs == "clock=yes")
        self.sure_year = frozenset(match(row.form) for row in rows if row.cls == "year_before" and row.value == "sure")
        self.before = _by_end(_cues(rows, "before"))
        self.after = _by_start(_cues(rows, "after"))
        sets: dict[str, set[str]] = {}
        for row in rows:
            sets.setdefault(row.cls, set()).add(match(row.form))
        self._sets = {cls: frozenset(forms) for cls, forms in sets.items()}
        self.between = tuple(sorted((tuple(f.split()) for f in self.words("between")), key=len, reverse=True))
        self.never = self.words("never")
        self.in_never = frozenset(word for phrase in self.never for word in phrase.split())
        self.duals = _duals(rows)
        self.singulars = (
            self.words("broken")
            | self.words("thing")
            | self.words("single")
            | {match(row.form) + ending for row in rows if row.cls in ("sound", "origin") for ending in ("", "ه")}
        )
        self.nouns = self.singulars | self.words("plural") | self.words("thing") | frozenset(self.duals) | {
            match(row.form) + ending for row in rows if row.cls in ("sound", "origin") for ending in ("ون", "ين")
        }  # fmt: skip

    def words(self, cls: str) -> frozenset[str]:
        """Return the forms of one class, in match form."""
        return self._sets[cls]


def _cues(rows: tuple[Row, ...], cls: str) -> list[Cue]:
    cues = [
        Cue(tuple(match(row.form).split()), _QUALIFIERS[row.value], row.attrs == "far=yes")
        for row in rows
        if row.cls == cls
    ]
    return sorted(cues, key=lambda cue: -len(cue.words))


def _by_end(cues: list[Cue]) -> dict[str, tuple[Cue, ...]]:
    index: dict[str, tuple[Cue, ...]] = {}
    for cue in cues:
        index[cue.words[-1]] = (*index.get(cue.words[-1], ()), cue)
    return index


def _by_start(cues: list[Cue]) -> dict[str, tuple[Cue, ...]]:
    index: dict[str, tuple[Cue, ...]] = {}
    for cue in cues:
        index[cue.words[0]] = (*index.get(cue.words[0], ()), cue)
    return index


def _duals(rows: tuple[Row, ...]) -> dict[str, str]:
    """Return dual -> singular, in match form. Only `sound` nouns have a plural that looks like a dual."""
    duals: dict[str, str] = {}
    for row in rows:
        if row.cls not in ("broken", "sound", "origin", "thing", "dual") or " " in row.form:
            continue
        noun = match(row.form)
        if row.cls == "dual":
            duals[noun] = match(row.value)
            continue
        stem = noun[:-1] + "ت" if noun.endswith("ه") else noun
        duals[stem + "ان"] = noun
        if row.cls not in ("sound", "origin") or noun.endswith("ه"):
            duals[stem + "ين"] = noun
        if row.cls == "sound" and not noun.endswith("ه"):
            duals[noun + "تان"] = duals[noun + "تين"] = noun + "ه"
    return duals


_loaded: Final[list[Tables]] = []


def tables() -> Tables:
    """Return the tables, loaded once."""
    if not _loaded:
        _loaded.append(Tables(_rows()))
    return _loaded[0]
