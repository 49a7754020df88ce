"""Signing in, limits, cookies, CSRF tokens, invitations: the rows of the attack table that concern accounts."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import anyio
import httpx
import pytest

from marsad.people import passwords, signin, totp
from marsad.people.limits import LIMITS, bucket
from marsad.people.tokens import hash_of, new_token
from marsad.store.accounts import Accounts
from marsad.store.store import Store
from marsad.web.app import Settings, create_app
from marsad.web.audience import Audience
from tests.people_support import API, PASSWORD, Team, serving, team
from tests.review_support import record


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    database = str(tmp_path_factory.mktemp("people") / "a.db")
    with record(database):
        pass
    with team(database) as made:
        yield made


@pytest.fixture(autouse=True)
def forgiven(request: pytest.FixtureRequest) -> None:
    """Attempts of one test do not count in the next."""
    if "here" in request.fixturenames:
        from sqlalchemy import text

        made: Team = request.getfixturevalue("here")
        with made.accounts._engine.begin() as connection:
            connection.execute(text("DELETE FROM attempt"))


def sign_in(here: Team, login: str = "login-analyst", password: str = PASSWORD, **more: object) -> httpx.Response:
    with here.client() as client:
        return client.post(f"{API}/session", json={"login": login, "password": password, **more})


# Attack: brute force


def test_attack_brute_force_of_one_account_is_answered_429(here: Team) -> None:
    answers = [sign_in(here, password="wrong wrong wrong").status_code for _ in range(7)]
    assert answers == [401] * LIMITS["sign-in account"].most + [429, 429]
    limited = sign_in(here)  # the right password as well, until the time is over
    assert limited.status_code == 429
    assert int(limited.headers["Retry-After"]) > 0
    assert sign_in(here, "LOGIN-ANALYST").status_code == 429


def test_attack_brute_force_of_many_accounts_from_one_address_is_answered_429(here: Team) -> None:
    limit = LIMITS["sign-in address"].most
    for number in range(limit):
        here.accounts.attempt(bucket("sign-in address", "127.0.0.1"), time.time(), 0, 10**6 + number)
    assert sign_in(here, "somebody else").status_code == 429


def test_attack_brute_force_of_one_time_passwords(here: Team) -> None:
    account = here.accounts.by_login("login-editor")
    assert account is not None
    secret = totp.new_secret()
    with here.client() as client:
        here.accounts.change(account.number, totp=secret)
        try:
            wanted = client.post(f"{API}/session", json={"login": "login-editor", "password": PASSWORD})
            assert (wanted.status_code, wanted.headers["X-Second-Factor"]) == (401, "totp")
            answers = [sign_in(here, "login-editor", code="000000").status_code for _ in range(6)]
            assert set(answers) == {401, 429}
        finally:
            here.accounts.change(account.number, totp=None)


def test_a_one_time_password_works_once(here: Team) -> None:
    account = here.accounts.by_login("login-second_reader")
    assert account is not None
    secret = totp.new_secret()
    here.accounts.change(account.number, totp=secret, totp_used=0)
    try:
        code = totp.code(secret, int(time.time()) // totp.STEP)
        assert sign_in(here, "login-second_reader", code="١٢٣٤٥٦").status_code == 401
        assert sign_in(here, "login-second_reader", code=code).status_code == 201
        assert sign_in(here, "login-second_reader", code=code).status_code == 401
    finally:
        here.accounts.change(account.number, totp=None)


def test_attack_which_logins_exist_is_not_told(here: Team) -> None:
    there, none = sign_in(here, password="wrong wrong wrong"), sign_in(here, "nobody-at-all", "wrong wrong wrong")
    assert there.status_code == none.status_code == 401
    assert there.json() == none.json()


# Attack: sessions


def test_attack_cookies_carry_their_flags(here: Team) -> None:
    cookie = sign_in(here).headers["set-cookie"]
    assert re.match(r"marsad=[\w-]{43}; ", cookie)
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert "Secure" not in cookie  # it was not served over HTTPS


def test_attack_cookies_over_https_are_secure_and_bound_to_the_host(tmp_path: Path) -> None:
    with record(str(tmp_path / "a.db")):
        pass
    with team(str(tmp_path / "a.db"), https=True) as here:
        cookie = sign_in(here).headers["set-cookie"]
    assert cookie.startswith("__Host-marsad=")
    assert {"HttpOnly", "Path=/", "SameSite=lax", "Secure"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_attack_session_fixation(here: Team) -> None:
    """A token that a visitor brings along is never the one that is signed in."""
    with here.client() as client:
        client.cookies.set("marsad", "chosen-by-somebody-else")
        answer = client.post(f"{API}/session", json={"login": "login-viewer", "password": PASSWORD})
        assert answer.status_code == 201
        assert answer.cookies["marsad"] != "chosen-by-somebody-else"
    assert here.accounts.session(hash_of("chosen-by-somebody-else")) is None


def test_attack_a_stolen_database_opens_no_session(here: Team) -> None:
    token = sign_in(here).cookies["marsad"]
    found = here.accounts.session(hash_of(token))
    assert found is not None
    assert token not in (found.hash, found.csrf)
    with here.client() as client:
        client.cookies.set("marsad", found.hash)
        assert client.get(f"{API}/me").json()["role"] == "nobody"


def test_attack_a_session_ends_when_it_is_idle_old_closed_or_its_account_is_closed(here: Team) -> None:
    accounts = here.accounts
    token = sign_in(here, "login-viewer").cookies["marsad"]
    now = time.time()
    assert signin.session_of(accounts, token, now) is not None
    assert signin.session_of(accounts, token, now + signin.IDLE + 1) is None
    assert signin.session_of(accounts, token, now) is None
    token = sign_in(here, "login-viewer").cookies["marsad"]
    for hours in range(0, 169, 7):
        signin.session_of(accounts, token, now + hours * 3600)
    assert signin.session_of(accounts, token, now + signin.LONGEST + 60) is None
    with here.client() as client:
        made = client.post(f"{API}/session", json={"login": "login-viewer", "password": PASSWORD})
        token = made.cookies["marsad"]
        out = client.delete(f"{API}/session", headers={"X-CSRF-Token": made.json()["csrf"]})
        assert out.status_code == 204
    assert signin.session_of(accounts, token) is None


def test_attack_a_role_that_is_taken_holds_no_session_longer(here: Team) -> None:
    with here.client() as client:
        made = client.post(f"{API}/session", json={"login": "login-viewer", "password": PASSWORD})
        alias = made.json()["alias"]
        assert here.send("administrator", "PATCH", f"/accounts/{alias}", {"active": False}).status_code == 200
        assert client.get(f"{API}/me").json()["role"] == "nobody"
        assert sign_in(here, "login-viewer").status_code == 401
        here.send("administrator", "PATCH", f"/accounts/{alias}", {"active": True})
        assert client.get(f"{API}/me").json()["role"] == "nobody"
    renew(here, "viewer")


def renew(here: Team, role: str) -> None:
    account = here.accounts.by_login(f"login-{role}")
    assert account is not None
    opened = signin.begin(here.accounts, account, "test")
    here.clients[role].cookies.set("marsad", opened.token)
    here.tokens[role] = opened.csrf


# Attack: cross-site requests


def test_attack_a_missing_or_wrong_csrf_token_is_answered_403(here: Team) -> None:
    key = next(iter(here.store.claims())).claim.key
    wishes = {"wishes": [{"verb": "accept", "key": key}]}
    client = here.clients["analyst"]
    for given in (b"", here.tokens["editor"].encode(), "é".encode(), None):
        headers = {b"X-CSRF-Token": given} if given is not None else {}
        answer = client.post(f"{API}/review/actions", json=wishes, headers=headers)
        assert answer.status_code == 403, given
        assert "CSRF" in answer.json()["detail"]
    assert [e.verb for e in here.accounts.entries(limit=1000)].count("write without a CSRF token") >= 4


@pytest.mark.parametrize(
    "header", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}]
)
def test_attack_a_request_of_another_site_is_refused_even_with_the_token(here: Team, header: dict[str, str]) -> None:
    answer = here.send("analyst", "PUT", "/me/password", {"old": PASSWORD, "new": PASSWORD}, **header)
    assert answer.status_code == 403
    with here.client() as client:
        body = {"login": "login-viewer", "password": PASSWORD}
        assert client.post(f"{API}/session", json=body, headers=header).status_code == 403


def test_attack_a_form_of_another_site_cannot_sign_in(here: Team) -> None:
    with here.client() as client:
        form = client.post(f"{API}/session", data={"login": "login-viewer", "password": PASSWORD})
        text = client.post(
            f"{API}/session",
            content=f'{{"login": "login-viewer", "password": "{PASSWORD}"}}',
            headers={"content-type": "text/plain"},
        )
        assert form.status_code == 400
        assert text.status_code == 400


# Attack: tokens in addresses


def test_attack_no_token_stands_in_an_address(here: Team) -> None:
    schema = here.clients["nobody"].get("/openapi.json").json()
    for path, operations in schema["paths"].items():
        for operation in operations.values():
            for parameter in operation.get("parameters", []):
                if path.endswith("/oidc/callback"):
                    continue  # OpenID Connect sends its code so; it works once, with a secret of the server
                assert not re.search(r"token|password|secret|session|csrf|invit", parameter["name"], re.IGNORECASE), (
                    path
                )
    token = sign_in(here).cookies["marsad"]
    with here.client() as client:
        for name in ("token", "session", "marsad", "awtoken"):
            answer = client.get(f"{API}/me", params={name: token})
            assert answer.status_code == 400 or answer.json()["role"] == "nobody"


# Attack: default accounts, weak passwords, set-up


def test_attack_there_is_no_account_until_somebody_joins_with_the_token_of_the_terminal(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "a.db")
    accounts = Accounts(store)
    token = signin.set_up(accounts)
    assert token is not None
    assert len(token) == 43
    newer = signin.set_up(accounts)  # started again: the earlier token ends
    with serving(create_app(store, Settings(Audience.PUBLIC, team=True))) as address:
        with httpx.Client(base_url=address, timeout=30) as client:
            for login, password in (("admin", "admin"), ("admin", "password"), ("marsad", "marsad")):
                answer = client.post(f"{API}/session", json={"login": login, "password": password})
                assert answer.status_code == 401
            joining = {"login": "amal", "password": PASSWORD}
            assert client.get(f"{API}/me").json()["set_up"] is False
            assert client.post(f"{API}/accounts", json={"token": token, **joining}).status_code == 403
            assert (
                client.post(f"{API}/accounts", json={"token": newer, **joining, "password": "admin"}).status_code == 400
            )
            made = client.post(f"{API}/accounts", json={"token": newer, **joining})
            assert (made.status_code, made.json()["role"]) == (201, "administrator")
            assert client.post(f"{API}/accounts", json={"token": newer, **joining}).status_code == 403
            assert client.get(f"{API}/me").json()["set_up"] is True
        assert signin.set_up(Accounts(Store.open(tmp_path / "a.db"))) is None


@pytest.mark.parametrize(
    "password",
    ["admin", "short", "passwordpassword", "aaaaaaaaaaaaaaaa", "amal is my name", "123456789012345", "x" * 300],
)
def test_attack_a_password_that_is_easily_guessed_is_refused(password: str) -> None:
    with pytest.raises(passwords.PasswordError):
        passwords.check(password, "amal")


def test_passwords_are_kept_as_argon2id_and_hashed_off_the_event_loop() -> None:
    async def while_hashing() -> tuple[str, float]:
        longest, last = 0.0, time.perf_counter()
        kept: list[str] = []

        async def hash_one() -> None:
            kept.append(await passwords.hashed(PASSWORD))

        async with anyio.create_task_group() as group:
            for _ in range(4):
                group.start_soon(hash_one)
            while len(kept) < 4:
                await anyio.sleep(0.001)
                now = time.perf_counter()
                longest, last = max(longest, now - last), now
        return kept[0], longest

    kept, longest = anyio.run(while_hashing)
    assert kept.startswith("$argon2id$v=19$m=65536,")
    assert longest < 1.0
    assert anyio.run(passwords.right, kept, PASSWORD)
    assert not anyio.run(passwords.right, kept, "another")
    assert not anyio.run(passwords.right, None, PASSWORD)


# Invitations and administration


def test_an_invitation_works_once_and_ends(here: Team) -> None:
    token = here.send("administrator", "POST", "/invitations", {"role": "analyst"}).json()["token"]
    with here.client() as client:
        body = {"token": token, "login": "nour", "password": PASSWORD}
        assert client.post(f"{API}/accounts", json=body).status_code == 201
        assert client.post(f"{API}/accounts", json=body | {"login": "other"}).status_code == 403
    late = new_token()
    from marsad.store.types_people import Invitation

    here.accounts.invite(Invitation(hash_of(late), "editor", "x", time.time() - 1))
    with here.client() as client:
        assert (
            client.post(f"{API}/accounts", json={"token": late, "login": "n", "password": PASSWORD}).status_code == 403
        )


def test_a_login_is_taken_once_whatever_its_letters(here: Team) -> None:
    token = signin.invite(here.accounts, "viewer", "x")
    with here.client() as client:
        body = {"token": token, "login": "LOGIN-Viewer", "password": PASSWORD}
        answer = client.post(f"{API}/accounts", json=body)
    assert answer.status_code == 400
    assert "already" in answer.json()["detail"]


def test_the_last_administrator_stays_one(here: Team) -> None:
    alias = here.aliases["administrator"]
    for change in ({"role": "viewer"}, {"active": False}):
        answer = here.send("administrator", "PATCH", f"/accounts/{alias}", change)
        assert answer.status_code == 400
        assert "last administrator" in answer.json()["detail"]


def test_logins_are_seen_by_administrators_alone(here: Team) -> None:
    for role in ("analyst", "editor", "second_reader", "viewer", "nobody"):
        assert here.send(role, "GET", "/accounts").status_code in (401, 403)
    assert "login-viewer" in here.send("administrator", "GET", "/accounts").text
    for entry in here.accounts.entries(limit=1000):
        assert "login-" not in entry.who + entry.object


def test_everything_is_in_the_log_denials_included_and_the_log_is_in_the_chain(here: Team) -> None:
    sign_in(here, password="wrong wrong wrong")
    here.send("viewer", "GET", "/accounts")
    said = [(e.who, e.verb, e.outcome) for e in here.accounts.entries(limit=1000)]
    assert (here.aliases["analyst"], "sign in", "denied") in said
    assert (here.aliases["viewer"], "people", "denied") in said
    assert (here.aliases["analyst"], "sign in", "done") in said
    assert here.store.verify().problems == ()
    from sqlalchemy import text

    number = next(e.number for e in here.accounts.entries(limit=1000) if e.outcome == "denied")
    for outcome, faults in (("done", [f"audit {number}"]), ("denied", [])):
        with here.accounts._engine.begin() as connection:
            connection.execute(text("UPDATE audit SET outcome = :o WHERE id = :n"), {"o": outcome, "n": number})
        assert [problem.record for problem in here.store.verify().problems] == faults


def test_one_time_passwords_are_those_of_the_rfc() -> None:
    """RFC 6238, appendix B, SHA-1, eight digits."""
    import base64

    secret = base64.b32encode(b"12345678901234567890").decode()
    for moment, expected in (
        (59, "94287082"),
        (1111111109, "07081804"),
        (1234567890, "89005924"),
        (20000000000, "65353130"),
    ):
        assert totp.code(secret, moment // 30, digits=8) == expected


def test_a_second_factor_is_set_up_with_a_code(here: Team) -> None:
    renew(here, "analyst")
    made = here.send("analyst", "POST", "/me/totp").json()
    assert made["address"].startswith("otpauth://totp/Marsad:login-analyst?secret=")
    wrong = here.send("analyst", "PUT", "/me/totp", {"secret": made["secret"], "code": "12"})
    assert wrong.status_code == 403
    code = totp.code(made["secret"], int(time.time()) // 30)
    assert here.send("analyst", "PUT", "/me/totp", {"secret": made["secret"], "code": code}).status_code == 204
    assert here.send("analyst", "GET", "/review/queue").status_code == 401  # signed out
    assert sign_in(here).headers["X-Second-Factor"] == "totp"
    account = here.accounts.by_login("login-analyst")
    assert account is not None
    here.accounts.change(account.number, totp=None)
    renew(here, "analyst")


def test_the_size_of_what_is_sent_is_limited(here: Team) -> None:
    answer = here.send("analyst", "PUT", "/review/drafts/k", {"body": {"x": "y" * 300_000}})
    assert answer.status_code == 413

    def stream() -> Iterator[bytes]:
        yield b"{}"

    client = here.clients["analyst"]
    headers = {"X-CSRF-Token": here.tokens["analyst"], "content-type": "application/json"}
    assert client.put(f"{API}/review/drafts/k", content=stream(), headers=headers).status_code == 411


def test_single_user_mode_needs_no_login_and_refuses_other_interfaces(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from marsad.cli import app

    with record(str(tmp_path / "a.db")):
        pass
    for arguments in (["--host", "0.0.0.0"], ["--host", "0.0.0.0", "--team"], ["--host", "192.0.2.1"]):
        result = CliRunner().invoke(app, ["serve", "--db", str(tmp_path / "a.db"), *arguments])
        assert result.exit_code == 2, arguments
    store = Store.open(tmp_path / "a.db")
    with (
        serving(create_app(store, Settings(Audience.DESK, wait=True, hosts=frozenset(("127.0.0.1",))))) as address,
        httpx.Client(base_url=address, timeout=30) as client,
    ):
        me = client.get(f"{API}/me").json()
        assert (me["role"], me["team"]) == ("alone", False)
        assert client.get(f"{API}/review/queue").status_code == 200
        assert client.get(f"{API}/me", headers={"Host": "evil.example"}).status_code == 421
        assert client.post(f"{API}/session", json={"login": "a", "password": "b"}).status_code == 404
        key = next(iter(store.claims())).claim.key
        body = {"wishes": [{"verb": "accept", "key": key}]}
        assert client.post(f"{API}/review/actions", json=body).status_code == 403
        assert client.post(f"{API}/review/actions", json=body, headers={"X-CSRF-Token": me["csrf"]}).status_code == 200
