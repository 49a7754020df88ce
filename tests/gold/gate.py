"""Floors under the accuracy that has been reached, tied to the gold claims that it was measured on."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

Json = dict[str, Any]

MARGIN = 0.01  # floors lie this far under the measurement, so that one claim in a hundred may move
SLOT_MARGIN = 0.02
MIN_PAIRS = 20  # a slot of fewer pairs than this says too little to be held


def digest(files: Iterable[Path]) -> dict[str, str]:
    """Return the SHA-256 of every gold file by its name."""
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def floors_of(figures: Json) -> Json:
    """Return the floors that hold what was measured: by set, kind and figure."""

    def row(value: Json) -> Json:
        floors: Json = {name: _under(value[name], MARGIN) for name in ("p", "r", "f1")}
        if value["hit"] >= MIN_PAIRS:
            floors["slots"] = {slot: _under(x, SLOT_MARGIN) for slot, x in sorted(value["slots"].items())}
        return floors

    return {name: {kind: row(value) for kind, value in table.items()} for name, table in figures.items()}


def _under(figure: float, margin: float) -> float:
    return max(0.0, round(figure - margin, 3))


def below(floors: Json, figures: Json, path: str = "") -> Iterator[tuple[str, float, float]]:
    """Yield (what, floor, measured) wherever a measurement is under its floor or missing."""
    for name, floor in floors.items():
        where = f"{path} {name}".strip()
        if isinstance(floor, dict):
            yield from below(floor, figures.get(name) or {}, where)
        elif figures.get(name, 0.0) < floor:
            yield where, floor, figures.get(name, 0.0)


def check(file: Path, gold: list[Path], figures: Json) -> int:
    """Print what is under its floor; return 1 if anything is, or if the gold claims are not the pinned ones."""
    if not file.exists():
        print(f"No floors yet: run `python tools/gold.py --update` to write {file.name}.")
        return 1
    pinned = json.loads(file.read_text(encoding="utf-8"))
    if pinned["digest"] != digest(gold):
        print("The gold claims are not those that the floors were measured on; see --update.")
        return 1
    fallen = list(below(pinned["floors"], figures))
    for what, floor, measured in fallen:
        print(f"BELOW ITS FLOOR: {what}: {measured:.3f} < {floor:.3f}")
    print("Accuracy gate: " + (f"{len(fallen)} figures fell." if fallen else "every figure holds its floor."))
    return 1 if fallen else 0


def update(file: Path, gold: list[Path], figures: Json, reason: str | None) -> int:
    """Raise the floors to the measurement. Lowering one needs a reason, which is kept beside the floors."""
    pinned = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {"floors": {}, "lowered": []}
    lowered = {what: [floor, measured] for what, floor, measured in below(pinned["floors"], figures)}
    if lowered and not reason:
        for what, (floor, measured) in lowered.items():
            print(f"would lower {what}: {floor:.3f} to {measured:.3f}")
        print('Nothing was written. Lowering floors needs --allow-lower "reason".')
        return 1
    history = list(pinned["lowered"])
    if lowered:
        history.append({"date": dt.date.today().isoformat(), "reason": reason, "changes": lowered})
    floors = merged(pinned["floors"], floors_of(figures), lowered.keys())
    content = {"digest": digest(gold), "floors": floors, "lowered": history}
    file.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"Floors written to {file.name}.")
    return 0


def merged(old: Json, fresh: Json, lowered: Collection[str], path: str = "") -> Json:
    """Return the higher of the two floors everywhere, and the fresh one where lowering was allowed."""
    result: Json = {}
    for name in old.keys() | fresh.keys():
        where = f"{path} {name}".strip()
        a, b = old.get(name), fresh.get(name)
        if isinstance(a, dict) or isinstance(b, dict):
            result[name] = merged(a or {}, b or {}, lowered, where)
        elif where not in lowered:
            result[name] = max(x for x in (a, b) if x is not None)
        elif b is not None:
            result[name] = b
    return dict(sorted(result.items()))
