"""What became of a claim is a function of the log alone (marsad/review/states.py)."""

from __future__ import annotations

import datetime as dt
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.review.states import Case, blocked, effect, replay, replay_all, rulings
from marsad.review.tables import moves
from marsad.store.types_review import Action

T0 = dt.datetime(2016, 12, 5, 9, tzinfo=dt.UTC)


def act(number: int, verb: str, by: str = "reader-1", key: str = "k", why: str = "seen twice", **more: Any) -> Action:
    return Action(f"a{number}", key, verb, by, T0 + dt.timedelta(minutes=number), why, **more)


def edit(number: int, slot: str, value: object, by: str = "reader-1", was: object = None, why: str = "seen") -> Action:
    return act(number, "edit", by, why=why, value={"slots": {slot: value}, "was": {slot: was}})


def agree(number: int, by: str = "reader-2") -> Action:
    return act(number, "second", by, value={"decision": "agree"})


def published() -> list[Action]:
    return [act(1, "accept"), act(2, "submit"), agree(3), act(4, "publish", "editor-1", value={"digest": "d"})]


def states(actions: list[Action]) -> list[str]:
    return [step.after.state for step in replay("k", actions).steps]


def test_a_claim_goes_from_the_machine_to_the_public() -> None:
    assert states(published()) == ["in_review", "reviewed", "second_read", "published"]
    item = replay("k", published()).item
    assert (item.public, item.second, set(item.shapers)) == ("a4", "reader-2", {"reader-1"})


def refusal(before: list[Action], action: Action) -> str | None:
    return blocked(replay("k", before), action)


def test_nobody_approves_what_they_shaped() -> None:
    before = published()[:2]
    assert refusal(before, agree(3, "reader-1")) == "nobody approves what they shaped themselves"
    assert refusal(published()[:3], act(4, "publish", "reader-1")) == "nobody approves what they shaped themselves"
    others = [act(1, "accept", "reader-3"), edit(2, "victims", "women"), act(3, "submit", "reader-3")]
    assert refusal(others, agree(4, "reader-1")) == "nobody approves what they shaped themselves"
    assert refusal(others, agree(4, "reader-2")) is None


def test_a_second_reader_decides_and_the_claim_is_locked_meanwhile() -> None:
    before = published()[:2]
    for verb in ("edit", "accept", "reject", "grade", "revert", "unsure", "geocode"):
        assert "waits for the second reader" in str(refusal(before, act(3, verb, "reader-2")))
    back = act(3, "second", "reader-2", why="the date is wrong", value={"decision": "return"})
    assert replay("k", [*before, back]).item.state == "in_review"


@pytest.mark.parametrize(
    ("before", "action"),
    [
        ([], act(1, "reject", why="")),
        ([], act(1, "hold", why="  ")),
        ([], edit(1, "victims", "women", was="people", why="")),
        (published()[:2], act(3, "second", "reader-2", why="", value={"decision": "return"})),
        (published(), act(5, "withdraw", "editor-1", why="no")),
        ([act(1, "grade", value={"grade": "fair"})], act(2, "grade", why="", value={"grade": "weak"})),
        ([], act(1, "comment", why="")),
    ],
)
def test_a_reason_is_asked_for_where_something_is_overridden(before: list[Action], action: Action) -> None:
    assert "say why" in str(refusal(before, action))


def test_no_reason_is_asked_for_where_a_gap_is_filled() -> None:
    assert refusal([], edit(1, "perpetrator", "A", why="")) is None
    assert refusal([], act(1, "accept", why="")) is None


def test_handing_on_what_nobody_accepted_is_refused() -> None:
    assert refusal([act(1, "unsure")], act(2, "submit")) == "accept it before it is handed on"
    assert "does not lead on" in str(refusal([act(1, "reject")], act(2, "submit")))
    assert refusal(published()[:2], act(3, "publish", "editor-1")) is not None


def test_an_edit_after_publication_leaves_the_public_copy_until_it_is_published_again() -> None:
    item = replay("k", [*published(), edit(5, "victims", "women", was="people")]).item
    assert (item.state, item.public, item.second) == ("in_review", "a4", None)
    assert replay("k", [*published(), act(5, "withdraw", "editor-1")]).item.public is None


