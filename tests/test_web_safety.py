"""What the server refuses, and what every answer carries (docs/api.md, Safety)."""

from __future__ import annotations

import csv
import datetime as dt
import io
import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner

from marsad.cli import app as marsad
from marsad.errors import StoreError
from marsad.pipeline import read
from marsad.records import Place, Report, Span
from marsad.store.store import Store
from marsad.store.types import Arrival
from marsad.web.blur import blur_of, moved
from marsad.web.guard import host_of
from marsad.web.static import file_at
from tests.web_support import desk, get, serving

HOSTILE = (
    "9223372036854775808", "-1", "1e999", "NaN", "\x00", "a\x00b", "\ud800", "‮⁦", "%00", "%ff", "..", "../../etc/passwd",
    "'; DROP TABLE report; --",
    "<script>alert(1)</script>", "=1+1", "ـ" * 200, "🙂" * 60, "a" * 5000, "[", "(?:", "\\", "*",
)  # fmt: skip
PATHS = (
    "summary", "reports", "claims", "events", "map", "control", "control/changes", "control/history", "casualties",
    "diplomacy", "positions", "timeline", "places",
)  # fmt: skip
PARAMETERS = (
    "place", "bbox", "from", "to", "as_of", "known_on", "kind", "actor", "lineage", "grade", "text", "certainty",
    "state", "outlet", "report", "event", "key", "limit", "cursor", "q", "at", "harm", "containing", "bin", "order",
    "series",
)  # fmt: skip


def raw(target: bytes, host: bytes = b"127.0.0.1") -> tuple[int, bytes]:
    """Send a request as it is, bytes that no client would send included; return status and answer."""
    url = desk().base_url
    with socket.create_connection((url.host, url.port), timeout=30) as line:
        line.sendall(b"GET " + target + b" HTTP/1.1\r\nHost: " + host + b"\r\nConnection: close\r\n\r\n")
        answer = b""
        while part := line.recv(65536):
            answer += part
    return int(answer.split(b" ", 2)[1]), answer


@pytest.mark.parametrize("path", PATHS)
def test_no_value_of_a_parameter_breaks_the_server(path: str) -> None:
    for name in PARAMETERS:
        for value in HOSTILE:
            written = value.encode("utf-8", "surrogatepass")
            quoted = b"".join(b"%%%02X" % byte for byte in written)
            status, answer = raw(f"/api/v1/{path}?{name}=".encode() + quoted)
            assert status in (200, 400), (path, name, value, answer[:300])


@pytest.mark.parametrize("path", ["claims", "events", "reports", "control/places", "permalinks", "exports"])
def test_no_id_breaks_the_server(path: str) -> None:
    for value in HOSTILE:
        quoted = b"".join(b"%%%02X" % byte for byte in value.encode("utf-8", "surrogatepass"))
        status, answer = raw(f"/api/v1/{path}/".encode() + quoted)
        assert status in (200, 400, 404), (path, value, answer[:300])
        if b"<script>" in value.encode("utf-8", "surrogatepass"):
            assert b"text/html" not in answer.partition(b"\r\n\r\n")[0]


@pytest.mark.parametrize(
    "target",
    [
        b"/../../../../etc/passwd", b"/%2e%2e/%2e%2e/etc/passwd", b"/..%2f..%2fetc%2fpasswd",
        b"/assets/..%5c..%5capp.py",
        b"/%00", b"//etc/passwd", b"/app.py", b"/../app.py", b"/.%00./app.py", b"/assets/%2e%2e/%2e%2e/app.py",
    ],
)  # fmt: skip
def test_no_path_leads_out_of_the_desk(target: bytes) -> None:
    status, answer = raw(target)
    assert status in (200, 400, 404)
    assert b"root:" not in answer
    assert b"create_app" not in answer


def test_a_file_of_the_desk_lies_in_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    (folder / "assets").mkdir(parents=True)
    (folder / "assets" / "a.js").write_text("1")
    (tmp_path / "secret").write_text("2")
    (folder / "link").symlink_to(tmp_path / "secret")
    assert file_at(folder, "assets/a.js") is not None
    for path in ("", ".", "../secret", "link", "/etc/passwd", "assets", "a\0b", "x" * 5000):
        assert file_at(folder, path) is None, path


