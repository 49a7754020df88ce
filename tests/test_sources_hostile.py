"""Hostile inputs: each ends as a report or as a refusal that names it; nothing else is lost (sources/sandbox.py).

Every input is made here. The sandbox has tighter limits than the one that users have, so that the tests are quick.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from marsad.sources.files import take
from marsad.sources.formats import feed, page
from marsad.sources.items import Defaults, Item, Refused, Taken
from marsad.sources.sandbox import Limits, Sandbox
from marsad.sources.wire import Job
from tests import formats_support as made
from tests.formats_support import HTML, TEXT, TITLE, refused, taken

MB = 1_000_000
SECRET = "كلمة سر لا يجوز أن تقرأ"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    box = Sandbox(Limits(memory=700 * MB, seconds=2, clock=60))
    yield box
    box.close()


def many(name: str, size: int) -> bytes:
    """Return an XML document whose entity unfolds to `size` thousand words."""
    levels = "".join(f'<!ENTITY {name}{n} "{f"&{name}{n - 1};" * 10}">' for n in range(1, size))
    return f'<!DOCTYPE r [<!ENTITY {name}0 "قتل ">{levels}]>'.encode()


def entity(path: Path) -> bytes:
    return f'<!DOCTYPE r [<!ENTITY x SYSTEM "{path.as_uri()}">]>'.encode()


def rss(doctype: bytes, words: str) -> bytes:
    return b'<?xml version="1.0"?>' + doctype + f"<rss version='2.0'><channel><item><title>{words}</title>" \
        f"<description>{TEXT}</description></item></channel></rss>".encode()  # fmt: skip


def word(doctype: bytes, words: str) -> bytes:
    """Return a DOCX with a document part of our own."""
    import io
    import zipfile

    parts = {}
    with zipfile.ZipFile(io.BytesIO(made.document("x"))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f'<w:document xmlns:w="{space}"><w:body><w:p><w:r><w:t>{TEXT}{words}</w:t></w:r></w:p></w:body></w:document>'
    return made.zipped(parts | {"word/document.xml": b'<?xml version="1.0"?>' + doctype + body.encode()})


def pdf_bomb() -> bytes:
    """Return a PDF whose page unpacks to 100 MB."""
    packer = zlib.compressobj(9)
    block = b"BT /F1 12 Tf (aaaaaaaa) Tj ET\n" * 33_000
    stream = b"".join(packer.compress(block) for _ in range(100)) + packer.flush()
    plain = made.pdf("")
    head = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages "
    head += b"/Kids [3 0 R] /Count 1 >>"
    page_of = (
        b"\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>\nendobj\n4 0 obj\n"
    )
    body = b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream\nendobj\n"
    assert plain.startswith(b"%PDF-1.4")
    return head + page_of + body + b"trailer << /Root 1 0 R >>\n%%EOF"


# name -> (what makes the bytes; what its refusal says, None where it is a report; words that the report holds)
Case = tuple[Callable[[Path], bytes], str | None, str]
HEADER = "[13/11/2016, 09:00:00] سمير: "

CASES: dict[str, Case] = {
    "bomb.txt.gz": (lambda _: gzip.compress(b"a" * 150 * MB, 1), "larger than 5 MB", ""),
    "bomb.html.gz": (lambda _: gzip.compress(b"<html>" + b"a" * 150 * MB, 1), "larger than|unpacks to more", ""),
    "bomb.jsonl.gz": (lambda _: gzip.compress(b'{"text": "' + b"a" * 150 * MB, 1), "unpacks to more|longer than", ""),
    "bomb.docx": (lambda _: made.zipped({"word/document.xml": b"a" * 220 * MB}), "unpacks to more than 200 MB", ""),
    "bomb-chat.zip": (
        lambda _: made.zipped({"_chat.txt": HEADER.encode() * 2 + b"a" * 150 * MB}),
        "unpacks to more than 100 MB",
        "",
    ),
    "many.zip": (lambda _: made.zipped({f"{n}.txt": b"" for n in range(20_001)}), "lists 20,001 files", ""),
    "bomb.pdf": (lambda _: pdf_bomb(), "scanned|longer than|memory|broke", ""),
    "columns.csv": (lambda _: b"text" + b",a" * 999_999 + b"\n1\n", "1,000,000 columns", ""),
    "line.csv": (lambda _: b"text\n" + b"a" * 50 * MB, "longer than 5 MB", ""),
    "line.txt": (lambda _: b"a" * 50 * MB, "larger than 5 MB", ""),
    "line.jsonl": (lambda _: b'{"text": "' + b"a" * 50 * MB, "longer than 5 MB", ""),
    "line.html": (lambda _: b"<html>" + b"a" * 50 * MB, "larger than 20 MB", ""),
    "line-chat.txt": (lambda _: f"{HEADER}{TEXT}\n{HEADER}".encode() + b"a" * 50 * MB, "larger than 5 MB", TEXT),
    "deep.html": (lambda _: b"<html><body>" + b"<div>" * 200_000 + TEXT.encode(), "", ""),
    "deep-tables.html": (lambda _: b"<html><body>" + b"<table><tr><td>" * 50_000 + TEXT.encode(), "", ""),
    "many.html": (lambda _: b"<html><body>" + b"<p>" * 1_000_000, "memory|longer than|no article|no words", ""),
    "attributes.html": (lambda _: b"<html><p " + b"a=1 " * 2_000_000 + b">" + TEXT.encode(), "", ""),
    "deep.json": (lambda _: b"[" * 1_000_000, "nested too deeply", ""),
    "deep-telegram.json": (
        lambda _: made.telegram()[:-3] + b'{"id": 1, "text": ' + b"[" * 100_000,
        "deeply|larger|breaks",
        "",
    ),
    "nul.txt": (lambda _: TEXT.encode() + b"\x00" * 50, "binary", ""),
    "nul.html": (lambda _: made.page().replace(TEXT[-9:].encode(), b"\x00" + TEXT[-9:].encode()), None, TEXT[:40]),
    "surrogates.jsonl": (lambda _: b'{"text": "\\ud800 %s"}' % TEXT.encode(), None, "\ufffd"),
    "surrogates-telegram.json": (
        lambda _: made.telegram(made.message(1, "X")).replace(b'"X"', b'"\\udc00 %s"' % TEXT.encode()),
        None,
        "\ufffd",
    ),
    "windows.html": (lambda _: made.page(charset="windows-1256"), None, TEXT),
    "utf16.html": (lambda _: made.page(charset="utf-16"), None, TEXT),
    "utf16.csv": (lambda _: f"text\n{TEXT}\n".encode("utf-16"), None, TEXT),
    "unknown-codec.html": (lambda _: made.page().replace(b'"utf-8"', b'"x-no-such"'), None, TEXT),
    "not-text-codec.html": (lambda _: made.page().replace(b'"utf-8"', b'"zip_codec"'), None, TEXT),
    "forms.txt": (lambda _: "ﻗﺘﻞ ﺧﻤﺴﺔ ﻣﺪﻧﻴﻴﻦ ﻓﻲ ﻗﺼﻒ".encode(), None, "ﻗﺘﻞ"),
    "bidi.txt": (lambda _: f"\u202e{TEXT}\u202c\u2066x\u2069".encode(), None, TEXT),
    "xxe.rss": (lambda path: rss(entity(path), f"&x;{TITLE}"), "", ""),
    "xxe.docx": (lambda path: word(entity(path), "&x;"), "", ""),
    "xxe.xhtml": (lambda path: b'<?xml version="1.0"?>' + entity(path) + made.page(f"<p>&x;{TEXT}</p>"), "", ""),
    "laughs.rss": (lambda _: rss(many("a", 12), "&a11;"), "", ""),
    "laughs.docx": (lambda _: word(many("a", 12), "&a11;"), "Word document|memory|longer", ""),
    "laughs.xhtml": (lambda _: b'<?xml version="1.0"?>' + many("a", 12) + made.page(f"<p>&a11;{TEXT}</p>"), "", ""),
    "encrypted.pdf": (lambda _: made.pdf("Five killed", encrypted=True), "encrypted", ""),
    "scanned.pdf": (lambda _: made.pdf(""), "scanned", ""),
    "cut.pdf": (lambda _: made.pdf("Five killed")[:200], "not a whole PDF", ""),
    "cut.docx": (lambda _: made.document(TEXT)[:-200], "not a whole zip", ""),
    "cut.txt.gz": (lambda _: gzip.compress(TEXT.encode())[:-9], "not a whole gzip", ""),
    "cut.warc.gz": (
        lambda _: made.warc(("response", "https://e.org/1", made.page(), HTML))[:-90],
        "breaks off|damaged",
        "",
    ),
    "not.docx": (lambda _: made.zipped({"a.xml": b"<a/>"}), "unpack it", ""),
    "not.wacz": (lambda _: made.zipped({"archive/a.warc.gz": b"nothing"}), "breaks off|no page", ""),
    "text.pdf": (lambda _: TEXT.encode(), None, TEXT),
    "page.txt": (lambda _: made.page(), None, TEXT),
    "old.doc.txt": (lambda _: b"\xd0\xcf\x11\xe0" + bytes(600), "old office document", ""),
    "traversal-chat.zip": (
        lambda _: made.zipped({"../../../../escaped.txt": f"{HEADER}{TEXT}\n{HEADER}{TEXT} 2\n".encode()}),
        None,
        TEXT,
    ),
    "absolute.wacz": (
        lambda _: made.zipped({"/tmp/../archive/a.warc.gz": b"", "archive/\u202e\n.warc.gz": b""}),
        "breaks off|no page|damaged",
        "",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_file_is_a_report_or_refused_by_name(name: str, tmp_path: Path, sandbox: Sandbox) -> None:
    make, reason, words = CASES[name]
    secret = tmp_path / "secret.key"
    secret.write_text(SECRET, encoding="utf-8")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / name).write_bytes(make(secret))
    (folder / "zzz.txt").write_text(TEXT, encoding="utf-8")
    began = time.monotonic()
    items = list(take([str(folder)], sandbox=sandbox))
    assert time.monotonic() - began < 60
    assert isinstance(items[-1], Taken), "what comes after it is read"
    held = items[:-1]
    assert held
    assert all(str(folder / name) in item.name for item in held)
    assert not any(SECRET in item.report.document for item in taken(held))
    if reason is None:
        assert refused(held) == []
        assert words in taken(held)[0].report.text
    elif reason:
        assert re.search(reason, refused(held)[-1])
        assert all(":" in said or "not" in said for said in refused(held))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "secret.key"]


# What may be done to the process


def job(data: bytes, kind: str = "html") -> Job:
    from marsad.sources.items import Origin

    return Job(kind, Origin("input", "input"), Defaults(), data=data)


SLOW = b"<html><body>" + b"<p>killed here</p>" * 400_000  # a minute's work


def test_time_runs_out_and_the_next_input_is_read() -> None:
    box = Sandbox(Limits(seconds=1, clock=60))
    (item,) = box.run(job(SLOW))
    assert isinstance(item, Refused)
    assert "longer than 1 seconds" in item.reason
    assert len(taken(box.run(job(made.page())))) == 1
    box.close()


def test_the_clock_runs_out_where_the_system_counts_nothing() -> None:
    box = Sandbox(Limits(clock=0.3))
    (item,) = box.run(job(SLOW))
    assert isinstance(item, Refused)
    assert "takes longer" in item.reason
    box.close()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not limit the memory of a process")
def test_memory_runs_out_and_the_next_input_is_read() -> None:
    box = Sandbox(Limits(memory=300 * MB, seconds=20))
    (item,) = box.run(job(b"<html><body>" + b"<p>a" * 3_000_000))
    assert isinstance(item, Refused)
    assert "memory" in item.reason
    assert len(taken(box.run(job(made.page())))) == 1
    box.close()


def test_a_record_that_kills_the_process_is_the_only_one_lost() -> None:
    pages = [("response", f"https://example.org/{number}", made.page(), HTML) for number in range(4)]
    pages[1] = ("response", "https://example.org/1", SLOW, HTML)
    box = Sandbox(Limits(seconds=1, clock=60))
    items = list(box.run(job(made.warc(*pages), "warc")))
    assert [item.report.url for item in taken(items)] == [f"https://example.org/{number}" for number in (0, 2, 3)]
    (refusal,) = [item for item in items if isinstance(item, Refused)]
    assert refusal.name.startswith("input, record 3")
    box.close()


def test_a_worker_is_used_again() -> None:
    box = Sandbox()
    assert len(taken(box.run(job(made.page())))) == 1
    (worker,) = box._idle
    for _ in range(5):
        assert len(taken(box.run(job(made.page())))) == 1
        assert box._idle == [worker]
    box.close()


def test_leaving_off_in_the_middle_leaves_no_process_behind() -> None:
    box = Sandbox()
    rows = b"text\n" + b"".join(b"killed %d\n" % number for number in range(50_000))
    items = box.run(job(rows, "table"))
    assert isinstance(next(items), Taken)
    items.close()  # type: ignore[attr-defined]
    assert len(taken(box.run(job(made.page())))) == 1
    box.close()


@pytest.mark.parametrize(
    "attempt",
    [
        "open('x', 'w')",
        "__import__('os').open('x', 1)",
        "__import__('os').system('true')",
        "__import__('subprocess').run(['true'])",
        "__import__('socket').create_connection(('127.0.0.1', 9))",
        "__import__('socket').getaddrinfo('example.org', 80)",
        "__import__('os').remove('x')",
    ],
)
def test_a_worker_can_neither_write_nor_reach_out(attempt: str, tmp_path: Path) -> None:
    program = f"import os, socket, subprocess\nfrom marsad.sources.worker import confine\nconfine(10**9)\n{attempt}\n"
    root = Path(__file__).resolve().parent.parent
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path, env={"PYTHONPATH": str(root)}
    )
    assert "is not for a reader of hostile bytes" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_system_without_limits_still_reads() -> None:
    program = (
        "import marsad.sources.worker as worker\nworker.resource = None\nworker.confine(1)\nworker.give_time(1)\n"
        "print(len(bytes(50_000_000)))"
    )
    root = Path(__file__).resolve().parent.parent
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, env={"PYTHONPATH": str(root)})
    assert result.stdout.strip() == b"50000000"


# Folders


def test_links_lead_neither_away_nor_in_a_circle(tmp_path: Path) -> None:
    folder, outside = tmp_path / "in", tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    (outside / "private.txt").write_text(SECRET, encoding="utf-8")
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "link.txt").symlink_to(outside / "private.txt")
    (folder / "inside.txt").symlink_to(folder / "a.txt")
    (folder / "self.txt").symlink_to(folder / "self.txt")
    (folder / "loop").symlink_to(folder)
    (folder / "away").symlink_to(outside)
    states = {os.path.relpath(item.name, folder): _state(item) for item in take([str(folder)])}
    assert states == {
        "a.txt": "report",
        "inside.txt": "report",
        "link.txt": "it is a link that leads out of the folder: give the file itself",
        "self.txt": "there is no such file or directory: check the path",
        "loop": "a link to another folder is not followed: give that folder itself",
        "away": "a link to another folder is not followed: give that folder itself",
    }


def _state(item: Item) -> str:
    return "report" if isinstance(item, Taken) else item.reason


def test_a_folder_with_one_of_each_kind(tmp_path: Path, sandbox: Sandbox) -> None:
    chat = f"{HEADER}{TEXT}\n[05/12/2016, 10:00:00] ليلى: {TEXT}\n".encode()
    good: dict[str, tuple[bytes, int]] = {
        "a/text.txt": (TEXT.encode(), 1),
        "a/rows.jsonl": (json.dumps({"text": TEXT}).encode(), 1),
        "a/list.json": (json.dumps([{"text": TEXT}, {"text": TEXT}]).encode(), 2),
        "a/table.csv": (f"النص;التاريخ\n{TEXT};2016-12-05\n".encode("cp1256"), 1),
        "b/page.html": (made.page(), 1),
        "b/saved-page": (made.page(f"<p>{TEXT} ثانية</p>"), 1),
        "b/feed.xml": (rss(b"", TITLE), 1),
        "b/paper.pdf": (made.pdf("Five civilians were killed in Aleppo."), 1),
        "b/letter.docx": (made.document(TEXT), 1),
        "c/result.json": (made.telegram(made.message(1, TEXT), made.message(2, TEXT)), 2),
        "c/WhatsApp Chat with الحي.txt": (chat, 2),
        "c/WhatsApp Chat - الحي.zip": (made.zipped({"_chat.txt": chat.replace("خمسة".encode(), "ستة".encode())}), 2),
        "d/crawl.warc.gz": (made.warc(("response", "https://e.org/1", made.page(), HTML)), 1),
        "d/crawl.wacz": (
            made.wacz(made.warc(("response", "https://e.org/2", made.page(), HTML)), ["https://e.org/2"]),
            1,
        ),
    }
    bad: dict[str, tuple[bytes, str]] = {
        "x/empty.html": (b"", "empty"),
        "x/picture.jpg.txt": (b"\xff\xd8\xff\xe0" + bytes(100), "an image"),
        "x/table.csv": (b"a,b\n1,2\n", "no column has the text"),
        "x/scanned.pdf": (made.pdf(""), "scanned"),
        "x/bomb.docx": (made.zipped({"word/document.xml": b"a" * 250 * MB}), "unpacks to more"),
        "x/cut.warc.gz": (b"\x1f\x8b\x08\x00", "gzip"),
        "x/notes.rtf.txt": (b"{\\rtf1 x}", "RTF"),
    }
    left_out = {
        "b/page_files/frame.html": made.page(),
        "b/style.css": b"p {}",
        "b/photo.png": b"\x89PNG",
        ".git/a.txt": b"x",
    }
    for name, data in [*((n, d) for n, (d, _) in (good | bad).items()), *left_out.items()]:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    items = list(take([str(tmp_path)], sandbox=sandbox))
    reports: dict[str, int] = {}
    reasons: dict[str, str] = {}
    for item in items:
        name = next(name for name in (*good, *bad) if item.name.startswith(str(tmp_path / name)))
        if isinstance(item, Taken):
            reports[name] = reports.get(name, 0) + 1
        elif isinstance(item, Refused):
            reasons[name] = item.reason
    assert reports == {name: count for name, (_, count) in good.items()}
    assert reasons.keys() == bad.keys()
    for name, (_, words) in bad.items():
        assert words in reasons[name]


# What the fetcher asks for


def test_pages_and_feeds_as_they_were_fetched(sandbox: Sandbox) -> None:
    url = "https://example.org/1"
    (item,) = taken(page(made.page(), url, {"Content-Type": "text/html"}, sandbox=sandbox))
    assert (item.report.report_id, item.report.url, item.own_id) == (url, url, False)
    (item,) = taken(page(made.pdf("Five killed in Aleppo"), url, {"content-type": "application/pdf"}, sandbox=sandbox))
    assert item.media_type == "application/pdf"
    (item,) = taken(page(TEXT.encode("cp1256"), url, {"Content-Type": "text/plain"}, sandbox=sandbox))
    assert item.report.text == TEXT
    (item,) = taken(feed(rss(b"", TITLE), "https://example.org/feed", sandbox=sandbox))
    assert item.report.title == TITLE
    for data, words in (
        (b"\x89PNG\r\n" + bytes(99), "neither a page"),
        (b"", "empty"),
        (b"<html>", "no article"),
    ):
        assert words in refused(page(data, url, {}, sandbox=sandbox))[0]
    assert "not an RSS" in refused(feed(b"nothing", url, sandbox=sandbox))[0]
