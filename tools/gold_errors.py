#!/usr/bin/env python3
"""Groups what Marsad misses and invents on the gold reports by cause (`make gold-errors`).

    python tools/gold_errors.py                                  counts of every cause, with three examples each
    python tools/gold_errors.py --kind attack --n 20             one kind, more examples
    python tools/gold_errors.py --kind attack --cause "rule silent" --detail harm --shuffle 1
    python tools/gold_errors.py --outlet BBC --n 0               counts alone, of one outlet

What the causes mean stands in tests/gold/causes.py. Behind a count stand the commonest details: `gold → ours` where
a value differs, the words that wake the rule (`class:value`) where it was silent.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from marsad.interchange import reading_to_dict  # noqa: E402
from marsad.lang.pack import Pack  # noqa: E402
from marsad.pipeline import LANGUAGES, Steps, pack_of, read_in_steps  # noqa: E402
from tests.gold import causes, scoring  # noqa: E402
from tools.gold import context, key_of, load, shared, to_report  # noqa: E402

Json = dict[str, Any]
_DETAILS = 6  # details shown behind a count


@dataclass(frozen=True)
class Error:
    """One claim that was missed or invented, with its cause and its report."""

    missed: bool
    cause: causes.Cause
    claim: Mapping[str, Any]
    row: Json

    @property
    def group(self) -> tuple[str, bool, str]:
        return self.claim["kind"], self.missed, self.cause.name


def rows_of(lang: str) -> list[Json]:
    """Return the gold reports of a language; the seed, which is read while writing rules, is not among them."""
    file = shared() / "gold" / f"dev.{lang}.gold.jsonl"
    return load(file) if file.exists() else []


def scene_of(steps: Steps, pack: Pack) -> causes.Scene:
    """Return what the reader saw of a report, by positions in the document."""
    document = steps.document
    triggers: dict[str, list[tuple[causes.Stretch, str]]] = defaultdict(list)
    mentions: dict[str, list[causes.Stretch]] = defaultdict(list)
    for sentence in document.sentences:
        for rule in pack.rules:
            for tag in sentence.of(*rule.triggers) if rule.triggers else ():
                span = sentence.span(tag.first, tag.last)
                triggers[rule.name].append(((span.start, span.end), f"{tag.cls}:{tag.value}"))
    for mention in steps.mentions:
        span = document.sentences[mention.sentence].span(mention.first, mention.last)
        mentions[mention.kind].append((span.start, span.end))
    frames = (document.sentences[f.sentence].span(f.first, f.last) for f in document.frames if f.first < f.last)
    whole = (sentence.span(0, len(sentence)) for sentence in document.sentences)
    return causes.Scene(
        sentences=[(span.start, span.end) for span in whole],
        triggers=triggers,
        mentions=mentions,
        credited=[(span.start, span.end) for span in frames],
        aside=[(span.start, span.end) for _, span in steps.reading.furniture],
        title_end=len(steps.reading.report.title or ""),
    )


def case_of(row: Json, pack: Pack) -> causes.Case:
    steps = read_in_steps(to_report(row), pack)
    sides, match = scoring.match_report(row, reading_to_dict(steps.reading)["claims"])
    return causes.Case(*sides, match, scene_of(steps, pack), row.get("published"))


def errors_of(row: Json, case: causes.Case) -> Iterator[Error]:
    for i, claim in enumerate(case.gold.claims):
        if i not in case.ours_of:
            yield Error(True, causes.missed(case, i), claim, row)
    for j in sorted(case.free):
        yield Error(False, causes.invented(case, j), case.ours.claims[j], row)


def errors(rows: Iterable[Json], pack: Pack) -> list[Error]:
    """Read the reports and return every error with its cause."""
    return [error for row in rows for error in errors_of(row, case_of(row, pack))]


# What is printed


def print_counts(found: list[Error], kind: str) -> None:
    for missed in (True, False):
        mine = [e for e in found if e.claim["kind"] == kind and e.missed == missed]
        print(f"{kind}: {len(mine)} {'missed' if missed else 'INVENTED'}")
        for name, count in Counter(e.cause.name for e in mine).most_common():
            details = Counter(e.cause.detail for e in mine if e.cause.name == name and e.cause.detail)
            shown = ", ".join(f"{what} {n}" if n > 1 else what for what, n in details.most_common(_DETAILS))
            print(f"  {count:4}  {name:20} {shown}")
    print()


def print_examples(found: list[Error], limit: int) -> None:
    groups: dict[tuple[str, bool, str], list[Error]] = defaultdict(list)
    for error in found:
        groups[error.group].append(error)
    for (kind, missed, name), every in sorted(groups.items(), key=lambda g: (g[0][0], not g[0][1], -len(g[1]))):
        print(f"── {kind} · {'missed' if missed else 'INVENTED'} · {name} ({len(every)})")
        for error in every[:limit]:
            detail = f"  ({error.cause.detail})" if error.cause.detail else ""
            print(f"{error.row['report_id']} {error.row.get('outlet')}: {key_of(error.claim)}{detail}")
            print(f"    {context(scoring.document_of(error.row), error.claim)}")
        print()


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kind", choices=scoring.KINDS)
    parser.add_argument("--cause", help="one cause alone, by its name or the beginning of it")
    parser.add_argument("--detail", default="", help="only errors whose detail holds this")
    parser.add_argument("--missed", action="store_true", help="only what was missed")
    parser.add_argument("--invented", action="store_true", help="only what was invented")
    parser.add_argument("--outlet", default="", help="the reports of one outlet alone")
    parser.add_argument("--lang", choices=LANGUAGES, default="ar")
    parser.add_argument("--n", type=int, default=3, help="how many examples of each group; 0 gives counts alone")
    parser.add_argument("--shuffle", type=int, metavar="SEED", help="take the examples in a random order")
    return parser.parse_args()


def wanted(error: Error, args: argparse.Namespace) -> bool:
    return (
        args.kind in (None, error.claim["kind"])
        and error.cause.name.startswith(args.cause or "")
        and args.detail in error.cause.detail
        and not (args.missed and not error.missed)
        and not (args.invented and error.missed)
    )


def main() -> int:
    args = arguments()
    rows = [row for row in rows_of(args.lang) if args.outlet.casefold() in str(row.get("outlet")).casefold()]
    if not rows:
        print("SKIPPED: no such gold reports here; set MARSAD_SHARED to the folder that holds gold/*.gold.jsonl")
        return 0
    found = [error for error in errors(rows, pack_of(args.lang)) if wanted(error, args)]
    if args.shuffle is not None:
        random.Random(args.shuffle).shuffle(found)
    if args.n:
        print_examples(found, args.n)
    for kind in scoring.KINDS:
        if args.kind in (None, kind):
            print_counts(found, kind)
    return 0


if __name__ == "__main__":
    sys.exit(main())
