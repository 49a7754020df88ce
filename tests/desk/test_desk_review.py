"""The review room in a browser: by keyboard, by selecting words, by two people and a third who publishes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from marsad.store.reviews import Reviews
from marsad.store.store import Store
from tests.desk.conftest import ROOT, beside, marsad
from tests.desk.page import Desk
from tests.desk.test_desk_access import AXE, faults
from tests.people_support import API, Team, team
from tests.web_support import copied

Opener = Callable[..., Desk]


@pytest.fixture(scope="module")
def here(needed: None) -> Iterator[Team]:
    """A team at the record of the dossier."""
    with beside(team(str(copied("review.db")))) as made:
        yield made


@pytest.fixture
def as_role(new_desk: Opener, here: Team) -> Opener:
    """Return a function that opens the desk of somebody with a role."""

    def make(role: str, query: str, **options: Any) -> Desk:
        desk = new_desk(here.address, **options)
        token = here.clients[role].cookies.get("marsad")
        desk.page.context.add_cookies([{"name": "marsad", "value": str(token), "url": here.address}])
        return desk.open(f"screen=review&{query}")

    return make


def claim(desk: Desk) -> Locator:
    return desk.page.locator("article.claim")


def open_key(desk: Desk) -> str:
    return str(claim(desk).get_attribute("data-key"))


def press(desk: Desk, *keys: str) -> None:
    for key in keys:
        desk.page.keyboard.press(key)


def decided(desk: Desk, *keys: str, reason: str = "") -> str:
    """Decide about the open claim with keys, wait until the next one is open, and return the key of the decided one."""
    key = open_key(desk)
    press(desk, *keys)
    if reason:
        expect(desk.page.locator("form.ask .why")).to_be_focused()
        desk.page.keyboard.type(reason)
        press(desk, "Enter")
    expect(claim(desk)).not_to_have_attribute("data-key", key)
    return key


def casualty(here: Team, n: int) -> dict[str, Any]:
    """Return an Arabic claim of people harmed that has a count and credits somebody; each test takes its own."""
    rows = here.send("analyst", "GET", "/claims?kind=casualty&limit=200").json()["items"]
    found = [one for one in rows if one["report"]["lang"] == "ar" and one["asserter"] and one["state"] == "machine"]
    one: dict[str, Any] = sorted(found, key=lambda claim: claim["key"])[n]
    return one


def verbs(here: Team, key: str) -> list[str]:
    return [action.verb for action in Reviews(here.store).actions([key])]


def becomes(desk: Desk, store: Store, key: str, state: str) -> None:
    """Wait until a claim stands where it should."""
    desk.until(lambda: Reviews(store).state(key) == state)


def test_an_analyst_works_through_twenty_claims_by_keyboard_alone(as_role: Opener, here: Team) -> None:
    desk = as_role("analyst", "lang=ar")
    expect(claim(desk)).to_be_visible()
    asked: list[str] = []
    desk.page.on(
        "request", lambda sent: asked.append(sent.url) if re.search(r"/queue(?!.*cursor=)", sent.url) else None
    )
    done: dict[str, str] = {}
    for n in range(20):
        match n % 5:
            case 0:
                done[decided(desk, "a")] = "accept"
            case 1:
                done[decided(desk, "Shift+A")] = "submit"
            case 2:
                done[decided(desk, "r", reason="ليس ادعاء")] = "reject"
            case 3:
                done[decided(desk, "u")] = "unsure"
            case _:
                press(desk, "2")
                expect(desk.page.locator(".grades button").nth(1)).to_have_attribute("aria-pressed", "true")
                done[decided(desk, "a")] = "accept"
    assert len(done) == 20
    assert {key: verbs(here, key)[-1] for key in done} == done
    assert asked == []  # what was decided stays in the list, to be gone back to
    first, last = next(iter(done)), open_key(desk)
    press(desk, "k")
    expect(claim(desk)).to_have_attribute("data-key", list(done)[-1])
    press(desk, "z")
    expect(claim(desk)).to_have_attribute("data-key", list(done)[-1])
    expect(claim(desk)).to_have_attribute("data-state", "in_review")
    desk.until(lambda: verbs(here, list(done)[-1])[-2:] == ["accept", "undo"])
    press(desk, "j")
    expect(claim(desk)).to_have_attribute("data-key", last)
    expect(claim(desk).locator(".actions button").first).to_be_enabled()
    # On an Arabic keyboard the key of A is another letter.
    desk.page.evaluate("() => dispatchEvent(new KeyboardEvent('keydown', {key: '\u0634', code: 'KeyA'}))")
    expect(claim(desk)).not_to_have_attribute("data-key", last)
    press(desk, "?")
    expect(desk.page.get_by_role("dialog")).to_be_visible()
    press(desk, "Escape")
    expect(desk.page.get_by_role("dialog")).to_be_hidden()
    assert verbs(here, first) == ["accept"]
    desk.settled()


def test_a_rejection_without_a_reason_is_refused_on_screen(as_role: Opener, here: Team) -> None:
    key = casualty(here, 0)["key"]
    desk = as_role("analyst", f"lang=en&o=review.at:{key}")
    expect(claim(desk)).to_have_attribute("data-key", key)
    press(desk, "r", "Enter")
    expect(desk.page.get_by_role("alert").filter(has_text="Say why")).to_be_visible()
    expect(desk.page.locator("form.ask .why")).to_be_focused()
    desk.page.keyboard.type("no")
    press(desk, "Enter")
    expect(desk.page.get_by_role("alert").filter(has_text="Say why")).to_be_visible()
    assert verbs(here, key) == []
    press(desk, "Escape")
    expect(desk.page.locator("form.ask")).to_have_count(0)
    desk.settled()


def test_who_acts_on_what_somebody_else_changed_loses_nothing(as_role: Opener, here: Team) -> None:
    key = casualty(here, 1)["key"]
    desk = as_role("analyst", f"lang=en&o=review.at:{key}")
    expect(claim(desk)).to_have_attribute("data-key", key)
    press(desk, "r")
    expect(desk.page.locator("form.ask .why")).to_be_focused()
    typed = "a figure of the day before"
    desk.page.keyboard.type(typed)
    assert here.act("editor", "unsure", key).status_code == 200
    press(desk, "Enter")
    expect(desk.page.locator(".stale")).to_be_visible()
    expect(desk.page.locator("form.ask .why")).to_have_value(typed)
    expect(claim(desk).locator("ol")).to_contain_text(here.aliases["editor"])
    assert verbs(here, key) == ["unsure"]
    reviews, analyst = Reviews(here.store), here.aliases["analyst"]
    desk.until(lambda: [draft.body["asking"]["why"] for draft in reviews.drafts(analyst, key)] == [typed])
    desk.page.reload()
    expect(desk.page.locator("form.ask .why")).to_have_value(typed)
    desk.page.locator("form.ask .why").press("Enter")
    becomes(desk, here.store, key, "rejected")
    assert verbs(here, key) == ["unsure", "reject"]
    assert [line for line in desk.wrong if "409" not in line] == []


def correct_source(desk: Desk, name: str) -> str:
    """Select two words of the report for whom the claim is credited to, by keyboard; return them."""
    press(desk, "e")
    while desk.page.evaluate("() => document.activeElement.dataset.slot") != "source":
        press(desk, "ArrowDown")
    press(desk, "Enter")
    words = claim(desk).get_by_role("textbox").first
    expect(words).to_be_focused()
    press(desk, "ArrowRight", "Shift+ArrowLeft")  # the word before, where text runs from right to left, and one more
    chosen = "".join(words.locator(".chosen").all_inner_texts())
    press(desk, "Enter")
    expect(claim(desk).locator(".box input")).to_be_focused()
    press(desk, "Control+a")
    desk.page.keyboard.type(name)
    press(desk, "Enter")
    claim(desk).locator(".unsent .why").press_sequentially("the words name somebody else")
    press(desk, "Enter")
    expect(claim(desk)).to_have_attribute("data-state", "in_review")
    return chosen


def public_sees(here: Team, one: dict[str, Any]) -> set[str]:
    """Return in which of the public's answers a claim is found."""
    nobody, key = here.clients["nobody"], one["key"]
    sentence = one["sentence"]
    passage = next(mark for mark in sentence["marks"] if mark["slot"] == "evidence")
    words = max(re.findall("[\u0621-\u064a]+", sentence["text"][passage["start"] : passage["end"]]), key=len)
    found = {
        "list": key in nobody.get(f"{API}/claims").text,
        "one": nobody.get(f"{API}/claims/{key}").status_code == 200,
        "search": one["report"]["id"] in nobody.get(f"{API}/reports", params={"q": words}).text,
        "count": nobody.get(f"{API}/summary").json()["claims"] > 0,
        "tile": len(nobody.get("/tiles/0/0/0.mvt").content) > 0,
        "export": key in nobody.get(f"{API}/exports/jsonl").text,
        "features": key in nobody.get("/ogc/collections/claims/items").text,
        "copies": key in nobody.get(f"{API}/publication/claims").text,
        "stream": key in nobody.get(f"{API}/stream", params={"once": "true"}).text,
        "history": nobody.get(f"{API}/review/claims/{key}").status_code == 200,
    }
    return {name for name, seen in found.items() if seen}