def test_the_desk_is_served_for_every_address_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>Desk</title>")
    (folder / "assets" / "index-BvC3xYz1.js").write_text("export {}")
    (folder / "icon.svg").write_text("<svg/>")
    record = tmp_path / "r.db"
    Store.open(record).close()
    with serving(record, desk=folder) as client:
        for path in ("/", "/map", "/claims/abc", "/reports/x"):
            answer = client.get(path)
            assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")
            assert "Desk" in answer.text
        hashed = client.get("/assets/index-BvC3xYz1.js")
        assert "immutable" in hashed.headers["cache-control"]
        assert hashed.headers["content-type"].startswith(("text/javascript", "application/javascript"))
        assert client.get("/icon.svg").headers["cache-control"] == "no-cache"
        assert client.get("/assets/gone-BvC3xYz1.js").status_code == 404
        assert client.get("/api/v1/nothing").headers["content-type"] == "application/problem+json"
        empty = client.get("/api/v1/summary").json()
        assert (empty["claims"], empty["first"]) == (0, None)
        for path in PATHS:
            assert client.get(f"/api/v1/{path}").status_code == 200, path


def test_a_desk_that_is_not_built_says_so() -> None:
    answer = desk().get("/")
    assert answer.status_code == 200
    assert "the desk is not built" in answer.text


@pytest.mark.parametrize(
    "path", ["/", "/api/v1/summary", "/api/v1/nothing", "/ogc", "/healthz", "/openapi.json", "/x.js"]
)
def test_every_answer_carries_the_headers_of_safety(path: str) -> None:
    answer = desk().get(path)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "access-control-allow-origin" not in answer.headers
    assert "server" not in answer.headers


@pytest.mark.parametrize(
    ("host", "status"),
    [("127.0.0.1", 200), ("127.0.0.1:8787", 200), ("localhost", 200), ("LOCALHOST", 200), ("evil.example", 421),
     ("127.0.0.1.evil.example", 421), ("", 421), ("localhost.evil", 421), ("[::2]", 421)],
)  # fmt: skip
def test_a_name_that_is_not_ours_is_not_answered(host: str, status: int) -> None:
    assert raw(b"/api/v1/summary", host.encode())[0] in ({status} if host else {400, 421})


def test_the_name_in_a_host_header() -> None:
    assert [host_of(h) for h in ("a:1", "a", "[::1]:80", "[::1]", " A ")] == ["a", "a", "::1", "::1", "a"]


def test_another_sites_page_may_not_ask() -> None:
    answer = desk().options(
        "/api/v1/claims", headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "GET"}
    )
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    "asked",
    [{"limit": "0"}, {"limit": "501"}, {"limit": "x"}, {"from": "5 Dec"}, {"from": "20161205"}, {"from": "0"},
     {"to": "2016-13-01"}, {"bbox": "1,2,3"}, {"bbox": "0,0,1,nan"}, {"bbox": "0,50,1,40"}, {"kind": "gossip"},
     {"state": "done"}, {"cursor": "x"}, {"cursor": "WzEsMl0"}, {"plase": "Aleppo"}, {"text": "a" * 301},
     {"key": ",".join(map(str, range(501)))}, {"order": "up"}],
    ids=str,
)  # fmt: skip
def test_a_parameter_at_fault_is_named(asked: dict[str, str]) -> None:
    answer = desk().get("/api/v1/claims", params=asked)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert next(iter(asked)) in answer.json()["detail"]


def test_a_state_that_is_too_large_is_refused() -> None:
    big = desk().post("/api/v1/permalinks", json={"view": "map", "state": {"a": "x" * 30_000}})
    assert big.status_code == 413
    assert (
        desk().post("/api/v1/permalinks", content=b"{", headers={"content-type": "application/json"}).status_code == 400
    )
    assert desk().post("/api/v1/permalinks", json={"view": "map"}).status_code == 400
    assert desk().post("/api/v1/permalinks", json={"view": "m", "state": {}, "more": 1}).status_code == 400


EVIL = '=HYPERLINK("http://evil")<script>alert(1)</script>‮'


