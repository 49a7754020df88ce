#!/usr/bin/env python3
"""Learns the weights of claims' confidence from the gold claims, and shows how well they are calibrated.

    python tools/train_confidence.py            cross-check by outlet, and print the reliability table
    python tools/train_confidence.py --write    also write marsad/claims/data/confidence.json

Needs the gold claims (`../shared/gold`, or MARSAD_SHARED) and scikit-learn (`pip install scikit-learn`), which
Marsad itself does not. Claims that repeat a gold claim already found are left out: they are neither right nor wrong.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from marsad.interchange import reading_to_dict  # noqa: E402
from marsad.pipeline import read  # noqa: E402
from tests.gold import scoring  # noqa: E402
from tools.gold import load, shared, to_report  # noqa: E402

WEIGHTS = ROOT / "marsad" / "claims" / "data" / "confidence.json"
SETS = ("dev.ar", "dev.en")
STRENGTH = 0.15  # inverse of the L2 penalty, chosen by cross-check among 0.03 to 1
FEWEST = 3  # a feature that fewer claims have gets no weight
SMALL_OUTLET = 10  # outlets with fewer reports are one group
THRESHOLDS = (0.2, 0.3, 0.4, 0.5)


@dataclass(frozen=True, slots=True)
class Example:
    grounds: tuple[str, ...]
    right: bool
    kind: str
    outlet: str


def examples() -> tuple[list[Example], Counter[str]]:
    """Return the claims read from the gold reports, right or not, and how many gold claims there are of each kind."""
    found: list[Example] = []
    gold: Counter[str] = Counter()
    rows = [row for name in SETS for row in load(shared() / "gold" / f"{name}.gold.jsonl")]
    sizes = Counter(row["outlet"] for row in rows)
    for row in rows:
        outlet = row["outlet"] if sizes[row["outlet"]] >= SMALL_OUTLET else "smaller outlets"
        reading = read(to_report(row))
        _, match = scoring.match_report(row, reading_to_dict(reading)["claims"])
        hits = {j for _, j in match.pairs}
        gold.update(claim["kind"] for claim in row["claims"])
        found.extend(
            Example(grounds, number in hits, claim.kind, outlet)
            for number, (claim, grounds) in enumerate(zip(reading.claims, reading.grounds, strict=True))
            if number not in match.repeats
        )
    return found, gold


def learn(data: list[Example]) -> dict[str, float]:
    """Return a weight for every feature that enough claims have."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    counts = Counter(ground for example in data for ground in example.grounds)
    vectors = DictVectorizer()
    table = vectors.fit_transform([{g: 1 for g in e.grounds if counts[g] >= FEWEST} for e in data])
    model = LogisticRegression(C=STRENGTH, max_iter=5000, fit_intercept=False)
    model.fit(table, [e.right for e in data])
    names = vectors.get_feature_names_out()
    return {
        str(name): round(float(w), 3) for name, w in sorted(zip(names, model.coef_[0], strict=True)) if abs(w) >= 0.0005
    }


def graded(weights: dict[str, float], data: list[Example]) -> list[float]:
    import math

    return [1 / (1 + math.exp(-sum(weights.get(g, 0.0) for g in e.grounds))) for e in data]


def cross_checked(data: list[Example]) -> list[float]:
    """Return each claim's confidence by weights learned without its outlet."""
    found = [0.0] * len(data)
    for outlet in sorted({e.outlet for e in data}):
        held = [i for i, e in enumerate(data) if e.outlet == outlet]
        weights = learn([e for e in data if e.outlet != outlet])
        for i, figure in zip(held, graded(weights, [data[i] for i in held]), strict=True):
            found[i] = figure
    return found


def report(data: list[Example], figures: list[float], gold: Counter[str]) -> None:
    print("confidence   claims   right   mean confidence")
    for tenth in range(10):
        inside = [(f, e) for f, e in zip(figures, data, strict=True) if tenth <= min(f * 10, 9.999) < tenth + 1]
        if inside:
            right = sum(e.right for _, e in inside) / len(inside)
            mean = sum(f for f, _ in inside) / len(inside)
            print(f"{tenth / 10:.1f} to {tenth / 10 + 0.1:.1f}   {len(inside):6}   {right:5.2f}   {mean:5.2f}")
    brier = sum((f - e.right) ** 2 for f, e in zip(figures, data, strict=True)) / len(data)
    print(f"Brier score {brier:.3f} over {len(data)} claims, each graded without its own outlet\n")
    print("F1 if claims under a threshold were dropped")
    print(f"{'kind':14}{'none':>7}" + "".join(f"{t:7.1f}" for t in THRESHOLDS))
    for kind in sorted(gold):
        ours = [(f, e.right) for f, e in zip(figures, data, strict=True) if e.kind == kind]
        row = [_f1([right for f, right in ours if f >= t], gold[kind]) for t in (0.0, *THRESHOLDS)]
        print(f"{kind:14}" + "".join(f"{x:7.3f}" for x in row))


def _f1(right: list[bool], gold: int) -> float:
    return 2 * sum(right) / (len(right) + gold)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write the weights")
    args = parser.parse_args()
    if not (shared() / "gold").is_dir():
        print("SKIPPED: the gold claims are not here; set MARSAD_SHARED to the folder that holds gold/")
        return 0
    data, gold = examples()
    report(data, cross_checked(data), gold)
    if args.write:
        weights = learn(data)
        WEIGHTS.parent.mkdir(exist_ok=True)
        about = "log-odds that a careful reader logs the claim; learned by tools/train_confidence.py"
        WEIGHTS.write_text(json.dumps({"about": about, "claims": len(data), "weights": weights}, indent=0) + "\n")
        print(f"{len(weights)} weights written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
