"""Exports of WhatsApp become reports, a message each (marsad/sources/formats/whatsapp.py)."""

from __future__ import annotations

import datetime as dt

import pytest

from marsad.errors import SourceError
from marsad.sources.items import Origin
from marsad.sources.sniff import format_of
from tests.formats_support import TEXT, passed, read, refused, taken, zipped

DAY = dt.date(2016, 12, 5)

ANDROID = f"""23/11/2016, 09:00 - الرسائل والمكالمات مشفرة تمامًا بين الطرفين. اضغط لمعرفة المزيد.
05/12/2016, 10:30 - سمير: {TEXT}
وهذا سطر ثان من الرسالة
: وثالث
05/12/2016, 10:31 - +963 900 000 000: <تم استبعاد الوسائط>
05/12/2016, 10:32 - أنشأ سمير المجموعة "أخبار: الحي"
06/12/2016, 10:33 - ليلى: تم حذف هذه الرسالة
06/12/2016, 10:34 - ليلى: مقتل مدني واحد: لا تأكيد بعد <تم تعديل هذه الرسالة>
"""


def chat(*heads: str, word: str = TEXT) -> bytes:
    return "".join(f"{head}سمير: {word} {number}\n" for number, head in enumerate(heads)).encode()


def days(data: bytes) -> list[dt.date | None]:
    return [item.report.published for item in taken(read("whatsapp", data))]


def test_messages_system_lines_media_and_deletions() -> None:
    items = read("whatsapp", ANDROID.encode())
    first, last = taken(items)
    assert first.report.text == f"{TEXT}\nوهذا سطر ثان من الرسالة\n: وثالث"
    assert (first.report.published, first.basis, first.detail("author")) == (DAY, "message", "سمير")
    assert last.report.text == "مقتل مدني واحد: لا تأكيد بعد"
    assert first.original.decode().startswith("05/12/2016, 10:30 - سمير: ")
    assert passed(items) == ["passed over: 2 of the app itself, 2 without words"]


HEADS = {
    "android, 24 hours": ("13/11/2016, 09:00 - ", "05/12/2016, 10:30 - "),
    "android, english of the US": ("11/13/16, 9:00 AM - ", "12/5/16, 10:30\u202fPM - "),
    "android, arabic digits and marks": ("١٣\u200f/١١\u200f/٢٠١٦، ٩:٠٠ ص - ", "٥\u200f/١٢\u200f/٢٠١٦، ١٠:٣٠ م - "),
    "iphone": ("[13/11/2016, 09:00:00] ", "[05/12/2016, 10:30:00] "),
    "iphone, arabic": ("\u200f[١٣/١١/٢٠١٦، ٩:٠٠:٠٠ ص] ", "\u200f[٥/١٢/٢٠١٦، ١٠:٣٠:٠٠ م] "),
    "german": ("13.11.16, 09:00 - ", "05.12.16, 10:30 - "),
    "year first": ("2016-11-13, 09:00 - ", "2016-12-05, 10:30 - "),
    "two digits of the year first": ("16/11/30, 09:00 - ", "16/12/05, 10:30 - "),
}


@pytest.mark.parametrize("name", HEADS)
def test_the_order_of_the_date_is_found_in_the_whole_file(name: str) -> None:
    data = chat(*HEADS[name])
    assert format_of(data, "chat.txt") == "whatsapp"
    assert days(data)[-1] == DAY


def test_the_order_of_time_decides_where_no_day_is_past_twelve() -> None:
    rising = ("10/11/2016, 09:00 - ", "05/12/2016, 10:30 - ", "08/12/2016, 10:30 - ")
    assert days(chat(*rising))[1] == DAY
    assert days(chat("11/10/2016, 09:00 - ", "12/05/2016, 10:30 - ", "12/08/2016, 10:30 - "))[1] == DAY


def test_a_day_that_could_be_two_is_unknown_and_said() -> None:
    data = chat("05/06/2016, 10:30 - ", "05/06/2016, 10:31 - ", "07/07/2016, 10:32 - ")
    assert days(data) == [None, None, dt.date(2016, 7, 7)]
    items = read("whatsapp", data)
    assert "2 messages have no sure day" in passed(items)[0]
    assert taken(items)[0].detail("published_at") == "5/6/2016 10:30"


def test_the_future_decides_too() -> None:
    year = dt.datetime.now(dt.UTC).year
    assert days(chat("11/03/2016, 09:00 - ", f"01/02/{year}, 10:30 - ", f"12/01/{year + 1}, 10:30 - "))[0] is None


def test_ids_stay_from_export_to_export() -> None:
    one = chat("13/11/2016, 09:00 - ", "05/12/2016, 10:30 - ")
    two = one + chat("06/12/2016, 10:30 - ")
    ids = [[item.report.report_id for item in taken(read("whatsapp", data))] for data in (one, two)]
    assert ids[1][:2] == ids[0]
    assert len(set(ids[1])) == 3


def test_the_same_words_twice_in_a_minute_are_two_messages() -> None:
    line = f"13/11/2016, 09:00 - سمير: {TEXT}\n"
    ids = [item.report.report_id for item in taken(read("whatsapp", (line + line).encode()))]
    assert ids[1] == f"{ids[0]}-2"


def test_the_zip_of_a_phone() -> None:
    data = zipped({"_chat.txt": b"\xef\xbb\xbf" + chat(*HEADS["iphone"]), "0001-PHOTO.jpg": b"\xff\xd8\xff"})
    (first, second) = taken(read("zip", data))
    assert (first.report.outlet, second.report.published) == ("input", DAY)
    assert first.name == "input, _chat.txt, line 1"
    named = zipped({"محادثة واتساب مع أخبار الحي.txt": chat(*HEADS["iphone"])})
    assert taken(read("zip", named))[0].report.outlet == "أخبار الحي"


def test_pictures_with_words_keep_the_words() -> None:
    alone = "[13/11/2016, 09:00:00] سمير: \u200e<attached: 0001-PHOTO.jpg>\n"
    said = "[05/12/2016, 10:30:00] سمير: IMG-1.jpg (file attached)\nمقتل مدنيين اثنين\n"
    items = read("whatsapp", (alone + said).encode())
    assert [item.report.text for item in taken(items)] == ["مقتل مدنيين اثنين"]


def test_a_zip_without_a_chat_is_refused() -> None:
    with pytest.raises(SourceError, match="unpack it"):
        read("zip", zipped({"a.txt": TEXT.encode(), "b.jpg": b""}))


def test_encrypted_members_are_named() -> None:
    data = bytearray(zipped({"_chat.txt": chat(*HEADS["iphone"])}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    assert "password" in refused(read("zip", bytes(data)))[0]


def test_text_with_a_date_at_its_head_is_no_chat() -> None:
    assert format_of(f"5/12/2016\n{TEXT}\n".encode(), "a.txt") == "text"
    assert Origin("a", "a").skip == 0
