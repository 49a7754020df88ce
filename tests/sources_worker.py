"""A process that runs a command of Marsad until it is killed: python -m tests.sources_worker PORT ARGUMENT…

It keeps small batches, so that it can be killed between many of them, and fetches from PORT of this machine alone.
"""

from __future__ import annotations

import sys
from typing import Any

from marsad.cli import app
from marsad.commands import fetching, intake, sources
from marsad.sources.fetch import Fetcher
from tests.fetch_support import LoopbackPolicy


def main() -> None:
    port = int(sys.argv[1])

    def fetcher(settings: object) -> Fetcher:
        return Fetcher(LoopbackPolicy(port=port), lambda host: ["127.0.0.1"], sleep=lambda seconds: None)

    def take(self: Any, *given: Any) -> None:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        original(self, *given)

    original = intake.Intake.take
    for target, name, value in (
        (intake, "BATCH", 4),
        (intake.Intake, "take", take),
        (fetching, "fetcher", fetcher),
        (sources, "fetcher", fetcher),
    ):
        setattr(target, name, value)
    app(sys.argv[2:], prog_name="marsad")


if __name__ == "__main__":
    main()
