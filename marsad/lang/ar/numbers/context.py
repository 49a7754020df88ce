"""What the words around a number make of it: a percentage, a year, a day or hour, a name."""

from __future__ import annotations

from typing import Final

from marsad.lang.ar.numbers.atom import Atom
from marsad.lang.ar.numbers.figures import CLINGING
from marsad.lang.ar.numbers.tables import tables
from marsad.text.tokens import Tokens

_LAST_DAY: Final = 31
_FIRST_YEAR: Final = 1800
_LAST_YEAR: Final = 2100
_LINKS: Final = ("و", "او", "الي", "-", "،")  # between two days


def place(tokens: Tokens, atoms: list[Atom]) -> None:
    """Settle the kind of `atoms`; those that are part of a name get the kind None."""
    previous: Atom | None = None
    for atom in atoms:
        _place(tokens, atom, previous)
        previous = atom
    _chain_dates(tokens, atoms)


def _place(tokens: Tokens, atom: Atom, previous: Atom | None) -> None:
    if atom.kind == "ordinal":
        if _word(tokens, atom.first - 1) in tables().words("month"):
            atom.kind = None
        return
    if atom.kind != "cardinal" or atom.noun:
        return
    start = _start(tokens, atom)
    if (first_last := _percent(tokens, atom, start)) is not None:
        atom.kind, atom.first, atom.last = "percent", first_last[0], first_last[1]
    elif _is_year(tokens, atom, start, previous):
        atom.kind = "year"
    elif _is_date(tokens, atom, start):
        atom.kind = "date"
    elif _is_name(tokens, atom, start):
        atom.kind = None


def _word(tokens: Tokens, at: int) -> str:
    return tokens.words[at] if 0 <= at < len(tokens) else ""


def _start(tokens: Tokens, atom: Atom) -> int:
    start = atom.first
    while start > 0 and (tokens.words[start - 1] in CLINGING or tokens.words[start - 1] == '"'):
        start -= 1
    return start


def _percent(tokens: Tokens, atom: Atom, start: int) -> tuple[int, int] | None:
    after = _word(tokens, atom.last)
    percent = tables().words("percent")
    if after == "%" or after in percent:
        return atom.first, atom.last + 1
    if after == "في" and f"{after} {_word(tokens, atom.last + 1)}" in percent:
        return atom.first, atom.last + 2
    if _word(tokens, atom.first - 1) == "%" and tokens.end(atom.first - 1) == tokens.start(atom.first):
        return atom.first - 1, atom.last
    return None


def _counts_noun(tokens: Tokens, atom: Atom) -> bool:
    """Tell whether a noun that is counted follows the number."""
    word = _word(tokens, atom.last)
    nouns = tables().nouns
    return word in nouns or (word.endswith("ا") and word[:-1] in nouns)


def _is_year(tokens: Tokens, atom: Atom, start: int, previous: Atom | None) -> bool:
    value = atom.value or 0
    before, after = _word(tokens, start - 1), _word(tokens, atom.last)
    sure = bool(before) and _peeled_in(before, tables().sure_year)
    if atom.high is not None:
        figures = tokens.light(atom.last - 1)
        ours = value >= 1900 and atom.high <= 2040 and figures.isdigit() and len(figures) == 4
        return (sure or ours) and _is_year_number(value) and not _counts_noun(tokens, atom)
    if atom.figures and not tokens.light(atom.first).isdigit():
        return False
    if sure and not _counts_noun(tokens, atom):
        return _is_year_number(value) or (atom.figures and 20 <= value < 1500)
    if not _is_year_number(value):
        return False
    if after in tables().words("year_after") or before in tables().words("month") or _month_before(tokens, start):
        return True
    linked = previous is not None and previous.kind == "year" and start - previous.last <= 1
    likely = atom.figures and bool(before) and _peeled_in(before, tables().words("year_before"))
    counted = _counts_noun(tokens, atom) or after in tables().words("measure") or after.endswith("ا")
    return (linked or likely or _stands_alone(tokens, atom, before)) and not counted


