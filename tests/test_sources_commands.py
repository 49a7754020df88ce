"""The commands of sources: fetch, watch, sources status, retry, list, check; dry runs (marsad/commands)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from marsad.commands import fetching
from marsad.sources.fetch import Fetcher
from marsad.store.store import Store
from tests.fetch_support import Reply, Site, site
from tests.sources_support import ARTICLES, article, catalogue, fill, policy, rss, run
from tests.store_support import ROOT

DOSSIER = str(ROOT / "examples" / "east-aleppo-2016")
WORDS = "قال المجلس المحلي إن خمسة مدنيين قُتلوا الاثنين في قصف على بلدة كفر نبل، وإن فرق الإنقاذ تعمل في المكان."


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """Yield a site that the commands may reach: their fetcher gets the policy of the tests, and its resolver."""
    with site() as running:
        fill(running)

        def fetcher(settings: object) -> Fetcher:
            return Fetcher(policy(running), lambda host: ["127.0.0.1"], sleep=lambda seconds: None)

        monkeypatch.setattr("marsad.commands.fetching.fetcher", fetcher)
        monkeypatch.setattr("marsad.commands.sources.fetcher", fetcher)
        monkeypatch.setattr("marsad.commands.retrying.fetcher", fetcher)
        for name in ARTICLES:  # the feed names its pages by the host of the catalogue
            running.pages["/feed"] = Reply(
                200, {"ETag": '"1"'}, rss(running, list(ARTICLES)).replace(b"127.0.0.1", b"herald.example")
            )
            assert f"/{name}" in running.pages
        yield running


def only(database: str, name: str) -> object:
    with Store.open(database) as store:
        return store.report(name)


def test_nothing_is_fetched_unless_it_is_turned_on(database: str, tmp_path: Path, served: Site) -> None:
    path = str(catalogue(tmp_path, served, fetch=False))
    for command in (["fetch", path], ["fetch", f"{served.url}/market"], ["watch", path, "--once"], ["add", path]):
        done = run(*command, "--db", database)
        assert (done.exit_code, served.touched) == (2, 0), done.output
        assert "fetching is off: give --online, or write `fetch: true`" in done.stderr


def test_a_feed_is_fetched_with_its_pages_and_kept_as_evidence(database: str, tmp_path: Path, served: Site) -> None:
    path = str(catalogue(tmp_path, served, fetch=False))
    done = run("fetch", path, "--db", database, "--online")
    assert (done.exit_code, done.stdout) == (0, "2 added, 0 there already, 0 not read\n"), done.stderr
    assert served.paths() == ["/feed", "/market", "/talks"]
    with Store.open(database) as store:
        first, second = store.reports()
        assert (first.outlet, first.lang, first.published) == ("The Herald", "en", dt.date(2016, 12, 5))
        assert first.title == ARTICLES["market"][0]
        assert first.report_id.startswith("herald-")
        kept = store.report(first.report_id)
        assert kept is not None
        assert kept.original == article("market")
        assert kept.source == "herald"
        assert kept.origin == first.url == f"http://herald.example:{served.port}/market"
        assert kept.headers["content-type"] == "text/html; charset=utf-8"
        assert kept.headers["x-marsad-address"] == "127.0.0.1"
        assert dict(kept.details)["side"] == "Some party"
        assert dt.datetime.now(dt.UTC) - kept.fetched_at < dt.timedelta(minutes=5)
        assert any(reading.claims for reading in store.readings())
        assert second.title == ARTICLES["talks"][0]
        assert store.verify().problems == ()
        assert store.standing().counts == {("herald", "read"): 2}


def test_what_has_not_changed_is_not_fetched_again(database: str, tmp_path: Path, served: Site) -> None:
    path = str(catalogue(tmp_path, served))
    run("fetch", path, "--db", database)
    served.asked.clear()
    again = run("fetch", path, "--db", database)
    assert again.stdout == "0 added, 0 there already, 0 not read\n"
    assert served.paths() == ["/feed"], "its entries are as they were"
    _, headers = next(entry for entry in served.asked if entry[0] == "/feed")
    assert headers["if-none-match"] == '"1"'


def test_a_page_with_a_new_toll_is_a_new_version(database: str, tmp_path: Path, served: Site) -> None:
    address = f"http://herald.example:{served.port}/market"
    run("fetch", address, "--online", "--db", database)
    served.pages["/market"] = Reply(200, {"Content-Type": "text/html"}, article("market", noise="other links"))
    same = run("fetch", address, "--online", "--db", database)
    assert same.stdout == "0 added, 1 there already, 0 not read\n", "other bytes, the same words"
    served.pages["/market"] = Reply(200, {"Content-Type": "text/html"}, article("market", toll="nine"))
    done = run("fetch", address, "--online", "--db", database)
    assert done.stdout == "1 added, 0 there already, 0 not read, 1 of them new version\n"
    with Store.open(database) as store:
        first, second = (report.report_id for report in store.reports())
        assert [(link.report_id, link.of, link.kind) for link in store.repetitions()] == [(second, first, "version")]


def test_a_page_that_cannot_be_read_is_kept_and_read_later(
    database: str, tmp_path: Path, served: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"http://herald.example:{served.port}/market"
    served.pages["/market"] = Reply(200, {"Content-Type": "text/html"}, b"<html><body></body></html>")
    done = run("fetch", address, "--online", "--db", database)
    assert (done.exit_code, done.stdout) == (2, "0 added, 0 there already, 1 not read\n")
    assert "marsad sources retry reads what was fetched again" in run("sources", "status", "--db", database).stdout
    with Store.open(database) as store:
        kept = store.kept(address)
        assert kept is not None
        assert kept.content == b"<html><body></body></html>"
    assert run("sources", "retry", "--db", database).stdout == "0 read now, 1 still not\n"
    served.pages["/market"] = Reply(200, {"Content-Type": "text/html"}, article("market"))
    assert run("sources", "retry", "--db", database, "--online").stdout == "1 read now, 0 still not\n"
    assert "Nothing needs care" in run("sources", "status", "--db", database).stdout


def test_what_was_fetched_is_read_again_without_the_network(
    database: str, served: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    from marsad.sources import formats
    from marsad.sources.items import Refused

    address = f"http://herald.example:{served.port}/market"
    with monkeypatch.context() as patch:
        patch.setattr(formats, "page", lambda *_, **__: [Refused(address, "the reader of pages had a fault")])
        assert run("fetch", address, "--online", "--db", database).exit_code == 2
    served.asked.clear()
    assert run("sources", "retry", "--db", database).stdout == "1 read now, 0 still not\n"
    assert served.paths() == []
    with Store.open(database) as store:
        (report,) = store.reports()
        kept = store.report(report.report_id)
        assert kept is not None
        assert kept.original == article("market")


def test_what_is_out_of_reach_is_named_and_stops_nothing(database: str, tmp_path: Path, served: Site) -> None:
    served.pages["/market"] = Reply(503)
    path = str(catalogue(tmp_path, served))
    done = run("fetch", path, "--db", database)
    assert (done.exit_code, done.stdout) == (2, "1 added, 0 there already, 1 not read\n")
    assert "the server answers 503: it is out of order: try again later" in done.stderr
    served.pages["/market"] = Reply(200, {"Content-Type": "text/html"}, article("market"))
    again = run("fetch", path, "--db", database)
    assert again.stdout == "1 added, 0 there already, 0 not read\n", "the feed is asked anew, with what had failed"
    with Store.open(database) as store:
        assert store.problems() == []


def test_a_page_that_robots_txt_forbids_is_refused(database: str, tmp_path: Path, served: Site) -> None:
    served.pages["/robots.txt"] = Reply(200, {}, b"User-agent: *\nDisallow: /market\n")
    done = run("fetch", str(catalogue(tmp_path, served)), "--db", database)
    assert done.stdout == "1 added, 0 there already, 1 not read\n"
    with Store.open(database) as store:
        (problem,) = store.problems()
        assert (problem.state, problem.source) == ("refused", "herald")
        assert "be left alone" in (problem.reason or "")


@pytest.mark.parametrize(
    ("said", "zone", "day"),
    [
        ("Mon, 05 Dec 2016 22:30:00 GMT", "Asia/Damascus", "2016-12-06"),
        ("2016-12-05T22:30:00+00:00", "Asia/Damascus", "2016-12-06"),
        ("2016-12-05T22:30:00+02:00", "America/New_York", None),  # in its own time already
        ("2016-12-05", "Asia/Damascus", None),
        ("Monday", "Asia/Damascus", None),
        ("2016-12-05T02:30:00Z", "America/New_York", "2016-12-04"),
        ("2016-12-05T22:30:00Z", None, None),
    ],
)
def test_the_day_is_that_of_the_source(said: str, zone: str | None, day: str | None) -> None:
    from marsad.records import Report
    from marsad.sources.catalogue_types import Source
    from marsad.sources.items import Taken

    item = Taken(Report("r", "x", "en", dt.date(2016, 12, 5)), "r", details=(("published_at", said),))
    found = fetching.dated(item, Source("s", "S", None, "feed", (), time_zone=zone)).report.published
    assert found == dt.date.fromisoformat(day or "2016-12-05")


@pytest.mark.parametrize(
    ("order", "days"),
    [
        ("day-first", ["2016-12-05", "2016-12-06"]),
        ("month-first", ["2016-05-12", "2016-06-12"]),
        ("year-first", [None, None]),
        (None, [None, None]),
    ],
)
@pytest.mark.parametrize("name", ["rows.csv", "_chat.txt"])
def test_a_date_that_could_be_two_days_is_read_as_its_source_writes_it(
    tmp_path: Path, order: str | None, days: list[str | None], name: str
) -> None:
    (tmp_path / "in").mkdir()
    said = ["05/12/2016", "06/12/2016"]
    lines = (
        [f'"{WORDS}",{day}' for day in said]
        if name == "rows.csv"
        else [f"[{day}, 10:11:12] م: {WORDS}" for day in said]
    )
    head = "text,published\n" if name == "rows.csv" else ""
    (tmp_path / "in" / name).write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    path = tmp_path / "sources.yaml"
    date = f"date: {order}, " if order else ""
    path.write_text(
        f"sources:\n- {{id: desk, name: {{ar: م, en: Desk}}, kind: channel, {date}addresses: [in/{name}]}}\n",
        encoding="utf-8",
    )
    database = str(tmp_path / "a.db")
    run("add", str(path), "--db", database)
    with Store.open(database) as store:
        found = [report.published.isoformat() if report.published else None for report in store.reports()]
    assert found == days


# Dry runs


def test_a_dry_run_says_what_would_happen_and_keeps_nothing(database: str, tmp_path: Path, served: Site) -> None:
    (tmp_path / "folder").mkdir()
    for name in ("a", "b"):
        (tmp_path / "folder" / f"{name}.txt").write_text(WORDS, encoding="utf-8")
    (tmp_path / "folder" / "c.txt").write_bytes(b"")
    folder = ("--published", "2016-12-05", str(tmp_path / "folder"))
    done = run("add", *folder, "--db", database, "--dry-run")
    assert "read: a from " in done.stdout
    assert "duplicate: b from " in done.stdout
    assert "(echo of a)" in done.stdout
    assert "would be: 2 added, 0 there already, 1 not read, 1 of them duplicate" in done.stdout
    assert run("sources", "status", "--db", database).exit_code == 2, "there is no record yet"
    run("add", *folder, "--db", database)
    again = run("add", *folder, "--db", database, "--dry-run")
    assert "there already: a from " in again.stdout
    path = str(catalogue(tmp_path, served))
    for command in (["fetch", path], ["watch", path, "--once"]):
        run(*command, "--db", database, "--dry-run")
    with Store.open(database) as store:
        assert [report.report_id for report in store.reports()] == ["a", "b"]
        assert store.visits([f"http://herald.example:{served.port}/feed"]) == {}


# Catalogues and folders


def test_a_catalogue_is_added_with_its_folders(database: str, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(WORDS, encoding="utf-8")
    path = tmp_path / "sources.yaml"
    path.write_text(
        'sources:\n- {id: desk, name: {ar: "مكتب", en: Desk}, side: Ours, kind: folder, addresses: ["in"]}\n',
        encoding="utf-8",
    )
    assert run("add", str(path), "--db", database).stdout == "1 added, 0 there already, 0 not read\n"
    with Store.open(database) as store:
        kept = store.report("a")
        assert kept is not None
        assert (kept.source, kept.report.outlet, kept.details[0]) == ("desk", "Desk", ("side", "Ours"))
    listed = run("sources", "list", str(path)).stdout
    assert "desk  folder" in listed
    assert "Desk, Ours" in listed
    assert "مكتب" in listed


def test_a_catalogue_is_checked(tmp_path: Path) -> None:
    good = run("sources", "check", str(ROOT / "examples" / "sources.yaml"))
    assert good.exit_code == 0
    assert "fetching is off" in good.stdout
    (tmp_path / "bad.yaml").write_text("sources:\n- {id: X}\n", encoding="utf-8")
    bad = run("sources", "check", str(tmp_path / "bad.yaml"))
    assert bad.exit_code == 2
    assert "bad.yaml, line 2 (X): `id` is a short name" in bad.stderr


def test_the_status_shows_states_sources_runs_and_problems(database: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(WORDS, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"")
    run("add", str(tmp_path), "--db", database)
    told = run("sources", "status", "--db", database).stdout
    assert "accepted        read   duplicate  unreadable     refused" in told
    assert f"Last run: add {tmp_path}" in told
    assert "; done at " in told
    assert "1 input needs care:\n  unreadable: " in told
    assert "→ mend the file, then marsad sources retry" in told
    assert run("unreadable", "--db", database).stdout.startswith(f"{tmp_path / 'b.txt'}: it is empty")
    (tmp_path / "b.txt").write_text(WORDS.replace("خمسة", "ستة"), encoding="utf-8")
    assert run("sources", "retry", "--db", database).stdout == "1 read now, 0 still not\n"
    assert run("unreadable", "--db", database).stdout == ""


def test_a_source_of_a_catalogue_is_chosen(database: str, tmp_path: Path, served: Site) -> None:
    path = str(catalogue(tmp_path, served))
    wrong = run("fetch", path, "--source", "other", "--db", database)
    assert wrong.exit_code == 2
    assert "has no source 'other': it has herald" in wrong.output.replace("\n", " ").replace("│", "").replace("  ", " ")
    assert run("fetch", path, "--source", "herald", "--db", database).exit_code == 0


def test_an_address_that_is_never_fetched_is_said_to_be(database: str) -> None:
    for address in ("file:///etc/passwd", "http://2130706433/", "http://a@127.0.0.1/"):
        done = run("fetch", address, "--online", "--db", database)
        assert done.exit_code == 2
        assert address in done.stderr


def test_a_feed_that_holds_all_of_its_reports_needs_no_pages(database: str, tmp_path: Path, served: Site) -> None:
    title, words = ARTICLES["market"]
    entry = (
        f"<item><title>{title}</title><guid isPermaLink='false'>17</guid>"
        "<pubDate>Mon, 05 Dec 2016 22:30:00 GMT</pubDate>"
        f"<link>http://herald.example/17</link><content:encoded><![CDATA[<p>{words}</p>]]></content:encoded></item>"
    )
    head = "<?xml version='1.0'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'>"
    served.pages["/feed"] = Reply(200, {}, f"{head}<channel><title>F</title>{entry}</channel></rss>".encode())
    path = str(catalogue(tmp_path, served))
    assert run("fetch", path, "--db", database).stdout == "1 added, 0 there already, 0 not read\n"
    assert run("fetch", path, "--db", database).stdout == "0 added, 1 there already, 0 not read\n"
    assert served.paths() == ["/feed", "/feed"]
    with Store.open(database) as store:
        (report,) = store.reports()
        assert (report.outlet, report.url) == ("The Herald", "http://herald.example/17")
        assert report.published == dt.date(2016, 12, 6), "the day in the time zone of the source"
        kept = store.report(report.report_id)
        assert kept is not None
        assert kept.original == entry.encode()
        assert kept.origin == "http://herald.example/17"


def test_a_report_that_the_reader_failed_on_is_read_again(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text(WORDS, encoding="utf-8")

    def trip(report: object) -> None:
        raise ValueError("a fault")

    with monkeypatch.context() as patch:
        patch.setattr("marsad.pipeline.read", trip)
        assert run("add", str(tmp_path), "--db", database).exit_code == 2
        assert run("sources", "retry", "--db", database).stdout == "0 read now, 1 still not\n"
    assert "the reader failed (ValueError: a fault)" in run("unreadable", "--db", database).stdout
    assert run("sources", "retry", "--db", database).stdout == "1 read now, 0 still not\n"
    with Store.open(database) as store:
        assert [len(reading.claims) > 0 for reading in store.readings()] == [True]
        assert store.problems() == []
        assert store.verify().problems == ()


def test_a_feed_that_is_none_is_named(database: str, tmp_path: Path, served: Site) -> None:
    served.pages["/feed"] = Reply(200, {}, b"<html><p>Not a feed</p></html>")
    done = run("fetch", str(catalogue(tmp_path, served)), "--db", database)
    assert (done.exit_code, done.stdout) == (2, "0 added, 0 there already, 1 not read\n")
    assert "/feed: " in done.stderr
    with Store.open(database) as store:
        assert store.visits([f"http://herald.example:{served.port}/feed"]) == {}, "it is asked again, whole"
