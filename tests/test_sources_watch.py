"""Folders are watched: files are taken when they are still, once, and the process ends when it is asked to."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from marsad.sources.watch import Settling, files_in, is_input, mark, watched
from marsad.store.store import Store
from tests.fetch_support import Reply, Site, site
from tests.sources_support import article, catalogue, fill, rss, run
from tests.test_sources_crash import worker

WORDS = "قال المجلس المحلي إن خمسة مدنيين قُتلوا الاثنين في قصف على بلدة كفر نبل."


class Clock:
    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


def settling(clock: Clock) -> Settling:
    return Settling(2.0, clock, time.time)


def test_a_file_is_taken_when_its_size_is_still(tmp_path: Path) -> None:
    clock = Clock()
    waiting = settling(clock)
    path = tmp_path / "a.txt"
    path.write_text("first", encoding="utf-8")
    waiting.notice(path)
    assert waiting.still() == []
    clock.at += 1.9
    path.write_text("first, and more", encoding="utf-8")
    assert waiting.still() == [], "it grew, and waits anew"
    clock.at += 1.9
    assert waiting.still() == []
    assert waiting
    clock.at += 0.2
    assert waiting.still() == [path]
    assert waiting.still() == []
    assert not waiting


def test_an_old_file_is_still_at_once_and_one_that_goes_is_forgotten(tmp_path: Path) -> None:
    waiting = settling(Clock())
    old, gone = tmp_path / "old.txt", tmp_path / "gone.txt"
    for path in (old, gone):
        path.write_text("x", encoding="utf-8")
    os.utime(old, (1, 1))
    waiting.notice(old)
    waiting.notice(gone)
    gone.unlink()
    assert waiting.still() == [old]
    assert not waiting


@pytest.mark.parametrize("name", [".hidden.txt", "a.txt.part", "b.crdownload", "c.TMP", "d.txt~"])
def test_what_is_being_written_aside_is_no_input(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x", encoding="utf-8")
    assert not is_input(tmp_path / name)
    assert list(files_in(tmp_path)) == []


def test_files_come_in_the_order_of_their_paths(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c/d.txt", ".git/x.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert [path.name for path in files_in(tmp_path)] == ["a.txt", "b.txt", "d.txt"]
    before = mark(tmp_path / "a.txt")
    (tmp_path / "a.txt").write_text("y and more", encoding="utf-8")
    assert mark(tmp_path / "a.txt") != before


def test_new_files_are_noticed(tmp_path: Path) -> None:
    stop = threading.Event()
    (tmp_path / "sub").mkdir()
    found: list[str] = []
    for number, ready in enumerate(watched([tmp_path], stop, settle=0.3)):
        found += [path.name for path in ready]
        if number == 1:
            (tmp_path / "sub" / "a.txt").write_text("x", encoding="utf-8")
            (tmp_path / "new").mkdir()
            (tmp_path / "new" / "b.txt").write_text("x", encoding="utf-8")
        if len(found) == 2 or number > 40:
            stop.set()
    assert sorted(found) == ["a.txt", "b.txt"]


# The command


@pytest.fixture
def served() -> Iterator[Site]:
    with site() as running:
        fill(running)
        yield running


def names(database: str) -> set[str]:
    with Store.open(database) as store:
        return {report.report_id for report in store.reports()}


def waited_for(database: str, wanted: set[str], seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if wanted <= names(database):
            return
        time.sleep(0.2)
    raise AssertionError(f"{wanted - names(database)} did not come")


def ended(process: subprocess.Popen[str], number: int) -> tuple[str, str]:
    process.send_signal(number)
    out, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    return out, errors


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_folder_is_watched_until_a_signal_ends_it(tmp_path: Path, served: Site, number: int) -> None:
    database, folder = str(tmp_path / "a.db"), tmp_path / "in"
    folder.mkdir()
    (folder / "first.txt").write_text(f"2016-12-05\n{WORDS}", encoding="utf-8")
    Store.open(database).close()
    with worker(served, "watch", str(folder), "--db", database, "--settle", "1.5") as process:
        waited_for(database, {"first"})
        with (folder / "slow.txt").open("w", encoding="utf-8") as file:
            for part in ("2016-12-06\n", WORDS[:20], WORDS[20:].replace("خمسة", "ستة")):
                file.write(part)
                file.flush()
                time.sleep(0.25)
        waited_for(database, {"first", "slow"})
        out, errors = ended(process, number)
    assert out.endswith("2 added, 0 there already, 0 not read\n")
    assert "marsad: read: slow from " in errors, "a line a report, for the log of a service"
    with Store.open(database) as store:
        kept = store.report("slow")
        assert kept is not None
        assert kept.original == (folder / "slow.txt").read_bytes()
        last = store.standing().last
        assert last is not None
        assert (last.command, last.outcome) == ("watch", "done")


def test_what_was_taken_is_not_read_again_and_what_was_changed_is(database: str, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    long = " ".join([WORDS, "وأضاف أن أبنية في الشارع الرئيسي تضررت وأن عشرات العائلات نزحت إلى القرى القريبة مساء."])
    (folder / "a.txt").write_text(long, encoding="utf-8")
    watch = ("watch", str(folder), "--once", "--settle", "0", "--db", database)
    assert run(*watch).stdout == "1 added, 0 there already, 0 not read\n"
    assert run(*watch).stdout == "0 added, 0 there already, 0 not read\n"
    (folder / "a.txt").write_text(long.replace("خمسة", "تسعة"), encoding="utf-8")
    assert run(*watch).stdout == "1 added, 0 there already, 0 not read, 1 of them new version\n"
    with Store.open(database) as store:
        first, second = (report.report_id for report in store.reports())
        assert first == "a"
        assert second.startswith("a~")


def test_a_feed_is_looked_at_again(tmp_path: Path, served: Site) -> None:
    database = str(tmp_path / "a.db")
    Store.open(database).close()
    served.pages["/feed"] = Reply(200, {}, rss(served, ["market"]).replace(b"127.0.0.1", b"herald.example"))
    path = str(catalogue(tmp_path, served))
    with worker(served, "watch", path, "--db", database) as process:
        until = time.monotonic() + 120
        while len(names(database)) < 1 and time.monotonic() < until:
            time.sleep(0.2)
        both = rss(served, ["talks", "market"]).replace(b"127.0.0.1", b"herald.example")
        served.pages["/market"] = Reply(200, {}, article("market", toll="nine"))
        served.pages["/feed"] = Reply(200, {}, both)
        while len(names(database)) < 2 and time.monotonic() < until:
            time.sleep(0.2)
        ended(process, signal.SIGTERM)
    assert len(names(database)) == 2, "the entry that was there is as it was, so its page is not asked for again"


def test_what_is_no_folder_and_no_catalogue_is_named(tmp_path: Path) -> None:
    done = run("watch", str(tmp_path / "none"), "--db", str(tmp_path / "a.db"))
    assert done.exit_code == 2
    assert "neither a folder nor a catalogue" in done.output.replace("\n", " ").replace("│", "").replace("  ", " ")
