"""Read the number words and figures of a sentence one by one, before cues, ranges and context."""

from __future__ import annotations

from typing import Final

from marsad.lang.ar.numbers.atom import Atom, Step, mend_eleven
from marsad.lang.ar.numbers.figures import read_figure, value_of
from marsad.lang.ar.numbers.tables import Numeral, tables
from marsad.lang.ar.numbers.words import Word
from marsad.lang.grammar import Part, Role, compose
from marsad.text.tokens import Tokens

_MOST_STEPS: Final = 24  # numerals in a row: no number has more, and a report that is nothing else is soon read
_ROLES: Final[dict[str, Role]] = {
    "unit": "unit", "one": "unit", "teen": "unit", "ten": "ten", "zero": "zero",
    "tens": "tens", "hundred": "hundred", "scale": "scale", "scaled": "scaled",
}  # fmt: skip
_PARTITIVE: Final = {"خمس": 5, "سبع": 7, "تسع": 9, "عشر": 10, "ثمن": 8}


class AtomReader:
    """Reads the atoms of one sentence."""

    __slots__ = ("read", "size", "tokens", "words")

    def __init__(self, tokens: Tokens, read: dict[int, Word]) -> None:
        self.tokens = tokens
        self.words = tokens.words
        self.size = len(self.words)
        self.read = read  # number words and dual nouns by token

    def atom(self, at: int) -> Atom | None:
        """Return the atom that starts at token `at`."""
        word = self.read.get(at)
        if word is None:
            return self._figures(at)
        if word.dual_of is not None:
            return Atom(at, at + 1, "cardinal", 2, noun=True, joined=self._joined(at), article=word.article)
        found = self._by_class(at, word)
        if found is None:
            return None
        found.joined, found.article = self._joined(at), word.article
        return found

    def _by_class(self, at: int, word: Word) -> Atom | None:
        first = word.numerals[0]
        if first.cls == "ordinal":
            return self._ordinal(at, first)
        if first.cls == "fraction":
            return None if first.mark == "plural" else self._fraction(at, at + 1, first.value)
        if first.cls == "vague":
            return self._vague(at, first)
        if first.cls == "some":
            of = self.word(at + 1) == "من" and not word.article
            return Atom(at, at + 1, "vague") if of or self.word(at) == "العديد" else None
        if first.cls == "odd":
            return None
        if first.cls == "scale" and first.mark == "plural":
            return self._vague(at, Numeral("vague", interval=(2, 9)), start=at)
        return self._cardinal(at, word)

    def word(self, at: int) -> str:
        """Return the match form of a token, empty outside the sentence."""
        return self.words[at] if 0 <= at < self.size else ""

    def _joined(self, at: int) -> bool:
        word = self.read.get(at)
        return bool(word and word.joined[0]) or self.word(at - 1) in ("و", "وال")

    def _is_word(self, at: int) -> bool:
        return len(self.word(at)) > 1 and self.word(at)[0].isalpha()

    # figures

    def _figures(self, at: int) -> Atom | None:
        if not self.tokens.light(at)[0].isdigit():
            return None
        figure = read_figure(self.tokens, at)
        joined = self.word(at - 1) in ("و", "وال")
        if figure.value is None:
            return Atom(figure.first, figure.last, None)
        if figure.fraction:
            return Atom(figure.first, figure.last, "fraction", figure.value)
        if figure.high is not None:
            scale = self._scale_at(figure.last)
            times = scale.value if scale else 1
            last = figure.last + (1 if scale else 0)
            return Atom(figure.first, last, "cardinal", figure.value * times, figure.high * times, joined=joined)
        atom = self._run(at, self._steps(at, figure.last, figure.value))
        atom.first, atom.joined, atom.figures = figure.first, joined, atom.last == figure.last
        return atom

    def _scale_at(self, at: int) -> Numeral | None:
        word = self.read.get(at)
        if word is None or word.dual_of or word.joined[0] or word.preposition:
            return None
        first = word.numerals[0]
        return first if first.cls == "scale" else None

    # cardinals

    def _steps(self, at: int, last: int, figures: float | None = None) -> list[Step]:
        """Return the numerals that follow one another from `at`; a figure there ends before token `last`."""
        steps: list[Step] = []
        if figures is not None:
            scale = self._scale_at(last)
            value = value_of(self.tokens.light(at), scaled=True) if scale and last == at + 1 else figures
            steps.append(Step(None, Part("digits", figures if value is None else value), last))
        else:
            last = at
        at = last
        while at < self.size and len(steps) < _MOST_STEPS:
            bare_and = self.word(at) in ("و", "وال") and bool(steps)
            here = at + 1 if bare_and else at
            word = self.read.get(here)
            if word is not None:
                if word.dual_of or word.pronoun or (steps and word.preposition):
                    break
                found = self._word_steps(word, here, bare_and, steps)
                steps.extend(found)
                if len(found) < len(word.numerals):
                    break
            elif bare_and and here < self.size and self.tokens.light(here)[0].isdigit():
                figure = read_figure(self.tokens, here)
                if figure.value is None or figure.high is not None or figure.fraction or figure.last != here + 1:
                    break
                steps.append(Step(None, Part("digits", figure.value, True), figure.last))
            else:
                break
            at = here + 1
        return steps

    def _word_steps(self, word: Word, at: int, joined: bool, before: list[Step]) -> list[Step]:
        steps: list[Step] = []
        for index, numeral in enumerate(word.numerals):
            role = _ROLES.get(numeral.cls)
            first = not before and not steps
            if role is None or (first and numeral.mark == "plural"):
                break
            after = (joined and index == 0) or word.joined[index]
            if numeral.mark == "case" and (first or after):
                role, value = self._two_of(numeral, at)
                steps.append(Step(numeral, Part(role, value, after, numeral.value), at + 1))
            else:
                steps.append(Step(numeral, Part(role, numeral.value, after, numeral.unit), at + 1))
        return steps

    def _two_of(self, numeral: Numeral, at: int) -> tuple[Role, float]:
        """Read ألفا: before its noun the dual, else the accusative of one thousand."""
        following = self.word(at + 1)
        if self._is_word(at + 1) and following not in tables().words("not_of") and not following.startswith("و"):
            return "scaled", 2 * numeral.value
        return "scale", numeral.value

    def _cardinal(self, at: int, word: Word) -> Atom | None:
        first = word.numerals[0]
        if word.pronoun:
            return Atom(at, at + 1, "cardinal", 1) if first.cls == "one" else None
        steps = self._steps(at, at)
        if not steps:
            return None
        part = self._partitive(at, word, steps)
        if part is not None:
            return part
        atom = self._run(at, steps)
        alone = atom.last == at + 1 and len(word.numerals) == 1
        if alone and first.cls == "teen":
            return None
        if alone and first.cls == "one" and not self._one_of(at, word):
            return None
        return atom

    def _one_of(self, at: int, word: Word) -> bool:
        """Tell whether "one" stands before what it is one of."""
        refused = word.article or self.word(at - 1) in ("لا", "اي", "لم", "ما", "يوم", "من")
        return not refused and self._is_word(at + 1) and self.word(at + 1) not in tables().words("not_of")

    def _partitive(self, at: int, word: Word, steps: list[Step]) -> Atom | None:
        """Read خمس السكان (a fifth of) against خمس غارات (five): five takes an indefinite plural."""
        light = self.tokens.light(at).lstrip("وبلف")
        under = _PARTITIVE.get(light)
        if under is None or len(steps) > 1 or word.article or not self._is_word(at + 1):
            return None
        following = self.tokens.light(at + 1)
        whole = self.words[at + 1] in tables().words("whole")
        if whole or following.startswith("ال") or following.endswith("ة"):
            return self._fraction(at, at + 1, 1 / under)
        return None

    def _run(self, at: int, steps: list[Step]) -> Atom:
        """Compose the steps, then take in decimals, fractions of the scale and "odd"."""
        steps = mend_eleven(steps)
        value, used, unit = compose([step.part for step in steps])
        last = steps[used - 1].last
        first_step = steps[0]
        if used == 1 and last < self.size:
            decimal = self._decimals(last, value)
            if decimal is not None:
                decimal.first = at
                return decimal
            parts = self._plural_fraction(last, first_step, value)
            if parts is not None:
                parts.first = at
                return parts
        if self._odd(last):
            step = 9 if value < 1000 else int(unit) // 10 - 1
            return Atom(at, last + 1, "vague", interval=(int(value) + 1, int(value) + step))
        value, last = self._and_a_half(last, value, unit)
        return Atom(at, last, "cardinal", value, unit=unit)

    def _decimals(self, last: int, value: float) -> Atom | None:
        if self.word(last) != "فاصله" or last + 1 >= self.size:
            return None
        steps = self._steps(last + 1, last + 2, *self._plain_figure(last + 1))
        if not steps:
            return None
        decimals, used, _ = compose([step.part for step in steps])
        digits = str(int(decimals))
        return Atom(last, steps[used - 1].last, "cardinal", float(f"{int(value)}.{digits}"))

    def _plain_figure(self, at: int) -> tuple[float, ...]:
        light = self.tokens.light(at)
        return (float(light),) if light.isdecimal() else ()

    def _plural_fraction(self, last: int, step: Step, value: float) -> Atom | None:
        word = self.read.get(last)
        if word is None or word.dual_of or word.joined[0] or not 2 <= value <= 9:
            return None
        numeral = word.numerals[0]
        if numeral.cls != "fraction" or numeral.mark != "plural":
            return None
        return self._fraction(last, last + 1, value * numeral.value)

    def _odd(self, at: int) -> bool:
        word = self.read.get(at)
        return bool(word and word.numerals and word.numerals[0].cls == "odd" and word.joined[0])

    def _and_a_half(self, last: int, value: float, unit: float) -> tuple[float, int]:
        """Take in "and a half (of the million)" after a number."""
        at = last + 1 if self.word(last) == "و" else last
        word = self.read.get(at)
        if word is None or not word.numerals or word.pronoun or not (word.joined[0] or at > last):
            return value, last
        numeral = word.numerals[0]
        if numeral.cls != "fraction" or numeral.mark == "plural" or word.article or word.preposition:
            return value, last
        scale = self._scale_at(at + 1)
        if scale is not None and unit in (1, scale.value):
            return (value + numeral.value * scale.value if unit > 1 else (value + numeral.value) * scale.value), at + 2
        if scale is not None or self.word(at + 1).startswith("ال") or value >= 100 > unit:
            return value, last
        return value + numeral.value * unit, at + 1

    # the rest

    def _fraction(self, at: int, last: int, value: float) -> Atom:
        scale = self._scale_at(last)
        if scale is not None and scale.mark != "plural":
            return Atom(at, last + 1, "cardinal", round(value * scale.value), unit=scale.value)
        return Atom(at, last, "fraction", value)

    def _ordinal(self, at: int, first: Numeral) -> Atom | None:
        following = self.read.get(at + 1)
        value, last = first.value, at + 1
        if following is not None and following.numerals:
            numeral = following.numerals[0]
            if numeral.cls == "ten" and not following.joined[0]:
                value, last = value + 10, at + 2
            elif numeral.cls == "tens" and following.joined[0]:
                value, last = value + numeral.value, at + 2
        if first.mark == "compound" and last == at + 1:
            return None
        return Atom(at, last, "ordinal", value)

    def _vague(self, at: int, first: Numeral, start: int | None = None) -> Atom:
        """Read a vague word and the scales it counts: tens of thousands is 20 000 to 99 999."""
        interval = first.interval
        last = at if start is not None else at + 1
        few = interval is not None and interval[1] == 9 and start is None
        while interval is not None and (word := self.read.get(last)) is not None and not word.dual_of:
            numeral = word.numerals[0]
            if last > at and (word.joined[0] or word.preposition or word.pronoun):
                break
            if numeral.cls == "scale" or (numeral.cls == "hundred" and numeral.value == 100):
                times = int(numeral.value)
            elif numeral.cls == "vague" and few and numeral.interval:
                times = 10 if numeral.interval[0] == 20 else 100
            elif numeral.cls == "ten" and few:
                interval, last = (13, 19), last + 1
                break
            else:
                break
            low, high = interval
            interval = (low * times, high * times if few else (high + 1) * times - 1)
            last += 1
        return Atom(at, last, "vague", interval=interval)
