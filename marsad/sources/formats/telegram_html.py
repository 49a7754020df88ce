"""A chat exported by Telegram Desktop as HTML (messages.html): a message with words is a report."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial

from lxml import html

from marsad.errors import SourceError
from marsad.sources import rows
from marsad.sources.formats.lines import plain, tidy
from marsad.sources.items import Defaults, Item, Origin, Passed, Refused, Taken, readable

Message = tuple[str, Callable[[], Taken | None]]  # its name, and how it is taken: None where it holds no words
_MOMENT = re.compile(r"(\d{2})\.(\d{2})\.(\d{4}) (\d{2}:\d{2}:\d{2})(?: (UTC[+-]\d{2}:\d{2}))?")


def is_export(data: bytes) -> bool:
    """Tell the page of a chat export by the classes that Telegram gives it."""
    return b"page_wrap" in data[:20_000] and b"chat_page" in data[:50_000]


def read_tree(tree: html.HtmlElement, origin: Origin, defaults: Defaults) -> Iterator[Item]:
    """Yield the messages of a page of a chat export that hold words; say how many do not."""
    return with_words(_messages(tree, origin, defaults), origin)


def with_words(messages: Iterable[Message], origin: Origin) -> Iterator[Item]:
    """Yield the messages that hold words, each taken when it is its turn; say how many do not."""
    without = 0
    for name, take in messages:
        try:
            item = take()
        except SourceError as error:
            yield Refused(name, str(error))
            continue
        without += item is None
        if item:
            yield item
    if without:
        yield Passed(origin.name, f"passed over: {without:,} without words")


def _messages(tree: html.HtmlElement, origin: Origin, defaults: Defaults) -> Iterator[Message]:
    chat = next((tidy(found.text_content()) for found in of_class(tree, "page_header", "text")), None)
    sender: str | None = None
    for message in tree.xpath("//div[contains(@class, 'message')][@id]"):
        names = (message.get("class") or "").split()
        if "service" in names or "message" not in names:
            continue
        sender = next((tidy(found.text or "") for found in _children(message, "from_name")), sender)
        name = f"{origin.name}, {message.get('id')}"
        yield name, partial(_taken, message, chat, sender, name, origin, defaults)


def _taken(
    message: html.HtmlElement, chat: str | None, sender: str | None, name: str, origin: Origin, defaults: Defaults
) -> Taken | None:
    texts = [found for found in of_class(message, "text") if not inside(found, "reply_to")]
    text = "\n".join(filter(None, map(plain, texts)))
    if not text:
        return None
    said = next((found.get("title") or "" for found in _children(message, "date")), "")
    moment = _moment(said)
    number = str(message.get("id")).removeprefix("message")
    fields = {
        "report_id": f"telegram:{chat or origin.made_id}/{number}",
        "text": readable(text)[0],
        "outlet": chat or defaults.outlet,
        "published": moment.date().isoformat() if moment else None,
    }
    item = rows.taken(fields, name, origin.made_id, defaults)
    return replace(
        item,
        original=html.tostring(message, encoding="utf-8", with_tail=False),
        media_type="text/html",
        basis="message" if moment else item.basis,
        details=tuple(_details(message, chat, sender, said)),
    )


def _details(message: html.HtmlElement, chat: str | None, sender: str | None, said: str) -> Iterator[tuple[str, str]]:
    if sender and sender != chat:
        yield "author", sender
    if said:
        yield "published_at", said
    for forwarded in of_class(message, "forwarded", "from_name"):
        yield "forwarded_from", tidy(forwarded.text or "")
    for reply in message.xpath(".//div[contains(@class, 'reply_to')]//a/@href"):
        yield "reply_to", reply.rpartition("message")[2]
    for link in message.xpath(".//div[contains(@class, 'text')]//a/@href"):
        if link.startswith(("http://", "https://")):
            yield "link", link


def of_class(element: html.HtmlElement, *names: str) -> list[html.HtmlElement]:
    """Return the elements of a class inside those of another, in order."""
    path = "".join(f"//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]" for name in names)
    found: list[html.HtmlElement] = element.xpath(f".{path}")
    return found


def _children(message: html.HtmlElement, name: str) -> list[html.HtmlElement]:
    """Return the elements of a class in a message, without those of what it forwards."""
    return [found for found in of_class(message, name) if not inside(found, "forwarded")]


def inside(element: html.HtmlElement, name: str) -> bool:
    return any(name in (above.get("class") or "").split() for above in element.iterancestors())


def _moment(said: str) -> dt.datetime | None:
    hit = _MOMENT.match(said)
    try:
        return dt.datetime.fromisoformat(f"{hit[3]}-{hit[2]}-{hit[1]}T{hit[4]}") if hit else None
    except ValueError:
        return None
