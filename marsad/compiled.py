"""Whether the reader runs compiled, and that no compiled module stands in for a source that has changed since.

`tools/compile.py` writes `compiled.json` beside this module: the digest of the source of every compiled module. If one
of the sources is another by now, or `MARSAD_PURE` is set, all of these modules are imported from their sources.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from importlib.machinery import EXTENSION_SUFFIXES, ModuleSpec
from pathlib import Path

ROOT = Path(__file__).parent.parent
RECORD = Path(__file__).with_name("compiled.json")


class Sources:
    """Finds the source of a module, where Python would take the compiled one beside it."""

    def __init__(self, files: Iterable[str]) -> None:
        from importlib.util import spec_from_file_location  # here: an import within find_spec would ask it again

        self.spec = spec_from_file_location
        self.files = {module_of(file): ROOT / file for file in files}

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        file = self.files.get(name)
        return self.spec(name, file) if file is not None and file.is_file() else None


def module_of(file: str) -> str:
    """Return the name of the module in a file of the package: `marsad/text/fold.py` is `marsad.text.fold`."""
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def recorded() -> dict[str, str]:
    """Return the files that were compiled and the digests of what they held; none where nothing was compiled."""
    try:
        found: dict[str, str] = json.loads(RECORD.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return found


def changed(digests: dict[str, str]) -> list[str]:
    """Return the files that are not what they were when they were compiled, or are gone."""
    return [file for file, digest in digests.items() if digest_of(ROOT / file) != digest]


def digest_of(file: Path) -> str:
    """Return the SHA-256 of a source, "" where there is none."""
    from hashlib import sha256  # here, since most starts have nothing compiled to look after

    return sha256(file.read_bytes()).hexdigest() if file.is_file() else ""


def arrange() -> bool:
    """Choose between compiled modules and their sources, before the first of them is imported; True for compiled."""
    digests = recorded()
    if not digests:
        return False
    stale = changed(digests)
    if stale:
        told = f"{stale[0]} and {len(stale) - 1} more" if len(stale) > 1 else stale[0]
        print(f"marsad: {told} changed since it was compiled: read from sources (make compile)", file=sys.stderr)
    if stale or os.environ.get("MARSAD_PURE"):
        sys.meta_path.insert(0, Sources(digests))
        return False
    first = (ROOT / next(iter(digests))).with_suffix("")
    return any(first.with_name(first.name + suffix).is_file() for suffix in EXTENSION_SUFFIXES)


COMPILED = arrange()
