"""Reports come in, and what cannot come in is named with what to do (marsad/sources)."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marsad.records import Report
from marsad.sources.files import take
from marsad.sources.items import Defaults, Item, Refused, Taken

TEXT = "قتل خمسة مدنيين في قصف على السوق.\nوأصيب طفلان."


def write(folder: Path, name: str, data: bytes | str) -> str:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return str(file)


def rows(*objects: Any) -> str:
    return "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in objects)


def reports(items: list[Item]) -> list[Report]:
    return [item.report for item in items if isinstance(item, Taken)]


def refusals(items: list[Item]) -> list[Refused]:
    return [item for item in items if isinstance(item, Refused)]


def one(name: str, defaults: Defaults | None = None) -> Item:
    (item,) = take([name], defaults or Defaults())
    return item


def reason(name: str, defaults: Defaults | None = None) -> str:
    item = one(name, defaults)
    assert isinstance(item, Refused)
    assert item.name == name
    return item.reason


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1256"])
def test_text_is_read_in_its_encoding(tmp_path: Path, codec: str) -> None:
    item = one(write(tmp_path, "news.txt", TEXT.encode(codec)))
    assert isinstance(item, Taken)
    assert item.report == Report("news", TEXT, "ar")
    assert item.notes == (() if codec.startswith("utf-8") else (f"read as {codec}",))


def test_line_ends_of_every_system_become_one(tmp_path: Path) -> None:
    (report,) = reports([one(write(tmp_path, "a.txt", "خبر أول\r\nخبر ثان\rخبر ثالث\n"))])
    assert report.text == "خبر أول\nخبر ثان\nخبر ثالث"


def test_defaults_fill_what_a_report_does_not_say(tmp_path: Path) -> None:
    defaults = Defaults(published=dt.date(2016, 12, 5), outlet="A", title="T")
    own = {"report_id": "1", "text": TEXT, "published": "2016-12-01T10:00:00Z", "outlet": "B"}
    (report,) = reports(list(take([write(tmp_path, "a.jsonl", rows(own))], defaults)))
    assert (report.published, report.outlet, report.title) == (dt.date(2016, 12, 1), "B", "T")
    assert report.document == f"T\n{TEXT}"


@pytest.mark.parametrize(("text", "lang"), [(TEXT, "ar"), ("Five killed", "en"), ("CNN: قتل خمسة مدنيين", "ar")])
def test_the_language_is_found_by_the_letters(tmp_path: Path, text: str, lang: str) -> None:
    (report,) = reports([one(write(tmp_path, "a.txt", text))])
    assert report.lang == lang


def test_a_directory_is_read_in_order_and_through(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", TEXT)
    write(tmp_path, "a/c.jsonl", rows({"report_id": "c1", "text": TEXT}, {"text": TEXT}))
    write(tmp_path, "a/b.txt", TEXT)
    write(tmp_path, "picture.png", b"\x89PNG")
    write(tmp_path, ".hidden.txt", TEXT)
    ids = [report.report_id for report in reports(list(take([str(tmp_path)])))]
    assert ids == ["b", str(tmp_path / "a" / "b.txt"), "c1", "c-2"]


def test_gzip_and_lists_are_read(tmp_path: Path) -> None:
    packed = write(tmp_path, "a.jsonl.gz", gzip.compress(rows({"text": TEXT}).encode()))
    listed = write(tmp_path, "b.json", json.dumps([{"text": TEXT}, {"text": TEXT}], indent=1))
    assert [r.report_id for r in reports(list(take([packed, listed])))] == ["a-1", "b-1", "b-2"]


def test_standard_input_is_text_or_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    for data, expected in ((TEXT, ["stdin"]), (rows({"report_id": "x", "text": TEXT}), ["x"])):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data.encode())))
        assert [r.report_id for r in reports(list(take(["-"])))] == expected


# What is refused


def test_what_is_not_there(tmp_path: Path) -> None:
    assert "no such file" in reason(str(tmp_path / "nothing.txt"))
    assert "holds no reports" in reason(str(tmp_path))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a system with named pipes")
def test_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert "not a file" in reason(str(tmp_path / "pipe.txt"))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (bytes(range(256)) * 20, "binary"),
        (TEXT.encode() + b"\x00", "binary"),
        (b"%PDF-1.4", "PDF"),
        ("Президент заявил о прекращении огня".encode("cp1251"), "--encoding"),
        ("Президент заявил".encode(), "Arabic and English"),
        (b"1234 5678", "no Arabic or Latin letters"),
    ],
    ids=["empty", "blank", "mark", "binary", "nul", "pdf", "cp1251", "russian", "digits"],
)
def test_text_that_cannot_be_read(tmp_path: Path, data: bytes, words: str) -> None:
    assert words in reason(write(tmp_path, "a.txt", data))


def test_a_named_encoding_is_used(tmp_path: Path) -> None:
    item = one(write(tmp_path, "a.txt", TEXT.encode("cp1256")), Defaults(encoding="cp1256"))
    assert reports([item])[0].text == TEXT


def test_broken_gzip(tmp_path: Path) -> None:
    assert "gzip" in reason(write(tmp_path, "a.txt.gz", gzip.compress(TEXT.encode())[:-8]))
    assert "gzip" in reason(write(tmp_path, "b.txt.gz", TEXT))


def test_a_text_over_the_limit(tmp_path: Path) -> None:
    assert "larger than 1,000 bytes" in reason(write(tmp_path, "a.txt", "خبر " * 500), Defaults(limit=1000))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"text": ', "not valid JSON"),
        ("[" * 8_000, "nested too deeply"),
        ('"text"', "not a report"),
        ("{}", "no text"),
        ('{"text": 5}', "no text"),
        ('{"text": " "}', "no text"),
        ('{"text": "خبر", "published": "5/12/2016"}', "YYYY-MM-DD"),
        ('{"text": "خبر", "published": 20161205}', "YYYY-MM-DD"),
        ('{"text": "خبر", "title": 7}', "title is 7"),
        ('{"text": "' + "خبر " * 3000 + '"}', "longer than"),
        ('{"report_id": "first", "text": "خبر"}', "already read"),
        ('{"text": "' + "\\ud800" * 20 + '"}', "not text"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_bad_line_is_named_and_the_others_are_read(tmp_path: Path, line: str, words: str) -> None:
    first, last = {"report_id": "first", "text": TEXT}, {"report_id": "last", "text": TEXT}
    file = write(tmp_path, "a.jsonl", rows(first) + line + "\n" + rows(last))
    items = list(take([file], Defaults(limit=9000)))
    assert [report.report_id for report in reports(items)] == ["first", "last"]
    (refused,) = refusals(items)
    assert refused.name == f"{file}, line 2"
    assert words in refused.reason


def test_characters_that_are_none_are_replaced_in_place(tmp_path: Path) -> None:
    text = '{"text": "\\ud800قتل\\u0000 خمسة مدنيين"}'
    item = one(write(tmp_path, "a.jsonl", text))
    assert isinstance(item, Taken)
    assert item.report.text == "\ufffdقتل\ufffd خمسة مدنيين"
    assert "2 unreadable characters" in item.notes[0]


def test_fifty_megabytes_in_a_line_are_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    with file.open("w", encoding="utf-8") as out:
        out.write('{"text": "')
        for _ in range(50):
            out.write("a" * 1_000_000)
        out.write('"}\n' + rows({"report_id": "after", "text": TEXT}))
    items = list(take([str(file)]))
    assert [report.report_id for report in reports(items)] == ["after"]
    assert "longer than 5 MB" in refusals(items)[0].reason


def test_the_same_file_twice_is_refused_once(tmp_path: Path) -> None:
    file = write(tmp_path, "a.txt", TEXT)
    items = list(take([file, file, file]))
    assert [report.report_id for report in reports(items)] == ["a", file]
    assert "already read" in refusals(items)[0].reason


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(data=st.binary(max_size=400), name=st.sampled_from(["a.txt", "a.jsonl", "a.json", "a.gz", "a"]))
def test_any_bytes_are_taken_or_refused(tmp_path: Path, data: bytes, name: str) -> None:
    for item in take([write(tmp_path, name, data)]):
        if isinstance(item, Taken):
            item.report.document.encode("utf-8")
        else:
            assert item.reason
