"""Passwords: argon2id, in a thread of their own kind so that signing in never holds up other answers."""

from __future__ import annotations

from functools import cache

import anyio
import anyio.to_thread
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from marsad.errors import MarsadError

SHORTEST, LONGEST = 12, 256
_AT_ONCE = 2  # hashes of 64 MB each
_COMMON = ("password", "123456", "qwerty", "marsad", "admin", "letmein", "مرصد")
_HASHER = PasswordHasher()  # argon2id with the parameters of RFC 9106 for little memory


class PasswordError(MarsadError):
    """A password is not taken: the text says what one has to be."""


def check(password: str, login: str) -> None:
    """Raise `PasswordError` where a password is short, long, or easily guessed (NIST SP 800-63B, section 5.1.1)."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise PasswordError(f"a password has {SHORTEST} to {LONGEST} characters")
    plain = password.casefold()
    if len(set(plain)) < 5 or (login and login.casefold() in plain) or any(plain.startswith(w) for w in _COMMON):
        raise PasswordError(
            "that password is easily guessed: take several words that have nothing to do with each other"
        )


@cache
def _limiter() -> anyio.CapacityLimiter:
    return anyio.CapacityLimiter(_AT_ONCE)


@cache
def _nobody() -> str:
    """A hash of nothing that anybody knows: verified where there is no account, so that both take as long."""
    import secrets

    return _HASHER.hash(secrets.token_urlsafe(16))


async def hashed(password: str) -> str:
    return await anyio.to_thread.run_sync(_HASHER.hash, password, limiter=_limiter())


async def right(kept: str | None, password: str) -> bool:
    """Tell whether a password is the one that was kept; where none was kept, take as long and say no."""
    return await anyio.to_thread.run_sync(_right, kept, password, limiter=_limiter())


def _right(kept: str | None, password: str) -> bool:
    try:
        _HASHER.verify(kept or _nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def stale(kept: str) -> bool:
    """Tell whether a hash was made with weaker parameters than those of today."""
    return _HASHER.check_needs_rehash(kept)
