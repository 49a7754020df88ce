"""Where files are kept that are made of a record and can be made anew: they go when something is removed from it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from sqlalchemy import Engine

from marsad.store.hashing import digest

CACHE = "MARSAD_CACHE"  # names the folder for what is made of records on a PostgreSQL server


def folder_of(engine: Engine) -> Path:
    """Return the folder: beside an SQLite file, else in the user's cache."""
    if engine.dialect.name == "sqlite":
        return Path(f"{engine.url.database}.desk")
    base = os.environ.get(CACHE) or os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "marsad" / digest(engine.url.render_as_string())[:16]


def clear(engine: Engine) -> None:
    """Delete what is kept; a server that is up makes it anew, without what was removed."""
    shutil.rmtree(folder_of(engine), ignore_errors=True)