def test_corrected_by_words_second_read_published_and_reverted(as_role: Opener, here: Team) -> None:
    one = next(c for c in (casualty(here, n) for n in range(2, 9)) if c["places"])
    key = one["key"]
    desk = as_role("analyst", f"lang=ar&o=review.at:{key}")
    expect(claim(desk)).to_have_attribute("data-key", key)
    chosen = correct_source(desk, "Own Observatory")
    assert len(chosen.split()) == 2
    press(desk, "Shift+A")
    becomes(desk, here.store, key, "reviewed")
    assert public_sees(here, one) == set()

    second = as_role("second_reader", "lang=en")
    expect(claim(second)).to_be_visible()
    second.page.goto(f"{here.address}/?lang=en&screen=review&o=review.at:{key}")
    expect(claim(second)).to_have_attribute("data-key", key)
    expect(claim(second).locator("button.row").first).to_be_disabled()
    expect(claim(second)).to_contain_text("Own Observatory")
    press(second, "e")
    expect(second.page.get_by_role("alert").filter(has_text="not possible now")).to_be_visible()
    press(second, "a")
    becomes(second, here.store, key, "second_read")
    editor = as_role("editor", f"lang=ar&o=review.part:publish&o=review.at:{key}")
    expect(claim(editor)).to_have_attribute("data-state", "second_read")
    assert public_sees(here, one) == set()
    press(editor, "p", "Enter")
    expect(claim(editor)).to_have_attribute("data-state", "published")
    here.refreshed()
    assert public_sees(here, one) >= {"list", "one", "search", "count", "tile", "export", "features", "copies"}
    shown = here.clients["nobody"].get(f"{API}/claims/{key}").json()
    assert (shown["state"], shown["detail"]["count"]) == ("published", one["detail"]["count"])
    assert [link["name"] for link in shown["chain"] if link["role"] == "source"] == ["Own Observatory"]
    assert here.clients["nobody"].get(f"{API}/review/claims/{key}").status_code == 401

    claim(editor).locator("section .bar button").last.click()  # back to what was read
    editor.page.keyboard.type("the first reading was right")
    press(editor, "Enter")
    expect(claim(editor)).to_have_attribute("data-state", "in_review")
    expect(claim(editor).locator("ol li").first).to_contain_text("Own Observatory")
    claim(editor).locator(".actions .bar button", has_text="اسحب").click()
    editor.page.keyboard.type("until it is read again")
    press(editor, "Enter")
    expect(claim(editor)).to_have_attribute("data-state", "withdrawn")
    here.refreshed()
    assert public_sees(here, one) <= {"stream"}  # which still tells of the day when it was published
    read = here.send("analyst", "GET", f"/review/claims/{key}").json()
    assert read["claim"]["source"] == read["read"]["source"]
    for each in (desk, second, editor):
        each.settled()


