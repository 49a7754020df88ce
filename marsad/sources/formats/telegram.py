"""A chat exported by Telegram Desktop as JSON (result.json): a message with words is a report.

The file is read message by message, so its size does not matter. Reactions are left out: they name people, and change.
An edited message is a report of its own, beside the one that an earlier export holds.
"""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

from marsad.errors import SourceError
from marsad.sources import rows
from marsad.sources.items import Defaults, Item, Origin, Passed, Refused, Taken, readable, size

_CHUNK = 1 << 18
_MESSAGES = re.compile(r'"messages"\s*:\s*\[')
_NEXT = re.compile(r"[\s,]*")
_FIELD = r'"%s"\s*:\s*("(?:[^"\\]|\\.)*"|-?\d+)'
_SPACE_FOR_HEAD = 1 << 16  # characters before the messages that name the chat
_MEDIA = ("photo", "media_type", "file", "poll", "location_information", "contact_information")
_KEPT_OUT = ("reactions",)


@dataclass(frozen=True, slots=True)
class Chat:
    """A channel or group: its id, its name, and what Telegram calls its kind."""

    id: str
    name: str | None
    kind: str


def read(file: BinaryIO, origin: Origin, defaults: Defaults) -> Iterator[Item]:
    """Yield the messages of every chat of an export that hold words; say how many do not."""
    text = io.TextIOWrapper(file, "utf-8-sig", errors="replace")
    found = False
    for chat, messages in _Stream(text, defaults.limit).chats():
        found = True
        without: Counter[str] = Counter()
        empty = True
        try:
            for message in messages:
                empty = False
                yield from _of_message(message, chat, origin, defaults, without)
        except SourceError as error:
            yield Refused(f"{origin.name}, {chat.name or chat.id}", str(error))
            empty = False
        if empty:
            yield Passed(f"{origin.name}, {chat.name or chat.id}", "the chat holds no messages")
        if without:
            said = ", ".join(f"{count:,} {what}" for what, count in sorted(without.items()))
            yield Passed(f"{origin.name}, {chat.name or chat.id}", f"passed over: {said}")
    if not found:
        raise SourceError("it is not an export of Telegram with messages: export the chat again as JSON")


class _Stream:
    """The text of an export, of which only the part that is being read is held."""

    def __init__(self, text: io.TextIOWrapper, limit: int) -> None:
        self._text = text
        self._limit = limit
        self._held = ""
        self._at = 0

    def _more(self) -> bool:
        part = self._text.read(_CHUNK)
        self._held = self._held[self._at :] + part
        self._at = 0
        return bool(part)

    def chats(self) -> Iterator[tuple[Chat, Iterator[Any]]]:
        while True:
            hit = _MESSAGES.search(self._held, self._at)
            if hit is None:
                self._at = max(self._at, len(self._held) - _SPACE_FOR_HEAD)
                if not self._more():
                    return
                continue
            chat = _chat(self._held[max(self._at, hit.start() - _SPACE_FOR_HEAD) : hit.start()])
            self._at = hit.end()
            yield chat, self._messages()

    def _messages(self) -> Iterator[Any]:
        decoder = json.JSONDecoder(strict=False)
        count = 0
        while True:
            self._at = _NEXT.match(self._held, self._at).end()  # type: ignore[union-attr]
            if self._held.startswith("]", self._at):
                return
            try:
                message, self._at = decoder.raw_decode(self._held, self._at)
            except RecursionError as error:
                raise SourceError(
                    f"message {count + 1:,} is nested too deeply: what comes after was not read"
                ) from error
            except ValueError as error:
                if len(self._held) - self._at > self._limit:
                    what = f"message {count + 1:,} is larger than {size(self._limit)}, or broken"
                    raise SourceError(f"{what}: what comes after it was not read") from error
                if not self._more():
                    what = f"the export breaks off after {count:,} messages"
                    raise SourceError(f"{what}: what came after was not read; export it again") from error
                continue
            count += 1
            yield message


def _chat(head: str) -> Chat:
    def last(name: str) -> str | None:
        found = re.findall(_FIELD % name, head)
        return str(json.loads(found[-1], strict=False)) if found else None

    return Chat(last("id") or "chat", last("name"), last("type") or "")


def _of_message(message: Any, chat: Chat, origin: Origin, defaults: Defaults, without: Counter[str]) -> Iterator[Item]:
    if not isinstance(message, dict) or not isinstance(message.get("id"), int):
        without["that are no messages"] += 1
        return
    if message.get("type") != "message":
        without["of the chat itself"] += 1
        return
    name = f"{origin.name}, message {message['id']}"
    text = words(message.get("text"))
    if not text.strip():
        without["without words"] += 1
        return
    try:
        yield _taken(message, text, chat, name, origin, defaults)
    except SourceError as error:
        yield Refused(name, str(error))


def _taken(message: rows.Json, text: str, chat: Chat, name: str, origin: Origin, defaults: Defaults) -> Taken:
    said = str(message.get("date") or "")
    day = said[:10] if re.match(r"\d{4}-\d\d-\d\dT", said) else None
    edited = message.get("edited_unixtime") or message.get("edited")
    fields = {
        "report_id": f"telegram:{chat.id}/{message['id']}" + (f"/edited-{edited}" if edited else ""),
        "text": readable(text)[0],
        "outlet": chat.name or defaults.outlet,
        "published": day,
        "url": f"https://t.me/c/{chat.id}/{message['id']}" if chat.kind.endswith(("channel", "supergroup")) else None,
    }
    item = rows.taken(fields, name, origin.made_id, defaults)
    own = {key: value for key, value in message.items() if key not in _KEPT_OUT}
    return replace(
        item,
        original=json.dumps(own, ensure_ascii=False).encode("utf-8", "replace"),
        media_type="application/json",
        basis="message" if day else item.basis,
        details=tuple(_details(message, chat, said)),
    )


def _details(message: rows.Json, chat: Chat, said: str) -> Iterator[tuple[str, str]]:
    author = message.get("author") or (message.get("from") if message.get("from") != chat.name else None)
    values = {
        "author": author,
        "published_at": said,
        "published_unix": message.get("date_unixtime"),
        "edited_at": message.get("edited"),
        "forwarded_from": message.get("forwarded_from"),
        "reply_to": f"telegram:{chat.id}/{message['reply_to_message_id']}"
        if "reply_to_message_id" in message
        else None,
        "media": next((str(message[key]) if key == "media_type" else key for key in _MEDIA if key in message), None),
    }
    yield from ((key, str(value)) for key, value in values.items() if value)
    yield from (("link", link) for link in _links(message.get("text")))


def words(text: object) -> str:
    """Return the words of a message, which are text or a list of text and of marked pieces."""
    if isinstance(text, str):
        return text
    if not isinstance(text, list):
        return ""
    return "".join(part if isinstance(part, str) else str(part.get("text") or "") for part in text if _is_piece(part))


def _is_piece(part: object) -> bool:
    return isinstance(part, (str, dict))


def _links(text: object) -> Iterator[str]:
    for part in text if isinstance(text, list) else []:
        if isinstance(part, dict):
            target = part.get("href") or (part.get("text") if part.get("type") == "link" else None)
            if isinstance(target, str):
                yield target
