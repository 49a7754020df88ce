"""Cut a printed text into sentences, and these into tokens, by one look-up of what stands between two blanks.

Texts repeat their words: how a chunk is folded and cut, which marks it has that may end a sentence, and what a language
knows of its words is found once and remembered. A line is then put together of what its chunks are.
"""

from __future__ import annotations

from collections.abc import Sequence

from marsad.records import Span
from marsad.text.fold import Folded, Shifts, fold
from marsad.text.memory import Memory
from marsad.text.sentences import marks, of_line
from marsad.text.tokens import Form, Tokenizer, Tokens


class Chunk:
    """What stands between two blanks of a printed text.

    `light` is its light form, `forms` are its tokens, `signs` the offsets of the marks at which a sentence may end.
    `shifts` tell where the way back to the printed letters changes in it.
    `changed` tells that its light form is not what is printed, `plain` that nothing of all this is to be looked at.
    """

    __slots__ = ("changed", "forms", "light", "plain", "shifts", "signs", "size")

    def __init__(self, text: str, forms: tuple[Form, ...], light: str, shifts: Shifts) -> None:
        self.light = light
        self.size = len(light)
        self.forms = forms
        self.signs = marks(light, 0, len(light))
        self.shifts = shifts if len(shifts.at) > 1 or shifts.by[0] else None
        self.changed = light != text
        self.plain = not self.changed and not self.signs


class Line:
    """A line of a text, put together of its chunks: its light form from folded offset `begin` on, tokens and marks."""

    __slots__ = ("begin", "forms", "light", "offsets", "signs")

    def __init__(self, text: str, begin: int, known: Memory[str, Chunk], shifts: Shifts) -> None:
        forms: list[Form] = []
        offsets: list[int] = []
        signs: list[int] = []
        lights: list[str] = []
        changed = False
        at = begin
        for word in text.split(" "):
            chunk = known.get(word)
            if chunk is None:
                chunk = known[word]
            lights.append(chunk.light)
            for form in chunk.forms:
                forms.append(form)
                offsets.append(at)
            if not chunk.plain:
                signs += [at - begin + sign for sign in chunk.signs]
                if chunk.changed:
                    changed = True
                    if chunk.shifts is not None:
                        shifts.take(chunk.shifts, at)
            at += chunk.size + 1
        self.begin = begin
        self.forms = forms
        self.offsets = offsets
        self.signs = signs
        self.light = " ".join(lights) if changed else text


class Cutter:
    """Cuts printed texts with a tokenizer, and remembers their chunks."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._chunks: Memory[str, Chunk] = Memory(self._chunk)

    def _chunk(self, text: str) -> Chunk:
        shifts = Shifts()
        light = fold(text, shifts)
        return Chunk(text, self._tokenizer.cut(light), light, shifts)

    def cut(self, printed: str, aside: Sequence[Span] = ()) -> tuple[Folded, list[tuple[int, Tokens]]]:
        """Return the folded text, and the folded offset and tokens of every sentence, in order.

        What lies in `aside` (spans of the printed text) at the ends of a sentence is left out.
        """
        shifts = Shifts()
        folded = Folded(printed, shifts)
        found: list[tuple[int, Tokens]] = []
        at = 0
        for text in printed.splitlines():
            line = Line(text, at - shifts.by[-1], self._chunks, shifts)
            self._sentences(line, folded, aside, found)
            at += len(text)
            at += 2 if printed.startswith("\r\n", at) else 1
        return folded, found

    def _sentences(self, line: Line, folded: Folded, aside: Sequence[Span], found: list[tuple[int, Tokens]]) -> None:
        """Add the sentences of a line."""
        bounds = of_line(line.light, line.signs)
        if len(bounds) == 1 and not aside:
            found.append((line.begin + bounds[0][0], Tokens(line.forms, line.offsets)))
            return
        forms, offsets = line.forms, line.offsets
        low, size = 0, len(forms)
        for start, end in bounds:
            start, end = start + line.begin, end + line.begin
            if aside:
                start, end = _without(folded, start, end, aside)
            if start >= end:
                continue
            while low < size and offsets[low] + forms[low].first < start:
                low += 1
            high = low
            while high < size and offsets[high] + forms[high].last <= end:
                high += 1
            across = low > 0 and offsets[low - 1] + forms[low - 1].last > start
            if across or (high < size and offsets[high] + forms[high].first < end):  # cut amid a word
                found.append((start, self._tokenizer.tokens(folded, start, end)))
            else:
                found.append((start, Tokens(forms[low:high], offsets[low:high])))
            low = high


def _without(folded: Folded, start: int, end: int, aside: Sequence[Span]) -> tuple[int, int]:
    """Return folded `[start, end)` without the furniture at its ends: a dateline stands before the lead itself."""
    span = folded.span(start, end)
    for skipped in aside:
        if not skipped.overlaps(span):
            continue
        if skipped.start > span.start:
            while end > start and folded.origin(end - 1) >= skipped.start:
                end -= 1
        else:
            while start < end and folded.origin(start) < skipped.end:
                start += 1
        span = folded.span(start, end)
    return start, end
