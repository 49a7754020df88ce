"""Tables become reports, a row each (marsad/sources/formats/table.py, marsad/sources/columns.py)."""

from __future__ import annotations

import datetime as dt

import pytest

from marsad.errors import SourceError
from marsad.sources.columns import mapping, parse
from marsad.sources.items import Defaults
from tests.formats_support import TEXT, passed, read, refused, taken

DAY = dt.date(2016, 12, 5)


def columns(said: str) -> Defaults:
    return Defaults(columns=parse(said))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_delimiters_and_encodings_are_found(delimiter: str, codec: str) -> None:
    rows = [
        ("العنوان", "نص الخبر", "تاريخ النشر", "المصدر", "الرابط"),
        ("قصف", TEXT, "2016-12-05", "صحيفة", "https://e.org/1"),
    ]
    data = "\r\n".join(delimiter.join(row) for row in rows).encode(codec)
    (item,) = taken(read("table", data))
    report = item.report
    assert (report.title, report.text, report.published) == ("قصف", TEXT, DAY)
    assert (report.outlet, report.url, item.basis) == ("صحيفة", "https://e.org/1", "field")
    assert item.report.report_id == "input-2"


def test_english_names_and_the_row_as_written() -> None:
    data = f'ID,Headline,Body,Publish Date,Author\n7,"A, b","{TEXT}\nline two",5 December 2016,X\n'.encode()
    (item,) = taken(read("table", data))
    assert item.report.report_id == "input/7"
    assert (item.report.title, item.report.text, item.report.published) == ("A, b", f"{TEXT}\nline two", DAY)
    assert item.original.decode() == f'7,"A, b","{TEXT}\nline two",5 December 2016,X'
    assert item.detail("author") == "X"


def test_columns_as_the_user_says() -> None:
    data = f"a,b,c\n{TEXT},2016-12-05,X\n".encode()
    (item,) = taken(read("table", data, columns("text=a,published=b,outlet=c")))
    assert (item.report.text, item.report.published, item.report.outlet) == (TEXT, DAY, "X")


def test_columns_that_do_not_fit_are_named() -> None:
    data = f"a,b\n{TEXT},2\n".encode()
    with pytest.raises(SourceError, match=r"no column has the text.*its columns: a, b\).*--map text=COLUMN"):
        read("table", data)
    with pytest.raises(SourceError, match=r"no column 'x' \(its columns: a, b\)"):
        read("table", data, columns("text=x"))


@pytest.mark.parametrize("said", ["text", "text=", "words=a", "=a"])
def test_a_map_that_is_none_is_refused(said: str) -> None:
    with pytest.raises(SourceError, match="FIELD=COLUMN"):
        parse(said)


def test_the_surest_name_is_taken() -> None:
    assert mapping(["message", "text", "date", "published"], ()) == {"text": "text", "published": "published"}
    assert mapping(["fullText", "source_url"], ()) == {"text": "fullText", "url": "source_url"}


def test_the_order_of_dates_is_found_in_the_whole_column() -> None:
    def days(*dates: str) -> list[dt.date | None]:
        data = "text,date\n" + "".join(f"{TEXT},{date}\n" for date in dates)
        return [item.report.published for item in taken(read("table", data.encode()))]

    assert days("5/12/2016", "13/11/2016") == [DAY, dt.date(2016, 11, 13)]
    assert days("12/5/2016", "11/13/2016") == [DAY, dt.date(2016, 11, 13)]
    assert days("5/12/2016", "6/6/2016") == [None, dt.date(2016, 6, 6)]
    assert days("2016/12/05") == [DAY]


def test_a_date_that_could_be_two_is_said() -> None:
    items = read("table", f"text,date\n{TEXT},5/12/2016\n{TEXT},soon\n{TEXT},\n".encode())
    assert [item.report.published for item in taken(items)] == [None, None, None]
    assert "2 rows have a date" in passed(items)[0]


def test_bad_rows_are_named_and_the_others_are_read() -> None:
    data = f"text,date\n{TEXT},2016-12-05\n,2016-12-05\n{TEXT},2016-12-05,x,y\n\n{TEXT},2016-12-05\n".encode()
    items = read("table", data)
    assert [item.report.report_id for item in taken(items)] == ["input-2", "input-6"]
    assert ["no text" in refused(items)[0], "4 cells where the first row has 2" in refused(items)[1]] == [True, True]


def test_a_quote_that_never_closes_is_named() -> None:
    data = f'text,date\n{TEXT},2016-12-05\n"{TEXT},2016-12-05\n'.encode() + f"{TEXT},x\n".encode() * 500
    with pytest.raises(SourceError, match="line 3"):
        read("table", data, Defaults(limit=10_000))


def test_a_million_columns_are_refused() -> None:
    with pytest.raises(SourceError, match=r"1,000,000 columns"):
        read("table", b"text" + b",a" * 999_999 + b"\n1\n")
