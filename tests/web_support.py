"""Servers for the tests of the API: the dossier in a record, behind a real server on the loopback interface."""

from __future__ import annotations

import atexit
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from typer.testing import CliRunner

from marsad.cli import app as marsad
from marsad.review.desk import Wish, act
from marsad.review.publish import publisher
from marsad.store.reviews import Reviews
from marsad.store.store import Store
from marsad.web.app import Settings, create_app
from marsad.web.audience import Audience
from marsad.web.snapshot import Blur
from tests.store_support import ROOT

DOSSIER = ROOT / "examples" / "east-aleppo-2016"
LOCAL = frozenset(("localhost", "127.0.0.1"))
_FOLDER = tempfile.TemporaryDirectory(prefix="marsad-web-", ignore_cleanup_errors=True)
Json = dict[str, Any]


@cache
def dossier() -> Path:
    """Return a record of the dossier, made once; copy it to write to it."""
    record = Path(_FOLDER.name) / "dossier.db"
    result = CliRunner().invoke(marsad, ["add", str(DOSSIER), "--db", str(record)])
    assert result.exit_code == 0, result.output
    return record


def copied(name: str) -> Path:
    """Return a copy of the record of the dossier."""
    target = Path(_FOLDER.name) / name
    with Store.open(dossier()) as _:  # the log of SQLite is written into the file when it is closed
        pass
    target.write_bytes(dossier().read_bytes())
    return target


def publish(record: Path, keys: list[str]) -> None:
    """Publish claims as the review room does: accepted, handed on, read a second time, published."""
    with Store.open(record) as store:
        for key in keys:
            act(Reviews(store), [
                Wish("accept", key, "reader-1", why="it says so"),
                Wish("submit", key, "reader-1", why="it says so"),
                Wish("second", key, "reader-2", why="it says so", decision="agree"),
                Wish("publish", key, "editor-1", why="it says so"),
            ], publisher())  # fmt: skip


@contextmanager
def serving(record: Path | str, audience: Audience = Audience.DESK, *, desk: Path | None = None,
            hosts: frozenset[str] | None = LOCAL, blur: Blur | None = None, tiles: str | None = None,
            ) -> Iterator[httpx.Client]:  # fmt: skip
    """Yield a client of a real server over a record; it is up when the client is."""
    folder = desk or Path(_FOLDER.name) / "no desk"
    app = create_app(
        Store.open(record), Settings(audience, hosts=hosts, desk=folder, blur=blur, tiles=tiles, wait=True)
    )
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="on", server_header=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        deadline = time.monotonic() + 60
        while not server.started:
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.02)
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
                yield client
        finally:
            server.should_exit = True
            thread.join(timeout=60)


@cache
def desk() -> httpx.Client:
    """Return a client of a server for the desk over the dossier, which stays up to the end of the run."""
    return _kept(serving(dossier()))


@cache
def published_keys() -> tuple[str, ...]:
    """Return the claims that the public record of the dossier has: those of three reports."""
    with Store.open(dossier()) as store:
        found = [c.claim.key for c in store.claims() if c.report_id in ("ea-1205-a", "ea-1130-b", "ea-1206-a")]
    assert len(found) > 5
    return tuple(found)


@cache
def public() -> httpx.Client:
    """Return a client of a server for the public over the dossier, of which three reports are published."""
    record = copied("public.db")
    publish(record, list(published_keys()))
    return _kept(serving(record, Audience.PUBLIC))


def _kept(server: Any) -> httpx.Client:
    client: httpx.Client = server.__enter__()
    atexit.register(server.__exit__, None, None, None)
    return client


def get(client: httpx.Client, path: str, **asked: Any) -> Json:
    """Return the JSON of a resource under /api/v1."""
    answer = client.get(f"/api/v1/{path}", params=asked)
    assert answer.status_code == 200, f"{answer.url}: {answer.status_code} {answer.text[:500]}"
    found: Json = answer.json()
    return found
