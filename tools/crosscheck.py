#!/usr/bin/env python3
"""Cross-checks the Arabic accuracy by outlet: how much of it is fitted to the outlets that it is measured on?

    python tools/crosscheck.py             figures of every fold and kind (`make gold-crosscheck`)
    python tools/crosscheck.py --words     also the words that were taken away, by fold

The gold reports are cut into five folds: the four outlets with the most gold claims, and all others together. Every
fold is read twice. `F1` is the plain figure. For `without`, the rules' lexicons lose each word that stands in the gold
reports of that fold and in no other. Whatever was added because of one outlet is among those words, beside honest
ones that are merely rare: the loss is more than what is fitted. A word is a form as the table has it, with all its
inflections. Names of places, people and actors and the words of grammar, number and time stay, being knowledge of
the world and of the language; so do the few sets of words that are not part of the lexicon.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from marsad.interchange import reading_to_dict  # noqa: E402
from marsad.lang.ar.forms import expand  # noqa: E402
from marsad.lang.ar.pack import OTHER_TABLES, pack  # noqa: E402
from marsad.lang.lexicon import Entry  # noqa: E402
from marsad.lang.pack import Pack  # noqa: E402
from marsad.lang.sentence import Tag  # noqa: E402
from marsad.lang.tables import load  # noqa: E402
from marsad.pipeline import Steps, read_in_steps  # noqa: E402
from tests.gold import scoring  # noqa: E402
from tools.gold import load as load_rows  # noqa: E402
from tools.gold import shared, to_report  # noqa: E402

Json = dict[str, Any]
Claims = dict[str, list[Json]]  # by report_id
Word = tuple[str, str, str]  # class, value, and the form as its table has it

FOLDS = 5
OTHERS = "other outlets"
FEWEST = 20  # gold claims of a kind in a fold, under which its figure says too little to be compared
_TABLES = files("marsad.lang.ar") / "lexicon"


@dataclass(frozen=True)
class Fold:
    """The gold reports of one outlet, or of the smaller ones, and the figures by kind in both readings."""

    name: str
    rows: Sequence[Json]
    plain: Json
    without: Json
    words: frozenset[Word]


@dataclass(frozen=True)
class CrossCheck:
    folds: tuple[Fold, ...]
    pooled: Json
    pooled_without: Json

    def of(self, kind: str) -> list[tuple[float, str]]:
        """Return the F1 and the name of every fold with enough gold claims of `kind`, the worst first."""
        folds = (fold for fold in self.folds if fold.plain.get(kind, {"gold": 0})["gold"] >= FEWEST)
        return sorted((float(fold.plain[kind]["f1"]), fold.name) for fold in folds)

    def mean(self, kind: str) -> float:
        figures = [f1 for f1, _ in self.of(kind)]
        return sum(figures) / len(figures)


def by_outlet(rows: Iterable[Json]) -> dict[str, list[Json]]:
    """Return the reports by fold; outlets stay whole, the smaller ones are together."""
    outlets: dict[str, list[Json]] = defaultdict(list)
    for row in rows:
        outlets[row["outlet"]].append(row)
    ordered = sorted(outlets, key=lambda name: -sum(len(row["claims"]) for row in outlets[name]))
    folds = {name: outlets[name] for name in ordered[: FOLDS - 1]}
    rest = [row for name in ordered[FOLDS - 1 :] for row in outlets[name]]
    return folds | ({OTHERS: rest} if rest else {})


# Words and where they stand


def traced_pack() -> Pack:
    """Return the Arabic pack with a lexicon whose entries know the form that they were written as."""

    def traced(form: str) -> Iterator[tuple[str, Mapping[str, str]]]:
        return ((spelled, {**features, "written": form}) for spelled, features in expand(form))

    return replace(pack(), lexicon=load(_TABLES, traced, skip=OTHER_TABLES))


def rule_classes(of: Pack) -> frozenset[str]:
    """Return the classes of the rules' own tables."""
    lines = (line for rule in of.rules for line in (_TABLES / f"{rule.name}.tsv").read_text("utf-8").splitlines())
    return frozenset(line.split("\t")[0].strip() for line in lines if line.strip() and not line.startswith("#"))


