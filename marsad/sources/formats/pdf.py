"""A PDF with text: the document is one report. One that holds pictures of pages is said to be scanned."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

import pypdfium2 as pdfium

from marsad.errors import SourceError
from marsad.sources import rows
from marsad.sources.formats import pdflines
from marsad.sources.formats.text import whole
from marsad.sources.items import Defaults, Item, Origin, readable, size

PDF_LIMIT = 20  # times the limit of a text: pictures and fonts are most of a document
_MOST_PAGES = 2000
_HYPHEN = "\ufffe"  # PDFium's mark of a hyphen at the end of a line
_REASONS = {
    pdfium.raw.FPDF_ERR_PASSWORD: "it is encrypted: open it with its password and save it without",
    pdfium.raw.FPDF_ERR_SECURITY: "it is encrypted in a way that is not known: save it without encryption",
}


def read(file: BinaryIO, origin: Origin, defaults: Defaults) -> Iterator[Item]:
    """Yield the report that a PDF is. Raises `SourceError` where it has no text, is encrypted or broken."""
    data = whole(file, PDF_LIMIT * defaults.limit)
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        broken = "it is not a whole PDF: get it again"
        raise SourceError(_REASONS.get(getattr(error, "err_code", None), broken)) from error
    with document:
        pages = len(document)
        if pages > _MOST_PAGES:
            raise SourceError(f"it has {pages:,} pages, more than {_MOST_PAGES:,}: split it")
        text = _text(document, pages, defaults.limit)
        title = str(document.get_metadata_dict().get("Title") or "")
    if not text.strip():
        raise SourceError(
            f"it is scanned ({_pages(pages)} without text), so nothing can be read: recognise its words (OCR) first"
        )
    fields = {"text": readable(text)[0], "title": None, "url": origin.url}
    item = rows.taken(fields, origin.name, origin.made_id, defaults)
    details = (("document_title", title),) if title.strip() else ()
    yield replace(item, original=data, media_type="application/pdf", details=details)


def _text(document: pdfium.PdfDocument, pages: int, limit: int) -> str:
    parts: list[str] = []
    held = 0
    for number in range(pages):
        page = document[number]
        text_page = page.get_textpage()
        part = text_page.get_text_bounded()
        if pdflines.has_arabic(part):
            part = pdflines.text_of(text_page)
        text_page.close()
        page.close()
        held += len(part)
        if held > limit:
            raise SourceError(f"its text is larger than {size(limit)}: split it, or raise --max-size")
        parts.append(_joined(part.replace("\r\n", "\n").replace("\r", "\n").replace(_HYPHEN, "-")))
    return "\n".join(part for part in parts if part.strip())


def _joined(text: str) -> str:
    """Put the lines of a paragraph together: one that is long and does not end goes on in the next."""
    return re.sub(r"(?<=[^\n]{50})(?<![.!?:])[ ]?\n(?=[a-z(\"“0-9])", " ", text.strip("\n"))


def _pages(count: int) -> str:
    return "1 page" if count == 1 else f"{count:,} pages"
