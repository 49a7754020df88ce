"""Makes the inputs that the tests of marsad/sources read: nothing of them is stored."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import uuid
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

from marsad.sources.formats.registry import reader
from marsad.sources.items import DEFAULTS, Defaults, Item, Origin, Passed, Refused, Taken
from marsad.sources.parts import Part

TEXT = "قتل خمسة مدنيين في قصف على سوق المدينة القديمة صباح اليوم، بحسب مصادر طبية."
TITLE = "قصف على سوق المدينة القديمة"


def read(kind: str, data: bytes, defaults: Defaults = DEFAULTS, url: str | None = None) -> list[Item]:
    """Return what a format makes of bytes, in this process."""
    origin = Origin("input", "input", url)
    return [item for item in reader(kind)(io.BytesIO(data), origin, defaults) if not isinstance(item, Part)]


def taken(items: Iterable[Item]) -> list[Taken]:
    return [item for item in items if isinstance(item, Taken)]


def refused(items: Iterable[Item]) -> list[str]:
    return [item.reason for item in items if isinstance(item, Refused)]


def passed(items: Iterable[Item]) -> list[str]:
    return [item.reason for item in items if isinstance(item, Passed)]


def page(body: str = f"<p>{TEXT}</p><p>{TEXT}</p>", head: str = "", charset: str = "utf-8") -> bytes:
    start = f'<!DOCTYPE html><html lang="ar"><head><meta charset="{charset}"><title>{TITLE}</title>{head}</head>'
    return f"{start}<body><article><h1>{TITLE}</h1>{body}</article></body></html>".encode(charset)


def zipped(members: Mapping[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", how) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return held.getvalue()


def document(*paragraphs: str, table: Iterable[Iterable[str]] = ()) -> bytes:
    """Return a DOCX."""
    import docx

    made = docx.Document()
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    if rows := [list(row) for row in table]:
        drawn = made.add_table(len(rows), len(rows[0]))
        for at, row in enumerate(rows):
            for cell, words in zip(drawn.rows[at].cells, row, strict=True):
                cell.text = words
    made.core_properties.author = "سمير العلي"
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def pdf(*lines: str, encrypted: bool = False) -> bytes:
    """Return a PDF whose letters are drawn one by one, as a browser draws them: Arabic from the right margin."""
    chars = sorted({char for line in lines for char in line})
    codes = {char: code for code, char in enumerate(chars, 65)}
    drawn = []
    for row, line in enumerate(lines):
        visual = line if line.isascii() else _visual(line)
        at = 60.0
        for char in visual:
            if char != " ":
                drawn.append(f"BT /F1 12 Tf 1 0 0 1 {at:.1f} {760 - 40 * row} Tm <{codes[char]:02x}> Tj ET")
            at += 8
    mapped = "\n".join(f"<{code:02x}> <{ord(char):04x}>" for char, code in codes.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <00> <ff> "
        f"endcodespacerange {len(codes)} beginbfchar\n{mapped}\nendbfchar endcmap end end"
    )
    widths = " ".join(["600"] * len(codes))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 900 842] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        _stream("\n".join(drawn)),
        f"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /FirstChar 65 /LastChar {64 + len(codes)} "
        f"/Widths [{widths}] /ToUnicode 6 0 R >>",
        _stream(cmap),
        f"<< /Filter /Standard /V 1 /R 2 /O <{'41' * 32}> /U <{'42' * 32}> /P -4 >>",
    ]
    out = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    start = len(out)
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    guard = f"/Encrypt 7 0 R /ID [<{'00' * 16}> <{'00' * 16}>]" if encrypted else ""
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R {guard} >>\nstartxref\n{start}\n%%EOF\n"
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode("latin-1")


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def _visual(line: str) -> str:
    """Return a line of Arabic as it is drawn from left to right: numbers keep their order, brackets are mirrored."""
    import re

    turned = line[::-1].translate(str.maketrans("()", ")("))
    return re.sub(r"[0-9][0-9/.,:]*[0-9]|[A-Za-z][A-Za-z ]*[A-Za-z]", lambda hit: hit[0][::-1], turned)


def telegram(*messages: Mapping[str, Any], **chat: Any) -> bytes:
    """Return a result.json."""
    held = {"name": "مرصد المدينة", "type": "public_channel", "id": 1001, **chat, "messages": list(messages)}
    return json.dumps(held, ensure_ascii=False, indent=1).encode()


def message(number: int, text: Any, date: str = "2016-12-05T10:30:00", **more: Any) -> dict[str, Any]:
    return {"id": number, "type": "message", "date": date, "from": "مرصد المدينة", "text": text, **more}


def warc(*records: tuple[str, str, bytes, Mapping[str, str]], packed: bool = True) -> bytes:
    """Return a web archive of (kind, address, bytes, headers of the answer); ":status" is its status."""
    made = [_record("warcinfo", "", b"software: test\r\n", {}), *(_record(*record) for record in records)]
    return b"".join(gzip.compress(part, 6, mtime=0) if packed else part for part in made)


def _record(kind: str, url: str, data: bytes, headers: Mapping[str, str]) -> bytes:
    digest = base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()
    block = data
    if kind in ("response", "revisit"):
        lines = [f"HTTP/1.1 {headers.get(':status', '200 OK')}"]
        lines += [f"{name}: {value}" for name, value in headers.items() if not name.startswith((":", "WARC-"))]
        block = "\r\n".join([*lines, "", ""]).encode() + data
    own = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, url + kind)}>",
        "WARC-Date": "2016-12-06T08:00:00Z",
        "WARC-Target-URI": url,
        "WARC-Payload-Digest": f"sha1:{digest}",
        "Content-Type": headers.get("Content-Type", "") if kind == "resource" else "application/http; msgtype=response",
        "Content-Length": str(len(block)),
    } | {name: value for name, value in headers.items() if name.startswith("WARC-")}
    head = "".join(f"{name}: {value}\r\n" for name, value in own.items() if value)
    return b"WARC/1.0\r\n" + head.encode() + b"\r\n" + block + b"\r\n\r\n"


HTML = {"Content-Type": "text/html; charset=utf-8"}


def wacz(archive: bytes, pages: Iterable[str] = ()) -> bytes:
    """Return a WACZ that holds a web archive, and lists pages of it."""
    listed = "\n".join(['{"format": "json-pages-1.0"}', *(json.dumps({"url": url, "title": TITLE}) for url in pages)])
    return zipped(
        {"datapackage.json": b"{}", "pages/pages.jsonl": listed.encode(), "archive/data.warc.gz": archive},
        zipfile.ZIP_STORED,
    )


def bomb(size: int = 300_000_000) -> bytes:
    """Return a gzip stream of `size` zeros."""
    return gzip.compress(bytes(size), 1)