def test_undo_is_an_action_and_is_undone_by_one() -> None:
    log = [edit(1, "victims", "women"), edit(2, "victims", "children"), act(3, "undo", value={"action": "a2"})]
    case = replay("k", log)
    assert case.item.slots == {"victims": "women"}
    assert [step.undone for step in case.steps] == [None, "a3", None]
    log.append(act(4, "undo", value={"action": "a3"}))
    assert replay("k", log).item.slots == {"victims": "children"}
    log.append(act(5, "undo", value={"action": "a4"}))
    assert replay("k", log).item.slots == {"victims": "women"}
    assert [step.undone for step in replay("k", log).steps] == [None, "a3", None, "a5", None]
    assert len(replay("k", log).steps) == 5


def test_only_who_did_it_takes_it_back_and_not_what_was_approved_since() -> None:
    assert "reader-1 did it" in str(refusal([act(1, "accept")], act(2, "undo", "reader-2", value={"action": "a1"})))
    sealed = act(5, "undo", value={"action": "a1"})
    assert "read a second time since" in str(refusal(published()[:3], sealed))
    assert refusal(published(), act(5, "undo", "editor-1", value={"action": "a4"})) == "publish is not taken back"
    assert "no such action" in str(refusal([], act(1, "undo", value={"action": "x"})))


def test_what_rested_on_an_undone_action_stands_in_the_history_with_the_reason() -> None:
    back = act(2, "revert", value={"to": None})
    case = replay("k", [edit(1, "victims", "women"), back, act(3, "undo", value={"action": "a1"})])
    assert case.item.state == "machine"
    assert case.steps[1].refused == "what it rested on was taken back"


def test_nothing_changes_under_a_second_reader() -> None:
    waiting = [edit(1, "victims", "women", "reader-3"), act(2, "accept"), act(3, "submit")]
    assert "handed on since" in str(refusal(waiting, act(4, "undo", "reader-3", value={"action": "a1"})))
    assert refusal(waiting, act(4, "undo", value={"action": "a3"})) is None


def test_a_claim_is_brought_back_to_an_earlier_version() -> None:
    log = [edit(1, "victims", "women"), edit(2, "harm", "injured", was="killed")]
    back = act(3, "revert", value={"to": "a1"})
    assert replay("k", [*log, back]).item.slots == {"victims": "women"}
    assert replay("k", [*log, act(3, "revert", value={"to": None})]).item.slots == {}


def test_the_judgement_that_a_state_amounts_to() -> None:
    assert effect(replay("k", []).item) == ("unsure", None)
    assert effect(replay("k", [act(1, "accept")]).item) == ("accept", None)
    assert effect(replay("k", [edit(1, "victims", "women"), act(2, "accept")]).item) == (
        "correct",
        {"victims": "women"},
    )
    assert effect(replay("k", [edit(1, "victims", "women"), act(2, "reject")]).item) == ("reject", None)
    undone = [act(1, "reject"), act(2, "undo", value={"action": "a1"})]
    assert effect(replay("k", undone).item) == ("unsure", None)


def test_the_last_word_on_two_claims_holds_and_is_taken_back() -> None:
    log = [act(1, "same", other="m"), act(2, "split", "reader-2", other="m")]
    assert rulings(log) == {("k", "m"): "different"}
    back = act(3, "undo", "reader-2", other="m", value={"action": "a2"})
    assert rulings([*log, back]) == {("k", "m"): "same"}
    assert len(replay("m", [*log, back]).steps) == 3


# Any two people, any actions, any order of arrival

_VERBS = tuple(sorted(set(moves()) - {"undo", "revert"}))
_SLOTS = ("victims", "harm", "cause")


