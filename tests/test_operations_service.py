"""What services need: a watcher that outlives its database, passwords in files, a line of JSON a message."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection, create_engine, event, make_url, text
from typer.testing import CliRunner

from marsad import logs
from marsad.cli import app
from marsad.commands import watching
from marsad.commands.intake import running
from marsad.errors import StoreError, UnavailableError
from marsad.store.engine import PASSWORD_FILE, connect, url_of
from marsad.store.store import Store
from tests.store_support import ROOT, arrival

STORY = "قتل خمسة مدنيين في غارة جوية على حي الشعار في حلب يوم الاثنين، بحسب المرصد السوري لحقوق الإنسان."


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 120
    while not true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def dropped(database: str, name: str) -> None:
    """End the connections of an application to PostgreSQL, as a server that is started anew does."""
    engine = create_engine(url_of(database))
    with engine.connect() as connection:
        query = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = :name")
        connection.execute(query, {"name": name})
    engine.dispose()


@pytest.fixture
def named(database: str) -> tuple[str, str]:
    """Return the database's address with the name of an application, and that name."""
    name = f"marsad-{uuid4().hex[:12]}"
    if "://" in database:
        database = make_url(database).update_query_dict({"application_name": name}).render_as_string(False)
    return database, name


def test_the_watcher_outlives_its_database(
    database: str,
    named: tuple[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    watched, name = named
    folder = tmp_path / "in"
    folder.mkdir()
    stop = threading.Event()
    monkeypatch.setattr(watching, "_FIRST_WAIT", 0.1)

    with Store.open(watched) as store, running(store, "watch", ["in"]) as intake:
        breaking(store, database, name, monkeypatch)
        what = watching.Watched(((folder, None),))
        thread = threading.Thread(
            target=watching.watch, args=(what, store, intake, None, stop), kwargs={"once": False, "settle": 0.0}
        )
        thread.start()
        try:
            with Store.open(database) as other:
                (folder / "first.txt").write_text(STORY, encoding="utf-8")
                until(lambda: len(list(other.reports())) == 1)
            if "://" in database:
                dropped(database, name)  # between two transactions
            with Store.open(database) as other:
                (folder / "second.txt").write_text("تقرير ثان عن محادثات في جنيف.", encoding="utf-8")
                until(lambda: len(list(other.reports())) == 2)
        finally:
            stop.set()
            thread.join(timeout=20)
        assert not thread.is_alive()
        assert store.verify().problems == ()
    assert "tried again in 0 seconds; nothing is lost" in capsys.readouterr().err


def breaking(store: Store, database: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the first transaction that takes a report in broken off by the database, within it."""
    broken = threading.Event()

    def break_off(connection: Connection, cursor: Any, statement: str, *_: Any) -> None:
        if "INSERT INTO input" in statement and not broken.is_set():
            broken.set()
            if "://" in database:
                dropped(database, name)
            else:
                raise UnavailableError(f"{database}: database is locked")

    event.listen(store._engine, "before_cursor_execute", break_off)


def test_what_is_out_of_reach_now_is_told_from_what_is_wrong(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(UnavailableError):
        Store.open("postgresql://user@127.0.0.1:1/none")
    (tmp_path / "a.db").write_text("no database " * 100)
    with pytest.raises(StoreError) as caught:
        Store.open(tmp_path / "a.db")
    assert not isinstance(caught.value, UnavailableError)


# Passwords


@pytest.fixture
def password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    pytest.importorskip("psycopg")
    file = tmp_path / "password"
    monkeypatch.setenv(PASSWORD_FILE, str(file))
    return file


def test_the_password_of_the_database_may_be_in_a_file(password: Path) -> None:
    password.write_text("from the file\n")
    assert connect(url_of("postgresql://user@127.0.0.1/none")).url.password == "from the file"
    assert connect(url_of("postgresql://user:said@127.0.0.1/none")).url.password == "said"
    assert connect(url_of("record.db")).url.password is None


@pytest.mark.parametrize("content", ["", " \n", None])
def test_a_file_without_a_password_is_named(password: Path, content: str | None) -> None:
    if content is not None:
        password.write_text(content)
    with pytest.raises(StoreError, match=PASSWORD_FILE):
        connect(url_of("postgresql://user@127.0.0.1/none"))


def test_the_record_may_be_named_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.open(tmp_path / "named.db") as store:
        store.add_many([arrival()])
    monkeypatch.setenv("MARSAD_DB", str(tmp_path / "named.db"))
    result = CliRunner().invoke(app, ["verify"])
    assert "2 entries: all records are as they were kept" in result.output


# Lines of the log


def test_a_message_is_one_line_of_json() -> None:
    said = json.loads(logs.line('a name "قصف"\nand a line'))
    assert (said["level"], said["message"]) == ("info", 'a name "قصف"\nand a line')
    assert "\n" not in logs.line("a\nb")
    assert json.loads(logs.line("warning: nearly full"))["level"] == "warning"
    assert json.loads(logs.line("warning: nearly full"))["message"] == "nearly full"
    assert said["at"].endswith("+00:00")


def test_a_service_writes_lines_of_json_alone(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db") as store:
        store.add_many([arrival(claims=())])
    command = [sys.executable, "-m", "marsad.cli", "serve", "--db", str(tmp_path / "a.db"), "--port", "0"]
    environment = {**os.environ, "MARSAD_LOG": "json"}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=environment) as server:
        assert server.stderr is not None
        lines = [json.loads(server.stderr.readline()) for _ in range(2)]
        server.terminate()
        rest = [json.loads(line) for line in server.stderr]
    messages = " ".join(line["message"] for line in [*lines, *rest])
    assert "serving on http://127.0.0.1:" in messages
    assert "snapshot" in messages
    assert {line["level"] for line in lines} == {"info"}, lines
