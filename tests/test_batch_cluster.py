"""The same batch, and the same fusion, on a cluster of two machines, of which one is lost on the way (marsad/batch).

The machines are two nodes of Ray on this one. Skipped where Ray is not installed: pip install "marsad[cluster]".
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from benchmarks.fusion import readings as made_up
from marsad.batch import cluster
from marsad.batch.spread import on_ray
from marsad.batch.staged import opened, shards
from marsad.batch.work import Done, read_shard
from marsad.fusion import fuse
from marsad.fusion.cells import by_month_and_country
from marsad.sources.items import DEFAULTS
from tests.batch_support import ROOT, reports, rows_of, slowly, written

ray = pytest.importorskip("ray", reason='Ray is not here: pip install "marsad[cluster]"')

# What Ray starts and leaves open is its own
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def head() -> Iterator[Any]:
    """Give a cluster of one node."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        for name, value in cluster.SETTINGS.items():
            patch.setenv(name, value)
        from ray.cluster_utils import Cluster

        made = Cluster()
        _started(made, num_cpus=1)
        ray.init(address=made.address, log_to_driver=False)
        yield made
        ray.shutdown()
        made.shutdown()


def _started(made: Any, **how: object) -> Any:
    """Add a node; a busy machine may need more than the half minute that Ray gives it."""
    spared = {"include_dashboard": False, "include_log_monitor": False, "no_monitor": True}  # each a process of its own
    for left in (2, 1, 0):
        try:
            return made.add_node(**spared, **how)
        except Exception as error:
            if not left or "timed out during startup" not in str(error):
                raise
    raise AssertionError


@pytest.fixture
def two_nodes(head: Any) -> tuple[Any, Any]:
    """Give a cluster of two nodes, and the second of them."""
    second = _started(head, num_cpus=1)
    head.wait_for_nodes()
    return head, second


def test_fusion_says_the_same_when_a_machine_is_lost(two_nodes: tuple[Any, Any]) -> None:
    readings = list(made_up(1200, dense=False))
    made, second = two_nodes
    did: list[int] = []

    def lossy(function: Callable[[Any], Any], given: Iterable[Any]) -> Iterator[Any]:
        for number, done in enumerate(on_ray(partial(slowly, function), given)):
            if number == 2:
                made.remove_node(second, allow_graceful=False)
            did.append(number)
            yield done

    assert fuse(readings, spread=lossy, cell_of=by_month_and_country) == fuse(readings)
    assert len(did) > 6, "the work was done before the machine was lost"


def test_a_machine_that_is_lost_loses_no_report(two_nodes: tuple[Any, Any], tmp_path: Path) -> None:
    source = written(tmp_path / "reports.jsonl", reports(60))
    folder = opened(tmp_path / "out", [str(source)], DEFAULTS, 3, "test", 30)
    done: list[Done] = []

    def run() -> None:
        done.extend(cluster.run(shards(folder, [str(source)], DEFAULTS, 3)))

    made, second = two_nodes
    running = threading.Thread(target=run)
    running.start()
    while running.is_alive() and len(list((tmp_path / "out" / "outcomes").iterdir())) < 4:
        time.sleep(0.05)
    assert running.is_alive(), "the batch was done before the machine was lost"
    made.remove_node(second, allow_graceful=False)
    running.join(timeout=240)
    assert not running.is_alive()
    assert sum(each.reports for each in done) == 60
    undisturbed = opened(tmp_path / "alone", [str(source)], DEFAULTS, 3, "test", 30)
    assert sum(read_shard(shard).reports for shard in shards(undisturbed, [str(source)], DEFAULTS, 3)) == 60
    for name in ("claims", "outcomes"):
        assert rows_of(tmp_path / "out", name) == rows_of(tmp_path / "alone", name)
