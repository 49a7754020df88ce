#!/usr/bin/env python3
"""How long the API takes on a large record, resource by resource, as medians and as ratios to a baseline of the run.

    python benchmarks/desk.py [--claims 100000] [--copies 1] [--db FILE|URL] [--times 15] [--only NAME] [--browser]

The record is made up: the dossier of eastern Aleppo, read once and told again at other towns, on other days, with other
figures, until there are as many claims as asked for. `--db` keeps it (an SQLite file, or PostgreSQL: MARSAD_TEST_PG is
taken for a second run where it is set), so that the next run starts at once. Every call asks for something else, so
that none comes out of the memory of answers; `again` is the same call once more, `304` with its ETag. `cpu` is
the processor's time, which other work on the machine does not lengthen. The baseline is `/healthz`, which does nothing.
`--copies 50` asks of fifty times as many claims (benchmarks/grown.py says how their files are made). `--browser`
measures instead how long a browser without any past takes from the address to a drawn screen, and what it asks for when
the map is moved.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import os
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.grown import GrownPages, grown  # noqa: E402
from marsad.pipeline import read  # noqa: E402
from marsad.places.gazetteer import Entry, Gazetteer  # noqa: E402
from marsad.records import Claim, Count, Place, Reading, When  # noqa: E402
from marsad.sources.files import take  # noqa: E402
from marsad.sources.items import Defaults, Taken  # noqa: E402
from marsad.store.pages import Pages  # noqa: E402
from marsad.store.store import Store  # noqa: E402
from marsad.store.types import Arrival  # noqa: E402
from marsad.web.app import Settings, create_app  # noqa: E402
from marsad.web.audience import Audience, room_of  # noqa: E402
from marsad.web.kept.make import FORMAT, kept  # noqa: E402
from marsad.web.record import version_of  # noqa: E402
from marsad.web.snapshot import Snapshot  # noqa: E402

DOSSIER = ROOT / "examples" / "east-aleppo-2016"
COUNTRIES = ("SY", "IQ", "LB", "YE", "PS", "LY", "SD")
EACH, STEP = 500, 8  # reports of one transaction, days between two tellings of the dossier
Took = tuple[float, float, float, float, int]  # first, its cpu, again, 304 (milliseconds); bytes
_NUMBER = re.compile(r"(S/20\d\d/|القرار |esolution )(\d{4})")  # of documents: one would link all copies
BUDGET = 100.0  # milliseconds


def readings(claims: int, seed: int = 11) -> Iterator[Reading]:
    """Yield readings with at least `claims` claims in all."""
    dossier = [read(item.report) for item in take([str(DOSSIER)], Defaults()) if isinstance(item, Taken)]
    towns = [e for e in Gazetteer.load() if e.kind == "town" and e.country in COUNTRIES and e.lat is not None]
    draw, made, copy = random.Random(seed), 0, 0
    while made < claims:
        moved: dict[str, Entry] = {}
        for reading in dossier:
            again = _told_again(reading, copy, moved, towns, draw)
            made += len(again.claims)
            yield again
        copy += 1


def _told_again(
    reading: Reading, copy: int, moved: dict[str, Entry], towns: list[Entry], draw: random.Random
) -> Reading:
    shift = dt.timedelta(days=STEP * (copy % 600) - 2000)
    report = reading.report
    tail = " ".join(f"كلمه{draw.randrange(30_000)}" for _ in range(2 * len(report.text.split())))
    name = f"{report.report_id}-{copy}"
    published = report.published + shift if report.published else None
    outlet = f"{report.outlet} {draw.randrange(12)}"
    text = _NUMBER.sub(lambda hit: f"{hit[1]}{1000 + (int(hit[2]) + 7 * copy) % 9000}", report.text)
    again = replace(report, report_id=name, published=published, outlet=outlet, text=f"{text}\n{tail}")
    return Reading(again, tuple(_claim(c, copy, shift, moved, towns, draw) for c in reading.claims))


def _claim(
    claim: Claim, copy: int, shift: dt.timedelta, moved: dict[str, Entry], towns: list[Entry], draw: random.Random
) -> Claim:
    def place(old: Place) -> Place:
        if old.name is None:
            return old
        town = moved.setdefault(old.name, draw.choice(towns))
        name = Gazetteer.load().display(town)
        return replace(
            old, name=name, lat=town.lat, lon=town.lon, country=town.country, gazetteer_id=town.key, precision="exact"
        )

    def when(old: When) -> When:
        return replace(
            old,
            start=old.start + shift if old.start else None,
            end=old.end + shift if old.end else None,
            options=tuple(map(when, old.options)),
        )

    more = draw.randrange(20)
    counts = {
        slot.name: replace(count, low=_more(count.low, more), high=_more(count.high, more))
        for slot in fields(claim.detail)
        if isinstance(count := getattr(claim.detail, slot.name), Count)
    }
    return replace(
        claim,
        key=f"{claim.key}-{copy}",
        place=tuple(map(place, claim.place)),
        time=when(claim.time),
        detail=replace(claim.detail, **counts),  # type: ignore[arg-type]  # each slot keeps its type
    )


def _more(number: int | None, by: int) -> int | None:
    return None if number is None else number + by


def filled(where: str, claims: int) -> Store:
    """Open the record at `where`, made up first where it is empty."""
    store = Store.open(where)
    if next(store.reports(), None) is None:
        batch: list[Arrival] = []
        for reading in readings(claims):
            batch.append(Arrival(reading.report, claims=reading.claims, reader_version="benchmark"))
            if len(batch) == EACH:
                store.add_many(batch)
                batch.clear()
        store.add_many(batch)
    return store


def questions(place: str, actor: str, day: str, number: int) -> dict[str, str]:
    """Return what is asked of each resource of the API, or, with a slash first, of the server; place, actor, day and
    number change from call to call. `screen:` is what the desk's own screens ask for, which take more rows at once than
    they show first."""
    p, a, limit, many = quote(place), quote(actor), 50 + number, 500 - number
    later = dt.date.fromisoformat(day) + dt.timedelta(days=400)
    return {
        "summary": f"summary?limit={20 + number}",
        "summary, since a day": f"summary?from={day}&limit={20 + number}",
        "summary, a place": f"summary?place={p}&limit={20 + number}",
        "reports": f"reports?limit={limit}",
        "reports, words": f"reports?q={p.split('%2C')[0]}&limit={limit}",
        "claims": f"claims?limit={limit}",
        "claims, a place": f"claims?place={p}&limit={limit}",
        "claims, an actor": f"claims?actor={a}&from={day}&limit={limit}",
        "claims, words": f"claims?text={quote('قتل مدنيين')}&to={day}&limit={limit}",
        "events": f"events?limit={limit}",
        "events, a day": f"events?from={day}&to={day}&limit={limit}",
        "events, known on": f"events?known_on={day}&limit={limit}",
        "map": f"map?limit={500 + number}",
        "map, since a day": f"map?from={day}&limit={500 + number}",
        "control": f"control?at={day}&limit={500 + number}",
        "control, a place": f"control?at={day}&place={p}",
        "changes": f"control/changes?from={day}&limit={limit}",
        "history": f"control/history?from={day}&limit={limit}",
        "gauges": f"control/gauges?known_on={day}",
        "casualties": f"casualties?limit={limit}",
        "casualties, a place": f"casualties?place={p}&limit={limit}",
        "casualties, known on": f"casualties?known_on={day}&limit={limit}",
        "diplomacy": f"diplomacy?limit={limit}",
        "diplomacy, an actor": f"diplomacy?actor={a}&limit={limit}",
        "positions": f"positions?limit={limit}",
        "positions, an actor": f"positions?actor={a}&from={day}&limit={limit}",
        "timeline": f"timeline?limit={limit}",
        "timeline, a place": f"timeline?place={p}&limit={limit}",
        "timeline, since a day": f"timeline?from={day}&bin=week&limit={limit}",
        "places": f"places?text={p[:9] if '%' in p else p[:3]}",
        "control, known on (first time)": f"control?at={day}&known_on={day}&limit=500",
        "diplomacy, known on (first time)": f"diplomacy?known_on={day}&limit={limit}",
        "control, both days": f"control?at={day}&as_of={day}&known_on={later}&limit=500",
        "history, both days": f"control/history?as_of={day}&known_on={later}&limit={limit}",
        "diplomacy, as of": f"diplomacy?as_of={day}&limit={limit}",
        "diplomacy, both days": f"diplomacy?as_of={day}&known_on={later}&limit={limit}",
        "tile, a place": f"/tiles/5/19/12.mvt?place={p}",
        "tile, since a day": f"/tiles/5/19/12.mvt?from={day}",
        "screen: map": f"map?limit={5000 - number}&places=0",
        "screen: map, since a day": f"map?from={day}&limit={5000 - number}&places=0",
        "screen: control": f"control?at={day}&limit={2000 - number}",
        "screen: history": f"control/history?limit={many}",
        "screen: casualties": f"casualties?limit={many}",
        "screen: casualties, a place": f"casualties?place={p}&limit={many}",
        "screen: diplomacy": f"diplomacy?limit={120 - number}",
        "screen: diplomacy, known on": f"diplomacy?known_on={day}&limit={120 - number}",
        "screen: positions": f"positions?limit={many}",
        "screen: timeline": f"timeline?limit={many}",
    }


async def measured(store: Store, times: int, only: str | None, copies: int = 1) -> None:
    """Ask and print."""
    app = create_app(store, Settings(Audience.DESK, wait=True))
    if copies > 1:
        app.state.record._pages = _grown(store, copies)
    began = time.perf_counter()
    async with app.router.lifespan_context(app):
        at = app.state.record.at(Audience.DESK)
        most, made = (
            resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        )
        print(f"{len(at.rows):,} claims of {len(at.readings):,} reports, {len(at.events):,} events: answers after "
              f"{time.perf_counter() - began:.1f} s; the server took {most:,.0f} MB at most, who made its files "
              f"{made:,.0f} MB", flush=True)  # fmt: skip
        while not app.state.record._took:  # the rows of views are read in; that is not to be taken for an answer's time
            await asyncio.sleep(0.1)
        draw = random.Random(5)
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            health = [await _ask(client, "/healthz") for _ in range(times)]
            base = statistics.median(health)
            print(
                f"baseline /healthz {base:.2f} ms\n{'':34} median    p90    cpu  ratio  again    304     kB", flush=True
            )
            calls = [questions(*_asked(at, draw), number) for number in range(times)]
            for name in calls[0]:
                if only is None or only in name:
                    _print(name, [await _thrice(client, call[name]) for call in calls], base)


def _grown(store: Store, copies: int) -> GrownPages:
    """Return the pages of so many copies of a record, their files made first where they are not there."""
    small = Pages(store)
    large = small.folder.with_name(f"{small.folder.name}-{copies}")
    name = f"{version_of(store.head()[1], None)}-{FORMAT}"
    if not (large / name / "done").is_file():
        judgements = store.judgements()
        kept(
            small,
            small.address,
            name.removesuffix(f"-{FORMAT}"),
            "",
            0,
            judgements,
            room_of(store, judgements, dt.date.min),
        )
        began = time.process_time()
        grown(small.folder / name, large / name, copies)
        print(f"files of {copies} copies made in {time.process_time() - began:.0f} s of the processor", flush=True)
    return GrownPages(store, large)


def _asked(at: Snapshot, draw: random.Random) -> tuple[str, str, str]:
    """Return a place, an actor and a day that nobody asked for yet."""
    place = next((p.name for p in draw.choice(at.rows).claim.place if p.name), "Aleppo")
    actor = draw.choice(("Russia", "Syrian", "Lavrov", "Aleppo", "Observatory"))
    return place, actor, (dt.date(2012, 1, 1) + dt.timedelta(days=draw.randrange(3000))).isoformat()


async def _thrice(client: httpx.AsyncClient, asked: str) -> Took:
    path = asked if asked.startswith("/") else f"/api/v1/{asked}"
    first, busy = time.perf_counter(), time.process_time()
    answer = await client.get(path, headers={"Accept-Encoding": "identity"})
    took, cpu = (time.perf_counter() - first) * 1000, (time.process_time() - busy) * 1000
    if answer.status_code != 200:
        raise SystemExit(f"{path}: {answer.status_code} {answer.text[:300]}")
    again = await _ask(client, path)
    same = await _ask(client, path, {"If-None-Match": answer.headers["etag"]})
    return took, cpu, again, same, len(answer.content)


async def _ask(client: httpx.AsyncClient, path: str, headers: dict[str, str] | None = None) -> float:
    first = time.perf_counter()
    await client.get(path, headers={"Accept-Encoding": "identity", **(headers or {})})
    return (time.perf_counter() - first) * 1000


def _print(name: str, found: list[Took], base: float) -> None:
    took = sorted(row[0] for row in found)
    median, ninety = statistics.median(took), took[min(len(took) - 1, int(0.9 * len(took)))]
    cpu, again, same, size = (statistics.median(row[n] for row in found) for n in (1, 2, 3, 4))
    over = "  over" if median > BUDGET else ""
    ratio = f"{median / base:7.1f}"
    print(
        f"{name:34}{median:7.1f}{ninety:7.1f}{cpu:7.1f}{ratio}{again:7.1f}{same:7.1f}{size / 1000:7.0f}{over}",
        flush=True,
    )


# What is done when something of the record is drawn; the base of the map is not of the record.
SCREENS = {
    "home": ("screen=home", "document.querySelector('main dl dd') !== null"),
    "map": (
        "screen=map",
        "['marks', 'bubbles', 'tiles', 'cells'].some((layer) => { const map = document.querySelector('.map')?.map;"
        " return map?.getLayer(layer) && map.queryRenderedFeatures({ layers: [layer] }).length > 0 })",
    ),
    "casualties": ("screen=casualties", "document.querySelector('main article, main tbody tr') !== null"),
}


def seen(where: str, times: int) -> None:
    """Open screens in new browsers and print how long they took until something of the record was drawn."""
    from playwright.sync_api import sync_playwright

    from tools.browser import CHROMIUM, FLAGS

    command = [sys.executable, "-m", "marsad.cli", "serve", "--db", where, "--port", "0"]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert server.stderr is not None
    address = next(line.split("serving on ")[1].strip() for line in server.stderr if "serving on " in line)
    try:
        while httpx.get(f"{address}/healthz").status_code != 200:
            time.sleep(1)
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
            for name, (query, drawn) in SCREENS.items():
                took = sorted(_opened(browser, f"{address}/?lang=en&{query}", drawn) for _ in range(times))
                print(
                    f"{name:34}{statistics.median(took):7.0f} ms until drawn, {took[0]:.0f} to {took[-1]:.0f}",
                    flush=True,
                )
            print("moving the map asks for", _moved(browser, f"{address}/?lang=en&screen=map"))
            browser.close()
    finally:
        server.terminate()
        server.wait(20)


def _opened(browser: Any, address: str, drawn: str) -> float:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_function(f"() => {drawn}", timeout=120_000, polling=50)
    took = (time.perf_counter() - began) * 1000
    context.close()
    return took


def _moved(browser: Any, address: str) -> str:
    """Return what the map asks for when it is dragged, by kind, and how many bytes came."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(address)
    page.wait_for_function("() => document.querySelector('.map')?.map?.loaded()", timeout=120_000)
    asked: Counter[str] = Counter()
    sizes: list[int] = []

    def note(answer: Any) -> None:
        kind = "tiles" if "/tiles/" in answer.url else answer.url.split("/api/v1/")[-1].split("?")[0]
        asked[kind] += 1
        sizes.append(len(answer.body()) if kind == "tiles" else 0)

    page.on("response", note)
    page.mouse.move(1000, 350)
    page.mouse.down()
    page.mouse.move(300, 350, steps=10)
    page.mouse.up()
    page.wait_for_timeout(3000)
    page.close()
    return f"{dict(asked)}, {sum(sizes) / 1000:.0f} kB of tiles"


def _places(arguments: Any) -> list[str]:
    if arguments.db:
        return [arguments.db]
    found = [str(Path(tempfile.mkdtemp(prefix="marsad-desk-")) / "record.db")]
    server = os.environ.get("MARSAD_TEST_PG")
    return [*found, server] if server else found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--copies", type=int, default=1, help="how often the record is told again")
    parser.add_argument("--db")
    parser.add_argument("--times", type=int, default=15)
    parser.add_argument("--only")
    parser.add_argument("--browser", action="store_true")
    chosen = parser.parse_args()
    for place in _places(chosen):
        print(place.partition("@")[2] or place)
        if chosen.browser:
            filled(place, chosen.claims).close()
            seen(place, chosen.times)
            continue
        asyncio.run(measured(filled(place, chosen.claims), chosen.times, chosen.only, chosen.copies))
