"""Takes the pictures of a team's screens, and of a briefing in both languages, into docs/screens.

    .venv/bin/python tools/screens_team.py            # all
    .venv/bin/python tools/screens_team.py team log   # those whose name begins so

The dossier is served for a team in which every role has an account; some claims are published, one is withdrawn.
"""

from __future__ import annotations

import argparse
import datetime as dt
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from marsad.store.reviews import Reviews  # noqa: E402
from marsad.store.store import Store  # noqa: E402
from marsad.web.briefing.make import make  # noqa: E402
from marsad.web.briefing.pdf import printed  # noqa: E402
from tests.people_support import Team, team  # noqa: E402
from tools.browser import CHROMIUM, FLAGS  # noqa: E402
from tools.screens import PHONE, Shot, kept, take  # noqa: E402

# Each of somebody with a role; nobody is who has no account.
SHOTS = (
    (Shot("account-ar", "lang=ar&screen=account"), "nobody"),
    (Shot("account-en-phone", "lang=en&screen=account", PHONE, dark=True), "editor"),
    (Shot("team-ar", "lang=ar&screen=team"), "administrator"),
    (Shot("log-en-dark", "lang=en&screen=team&tab=log", dark=True), "administrator"),
    (Shot("publication-ar", "lang=ar&screen=publication"), "editor"),
    (Shot("changes-en", "lang=en&screen=publication&tab=changes"), "nobody"),
    (Shot("briefing-screen-en", "lang=en&screen=briefing"), "viewer"),
    (Shot("alerts-en", "lang=en&screen=alerts&kind=casualty&place=Aleppo"), "analyst"),
    (Shot("alerts-ar-phone", "lang=ar&screen=alerts", PHONE), "analyst"),
)
DAYS = (dt.date(2016, 11, 26), dt.date(2016, 12, 7))  # of the two maps of a briefing
SCALE = 1.4  # of 72 dots an inch


@contextmanager
def dossier() -> Iterator[tuple[str, Team]]:
    """Serve the dossier for a team, with a little done in it; yield the record and the team."""
    with tempfile.TemporaryDirectory() as folder:
        db = str(Path(folder) / "team.db")
        add = [sys.executable, "-m", "marsad.cli", "add", str(ROOT / "examples/east-aleppo-2016"), "--db", db]
        subprocess.run(add, check=True)
        with team(db) as here:
            rows = here.send("editor", "GET", "/claims?limit=13").json()["items"]
            for row in rows[:11]:
                here.publish(row["key"])
            here.send("editor", "POST", "/publication/editions", {"version": "2016-12.1", "title": "شرق حلب"})
            here.act("editor", "withdraw", rows[0]["key"], why="سحبت الجهة الناشرة الخبر")
            for row in rows[11:]:
                here.publish(row["key"])
            here.send("analyst", "POST", "/alerts", {"name": "Aleppo", "query": {"kind": "control", "place": "Aleppo"}})
            here.send("administrator", "POST", "/invitations", {"role": "second_reader"})
            here.send("viewer", "GET", "/audit")
            here.refreshed()
            yield db, here


def briefing(db: str, lang: str, into: Path) -> Path:
    """Keep the first page of a briefing as a picture."""
    with Store.open(db) as store:
        made = make(store, Reviews(store), lang, *DAYS)
    page = pypdfium2.PdfDocument(printed(made.html, made.day))[0]
    return kept(page.render(scale=SCALE).to_pil(), into / f"briefing-{lang}.png")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="beginnings of names; else all")
    parser.add_argument("--into", type=Path, default=ROOT / "docs/screens", help="where the pictures go")
    asked = parser.parse_args()
    begins = tuple(asked.names) or ("",)
    with dossier() as (db, here):
        for lang in ("ar", "en"):
            if f"briefing-{lang}".startswith(begins):
                print(briefing(db, lang, asked.into).name)
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            for shot, role in SHOTS:
                if shot.name.startswith(begins):
                    print(take(browser, here.address, shot, asked.into, here.clients[role].cookies.get("marsad")).name)
            browser.close()


if __name__ == "__main__":
    main()
