"""Bytes become reports, one module a format. Whoever fetched the bytes asks here, and nowhere else:

    page(data, url, headers)   one document as a server sent it: HTML, PDF, DOCX, plain text
    feed(data, url)            an RSS or Atom feed: an item an entry

Both read in the sandbox (marsad/sources/sandbox.py): never more memory or time than its limits, no network, no
writing. Neither raises on any bytes: what cannot be read is a `Refused` with a reason that says what to do. The
items are those of marsad/sources/items.py:

    Taken    report (url, outlet, title, text, published), original (its bytes), media_type, basis (where the date of
             publication was read), details (author, published_at, updated_at, link, read_also, …), notes
    Refused  name, reason
    Passed   name, reason: no report, and no fault

`defaults` fills what a report does not say: the outlet that the catalogue knows, the date that a feed gave for the
page (`Defaults(published=day, basis="feed")`). A date that the page gives itself always comes first.

A page's `report_id` is `name`, else its address; `own_id` is False for it. An entry of a feed has its link as `url`,
and as id its guid, else its link. Where the entry holds a headline and no text, the headline is the text and
`detail("text")` is "headline"; where it holds a summary, "summary"; where it holds all, "full": fetch the page of the
first two.
"""

from __future__ import annotations

from collections.abc import Mapping

from marsad.sources.items import DEFAULTS, Defaults, Item, Origin, Refused
from marsad.sources.sandbox import Sandbox, shared
from marsad.sources.sniff import document_format
from marsad.sources.wire import Job


def page(
    data: bytes,
    url: str | None,
    headers: Mapping[str, str],
    *,
    defaults: Defaults = DEFAULTS,
    name: str | None = None,
    sandbox: Sandbox | None = None,
) -> list[Item]:
    """Return the report that a document holds, or why it holds none.

    `headers` are those of the answer; Content-Type is looked at after the bytes themselves.
    """
    lower = {key.lower(): value for key, value in headers.items()}
    origin = Origin(name or url or "page", name or url or "page", url, lower)
    kind = document_format(data, url or name or "", lower.get("content-type", ""))
    if kind is None:
        return [Refused(origin.name, "it is neither a page nor a document with words: nothing to read")]
    return list((sandbox or shared()).run(Job(kind, origin, defaults, data=data)))


def feed(
    data: bytes,
    url: str | None,
    *,
    defaults: Defaults = DEFAULTS,
    name: str | None = None,
    sandbox: Sandbox | None = None,
) -> list[Item]:
    """Return the entries of a feed, in its order, or why it cannot be read."""
    origin = Origin(name or url or "feed", name or url or "feed", url)
    return list((sandbox or shared()).run(Job("feed", origin, defaults, data=data)))
