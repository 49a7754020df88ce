"""Permalinks: kept once, read back as they were."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, insert, select

from marsad.store.schema_web import permalink


def keep(connection: Connection, name: str, audience: str, body: Mapping[str, Any]) -> None:
    """Keep a state under its hash; one that is there already stays as it is."""
    if find(connection, name, audience) is None:
        connection.execute(insert(permalink), {"hash": name, "audience": audience, "body": dict(body)})


def find(connection: Connection, name: str, audience: str) -> dict[str, Any] | None:
    """Return the state under a hash, for those it was kept for; None where there is none."""
    query = select(permalink.c.body).where(permalink.c.hash == name, permalink.c.audience == audience)
    found: dict[str, Any] | None = connection.execute(query).scalar_one_or_none()
    return found
