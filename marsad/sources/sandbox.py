"""Hostile bytes are read in a process of their own, with limits on memory, time and what it may do.

The process is reused from input to input and replaced when it dies; its death costs the input that killed it, or
one record of an archive, and nothing else. Where the system has no such limits (Windows), the clock alone holds, and
the limits on what an archive may unpack to.
"""

from __future__ import annotations

import atexit
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Generator, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import BinaryIO, cast

from marsad.errors import SourceError
from marsad.sources import wire
from marsad.sources.items import Item, Refused, size
from marsad.sources.wire import Job, Json

_AHEAD = 32  # frames that are read before they are asked for
_MOST_DEATHS = 20  # of one archive
_IDLE = 2  # workers that are kept


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of memory, seconds of computing and seconds on the clock for one report."""

    memory: int = 1_000_000_000
    seconds: int = 20
    clock: float = 90


class _Worker:
    """One process, and a thread that collects its answers."""

    def __init__(self, limits: Limits) -> None:
        environment = {name: os.environ[name] for name in ("SYSTEMROOT", "LANG", "LC_ALL") if name in os.environ}
        self._process = subprocess.Popen(
            [sys.executable, "-B", "-P", "-m", "marsad.sources.worker", json.dumps(asdict(limits))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        self._answers: queue.Queue[tuple[Json, bytes] | None] = queue.Queue(_AHEAD)
        self._given_up = False
        threading.Thread(target=self._collect, daemon=True).start()

    def _collect(self) -> None:
        stream = cast(BinaryIO, self._process.stdout)
        with suppress(OSError, ValueError):
            while not self._given_up and (frame := wire.receive(stream)):
                self._answers.put(frame)
        self._answers.put(None)

    def ask(self, job: Job) -> None:
        with suppress(OSError):  # it died: its answer says so
            wire.send(cast(BinaryIO, self._process.stdin), *wire.job_to_frame(job))

    def answer(self, clock: float) -> tuple[Json, bytes] | None:
        """Return the next frame, None where the process ended. Raises `queue.Empty` after `clock` seconds."""
        return self._answers.get(timeout=clock)

    def end(self) -> int:
        """Kill it; return what it ended with."""
        self._given_up = True
        self._process.kill()
        code = self._process.wait()
        with suppress(queue.Empty):
            while True:
                self._answers.get_nowait()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError, ValueError):
                if stream:
                    stream.close()
        return code

    def died(self) -> int:
        """Return what a process that closed its answers ended with."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        return self.end()


class Sandbox:
    """A few workers, started when they are needed. Threads may share one."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._idle: list[_Worker] = []
        self._lock = threading.Lock()

    def run(self, job: Job) -> Iterator[Item]:
        """Yield what `job` gives. Whatever its bytes do, it ends, and what was not read is refused by name."""
        for _ in range(_MOST_DEATHS):
            again = yield from self._attempt(job)
            if again is None:
                return
            job = replace(job, origin=replace(job.origin, skip=again))
        yield Refused(job.origin.name, f"reading it failed {_MOST_DEATHS} times: what comes after was not read")

    def _attempt(self, job: Job) -> Generator[Item, None, int | None]:
        """Yield items until the job is done, or its worker is; return the number of parts to skip then."""
        worker = self._borrow()
        whole = False
        where, skip = job.origin.name, None
        try:
            worker.ask(job)
            while True:
                try:
                    frame = worker.answer(self.limits.clock)
                except queue.Empty:
                    yield Refused(where, self._too_long())
                    return skip
                if frame is None:
                    yield Refused(where, self._death(worker.died()))
                    return skip
                head, data = frame
                kind = head.get("kind")
                if kind == "done":
                    whole = bool(head.get("fit"))
                    return None
                if kind == "at":
                    where, skip = str(head["name"]), int(head["part"]) + 1
                else:
                    yield self._item(head, data, where)
        finally:
            self._give_back(worker, whole)

    def _item(self, head: Json, data: bytes, where: str) -> Item:
        try:
            return wire.item_of(head, data)
        except SourceError as error:
            return Refused(where, str(error))

    def _too_long(self) -> str:
        return f"reading it takes longer than {self.limits.seconds} seconds: give its text alone"

    def _death(self, code: int) -> str:
        if code == -getattr(signal, "SIGXCPU", 0):
            return self._too_long()
        if code in (-getattr(signal, "SIGKILL", 9), wire.OUT_OF_MEMORY):
            return f"reading it takes more than {size(self.limits.memory)} of memory: give its text alone"
        return f"reading it broke the reader (it ended with {code}): give its text alone"

    def _borrow(self) -> _Worker:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return _Worker(self.limits)

    def _give_back(self, worker: _Worker, whole: bool) -> None:
        with self._lock:
            if whole and len(self._idle) < _IDLE:
                self._idle.append(worker)
                return
        worker.end()

    def close(self) -> None:
        """End the workers that are idle."""
        with self._lock:
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.end()


@cache
def shared() -> Sandbox:
    """Return the sandbox of this process."""
    sandbox = Sandbox()
    atexit.register(sandbox.close)
    return sandbox
