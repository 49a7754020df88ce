"""Keep between runs what was computed from tables: as Python keeps its own compiled modules, by `marshal`.

A file in the user's cache folder (`XDG_CACHE_HOME`, else `~/.cache`) is named by a digest of Python's version and of
everything that the value was made from, and holds the value behind the digest of its bytes. A cache that cannot be read
or written is done without.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from typing import Any

_DIGEST = 32  # bytes of SHA-256
_STALE = 7 * 86_400  # seconds that what another version compiled is kept


def compiled(name: str, sources: Iterable[bytes], make: Callable[[], Any]) -> Any:
    """Return what `make` returns, a value of plain types, made once for these `sources`: tables and what reads them."""
    kept = _file(name, sources)
    value = _read(kept)
    if value is None:
        value = make()
        _keep(kept, value)
    return value


def code(package: str, name: str) -> bytes:
    """Return the code of a module for `compiled`, nothing where only its compiled form is installed."""
    source = files(package) / name
    return source.read_bytes() if source.is_file() else b""


def _file(name: str, sources: Iterable[bytes]) -> Path:
    digest = hashlib.sha256(sys.version.encode())
    for source in sources:
        digest.update(b"%d " % len(source))
        digest.update(source)
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "marsad" / f"{name}-{digest.hexdigest()[:32]}.bin"


def _read(kept: Path) -> Any:
    try:
        data = kept.read_bytes()
        if hashlib.sha256(data[_DIGEST:]).digest() == data[:_DIGEST]:
            return marshal.loads(data[_DIGEST:])
    except (OSError, ValueError, TypeError, EOFError):
        pass  # not there, or not ours: it is made anew
    return None


def _keep(kept: Path, value: Any) -> None:
    data = marshal.dumps(value)
    fresh = kept.with_suffix(f".{os.getpid()}")
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(hashlib.sha256(data).digest() + data)
        fresh.replace(kept)
        for old in kept.parent.glob(f"{kept.name.rpartition('-')[0]}-*"):
            if old != kept and old.stat().st_mtime < kept.stat().st_mtime - _STALE:
                old.unlink()
    except OSError:
        with suppress(OSError):  # a read-only home: nothing is kept
            fresh.unlink(missing_ok=True)
