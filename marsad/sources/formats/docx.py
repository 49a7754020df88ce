"""A Word document (DOCX): its paragraphs and tables in their order are one report.

Its own properties say when the file was made, which is not when its words were published.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

import docx
from docx.document import Document
from docx.opc.exceptions import OpcError
from docx.table import Table
from lxml.etree import XMLSyntaxError

from marsad.errors import SourceError
from marsad.sources import rows
from marsad.sources.formats import unzip
from marsad.sources.items import Defaults, Item, Origin, readable, size

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def of_archive(archive: zipfile.ZipFile, file: BinaryIO, origin: Origin, defaults: Defaults) -> Iterator[Item]:
    """Yield the report that a document is. Raises `SourceError` where it has no words, is broken or a bomb."""
    unzip.check(archive, unzip.UNPACKED * defaults.limit)
    file.seek(0)
    try:
        document = docx.Document(file)
    except (OpcError, KeyError, ValueError, AttributeError, XMLSyntaxError, zipfile.BadZipFile) as error:
        raise SourceError("it is not a whole Word document: save it again as .docx") from error
    text = "\n".join(_lines(document)).strip("\n")
    if len(text) > defaults.limit:
        raise SourceError(f"its text is larger than {size(defaults.limit)}: split it, or raise --max-size")
    if not text.strip():
        raise SourceError("it has no words: nothing to read")
    item = rows.taken({"text": readable(text)[0], "url": origin.url}, origin.name, origin.made_id, defaults)
    properties = document.core_properties
    details = (("author", properties.author), ("document_title", properties.title))
    file.seek(0)
    yield replace(
        item,
        original=file.read(),
        media_type=_MEDIA_TYPE,
        details=tuple((name, value.strip()) for name, value in details if value and value.strip()),
    )


def _lines(document: Document) -> Iterator[str]:
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                cells = {id(cell._tc): cell for cell in row.cells}  # merged cells come more than once
                yield " | ".join(" ".join(cell.text.split()) for cell in cells.values())
        else:
            yield block.text
