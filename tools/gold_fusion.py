#!/usr/bin/env python3
"""Measures fusion on stories told by many reports: from raw reports, and from the gold members as given claims.

    python tools/gold_fusion.py [STORY …] [--given] [--raw] [--pairs]

The stories lie beside the project and are not part of it; without them nothing is measured, and that is said. The
measures are those of the scorer that lies with the stories. As given claims, a member has the kind, the type, the place
and the days of its event, as a reader without faults would give them, and the figures with their source. Who acts or
speaks is not in the stories: it is what Marsad reads at the passage. Which members belong together is not told.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import mean
from typing import Any

from marsad.fusion import fuse, to_json
from marsad.pipeline import read
from marsad.records import (
    Attack,
    Casualty,
    Claim,
    Control,
    Count,
    Detail,
    Diplomacy,
    Humanitarian,
    Kind,
    Named,
    Place,
    Reading,
    Report,
    Span,
    Statement,
    When,
)

ROOT = Path(__file__).resolve().parent.parent
GOLD = Path(os.environ.get("MARSAD_SHARED") or ROOT.parent / "shared") / "gold" / "fusion"
LONG = 4  # days from which a toll is one over a period
BARS = {"raw": {"B-cubed F1": 0.65, "pairwise P": 0.80}, "given": {"B-cubed F1": 0.85}}
MOST = {"raw": {"distinct": 3, "not_events": 2}}
MEASURE = re.compile(
    r"pairwise P (?P<p>[\d.]+) R (?P<r>[\d.]+).*B-cubed P [\d.]+ R [\d.]+ F1 (?P<b>[\d.]+)\s+"
    r"distinct merged (?P<d>\d+) of (?P<dn>\d+).*\s+not_events counted in a toll (?P<n>\d+) of (?P<nn>\d+)"
)

Json = dict[str, Any]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stories", nargs="*", help="names of stories; all of them if absent")
    parser.add_argument("--raw", action="store_true", help="only from raw reports")
    parser.add_argument("--given", action="store_true", help="only from the gold members as given claims")
    options = parser.parse_args()
    files = sorted(GOLD.glob("*.gold.json"))
    if not files:
        print(f"SKIPPED: no stories at {GOLD}: fusion is not measured.")
        return 0
    chosen = [f for f in files if not options.stories or f.name.split(".")[0] in options.stories]
    ways = [way for way in ("raw", "given") if getattr(options, way) or not (options.raw or options.given)]
    return max(measure(chosen, way) for way in ways)


def measure(files: list[Path], way: str) -> int:
    """Print the scorer's words on each story and the means against the bars; return 1 where a bar is missed."""
    rows = []
    for file in files:
        gold = json.loads(file.read_text(encoding="utf-8"))
        readings = from_raw(gold) if way == "raw" else from_members(gold)
        said = score(file, to_json(fuse(readings), readings))
        print(f"[{way}] {said}")
        found = MEASURE.search(said)
        assert found is not None, said
        rows.append({key: float(value) for key, value in found.groupdict().items()})
    means = {"B-cubed F1": mean(row["b"] for row in rows), "pairwise P": mean(row["p"] for row in rows)}
    sums = {"distinct": sum(row["d"] for row in rows), "not_events": sum(row["n"] for row in rows)}
    missed = [name for name, bar in BARS[way].items() if means[name] < bar]
    missed += [name for name, bar in MOST.get(way, {}).items() if sums[name] > bar]
    print(f"[{way}] mean " + ", ".join(f"{k} {v:.3f}" for k, v in means.items()), end="; ")
    print(", ".join(f"{k} {v:.0f}" for k, v in sums.items()), "; below the bar: " + ", ".join(missed) if missed else "")
    return int(bool(missed))