def _stands_alone(tokens: Tokens, atom: Atom, before: str) -> bool:
    """Tell whether four figures of our times stand with nothing after them to be counted."""
    if not atom.figures or not before or not 1900 <= (atom.value or 0) <= 2040:
        return False
    if before in tables().words("year_tail"):
        return True
    after = _word(tokens, atom.last)
    return not after[:1].isalnum() and after != "%" and before not in tables().words("figure_before")


def _is_year_number(value: float) -> bool:
    return _FIRST_YEAR <= value < _LAST_YEAR and value == int(value)


def _month_before(tokens: Tokens, start: int) -> bool:
    tail, month = _word(tokens, start - 1), _word(tokens, start - 2)
    if tail in tables().words("month_tail") and month in tables().words("month"):
        return True
    # after a slash the other name of the month, however spelled
    return month == "/" and (_word(tokens, start - 3) in tables().words("month") | tables().words("month_tail"))


def _is_date(tokens: Tokens, atom: Atom, start: int) -> bool:
    if _word(tokens, atom.last) in tables().words("hour_any"):
        return True
    if (atom.high or atom.value or 0) > _LAST_DAY:
        return False
    at = atom.last + 1 if _word(tokens, atom.last) == "من" else atom.last
    if _word(tokens, at) == "شهر":
        at += 1
    after = _word(tokens, at)
    if after in tables().words("month"):
        return True
    if after in tables().words("day_after") and (atom.figures or atom.high is not None):
        return True
    if _in_clock(tokens, start) and not _counts_noun(tokens, atom):
        return True
    if atom.figures and (_slashed(tokens, atom.last) or _slashed(tokens, atom.first - 1)):
        return True
    return after in tables().words("hour_after") and atom.figures


def _slashed(tokens: Tokens, at: int) -> bool:
    """Tell whether token `at` is a slash between figures: 9 / 8 / 2018."""
    return _word(tokens, at) == "/" and _word(tokens, at - 1)[:1].isdigit() and _word(tokens, at + 1)[:1].isdigit()


def _in_clock(tokens: Tokens, start: int) -> bool:
    before = _word(tokens, start - 1)
    return bool(before) and _peeled_in(before, tables().clock)


def _is_name(tokens: Tokens, atom: Atom, start: int) -> bool:
    if _word(tokens, atom.last) in tables().words("caliber"):
        return True
    if _is_list_mark(tokens, atom):
        return True
    at = start - 1
    if at > 0 and tokens.light(at) in "-(":
        at -= 1
    if at < 0 or _counts_noun(tokens, atom):
        return False
    makes = _make(tokens.light(at))
    if makes is not None and (not makes or str(int(atom.value or 0)) in makes) and atom.unit == 1:
        return True
    if not (atom.figures or atom.article):
        return False
    nth = tokens.words[at] in tables().words("nth_day")
    if nth and (start < atom.first or _word(tokens, atom.last) in ("من", "علي")):
        return True
    return tokens.light(at)[0].isalpha() and _peeled_in(tokens.words[at], tables().words("label"))


def _make(light: str) -> frozenset[str] | None:
    """Return the models of the make that a word (light form) names (empty: any), None when it names none."""
    makes = tables().makes
    return next((makes[form] for form in (light, light[1:], light.removeprefix("ال")) if form in makes), None)


def _peeled_in(word: str, words: frozenset[str]) -> bool:
    return word in words or (word[0] in "وفبل" and word[1:] in words)


def _is_list_mark(tokens: Tokens, atom: Atom) -> bool:
    """Tell whether the number numbers a paragraph: "1- ", "2) "."""
    if atom.first != 0 or not atom.figures or atom.last >= len(tokens) or (atom.value or 0) > _LAST_DAY:
        return False
    return tokens.light(atom.last) in ".-)" and tokens.start(atom.last) == tokens.end(atom.first)


def _chain_dates(tokens: Tokens, atoms: list[Atom]) -> None:
    """Make the first of "15 and 16 November" a date as the second is."""
    for index in range(len(atoms) - 2, -1, -1):
        atom, following = atoms[index], atoms[index + 1]
        if following.kind != "date" or atom.kind != "cardinal" or atom.noun or (atom.value or 0) > _LAST_DAY:
            continue
        link = tokens.words[atom.last : following.first]
        if not link or (len(link) == 1 and link[0] in _LINKS):
            atom.kind = "date"
