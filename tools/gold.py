#!/usr/bin/env python3
"""Measures Marsad against the gold claims, and holds what has been reached.

    python tools/gold.py                              the tables, and the gate (`make gold`)
    python tools/gold.py --errors casualty --n 40     what was missed and invented, with its context
    python tools/gold.py --slots time --kind attack   pairs whose slot is wrong
    python tools/gold.py --update                     raise the floors to what was measured
    python tools/gold.py --update --allow-lower WHY   also lower them, and record why

The gold claims lie beside the project, in `../shared/gold` (MARSAD_SHARED names another folder); their texts
belong to their outlets and are not part of it. Without them nothing is measured and the gate is skipped.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import random
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from marsad.interchange import reading_to_dict  # noqa: E402
from marsad.pipeline import read  # noqa: E402
from marsad.records import Report  # noqa: E402
from tests.gold import gate, scoring  # noqa: E402

Json = dict[str, Any]
GATE = ROOT / "tests" / "gold" / "gate.json"


def shared() -> Path:
    """Return the folder of reference material, which may be absent."""
    return Path(os.environ.get("MARSAD_SHARED") or ROOT.parent / "shared")


def load(file: Path) -> list[Json]:
    with file.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def to_report(row: Json) -> Report:
    published = dt.date.fromisoformat(row["published"]) if row.get("published") else None
    return Report(row["report_id"], row["text"], row["lang"], published, row.get("outlet"), row.get("title"))


def claims_of(row: Json) -> list[Json]:
    """Read one report with Marsad and return its claims as plain values."""
    claims: list[Json] = reading_to_dict(read(to_report(row)))["claims"]
    return claims


def wanted(rows: Iterable[Json], args: argparse.Namespace) -> list[Json]:
    return [
        row
        for row in rows
        if (not args.report or row["report_id"] == args.report)
        and (not args.outlet or args.outlet.casefold() in str(row.get("outlet")).casefold())
    ]


# Tables


def print_table(name: str, figures: Json, kind: str | None) -> None:
    print(f"{name:14}{'gold':>6}{'sys':>6}{'hit':>6}{'P':>7}{'R':>7}{'F1':>7}{'full':>7}  slots")
    for row, value in figures.items():
        if kind and row != kind:
            continue
        slots = value["slots"].items()
        if row == "all":
            slots = ((slot, x) for slot, x in slots if slot in scoring.COMMON_SLOTS)
        print(
            f"  {row:12}{value['gold']:6}{value['system']:6}{value['hit']:6}{value['p']:7.3f}{value['r']:7.3f}"
            f"{value['f1']:7.3f}{value['full_f1']:7.3f}  " + " ".join(f"{s}={x:.2f}" for s, x in sorted(slots))
        )
    print()


# Errors


def key_of(claim: Mapping[str, Any]) -> str:
    keys = ("harm", "victims", "count", "type", "status", "action", "actor", "speaker", "act", "certainty")
    shown = {key: claim[key] for key in keys if claim.get(key)}
    if count := shown.get("count"):
        shown["count"] = f"{count.get('low')}..{count.get('high')} {count.get('qualifier')}"
    for key in ("actor", "speaker"):
        if isinstance(value := shown.get(key), dict):
            shown[key] = value.get("name") or value.get("text")
    rule = f"  [{claim['rule']}]" if claim.get("rule") else ""
    return " ".join(f"{key}={value}" for key, value in shown.items()) + rule


def context(document: str, claim: Mapping[str, Any], width: int = 160) -> str:
    """Return the claim's passage between ⟦ ⟧ with the words of its line on both sides."""
    evidence = claim.get("evidence") or ""
    start = claim["span"][0] if claim.get("span") else document.find(evidence)
    if start < 0:
        return f"⟦{evidence}⟧ (not found in the text)"
    end = start + len(evidence)
    left = max(document.rfind("\n", 0, start) + 1, start - width)
    line_end = document.find("\n", end)
    right = min(len(document) if line_end < 0 else line_end, end + width)
    return f"{document[left:start]}⟦{evidence}⟧{document[end:right]}".replace("\n", " ⏎ ")


def mistakes(rows: Iterable[Json], ours: dict[str, list[Json]], kind: str | None) -> Iterator[str]:
    for row in rows:
        document = scoring.document_of(row)
        mine = ours[row["report_id"]]
        _, found = scoring.match_report(row, mine)
        for label, claims in (("missed", found.missed(row["claims"])), ("INVENTED", found.invented(mine))):
            for claim in claims:
                if kind in (None, claim["kind"]):
                    yield f"{label} {row['report_id']} {claim['kind']} {key_of(claim)}\n    {context(document, claim)}"


