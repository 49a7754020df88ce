"""Alerts of a running server: searches are asked when the record changed; web hooks are called, feeds are written."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from lxml import etree
from lxml.builder import ElementMaker

from marsad.errors import MarsadError
from marsad.records import Event
from marsad.review.alerts import Told, check
from marsad.sources.fetch import Fetcher, Policy
from marsad.store.accounts import Accounts
from marsad.store.searches import Searches
from marsad.store.store import Store
from marsad.store.types_review import Hit, SavedSearch
from marsad.views.rows import Sourced
from marsad.web.briefing.page import clean
from marsad.web.serialize.titles import what
from marsad.web.snapshot import Snapshot

_LOG = logging.getLogger("marsad.web")
_ATOM = "http://www.w3.org/2005/Atom"
_MOST = 200  # keys in one call of a hook
Post = Callable[[str, bytes, str], Any]


def post(address: str, body: bytes, kind: str) -> Any:
    """Send to the public internet alone, as sources are fetched (docs/sources.md)."""
    return Fetcher(Policy(seconds=10, limit=10_000)).post(address, body, kind)


def ask(store: Store, at: Snapshot, send: Post = post) -> threading.Thread | None:
    """Ask all searches of a new snapshot of the desk; hooks are called in a thread of their own, which is returned."""
    told = [one for one in check(Searches(store), _ByKey(at), partial(_events_of, at)) if one.search.hook]
    if not told:
        return None
    thread = threading.Thread(target=_call, args=(store, told, send), name="marsad-hooks", daemon=True)
    thread.start()
    return thread


def _events_of(at: Snapshot, keys: Iterable[str]) -> Iterator[Event]:
    """Yield the events that claims are of."""
    names = dict.fromkeys(at.event_of.get(key) for key in keys)
    return (at.events[name] for name in names if name is not None)


class _ByKey(Mapping[str, Sourced]):
    """The claims of a snapshot by their key."""

    def __init__(self, at: Snapshot) -> None:
        self._at = at

    def __getitem__(self, key: str) -> Sourced:
        return self._at.rows[self._at.by_key[key]]

    def __contains__(self, key: object) -> bool:
        return key in self._at.by_key

    def __iter__(self) -> Iterator[str]:
        return iter(self._at.by_key)

    def __len__(self) -> int:
        return len(self._at.by_key)


def _call(store: Store, told: Sequence[Told], send: Post) -> None:
    """Call hooks. A hook is told how many claims there are and their keys: their words stay here."""
    for one in told:
        search = one.search
        body = {
            "search": search.name,
            "number": search.number,
            "claims": list(one.keys[:_MOST]),
            "count": len(one.keys),
        }
        try:
            send(search.hook or "", json.dumps(body).encode(), "application/json")
        except MarsadError as error:
            Accounts(store).log(search.by, "web hook", f"search {search.number}: {error}", "failed")
            _LOG.warning("the web hook of search %d failed: %s", search.number, error)


def feed(search: SavedSearch, hits: Sequence[Hit], at: Snapshot, base: str, lang: str) -> bytes:
    """Return what a search found as an Atom feed (RFC 4287)."""
    atom: Any = ElementMaker(namespace=_ATOM, nsmap={None: _ATOM})
    updated = max((hit.at for hit in hits), default=search.created).isoformat()
    entries = [
        atom.entry(
            atom.id(f"{base}/claims/{hit.key}"),
            atom.title(clean(what(at.rows[at.by_key[hit.key]].claim)[lang])),
            atom.updated(hit.at.isoformat()),
            atom.link(href=f"{base}/claims/{hit.key}"),
            atom.content(clean(_words(at, hit.key)), type="text"),
        )
        for hit in hits
        if hit.key in at.by_key
    ]
    root = atom.feed(
        atom.id(f"{base}/alerts/{search.number}"), atom.title(clean(search.name)), atom.updated(updated),
        atom.author(atom.name("Marsad")), *entries,
    )  # fmt: skip
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return made


def _words(at: Snapshot, key: str) -> str:
    row = at.rows[at.by_key[key]]
    return row.claim.evidence.of(row.report.document)
