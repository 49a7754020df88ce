"""One function for many arguments, the results in their order, as `map` gives them: on the cores of one machine, or on
a cluster. What is lost with a process or a machine is done again: the function has to be pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import TypeVar

from marsad.batch import cluster
from marsad.batch.local import pool_of
from marsad.errors import BatchError

T = TypeVar("T")
R = TypeVar("R")
_AHEAD = 2  # arguments in hand for each worker
_TRIES = 3  # of a pool of processes, before it is given up


def local(function: Callable[[T], R], given: Iterable[T], workers: int, modules: list[str]) -> Iterator[R]:
    """Yield what `function` makes of each argument, in processes that have `modules` loaded.

    Raises `BatchError` where processes die again and again.
    """
    waiting = iter(given)
    hand: list[T] = []
    for _ in range(_TRIES):
        with pool_of(workers, modules) as pool:
            futures: list[Future[R]] = []
            try:
                futures += [pool.submit(function, argument) for argument in hand]
                while True:
                    for argument in islice(waiting, workers * _AHEAD - len(futures)):
                        hand.append(argument)
                        futures.append(pool.submit(function, argument))
                    if not futures:
                        return
                    done = futures[0].result()
                    del futures[0], hand[0]
                    yield done
            except BrokenProcessPool:
                continue
    raise BatchError("processes that work die again and again: there is too little memory, or something kills them")


def on_ray(function: Callable[[T], R], given: Iterable[T], address: str = "local") -> Iterator[R]:
    """Yield the same from the Ray cluster at `address`; "local" starts one on this machine."""
    ray = cluster.connected(address)
    task = ray.remote(num_cpus=1, max_retries=_TRIES)(_call)
    waiting = iter(given)
    most = max(2, int(ray.cluster_resources().get("CPU", 1)) * _AHEAD)
    hand = [task.remote(function, argument) for argument in islice(waiting, most)]
    while hand:
        done: R = ray.get(hand.pop(0))
        hand += [task.remote(function, argument) for argument in islice(waiting, 1)]
        yield done


def _call(function: Callable[[T], R], argument: T) -> R:
    return function(argument)  # Ray takes no partial functions
