"""What goes public, in a browser: an edition and what changed since, the briefing, alerts, a look before export."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.desk.conftest import beside
from tests.desk.page import Desk
from tests.desk.test_desk_access import AXE, faults
from tests.people_support import Team, team
from tests.review_support import casualty, record
from tests.test_review_alerts import NEW, add

Opener = Callable[..., Desk]
PHONE = "0999 123 456"
REACHED = f"قتل ثلاثة مدنيين في قصف على حي السكري في حلب يوم الثلاثاء، وقال شاهد للتواصل {PHONE} إن القصف استمر."

MEANWHILE = "أصيب أربعة مدنيين في قصف مدفعي على حي بستان القصر في حلب يوم الأربعاء، بحسب الدفاع المدني."


@pytest.fixture(scope="module")
def here(needed: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    """A team at a record of four reports."""
    database = str(tmp_path_factory.mktemp("publication") / "team.db")
    with record(database) as (store, _):
        add(store, "r4", REACHED)
    with beside(team(database)) as made:
        yield made


@pytest.fixture
def at(new_desk: Opener, here: Team) -> Opener:
    """Return a function that opens the desk of somebody with a role, or of nobody."""

    def make(query: str, role: str | None = None, **options: Any) -> Desk:
        desk = new_desk(here.address, **options)
        if role is not None:
            token = str(here.clients[role].cookies.get("marsad"))
            desk.page.context.add_cookies([{"name": "marsad", "value": token, "url": here.address}])
        return desk.open(query)

    return make


def test_an_edition_is_made_and_cited_and_says_what_changed_since(at: Opener, here: Team) -> None:
    first, second, third = (casualty(here.store, name).key for name in ("r1", "r2", "r4"))
    empty = at("lang=en&screen=casualties")
    expect(empty.page.locator(".nothing")).to_contain_text("Nothing of this record has been published yet.")
    here.publish(first)
    here.publish(second)
    editor = at("lang=en&screen=publication", "editor")
    page = editor.page
    expect(page.locator("main")).to_contain_text("2 claims are public today.")
    page.get_by_label("Version").fill("2016-12.1")
    page.get_by_role("button", name="Freeze").click()
    expect(page.get_by_role("status").filter(has_text="is frozen")).to_contain_text("2016-12.1")
    expect(page.get_by_label("To cite")).to_have_value(re.compile("2016-12.1"))
    cited = page.get_by_label("To cite").input_value()
    (made,) = editor.api("publication/editions")
    assert made["hash"] in cited
    assert made["claims"] == 2

    page.get_by_role("button", name="Public today").click()
    page.get_by_role("button", name="Withdraw", exact=True).first.click()
    page.get_by_label("Reason").fill("the outlet corrected it")
    with page.expect_response(lambda answer: "/v1/claims?" in answer.url):  # news, while one types
        add(here.store, "r8", MEANWHILE)
    expect(page.get_by_label("Reason")).to_have_value("the outlet corrected it")
    page.locator("main form").get_by_role("button", name="Withdraw").click()
    expect(page.locator("main")).to_contain_text("1 claim is public today.")
    here.publish(third)
    here.refreshed()

    public = at(cited.rpartition("?")[2].replace("lang=ar", "lang=en"))
    page = public.page
    expect(page.get_by_label("The edition that was cited")).to_have_value("2016-12.1")
    expect(page.locator("main .sum")).to_contain_text(re.compile(r"1 claim came · .*1 is gone"))
    expect(page.locator("main")).to_contain_text("the outlet corrected it")
    page.get_by_role("button", name="Withdrawn and removed").click()
    expect(page.locator("main")).to_contain_text("Hash and reason stay")
    editor.settled()
    public.settled()
    empty.settled()


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_briefing_opens_in_one_click(at: Opener, here: Team, lang: str) -> None:
    desk = at(f"lang={lang}&screen=briefing", "viewer")
    name = "صفحة للطباعة" if lang == "ar" else "Page for print"
    with desk.page.expect_popup() as opening:
        section = desk.page.get_by_role("region", name="بالعربية" if lang == "ar" else "In English")
        section.get_by_role("link", name=name).click()
    page = opening.value
    wrong: list[str] = []
    page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
    page.wait_for_load_state()
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", lang)
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if lang == "ar" else "ltr")
    assert page.locator("h2").count() >= 6
    assert page.locator("text=◌").count() > 0  # what only a machine read says so
    page.wait_for_function("document.fonts.status === 'loaded'")
    assert wrong == []
    desk.settled()


def test_an_alert_appears_when_a_new_claim_is_there_and_no_echo_of_it(at: Opener, here: Team) -> None:
    desk = at("lang=en&screen=alerts&kind=casualty&place=Aleppo", "analyst")
    page = desk.page
    page.get_by_label("Name of the search").fill("harmed in Aleppo")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_label("Address of the Atom feed")).to_have_value(re.compile("/alerts/1/feed"))
    expect(page.get_by_label("Password of the feed")).to_have_value(re.compile(".{41}"))
    page.get_by_role("navigation", name="Screens").get_by_role("link", name="Reports").click()
    add(here.store, "r9", NEW)
    notice = page.locator(".notice")
    expect(notice).to_contain_text("harmed in Aleppo: 1 new claim")
    add(here.store, "r10", NEW, "relay")
    here.refreshed()
    notice.get_by_role("link").click()
    expect(page.locator("main li .new", has_text="new").last).to_be_visible()
    page.get_by_role("link", name=re.compile("9 civilians")).click()
    expect(desk.panel.locator("mark").first).to_be_visible()
    assert [hit["report"] for hit in desk.api("alerts/1/hits")] == ["r9"]
    expect(page.locator("nav .mark")).to_have_count(0)
    desk.settled()


def test_attack_markup_that_people_type_stays_text(at: Opener, here: Team) -> None:
    """Names of searches and titles of editions, with markup and with a character that turns the direction."""
    nasty = "<img src=x onerror=alert(1)>\u202egnp.exe"
    here.send("analyst", "POST", "/alerts", {"name": nasty, "query": {"text": nasty}})
    here.send("editor", "POST", "/publication/editions", {"version": "9.9", "title": nasty})
    for query, role in (("screen=alerts", "analyst"), ("screen=publication", None)):
        desk = at(f"lang=ar&{query}", role)
        expect(desk.page.locator("main")).to_contain_text("<img src=x onerror=alert(1)>gnp.exe")
        assert desk.page.locator("main img").count() == 0
        assert "\u202e" not in desk.page.locator("main").inner_text()
        desk.settled()


def test_who_exports_sees_first_what_would_lead_to_people(at: Opener, here: Team) -> None:
    desk = at("lang=en&screen=publication&tab=scan", "analyst")
    line = desk.page.locator("main li", has_text="phone number")
    expect(line.locator("mark")).to_have_text(PHONE)
    for name in ("csv", "jsonl", "geojson", "hxl"):
        assert PHONE not in here.clients["analyst"].get(f"/api/v1/exports/{name}").text, name
    assert here.clients["viewer"].get("/api/v1/exports/scan").status_code == 403
    assert PHONE not in here.clients["nobody"].get("/api/v1/exports/scan").text
    viewer = at("lang=en&screen=casualties", "viewer")
    expect(viewer.page.get_by_role("button", name="Share")).to_be_visible()
    expect(viewer.page.get_by_role("button", name="Export")).to_have_count(0)
    desk.settled()


def test_a_stream_ends_with_the_session(here: Team) -> None:
    here.refreshed()
    client = here.clients["second_reader"]
    with client.stream("GET", "/api/v1/stream") as told:
        lines = told.iter_lines()
        assert next(line for line in lines if line.startswith("event")) == "event: version"
        here.accounts.close_sessions(here.accounts.by_alias(here.aliases["second_reader"]).number)  # type: ignore[union-attr]
        add(here.store, "r11", NEW.replace("تسعة", "أربعة"))
        assert not [line for line in lines if line == "event: claims"]


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed: run `npm ci` in desk/")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_and_a_phone_find_no_fault_with_the_screens_of_publication(at: Opener, theme: str) -> None:
    lang = "ar" if theme == "light" else "en"
    for query, role in (("screen=publication", "editor"), ("screen=publication&tab=changes", None),
                        ("screen=publication&tab=scan", "editor"), ("screen=briefing", "editor"),
                        ("screen=alerts&kind=casualty", "analyst")):  # fmt: skip
        desk = at(f"lang={lang}&{query}", role, color_scheme=theme, bypass_csp=True)
        assert faults(desk) == [], query
        desk.page.set_viewport_size({"width": 390, "height": 844})
        desk.page.wait_for_function("document.documentElement.scrollWidth <= 390")
        desk.settled()
        desk.page.context.close()
