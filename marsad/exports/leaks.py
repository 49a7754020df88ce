"""Phone numbers, e-mail addresses and identity numbers: found in whatever leaves Marsad, and masked there. Pure.

A report may print how to reach a witness. Nothing of that is needed to follow a claim, so it is masked wherever it
stands. Figures of people and sums are written with separators or in words, and stay (docs/exports.md, Names).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Digits are any of Unicode's, so that Arabic-Indic ones are found as well.
_KINDS = (
    ("e-mail", r"[\w.+%-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}"),
    ("phone number", r"(?<![\w.,])(?:\+|00|٠٠)\d(?:[ \u00a0().\-/]{0,2}\d){7,14}(?![\w])"),
    ("phone number", r"(?<![\w.,+])[0٠]\d{1,3}[ \u00a0\-/.]{0,2}\d{2,4}[ \u00a0\-/.]{0,2}\d{3,5}(?![\w])"),
    ("phone number", r"(?<![\w.,+])\(?\d{3}\)?[ \-.]\d{3}[ \-.]\d{4}(?![\w])"),
    ("identity number", r"(?<![\w.,])\d{9,19}(?![\w])"),
    ("identity number", r"(?<![\w])[A-Z]{1,2}[ \-]?\d{7,9}(?![\w])"),
)
_ANY = re.compile("|".join(f"(?P<k{n}>{pattern})" for n, (_, pattern) in enumerate(_KINDS)))
_DATE = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}")


@dataclass(frozen=True, slots=True)
class Leak:
    """What was found, and where: `[start, end)` in code points."""

    kind: str
    start: int
    end: int


def leaks(text: str) -> Iterator[Leak]:
    """Yield what a text gives away, in its order."""
    for hit in _ANY.finditer(text):
        if not _DATE.fullmatch(hit.group()):
            yield Leak(_KINDS[int(str(hit.lastgroup)[1:])][0], hit.start(), hit.end())


def hidden(text: str, mask: str) -> str:
    """Return a text with every letter and digit of what it gives away replaced by `mask`; as long as before."""
    letters = list(text)
    for leak in leaks(text):
        letters[leak.start : leak.end] = [" " if c.isspace() else mask for c in letters[leak.start : leak.end]]
    return "".join(letters)
