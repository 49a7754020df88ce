"""Signing in and out, invitations and first-run set-up: what happens behind the routes of accounts."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from marsad.errors import MarsadError
from marsad.people import passwords, totp
from marsad.people.limits import forgive, spend
from marsad.people.policy import ACCOUNT_ROLES, Role
from marsad.people.tokens import hash_of, new_token
from marsad.store.accounts import Accounts
from marsad.store.types_people import Account, Invitation, Session

IDLE, LONGEST = 8 * 3600, 7 * 24 * 3600  # seconds: a session unused so long ends, and any ends after the second
INVITED, SETUP, RENEWED = 7 * 24 * 3600, 24 * 3600, 24 * 3600
TOUCH = 60  # seconds between two notes that a session is used
_LOGIN = 64


class SignInError(MarsadError):
    """Nobody is signed in: the text never says which part was wrong."""


class SecondFactorError(SignInError):
    """The password is right, a one-time password is still wanted."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A session that was opened: the token goes into the cookie and is kept nowhere."""

    token: str
    csrf: str
    account: Account


async def sign_in(accounts: Accounts, login: str, password: str, code: str | None, address: str) -> Opened:
    """Open a session. Raises `SignInError`, `SecondFactorError` or `LimitError`; every attempt is in the log."""
    spend(accounts, "sign-in address", address)
    spend(accounts, "sign-in account", login)
    account = accounts.by_login(login)
    kept = account.password if account and account.active else None
    right = await passwords.right(kept, password[: passwords.LONGEST + 1])
    if account is None or not right:
        accounts.log(account.alias if account else "-", "sign in", "password", "denied")
        raise SignInError("the login or the password is wrong")
    if account.totp is not None:
        _second_factor(accounts, account, account.totp, code)
    forgive(accounts, "sign-in account", login)
    if account.password and passwords.stale(account.password):
        accounts.change(account.number, password=await passwords.hashed(password))
    return begin(accounts, account, "password")


def _second_factor(accounts: Accounts, account: Account, secret: str, code: str | None) -> None:
    if not code:
        raise SecondFactorError("a one-time password is needed")
    spend(accounts, "second factor", account.login)
    step = totp.taken_step(secret, code, time.time(), account.totp_used)
    if step is None or not accounts.use_step(account.number, step):
        accounts.log(account.alias, "sign in", "one-time password", "denied")
        raise SignInError("the one-time password is wrong or was used")
    forgive(accounts, "second factor", account.login)


def begin(accounts: Accounts, account: Account, how: str) -> Opened:
    """Open a session with a new token: one that a visitor brought along is never taken over."""
    opened = Opened(new_token(), new_token(), account)
    accounts.open_session(hash_of(opened.token), account.number, opened.csrf, time.time())
    accounts.log(account.alias, "sign in", how, "done")
    return opened


def session_of(accounts: Accounts, token: str, now: float | None = None) -> Session | None:
    """Return the session of a token, unless it is over; note that it is used."""
    at = time.time() if now is None else now
    found = accounts.session(hash_of(token))
    if found is None:
        return None
    if at - found.seen > IDLE or at - found.created > LONGEST:
        accounts.close_session(found.hash)
        return None
    if at - found.seen > TOUCH:
        accounts.touch(found.hash, at)
    return found


# Invitations


def invite(accounts: Accounts, role: str, by: str) -> str:
    """Return the token of an invitation: it is shown once, and works once."""
    if role not in ACCOUNT_ROLES:
        raise MarsadError(f"{role!r} is no role: give one of {', '.join(ACCOUNT_ROLES)}")
    token = new_token()
    accounts.invite(Invitation(hash_of(token), role, by, time.time() + INVITED))
    return token


def set_up(accounts: Accounts) -> str | None:
    """Return a one-time token for the first administrator; None where somebody has an account. An earlier one ends."""
    token = new_token()
    made = Invitation(hash_of(token), "administrator", "set-up", time.time() + SETUP)
    return token if accounts.first_invitation(made) else None


