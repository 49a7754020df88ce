"""The Arabic rules, one a file, in reading order. Each has its examples in tests/corpus/ar/<rule>.md."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from marsad.lang.pack import Rule

# casualty before attack: a casualty clause that names the act yields both
_ORDER: Final = ("casualty", "attack", "control", "humanitarian", "diplomacy", "statement")


def _rule(name: str) -> Rule:
    module = import_module(f"{__name__}.{name}")
    return Rule(name, module.TRIGGERS, module.read)


RULES: Final[tuple[Rule, ...]] = tuple(_rule(name) for name in _ORDER)
