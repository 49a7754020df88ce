"""What the tests of sources share: a site with a feed and pages, a catalogue of it, and what a record holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from marsad.cli import app
from marsad.store.store import Store
from tests.fetch_support import LoopbackPolicy, Reply, Site

# Written for these tests; places are real, outlets and facts are made up.
ARTICLES = {
    "market": (
        "Seven killed in shelling of a market in Kafr Nabl",
        "Shelling hit the eastern market of Kafr Nabl on Monday morning and killed seven civilians, two of them "
        "children, the local council said. Another twenty people were wounded. Rescue teams took the wounded to a "
        "field hospital near the town, the council added, and several buildings in the main street were damaged.",
    ),
    "talks": (
        "Talks on aid to be held in Geneva",
        "Delegates of the two sides are to meet in Geneva on Thursday to discuss the delivery of aid to besieged "
        "towns, a spokesman of the mediators said on Monday. He added that three convoys were waiting at the border "
        "and that the list of towns had been agreed on. No statement came from either delegation.",
    ),
}


def article(name: str, *, toll: str = "seven", noise: str = "") -> bytes:
    title, text = ARTICLES[name]
    text = text.replace("seven civilians", f"{toll} civilians")
    body = "".join(f"<p>{sentence.strip()}.</p>" for sentence in text.split(".") if sentence.strip())
    head = f"<title>{title}</title><meta property='article:published_time' content='2016-12-05T08:00:00+00:00'>"
    inside = f"<nav>{noise}</nav><article><h1>{title}</h1>{body}</article>"
    return f"<html lang='en'><head>{head}</head><body>{inside}</body></html>".encode()


def rss(site: Site, names: list[str], build: str = "1") -> bytes:
    items = "".join(
        f"<item><title>{ARTICLES[name][0]}</title><link>{site.url}/{name}</link><guid>{site.url}/{name}</guid>"
        f"<pubDate>Mon, 05 Dec 2016 08:00:00 GMT</pubDate><description>In short.</description></item>"
        for name in names
    )
    head = f"<title>A feed</title><link>{site.url}/</link><description>{build}</description>"
    return f"<?xml version='1.0'?><rss version='2.0'><channel>{head}{items}</channel></rss>".encode()


def fill(site: Site) -> None:
    """Put a feed and its pages on a site. The feed has an ETag, and answers 304 to who knows it."""
    names = list(ARTICLES)

    def feed(headers: Mapping[str, str]) -> Reply:
        if headers.get("If-None-Match") == '"1"':
            return Reply(304)
        return Reply(200, {"Content-Type": "application/rss+xml", "ETag": '"1"'}, rss(site, names))

    site.pages["/feed"] = feed
    for name in names:
        site.pages[f"/{name}"] = Reply(200, {"Content-Type": "text/html; charset=utf-8"}, article(name))


def catalogue(folder: Path, site: Site, *, fetch: bool = True, more: str = "") -> Path:
    path = folder / "sources.yaml"
    path.write_text(
        f"settings: {{fetch: {str(fetch).lower()}, pause: 1s, ports: [80, 443, {site.port}], every: 1s}}\n"
        "sources:\n"
        "  - id: herald\n"
        '    name: {ar: "المنادي", en: "The Herald"}\n'
        "    side: Some party\n"
        "    language: en\n"
        "    kind: feed\n"
        f'    addresses: ["{site.url.replace("127.0.0.1", "herald.example")}/feed"]\n'
        "    time_zone: Asia/Damascus\n" + more,
        encoding="utf-8",
    )
    return path


def policy(site: Site) -> LoopbackPolicy:
    return LoopbackPolicy(port=site.port)


def run(*arguments: str) -> Any:
    return CliRunner().invoke(app, list(arguments))


def held(database: str) -> dict[str, Any]:
    """Return what a record holds, but for times, numbers of entries and runs."""
    with Store.open(database) as store:
        problems = store.verify().problems
        assert problems == (), problems
        return {
            "claims": {
                reading.report.report_id: (reading.report, sorted(claim.key for claim in reading.claims))
                for reading in store.readings()
            },
            "links": {(link.report_id, link.of, link.kind) for link in store.repetitions()},
            "states": dict(store.standing().counts),
            "problems": sorted((problem.name, problem.state) for problem in store.problems()),
            "order": [report.report_id for report in store.reports()],
        }


DAY = dt.date(2016, 12, 5)
