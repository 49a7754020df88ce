"""The process that reads hostile bytes: `python -m marsad.sources.worker LIMITS`. It answers on standard output.

It takes its own means away before the first byte: memory, writing to files, the network, other programs.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import warnings
from collections.abc import Iterator
from typing import Any, BinaryIO

from marsad.errors import SourceError
from marsad.sources import wire
from marsad.sources.formats.registry import reader
from marsad.sources.items import Item, Refused
from marsad.sources.parts import Part

try:
    import resource
except ImportError:  # Windows: the parent's clock holds, and the limits of what is unpacked
    resource = None  # type: ignore[assignment]

_FORBIDDEN = (
    "socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto",
    "subprocess.Popen", "os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.startfile",
    "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.kill",
)  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def confine(memory: int) -> None:
    """Limit memory, forbid writing, the network and other programs, for the rest of this process."""
    if resource is not None:
        _limit(resource.RLIMIT_AS, memory)
        _limit(resource.RLIMIT_FSIZE, 0)
        _limit(resource.RLIMIT_CORE, 0)
    sys.addaudithook(_watch)


def _limit(which: int, value: int) -> None:
    try:
        resource.setrlimit(which, (value, value))
    except (ValueError, OSError):  # macOS knows some limits by name alone
        return


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _FORBIDDEN or (event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING):
        raise PermissionError(f"{event} is not for a reader of hostile bytes")


def give_time(seconds: int) -> None:
    """Let the process compute `seconds` from now on, and no longer."""
    if resource is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, hard))


def items(job: wire.Job) -> Iterator[Item | Part]:
    """Yield what the bytes of a job give; what stops it is refused."""
    name = job.origin.name
    try:
        with wire.opened(job) as file:
            yield from reader(job.format)(file, job.origin, job.defaults)
    except SourceError as error:
        yield Refused(name, str(error))
    except RecursionError:
        yield Refused(name, "it is nested too deeply: give its text alone")
    except OSError as error:
        yield Refused(name, f"it cannot be opened ({error.strerror or error}): check its permissions")


def serve(source: BinaryIO, answers: BinaryIO, seconds: int) -> None:
    """Answer jobs until there are no more."""
    while frame := wire.receive(source):
        job = wire.job_of(*frame)
        give_time(seconds)
        try:
            for item in items(job):
                if isinstance(item, Part):
                    wire.send(answers, {"kind": "at", "name": item.name, "part": item.number})
                else:
                    wire.send(answers, *wire.item_to_frame(item))
                give_time(seconds)
        except MemoryError:
            os._exit(wire.OUT_OF_MEMORY)
        except Exception as error:  # what a library trips on must not lose the other inputs
            reason = f"reading it failed ({type(error).__name__}: {str(error)[:200]}): give its text alone"
            wire.send(answers, *wire.item_to_frame(Refused(job.origin.name, reason)))
        wire.send(answers, {"kind": "done", "fit": True})


def main() -> None:
    limits = json.loads(sys.argv[1])
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    logging.disable()
    warnings.simplefilter("ignore")
    confine(limits["memory"])
    serve(sys.stdin.buffer, answers, limits["seconds"])


if __name__ == "__main__":
    main()