def test_a_hostile_report_does_no_harm(tmp_path: Path) -> None:
    record = tmp_path / "evil.db"
    words = f"{EVIL} قال المرصد إن خمسة مدنيين قُتلوا في قصف على حي الشعار، بينهم طفلان. وسيطر الجيش السوري على الحي."
    report = Report("r1", words, "ar", dt.date(2016, 12, 5), f"@{EVIL}", f"+{EVIL}", f"javascript:{EVIL}")
    reading = read(report)
    assert reading.claims
    with Store.open(record) as store:
        store.add_many([Arrival(report, claims=reading.claims, reader_version="1")])
    with serving(record) as client:
        table = client.get("/api/v1/exports/csv").content.decode("utf-8-sig")
        rows = csv.reader(io.StringIO("\n".join(x for x in table.splitlines() if not x.startswith("#"))))
        cells = [cell for row in rows for cell in row]
        assert len(cells) > 100
        assert not [cell for cell in cells if cell.startswith(("=", "@", "+", "-", "\t"))]
        sheet = client.get("/api/v1/exports/reports.csv").content.decode("utf-8-sig")
        assert "'+=HYPERLINK" in sheet
        for path in PATHS:
            answer = client.get(f"/api/v1/{path}")
            assert answer.status_code == 200, path
            assert answer.headers["content-type"].startswith("application/json")
        [shown] = get(client, "reports")["items"]
        assert (shown["title"], shown["url"]) == (f"+{EVIL}", None)


def test_only_loopback_shows_the_whole_record() -> None:
    refused = CliRunner().invoke(marsad, ["serve", "--host", "0.0.0.0", "--db", "gone.db"])
    assert refused.exit_code == 2
    assert "--public" in refused.output
    gone = CliRunner().invoke(marsad, ["serve", "--db", "gone.db"])
    assert gone.exit_code == 2
    assert "gone.db" in gone.output


def test_a_base_map_is_served_in_parts(tmp_path: Path) -> None:
    file = tmp_path / "world.pmtiles"
    file.write_bytes(b"PMTiles\x03" + bytes(range(200)))
    record = tmp_path / "r.db"
    Store.open(record).close()
    with serving(record, tiles=str(file)) as client:
        assert get(client, "settings")["basemap"] == {"kind": "pmtiles", "url": "/basemap.pmtiles"}
        part = client.get("/basemap.pmtiles", headers={"Range": "bytes=8-17"})
        assert (part.status_code, part.content) == (206, bytes(range(10)))
    with serving(record, tiles="https://tiles.example/{z}/{x}/{y}.png") as client:
        policy = client.get("/").headers["content-security-policy"]
        assert policy.count("https://tiles.example") == 2
        assert client.get("/basemap.pmtiles").status_code == 404
    for given in ("gone.pmtiles", "https://tiles.example/world", str(record)):
        refused = CliRunner().invoke(marsad, ["serve", "--db", str(record), "--tiles", given])
        assert refused.exit_code == 2
        assert "--tiles" in refused.output


def test_a_record_that_is_not_there_is_named() -> None:
    with pytest.raises(StoreError, match="no such file"):
        Store.open("gone.db", create=False)


def place(lat: float, lon: float, name: str = "sy-x", country: str = "SY") -> Place:
    return Place("x", Span(0, 1), "X", lat, lon, "exact", country, name)


def test_a_sensitive_place_is_moved_with_its_neighbours() -> None:
    blur = blur_of("# places\nsy-x\t20\nIQ\t5\n")
    a, b = blur(place(36.2001, 37.1502)), blur(place(36.2002, 37.1503))
    assert (a.lat, a.lon, a.precision) == (b.lat, b.lon, "region")
    assert abs((a.lat or 0) - 36.2) < 0.2
    assert blur(place(36.2, 37.1, "other")) == place(36.2, 37.1, "other")
    assert blur(place(33.0, 44.0, "other", "IQ")).precision == "region"
    assert moved(place(90.0, 180.0), 100).lat is not None
    for table, line in (("sy-x", "line 1"), ("a\t1\nb\tx", "line 2"), ("a\t900", "line 1")):
        with pytest.raises(ValueError, match=line):
            blur_of(table)
