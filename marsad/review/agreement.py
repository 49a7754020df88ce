"""How far readers agree, beyond what chance would give. Pure.

Cohen's kappa: J. Cohen, A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20
(1960). Krippendorff's alpha for nominal data: K. Krippendorff, Computing Krippendorff's alpha-reliability (2011). Both
are a few lines; the libraries that have them bring a machine-learning stack or a licence that Marsad does not take.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from marsad.review.states import replay_all
from marsad.store.types_review import Action

_VERDICT = {"accept": "accept", "edit": "edit", "geocode": "edit", "reject": "reject", "unsure": "unsure"}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two readers, the claims that both judged, how many alike, and kappa; None where chance alone explains all."""

    first: str
    second: str
    claims: int
    alike: int
    kappa: float | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement between all readers. `second_reads` and `returned` count second readings and those sent back."""

    claims: int
    readers: tuple[str, ...]
    alpha: float | None
    pairs: tuple[Pair, ...] = ()
    second_reads: int = 0
    returned: int = 0


def agreement(actions: Iterable[Action]) -> Agreement:
    """Return how far readers agree in what they made of claims: accept, edit, reject or unsure, each reader's last."""
    verdicts: dict[str, dict[str, str]] = {}
    reads = returned = 0
    for key, case in replay_all(actions).items():
        for step in case.steps:
            act = step.action
            if step.refused or step.undone or act.key != key:
                continue
            if act.verb in _VERDICT:
                verdicts.setdefault(key, {})[act.by] = _VERDICT[act.verb]
            elif act.verb == "second":
                reads += 1
                returned += (act.value or {}).get("decision") == "return"
    shared = {key: given for key, given in verdicts.items() if len(given) > 1}
    readers = tuple(sorted({by for given in shared.values() for by in given}))
    pairs = tuple(pair for a, b in combinations(readers, 2) if (pair := _pair(a, b, shared)))
    return Agreement(len(shared), readers, alpha([list(v.values()) for v in shared.values()]), pairs, reads, returned)


def _pair(a: str, b: str, shared: Mapping[str, Mapping[str, str]]) -> Pair | None:
    both = [(given[a], given[b]) for given in shared.values() if a in given and b in given]
    return Pair(a, b, len(both), sum(x == y for x, y in both), kappa(both)) if both else None


def kappa(both: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Return Cohen's kappa of pairs of labels; None where it is not defined: no pairs, or one label throughout."""
    if not both:
        return None
    total = len(both)
    seen = sum(a == b for a, b in both) / total
    first, second = Counter(a for a, _ in both), Counter(b for _, b in both)
    chance = sum(first[label] * second[label] for label in first) / total**2
    return None if chance == 1 else (seen - chance) / (1 - chance)


def alpha(units: Sequence[Sequence[Hashable]]) -> float | None:
    """Return Krippendorff's alpha for nominal labels; each unit has the labels given to it, one or none a reader.

    None where it is not defined: no unit with two labels, or one label throughout.
    """
    weights: dict[tuple[Hashable, Hashable], float] = {}
    for unit in units:
        if len(unit) < 2:
            continue
        for i, a in enumerate(unit):
            for j, b in enumerate(unit):
                if i != j:
                    weights[a, b] = weights.get((a, b), 0.0) + 1 / (len(unit) - 1)
    totals: dict[Hashable, float] = {}
    for (a, _), weight in weights.items():
        totals[a] = totals.get(a, 0.0) + weight
    n = sum(totals.values())
    observed = sum(weight for (a, b), weight in weights.items() if a != b)
    expected = sum(totals[a] * totals[b] for a in totals for b in totals if a != b)
    return None if not expected else 1 - (n - 1) * observed / expected
