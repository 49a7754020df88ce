"""What a file holds: its first bytes say it, then its name, then what a server called it."""

from __future__ import annotations

import gzip
import re
import zlib
from pathlib import PurePosixPath

from marsad.sources import encoding

_PROLOGUE = r"(?:\s|<\?[^>]*\?>|<!--.*?-->|<!DOCTYPE(?!\s+html)[^>\[]*(?:\[.*?\]\s*)?>)*"
_FEED = re.compile(_PROLOGUE + r"<(?:\w+:)?(?:rss|feed|RDF)\b", re.DOTALL | re.IGNORECASE)
_HTML = re.compile(
    _PROLOGUE + r"<(?:!DOCTYPE\s+html|html|head|body|meta|title|link|script|div|article|main|section|table|p|h1)\b",
    re.DOTALL | re.IGNORECASE,
)
_TELEGRAM = re.compile(r'\{.*?"(?:messages|chats)"\s*:\s*[\[{]', re.DOTALL)
_TELEGRAM_MARKS = re.compile(r'"type"\s*:\s*"(?:\w+_(?:channel|chat|group|supergroup)|saved_messages|message|service)"')
_MHTML = re.compile(r"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){1,20}?Content-Type:\s*multipart/related", re.IGNORECASE)
_CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?(?:[AaPp]\.?\s?[Mm]\.?|[صم]))?"
_CHAT_LINE = re.compile(rf"\[?\d{{1,4}}[-./]\d{{1,2}}[-./]\d{{1,4}}[,،]?\s+{_CLOCK}\]?\s?(?:-\s|[^\s-])", re.ASCII)
_BIDI = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")) | {
    ord(digit): str(value) for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for value, digit in enumerate(digits)
}
_PDF_WITHIN = 1024
_GZIP = b"\x1f\x8b"
_MARKUP = 4096  # code points in which a page or a feed begins

_BY_SUFFIX = {
    ".txt": "text", ".text": "text", ".jsonl": "rows", ".ndjson": "rows", ".json": "document",
    ".csv": "table", ".tsv": "table", ".html": "html", ".htm": "html", ".xhtml": "html", ".xht": "html",
    ".mhtml": "mhtml", ".mht": "mhtml",
    ".rss": "feed", ".atom": "feed", ".rdf": "feed", ".pdf": "pdf", ".docx": "zip", ".zip": "zip", ".wacz": "zip",
    ".warc": "warc",
}  # fmt: skip
SUFFIXES = tuple(_BY_SUFFIX)
_BY_TYPE = {
    "text/html": "html", "application/xhtml+xml": "html", "text/plain": "text", "application/pdf": "pdf",
    "application/rss+xml": "feed", "application/atom+xml": "feed", "application/rdf+xml": "feed",
    "text/csv": "table", "application/warc": "warc",
}  # fmt: skip
# What `page` reads; the rest of the formats hold more than one document.
_DOCUMENTS = frozenset({"html", "mhtml", "pdf", "zip", "text"})


def document_format(data: bytes, name: str, content_type: str) -> str | None:
    """Return the format of one document that was fetched, None where it is none that holds words."""
    kind = format_of(data[: encoding.SAMPLE], name, content_type)
    return kind if kind in _DOCUMENTS else "text" if kind in ("rows", "whatsapp", "table") else None


def suffix(name: str) -> str:
    """Return the last part of a name, without the ".gz" behind it: ".txt", or ""."""
    path = PurePosixPath(name.replace("\\", "/").lower().partition("?")[0].removesuffix(".gz"))
    return path.suffix


def format_of(head: bytes, name: str, content_type: str = "") -> str | None:
    """Return the format of a file by its first bytes, its name and the type that a server gave; None if none fits."""
    if kind := _by_magic(head):
        return kind
    text = words(head)
    if text is None:
        return None
    kind = _by_words(text)
    named = _BY_SUFFIX.get(suffix(name)) or _BY_TYPE.get(content_type.partition(";")[0].strip().lower())
    if kind in ("html", "feed") and named in ("text", "rows", "table") and not _is_whole_markup(text):
        return named
    if kind:
        return kind
    if named in ("pdf", "zip", "warc"):  # the bytes are not what the name says
        return "text"
    return named or _guess(text)


def _by_magic(head: bytes) -> str | None:
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    return "warc" if head.startswith(b"WARC/") else None


def is_gzip(head: bytes) -> bool:
    return head.startswith(_GZIP)


def unzipped(head: bytes) -> bytes:
    """Return the beginning of what a gzip stream holds, or nothing where it is broken."""
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, encoding.SAMPLE)
    except (zlib.error, gzip.BadGzipFile):
        return b""


def words(head: bytes) -> str | None:
    """Return the beginning of a text, also one whose encoding only its markup names; None for what is binary."""
    codec = encoding.detect(head, whole=len(head) < encoding.SAMPLE)
    if codec is None and (head.lstrip()[:1] != b"<" or head.count(0) > len(head) // 4):
        return None
    return head.decode(codec or "latin-1", errors="replace").lstrip("\ufeff \t\r\n")


def _by_words(text: str) -> str | None:
    start = text[:_MARKUP]
    if start.startswith("<"):
        return "feed" if _FEED.match(start) else "html" if _HTML.match(start) else None
    if start.startswith("{") and _TELEGRAM.match(text) and _TELEGRAM_MARKS.search(text):
        return "telegram"
    if _MHTML.match(start.replace("\r\n", "\n")):
        return "mhtml"
    return "whatsapp" if is_chat(text) else None


def is_chat(text: str) -> bool:
    """Tell an exported chat: of its first lines, two or more begin with a date, a time and a dash or a bracket."""
    lines = text.translate(_BIDI).splitlines()[:60]
    marked = [bool(_CHAT_LINE.match(line.strip())) for line in lines if line.strip()]
    return sum(marked) >= 2 and marked[0]


def _is_whole_markup(text: str) -> bool:
    return bool(re.match(_PROLOGUE + r"<(?:!DOCTYPE\s+html|html|rss|feed|(?:\w+:)?RDF)\b", text[:_MARKUP], re.I | re.S))


def _guess(text: str) -> str:
    return "rows" if text.startswith("{") and '"text"' in text else "text"


def is_sure(head: bytes) -> bool:
    """Tell a format that its bytes alone give away, whatever the file is called; zip archives are many things."""
    kind = _by_magic(unzipped(head) if is_gzip(head) else head)
    if kind:
        return kind != "zip"
    text = words(head)
    return text is not None and _by_words(text) is not None