def word_of(item: Tag | Entry) -> Word:
    return item.cls, item.value, item.attrs.get("written", "")


def words_in(steps: Steps, classes: frozenset[str]) -> frozenset[Word]:
    tags = (tag for sentence in steps.document.sentences for tag in sentence.tags)
    return frozenset(word_of(tag) for tag in tags if tag.cls in classes and "written" in tag.attrs)


def without(words: frozenset[Word], of: Pack) -> Pack:
    """Return the pack with a lexicon that lacks `words`."""
    return replace(of, lexicon=of.lexicon.kept(lambda entry: word_of(entry) not in words))


# Reading and scoring


def crosscheck(rows: Sequence[Json]) -> CrossCheck:
    """Read every report twice, whole and without the words of its fold alone, and score both."""
    traced = traced_pack()
    classes = rule_classes(traced)
    steps = {row["report_id"]: read_in_steps(to_report(row), traced) for row in rows}
    words = {key: words_in(read, classes) for key, read in steps.items()}
    ours: Claims = {key: reading_to_dict(read.reading)["claims"] for key, read in steps.items()}
    folds = by_outlet(rows)
    spread = Counter(
        word for members in folds.values() for word in {w for row in members for w in words[row["report_id"]]}
    )
    lone = {
        name: frozenset(w for row in members for w in words[row["report_id"]] if spread[w] == 1)
        for name, members in folds.items()
    }
    poorer = dict(ours)
    for name, members in folds.items():
        less = without(lone[name], traced)
        for row in members:
            if words[row["report_id"]] & lone[name]:  # else nothing is read otherwise
                reading = read_in_steps(to_report(row), less).reading
                poorer[row["report_id"]] = reading_to_dict(reading)["claims"]
    found = (
        Fold(name, members, scoring.score(members, ours), scoring.score(members, poorer), lone[name])
        for name, members in folds.items()
    )
    return CrossCheck(tuple(found), scoring.score(rows, ours), scoring.score(rows, poorer))


def print_figures(name: str, plain: Json, poorer: Json) -> None:
    print(f"{name:24}{'gold':>6}{'P':>7}{'R':>7}{'F1':>7}{'without':>9}{'loss':>7}")
    for kind, value in plain.items():
        lesser = poorer[kind]["f1"]
        print(
            f"  {kind:22}{value['gold']:6}{value['p']:7.3f}{value['r']:7.3f}{value['f1']:7.3f}"
            f"{lesser:9.3f}{value['f1'] - lesser:7.3f}"
        )
    print()


def print_summary(checked: CrossCheck) -> None:
    print(f"{'F1 by kind':16}{'pooled':>7}{'mean':>7}{'worst':>7}{'from pooled':>13}  worst fold")
    for kind, value in checked.pooled.items():
        lowest, name = checked.of(kind)[0]
        print(
            f"  {kind:14}{value['f1']:7.3f}{checked.mean(kind):7.3f}{lowest:7.3f}{lowest - value['f1']:+13.3f}  {name}"
        )


def print_words(checked: CrossCheck) -> None:
    for fold in checked.folds:
        print(f"{fold.name}: {len(fold.words)} words")
        for cls, value, form in sorted(fold.words):
            print(f"  {cls}\t{value}\t{form}")
    print()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", action="store_true", help="list the words that stand in one fold alone")
    args = parser.parse_args()
    file = shared() / "gold" / "dev.ar.gold.jsonl"
    if not file.exists():
        print("SKIPPED: no gold reports here; set MARSAD_SHARED to the folder that holds gold/*.gold.jsonl")
        return 0
    checked = crosscheck(load_rows(file))
    if args.words:
        print_words(checked)
    for fold in checked.folds:
        print_figures(f"{fold.name} ({len(fold.rows)}, {len(fold.words)} words)", fold.plain, fold.without)
    print_figures("all folds", checked.pooled, checked.pooled_without)
    print_summary(checked)
    return 0


if __name__ == "__main__":
    sys.exit(main())
