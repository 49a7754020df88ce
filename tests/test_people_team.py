"""What an administrator and each person see of accounts: sessions, invitations, pages of the log (routes/team.py)."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from marsad.people import signin
from tests.people_support import API, PASSWORD, Team, team
from tests.review_support import record


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    database = str(tmp_path_factory.mktemp("team") / "a.db")
    with record(database):
        pass
    with team(database) as made:
        yield made


def test_one_sees_where_one_is_signed_in_and_ends_all_of_it(here: Team) -> None:
    account = here.accounts.by_alias(here.aliases["viewer"])
    assert account is not None
    other = signin.begin(here.accounts, account, "test")
    found = here.send("viewer", "GET", "/me/sessions").json()
    assert [one["here"] for one in found].count(True) == 1
    assert len(found) == 2
    assert here.send("analyst", "GET", "/me/sessions").json()[0]["here"]
    assert here.send("viewer", "DELETE", "/me/sessions").status_code == 204
    assert signin.session_of(here.accounts, other.token) is None
    assert here.clients["viewer"].get(f"{API}/me").json()["role"] == "nobody"
    assert here.clients["viewer"].get(f"{API}/me/sessions").status_code == 401


def test_who_i_am_says_whether_a_second_factor_is_asked_for(here: Team) -> None:
    account = here.accounts.by_alias(here.aliases["second_reader"])
    assert account is not None
    assert not here.send("second_reader", "GET", "/me").json()["second_factor"]
    here.accounts.change(account.number, totp="A" * 32, totp_used=int(time.time()) // 30)
    assert here.send("second_reader", "GET", "/me").json()["role"] == "nobody"  # every session ended


def test_an_invitation_that_was_taken_back_lets_nobody_in(here: Team) -> None:
    token = here.send("administrator", "POST", "/invitations", {"role": "editor"}).json()["token"]
    (one,) = here.send("administrator", "GET", "/invitations").json()
    assert (one["role"], one["by"]) == ("editor", here.aliases["administrator"])
    assert token not in str(one)
    assert here.send("administrator", "DELETE", f"/invitations/{one['id']}").status_code == 204
    assert here.send("administrator", "DELETE", f"/invitations/{one['id']}").status_code == 404
    body = {"token": token, "login": "late", "password": PASSWORD}
    assert here.clients["nobody"].post(f"{API}/accounts", json=body).status_code == 403


def test_attack_who_lost_the_way_in_comes_back_under_the_same_alias(here: Team) -> None:
    alias, login = here.aliases["viewer"], "login-viewer"
    account = here.accounts.by_alias(alias)
    assert account is not None
    here.accounts.change(account.number, totp="A" * 32, totp_used=0)
    before = signin.begin(here.accounts, account, "test")
    earlier = here.send("administrator", "POST", f"/accounts/{alias}/renewal").json()["token"]
    token = here.send("administrator", "POST", f"/accounts/{alias}/renewal").json()["token"]
    (one,) = here.send("administrator", "GET", "/invitations").json()
    assert (one["renews"], one["by"]) == (alias, here.aliases["administrator"])
    fresh = "nine slow carts on a hill"
    with here.client() as browser:
        for wrong in (earlier, "x" * 43):  # a later link ends the one before
            assert browser.post(f"{API}/renewals", json={"token": wrong, "password": fresh}).status_code == 403
        taken = {"token": token, "login": "second-self", "password": fresh}
        assert browser.post(f"{API}/accounts", json=taken).status_code == 403  # it makes no second account
        assert browser.post(f"{API}/renewals", json={"token": token, "password": "short"}).status_code == 400
        answer = browser.post(f"{API}/renewals", json={"token": token, "password": fresh})
        assert (answer.status_code, answer.json()["alias"], answer.json()["role"]) == (201, alias, "viewer")
        assert not browser.get(f"{API}/me").json()["second_factor"]
        assert browser.post(f"{API}/renewals", json={"token": token, "password": fresh}).status_code == 403
        old = {"login": login, "password": PASSWORD}
        assert browser.post(f"{API}/session", json=old).status_code == 401
        assert browser.post(f"{API}/session", json=old | {"password": fresh}).status_code == 201
    assert signin.session_of(here.accounts, before.token) is None
    said = [(e.who, e.verb, e.object) for e in here.accounts.entries(limit=1000)]
    assert (here.aliases["administrator"], "renew account", alias) in said
    assert (alias, "renew password", alias) in said


def test_attack_a_way_in_is_renewed_by_another_administrator_and_for_open_accounts_alone(here: Team) -> None:
    own, other = here.aliases["administrator"], here.aliases["second_reader"]
    assert here.send("administrator", "POST", f"/accounts/{own}/renewal").status_code == 400
    assert here.send("administrator", "POST", "/accounts/reader-99/renewal").status_code == 400
    assert here.send("analyst", "POST", f"/accounts/{own}/renewal").status_code == 403
    token = here.send("administrator", "POST", f"/accounts/{other}/renewal").json()["token"]
    here.send("administrator", "PATCH", f"/accounts/{other}", {"active": False})
    assert here.send("administrator", "POST", f"/accounts/{other}/renewal").status_code == 400
    with here.client() as browser:
        body = {"token": token, "password": PASSWORD}
        assert browser.post(f"{API}/renewals", json=body).status_code == 403
        assert browser.get(f"{API}/me").json()["role"] == "nobody"


def test_the_log_is_read_by_pages_and_by_who_what_and_outcome(here: Team) -> None:
    for number in range(5):
        here.accounts.log("reader-9", "count", str(number), "denied" if number % 2 else "done")
    ask = "/audit/latest?who=reader-9&limit=2"
    first = here.send("administrator", "GET", ask).json()
    assert [line["object"] for line in first["items"]] == ["4", "3"]
    second = here.send("administrator", "GET", f"{ask}&before={first['next']}").json()
    assert [line["object"] for line in second["items"]] == ["2", "1"]
    last = here.send("administrator", "GET", f"{ask}&before={second['next']}").json()
    assert [line["object"] for line in last["items"]] == ["0"]
    assert last["next"] is None
    assert "count" in first["verbs"]
    denied = here.send("administrator", "GET", "/audit/latest?who=reader-9&verb=count&outcome=denied").json()
    assert [line["object"] for line in denied["items"]] == ["3", "1"]
    assert here.send("editor", "GET", "/audit/latest").status_code == 403


def test_what_waits_for_its_day_is_told_to_who_publishes(here: Team) -> None:
    from tests.review_support import casualty

    key = casualty(here.store).key
    for role, verb, more in (("analyst", "accept", {}), ("analyst", "submit", {}),
                             ("administrator", "second", {"decision": "agree"}),
                             ("editor", "publish", {"until": "2999-01-01"})):  # fmt: skip
        assert here.act(role, verb, key, **more).status_code == 200
    (one,) = here.send("editor", "GET", "/publication/embargoes").json()
    assert (one["key"], one["until"]) == (key, "2999-01-01")
    assert here.clients["nobody"].get(f"{API}/publication/claims").json()["total"] == 0
    assert here.send("analyst", "GET", "/publication/embargoes").status_code == 403
