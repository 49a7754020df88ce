"""Exports of Telegram Desktop become reports, a message each (marsad/sources/formats/telegram.py)."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from marsad.errors import SourceError
from marsad.sources.items import Defaults
from tests.formats_support import TEXT, message, passed, read, refused, taken, telegram

PARTS = [
    "عاجل: ",
    {"type": "bold", "text": "قتل خمسة مدنيين"},
    " في قصف. ",
    {"type": "link", "text": "https://example.org"},
]


def test_a_message_is_a_report() -> None:
    items = read("telegram", telegram(message(7, PARTS, date_unixtime="1480930200", author="س. ع.")))
    (item,) = taken(items)
    report = item.report
    assert report.text == "عاجل: قتل خمسة مدنيين في قصف. https://example.org"
    assert (report.report_id, report.url) == ("telegram:1001/7", "https://t.me/c/1001/7")
    assert (report.outlet, report.published, item.basis) == ("مرصد المدينة", dt.date(2016, 12, 5), "message")
    assert item.own_id
    assert dict(item.details) == {
        "author": "س. ع.",
        "published_at": "2016-12-05T10:30:00",
        "published_unix": "1480930200",
        "link": "https://example.org",
    }
    assert json.loads(item.original)["text"] == PARTS


def test_forwards_replies_edits_and_media() -> None:
    first = message(1, TEXT, forwarded_from="قناة أخرى", photo="(File not included)")
    second = message(2, TEXT, reply_to_message_id=1, edited="2016-12-05T11:00:00", edited_unixtime="1480932000")
    one, two = taken(read("telegram", telegram(first, second)))
    assert (one.detail("forwarded_from"), one.detail("media")) == ("قناة أخرى", "photo")
    assert (two.detail("reply_to"), two.detail("edited_at")) == ("telegram:1001/1", "2016-12-05T11:00:00")
    assert two.report.report_id == "telegram:1001/2/edited-1480932000"


def test_who_wrote_in_a_group_is_kept_apart_from_the_outlet() -> None:
    (item,) = taken(
        read("telegram", telegram(message(1, TEXT, **{"from": "سمير"}), type="private_group", name="جيران"))
    )
    assert (item.report.outlet, item.detail("author"), item.report.url) == ("جيران", "سمير", None)


def test_what_holds_no_words_is_counted() -> None:
    service = {"id": 1, "type": "service", "action": "pin_message", "text": ""}
    items = read("telegram", telegram(service, message(2, "", photo="x.jpg"), message(3, TEXT), message(4, "")))
    assert len(taken(items)) == 1
    assert passed(items) == ["passed over: 1 of the chat itself, 2 without words"]


def test_reactions_are_left_out() -> None:
    reacted = message(1, TEXT, reactions=[{"emoji": "x", "recent": [{"from": "اسم"}]}])
    (item,) = taken(read("telegram", telegram(reacted)))
    assert item.original == taken(read("telegram", telegram(message(1, TEXT))))[0].original


def test_every_chat_of_a_whole_export() -> None:
    chats = [json.loads(telegram(message(1, TEXT), id=number, name=f"قناة {number}")) for number in (1, 2)]
    data = json.dumps({"about": "x", "chats": {"list": chats}}).encode()
    assert [(i.report.report_id, i.report.outlet) for i in taken(read("telegram", data))] == [
        ("telegram:1/1", "قناة 1"),
        ("telegram:2/1", "قناة 2"),
    ]


def test_a_large_export_is_read_message_by_message() -> None:
    data = telegram(*(message(number, f"{TEXT} {number}") for number in range(6000)))
    items = taken(read("telegram", data, Defaults(limit=20_000)))
    assert len(data) > 1_000_000
    assert [item.report.report_id for item in items] == [f"telegram:1001/{number}" for number in range(6000)]


def test_an_export_that_breaks_off_gives_what_is_whole() -> None:
    data = telegram(*(message(number, TEXT) for number in range(10)))
    items = read("telegram", data[: len(data) * 2 // 3])
    assert 5 <= len(taken(items)) < 10
    assert f"breaks off after {len(taken(items))} messages" in refused(items)[0]


def test_a_message_over_the_limit_is_named() -> None:
    items = read("telegram", telegram(message(1, TEXT), message(2, "خبر " * 200_000)), Defaults(limit=100_000))
    assert len(taken(items)) == 1
    assert "message 2 is larger" in refused(items)[0]


@pytest.mark.parametrize("text", [5, None, [[]], [{"text": None}], {}])
def test_text_of_another_kind_is_none(text: object) -> None:
    assert taken(read("telegram", telegram(message(1, text)))) == []


def test_json_without_messages_is_refused() -> None:
    with pytest.raises(SourceError, match="not an export of Telegram"):
        read("telegram", b'{"type": "public_channel"}')
