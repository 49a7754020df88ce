"""Which reader: the version of Marsad, and a hash of all that decides what it reads in a report."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import marsad

_READING = ("text", "sources", "lang", "reading", "places", "dates", "claims")
_LEFT_OUT = (".pyc", ".md")


@cache
def reader_version() -> str:
    """Return for example "0.1.0+1f2e3d4c": it changes with every rule, word and place."""
    root = Path(marsad.__file__).parent
    files = [root / "pipeline.py", *(file for name in _READING for file in (root / name).rglob("*"))]
    whole = hashlib.sha256()
    for file in sorted(files):
        if file.is_file() and file.suffix not in _LEFT_OUT:
            whole.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes())
    return f"{marsad.__version__}+{whole.hexdigest()[:8]}"
