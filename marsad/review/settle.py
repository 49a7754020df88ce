"""What an action leaves behind: where the claim stands, the judgement that this amounts to, a tombstone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from marsad.review.states import Item, effect, ruling
from marsad.store.reviews import Bench
from marsad.store.types_review import Action

_REVIEWED = ("reviewed", "second_read", "single_read", "published")
Json = dict[str, Any]


def settle(bench: Bench, item: Item, made: Action) -> None:
    """Write where a claim stands now, and the judgement that this amounts to where it differs from the last one."""
    if made.other is not None:
        _settle_pair(bench, made)
        return
    day = made.at.date().toordinal()
    values: Json = {"state": item.state, "grade": item.grade, "reader": made.by, "changed": made.at.isoformat()}
    before = bench.item(made.key) or {}
    values["reviewed"] = (before.get("reviewed") or day) if item.state in _REVIEWED else None
    values["published"] = (before.get("published") or day) if item.public else None
    bench.set_item(made.key, values)
    verdict, slots = effect(item)
    last = bench.judged(made.key)
    was = (last.verdict, last.value) if last else ("unsure", None)
    if (verdict, slots) != was:
        bench.judge(verdict, made.key, None, made.by, made.why or made.verb, slots, made.at)


def _settle_pair(bench: Bench, made: Action) -> None:
    assert made.other is not None
    opened = bench.open(made.key)
    about = [a for a in (*(opened.actions if opened else ()), made) if {a.key, a.other} == {made.key, made.other}]
    verdict = ruling(about)
    last = bench.judged(made.key, made.other)
    if verdict != (last.verdict if last else "unsure"):
        bench.judge(verdict, made.key, made.other, made.by, made.why or made.verb, None, made.at)


def take_back(bench: Bench, made: Action) -> None:
    """Leave a tombstone where a claim was public."""
    shown = bench.published(made.key)
    if shown is not None and shown.status == "published":
        bench.publish(replace(shown, status="withdrawn", body=None, why=made.why or "", at=made.at))