def test_a_place_is_found_in_the_gazetteer_and_moved_by_arrow_keys(as_role: Opener, here: Team) -> None:
    one = next(c for c in (casualty(here, n) for n in range(9, 14)) if c["places"])
    desk = as_role("analyst", f"lang=en&o=review.at:{one['key']}")
    expect(claim(desk)).to_have_attribute("data-key", one["key"])
    press(desk, "g")
    expect(desk.page.get_by_role("combobox", name="Find in the gazetteer")).to_be_focused()
    desk.page.keyboard.type("Idlib")
    expect(desk.page.locator(".search [role=option]").first).to_contain_text("Idlib")
    press(desk, "Enter")
    point = desk.page.locator("[data-point]")
    expect(point).to_be_visible()
    before = str(point.text_content())
    desk.page.get_by_role("application").locator("canvas").focus()
    press(desk, "ArrowRight")
    expect(point).not_to_have_text(before)
    (lat, lon), (north, east) = (map(float, text.split(", ")) for text in (before, str(point.text_content())))
    assert east > lon
    assert north == pytest.approx(lat, abs=1e-3)
    desk.page.locator(".box button.done").click()
    claim(desk).locator(".unsent .why").fill("the report speaks of another town")
    press(desk, "Enter")
    expect(claim(desk)).to_have_attribute("data-state", "in_review")
    (done,) = Reviews(here.store).actions([one["key"]])
    assert (done.verb, done.value is not None) == ("geocode", True)
    desk.settled()