def score(file: Path, system: Json) -> str:
    """Return what the scorer prints on a story."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "system.json"
        out.write_text(json.dumps(system, ensure_ascii=False), encoding="utf-8")
        command = [sys.executable, str(GOLD / "score_fusion.py"), str(file), str(out)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def reports(gold: Json) -> Iterator[Report]:
    for row in gold["reports"]:
        day = dt.date.fromisoformat(row["published"])
        yield Report(row["report_id"], row["text"], row["lang"], day, row["outlet"], row["title"])


def from_raw(gold: Json) -> list[Reading]:
    return [read(report) for report in reports(gold)]


def from_members(gold: Json) -> list[Reading]:
    """Return readings whose claims are the gold members and figures."""
    return [Reading(reading.report, tuple(given_claims(reading, gold))) for reading in from_raw(gold)]


def given_claims(reading: Reading, gold: Json) -> Iterator[Claim]:
    """Yield the claims of one report as a reader without faults would give them."""
    number, report = 0, reading.report
    for event in gold["events"]:
        passages = [(m["evidence"], None) for m in event["members"] if m["report_id"] == report.report_id]
        figures = [(f["evidence"], f) for f in event["figures"] if f["report_id"] == report.report_id]
        for evidence, figure in (*passages, *figures):
            start = report.document.find(evidence)
            if start < 0:
                continue
            number += 1
            yield claim_of(event, reading, Span(start, start + len(evidence)), figure, number)


def claim_of(event: Json, reading: Reading, span: Span, figure: Json | None, number: int) -> Claim:
    kind: Kind = "casualty" if figure else event["kind"]
    report, near = reading.report, read_at(span, kind, reading)
    if kind == "diplomacy" and near and near.kind == "statement":
        kind = "statement"
    place, words = event["place"], span.of(report.document)
    return Claim(
        id=f"c{number}",
        key=f"{report.report_id}:{number}",
        kind=kind,
        evidence=span,
        detail=detail_of(kind, event, figure, near.detail if near else None),
        rule="given",
        source=Named(figure["lineage"], figure["lineage"]) if figure and figure["lineage"] != report.outlet else None,
        place=(Place(place["name"], span, place["name"], place["lat"], place["lon"], "exact"),),
        time=When(dt.date.fromisoformat(event["start"]), dt.date.fromisoformat(event["end"]), text=words, span=span),
    )


def read_at(span: Span, kind: Kind, reading: Reading) -> Claim | None:
    """Return the claim that Marsad reads at a passage, of the kind or of a statement for diplomacy."""
    kinds = ("diplomacy", "statement") if kind == "diplomacy" else (kind,)
    shared = [
        (min(passage.end, span.end) - max(passage.start, span.start), claim)
        for claim in reading.claims
        for passage in (claim.evidence, *claim.also)
        if claim.kind in kinds
    ]
    best, found = max(shared, key=lambda pair: pair[0], default=(0, None))
    return found if best > 0 else None


def detail_of(kind: Kind, event: Json, figure: Json | None, near: Detail | None) -> Detail:
    what = event["type"].split(" + ")
    only = what[0] if len(what) == 1 else "other"
    match kind:
        case "casualty":
            count = Count(figure["low"], figure["high"], figure["qualifier"]) if figure else Count(None, None, "vague")
            harm, victims = (figure["harm"], figure["victims"]) if figure else (event["type"], "people")
            days = dt.date.fromisoformat(event["end"]) - dt.date.fromisoformat(event["start"])
            cause = None if only in ("killed", "other") else only
            return Casualty(harm, count, victims, cause=cause, cumulative=days.days >= LONG)
        case "control":
            return replace(near, action=only) if isinstance(near, Control) else Control(only)
        case "attack":
            return replace(near, type=only) if isinstance(near, Attack) else Attack(only)
        case "humanitarian":
            return Humanitarian(only)
        case _:
            if isinstance(near, Statement):
                return near
            return replace(near, type=only) if isinstance(near, Diplomacy) else Diplomacy(only, "stated")


if __name__ == "__main__":
    sys.exit(main())
