"""What can go wrong, in words a user can act on.

Every error that Marsad raises on purpose is a `MarsadError`; its text names the input and says what to do.
Prose never raises: what a reader cannot make sense of becomes an `Issue` (records.py).
"""


class MarsadError(Exception):
    """Base of all errors raised on purpose."""


class SourceError(MarsadError):
    """A report could not be taken in: missing, empty, binary, in an unknown encoding, too large."""


class AddressError(SourceError):
    """An address is not fetched from: it hides where it leads, or leads into a private network. The text says why."""


class FetchError(SourceError):
    """Nothing came of a request: out of reach, too slow, too large, forbidden by robots.txt, refused by the server."""


class ForbiddenError(FetchError):
    """A site asks, in its robots.txt, that a page be left alone."""


class CatalogueError(SourceError):
    """A catalogue of sources is not what it should be; the text lists every fault with its line."""


class PackError(MarsadError):
    """A language pack, a lexicon or a gazetteer is malformed. Configuration crashes; prose does not."""


class StoreError(MarsadError):
    """The record cannot do what was asked: no such report, an old schema, a database that is busy or out of reach."""


class UnavailableError(StoreError):
    """The database is out of reach, busy or full now; the same may work in a moment."""


class NotTakenError(StoreError):
    """A report cannot be kept, now or later: other content under its id, removed, characters that no database holds."""


class ExportError(MarsadError):
    """A file for others cannot be made or checked: a package is missing, or it is no file that Marsad made."""


class BatchError(MarsadError):
    """A batch cannot start or go on: its folder is another batch's, an input is missing, an engine is not installed."""
