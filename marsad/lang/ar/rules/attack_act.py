"""An act while it is read."""

from __future__ import annotations

from dataclasses import dataclass, field

from marsad.lang.ar.rules.attack_targets import Range
from marsad.lang.sentence import Tag


@dataclass(slots=True)
class Act:
    """An act: its word, the tokens `[first, last)` that may belong to it, its sides and what is used."""

    tag: Tag
    first: int
    last: int
    type: str
    verb: bool
    attacker: Tag | None = None
    carried: bool = False  # the attacker stands farther off: the subject of the sentence, or of the act before
    target: Range | None = None
    arms: list[Tag] = field(default_factory=list)

    @property
    def pronoun(self) -> bool:
        """Tell whether a pronoun hangs on the word: غاراته، استهدفته."""
        return self.tag.enc not in ("", "ا")
