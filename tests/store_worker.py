"""A process that works on a record until it is killed: python tests/store_worker.py ADDRESS NAME WHAT.

It says on standard output what was accepted, when it was. WHAT is `write` (reports, readings, judgements, removals),
`add` (thirty reports, and then the end) or `read` (reads until it meets the report "last").
"""

from __future__ import annotations

import itertools
import sys
from dataclasses import replace

from marsad.store.store import Store
from tests.store_support import arrival, claims, issues


def say(*words: str) -> None:
    sys.stdout.write(" ".join(words) + "\n")
    sys.stdout.flush()


def write(store: Store, name: str) -> None:
    for number in itertools.count():
        names = [f"{name}-{number}-{part}" for part in range(number % 3 + 1)]
        store.add_many([arrival(each) for each in names])
        say("add", *names)
        changed = [replace(item, certainty="denied") for item in claims(names[0])]
        store.put_claims(names[0], changed, "2", issues(names[0]))
        say("reread", names[0])
        store.judge("same", f"{names[0]}:1", "other:1", by="p", why="w", value={"n": number})
        say("judge", names[0])
        if number % 5 == 4:
            store.remove(names[0], "safety", "q")
            say("remove", names[0])


def add(store: Store, name: str) -> None:
    for number in range(30):
        store.add_many([arrival(f"{name}-{number}")])


def read(store: Store) -> None:
    most = rounds = 0
    names: list[str] = []
    while "last" not in names:
        found = list(store.readings())
        names = [reading.report.report_id for reading in found]
        assert all(len(reading.claims) == 7 for reading in found), "a report without its claims"
        assert len(names) >= most, "a report was there and is not any more"
        most, rounds = len(names), rounds + 1
    say("read", str(rounds))


def main() -> None:
    address, name, what = sys.argv[1:]
    with Store.open(address) as store:
        say("ready")
        if what == "write":
            write(store, name)
        elif what == "add":
            add(store, name)
        else:
            read(store)


if __name__ == "__main__":
    main()