def wrong_slots(rows: Iterable[Json], ours: dict[str, list[Json]], slot: str, kind: str | None) -> Iterator[str]:
    for row in rows:
        mine = ours[row["report_id"]]
        sides, found = scoring.match_report(row, mine)
        for i, j in found.pairs:
            a, b = row["claims"][i], mine[j]
            slots = scoring.COMMON_SLOTS + scoring.KIND_SLOTS[a["kind"]]
            if kind not in (None, a["kind"]) or slot not in slots:
                continue
            if not scoring.slot_right(slot, a, b, sides, row.get("published")):
                name = "subset_of" if slot == "subset" else slot
                gold, got = (json.dumps(x.get(name), ensure_ascii=False) for x in (a, b))
                yield (
                    f"{slot} {row['report_id']} ({row.get('published')}) {a['kind']} {key_of(b)}\n"
                    f"    gold {gold}\n    ours {got}\n    {context(scoring.document_of(row), a)}"
                )


def show(found: Iterator[str], limit: int, shuffle: int | None) -> None:
    every = list(found)
    if shuffle is not None:
        random.Random(shuffle).shuffle(every)
    print(*every[:limit], sep="\n")
    print(f"{min(limit, len(every))} of {len(every)} shown", file=sys.stderr)


# The command


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", nargs="?", const="all", choices=(*scoring.KINDS, "all"), metavar="KIND")
    parser.add_argument("--slots", metavar="SLOT", help="list the pairs in which SLOT is wrong")
    parser.add_argument("--kind", choices=scoring.KINDS)
    parser.add_argument("--set", dest="name", help="one gold set alone: seed, dev.ar, dev.en")
    parser.add_argument("--report", help="one report alone, by its report_id")
    parser.add_argument("--outlet", help="the reports of one outlet alone")
    parser.add_argument("--n", type=int, default=40, help="how many errors to list")
    parser.add_argument("--shuffle", type=int, metavar="SEED", help="list errors in a random order")
    parser.add_argument("--update", action="store_true", help="raise the floors to what was measured")
    parser.add_argument("--allow-lower", metavar="WHY", help="with --update: lower floors too, and record why")
    parser.add_argument("--system", type=Path, metavar="FOLDER", help="write what was read to FOLDER, a file a set")
    return parser.parse_args()


def measure(files: list[Path], args: argparse.Namespace) -> tuple[Json, list[Json], dict[str, list[Json]]]:
    """Read every set; return the figures by set, the reports, and our claims by report_id."""
    figures: Json = {}
    every: list[Json] = []
    ours: dict[str, list[Json]] = {}
    for file in files:
        name = file.name.removesuffix(".gold.jsonl")
        if args.name and args.name != name:
            continue
        rows = wanted(load(file), args)
        if not rows:
            continue
        claims = {row["report_id"]: claims_of(row) for row in rows}
        figures[name] = scoring.score(rows, claims)
        every += rows
        ours |= claims
        if args.system:
            args.system.mkdir(parents=True, exist_ok=True)
            lines = (
                json.dumps({"report_id": key, "claims": value}, ensure_ascii=False) for key, value in claims.items()
            )
            (args.system / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return figures, every, ours


def main() -> int:
    args = arguments()
    folder = shared() / "gold"
    files = sorted(folder.glob("*.gold.jsonl"))
    if not files:
        print("SKIPPED: the accuracy gate did not run, because there are no gold claims in ../shared/gold.")
        print("         Set MARSAD_SHARED to the folder that holds gold/*.gold.jsonl to run it.")
        return 0
    figures, rows, ours = measure(files, args)
    kind = args.kind or (args.errors if args.errors != "all" else None)
    if args.errors:
        show(mistakes(rows, ours, kind), args.n, args.shuffle)
    if args.slots:
        show(wrong_slots(rows, ours, args.slots, kind), args.n, args.shuffle)
    for name, table in figures.items():
        print_table(name, table, kind)
    if args.errors or args.slots or args.name or args.report or args.outlet or args.kind:
        return 0
    if args.update:
        return gate.update(GATE, files, figures, args.allow_lower)
    return gate.check(GATE, files, figures)


if __name__ == "__main__":
    sys.exit(main())
