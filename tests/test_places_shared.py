"""Places against reference material beside the project: Aleppo's neighbourhoods, and the places of the gold reports.

Skipped where `../shared` is absent (MARSAD_SHARED names another folder).
"""

from __future__ import annotations

import csv
import json
import math
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from marsad.places.gazetteer import Gazetteer
from marsad.records import Place
from tests.test_places_corpus import places

SHARED = Path(os.environ.get("MARSAD_SHARED") or Path(__file__).resolve().parents[2] / "shared")
ALEPPO = SHARED / "data" / "gazetteer" / "aleppo" / "aleppo_neighbourhoods_ocha_csr_merged.csv"
GOLD = SHARED / "gold" / "dev.ar.gold.jsonl"
pytestmark = pytest.mark.skipif(
    not (ALEPPO.exists() and GOLD.exists()),
    reason=f"PLACES NOT MEASURED: no reference material in {SHARED}; set MARSAD_SHARED to its folder",
)
ALEPPO_FLOOR, NEAR_FLOOR, COUNTRY_CEILING = 0.95, 0.82, 0.01


def km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    east = (lon - other_lon) * math.cos(math.radians(lat))
    return 111.2 * math.hypot(lat - other_lat, east)


def test_aleppos_neighbourhoods() -> None:
    rows = list(csv.DictReader(ALEPPO.read_text(encoding="utf-8").splitlines()))
    asked = [(name, row) for row in rows for name in row["names_ar"].replace("/", "|").split("|") if name.strip()]
    wrong = []
    for name, row in asked:
        found = places(f"وصل الدفاع المدني إلى حي {name.strip().removeprefix('حي ')} في مدينة حلب")
        at = [p for p in found if p.lat is not None and p.lon is not None]
        if not any(km(p.lat or 0, p.lon or 0, float(row["lat"]), float(row["lon"])) <= 1 for p in at):
            wrong.append(name)
    share = 1 - len(wrong) / len(asked)
    print(f"Aleppo's neighbourhoods within 1 km: {share:.1%} of {len(asked)}; not: {wrong}")
    assert share >= ALEPPO_FLOOR, wrong


def test_places_of_the_gold_reports() -> None:
    """A gold place counts once per claim: read if a place overlaps its words, near if one lies within 25 km."""
    counts: Counter[str] = Counter()
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        report = json.loads(line)
        document = f"{report['title']}\n{report['text']}" if report.get("title") else report["text"]
        found = places(document)
        for claim in report["claims"]:
            for gold in claim["place"]:
                if gold["lat"] is not None:
                    counts[_outcome(gold, document, found)] += 1
    total = counts.total()
    shares = {outcome: f"{count / total:.1%}" for outcome, count in counts.most_common()}
    print(f"{total} gold places: {shares}")
    assert counts["near"] >= NEAR_FLOOR * total, shares
    assert counts["wrong country"] <= COUNTRY_CEILING * total, shares


def _outcome(gold: dict[str, Any], document: str, found: list[Place]) -> str:
    over = [place for place in found if _overlaps(gold["text"], document, place)]
    if not over:
        return "not read"
    gaps = [(km(p.lat, p.lon, gold["lat"], gold["lon"]), p) for p in over if p.lat is not None and p.lon is not None]
    if not gaps:
        return "left open"
    gap, place = min(gaps, key=lambda pair: pair[0])
    if gap <= 25:
        return "near"
    country = Gazetteer.load().country(place.country) if place.country else None
    named = country is None or Gazetteer.load().entry(country).name_en in gold["name"]
    if not named and gap > 400:
        return "wrong country"
    return "same country, another middle" if place.precision == "country" else "elsewhere"


def _overlaps(text: str, document: str, place: Place) -> bool:
    at = document.find(text)
    while at >= 0:
        if place.span.start < at + len(text) and at < place.span.end:
            return True
        at = document.find(text, at + 1)
    return False
