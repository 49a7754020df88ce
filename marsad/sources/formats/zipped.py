"""Zip archives: their list of names says whether they are a document, a web archive or the export of a chat."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any, BinaryIO

from marsad.errors import SourceError
from marsad.sources.formats import unzip
from marsad.sources.items import Defaults, Item, Origin
from marsad.sources.parts import Part


def read(file: BinaryIO, origin: Origin, defaults: Defaults) -> Iterator[Item | Part]:
    """Yield the reports of a DOCX, of a chat export of WhatsApp or of a web archive (WACZ)."""
    archive = unzip.opened(file)
    names = set(archive.namelist())
    if "word/document.xml" in names:
        yield from _module("docx").of_archive(archive, file, origin, defaults)
    elif any(name.startswith("archive/") and name.endswith((".warc", ".warc.gz")) for name in names):
        yield from _module("warc").of_wacz(archive, origin, defaults)
    elif any(name.lower().endswith(".txt") for name in names):
        yield from _module("whatsapp").of_archive(archive, origin, defaults)
    elif "xl/workbook.xml" in names:
        raise SourceError("it is a spreadsheet: save the sheet that has the reports as .csv")
    elif "content.xml" in names:
        raise SourceError("it is an OpenDocument file: save it as .docx, .csv or .txt")
    else:
        raise SourceError(
            "it is a zip archive with no document, chat export or web archive in it: unpack it and give its files"
        )


def _module(name: str) -> Any:
    """Return a format, loaded when it is needed: their libraries are heavy."""
    return import_module(f"marsad.sources.formats.{name}")
