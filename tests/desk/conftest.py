"""The desk in a real browser against a real server with the dossier; nothing outside the machine is asked.

Skipped, loudly, where there is no Chromium (`MARSAD_CHROMIUM` names another one than /usr/bin/chromium) or where the
desk is not built.
"""

from __future__ import annotations

import os
import re
import selectors
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from typer.testing import CliRunner

from marsad.cli import app
from tests.desk.page import Desk, new_page
from tests.web_support import copied, serving
from tools.browser import CHROMIUM, FLAGS

T = TypeVar("T")
ROOT = Path(__file__).parents[2]
BUILT = ROOT / "marsad/web/desk"
STARTS_IN = 60.0  # seconds

MISSING = (
    f"no Chromium at {CHROMIUM}"
    if not Path(CHROMIUM).is_file()
    else "the desk is not built: run `make desk`"
    if not (BUILT / "index.html").is_file()
    else ""
)


@pytest.fixture(scope="session")
def needed() -> None:
    if MISSING:
        pytest.skip(f"tests of the desk: {MISSING}")


@pytest.fixture(scope="session")
def browser(needed: None) -> Iterator[Browser]:
    """A browser. Its event loop runs in this thread: tests/conftest.py puts these tests last; see `beside`."""
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS, headless=True)
        yield started
        started.close()


def marsad(*arguments: str, ends: int = 0) -> None:
    """Run a command of Marsad in this process, which must end with a number."""
    with ThreadPoolExecutor(1) as aside:
        done = aside.submit(CliRunner().invoke, app, arguments).result()
    assert done.exit_code == ends, done.output


def _said_address(server: subprocess.Popen[bytes]) -> str:
    """Return the address that the server says on standard error once it can be asked."""
    assert server.stderr is not None
    said, end = b"", time.monotonic() + STARTS_IN
    with selectors.DefaultSelector() as saying:
        saying.register(server.stderr, selectors.EVENT_READ)
        while time.monotonic() < end and server.poll() is None:
            if saying.select(0.5):
                said += os.read(server.stderr.fileno(), 4096)
                if found := re.search(rb"serving on (http://\S+)\n", said):
                    return found.group(1).decode()
    raise AssertionError(f"the server did not start: {said.decode(errors='replace')}")


@pytest.fixture(scope="session")
def serve(needed: None) -> Iterator[Callable[[Path], str]]:
    """Return a function that serves a record on a free port, from this process, and returns the address."""
    with ExitStack() as started:
        yield lambda db: str(started.enter_context(beside(serving(db, desk=BUILT))).base_url)


@pytest.fixture(scope="session")
def dossier(needed: None) -> Iterator[str]:
    """Yield the address of a server with the record of examples/east-aleppo-2016, started as people start it."""
    command = [sys.executable, "-m", "marsad.cli", "serve", "--db", str(copied("desk.db")), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL) as server:
        yield _said_address(server)
        server.terminate()
        server.wait(20)


@contextmanager
def beside(made: AbstractContextManager[T]) -> Iterator[T]:
    """Enter and leave what starts an event loop of its own in another thread: the browser's runs in this one."""
    with ThreadPoolExecutor(1) as aside:
        yield aside.submit(made.__enter__).result()
        aside.submit(made.__exit__, None, None, None).result()


@pytest.fixture(scope="session")
def idle(browser: Browser) -> list[Page]:
    """Pages that a test has left and the next one takes: the process behind a new page takes seconds to start."""
    return []


@pytest.fixture
def new_desk(request: pytest.FixtureRequest, browser: Browser, idle: list[Page]) -> Iterator[Callable[..., Desk]]:
    """Return a function that opens a browser without any past; `base` is another server than the dossier's.

    With `options` of a context, or `own`, the page is of this test alone: it may do to it what cannot be undone.
    """
    made: list[tuple[Desk, bool]] = []

    def make(base: str = "", own: bool = False, **options: Any) -> Desk:
        base = base or request.getfixturevalue("dossier")
        shared = not (own or options)
        page = idle.pop() if shared and idle else new_page(browser, **options)
        made.append((Desk(page, base), shared))
        return made[-1][0]

    yield make
    for desk, shared in made:
        if shared and not desk.page.is_closed():
            desk.leave()
            idle.append(desk.page)
        else:
            desk.page.context.close()


@pytest.fixture
def desk(new_desk: Callable[..., Desk]) -> Iterator[Desk]:
    """A desk of the dossier; after the test it must be settled."""
    made = new_desk()
    yield made
    made.settled()


_WALKS = {
    "test_axe_finds_no_serious_fault",
    "test_a_phone_shows_it_without_scrolling_sideways",
    "test_no_key_of_a_text_is_shown",
    "test_axe_and_a_phone_find_no_fault_with_the_screens_of_people",
    "test_axe_and_a_phone_find_no_fault_with_the_screens_of_publication",
    "test_axe_finds_no_serious_fault_in_the_review_room",
}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Walk every eighth of the screens in all languages and themes; MARSAD_EVERY=1 walks them all."""
    if os.environ.get("MARSAD_EVERY"):
        return
    walks = [item for item in items if getattr(item, "originalname", None) in _WALKS]
    left = {id(item) for number, item in enumerate(walks) if number % 8}
    config.hook.pytest_deselected(items=[item for item in items if id(item) in left])
    items[:] = [item for item in items if id(item) not in left]
