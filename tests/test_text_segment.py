"""Words are cut into clitics and stem by what the lexicon and the gazetteer know, the word as a whole first."""

import csv
import os
from pathlib import Path

import pytest

from marsad.lang.ar.pack import pack
from marsad.places.gazetteer import Gazetteer
from marsad.text.fold import light
from marsad.text.words import segment

LANGUAGE = Path(os.environ.get("MARSAD_SHARED") or Path(__file__).resolve().parents[2] / "shared") / "data" / "language"


def known(stem: str) -> bool:
    lexicon, gazetteer = pack().lexicon, Gazetteer.load()
    return stem in lexicon.firsts or (len(stem) > 2 and stem in gazetteer.written and stem not in gazetteer.common)


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("ومقتلهم", "و مقتل هم"),
        ("للجيش", "ل ال جيش"),
        ("للبنان", "ل لبنان"),
        ("وسيستهدفها", "و س يستهدف ها"),
        ("وفاة", "وفاة"),
        ("لإخفاء", "ل إخفاء"),
        ("والزعتريات", "و ال زعتريات"),
        ("بدمشق", "ب دمشق"),
    ],
)
def test_segment(word: str, pieces: str) -> None:
    assert segment(word, known) == tuple(pieces.split())


@pytest.mark.parametrize(("table", "least"), [("segmentation", 56), ("segmentation_traps", 56)])
def test_reference_words(table: str, least: int) -> None:
    file = LANGUAGE / f"{table}.tsv"
    if not file.is_file():
        pytest.skip(f"{file.name} is not beside the project: set MARSAD_SHARED to measure")
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    wrong = [row["tok"] for row in rows if "+".join(segment(light(row["tok"]), known)) != light(row["seg"])]
    assert len(rows) - len(wrong) >= least, f"of {len(rows)}: {wrong}"