async def join(accounts: Accounts, token: str, login: str, password: str, address: str) -> Opened:
    """Make the account behind an invitation and sign it in."""
    spend(accounts, "invitation address", address)
    name = login.strip()
    if not 1 <= len(name) <= _LOGIN or not name.isprintable():
        raise MarsadError(f"a login has 1 to {_LOGIN} characters")
    found = accounts.invited(hash_of(token), time.time())
    if found is None or found.account is not None:
        accounts.log("-", "join", "invitation", "denied")
        raise SignInError("the invitation is not known, was used, or is over")
    passwords.check(password, name)
    kept = await passwords.hashed(password)
    account = accounts.join(hash_of(token), time.time(), name, {"password": kept})
    accounts.log(account.alias, "join", account.role, "done")
    return begin(accounts, account, "invitation")


def renewal(accounts: Accounts, alias: str, by: str) -> str:
    """Return the token by which somebody who lost password or one-time codes comes in again, under the same alias.

    Who would join anew instead had another alias, and could read second what they shaped under the first. The token is
    shown once, works once and holds for a day; the log says who made it. `by` is an alias, never the account's own:
    one's own password is changed with the old one.
    """
    account = accounts.by_alias(alias)
    if account is None:
        raise MarsadError(f"there is no account {alias!r}")
    if alias == by:
        raise MarsadError("nobody renews their own way in: another administrator does, or `marsad renew` on the server")
    if not account.active or account.subject is not None:
        closed = "is closed: open it first" if not account.active else "signs in at the provider, which renews it"
        raise MarsadError(f"the account {alias} {closed}")
    token = new_token()
    accounts.invite(Invitation(hash_of(token), account.role, by, time.time() + RENEWED, account.number))
    accounts.log(by, "renew account", alias, "done")
    return token


async def renew(accounts: Accounts, token: str, password: str, address: str) -> Opened:
    """Set a new password with the token of a renewal and sign in; the second factor is off, other sessions end."""
    spend(accounts, "invitation address", address)
    found = accounts.invited(hash_of(token), time.time())
    account = accounts.by_number(found.account) if found and found.account is not None else None
    if account is None or not account.active:
        accounts.log("-", "renew password", "invitation", "denied")
        raise SignInError("the link is not known, was used, or is over")
    passwords.check(password, account.login)
    account = accounts.renew(hash_of(token), time.time(), await passwords.hashed(password))
    accounts.log(account.alias, "renew password", account.alias, "done")
    return begin(accounts, account, "renewal")


async def set_password(accounts: Accounts, account: Account, old: str, new: str) -> None:
    """Change one's own password; every session of the account ends."""
    spend(accounts, "sign-in account", account.login)
    if not await passwords.right(account.password, old):
        accounts.log(account.alias, "set password", account.alias, "denied")
        raise SignInError("the old password is wrong")
    passwords.check(new, account.login)
    accounts.change(account.number, password=await passwords.hashed(new))
    accounts.log(account.alias, "set password", account.alias, "done")


def change(accounts: Accounts, by: str, alias: str, role: Role | None, active: bool | None) -> Account:
    """Change role or standing of an account; the last active administrator stays one."""
    account = accounts.by_alias(alias)
    if account is None:
        raise MarsadError(f"there is no account {alias!r}")
    values: dict[str, Any] = {}
    if role is not None:
        if role not in ACCOUNT_ROLES:
            raise MarsadError(f"{role!r} is no role: give one of {', '.join(ACCOUNT_ROLES)}")
        values["role"] = role
    if active is not None:
        values["active"] = int(active)
    others = [a for a in accounts.all() if a.role == "administrator" and a.active and a.number != account.number]
    loses = role not in (None, "administrator") or active is False
    if account.role == "administrator" and loses and not others:
        raise MarsadError("the last administrator stays one: make another first")
    if values:
        accounts.change(account.number, **values)
        said = ", ".join(f"{name}={value}" for name, value in sorted(values.items()))
        accounts.log(by, "change account", f"{alias}: {said}", "done")
    return accounts.by_alias(alias) or account
