"""Claims compared in cells, elsewhere and in any order, give the events of one process (marsad/fusion/cells.py)."""

from __future__ import annotations

import pickle
import random
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from benchmarks.fusion import readings as made_up
from marsad.batch import spread
from marsad.cli import app
from marsad.errors import BatchError
from marsad.fusion import block, fuse
from marsad.fusion.cells import Cell, by_month_and_country, work
from marsad.fusion.unit import Unit
from marsad.records import Judgement, Reading
from tests.batch_support import ROOT, never, once
from tests.test_fusion_cluster import ruled


def elsewhere(draw: random.Random, seen: list[Cell]) -> Callable[[Callable[[Any], Any], Iterable[Any]], Iterator[Any]]:
    """Return a `map` that sends what it is given as another process would get it, and works in any order."""

    def spread_out(function: Callable[[Any], Any], given: Iterable[Any]) -> Iterator[Any]:
        cells = [pickle.loads(pickle.dumps(cell)) for cell in given]
        seen.extend(cells)
        order = draw.sample(range(len(cells)), len(cells))
        done = {at: pickle.loads(pickle.dumps(function(cells[at]))) for at in order}
        return (done[at] for at in range(len(cells)))

    return spread_out


def anywhere(draw: random.Random, most: int) -> Callable[[Unit], Hashable]:
    """Return a random choice of a cell for each claim."""
    chosen: dict[str, int] = {}
    return lambda unit: chosen.setdefault(unit.key, draw.randrange(most))


@settings(max_examples=80, deadline=None)
@given(ruled(), st.randoms(use_true_random=False), st.integers(1, 6))
def test_cells_and_their_order_change_nothing(
    case: tuple[list[Reading], list[Judgement]], draw: random.Random, most: int
) -> None:
    readings, judgements = case
    draw.shuffle(readings)
    found = fuse(readings, judgements, spread=elsewhere(draw, []), cell_of=anywhere(draw, most))
    assert found == fuse(readings, judgements)


@pytest.mark.parametrize("full", [12, block.FULL])
def test_a_large_record_gives_the_same_in_cells(full: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("marsad.fusion.cluster.FULL", full)
    monkeypatch.setattr(block, "FULL", full)
    readings, draw, seen = list(made_up(1200, dense=False)), random.Random(3), []  # type: ignore[var-annotated]
    wanted = fuse(readings)
    assert fuse(readings, spread=elsewhere(draw, seen), cell_of=by_month_and_country) == wanted
    assert len(seen) > 5
    assert any(cell.shared for cell in seen)
    assert any(len(cell.shared) < len(cell.units) for cell in seen)
    assert any(work(cell).groups for cell in seen)
    assert fuse(readings, spread=elsewhere(draw, []), cell_of=anywhere(draw, 7)) == wanted


def test_what_a_killed_process_had_in_hand_is_done_again(tmp_path: Path) -> None:
    found = spread.local(partial(once, str(tmp_path)), range(8), 2, [])
    assert list(found) == [number * number for number in range(8)]
    assert (tmp_path / "died").exists()
    with pytest.raises(BatchError, match="again and again"):
        list(spread.local(never, range(3), 2, []))


def test_fuse_on_several_processes_says_the_same(tmp_path: Path) -> None:
    rows, db = ROOT / "examples" / "reports" / "aleppo-2016.ar.jsonl", str(tmp_path / "record.db")
    assert CliRunner().invoke(app, ["add", str(rows), "--db", db]).exit_code == 0
    one = CliRunner().invoke(app, ["fuse", "--json", "--db", db])
    two = CliRunner().invoke(app, ["fuse", "--json", "--db", db, "--workers", "2"])
    assert (one.exit_code, two.exit_code, '"events"' in one.stdout) == (0, 0, True)
    assert two.stdout == one.stdout
