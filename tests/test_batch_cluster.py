"""The same batch on a cluster of two machines, of which one is lost on the way (marsad/batch/cluster.py).

The machines are two nodes of Ray on this one. Skipped where Ray is not installed: pip install "marsad[cluster]".
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from marsad.batch import cluster
from marsad.batch.staged import opened, shards
from marsad.batch.work import Done
from marsad.sources.items import DEFAULTS
from tests.batch_support import ROOT, batch, environment, reports, rows_of, written

ray = pytest.importorskip("ray", reason='Ray is not here: pip install "marsad[cluster]"')

# What Ray starts and leaves open is its own
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
def two_nodes(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Any, Any]]:
    """Give a cluster of two nodes, and the second of them."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    for name, value in cluster.SETTINGS.items():
        monkeypatch.setenv(name, value)
    from ray.cluster_utils import Cluster

    made = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    second = made.add_node(num_cpus=1)
    made.wait_for_nodes()
    ray.init(address=made.address, log_to_driver=False)
    yield made, second
    ray.shutdown()
    made.shutdown()


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
    alone = batch(source, tmp_path / "alone", "--shard", "3", env=environment(tmp_path))
    assert alone.returncode == 0, alone.stderr
    for name in ("claims", "outcomes"):
        assert rows_of(tmp_path / "out", name) == rows_of(tmp_path / "alone", name)
