"""Take the facts that the gazetteer needs out of published tables, once: `import_facts.py FOLDER`.

FOLDER holds `open_syria_admin/`, `aleppo/` and `yemen/` (docs/attributions.md says where they come from). Written
beside this script: syria.tsv, aleppo.tsv and yemen.tsv: keys, names and middles, nothing else.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import unicodedata
from pathlib import Path

HERE = Path(__file__).parent
HEADER = "# {}\n# key\tkind\twithin\tnames_en\tnames_ar\tlat\tlon\tpopulation\n"
LEVELS = (("governorates", "admin1"), ("districts", "admin2"), ("subdistricts", "admin3"))


def plain(text: str) -> str:
    """Return `text` without marks: Latin letters alone carry a key."""
    letters = unicodedata.normalize("NFKD", text)
    return "".join(c for c in letters if not unicodedata.combining(c))


def slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", plain(text).lower()).strip("-")


def write(name: str, about: str, rows: list[list[str]]) -> None:
    lines = ["\t".join(row) for row in rows]
    (HERE / name).write_text(HEADER.format(about) + "\n".join(lines) + "\n", encoding="utf-8")


def syria(folder: Path) -> list[list[str]]:
    rows = []
    for level, kind in LEVELS:
        for item in json.loads((folder / "open_syria_admin" / f"{level}.json").read_text(encoding="utf-8")):
            aliases = [a for a in item["aliases"] if not re.search(r"[ḩāīūţşẕḑ]|^nahyt|Nahiyat|^مركزها", a["value"])]
            english = [item["name"]["en"]] + [a["value"] for a in aliases if a["language"] == "en"]
            arabic = [item["name"]["ar"]] + [a["value"] for a in aliases if a["language"] == "ar"]
            arabic = [re.sub(r"^(?:محافظة|منطقة|ناحية|مدينة) ", "", name) for name in arabic]
            english = [re.sub(r" (?:Governorate|District|Subdistrict)$", "", name) for name in english]
            within = item.get("districtId") or item.get("governorateId") or "sy"
            middle, people = item["centroid"], (item.get("population") or {}).get("value", 0)
            rows.append([item["id"], kind, within, "|".join(dict.fromkeys(english)), "|".join(dict.fromkeys(arabic)),
                         f"{middle['latitude']:.4f}", f"{middle['longitude']:.4f}", str(people)])  # fmt: skip
    return rows


def aleppo(folder: Path) -> list[list[str]]:
    rows, seen = [], set()
    with (folder / "aleppo" / "aleppo_neighbourhoods_ocha_csr_merged.csv").open(encoding="utf-8") as lines:
        for item in csv.DictReader(lines):
            if not item["names_ar"]:
                continue
            english = item["names_en"].split("|")[0]
            key = f"sy-aleppo-city-{slug(english)}"
            while key in seen:
                key += "-2"
            seen.add(key)
            arabic = [re.sub(r"\s*/\s*", "|", name) for name in item["names_ar"].split("|")]
            rows.append([key, "neighbourhood", "town:Aleppo", item["names_en"], "|".join(arabic),
                         f"{float(item['lat']):.4f}", f"{float(item['lon']):.4f}", "0"])  # fmt: skip
    return rows


def yemen(folder: Path) -> list[list[str]]:
    rows, governorate = [], ""
    with (folder / "yemen" / "yemen-info.csv").open(encoding="utf-8") as lines:
        for item in csv.DictReader(lines):
            governorate = item["governorates__name_ar"] or governorate
            if item["governorates__districts__name_en"]:
                english = item["governorates__districts__name_en"].strip().replace("’", "'")
                rows.append(
                    [
                        "",
                        "admin2",
                        f"ar:{governorate}",
                        english,
                        item["governorates__districts__name_ar"].strip(),
                        "",
                        "",
                        "0",
                    ]
                )
    return rows


if __name__ == "__main__":
    source = Path(sys.argv[1])
    write(
        "syria.tsv",
        "Syria's governorates, districts and subdistricts: OpenSyria Data Geography, CC BY 4.0.",
        syria(source),
    )
    write(
        "aleppo.tsv",
        "Aleppo's neighbourhoods: OCHA COD, CC BY 3.0 IGO, and Columbia Center for Spatial Research, MIT.",
        aleppo(source),
    )
    write("yemen.tsv", "Yemen's districts (no coordinates): yemen-info, MIT.", yemen(source))
