"""Time-stamps on the chain (RFC 3161): an authority's word that an entry was there at a time. Kept and checked here.

What is stamped is the SHA-256 of the entry's hash as it is printed. A stamp has an entry in the chain itself.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, insert, select

from marsad.errors import StoreError
from marsad.store.chain import Chain
from marsad.store.hashing import sha256
from marsad.store.rows import STAMP, Row, moment, payload
from marsad.store.schema import chain
from marsad.store.schema_intake import stamp
from marsad.store.types import Problem
from marsad.store.types_intake import Stamp

_MISSING = "time-stamps need a package: install marsad[timestamps]"


def request(head: str) -> bytes:
    """Return what to send to an authority for a hash of the chain (application/timestamp-query)."""
    try:
        from rfc3161_client import HashAlgorithm, TimestampRequestBuilder
    except ImportError:
        raise StoreError(_MISSING) from None
    builder = TimestampRequestBuilder().data(head.encode("ascii")).hash_algorithm(HashAlgorithm.SHA256)
    return builder.build().as_bytes()


def check(token: bytes, head: str, roots: str) -> dt.datetime:
    """Return when an authority that `roots` (PEM) vouch for saw `head`; raise `StoreError` where it did not."""
    try:
        from cryptography.x509 import load_pem_x509_certificates
        from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response
    except ImportError:
        raise StoreError(_MISSING) from None
    try:
        certificates = load_pem_x509_certificates(roots.encode("ascii", "replace"))
        response = decode_timestamp_response(token)
        VerifierBuilder(roots=certificates).build().verify(response, hashlib.sha256(head.encode("ascii")).digest())
        return response.tst_info.gen_time
    except VerificationError as error:
        raise StoreError(f"the time-stamp does not hold: {error}") from None
    except ValueError as error:
        raise StoreError(f"it is no time-stamp, or its certificates are none: {error}") from None


def keep(connection: Connection, made: Stamp) -> int:
    """Keep a stamp at the end of the chain; return the number of its entry."""
    end = Chain(connection)
    row: Row = {
        "sequence": made.sequence,
        "head": made.head,
        "token": made.token,
        "sha256": sha256(made.token),
        "authority": made.authority,
        "roots": made.roots,
        "at": moment(made.at),
    }
    row["id"] = end.append("stamp", payload(row, STAMP))
    end.flush()
    connection.execute(insert(stamp), row)
    return int(row["id"])


def stamps(connection: Connection) -> list[Stamp]:
    """Return the stamps, the first first."""
    return [_stamp(row) for row in connection.execute(select(stamp).order_by(stamp.c.id))]


def _stamp(row: Any) -> Stamp:
    at = dt.datetime.fromisoformat(row.at)
    return Stamp(row.sequence, row.head, bytes(row.token), row.authority, row.roots, at)


def faults(connection: Connection) -> Iterator[Problem]:
    """Yield the stamps whose token was changed, does not hold, or is of an entry that the chain does not have."""
    query = select(stamp, chain.c.entry).outerjoin(chain, stamp.c.sequence == chain.c.sequence).order_by(stamp.c.id)
    for row in connection.execute(query):
        name = f"time-stamp {row.id} of {row.authority}"
        if row.entry != row.head:
            yield Problem(name, f"it is of an entry {row.sequence} that the chain does not have: it was made anew")
        if sha256(bytes(row.token)) != row.sha256:
            yield Problem(name, "its token was changed")
            continue
        try:
            said = check(bytes(row.token), row.head, row.roots)
        except StoreError as error:
            yield Problem(name, str(error))
            continue
        if moment(said) != row.at:
            yield Problem(name, "its time was changed")
