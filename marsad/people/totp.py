"""One-time passwords by time, RFC 6238 over RFC 4226: SHA-1, six digits, steps of thirty seconds."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import struct
from urllib.parse import quote

from marsad.people.tokens import same

STEP, DIGITS, DRIFT = 30, 6, 1  # seconds, digits, steps that a clock may be off


def new_secret() -> str:
    """Return 160 random bits in base32, as authenticator programs read them."""
    return base64.b32encode(secrets.token_bytes(20)).decode("ascii")


def code(secret: str, step: int, digits: int = DIGITS) -> str:
    """Return the password of a step of time (RFC 4226, section 5.3)."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", step), hashlib.sha1).digest()
    at = digest[-1] & 15
    number = struct.unpack(">I", digest[at : at + 4])[0] & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def taken_step(secret: str, given: str, now: float, last: int) -> int | None:
    """Return the step that `given` is the password of; None where it is of none, or of one not after `last`.

    Each password is taken once (RFC 6238, section 5.2): keep the step and give it as `last` the next time.
    """
    current = int(now) // STEP
    for step in range(current - DRIFT, current + DRIFT + 1):
        if step > last and same(code(secret, step), given.strip()):
            return step
    return None


def address(secret: str, login: str, issuer: str = "Marsad") -> str:
    """Return the otpauth address that an authenticator program takes in."""
    return f"otpauth://totp/{quote(issuer)}:{quote(login)}?secret={secret}&issuer={quote(issuer)}"
