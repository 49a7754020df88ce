#!/usr/bin/env python3
"""Writes marsad/web/data/accuracy.json from the tables of docs/accuracy.md (`make gold-docs` writes those).

The page and the package so have the same figures; tests/test_web_about.py compares them.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE, DATA = ROOT / "docs" / "accuracy.md", ROOT / "marsad" / "web" / "data" / "accuracy.json"
TABLES = ("slots", "crosscheck")
LANGS = (("ar", 1), ("en", 5))


def figures(page: str) -> dict[str, Any]:
    """Return the figures of the page as the API gives them."""
    table = _block(page, "summary")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:] if line]
    reports = re.search(r"measured on (\d+) Arabic and (\d+) English reports", page)
    agreed = re.search(r"agree with each other at F1 ([0-9.]+)", page)
    assert reports is not None
    return {
        "reader": "marsad",
        "measured": None,
        "reports": {"ar": int(reports[1]), "en": int(reports[2])},
        "agreement": float(agreed[1]) if agreed else None,
        "accuracy": [
            {
                "kind": row[0],
                "lang": lang,
                "claims": int(row[at]),
                "precision": float(row[at + 1]),
                "recall": float(row[at + 2]),
                "f1": float(row[at + 3]),
            }
            for row in rows
            for lang, at in LANGS
            if row[at] != "–"
        ],
        "tables": [table for name in TABLES for table in tables(page, name)],
        "notes": NOTES,
    }


def tables(page: str, name: str) -> list[dict[str, Any]]:
    """Return the tables of one block of the page, cells as they are printed."""
    found = []
    for block in _block(page, name).split("\n\n"):
        lines = [line for line in block.splitlines() if line.startswith("|")]
        if lines:
            head, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
            found.append({"name": name, "head": head, "rows": rows})
    return found


NOTES = [
    {
        "en": "Measured against claims that careful readers wrote down by hand.",
        "ar": "قيست على ادعاءات دوّنها قراء متأنون يدويا.",
    },
    {
        "en": "The rules were written with these reports in view, so accuracy on unseen outlets may be lower.",
        "ar": "كُتبت القواعد والتقارير أمام كاتبيها، فقد تكون الدقة أدنى على وسائل لم تُقرأ من قبل.",
    },
    {
        "en": "Confidence grades the reading, not the truth of what is claimed.",
        "ar": "درجة الثقة تخص القراءة لا صدق ما يُدّعى.",
    },
    {
        "en": "Figures are those of published reports. How many people were harmed in all is not known from them.",
        "ar": "الأرقام أرقام تقارير منشورة، ولا يُعرف منها عدد المتضررين الكلي.",
    },
]


def _block(page: str, name: str) -> str:
    found = re.search(rf"<!-- accuracy: {name} -->\n(.*?)<!-- /accuracy -->", page, re.DOTALL)
    assert found is not None, f"docs/accuracy.md has no block {name}"
    return found[1]


if __name__ == "__main__":
    DATA.write_text(
        json.dumps(figures(PAGE.read_text(encoding="utf-8")), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
