"""People in a browser: first account, invitation, one-time codes, what a role sees, signing out (docs/people.md)."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from marsad.people import totp
from tests.desk.conftest import STARTS_IN
from tests.desk.page import Desk
from tests.desk.test_desk_access import AXE, faults
from tests.review_support import record

Opener = Callable[..., Desk]
PASSWORD = "nine brown hares in a field"


@dataclass
class Server:
    """A server of a team, started as people start it. `people` are cookies of who is signed in, by login."""

    address: str
    token: str
    people: dict[str, str] = field(default_factory=dict)


OTHER = "nine slow carts on a hill"


@pytest.fixture(scope="module")
def server(needed: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("people")
    with record(str(folder / "team.db")):
        pass
    said = folder / "said.txt"
    command = [sys.executable, "-m", "marsad.cli", "serve", "--team", "--db", str(folder / "team.db"), "--port", "0"]
    with said.open("wb") as out, subprocess.Popen(command, stderr=out, stdout=subprocess.DEVNULL) as process:
        yield Server(_told(said, r"serving on (http://\S+)\n"), _told(said, r"joins with: (\S+)\n"))
        process.terminate()
        process.wait(20)


def _told(said: Path, pattern: str) -> str:
    end = time.monotonic() + STARTS_IN
    while time.monotonic() < end:
        if found := re.search(pattern, said.read_text(errors="replace")):
            return found[1]
        time.sleep(0.05)
    raise AssertionError(f"the server did not say {pattern!r}: {said.read_text(errors='replace')}")


@pytest.fixture
def at(new_desk: Opener, server: Server) -> Opener:
    """Return a function that opens the desk, of somebody who is signed in where a login is given."""

    def make(query: str = "lang=en", login: str | None = None, **options: object) -> Desk:
        desk = new_desk(server.address, **options)
        if login is not None:
            desk.page.context.add_cookies([{"name": "marsad", "value": server.people[login], "url": server.address}])
        return desk.open(query)

    return make


def nav(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Screens")


def fill(page: Page, **fields: str) -> None:
    for name, value in fields.items():
        page.locator(f"main input[name={name}]").fill(value)


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def held(field: Locator, what: str) -> str:
    """Return what a field holds, once that is a link of a kind."""
    expect(field).to_have_value(re.compile(what))
    return field.input_value()


def cookie(page: Page) -> dict[str, object]:
    (found,) = [dict(one) for one in page.context.cookies() if one["name"] == "marsad"]
    return found


def unforeseen(desk: Desk) -> list[str]:
    """Return what went wrong but for answers that refuse, which the browser tells of as well."""
    assert desk.outside == []
    return [line for line in desk.wrong if "Failed to load resource" not in line]


def test_the_first_account_then_an_invitation_then_a_one_time_code(at: Opener, server: Server) -> None:
    first = at()
    addresses: list[str] = []
    page = first.page
    page.on("request", lambda request: addresses.append(request.url))
    expect(page.get_by_role("heading", name="The first account")).to_be_visible()
    fill(page, token=server.token, login="first", password=PASSWORD, again=PASSWORD)
    press(page, "Make the administrator's account")
    expect(page.get_by_role("heading", name="My account")).to_be_visible()
    expect(nav(page).get_by_role("link", name="Team")).to_be_visible()
    server.people["first"] = str(cookie(page)["value"])
    assert {name: cookie(page)[name] for name in ("httpOnly", "sameSite")} == {"httpOnly": True, "sameSite": "Lax"}
    assert page.evaluate("document.cookie") == ""

    nav(page).get_by_role("link", name="Team").click()
    page.get_by_label("Role", exact=True).select_option("analyst")
    press(page, "Make an invitation")
    link = held(page.get_by_label("Link of the invitation"), "join=")
    token = urlsplit(link).fragment.removeprefix("join=")
    assert len(token) > 40
    first.settled()

    second = at(f"{urlsplit(link).query}#{urlsplit(link).fragment}")
    page = second.page
    page.on("request", lambda request: addresses.append(request.url))
    expect(page.get_by_role("heading", name="Accept the invitation")).to_be_visible()
    expect(page).not_to_have_url(re.compile(token))
    fill(page, login="second", password=PASSWORD, again=PASSWORD)
    press(page, "Make the account")
    expect(page.get_by_text("reader-2")).to_be_visible()

    press(page, "Set it up")
    expect(page.get_by_role("img", name=re.compile("QR"))).to_be_visible()
    secret = page.locator(".secret").inner_text().replace(" ", "")
    step = int(time.time()) // totp.STEP
    fill(page, code=totp.code(secret, step))
    press(page, "Turn it on")
    fill(page, login="second", password=PASSWORD)
    press(page, "Sign in")
    expect(page.get_by_label("One-time code")).to_be_focused()
    fill(page, code=totp.code(secret, step + 1))  # each is taken once
    press(page, "Go on")
    expect(page.get_by_role("button", name=re.compile("Account: .*reader-2"))).to_be_visible()
    server.people["second"] = str(cookie(page)["value"])
    kept = [token, server.token, *server.people.values(), secret]
    assert not [url for url in addresses for one in kept if one in url]
    assert unforeseen(second) == []


def test_who_lost_password_and_codes_gets_a_link_of_an_administrator(at: Opener, server: Server) -> None:
    admin = at("lang=en&screen=team", "first")
    row = admin.page.get_by_role("row").filter(has_text="reader-2")
    row.get_by_role("button", name="New password").click()
    row.get_by_role("button", name=re.compile("Make a link for")).click()
    link = urlsplit(held(row.get_by_label(re.compile("Link for")), "renew="))
    expect(admin.page.get_by_text(re.compile("new password for .?reader-2"))).to_be_visible()
    own = admin.page.get_by_role("row").filter(has_text="reader-1")
    expect(own.get_by_role("button").first).to_be_visible()
    expect(own.get_by_role("button", name="New password")).to_have_count(0)

    lost = at(f"{link.query}#{link.fragment}")
    expect(lost.page.get_by_role("heading", name="A new password")).to_be_visible()
    expect(lost.page).not_to_have_url(re.compile(link.fragment))
    fill(lost.page, password=OTHER, again=OTHER)
    press(lost.page, "Set the password and sign in")
    expect(lost.page.get_by_role("heading", name="My account")).to_be_visible()
    expect(lost.page.get_by_role("button", name="Set it up")).to_be_visible()  # the second factor is off
    assert lost.api("me")["alias"] == "reader-2"
    server.people["second"] = str(cookie(lost.page)["value"])
    assert unforeseen(admin) == unforeseen(lost) == []


def test_a_role_sees_its_screens_alone(at: Opener) -> None:
    desk = at("lang=en&screen=team", "second")
    expect(desk.page.locator("main")).to_contain_text(re.compile("not for your role .*analyst"))
    work = ["Review", "Briefing", "Publication", "Alerts"]
    desk.until(lambda: nav(desk.page).get_by_role("link").all_inner_texts()[-4:] == work)
    nobody = at("lang=ar&screen=alerts")
    expect(nobody.page.locator("main")).to_contain_text("ليست لدورك")
    expect(nobody.page.locator("header.bar")).to_contain_text("الدخول")
    expect(nobody.page.locator(".nothing")).to_contain_text("لم يُنشر شيء")
    expect(nobody.page.locator("header.bar nav")).not_to_contain_text("التنبيهات")
    assert unforeseen(desk) == unforeseen(nobody) == []


def test_attack_in_the_browser_what_changes_something_needs_the_token_of_the_session(at: Opener) -> None:
    desk = at("lang=en&screen=account", "second")
    expect(desk.page.get_by_role("heading", name="My account")).to_be_visible()
    status = desk.page.evaluate("fetch('/api/v1/me/sessions', {method: 'DELETE'}).then((answer) => answer.status)")
    assert status == 403
    assert desk.api("me")["alias"] == "reader-2"


def test_attack_in_the_browser_a_password_tried_again_and_again(at: Opener) -> None:
    desk = at("lang=en&screen=account")
    for _ in range(5):
        fill(desk.page, login="nobody", password="a wrong password, again")
        with desk.page.expect_response("**/api/v1/session"):  # the alert of the attempt before may stand there
            press(desk.page, "Sign in")
        desk.answered()
        expect(desk.page.get_by_role("alert")).to_have_text("The login or the password is wrong.")
        desk.page.locator("main input[name=login]").fill("")
    fill(desk.page, login="nobody", password="a wrong password, again")
    press(desk.page, "Sign in")
    expect(desk.page.get_by_role("alert")).to_have_text("Too many attempts. Try again in 15 minutes.")
    assert unforeseen(desk) == []


def test_the_log_tells_what_was_denied(at: Opener) -> None:
    desk = at("lang=en&screen=team&tab=log", "first")
    rows = desk.page.locator("main tbody tr")
    expect(rows.first).to_be_visible()
    desk.page.get_by_label("Outcome").select_option("denied")
    expect(rows.first.locator(".outcome")).to_have_text("denied")
    expect(desk.page).to_have_url(re.compile("log.outcome"))
    expect(desk.page.locator("main tbody .outcome", has_text="done")).to_have_count(0)
    desk.until(lambda: set(desk.page.locator("main tbody .outcome").all_inner_texts()) == {"denied"})
    desk.page.get_by_label("What was done").select_option(label="sign in")
    expect(rows.first).to_contain_text("reader without an account")
    desk.settled()


def test_whose_account_is_closed_is_out_at_once(at: Opener, server: Server) -> None:
    analyst = at("lang=en&screen=alerts", "second")
    desk = at("lang=en&screen=team", "first")
    row = desk.page.get_by_role("row", name=re.compile("reader-2"))
    row.get_by_role("button", name="Close the account").click()
    row.get_by_role("button", name=re.compile("Close .*reader-2")).click()
    expect(row).to_contain_text("closed")
    assert analyst.api("me")["role"] == "nobody"
    desk.settled()


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed: run `npm ci` in desk/")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_and_a_phone_find_no_fault_with_the_screens_of_people(at: Opener, theme: str) -> None:
    lang = "ar" if theme == "light" else "en"
    for query, login in (("screen=account", None), ("screen=account", "first"), ("screen=team", "first"),
                         ("screen=team&tab=log", "first")):  # fmt: skip
        desk = at(f"lang={lang}&{query}", login, color_scheme=theme, bypass_csp=True)
        assert faults(desk) == [], query
        desk.page.set_viewport_size({"width": 390, "height": 844})
        desk.page.wait_for_function("document.documentElement.scrollWidth <= 390")
        desk.settled()
        desk.page.context.close()


def test_signing_out_ends_it(at: Opener, server: Server) -> None:
    desk = at("lang=en&screen=team", "first")
    desk.page.get_by_role("button", name=re.compile("Account: .*reader-1")).click()
    desk.page.get_by_role("button", name="Sign out").click()
    expect(desk.page.get_by_role("link", name="Sign in")).to_be_visible()
    expect(nav(desk.page).get_by_role("link", name="Team")).to_have_count(0)
    assert not desk.page.context.cookies()
    assert unforeseen(desk) == []
    again = at("lang=en&screen=team", "first")  # the same cookie, kept by somebody else
    expect(again.page.locator("main")).to_contain_text("not for your role")
    assert again.api("me")["role"] == "nobody"
