"""What could not be read is read again: files as they are now, pages as they were fetched, reports that are kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from marsad.commands.console import say
from marsad.commands.fetching import fetcher, of_files, of_kept, of_source
from marsad.commands.intake import Given, reading_of, running
from marsad.sources.catalogue_types import Catalogue, Settings, Source, is_url
from marsad.sources.items import Refused

if TYPE_CHECKING:
    from marsad.store.store import Store
    from marsad.store.types_intake import InputState


def retry_all(store: Store, catalogue: Catalogue | None, online: bool) -> tuple[int, int]:
    """Read again every input that is unreadable; return how many are read now, and how many still are not."""
    before = store.problems("unreadable")
    kept = [item for item in before if item.report_id is not None]
    outside = [item for item in before if item.report_id is None]
    _reread(store, kept)
    if outside:
        with running(store, "retry", [item.name for item in outside]) as intake:
            intake.take(_again(store, outside, catalogue, online))
    still = {item.name for item in store.problems()}
    bad = sum(item.name in still for item in before)
    return len(before) - bad, bad


def _reread(store: Store, items: list[InputState]) -> None:
    from marsad.commands.version import reader_version
    from marsad.store.types import Reread

    for item in items:
        found = store.report(item.report_id or "")
        if found is None:
            continue
        reading, failure = reading_of(found.report)
        if reading is None:
            say(f"{item.name}: {failure}")
            continue
        store.put_many([Reread(found.report.report_id, reading.claims, reader_version(), reading.issues)])


def _again(store: Store, items: list[InputState], catalogue: Catalogue | None, online: bool) -> Iterator[Given]:
    """Yield what the inputs hold now. Of a file only those of its reports that had failed."""
    wanted = {item.name for item in items}
    files: dict[str, None] = {}
    for item in items:
        origin = item.origin or item.name
        if is_url(origin):
            yield from _fetched_again(store, item, origin, catalogue, online)
        elif origin not in ("standard input",):
            files.setdefault(origin)
    for path in files:
        yield from _of_file(path, wanted)


def _of_file(path: str, wanted: set[str]) -> Iterator[Given]:
    """A file that failed as a whole is read as a whole; it may hold many reports now."""
    for given in of_files([path]):
        if given.item is not None and (path in wanted or given.item.name in wanted):
            yield given


def _fetched_again(
    store: Store, item: InputState, origin: str, catalogue: Catalogue | None, online: bool
) -> Iterator[Given]:
    source = _source(catalogue.source(item.source or "") if catalogue else None, item, origin)
    bytes_kept = store.kept(item.name)
    if bytes_kept is not None and source.kind != "feed":
        again = list(of_kept(bytes_kept, source))
        if not any(isinstance(given.item, Refused) for given in again):
            yield from again
            return
    if not (online or (catalogue and catalogue.settings.fetch)):
        say(f"{item.name}: give --online to fetch it again")
        return
    yield from of_source(source, store, fetcher(catalogue.settings if catalogue else Settings()))


def _source(known: Source | None, item: InputState, origin: str) -> Source:
    """Return the source as it is asked for one address: what a feed led to is a page."""
    if known is None:
        name = item.source or "web"
        return Source(name, name, None, "page", (origin,))
    return replace(known, addresses=(origin,), kind=known.kind if origin in known.addresses else "page")
