"""A snapshot after people did something that changes no figure: the same columns, other states, nothing made anew."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from marsad.records import Judgement
from marsad.web.audience import Room
from marsad.web.columns import Coded, narrow
from marsad.web.snapshot import Snapshot

QUIET = frozenset(("action", "judgement", "edition", "stamp", "audit"))  # entries of the chain that bring no claim
_OF_STATES = frozenset(("summary", "features made", "spots of"))  # what is made of states is made anew
_OF_INDEX = ("standing", "of", "times", "by_report")  # what no state that changes here changes
_SHARED = (
    "by_key", "events", "event_of", "lineages", "happened", "told", "latest", "first_printing", "doubted",
    "standing",
)  # fmt: skip


def restated(
    old: Snapshot, kinds: Collection[str], version: str, sequence: int, judgements: Sequence[Judgement], room: Room
) -> Snapshot | None:
    """Return the snapshot after entries of these kinds; None where one of them may change more than states."""
    if not QUIET.issuperset(kinds) or not _quiet(old, judgements):
        return None
    changed = _changed(old, room)
    if changed is None:
        return None
    made = replace(old, version=version, sequence=sequence, judgements=tuple(judgements), room=room)
    made.__dict__.update({name: old.__dict__[name] for name in _SHARED if name in old.__dict__})
    made.__dict__["_made"] = {name: slot for name, slot in old.__dict__["_made"].items() if name[0] not in _OF_STATES}
    if changed:
        positions = np.asarray([old.by_key[key] for key in changed], np.int64)
        events = old.index.event.codes[positions]
        object.__setattr__(made, "changed", old.changed | set(positions.tolist()))
        object.__setattr__(made, "touched", old.touched | set(events[events < old.happened.size].tolist()))
        index = replace(old.index, state=_states(old.index.state, positions, made, changed))
        index.__dict__.update({name: old.index.__dict__[name] for name in _OF_INDEX if name in old.index.__dict__})
        made.__dict__["index"] = index
    else:
        made.__dict__["index"] = old.index
    return made


def _quiet(old: Snapshot, judgements: Sequence[Judgement]) -> bool:
    """Tell whether the judgements that came accept what was stated, and no more."""
    before, after = old.judgements, tuple(judgements)
    if after[: len(before)] != before:
        return False
    earlier = {j.a for j in before if j.b is None}
    for judgement in after[len(before) :]:
        position = old.by_key.get(judgement.a)
        stated = position is not None and old.index.certainty.at(position) != "uncertain"
        if judgement.b is not None or judgement.verdict != "accept" or not stated or judgement.a in earlier:
            return False
    return True


def _changed(old: Snapshot, room: Room) -> list[str] | None:
    """Return the claims that have another state; None where one was rejected, or is so no more."""
    before, after = old.room.states, room.states
    changed = [
        key
        for key in before.keys() | after.keys()
        if key in old.by_key and before.get(key, "machine") != after.get(key, "machine")
    ]
    if any("rejected" in (before.get(key), after.get(key)) for key in changed):
        return None
    return changed


def _states(column: Coded, positions: np.typing.NDArray[np.int64], made: Snapshot, changed: Sequence[str]) -> Coded:
    values, numbers = column.with_values([made.state_of(key) for key in changed])
    codes = np.array(column.codes, dtype=np.int32)
    codes[positions] = numbers
    return Coded(values, narrow(codes, len(values)))
