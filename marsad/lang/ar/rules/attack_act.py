"""An act while it is read."""

from __future__ import annotations

from dataclasses import dataclass

from marsad.lang.ar.rules.attack_targets import Range
from marsad.lang.sentence import Tag


@dataclass(init=False, slots=True)  # written out as `Tag` is
class Act:
    """An act: its word, the tokens `[first, last)` that may belong to it, its sides and what is used."""

    tag: Tag
    first: int
    last: int
    type: str
    verb: bool
    attacker: Tag | None
    carried: bool  # the attacker stands farther off: the subject of the sentence, or of the act before
    target: Range | None
    arms: list[Tag]

    def __init__(
        self, tag: Tag, first: int, last: int, type: str, verb: bool, attacker: Tag | None = None,
        carried: bool = False, target: Range | None = None, arms: list[Tag] | None = None,
    ) -> None:  # fmt: skip
        self.tag = tag
        self.first = first
        self.last = last
        self.type = type
        self.verb = verb
        self.attacker = attacker
        self.carried = carried
        self.target = target
        self.arms = [] if arms is None else arms

    @property
    def pronoun(self) -> bool:
        """Tell whether a pronoun hangs on the word: غاراته، استهدفته."""
        return self.tag.enc not in ("", "ا")
