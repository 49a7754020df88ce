"""The tables of the review room: moves between states, slots that may be corrected, impact. Data, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from marsad.store.types_review import STATES, State


@dataclass(frozen=True, slots=True)
class Move:
    """One verb: from which states, where to (None: the state stays), and what it asks for."""

    verb: str
    sources: frozenset[State]
    to: State | None
    why: str  # yes no override
    undo: bool
    shapes: bool


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot of a kind. `type` is word, text, words, name, count, flag, list, places or time."""

    name: str
    type: str
    values: tuple[str, ...] = ()
    optional: bool = True


def _rows(name: str) -> list[dict[str, str]]:
    text = files("marsad.review").joinpath("data", name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    head = lines[0].split("\t")
    return [dict(zip(head, line.split("\t"), strict=True)) for line in lines[1:]]


@cache
def moves() -> MappingProxyType[str, Move]:
    """Return the verbs of the room (data/moves.tsv)."""
    return MappingProxyType({row["verb"]: _move(row) for row in _rows("moves.tsv")})


def _move(row: dict[str, str]) -> Move:
    names = STATES if row["from"] == "*" else tuple(row["from"].split())
    by_name: dict[str, State] = {state: state for state in STATES}
    to = None if row["to"] == "-" else by_name[row["to"]]
    return Move(
        row["verb"], frozenset(by_name[name] for name in names), to, row["why"], row["undo"] == "yes",
        row["shapes"] == "yes",
    )  # fmt: skip


@cache
def slots(kind: str) -> MappingProxyType[str, Slot]:
    """Return the slots of a kind of claim by name (data/slots.tsv)."""
    found = {}
    for row in _rows("slots.tsv"):
        if row["kind"] in ("*", kind):
            words, name = tuple(row["values"].split()), row["type"]
            optional = name.endswith("?") or (name not in ("word", "count", "flag") and not name.endswith("!"))
            found[row["slot"]] = Slot(row["slot"], name.rstrip("?!"), words, optional)
    return MappingProxyType(found)


@cache
def impacts() -> MappingProxyType[tuple[str, str, str], int]:
    """Return impact by kind, slot and value; slot and value are empty for the kind alone (data/impact.tsv)."""
    rows: list[dict[str, Any]] = list(_rows("impact.tsv"))
    return MappingProxyType({(row["kind"], row["slot"], row["value"]): int(row["impact"]) for row in rows})