def test_a_claim_that_was_missed_is_written_by_a_person(as_role: Opener, here: Team) -> None:
    report = casualty(here, 0)["report"]["id"]
    desk = as_role("analyst", f"lang=en&tab=missed&o=review.report:{report}")
    words = desk.page.get_by_role("textbox").first
    words.locator("p").nth(2).click()
    expect(words.locator(".chosen").first).to_be_visible()
    desk.page.get_by_label("Kind").select_option("control")
    desk.page.get_by_role("button", name="Add the claim").click()
    expect(desk.page.get_by_role("alert").filter(has_text="Still needed")).to_be_visible()
    desk.page.locator("button.row[data-slot=action]").click()
    desk.page.locator(".box select").select_option("contests")
    desk.page.locator(".box button.done").click()
    desk.page.get_by_role("button", name="Add the claim").click()
    expect(claim(desk)).to_contain_text("Written by a person")
    assert verbs(here, open_key(desk)) == ["add"]
    desk.settled()


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed: run `npm ci` in desk/")
@pytest.mark.parametrize(("lang", "theme"), [("ar", "light"), ("en", "dark")])
def test_axe_finds_no_serious_fault_in_the_review_room(as_role: Opener, here: Team, lang: str, theme: str) -> None:
    one = casualty(here, 0)
    desk = as_role("editor", f"lang={lang}&o=review.at:{one['key']}", color_scheme=theme, bypass_csp=True)
    expect(claim(desk)).to_be_visible()
    assert faults(desk) == []
    press(desk, "g")
    expect(desk.page.locator(".point canvas")).to_be_visible()
    press(desk, "Escape", "r", "Enter")
    expect(desk.page.locator("form.ask .why")).to_be_visible()
    assert faults(desk) == []
    for tab in ("progress", "orphans", f"missed&o=review.report:{one['report']['id']}"):
        desk.open(f"lang={lang}&screen=review&tab={tab}")
        assert faults(desk) == []
    desk.settled()


def test_alone_the_screen_says_what_lacks_and_publishes_with_a_label(
    new_desk: Opener, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    db = tmp_path / "alone.db"
    marsad("add", str(ROOT / "examples/reports/aleppo-2016-12-05.ar.txt"), "--db", str(db))
    with Store.open(db) as store:
        key = next(store.claims()).claim.key
        desk = new_desk(serve(db)).open(f"lang=en&screen=review&o=review.at:{key}")
        expect(claim(desk)).to_have_attribute("data-key", key)
        press(desk, "Shift+A")
        becomes(desk, store, key, "reviewed")
        desk.page.goto(f"{desk.base}/?lang=en&screen=review&o=review.part:second&o=review.at:{key}")
        expect(claim(desk).locator(".note")).to_contain_text("marsad review single-reader on")
        press(desk, "p")
        expect(desk.page.get_by_role("alert").filter(has_text="not possible now")).to_be_visible()
        Reviews(store).set_single_reader(True, "owner")
        desk.page.reload()
        expect(claim(desk)).to_have_attribute("data-key", key)
        press(desk, "p")
        expect(claim(desk)).to_have_attribute("data-state", "single_read")
        expect(claim(desk).locator("header")).to_contain_text("published, read by one person")
        assert Reviews(store).state(key) == "single_read"
    desk.settled()
