"""Whatever is done to a record, in whatever order, it holds together and can be done again (marsad/store)."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marsad.records import Judgement
from marsad.store.store import Store
from tests.store_support import AT, arrival, claims, fresh_database, issues

Step = tuple[str, int, int]
steps = st.lists(
    st.tuples(st.sampled_from(["add", "reread", "judge", "correct", "remove"]), st.integers(0, 3), st.integers(1, 3)),
    max_size=14,
)


@dataclass
class Model:
    """What the record should hold."""

    reports: dict[str, int] = field(default_factory=dict)  # and the count that was read in each
    removed: set[str] = field(default_factory=set)
    log: list[Judgement] = field(default_factory=list)

    def take(self, store: Store, step: Step) -> None:
        what, number, value = step
        name = f"r{number}"
        if what == "judge":
            self.log.append(store.judge("same", f"{name}:1", f"r{number + 1}:1", by="p", why=f"{value}", at=AT))
        elif what == "correct":
            self.log.append(store.judge("correct", f"{name}:2", by="p", why="", value={"low": value}, at=AT))
        elif what == "add" and name not in self.removed:
            assert store.add_many([arrival(name, killed=value)]) == [name not in self.reports]
            self.reports.setdefault(name, value)
        elif what == "reread" and name in self.reports:
            diff = store.put_claims(name, claims(name, value), f"{value}", issues(name))
            assert bool(diff) == (self.reports[name] != value)
            assert not store.put_claims(name, claims(name, value), "9", issues(name))
            self.reports[name] = value
        elif what == "remove" and name in self.reports:
            store.remove(name, "safety", "q")
            del self.reports[name]
            self.removed.add(name)
            self.log = [_emptied(item) if name in f"{item.a} {item.b}" else item for item in self.log]


def _emptied(item: Judgement) -> Judgement:
    return Judgement(item.a, item.b, item.verdict, item.by, "", item.at)


def check(kind: str, done: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder, fresh_database(kind, Path(folder)) as url, Store.open(url) as store:
        model, before = Model(), store.verify()
        for step in done:
            model.take(store, step)
        result = store.verify(before.head if before.entries else None)
        assert result.problems == ()
        held = {reading.report.report_id: reading.claims for reading in store.readings()}
        assert held == {name: claims(name, killed) for name, killed in model.reports.items()}
        assert {item.report_id for item in store.removals()} == model.removed
        assert store.judgements() == model.log
        with fresh_database(kind, Path(folder)) as other, Store.open(other) as replayed:
            for item in store.judgements():
                replayed.judge(item.verdict, item.a, item.b, by=item.by, why=item.why, value=item.value, at=item.at)
            assert replayed.judgements() == model.log
            assert replayed.verify().problems == ()


@settings(max_examples=15, deadline=None)
@given(steps)
def test_any_history_holds_on_sqlite(done: list[Step]) -> None:
    check("sqlite", done)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps)
def test_any_history_holds_on_postgresql(done: list[Step]) -> None:
    check("postgresql", done)


@pytest.mark.parametrize("sizes", [(1, 1, 1, 1, 1, 1), (2, 3, 1), (6,)])
def test_batches_make_no_difference(database: str, sizes: tuple[int, ...]) -> None:
    arrivals = [arrival(f"r{number}", killed=number) for number in range(6)]
    with Store.open(database) as store:
        rest = iter(arrivals)
        for size in sizes:
            store.add_many([next(rest) for _ in range(size)])
        assert [found.claim for found in store.claims()] == [claim for item in arrivals for claim in item.claims or ()]
        assert store.verify().problems == ()
