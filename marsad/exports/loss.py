"""What a format could not say: every exporter counts it by reason, with the claims it touches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

Fate = Literal["dropped", "reduced"]


@dataclass(frozen=True, slots=True)
class Loss:
    """One reason. `dropped`: these claims are not in the file; `reduced`: they are, and say less.

    `claims` are keys, in the order in which they were met, each once.
    """

    fate: Fate
    reason: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LossReport:
    """Everything one file does not say. `given` claims were asked for, `written` are in it."""

    given: int
    written: int
    losses: tuple[Loss, ...] = ()

    @property
    def dropped(self) -> frozenset[str]:
        """Keys of the claims that are not in the file."""
        return frozenset(key for loss in self.losses if loss.fate == "dropped" for key in loss.claims)

    def of(self, reason: str) -> tuple[str, ...]:
        """Return the claims lost for a reason that contains these words."""
        return tuple(key for loss in self.losses if reason in loss.reason for key in loss.claims)

    def summary(self) -> dict[str, Any]:
        """Return counts by fate and reason: what is written into the file itself."""
        counts: dict[str, Any] = {"given": self.given, "written": self.written}
        for fate in ("dropped", "reduced"):
            counts[fate] = {loss.reason: len(loss.claims) for loss in self.losses if loss.fate == fate}
        return counts

    def to_dict(self) -> dict[str, Any]:
        """Return the whole report as plain JSON values, claim ids included."""
        losses = [{"fate": loss.fate, "reason": loss.reason, "claims": list(loss.claims)} for loss in self.losses]
        return {"given": self.given, "written": self.written, "losses": losses}


class Losses:
    """Collects losses while a file is made; the most frequent reason comes first in the report."""

    def __init__(self) -> None:
        self._found: dict[tuple[Fate, str], dict[str, None]] = {}

    def drop(self, reason: str, *keys: str) -> None:
        """Note claims that are left out."""
        self._add("dropped", reason, keys)

    def reduce(self, reason: str, *keys: str) -> None:
        """Note claims that are written, but say less than they did."""
        self._add("reduced", reason, keys)

    def _add(self, fate: Fate, reason: str, keys: Iterable[str]) -> None:
        self._found.setdefault((fate, reason), {}).update(dict.fromkeys(keys))

    def report(self, given: Iterable[str]) -> LossReport:
        """Return what was lost of the `given` claims. Reduced claims that were dropped after all are only dropped."""
        asked = set(given)
        gone = {key for (fate, _), keys in self._found.items() if fate == "dropped" for key in keys}
        losses = []
        for (fate, reason), keys in self._found.items():
            kept = tuple(key for key in keys if fate == "dropped" or key not in gone)
            if kept:
                losses.append(Loss(fate, reason, kept))
        losses.sort(key=lambda loss: (loss.fate, -len(loss.claims), loss.reason))
        return LossReport(len(asked), len(asked - gone), tuple(losses))
