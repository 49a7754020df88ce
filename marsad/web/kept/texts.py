"""Many texts in a few mapped arrays: each by its number, and its number by the text, without a table in memory."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from marsad.web.columns import Whole
from marsad.web.kept.volume import Volume, VolumeWriter
from marsad.web.numbered import Numbered

_PARTS = ("letters", "ends", "hashes", "order")
_PLAIN = bytes(letter for letter in range(0x20, 0x7F) if letter != ord("\\"))  # as they are in JSON


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def _windows(letters: Any, size: int) -> Any:
    """Return all stretches of so many letters."""
    return np.ndarray(len(letters) - size + 1, f"V{size}", letters, strides=(1,))


class Texts(Numbered[str]):
    """Texts by their number. `hashes` are sorted, `order` has the number of the text that each is of."""

    def __init__(self, letters: Any, ends: Any, hashes: Any, order: Any) -> None:
        self._letters, self._ends, self._hashes, self._order = letters, ends, hashes, order
        self._view, self._end_of, self._sorted = memoryview(letters), memoryview(ends), memoryview(hashes)
        self.number_of, self._size = Numbers(self), len(order)

    @classmethod
    def of(cls, values: Sequence[str]) -> Texts:
        raw = [value.encode("utf-8", "surrogatepass") for value in values]
        ends = np.cumsum([0, *map(len, raw)]).astype(np.int64)
        hashes = np.fromiter(map(_hash, values), np.uint64, len(values))
        order = np.argsort(hashes, kind="stable").astype(np.int32)
        return cls(np.frombuffer(b"".join(raw), np.uint8), ends, hashes[order], order)

    def save(self, volume: VolumeWriter, name: str) -> None:
        for part in _PARTS:
            volume.array(f"{name}.{part}", getattr(self, f"_{part}"))

    @classmethod
    def load(cls, volume: Volume, name: str) -> Texts:
        return cls(*(volume.array(f"{name}.{part}") for part in _PARTS))

    def __len__(self) -> int:
        return self._size

    def one(self, number: int) -> str:
        if number < 0:
            number += self._size
        if not 0 <= number < self._size:
            raise IndexError(number)
        start, end = self._end_of[number], self._end_of[number + 1]
        return str(self._view[start:end], "utf-8", "surrogatepass")

    def quoted(self, numbers: Whole) -> tuple[bytes, Whole]:
        """Return texts as JSON has them, each with a comma after it, and where each begins and all end.

        Those of one length are copied at once, by windows of that length on all letters.
        """
        starts = self._ends[numbers]
        sizes = self._ends[numbers + 1] - starts
        bounds = np.concatenate(([0], np.cumsum(sizes + 3)))
        made = np.full(bounds[-1], ord('"'), np.uint8)
        made[bounds[1:] - 1] = ord(",")
        for size in np.unique(sizes[sizes > 0]).tolist():
            some = np.flatnonzero(sizes == size)
            _windows(made, size)[bounds[some] + 1] = _windows(self._letters, size)[starts[some]]
        found = made.tobytes()
        if not found.translate(None, _PLAIN) and found.count(b'"') == 2 * len(sizes):
            return found, bounds
        escaped = [json.dumps(self.one(n), ensure_ascii=False).encode("utf-8", "replace") for n in numbers.tolist()]
        return b"".join(one + b"," for one in escaped), np.cumsum([0, *(len(one) + 1 for one in escaped)])

    def find(self, text: str) -> int | None:
        """Return the number of a text; None where it is none of these."""
        wanted, raw = _hash(text), text.encode("utf-8", "surrogatepass")
        at = bisect_left(self._sorted, wanted)
        while at < len(self._sorted) and self._sorted[at] == wanted:
            number = int(self._order[at])
            if self._view[self._end_of[number] : self._end_of[number + 1]] == raw:
                return number
            at += 1
        return None


class Numbers(Mapping[str, int]):
    """The number of each text."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def __getitem__(self, text: str) -> int:
        number = self._texts.find(text)
        if number is None:
            raise KeyError(text)
        return number

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and self._texts.find(text) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


class Named(Mapping[str, str]):
    """One text for each key: `codes` are the numbers among `values` by the number of the key; an empty text is none."""

    def __init__(self, numbers: Mapping[str, int], codes: Whole, values: Sequence[str]) -> None:
        self._numbers, self._codes, self._values = numbers, codes, values

    def __getitem__(self, key: str) -> str:
        value = self._values[int(self._codes[self._numbers[key]])]
        if not value:
            raise KeyError(key)
        return value

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)
