"""Sources of a catalogue are fetched, and what they hold comes in with its source, its address and its headers."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import typer

from marsad.commands.console import FAILED, say
from marsad.commands.intake import Given, sha256
from marsad.errors import AddressError, CatalogueError, FetchError, ForbiddenError
from marsad.sources.catalogue_types import Catalogue, Settings, Source, is_url
from marsad.sources.items import Defaults, Item, Refused, Taken, file_of

if TYPE_CHECKING:
    from marsad.sources.fetch import Fetched, Fetcher
    from marsad.store.store import Store
    from marsad.store.types_intake import Kept, State, Visit

_OFF = "fetching is off: give --online, or write `fetch: true` under `settings` in the catalogue"
_NUMBERS = re.compile(r"\s*(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4})(?!\d)")
_MOST_PAGES = 20  # of a channel in one look, some twenty messages each
_PARTS = ("headline", "summary")  # entries of feeds that leave the report to its page
_KEPT_HEADERS = (
    "content-type", "content-language", "date", "last-modified", "etag", "server", "content-location", "link",
)  # fmt: skip


def loaded(name: str) -> Catalogue:
    """Return the catalogue in a file; its faults are said on standard error and end the command."""
    from marsad.sources.catalogue import load

    try:
        return load(Path(name))
    except CatalogueError as error:
        say(str(error))
        raise typer.Exit(FAILED) from None


def fetcher(settings: Settings) -> Fetcher:
    """Return the fetcher that the settings of a catalogue ask for."""
    from marsad.sources.fetch import Fetcher, Policy

    limit = int(settings.megabytes * 1_000_000)
    policy = Policy(settings.ports, 5, settings.seconds, limit, settings.pause, settings.contact)
    return Fetcher(policy)


def allowed(settings: Settings, online: bool) -> None:
    """End the command where fetching is off."""
    if not (online or settings.fetch):
        say(_OFF)
        raise typer.Exit(FAILED)


def fetched(catalogue: Catalogue, sources: Sequence[Source], store: Store, online: bool) -> Iterator[Given]:
    """Yield what sources hold: those of the internet are fetched where that is on, folders are read."""
    asking: Fetcher | None = None
    for source in sources:
        if source.online:
            allowed(catalogue.settings, online)
            asking = asking or fetcher(catalogue.settings)
        yield from of_source(source, store, asking)


def of_source(source: Source, store: Store, asking: Fetcher | None) -> Iterator[Given]:
    """Yield what one source holds. What goes wrong is a refusal of the address, and stops nothing."""
    for address in source.addresses:
        if is_url(address):
            assert asking is not None
            yield from _of_address(address, source, store, asking)
        else:
            yield from of_files([address], source)


def of_files(paths: Iterable[str], source: Source | None = None, *, revises: bool = False) -> Iterator[Given]:
    """Yield the reports of files and folders; those of a source get its name and language where they give none."""
    from marsad.sources.files import take

    defaults = Defaults(source.language, None, source.name) if source else Defaults()
    for item in take(paths, defaults):
        if source and isinstance(item, Taken):
            item = dated(item, source)
        yield Given(item, file_of(item.name), source.id if source else None, revises, details=_of_catalogue(source))


def _of_catalogue(source: Source | None) -> tuple[tuple[str, str], ...]:
    return (("side", source.side),) if source and source.side else ()


# Addresses


def _of_address(address: str, source: Source, store: Store, asking: Fetcher) -> Iterator[Given]:
    page = _asked(address, source, store, asking)
    if not page:
        return
    if isinstance(page, Given):
        yield page
        return
    from marsad.sources.formats import telegram_page

    if source.kind == "channel" and telegram_page.is_preview(page.body):
        yield from _of_channel(page, address, source, store, asking)
        return
    if source.kind != "feed":
        yield from _of_page(page, address, source, Defaults(source.language))
        return
    from marsad.sources import formats

    failed = False
    entries = formats.feed(page.body, page.url, defaults=Defaults(source.language), name=address)
    for entry in entries:
        for given in _of_entry(entry, page, source, store, asking):
            failed |= isinstance(given.item, Refused) and given.state == "unreadable"
            yield given
    # An entry that failed is asked for again with the whole feed: the server would say that nothing has changed.
    if not failed:
        yield Given(None, visits=(_visit(address, page),))


def _asked(address: str, source: Source, store: Store, asking: Fetcher) -> Fetched | Given | None:
    """Return what is at an address, None where it has not changed, or why it could not be had."""
    from marsad.sources.fetch import Known

    seen = store.visits([address]).get(address)
    known = Known(seen.mark, seen.modified) if seen else None
    try:
        page = asking.get(address, known, source.rate)
    except (AddressError, ForbiddenError) as error:
        return _refused(address, source, str(error), "refused")
    except FetchError as error:
        return _refused(address, source, str(error), "unreadable")
    return None if page.unchanged else page


def _refused(address: str, source: Source, reason: str, state: State) -> Given:
    return Given(Refused(address, reason), address, source.id, state=state)


def _of_page(page: Fetched, address: str, source: Source, defaults: Defaults) -> Iterator[Given]:
    """Yield the report of a page that was fetched; an address that failed is asked again next time."""
    from marsad.sources import formats

    items = formats.page(page.body, page.url, page.headers, defaults=defaults, name=address)
    good = not any(isinstance(item, Refused) for item in items)
    for number, item in enumerate(items):
        made = _named(item, source, address, number)
        yield _given(made, page, address, source)
    if good:
        yield Given(None, visits=(_visit(address, page),))


def _of_channel(page: Fetched, address: str, source: Source, store: Store, asking: Fetcher) -> Iterator[Given]:
    """Yield the messages of a public channel, page by page back to what is kept, or as far as is polite."""
    from marsad.sources import formats
    from marsad.sources.formats import telegram_page

    looked = address in store.visits([address])  # what came before was taken as far back as one look goes
    here: Fetched | Given | None = page
    for _ in range(_MOST_PAGES):
        if not here or isinstance(here, Given):
            break
        items = formats.page(here.body, here.url, here.headers, defaults=Defaults(source.language), name=address)
        made = [_named(i, source, i.report.url or address, 0) for i in items if isinstance(i, Taken)]
        kept = store.known([item.report.report_id for item in made if isinstance(item, Taken)])
        refused = [item for item in items if isinstance(item, Refused)]
        yield from (_given(item, here, item.name, source) for item in [*made, *refused])
        first = telegram_page.first_message(here.body)
        if (looked and kept) or not first or first == 1:
            break
        here = _asked(f"{here.url.partition('?')[0]}?before={first}", source, store, asking)
    if isinstance(here, Given):
        yield here
    else:
        yield Given(None, visits=(_visit(address, page),))


def _of_entry(entry: Item, page: Fetched, source: Source, store: Store, asking: Fetcher) -> Iterator[Given]:
    """Yield an entry of a feed, or its page where the entry holds only the beginning. One that was read is passed."""
    from marsad.store.types_intake import Visit

    if not isinstance(entry, Taken):
        yield _given(entry, page, page.url, source)
        return
    link = entry.report.url
    mark = sha256(entry.original)
    if not link or entry.detail("text") not in _PARTS:
        yield _given(_named(entry, source, link or entry.report.report_id, 0), page, link or page.url, source)
        return
    place = f"{page.hops[0]} → {link}"
    seen = store.visits([place]).get(place)
    if seen and seen.mark == mark:
        return
    found = _asked(link, source, store, asking)
    if isinstance(found, Given):
        yield found
        return
    if found:
        day = entry.report.published
        defaults = Defaults(source.language, day, title=entry.report.title, basis="feed" if day else "given")
        whole = list(_of_page(found, link, source, defaults))
        yield from whole
        if any(isinstance(given.item, Refused) for given in whole):
            return
    yield Given(None, visits=(Visit(place, mark),))


def _given(item: Item, page: Fetched, address: str, source: Source) -> Given:
    headers = {name: page.headers[name] for name in _KEPT_HEADERS if name in page.headers}
    headers |= {"x-marsad-url": page.url, "x-marsad-address": page.address, "x-marsad-hops": " ".join(page.hops)}
    content = page.body if isinstance(item, Refused) and item.name == address else None
    return Given(item, address, source.id, True, "unreadable", headers, page.fetched_at, content, _of_catalogue(source))


def of_kept(kept: Kept, source: Source) -> Iterator[Given]:
    """Yield what is read today in a page that could not be read when it was fetched."""
    from marsad.sources import formats

    address = kept.origin or kept.name
    defaults = Defaults(source.language)
    for number, item in enumerate(formats.page(kept.content, address, kept.headers, defaults=defaults, name=address)):
        made = _named(item, source, address, number)
        yield Given(made, address, kept.source, True, "unreadable", kept.headers, kept.at, kept.content)


def _visit(address: str, page: Fetched) -> Visit:
    from marsad.store.types_intake import Visit

    return Visit(address, page.headers.get("etag"), page.headers.get("last-modified"))


def _named(item: Item, source: Source, address: str, number: int) -> Item:
    """Return a report with an id made from its source and address, the outlet of the catalogue, its day there."""
    if not isinstance(item, Taken):
        return item
    where = f"{address} {item.report.report_id}" if number else address
    name = f"{source.id}-{hashlib.sha256(where.encode()).hexdigest()[:12]}"
    item = dated(item, source)
    report = replace(item.report, report_id=name, outlet=source.name, url=item.report.url or address)
    own = (("outlet", item.report.outlet),) if item.report.outlet not in (None, source.name) else ()
    return replace(item, name=address, report=report, own_id=False, details=(*item.details, *own))


def dated(item: Taken, source: Source) -> Taken:
    """Return a report with its day of publication as the catalogue says how to read what the source prints."""
    day = _local_day(item, source) or _ordered_day(item, source)
    return replace(item, report=replace(item.report, published=day)) if day else item


def _local_day(item: Taken, source: Source) -> dt.date | None:
    """Return the day of publication where the source is; None where no moment is given, or in its own time already.

    Feeds give moments in universal time, and late in the evening that is another day than the one that is printed.
    """
    moment = _moment(item.detail("published_at") or "") if source.time_zone else None
    if moment is None or moment.utcoffset() != dt.timedelta(0) or moment.date() != item.report.published:
        return None
    return moment.astimezone(ZoneInfo(source.time_zone or "UTC")).date()


def _ordered_day(item: Taken, source: Source) -> dt.date | None:
    """Return the day of a date in numbers that could be two days, in the order that the source writes them."""
    from marsad.sources import dateorder

    hit = _NUMBERS.match(item.detail("published_at") or "")
    if item.report.published is not None or source.order is None or hit is None:
        return None
    orders = {
        "day-first": dateorder.DAY_FIRST,
        "month-first": dateorder.MONTH_FIRST,
        "year-first": dateorder.YEAR_FIRST,
    }
    day = dateorder.day_in(orders[source.order], (int(hit[1]), int(hit[2]), int(hit[3])))
    return day if day and day <= dt.datetime.now(dt.UTC).date() + dt.timedelta(1) else None


def _moment(written: str) -> dt.datetime | None:
    """Return a moment as pages (ISO 8601) and feeds (RFC 822) write it."""
    for read in (dt.datetime.fromisoformat, parsedate_to_datetime):
        try:
            return read(written)
        except ValueError:
            continue
    return None
