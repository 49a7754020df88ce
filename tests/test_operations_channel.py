"""Public channels of Telegram: their pages are read message by message, and gone back in, politely."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from marsad.commands import fetching
from marsad.sources import formats
from marsad.sources.fetch import Fetcher
from marsad.sources.items import Passed, Taken
from marsad.store.store import Store
from tests.fetch_support import Reply, Site, site
from tests.sources_support import policy, run

PLACES = "تفتناز سراقب بنش سرمين معرة كفرنبل أريحا خان جسر حارم دركوش سلقين".split()


def message(number: int, views: int = 7, words: str | None = None, more: str = "") -> str:
    text = (
        words or f"قُصفت بلدة {PLACES[number % 12]} صباح اليوم {number} مرات، وقتل {number} مدنيين بحسب المجلس المحلي."
    )
    moment = f"2016-12-{1 + number // 24:02}T{number % 24:02}:30:00+00:00"
    return (
        f'<div class="tgme_widget_message_wrap"><div class="tgme_widget_message" data-post="karm_news/{number}">'
        f'<div class="tgme_widget_message_author"><a class="tgme_widget_message_owner_name" href="https://t.me/karm_news">'
        f"<span>أخبار الكرم</span></a></div>{more}"
        f'<div class="tgme_widget_message_text js-message_text" dir="auto">{text}</div>'
        f'<div class="tgme_widget_message_footer"><span class="tgme_widget_message_views">{views}K</span>'
        f'<a class="tgme_widget_message_date" href="https://t.me/karm_news/{number}"><time datetime="{moment}">'
        f"{moment[11:16]}</time></a></div></div></div>"
    )


def page(*messages: str) -> bytes:
    head = "<head><meta charset='utf-8'><title>أخبار الكرم – Telegram</title></head>"
    return f"<html>{head}<body><section>{''.join(messages)}</section></body></html>".encode()


def read(*messages: str) -> list[object]:
    return list(formats.page(page(*messages), "https://t.me/s/karm_news", {"content-type": "text/html"}))


def test_each_message_with_words_is_a_report() -> None:
    quoted = (
        '<a class="tgme_widget_message_reply" href="https://t.me/karm_news/3"><div class="tgme_widget_message_text '
        'js-message_reply_text">كلام قديم</div></a><a class="tgme_widget_message_forwarded_from_name" '
        'href="https://t.me/other">قناة أخرى</a>'
    )
    first, second, passed = read(
        message(5, words="قُتل خمسة مدنيين<br/>في <b>قصف</b> على <a href='https://example.org/x'>البلدة</a>"),
        message(30, more=quoted),
        message(31, words=" "),
    )
    assert isinstance(first, Taken)
    assert isinstance(second, Taken)
    assert isinstance(passed, Passed)
    assert first.report.text == "قُتل خمسة مدنيين\nفي قصف على البلدة"
    assert (first.report.outlet, first.report.url) == ("أخبار الكرم", "https://t.me/karm_news/5")
    assert (first.report.published, first.basis) == (dt.date(2016, 12, 1), "message")
    assert first.detail("link") == "https://example.org/x"
    assert "كلام قديم" not in second.report.text
    assert second.detail("reply_to") == "telegram:karm_news/3"
    assert second.detail("forwarded_from") == "قناة أخرى"
    assert second.detail("published_at") == "2016-12-02T06:30:00+00:00"


def test_counts_that_change_are_not_kept() -> None:
    (once,), (later,) = read(message(5, views=7)), read(message(5, views=900))
    assert isinstance(once, Taken)
    assert isinstance(later, Taken)
    assert once.original == later.original
    assert "7K" not in once.original.decode()


# Going back


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    with site() as running:
        monkeypatch.setattr(
            "marsad.commands.sources.fetcher",
            lambda _: Fetcher(policy(running), lambda host: ["127.0.0.1"], sleep=lambda seconds: None),
        )
        monkeypatch.setattr("marsad.commands.fetching.fetcher", lambda _: _fetcher(running))
        show(running, 12)
        yield running


def _fetcher(running: Site) -> Fetcher:
    return Fetcher(policy(running), lambda host: ["127.0.0.1"], sleep=lambda seconds: None)


def show(running: Site, last: int, size: int = 4) -> None:
    """Show the messages up to `last`, some a page."""
    for end in range(last + 1, 0, -1):
        numbers = range(max(1, end - size), end)
        path = "/s/karm_news" + (f"?before={end}" if end <= last else "")
        running.pages[path] = Reply(200, {"Content-Type": "text/html; charset=utf-8"}, page(*map(message, numbers)))


def listed(served: Site, folder: Path) -> str:
    file = folder / "sources.yaml"
    file.write_text(
        "settings: {fetch: true}\nsources:\n"
        f'- {{id: karm, name: {{ar: "الكرم", en: "Karm"}}, kind: channel, addresses: ["{served.url}/s/karm_news"]}}\n',
        encoding="utf-8",
    )
    return str(file)


def texts(database: str) -> set[str]:
    with Store.open(database) as store:
        return {report.report_id for report in store.reports()}


def test_a_channel_is_gone_back_in_until_what_is_kept(tmp_path: Path, served: Site) -> None:
    database, sources = str(tmp_path / "a.db"), listed(served, tmp_path)
    done = run("fetch", sources, "--db", database)
    assert done.exit_code == 0, done.output
    assert served.paths() == ["/s/karm_news", "/s/karm_news?before=9", "/s/karm_news?before=5"]
    assert len(texts(database)) == 12
    with Store.open(database) as store:
        assert {report.outlet for report in store.reports()} == {"Karm"}
        assert {report.url for report in store.reports()} == {f"https://t.me/karm_news/{n}" for n in range(1, 13)}

    served.asked.clear()
    show(served, 18)
    done = run("fetch", sources, "--db", database)
    assert done.stdout.startswith("6 added, 2 there already"), done.output
    assert served.paths() == ["/s/karm_news", "/s/karm_news?before=15"], "what is kept was asked for again"

    served.asked.clear()
    assert run("fetch", sources, "--db", database).stdout.startswith("0 added, 4 there already")
    assert served.paths() == ["/s/karm_news"]


def test_one_look_goes_back_so_far_and_no_further(
    tmp_path: Path, served: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "_MOST_PAGES", 2)
    run("fetch", listed(served, tmp_path), "--db", str(tmp_path / "a.db"))
    assert len(texts(str(tmp_path / "a.db"))) == 8


def test_a_page_that_failed_is_gone_back_to(tmp_path: Path, served: Site) -> None:
    database, sources = str(tmp_path / "a.db"), listed(served, tmp_path)
    good = served.pages["/s/karm_news?before=9"]
    served.pages["/s/karm_news?before=9"] = Reply(503)
    assert run("fetch", sources, "--db", database).exit_code == 2
    assert len(texts(database)) == 4
    served.pages["/s/karm_news?before=9"] = good
    run("fetch", sources, "--db", database)
    assert len(texts(database)) == 12


def test_robots_are_obeyed_for_every_page(tmp_path: Path, served: Site) -> None:
    served.pages["/robots.txt"] = Reply(200, {}, b"User-agent: *\nDisallow: /*before=\n")
    done = run("fetch", listed(served, tmp_path), "--db", str(tmp_path / "a.db"))
    assert served.paths() == ["/s/karm_news"]
    assert "robots.txt" in done.output


def test_an_address_without_messages_is_a_fault_of_the_catalogue(tmp_path: Path) -> None:
    file = tmp_path / "sources.yaml"
    source = '- {{id: a, name: {{ar: "أ", en: A}}, kind: channel, addresses: ["https://t.me/{}"]}}\n'
    file.write_text("sources:\n" + source.format("karm_news"), encoding="utf-8")
    done = run("sources", "check", str(file))
    assert (done.exit_code, "write https://t.me/s/karm_news" in done.output) == (2, True), done.output
    file.write_text("sources:\n" + source.format("s/karm_news"), encoding="utf-8")
    assert run("sources", "check", str(file)).exit_code == 0
