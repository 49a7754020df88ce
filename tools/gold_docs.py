#!/usr/bin/env python3
"""Writes the measured figures into docs/accuracy.md and README.md (`make gold-docs`).

A block of figures stands between `<!-- accuracy: NAME -->` and `<!-- /accuracy -->`; everything else is left as it is.
The block `confidence` needs scikit-learn (`pip install scikit-learn`); without it that block stays as it was.
"""

from __future__ import annotations

import contextlib
import io
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from marsad.pipeline import pack_of  # noqa: E402
from tests.gold import scoring  # noqa: E402
from tools.crosscheck import CrossCheck, crosscheck  # noqa: E402
from tools.gold import claims_of  # noqa: E402
from tools.gold_errors import Error, errors, rows_of  # noqa: E402

Json = dict[str, Any]
FILES = (ROOT / "docs" / "accuracy.md", ROOT / "README.md")
NAMES = {"ar": "Arabic", "en": "English"}
_BLOCK = re.compile(r"(<!-- accuracy: (\w+) -->\n).*?(<!-- /accuracy -->)", re.DOTALL)


def rewritten(text: str, blocks: Mapping[str, str]) -> str:
    """Return `text` with the content of every known block exchanged."""

    def fresh(found: re.Match[str]) -> str:
        content = blocks.get(found[2])
        return found[0] if content is None else f"{found[1]}{content}\n{found[3]}"

    return _BLOCK.sub(fresh, text)


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a Markdown table whose first column is text and whose others are figures."""
    names = list(head)
    lines = [names, ["---", *["---:"] * (len(names) - 1)], *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def _f(value: float) -> str:
    return f"{value:.2f}"


# Blocks


def summary(figures: Mapping[str, Json]) -> str:
    """Return precision, recall and F1 by kind, each language in its own columns."""
    head = ["kind", *(f"{name} {x}" for name in figures for x in ("claims", "P", "R", "F1"))]
    rows = (
        [kind, *(cell for value in figures.values() for cell in _figures(value.get(kind)))]
        for kind in (*scoring.KINDS, "all")
    )
    return table(head, rows)


def _figures(value: Json | None) -> list[str]:
    return ["–"] * 4 if value is None else [value["gold"], *(_f(value[x]) for x in ("p", "r", "f1"))]


def slots(figures: Json) -> str:
    """Return how often each slot of a found claim is right, by kind."""
    of_kind: list[list[object]] = []
    for kind in scoring.KINDS:
        if kind in figures:
            own = (f"{slot} {_f(figures[kind]['slots'][slot])}" for slot in scoring.KIND_SLOTS[kind])
            common = (_f(figures[kind]["slots"][slot]) for slot in scoring.COMMON_SLOTS)
            of_kind.append([kind, *common, ", ".join(own)])
    every = [_f(figures["all"]["slots"][slot]) for slot in scoring.COMMON_SLOTS]
    return table(["kind", *scoring.COMMON_SLOTS, "its own slots"], [*of_kind, ["all", *every, ""]])


def causes(found: list[Error], *, missed: bool) -> str:
    """Return how many errors each cause has in each kind, the commonest cause first."""
    mine = [error for error in found if error.missed == missed]
    counts = Counter((error.cause.name, error.claim["kind"]) for error in mine)
    totals = Counter(error.cause.name for error in mine)
    rows = [
        [name, *(counts[name, kind] or "" for kind in scoring.KINDS), total] for name, total in totals.most_common()
    ]
    kinds = Counter(error.claim["kind"] for error in mine)
    last: list[object] = ["**together**", *(kinds[kind] for kind in scoring.KINDS), len(mine)]
    return table(["cause", *scoring.KINDS, "together"], [*rows, last])


def checked(found: CrossCheck) -> str:
    """Return the figures by fold and by kind, plain and without words of one fold alone."""
    folds = [
        [fold.name, len(fold.rows), *_figures(fold.plain["all"]), _f(fold.without["all"]["f1"]), len(fold.words)]
        for fold in found.folds
    ]
    pooled = ["all", sum(len(f.rows) for f in found.folds), *_figures(found.pooled["all"])]
    folds.append([*pooled, _f(found.pooled_without["all"]["f1"]), sum(len(f.words) for f in found.folds)])
    kinds = [
        [
            kind,
            _f(value["f1"]),
            _f(found.mean(kind)),
            _f(found.of(kind)[0][0]),
            found.of(kind)[0][1],
            _f(found.pooled_without[kind]["f1"]),
        ]
        for kind, value in found.pooled.items()
    ]
    f1, less = found.pooled["all"]["f1"], found.pooled_without["all"]["f1"]
    return "\n\n".join(
        (
            table(["fold", "reports", "claims", "P", "R", "F1", "F1 without", "words taken away"], folds),
            table(["kind", "F1 pooled", "mean of folds", "worst fold", "which", "F1 without"], kinds),
            f"Over all kinds F1 is {f1:.3f}; without the words {less:.3f}, {100 * (f1 - less):.1f} points lower. "
            f"The worst fold lies {100 * (f1 - found.of('all')[0][0]):.1f} points under the pooled figure.",
        )
    )


def confidence() -> str:
    """Return the reliability table, and what dropping claims of low confidence would gain."""
    from tools.train_confidence import THRESHOLDS, cross_checked, examples, report

    data, gold = examples()
    figures = cross_checked(data)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        report(data, figures, gold)
    gains: list[tuple[float, str, float]] = []
    for kind in gold:
        ours = [(f, e.right) for f, e in zip(figures, data, strict=True) if e.kind == kind]
        at = {t: [right for f, right in ours if f >= t] for t in (0.0, *THRESHOLDS)}
        f1 = {t: 2 * sum(kept) / (len(kept) + gold[kind]) for t, kept in at.items()}
        gains += [(100 * (f1[t] - f1[0.0]), kind, t) for t in THRESHOLDS]
    gain, kind, threshold = max(gains)
    return (
        f"```text\n{printed.getvalue().rstrip()}\n```\n\n"
        f"The most that a threshold gains for any kind: {max(gain, 0.0):+.1f} points of F1 ({kind}, {threshold})."
    )


def main() -> int:
    rows = {lang: rows_of(lang) for lang in NAMES}
    if not rows["ar"]:
        print("SKIPPED: no gold reports here; set MARSAD_SHARED to the folder that holds gold/*.gold.jsonl")
        return 0
    ours = {row["report_id"]: claims_of(row) for every in rows.values() for row in every}
    figures = {NAMES[lang]: scoring.score(every, ours) for lang, every in rows.items() if every}
    found = errors(rows["ar"], pack_of("ar"))
    blocks = {
        "summary": summary(figures),
        "slots": slots(figures["Arabic"]),
        "missed": causes(found, missed=True),
        "invented": causes(found, missed=False),
        "crosscheck": checked(crosscheck(rows["ar"])),
    }
    if find_spec("sklearn"):
        blocks["confidence"] = confidence()
    for file in FILES:
        text = file.read_text(encoding="utf-8")
        fresh = rewritten(text, blocks)
        file.write_text(fresh, encoding="utf-8")
        print(f"{file.relative_to(ROOT)}: {'written anew' if fresh != text else 'as it was'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
