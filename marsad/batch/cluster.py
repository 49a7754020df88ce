"""Shards on a cluster: the same function in Ray Data. The folder of the batch has to be seen by every machine.

Needs Ray: `pip install "marsad[cluster]"`. A share that is lost with its machine is done again by Ray; as a shard is
written whole or not at all, doing it twice changes nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

from marsad.batch.local import alone
from marsad.batch.work import Done, Shard, read_shard
from marsad.errors import BatchError

SETTINGS = {
    "RAY_USAGE_STATS_ENABLED": "0",  # nothing is told to anyone
    "RAY_raylet_start_wait_time_s": "180",  # a machine that is busy starts slowly: the engine gives up after 30 s
    "RAY_agent_register_timeout_ms": "150000",
}
_STORE = 200_000_000  # bytes of shared memory: names of files go through it, no texts


def run(shards: Iterable[Shard], address: str = "local") -> Iterator[Done]:
    """Read shards on the cluster at `address`; "local" starts one on this machine. Yield what became of each."""
    connected(address)
    data = _ray()[1]
    rows = [{**asdict(shard), **_paths(shard)} for shard in shards]
    if not rows:
        return
    done = data.from_items(rows, override_num_blocks=len(rows)).map(_read_row, num_cpus=1)
    for row in done.iter_rows():
        yield Done(row["reports"], row["claims"], row["failed"])


def connected(address: str) -> Any:
    """Return the module ray, connected to the cluster at `address`; raise BatchError where it is not installed."""
    ray = _ray()[0]
    if not ray.is_initialized():
        own = {"object_store_memory": _STORE, "include_dashboard": False} if address == "local" else {}
        ray.init(address=address, log_to_driver=False, **own)
    return ray


def _read_row(row: dict[str, Any]) -> dict[str, int]:
    shard = Shard(
        Path(row["reports"]), Path(row["claims"]), Path(row["outcomes"]), row["limit"],
        tuple((int(number), str(reason)) for number, reason in row["quarantined"]),
    )  # fmt: skip
    return asdict(_once(shard))


def _once(shard: Shard) -> Done:
    """Read a shard; one whose reading was begun before and not ended may kill its reader, and is read apart."""
    begun = shard.outcomes.with_suffix(".begun")
    done = alone(shard) if begun.exists() else None
    begun.touch()
    done = done or read_shard(shard)
    begun.unlink(missing_ok=True)
    return done


def _paths(shard: Shard) -> dict[str, str]:
    return {name: str(getattr(shard, name).resolve()) for name in ("reports", "claims", "outcomes")}


def _ray() -> tuple[Any, Any]:
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)
    try:
        return import_module("ray"), import_module("ray.data")
    except ImportError as error:
        raise BatchError('the engine "ray" is not installed: pip install "marsad[cluster]"') from error
