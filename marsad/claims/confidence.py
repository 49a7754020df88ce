"""How likely a claim is to be one that a careful reader would log: a calibrated figure, and the grounds for it.

A logistic model over the features of claims/features.py, its weights in data/confidence.json. They are learned from
the gold claims by tools/train_confidence.py and cross-checked by outlet (docs/accuracy.md has the reliability table).
The model only grades: it neither makes nor drops a claim. Without the table of weights no claim has a confidence.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from importlib.resources import files
from typing import Final


def _learned() -> dict[str, float]:
    table = files("marsad.claims") / "data" / "confidence.json"
    if not table.is_file():
        return {}
    weights: dict[str, float] = json.loads(table.read_text("utf-8"))["weights"]
    return weights


_WEIGHTS: Final = _learned()
_UNSURE: Final = 1e-9  # hundredths: so near to a half it is not known which side of it a figure is on


def weight(grounds: Iterable[str]) -> float:
    """Return what these features add to the log-odds of a claim."""
    return sum([_WEIGHTS.get(ground, 0.0) for ground in grounds])


def confidence(log_odds: float) -> float | None:
    """Return the confidence of a claim with these log-odds, between 0 and 1, to two decimals."""
    if not _WEIGHTS:
        return None
    likely = 1 / (1 + math.exp(-log_odds))
    raised = 100 * likely + 0.5
    whole = int(raised)
    if not _UNSURE < raised - whole < 1 - _UNSURE:
        return round(likely, 2)  # exact at any half, and dearer than all else here
    return whole / 100


def explain(grounds: Iterable[str]) -> tuple[tuple[str, float], ...]:
    """Return what each feature adds to the log-odds of a claim, the weightiest first."""
    known = ((ground, _WEIGHTS[ground]) for ground in grounds if ground in _WEIGHTS)
    return tuple(sorted(known, key=lambda pair: (-abs(pair[1]), pair[0])))
