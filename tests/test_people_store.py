"""Accounts, sessions, limits and the log in both databases (marsad/store/accounts.py)."""

from __future__ import annotations

import contextlib
import threading
import time

import pytest

from marsad.errors import MarsadError, StoreError
from marsad.people import signin
from marsad.people.limits import LIMITS, LimitError, bucket, forgive, spend
from marsad.people.tokens import hash_of, new_token
from marsad.store.accounts import Accounts
from marsad.store.store import Store
from marsad.store.types_people import Invitation


def joined(accounts: Accounts, login: str, role: str = "analyst") -> int:
    token = signin.invite(accounts, role, "x")
    return accounts.join(hash_of(token), time.time(), login, {"password": None}).number


def test_an_account_is_known_by_login_alias_and_subject(database: str) -> None:
    with Store.open(database) as store:
        accounts = Accounts(store)
        assert not accounts.any()
        number = joined(accounts, "Amal")
        accounts.change(number, subject="issuer sub")
        for found in (accounts.by_login("AMAL"), accounts.by_alias("reader-1"), accounts.by_subject("issuer sub")):
            assert found is not None
            assert (found.number, found.login, found.role, found.active) == (number, "amal", "analyst", True)
        assert accounts.any()
        with pytest.raises(StoreError, match="has that login already"):
            joined(accounts, "aMAL")
        joined(accounts, "nour")
        assert [account.alias for account in accounts.all()] == ["reader-1", "reader-2"]


def test_an_invitation_that_fails_is_not_used_up(database: str) -> None:
    with Store.open(database) as store:
        accounts = Accounts(store)
        joined(accounts, "amal")
        token = signin.invite(accounts, "viewer", "x")
        with pytest.raises(StoreError):
            accounts.join(hash_of(token), time.time(), "amal", {})
        assert accounts.join(hash_of(token), time.time(), "nour", {}).role == "viewer"
        with pytest.raises(StoreError, match="was used"):
            accounts.join(hash_of(token), time.time(), "other", {})
        with pytest.raises(MarsadError, match="no role"):
            signin.invite(accounts, "owner", "x")


def test_two_people_cannot_use_one_invitation_at_once(database: str) -> None:
    with Store.open(database) as store:
        token = signin.invite(Accounts(store), "editor", "x")
        made: list[str] = []

        def join(login: str) -> None:
            with Store.open(database) as own, contextlib.suppress(StoreError):
                made.append(Accounts(own).join(hash_of(token), time.time(), login, {}).login)

        threads = [threading.Thread(target=join, args=(f"p{n}",)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(made) == 1
        assert len(Accounts(store).all()) == 1


def test_the_first_token_ends_when_there_is_an_account(database: str) -> None:
    with Store.open(database) as store:
        accounts = Accounts(store)
        first, second = signin.set_up(accounts), signin.set_up(accounts)
        assert first is not None
        assert second is not None
        assert accounts.invited(hash_of(first), time.time()) is None
        assert accounts.join(hash_of(second), time.time(), "amal", {}).role == "administrator"
        assert signin.set_up(accounts) is None
        assert not accounts.first_invitation(Invitation("x", "administrator", "x", time.time() + 9))


def test_sessions_end_with_the_account_and_all_at_once(database: str) -> None:
    with Store.open(database) as store:
        accounts = Accounts(store)
        number = joined(accounts, "amal")
        tokens = [new_token() for _ in range(3)]
        for token in tokens:
            accounts.open_session(hash_of(token), number, "csrf", time.time())
        accounts.close_session(hash_of(tokens[0]))
        assert [accounts.session(hash_of(token)) is not None for token in tokens] == [False, True, True]
        accounts.change(number, role="viewer")
        assert accounts.session(hash_of(tokens[1])) is None
        accounts.open_session(hash_of(tokens[0]), number, "csrf", time.time())
        accounts.close_sessions()
        assert accounts.session(hash_of(tokens[0])) is None


def test_a_limit_counts_in_a_window_and_is_shared(database: str) -> None:
    with Store.open(database) as store, Store.open(database) as other:
        most = LIMITS["sign-in account"].most
        for n in range(most):
            spend(Accounts(store if n % 2 else other), "sign-in account", "Amal", now=1000.0 + n)
        with pytest.raises(LimitError) as caught:
            spend(Accounts(store), "sign-in account", "amal", now=1000.0 + most)
        assert caught.value.seconds == LIMITS["sign-in account"].seconds - most
        spend(Accounts(store), "sign-in account", "amal", now=1001.0 + LIMITS["sign-in account"].seconds)
        forgive(Accounts(store), "sign-in account", "AMAL")
        spend(Accounts(store), "sign-in account", "amal", now=1002.0 + LIMITS["sign-in account"].seconds)
        assert "amal" not in bucket("sign-in account", "amal")


def test_a_one_time_password_is_used_once_by_whoever_is_first(database: str) -> None:
    with Store.open(database) as store:
        accounts = Accounts(store)
        number = joined(accounts, "amal")
        assert [accounts.use_step(number, step) for step in (5, 5, 4, 6)] == [True, False, False, True]


def test_the_log_takes_any_text_and_is_in_the_chain(database: str) -> None:
    with Store.open(database) as store:
        accounts = Accounts(store)
        before = store.head()
        for thing in ("plain", "نص", "\ud800 \0 x", "y" * 5000):
            accounts.log("reader-1", "look", thing, "denied")
        entries = accounts.entries()
        assert [entry.object[:3] for entry in entries] == ["pla", "نص", "\\ud", "yyy"]
        assert max(len(entry.object) for entry in entries) == 400
        assert accounts.entries(after=entries[1].number) == entries[2:]
        assert store.head() == before  # what the record says is as it was
        assert store.verify().problems == ()
