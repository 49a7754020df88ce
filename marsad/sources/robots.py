"""What a site asks of robots (RFC 9309): which pages to leave alone, and how long to wait between two."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from protego import Protego

from marsad.errors import FetchError
from marsad.sources.addresses import Url

NAME = "Marsad"  # the product name in robots.txt
LIMIT = 500_000  # bytes of a robots.txt that are read at least (RFC 9309, 2.5)
_LONGEST_DELAY = 60.0


@dataclass(frozen=True, slots=True)
class Answered:
    """The status of /robots.txt and its text."""

    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Rules:
    """What one host asks. `rules` None: it asks nothing."""

    rules: Protego | None

    def allows(self, url: Url) -> bool:
        return self.rules is None or bool(self.rules.can_fetch(str(url), NAME))

    @property
    def delay(self) -> float:
        """Seconds between two requests; 0 where it does not say."""
        asked = self.rules.crawl_delay(NAME) if self.rules else None
        return min(float(asked), _LONGEST_DELAY) if asked else 0.0


class Robots:
    """The rules of the hosts that were met, each asked for once."""

    def __init__(self) -> None:
        self._known: dict[str, Rules] = {}

    def rules(self, url: Url, ask: Callable[[Url], Answered]) -> Rules:
        """Return the rules of the host of `url`; `ask` fetches its robots.txt.

        Raises `FetchError` where the file exists and cannot be had: a site that is broken has not said yes.
        """
        site = f"{url.scheme}://{url.authority}"
        if site not in self._known:
            self._known[site] = _rules(url, ask)
        return self._known[site]


def _rules(url: Url, ask: Callable[[Url], Answered]) -> Rules:
    answer = ask(Url(url.scheme, url.host, url.port, "/robots.txt"))
    if answer.status >= 500 or answer.status == 429:
        raise FetchError(f"robots.txt of {url.host} answers {answer.status}: nothing is fetched until it can be read")
    if answer.status != 200:
        return Rules(None)
    return Rules(Protego.parse(answer.body[:LIMIT].decode("utf-8", errors="replace")))