@st.composite
def logs(draw: st.DrawFn) -> list[Action]:
    """Two reviewers act on three claims; moments may coincide, targets of undo may be missing."""
    made: list[Action] = []
    for number in range(draw(st.integers(1, 14))):
        by, key = draw(st.sampled_from(("reader-1", "reader-2"))), draw(st.sampled_from("kmn"))
        verb = draw(st.sampled_from((*_VERBS, "undo", "undo", "revert", "edit", "accept", "submit")))
        value: dict[str, Any] | None = None
        other = draw(st.sampled_from("kmn")) if verb in ("same", "different", "merge", "split") else None
        target = draw(st.sampled_from([a.name for a in made] or ["none"]))
        if verb in ("edit", "geocode"):
            value = {"slots": {draw(st.sampled_from(_SLOTS)): draw(st.integers(0, 3))}}
        elif verb == "grade":
            value = {"grade": draw(st.sampled_from(("fair", "weak")))}
        elif verb == "second":
            value = {"decision": draw(st.sampled_from(("agree", "return")))}
        elif verb in ("undo", "revert"):
            value = {"action" if verb == "undo" else "to": target}
        at = T0 + dt.timedelta(seconds=draw(st.integers(0, 9)))
        made.append(Action(f"a{number}", key, verb, by, at, "because", other, value))
    return made


@given(logs(), st.randoms())
@settings(max_examples=400, deadline=None)
def test_any_interleaving_of_two_reviewers_replays_to_the_same_record(log: list[Action], random: Any) -> None:
    record = replay_all(log)
    first = [a for a in log if a.by == "reader-1"]
    second = [a for a in log if a.by == "reader-2"]
    for _ in range(4):
        merged: list[Action] = []
        streams = [list(first), list(second)]
        while any(streams):
            merged.append(random.choice([s for s in streams if s]).pop(0))
        assert replay_all(merged) == record
        assert replay_all([*merged, *random.sample(merged, len(merged) // 2)]) == record  # sent twice
    assert rulings(first + second) == rulings(log)


@given(logs())
@settings(max_examples=400, deadline=None)
def test_nothing_is_ever_lost(log: list[Action]) -> None:
    for key, case in replay_all(log).items():
        about = {a.name for a in log if key in (a.key, a.other)}
        assert {step.action.name for step in case.steps} == about
        assert len(case.steps) == len(about)
        for step in case.steps:
            told = step.refused is not None or step.undone is not None
            assert told or _stands(case, step.action), step


def _stands(case: Case, action: Action) -> bool:
    """An action that is neither refused nor undone has its effect, or one after it took its place."""
    if action.verb not in ("edit", "geocode"):
        return True
    (slot,) = (action.value or {})["slots"]
    at = [step.action.name for step in case.steps].index(action.name)
    later = [s.action for s in case.steps[at + 1 :] if s.refused is None and s.undone is None]
    return any(
        (a.verb in ("edit", "geocode") and slot in (a.value or {})["slots"]) or a.verb == "revert" for a in later
    ) or (case.item.slots.get(slot) == (action.value or {})["slots"][slot])


@given(st.integers(0, 2**32))
@settings(max_examples=50, deadline=None)
def test_reviewers_at_different_slots_leave_the_same_claim_in_whatever_order_they_act(seed: int) -> None:
    """Without a common clock: what each sets stays, whoever was first."""
    mine = [("edit", "victims", 1), ("edit", "harm", 2)]
    yours = [("edit", "cause", 3), ("comment", "", 0), ("edit", "affiliation", 4)]
    orders = list(permutations([*(("reader-1", *m) for m in mine), *(("reader-2", *y) for y in yours)]))
    outcomes = set()
    for order in (orders[seed % len(orders)], orders[0]):
        log = [
            edit(n, slot, value, by) if verb == "edit" else act(n, "comment", by)
            for n, (by, verb, slot, value) in enumerate(order)
        ]
        outcomes.add((tuple(sorted(replay("k", log).item.slots.items())), replay("k", log).item.state))
    assert len(outcomes) == 1


def test_every_verb_is_described() -> None:
    from pathlib import Path

    page = (Path(__file__).resolve().parent.parent / "docs" / "review.md").read_text(encoding="utf-8")
    for verb in moves():
        assert f"`{verb}`" in page
