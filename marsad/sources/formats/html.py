"""A saved page: its article as text, with title, author, outlet, links and its own date of publication."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from typing import BinaryIO
from urllib.parse import urljoin, urlsplit

from lxml import html
from trafilatura import bare_extraction
from trafilatura.metadata import extract_author, extract_title

from marsad.errors import SourceError
from marsad.records import Report
from marsad.sources import rows
from marsad.sources.formats import markup, metadata, telegram_html, telegram_page
from marsad.sources.formats.pagedate import page_date
from marsad.sources.formats.text import whole
from marsad.sources.furniture import furniture
from marsad.sources.items import Defaults, Item, Origin, Taken, readable
from marsad.text.fold import match

PAGE_LIMIT = 4  # times the limit of a text: markup is most of a page
_MOST_LINKS = 100
_HEAD = 4000
_SAVED_FROM = re.compile(
    r"<!-- saved from url=\(\d+\)(https?://[^\s>]+)|saved with SingleFile\s+url:\s*(https?://[^\s>]+)"
)
_KEPT_LINES = ("dateline", "byline", "agency", "read_also")  # lines that are not prose, kept as details
_CHATS = (
    (telegram_html.is_export, telegram_html.read_tree),
    (telegram_page.is_preview, telegram_page.read_tree),
)
_PROSE_CELL = 300  # characters that no cell of a table of figures holds


def read(file: BinaryIO, origin: Origin, defaults: Defaults) -> Iterator[Item]:
    """Yield the report that a page holds. Raises `SourceError` where it holds no article."""
    data = whole(file, PAGE_LIMIT * defaults.limit)
    chat = next((read_tree for tells, read_tree in _CHATS if tells(data)), None)
    if chat:
        yield from chat(markup.tree_of(markup.text_of(data, origin.headers)[0]), origin, defaults)
    else:
        yield replace(page(data, origin, defaults), original=data)


def page(data: bytes, origin: Origin, defaults: Defaults) -> Taken:
    """Return the report of one page."""
    text, codec = markup.text_of(data, origin.headers)
    saved = _SAVED_FROM.search(text[:_HEAD])  # as browsers note it
    origin = replace(origin, url=origin.url or (saved[1] or saved[2] if saved else None))
    tree = markup.tree_of(text)
    known = metadata.of_page(tree)
    body = article(tree)
    if not body.strip():
        raise SourceError("the page holds no article: its words may be in a picture, or put there by a script")
    title = known.title or extract_title(tree)
    body = _without_title(body, title)
    fields = {"text": readable(body)[0], "title": title, "url": origin.url or known.url, "outlet": known.outlet}
    item = rows.taken(fields, origin.name, origin.made_id, defaults)
    dated = page_date(tree, known, title, item.report)
    notes = () if codec.startswith("utf-8") else (f"read as {codec}",)
    return replace(
        item,
        report=replace(item.report, published=dated.day or item.report.published),
        media_type="text/html",
        basis=dated.basis if dated.day else item.basis,
        notes=(*notes, *item.notes, *dated.notes),
        details=tuple(_details(tree, known, dated.details, known.url or origin.url, item.report)),
    )


def article(tree: html.HtmlElement) -> str:
    """Return the words of the article, a paragraph a line."""
    found = bare_extraction(
        _without_layout_tables(tree), include_comments=False, include_tables=True, with_metadata=False
    )
    return str(getattr(found, "text", None) or "")


def _without_title(body: str, title: str | None) -> str:
    """Return the text without a first line that is the title again, which the report has beside it."""
    first, _, rest = body.partition("\n")
    same = title and rest.strip() and match(first).split() == match(title).split()
    return rest.lstrip("\n") if same else body


def _without_layout_tables(tree: html.HtmlElement) -> html.HtmlElement:
    """Return the page with tables that hold running text, or one column, as plain blocks: no tables of figures."""
    if not any(map(_is_layout, tree.iter("table"))):
        return tree
    tree = deepcopy(tree)
    for table in [table for table in tree.iter("table") if _is_layout(table)]:
        table.tag = "div"
        for row in table.xpath("./tr | ./tbody | ./tbody/tr | ./tr/td | ./tbody/tr/td"):
            row.tag = "div"
    return tree


def _is_layout(table: html.HtmlElement) -> bool:
    rows = table.xpath("./tr | ./tbody/tr")
    return all(len(row) < 2 for row in rows) or any(
        len(cell.text_content()) > _PROSE_CELL for row in rows for cell in row
    )


def _details(
    tree: html.HtmlElement,
    known: metadata.Known,
    dated: tuple[tuple[str, str], ...],
    address: str | None,
    report: Report,
) -> Iterator[tuple[str, str]]:
    if author := known.author or extract_author(tree):
        yield "author", author
    yield from dated
    for kind, span in furniture(report):
        if kind in _KEPT_LINES:
            yield kind, span.of(report.document)
    for link in _links(tree, address):
        yield "link", link


def _links(tree: html.HtmlElement, address: str | None) -> list[str]:
    """Return the addresses that the paragraphs of a page link to, in order, each once."""
    found: dict[str, None] = {}
    for target in tree.xpath("//p//a/@href | //blockquote//a/@href"):
        try:
            whole_address = urljoin(address or "", target.strip())
            if urlsplit(whole_address).scheme in ("http", "https"):
                found.setdefault(whole_address)
        except ValueError:  # brackets that are no IPv6 address
            continue
    return list(found)[:_MOST_LINKS]
