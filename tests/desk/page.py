"""A page of the desk for a test: how it is opened, when it has all that it asked for, and how it is made slow.

`MARSAD_SLOW=800` lets every request and every answer of the API be late, by up to 800 milliseconds together, each by
its own chance, and the page's own work take four times as long (as ever with `MARSAD_SLOW_CPU=1`): a test that reads
too early fails then. `MARSAD_SLOW_SEED=2` is another throw of the dice.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Dialog,
    Error,
    Locator,
    Page,
    Request,
    Route,
    ViewportSize,
    expect,
)

LOOPBACK = ("127.0.0.1", "localhost", "::1", "")
PATIENCE = 60_000  # milliseconds: the map is drawn without a graphics card
SLOW = int(os.environ.get("MARSAD_SLOW") or 0)  # milliseconds
SEED = int(os.environ.get("MARSAD_SLOW_SEED") or 1)
SLOW_CPU = float(os.environ.get("MARSAD_SLOW_CPU") or 4)  # times
WAITING = Path(__file__).with_name("waiting.js").read_text().replace("MOST", str(SLOW)).replace("SEED", str(SEED))
WINDOW: ViewportSize = {"width": 1200, "height": 760}
STILL = """async () => {
    for (let n = 0; n < 3; n += 1) {
        if (window.underWay || document.querySelector('[role=status] .bars, [aria-busy=true]')) return false
        await new Promise((drawn) => requestAnimationFrame(drawn))
    }
    return true
}"""
DRAWN = """() => { const all = [...document.querySelectorAll('.map')]; return all.length > 0 &&
    all.every((one) => one.map?.loaded() && one.map.queryRenderedFeatures().length > 0) }"""
expect.set_options(timeout=PATIENCE)


def new_page(browser: Browser, **options: Any) -> Page:
    """Open a page in a context of its own."""
    options.setdefault("viewport", WINDOW)
    context = browser.new_context(**options)
    context.set_default_timeout(PATIENCE)
    context.add_init_script(WAITING)
    page = context.new_page()
    if SLOW and SLOW_CPU > 1:
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOW_CPU})
    return page


def until(page: Page, true: Callable[[], object]) -> None:
    """Wait until something is so; the page goes on meanwhile, whose requests pass through here."""
    end = time.monotonic() + PATIENCE / 1000
    while not true():
        assert time.monotonic() < end, "it never came to be so"
        page.wait_for_timeout(50)


@dataclass
class Desk:
    """A page of the desk. What it asked outside the machine, and what went wrong in it, is noted."""

    page: Page
    base: str
    outside: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._heard: dict[str, Callable[..., None]] = {
            "request": self._asked,
            "pageerror": self._threw,
            "console": self._said,
            "dialog": self._asked_by_dialog,
        }
        self.page.route(lambda url: urlsplit(url).hostname not in (*LOOPBACK, None), self._refuse)
        for event, hear in self._heard.items():
            self.page.on(event, hear)  # type: ignore[call-overload]

    def _asked(self, request: Request) -> None:
        if (urlsplit(request.url).hostname or "") not in LOOPBACK:
            self.outside.append(request.url)

    def _threw(self, error: Error) -> None:
        self.wrong.append(str(error))

    def _said(self, line: ConsoleMessage) -> None:
        if line.type == "error":
            self.wrong.append(line.text)

    def _asked_by_dialog(self, dialog: Dialog) -> None:
        self.wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _refuse(self, route: Route) -> None:
        self.outside.append(route.request.url)
        route.abort()

    def open(self, query: str = "lang=en", drawn: bool = True) -> Desk:
        """Open a view; wait until its screen stands there, and until its map is `drawn`, which takes seconds."""
        self.page.goto(f"{self.base}/?{query}")
        self.page.locator("main h1, main h2").first.wait_for()
        if "screen=map" in query and drawn:
            self.map_drawn()
        return self

    def until(self, true: Callable[[], object]) -> None:
        until(self.page, true)

    def answered(self) -> Desk:
        """Wait until the page has the answer to all that it asked for, and shows it."""
        self.until(lambda: self.page.evaluate(STILL))
        return self

    def map_drawn(self) -> None:
        """Wait until every map on the page has drawn what it was given."""
        self.answered()
        self.page.wait_for_function(DRAWN, timeout=PATIENCE)

    @property
    def panel(self) -> Locator:
        return self.page.locator("aside")

    def api(self, path: str) -> Any:
        answer = self.page.request.get(f"{self.base}/api/v1/{path}")
        assert answer.ok, answer.text()
        return json.loads(answer.text())

    def settled(self) -> None:
        """Nothing was asked outside the machine, and nothing went wrong."""
        assert self.outside == []
        assert self.wrong == []

    def leave(self) -> None:
        """Leave the page as it was before anybody visited anything with it."""
        context = self.page.context
        for event, hear in self._heard.items():
            self.page.remove_listener(event, hear)
        self.page.goto("about:blank")
        self.page.unroute_all()
        self.page.mouse.move(0, 0)
        self.page.set_viewport_size(WINDOW)
        for other in context.pages:
            if other is not self.page:
                other.close()
        context.clear_cookies()
        session = context.new_cdp_session(self.page)
        session.send("Storage.clearDataForOrigin", {"origin": self.base, "storageTypes": "all"})
        session.detach()
