"""HTML bytes become a tree, in the encoding that they are really in, without the network and without entities."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping

from lxml import html
from lxml.etree import ParserError, XMLSyntaxError

from marsad.errors import SourceError
from marsad.sources import encoding
from marsad.sources.formats.lines import plain

_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{2,30})|^\s*<\?xml[^>]{0,100}?encoding=[\"']([\w:.-]{2,30})",
    re.I,
)
_HEAD = 4096  # bytes in which an encoding is declared; browsers look at 1024
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w:.-]+)", re.I)
_SAME = {"iso-8859-1": "cp1252", "ascii": "cp1252"}  # as browsers have it


def text_of(data: bytes, headers: Mapping[str, str]) -> tuple[str, str]:
    """Return markup as text and its encoding: by its mark, as declared where that fits the bytes, else as found."""
    for name in _candidates(data, headers):
        if _fits(data, name):
            return data.decode(name, errors="replace").removeprefix("\ufeff"), name
    raise SourceError("it is binary, or in an encoding that was not recognised: save it as UTF-8")


def _candidates(data: bytes, headers: Mapping[str, str]) -> list[str]:
    """Return the encodings that the page may be in: UTF-8 that decodes is UTF-8, whatever is declared."""
    found = encoding.detect(data)
    if found and found.startswith(("utf-8", "utf-16", "utf-32")):
        return [found]
    declared = [hit[1] for hit in [_CHARSET.search(headers.get("content-type", ""))] if hit]
    declared += [(hit[1] or hit[2]).decode("ascii") for hit in _DECLARED.finditer(data[:_HEAD])]
    known = [name for name in map(_known, declared) if name]
    return [*known, *([found] if found else [])]


def _known(name: str) -> str | None:
    try:
        found = codecs.lookup(name)
    except (LookupError, UnicodeError):
        return None
    return _SAME.get(found.name, found.name) if found._is_text_encoding else None


def _fits(data: bytes, name: str) -> bool:
    """Tell whether an encoding leaves at most one character in two hundred unread."""
    sample = data[: encoding.SAMPLE]
    try:
        return sample.decode(name, errors="replace").count("\ufffd") * 200 <= len(sample)
    except (LookupError, UnicodeError):
        return False


def tree_of(text: str) -> html.HtmlElement:
    """Return the tree of a page. Raises `SourceError` where it holds nothing."""
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    data = _NOT_XML.sub("\ufffd", text).encode("utf-8", "replace")
    try:
        return html.document_fromstring(data, parser=parser)
    except XMLSyntaxError as error:
        if "unknown error" in str(error):  # what libxml2 says where it gets no memory
            raise MemoryError from error
        raise SourceError("it is broken: open it in a browser and save it again") from error
    except (ParserError, ValueError) as error:
        raise SourceError("it holds no words: nothing to read") from error


def plain_of(text: str) -> str:
    """Return the words of a piece of markup, a block a line; "" where it has none."""
    try:
        return plain(tree_of(f"<div>{text}</div>"))
    except SourceError:
        return ""
