"""The visible lines of a page in their order, each with what tells a headline, a link and a date from prose."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree, html

_BLOCKS = frozenset(
    "address article aside blockquote body br caption dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 "
    "h5 h6 header hr html li main nav ol option p pre section table tbody td tfoot th thead tr ul".split()
)
_INLINE = frozenset("span a time b strong i em small label font".split())
_UNSEEN = frozenset("script style noscript template svg head iframe object select textarea button".split())


@dataclass(frozen=True, slots=True)
class Stamp:
    """A <time>, or an element that microdata calls a date: its value, its words before it in the line, its names."""

    value: str
    at: int
    names: str


@dataclass(slots=True)
class Line:
    """One line of words; `element` is the block that it stands in, `linked` the number of its letters in links.

    `edges` are the places in `text` where a piece with a look of its own begins or ends.
    """

    element: html.HtmlElement
    text: str = ""
    linked: int = 0
    stamps: list[Stamp] = field(default_factory=list)
    edges: list[int] = field(default_factory=list)


def lines(tree: html.HtmlElement, skip: Callable[[html.HtmlElement], bool] = lambda element: False) -> Iterator[Line]:
    """Yield the lines of a tree without those of elements that are not seen, or that `skip` names."""
    walker = etree.iterwalk(tree, events=("start", "end"))
    line = Line(tree)
    links = 0
    for event, element in walker:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if not tag or tag in _UNSEEN or skip(element):
                walker.skip_subtree()
                continue
            if tag in _BLOCKS:
                yield from _whole(line)
                line = Line(element)
            links += tag == "a"
            if tag == "time" and line.text:
                line.text += " "  # two of them may touch
            if tag in _INLINE:
                line.edges.append(len(line.text))
            if stamp := _stamp(element, line.text):
                line.stamps.append(stamp)
            _add(line, element.text, links)
        else:
            if tag in _BLOCKS:
                yield from _whole(line)
                line = Line(_parent(element, tree))
            if tag in _INLINE:
                line.edges.append(len(line.text))
            unseen = not tag or tag in _UNSEEN or skip(element)
            links -= tag == "a" and not unseen
            if element is not tree:
                _add(line, element.tail, links)
    yield from _whole(line)


def _parent(element: html.HtmlElement, tree: html.HtmlElement) -> html.HtmlElement:
    return tree if element is tree or element.getparent() is None else element.getparent()


def _add(line: Line, text: str | None, links: int) -> None:
    if text:
        line.text += text
        line.linked += len(text.strip()) if links > 0 else 0


def _whole(line: Line) -> Iterator[Line]:
    if line.stamps or line.text.strip():
        yield line


def _stamp(element: html.HtmlElement, before: str) -> Stamp | None:
    of_date = (element.get("itemprop") or "").lower().startswith("date")
    if element.tag != "time" and not of_date:
        return None
    value = element.get("datetime") or element.get("content") or ("" if element.tag == "time" else None)
    own = " ".join(filter(None, (element.get(name) for name in ("itemprop", "class", "id", "pubdate"))))
    around = element.getparent()
    names = f"{own} {around.get('class') or ''}" if around is not None else own
    return Stamp(value or "", len(before), names.lower() + (" pubdate" if "pubdate" in element.attrib else ""))


def plain(markup: html.HtmlElement) -> str:
    """Return the words of a piece of markup, a block a line."""
    return "\n".join(words for line in lines(markup) if (words := tidy(line.text)))


def tidy(text: str) -> str:
    """Return text with its blanks as a browser shows them."""
    return re.sub(r"\s+", " ", text).strip()


def tidy_edges(line: Line) -> frozenset[int]:
    """Return where the edges of a line are once it is tidy: on either side of the blank that stands there."""
    start = len(line.text) - len(line.text.lstrip())
    found = set()
    for edge in line.edges:
        before = re.sub(r"\s+", " ", line.text[start:edge]) if edge > start else ""
        blank = line.text[edge : edge + 1].isspace() and not before.endswith(" ")
        found |= {len(before.rstrip()), len(before), len(before) + blank}
    return frozenset(found)
