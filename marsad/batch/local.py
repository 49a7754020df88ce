"""Shards on the cores of one machine: what a killed worker had in hand is done again, what kills workers is set aside.

`ProcessPoolExecutor` gives up a whole pool when one worker dies, and does not say whose report it was. So the shards
in hand are done again, each alone; one that kills its worker again is halved until the report that does it is found.
"""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice

from marsad.batch.work import Done, Shard, read_shard, try_rows

_AHEAD = 2  # shards in hand for each worker
_READER = ["marsad.batch.work", "marsad.pipeline"]
_DIED = "the process that read it died: it was killed, ran out of memory, or did not come to an end"


def run(shards: Iterable[Shard], workers: int, say: Callable[[str], None] = lambda _: None) -> Iterator[Done]:
    """Read shards, `workers` at a time; yield what became of each as it is done."""
    waiting = iter(shards)
    while True:
        suspects: list[Shard] = []
        yield from _until_broken(waiting, workers, suspects)
        if not suspects:
            return
        say(f"a worker died: its share of {len(suspects)} parts is done again")
        for shard in suspects:
            yield alone(shard, say)


def _until_broken(waiting: Iterator[Shard], workers: int, suspects: list[Shard]) -> Iterator[Done]:
    """Read shards until there are no more, or a worker dies: those then in hand are left in `suspects`."""
    with pool_of(workers, _READER) as pool:
        hand: dict[Future[Done], Shard] = {}
        while True:
            for shard in islice(waiting, workers * _AHEAD - len(hand)):
                try:
                    hand[pool.submit(read_shard, shard)] = shard
                except BrokenProcessPool:
                    suspects.append(shard)
                    break
            if not hand:
                return
            ready, _ = wait(hand, return_when=FIRST_COMPLETED)
            for future in ready:
                shard = hand.pop(future)
                if isinstance(future.exception(), BrokenProcessPool):
                    suspects.append(shard)
                else:
                    yield future.result()
            if suspects:
                suspects += hand.values()
                return


def alone(shard: Shard, say: Callable[[str], None] = lambda _: None) -> Done:
    """Read a shard in a process of its own; set the reports that kill it aside, one after the other."""
    while True:
        try:
            with pool_of(1, _READER) as pool:
                return pool.submit(read_shard, shard).result()
        except BrokenProcessPool:
            row = _culprit(shard)
            if row is not None:
                say(f"{shard.reports}: row {row} kills the reader: it is set aside")
                shard = shard.without(row, _DIED)


def _culprit(shard: Shard) -> int | None:
    """Return the first row that kills a process which reads it, or None: then the worker died of something else."""
    from marsad.batch.tables import parquet

    first, last = 0, parquet().read_metadata(shard.reports).num_rows
    if not _kills(shard, first, last):
        return None
    while last - first > 1:
        middle = (first + last) // 2
        if _kills(shard, first, middle):
            last = middle
        else:
            first = middle
    return first if _kills(shard, first, last) else None


def _kills(shard: Shard, first: int, last: int) -> bool:
    try:
        with pool_of(1, _READER) as pool:
            pool.submit(try_rows, shard, first, last).result()
    except BrokenProcessPool:
        return True
    return False


@contextmanager
def pool_of(workers: int, modules: list[str]) -> Iterator[ProcessPoolExecutor]:
    """Give a pool whose processes have `modules` loaded; what waits in it is dropped when the block ends."""
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if "forkserver" in methods:
        context.set_forkserver_preload(modules)
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=lean)
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


class _WithoutPandas:
    """Finds no pandas, though it be installed."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError("this process does without pandas", name=name)


def lean() -> None:
    """Let this process do without pandas: pyarrow loads it wherever it is installed, 60 MB and a second for nothing.

    For a process that is Marsad's own. One that has loaded pandas already keeps it.
    """
    if "pandas" not in sys.modules:
        sys.meta_path.insert(0, _WithoutPandas())
