"""The one table of who may do what (data/policy.tsv). Pure; every route, export, tile, count and stream asks it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, get_args

Role = Literal["nobody", "viewer", "analyst", "second_reader", "editor", "administrator", "alone"]
ROLES: tuple[Role, ...] = get_args(Role)
ACCOUNT_ROLES: tuple[Role, ...] = ROLES[1:-1]
EVERY = "*"


@cache
def table() -> MappingProxyType[tuple[str, str], frozenset[str]]:
    """Return the roles that may do an action on a claim in a state, by action and state."""
    text = files("marsad.people").joinpath("data", "policy.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    head, rows = lines[0], lines[1:]
    assert tuple(head[2:]) == ROLES, "the columns of the policy are the roles"
    return MappingProxyType({
        (row[0], row[1]): frozenset(role for role, cell in zip(head[2:], row[2:], strict=True) if cell == "yes")
        for row in rows
    })  # fmt: skip


def actions() -> tuple[str, ...]:
    """Return every action that the table knows."""
    return tuple(dict.fromkeys(action for action, _ in table()))


def may(role: Role, action: str, state: str = EVERY) -> bool:
    """Tell whether a role may do an action on a claim in `state`; "*" asks for claims in any state at all."""
    known = table()
    return role in known.get((action, EVERY), frozenset()) or role in known.get((action, state), frozenset())
