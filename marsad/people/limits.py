"""How often something may be tried: limits by account and by address, counted in the store."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from marsad.errors import MarsadError
from marsad.store.accounts import Accounts


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` in `seconds`."""

    most: int
    seconds: int


LIMITS: Mapping[str, Limit] = MappingProxyType({
    "sign-in account": Limit(5, 900),
    "sign-in address": Limit(30, 900),
    "second factor": Limit(5, 900),
    "invitation address": Limit(10, 900),
    "write account": Limit(600, 60),
    "export account": Limit(20, 300),
    "denied address": Limit(120, 60),
    "briefing address": Limit(30, 300),
})  # fmt: skip


class LimitError(MarsadError):
    """It was tried too often; `seconds` says when to try again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"too many attempts: try again in {seconds} seconds")
        self.seconds = seconds


def bucket(what: str, of: str) -> str:
    """Return the name under which attempts are counted: a hash, so that no list of addresses is kept."""
    return hashlib.sha256(f"{what}\0{of.casefold()}".encode("utf-8", "backslashreplace")).hexdigest()


def spend(accounts: Accounts, what: str, of: str, now: float | None = None) -> None:
    """Count one attempt; raise `LimitError` where there were too many already."""
    limit, at = LIMITS[what], time.time() if now is None else now
    oldest = accounts.attempt(bucket(what, of), at, at - limit.seconds, limit.most)
    if oldest is not None:
        raise LimitError(max(1, round(oldest + limit.seconds - at)))


def forgive(accounts: Accounts, what: str, of: str) -> None:
    """Forget the attempts: one of them was right."""
    accounts.forget_attempts(bucket(what, of))
