"""What a phrase of actors is called: its neutral English name, and the side that it is or belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from marsad.lang.en.phrases import Element
from marsad.lang.sentence import Tag

ARMED = frozenset(("force", "group", "weapon_platform"))


@dataclass(frozen=True, slots=True)
class Entity:
    """Who tokens `[first, last)` name.

    `name` is the neutral English name, "" when it is not known. `actor` is the neutral name of the side that the
    entity is or belongs to, `country` its ISO 3166-1 code. `person` and `role` are token ranges inside.
    """

    first: int
    last: int
    name: str
    kind: str  # force org group people person role media source document country weapon_platform
    person: tuple[int, int] | None = None
    role: tuple[int, int] | None = None
    country: str | None = None
    actor: str | None = None
    monitor: bool = False


def kind_of(tag: Tag) -> str:
    """Return what sort of actor an entry is: its `kind`, or the kind of its `type`."""
    return tag.get("kind") or _KINDS.get(tag.get("type") or "", "org")


_KINDS = {"state": "force", "rebel": "group", "militia": "group", "outlet": "media", "agency": "media", "party": "org"}


def described(before: list[Element], tag: Tag) -> str:
    """Return the name of an actor that a nationality describes: "Syrian rebels" are Syrian rebel factions."""
    adjective = next((e.of.get("adj") for e in before if e.cls in ("demonym", "country")), None)
    return f"{adjective} {tag.value}" if adjective and tag.get("lower") else tag.value


def country_of(found: list[Element]) -> str | None:
    return next((code for e in found if (code := e.of.get("country"))), None)


def side_of(before: list[Element]) -> Tag | None:
    """Return the tag that says whose: an actor before a nationality."""
    for cls in ("actor", "demonym", "country", "person"):
        for element in reversed(before):
            if element.cls == cls:
                return element.of
    return None


def name_of(before: list[Element], head: Tag, kind: str, side: Tag | None) -> tuple[str, str | None]:
    if any(e.cls == "hyphen" for e in before):  # "US-backed fighters" are not US fighters
        side = next((e.of for e in before if e.cls == "actor"), None)
        if side is None:
            return "", None
    if side is None:
        government = any(e.cls == "head" and e.of.value == "government" for e in before)
        if government and kind in ARMED:
            return "government forces", "government forces"
        army = next((e.of.value for e in before if e.cls == "head" and e.of.attrs["kind"] == "force"), None)
        if army and kind in ARMED:
            return army, army
        if kind == "weapon_platform":
            return "", None  # "warplanes" alone: whose is not said
        return (head.value if head.get("bare") else ""), (
            head.value if kind in ARMED and not head.get("partisan") else None
        )
    value = described(before[:-1], side) if side.cls == "actor" else side.value
    if side.cls == "actor":
        if kind in ARMED or kind == "people":
            value = (
                f"{value} forces" if kind in ARMED and kind_of(side) == "org" and side.get("type") == "state" else value
            )
            return value, value
        return f"{side.get('adj') or value} {head.value}", value
    adjective = side.get("adj") or side.value
    government = any(e.cls == "head" and e.of.value == "government" for e in before)
    if kind in ("force", "weapon_platform"):
        return f"{adjective} government forces" if government else f"{adjective} forces", f"{adjective} forces"
    return f"{adjective} {head.value}", side.value if kind != "group" else None
