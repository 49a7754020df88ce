"""Sets of claims as whole numbers: bit n stands for the claim at position n. Filters meet by `&`, unite by `|`."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from itertools import compress

_BITS = tuple(tuple(n for n in range(8) if byte >> n & 1) for byte in range(256))
_DIGITS = bytes.maketrans(b"01", b"\0\1")
_KEPT = 512  # sets of one index that stay made


def bits_of(positions: Iterable[int], size: int) -> int:
    """Return the set of these positions, all of them below `size`."""
    buffer = bytearray(size // 8 + 1)
    for position in positions:
        buffer[position >> 3] |= 1 << (position & 7)
    return int.from_bytes(buffer, "little")


def positions(bits: int, start: int = 0) -> Iterator[int]:
    """Yield the positions of a set in their order, the first at `start` or after it."""
    bits >>= start
    data = bits.to_bytes(bits.bit_length() // 8 + 1, "little")
    for number, byte in enumerate(data):
        if byte:
            base = start + number * 8
            for bit in _BITS[byte]:
                yield base + bit


def members(bits: int) -> list[int]:
    """Return all positions of a set in their order: faster than `positions` where all of them are wanted."""
    digits = bin(bits)[:1:-1].encode().translate(_DIGITS)  # the last bit first
    return list(compress(range(len(digits)), digits))


class Postings:
    """Which positions have which value."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._of: dict[str, array[int]] = {}
        self._made: dict[str, int] = {}

    def add(self, value: str, position: int) -> None:
        self._of.setdefault(value, array("I")).append(position)

    def values(self) -> Iterable[str]:
        return self._of.keys()

    def count(self, value: str) -> int:
        return len(self._of.get(value, ()))

    def at(self, value: str) -> Iterable[int]:
        """Return the positions that have a value, in the order in which they were added."""
        return self._of.get(value, ())

    def bits(self, value: str) -> int:
        """Return the set of the positions that have a value."""
        made = self._made.get(value)
        if made is None:
            found = self._of.get(value)
            made = bits_of(found, self._size) if found else 0
            if len(self._made) >= _KEPT:
                self._made.pop(next(iter(self._made)))
            self._made[value] = made
        return made

    def any_of(self, values: Iterable[str]) -> int:
        """Return the set of the positions that have one of these values."""
        chosen = list(values)
        if len(chosen) <= 1:
            return self.bits(chosen[0]) if chosen else 0
        return bits_of((p for value in chosen for p in self._of.get(value, ())), self._size)

    def matching(self, fits: Callable[[str], bool]) -> int:
        """Return the set of the positions that have a value which fits."""
        return self.any_of([value for value in self._of if fits(value)])


class Ordered:
    """Positions by a whole number, such as a day: all that lie at or before one, or at or after it."""

    def __init__(self, pairs: Iterable[tuple[int, int]], size: int) -> None:
        ordered = sorted(pairs)
        self._size = size
        self._keys = array("q", (key for key, _ in ordered))
        self._positions = array("I", (position for _, position in ordered))
        self._made: dict[tuple[str, int], int] = {}

    def up_to(self, key: int) -> int:
        """Return the set of the positions whose number is `key` or less."""
        return self._kept(("up to", key), 0, _right(self._keys, key))

    def since(self, key: int) -> int:
        """Return the set of the positions whose number is `key` or more."""
        return self._kept(("since", key), _right(self._keys, key - 1), len(self._keys))

    def _kept(self, name: tuple[str, int], first: int, last: int) -> int:
        made = self._made.get(name)
        if made is None:
            made = bits_of(self._positions[first:last], self._size)
            if len(self._made) >= _KEPT:
                self._made.pop(next(iter(self._made)))
            self._made[name] = made
        return made


def _right(keys: array[int], key: int) -> int:
    from bisect import bisect_right

    return bisect_right(keys, key)
