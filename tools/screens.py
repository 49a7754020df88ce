"""Takes the pictures of the desk in docs/screens: both languages, light and dark, desktop and phone.

    .venv/bin/python tools/screens.py              # all, of the dossier
    .venv/bin/python tools/screens.py map home     # those whose name begins so
    .venv/bin/python tools/screens.py --into build/screens

A picture is a line of SHOTS: its name, the view as in an address, and what differs from a light desktop. Looking at all
of them belongs to every change of the desk.
"""

from __future__ import annotations

import argparse
import io
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tools.browser import CHROMIUM, FLAGS  # noqa: E402

PATIENCE = 90_000  # milliseconds
COLOURS = 256  # of a picture: a third of the size, and the colours of kinds and parties stay what they are
DESKTOP, TALL, PHONE = (1280, 800), (1280, 1500), (390, 844)


@dataclass(frozen=True)
class Shot:
    """`{claim}` and `{event}` in a view are a running toll of the dossier and an event on which sources differ."""

    name: str
    view: str
    size: tuple[int, int] = DESKTOP
    dark: bool = False


SHOTS = (
    Shot("home-ar", "lang=ar"),
    Shot("home-en-phone", "lang=en", PHONE, dark=True),
    Shot("map-ar", "lang=ar&screen=map"),
    Shot("map-en-dark", "lang=en&screen=map&to=2016-11-30&show=event:{event}", dark=True),
    Shot("map-two-days-ar", "lang=ar&screen=map&versus=2016-11-27&to=2016-12-07"),
    Shot("map-ar-phone", "lang=ar&screen=map", PHONE),
    Shot("event-en", "lang=en&screen=map&show=event:{event}&o=map.list:on"),
    Shot("claim-ar", "lang=ar&screen=casualties&show=claim:{claim}"),
    Shot("claim-ar-phone", "lang=ar&show=claim:{claim}", PHONE, dark=True),
    Shot("report-ar", "lang=ar&screen=reports&show=report:ea-1205-a&o=at:{claim}"),
    Shot("casualties-ar", "lang=ar&screen=casualties", TALL),
    Shot("casualties-en-dark", "lang=en&screen=casualties", TALL, dark=True),
    Shot("casualties-ar-phone", "lang=ar&screen=casualties", PHONE),
    Shot("control-ar", "lang=ar&screen=control", TALL),
    Shot("control-en-dark", "lang=en&screen=control&versus=2016-11-26&to=2016-12-07", TALL, dark=True),
    Shot("control-ar-phone", "lang=ar&screen=control", PHONE, dark=True),
    Shot("diplomacy-ar", "lang=ar&screen=diplomacy", TALL),
    Shot("diplomacy-en", "lang=en&screen=diplomacy", TALL),
    Shot("diplomacy-en-phone", "lang=en&screen=diplomacy", PHONE, dark=True),
    Shot("reports-ar", "lang=ar&screen=reports&o=reports.words:احياء"),
    Shot("reports-en", "lang=en&screen=reports"),
    Shot("reports-ar-phone", "lang=ar&screen=reports", PHONE),
    Shot("reader-ar", "lang=ar&screen=reports&tab=ea-1205-b2"),
    Shot("method-ar", "lang=ar&screen=method", TALL),
    Shot("method-en", "lang=en&screen=method", TALL),
    Shot("review-ar", "lang=ar&screen=review&o=review.at:{claim}"),
    Shot("review-en-dark", "lang=en&screen=review&o=review.kind:casualty", dark=True),
    Shot("review-ar-phone", "lang=ar&screen=review&o=review.at:{claim}", PHONE),
    Shot("review-missed-en", "lang=en&screen=review&tab=missed&o=review.report:ea-1205-a"),
)


@contextmanager
def dossier() -> Iterator[str]:
    """Serve the record of the dossier on a free port; yield the address."""
    with tempfile.TemporaryDirectory() as folder:
        db = str(Path(folder) / "dossier.db")
        marsad = [sys.executable, "-m", "marsad.cli"]
        subprocess.run([*marsad, "add", str(ROOT / "examples/east-aleppo-2016"), "--db", db], check=True)
        server = subprocess.Popen([*marsad, "serve", "--db", db, "--port", "0"], stderr=subprocess.PIPE, text=True)
        assert server.stderr is not None
        try:
            for line in server.stderr:
                if found := re.search(r"serving on (http://\S+)", line):
                    yield found.group(1)
                    break
        finally:
            server.terminate()
            server.wait()


def names_of(page: Page, base: str) -> dict[str, str]:
    """Return what stands for `{claim}` and `{event}`."""
    claims = page.request.get(f"{base}/api/v1/claims?kind=casualty&report=ea-1205-a").json()["items"]
    events = page.request.get(f"{base}/api/v1/events?disputed=true&kind=attack,casualty&limit=200").json()["items"]
    event = max((one for one in events if one["figures"]), key=lambda one: int(one["lineages"]))
    return {"claim": claims[0]["key"], "event": event["id"]}


def take(browser: Browser, base: str, shot: Shot, into: Path, session: str | None = None) -> Path:
    context = browser.new_context(
        viewport={"width": shot.size[0], "height": shot.size[1]}, color_scheme="dark" if shot.dark else "light"
    )
    if session is not None:
        context.add_cookies([{"name": "marsad", "value": session, "url": base}])
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{base}/?{shot.view.format(**names_of(page, base)) if '{' in shot.view else shot.view}")
    page.locator("main h1").first.wait_for(state="attached")
    if "screen=map" in shot.view:
        named = "one.map?.loaded() && one.map.querySourceFeatures('labels').length > 0"
        drawn = f"[...document.querySelectorAll('.map')].every((one) => {named})"
        page.wait_for_function(f"() => document.querySelector('.map') && {drawn}")
    page.wait_for_function("() => !document.querySelector('[role=status] .bars, [aria-busy=true]')")
    page.wait_for_timeout(800)  # what fades in
    path = kept(Image.open(io.BytesIO(page.screenshot())), into / f"{shot.name}.png")
    context.close()
    return path


def kept(picture: Image.Image, path: Path) -> Path:
    """Write a picture as small as it may be, and return where."""
    picture.convert("RGB").quantize(COLOURS, method=Image.Quantize.FASTOCTREE).save(path, optimize=True)
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="beginnings of names; else all")
    parser.add_argument("--into", type=Path, default=ROOT / "docs/screens", help="where the pictures go")
    asked = parser.parse_args()
    asked.into.mkdir(parents=True, exist_ok=True)
    chosen = [shot for shot in SHOTS if not asked.names or shot.name.startswith(tuple(asked.names))]
    with dossier() as base, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for shot in chosen:
            path = take(browser, base, shot, asked.into)
            print(f"{path.name}: {path.stat().st_size // 1000} kB")
        browser.close()


if __name__ == "__main__":
    main()
