#!/usr/bin/env python3
"""What a transformer encoder of the usual size would cost on the same reports, on one core: 12 layers of 768.

    python benchmarks/encoder.py [--reports 8] [--tokens 1.6]

Needs PyTorch (CPU), which Marsad does not: install it somewhere else. The weights are random, since only time is asked:
an encoder that was trained takes as long. It passes over every report once, in windows of 512 tokens, one report at a
time, in 32-bit floats; `--tokens` is how many tokens a word becomes (1.3 to 2 for Arabic, by the tokenizer).
Finding claims takes at least one such pass.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.baseline import baseline  # noqa: E402
from benchmarks.cost import CORPUS, reports  # noqa: E402
from marsad.pipeline import read, settle  # noqa: E402
from marsad.records import Report  # noqa: E402

WINDOW, LAYERS, WIDTH, HEADS = 512, 12, 768, 12


def encoder(torch: Any) -> Any:
    torch.manual_seed(1)
    torch.set_num_threads(1)
    layer = torch.nn.TransformerEncoderLayer(WIDTH, HEADS, 4 * WIDTH, activation="gelu", batch_first=True)
    return torch.nn.TransformerEncoder(layer, LAYERS).eval()


def seconds(torch: Any, model: Any, tokens: int) -> float:
    """Return the CPU seconds of one pass over so many tokens."""
    began = time.process_time()
    with torch.inference_mode():
        for start in range(0, tokens, WINDOW):
            model(torch.randn(1, min(WINDOW, tokens - start), WIDTH))
    return time.process_time() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=8)
    parser.add_argument("--tokens", type=float, default=1.6, help="tokens a word")
    given = parser.parse_args()
    torch = import_module("torch")
    texts = [str(row["text"]) for row in islice(reports(given.reports), given.reports)]
    counts = [max(1, round(given.tokens * len(text.split()))) for text in texts]
    model, base = encoder(torch), baseline()
    seconds(torch, model, WINDOW)
    spent = sum(seconds(torch, model, count) for count in counts) / len(counts)
    settle("ar")
    read(Report("0", texts[0], "ar"))
    began = time.process_time()
    for number, text in enumerate(texts):
        read(Report(str(number), text, "ar"))
    own = (time.process_time() - began) / len(texts)
    size = sum(each.numel() for each in model.parameters()) / 1e6
    origin = "collected" if CORPUS.exists() else "example"
    print(f"{len(texts)} {origin} reports, {statistics.mean(counts):,.0f} tokens each")
    print(f"encoder, {size:.0f} million weights: {1000 * spent:10,.1f} ms of CPU a report, ratio {spent / base:8.2f}")
    print(f"marsad read:                {1000 * own:10,.1f} ms of CPU a report, ratio {own / base:8.2f}")
    print(f"the encoder takes {spent / own:,.0f} times as much")


if __name__ == "__main__":
    main()
