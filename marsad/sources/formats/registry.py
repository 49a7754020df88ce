"""The formats that are read in the sandbox, by name. Each is a module with `read(file, origin, defaults) -> items`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import BinaryIO

from marsad.sources.items import Defaults, Item, Origin
from marsad.sources.parts import Part

Read = Callable[[BinaryIO, Origin, Defaults], Iterator[Item | Part]]

# name -> the module that reads it; the libraries that it needs are loaded with it
FORMATS = {
    "html": "marsad.sources.formats.html",
    "feed": "marsad.sources.formats.feed",
    "mhtml": "marsad.sources.formats.mhtml",
    "pdf": "marsad.sources.formats.pdf",
    "table": "marsad.sources.formats.table",
    "telegram": "marsad.sources.formats.telegram",
    "text": "marsad.sources.formats.text",
    "warc": "marsad.sources.formats.warc",
    "whatsapp": "marsad.sources.formats.whatsapp",
    "zip": "marsad.sources.formats.zipped",
}


def reader(name: str) -> Read:
    """Return the function that reads a format; raise KeyError where there is none of that name."""
    found: Read = import_module(FORMATS[name]).read
    return found
