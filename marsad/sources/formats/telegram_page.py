"""The page on which Telegram shows a public channel (t.me/s/NAME): a message with words is a report.

It holds some twenty messages, the latest last; `?before=ID` gives those before one. Counts of views and reactions are
left out of what is kept: they change all the time, and reactions are people's.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from lxml import html

from marsad.sources import rows
from marsad.sources.formats.lines import plain, tidy
from marsad.sources.formats.telegram_html import Message, inside, of_class, with_words
from marsad.sources.items import Defaults, Item, Origin, Taken, readable

_MARK = b"tgme_widget_message"
_POST = re.compile(rb'\bdata-post="([A-Za-z0-9_]{1,64})/(\d{1,12})"')
_NAME = re.compile(r"([A-Za-z0-9_]{1,64})/(\d{1,12})")
_COUNTS = ("tgme_widget_message_views", "tgme_widget_message_reactions", "tgme_widget_message_poll_option_percent")


def is_preview(data: bytes) -> bool:
    """Tell the page of a channel by the classes that Telegram gives it."""
    return _MARK in data and _POST.search(data) is not None


def first_message(data: bytes) -> int | None:
    """Return the number of the earliest message on a page; None where there is none."""
    return min((int(hit[2]) for hit in _POST.finditer(data)), default=None)


def read_tree(tree: html.HtmlElement, origin: Origin, defaults: Defaults) -> Iterator[Item]:
    """Yield the messages of a page that hold words; say how many do not."""
    return with_words(_messages(tree, origin, defaults), origin)


def _messages(tree: html.HtmlElement, origin: Origin, defaults: Defaults) -> Iterator[Message]:
    for message in tree.xpath("//div[@data-post]"):
        hit = _NAME.fullmatch(message.get("data-post") or "")
        if hit is None:
            continue
        name = f"{origin.name}, message {hit[2]}"
        yield name, partial(_taken, message, hit[1], hit[2], name, origin, defaults)


def _taken(
    message: html.HtmlElement, channel: str, number: str, name: str, origin: Origin, defaults: Defaults
) -> Taken | None:
    texts = [e for e in of_class(message, "tgme_widget_message_text") if not inside(e, "tgme_widget_message_reply")]
    text = "\n".join(filter(None, map(plain, texts)))
    if not text:
        return None
    moment = _moment(message)
    names = (tidy(e.text_content()) for e in of_class(message, "tgme_widget_message_owner_name"))
    fields = {
        "report_id": f"telegram:{channel}/{number}",
        "text": readable(text)[0],
        "outlet": next(names, None) or defaults.outlet or channel,
        "published": moment.date().isoformat() if moment else None,
        "url": f"https://t.me/{channel}/{number}",
    }
    item = rows.taken(fields, name, origin.made_id, defaults)
    details = tuple(_details(message, moment, texts))
    for count in [element for kind in _COUNTS for element in of_class(message, kind)]:
        count.drop_tree()
    return replace(
        item,
        original=html.tostring(message, encoding="utf-8", with_tail=False),
        media_type="text/html",
        basis="message" if moment else item.basis,
        details=details,
    )


def _details(
    message: html.HtmlElement, moment: dt.datetime | None, texts: list[html.HtmlElement]
) -> Iterator[tuple[str, str]]:
    for author in of_class(message, "tgme_widget_message_from_author"):
        yield "author", tidy(author.text_content())
    if moment:
        yield "published_at", moment.isoformat()
    for forwarded in of_class(message, "tgme_widget_message_forwarded_from_name"):
        yield "forwarded_from", tidy(forwarded.text_content())
    for reply in of_class(message, "tgme_widget_message_reply"):
        if hit := _NAME.search((reply.get("href") or "").removeprefix("https://t.me/")):
            yield "reply_to", f"telegram:{hit[0]}"
    for text in texts:
        for link in text.xpath(".//a/@href"):
            if link.startswith(("http://", "https://")):
                yield "link", link


def _moment(message: html.HtmlElement) -> dt.datetime | None:
    """Return when a message was sent: the time by its own number, not one that is quoted in it."""
    for stamp in message.xpath(".//a[contains(@class, 'tgme_widget_message_date')]//time/@datetime"):
        try:
            return dt.datetime.fromisoformat(stamp)
        except ValueError:
            continue
    return None
