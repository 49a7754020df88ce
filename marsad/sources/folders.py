"""The files of a folder that may hold reports, in the order of their paths."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from marsad.sources import encoding, sniff
from marsad.sources.items import Passed, Refused


def files_of(folder: Path) -> Iterator[Path | Refused | Passed]:
    """Yield the files with a name that Marsad knows, and others that begin as a format that it knows.

    Hidden files and folders, and the folder of pictures and scripts that a browser saves beside a page, are left
    out. Links are not followed out of the folder, nor to other folders, so they lead neither away nor in a circle.
    """
    inside = folder.resolve()
    for parent, folders, names in os.walk(folder):
        pages = {name.rpartition(".")[0] for name in names if name.lower().endswith((".html", ".htm"))}
        folders[:] = sorted(name for name in folders if not _is_left_out(name, pages))
        for name in [name for name in folders if (Path(parent) / name).is_symlink()]:
            yield Passed(str(Path(parent) / name), "a link to another folder is not followed: give that folder itself")
        for name in sorted(names):
            path = Path(parent) / name
            if name.startswith(".") or not _may_hold_reports(path):
                continue
            if path.is_symlink() and not _leads_inside(path, inside):
                yield Refused(str(path), "it is a link that leads out of the folder: give the file itself")
            else:
                yield path


def _is_left_out(name: str, pages: set[str]) -> bool:
    return name.startswith(".") or (name.endswith("_files") and name.removesuffix("_files") in pages)


def _may_hold_reports(path: Path) -> bool:
    if path.name.lower().endswith(tuple(suffix + packed for suffix in sniff.SUFFIXES for packed in ("", ".gz"))):
        return True
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return sniff.is_sure(file.read(encoding.SAMPLE))
    except OSError:
        return False


def _leads_inside(path: Path, folder: Path) -> bool:
    try:
        return path.resolve(strict=True).is_relative_to(folder)
    except (OSError, RuntimeError):  # a link to itself, or to nothing
        return True  # so that it is named as what it is
