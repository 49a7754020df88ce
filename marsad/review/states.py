"""What became of a claim: a pure function over the log of actions.

The log is replayed in the order in which things were done, whatever the order in which they arrived. Nothing is ever
left out: an action that could not be followed stands in the history with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from marsad.records import Verdict
from marsad.review.tables import moves
from marsad.store.types_review import Action, State

PAIRS = ("same", "different", "merge", "split")
SHORTEST_WHY, LONGEST_WHY = 3, 2000
_WAITING = ("reviewed", "second_read")  # nobody changes what a second reader looks at
_SAME = {"same": "same", "merge": "same", "different": "different", "split": "different"}


@dataclass(frozen=True, slots=True)
class Item:
    """Where a claim stands. `slots` are the values that people set, as the interchange format writes them.

    `shapers` are the people who had a hand in what it says now: none of them may approve it. `public` is the name of
    the action that published it, None where it is not public.
    """

    key: str
    state: State = "machine"
    decision: str | None = None  # accept reject unsure
    slots: Mapping[str, Any] = field(default_factory=dict, hash=False)
    grade: str | None = None
    shapers: frozenset[str] = frozenset()
    second: str | None = None
    public: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """An action in the history of a claim. `refused` says why it was not followed; `undone` names what took it back.

    `after` is where the claim stood when all up to this step was done.
    """

    action: Action
    after: Item
    refused: str | None = None
    undone: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A claim with its whole history, in the order in which things were done."""

    item: Item
    steps: tuple[Step, ...] = ()


def replay(key: str, actions: Iterable[Action]) -> Case:
    """Return what became of the claim with `key`. Actions about other claims are passed over."""
    once = {act.name: act for act in actions if key in (act.key, act.other)}
    log = _Log(key)
    for act in sorted(once.values(), key=lambda a: a.order):
        log.take(act)
    return log.case()


def blocked(case: Case, act: Action) -> str | None:
    """Return why an action cannot be done with a claim as it stands; None where it can."""
    log = _Log(case.item.key)
    for step in case.steps:
        log.take(step.action)
    return log.refusal(act)


class _Log:
    """One replay: actions that are followed, and those undone."""

    def __init__(self, key: str) -> None:
        self.item = Item(key)
        self.done: list[Action] = []  # all that were followed, but for undo
        self.undos: list[Action] = []
        self.live: list[Action] = []  # those that were not taken back
        self.undone: dict[str, str] = {}  # name of an action, name of the undo
        self.steps: list[Step] = []
        self.named: dict[str, Action] = {}
        self.versions: dict[str, Item] = {}
        self.idle: set[str] = set()  # followed once; what they rested on was taken back

    def take(self, act: Action) -> None:
        refused = self.refusal(act)
        self.named[act.name] = act
        if refused is None and act.verb == "undo":
            self._undo(act)
        elif refused is None:
            self.done.append(act)
            self.live.append(act)
            self.item = _apply(self.item, act, self.versions)
        self.versions[act.name] = self.item
        self.steps.append(Step(act, self.item, refused))

    def case(self) -> Case:
        return Case(self.item, tuple(map(self._told, self.steps)))

    def _told(self, step: Step) -> Step:
        idle = "what it rested on was taken back" if step.action.name in self.idle else None
        return replace(step, refused=step.refused or idle, undone=self.undone.get(step.action.name))

    def refusal(self, act: Action) -> str | None:
        move = moves().get(act.verb)
        if move is None:
            return f"{act.verb} is no action"
        if act.verb == "undo":
            return self._no_undo(act)
        return _state_refuses(self.item, act) or _person_refuses(self.item, act) or _words_refuse(self.item, act)

    def _no_undo(self, act: Action) -> str | None:
        target = self.named.get(str((act.value or {}).get("action")))
        if target is None:
            return "there is no such action on this claim"
        if target.by != act.by:
            return f"{target.by} did it: only who did it takes it back"
        if target.name in self.undone:
            return "it was taken back already"
        if not self._followed(target):
            return f"{target.verb} is not taken back: it was not followed"
        if target.verb != "undo" and not moves()[target.verb].undo:
            return f"{target.verb} is not taken back"
        later = {other.verb for other in self.live if other.order > target.order}
        if later & {"publish", "publish_alone", "withdraw", "second"}:
            return "it was read a second time since: send it back or withdraw it"
        if "submit" in later and self.item.state in _WAITING:
            return "it was handed on since: take that back first"
        return None

    def _followed(self, target: Action) -> bool:
        return any(step.action.name == target.name and step.refused is None for step in self.steps)

    def _undo(self, act: Action) -> None:
        """Take back, or do again: an undo that was itself taken back takes nothing back."""
        self.undos.append(act)
        self.undone = {}
        for undo in reversed(self.undos):
            if undo.name not in self.undone:
                self.undone[str((undo.value or {})["action"])] = undo.name
        self.live = [other for other in self.done if other.name not in self.undone]
        self.item, self.idle = Item(self.item.key), set()
        for other in self.live:
            if _state_refuses(self.item, other) is None:
                self.item = _apply(self.item, other, self.versions)
            else:
                self.idle.add(other.name)


def _state_refuses(item: Item, act: Action) -> str | None:
    if item.state not in moves()[act.verb].sources:
        if item.state in _WAITING:
            return f"it is {item.state}: it waits for the second reader or to be published"
        return f"it is {item.state}: {act.verb} does not lead on from there"
    if act.verb == "submit" and item.decision != "accept":
        return "accept it before it is handed on"
    if act.verb == "withdraw" and item.public is None:
        return "it is not public"
    return None


def _person_refuses(item: Item, act: Action) -> str | None:
    if act.verb in ("second", "publish") and act.by in item.shapers:
        return "nobody approves what they shaped themselves"
    return None


def _words_refuse(item: Item, act: Action) -> str | None:
    value = act.value or {}
    if act.verb in PAIRS and (act.other is None or act.other == act.key):
        return f"{act.verb} speaks of two claims"
    if act.verb == "second" and value.get("decision") not in ("agree", "return"):
        return "a second reader agrees or returns"
    if act.verb in ("edit", "geocode") and not value.get("slots"):
        return "it sets no slot"
    if act.verb == "add" and not value.get("claim"):
        return "it brings no claim"
    if act.verb == "grade" and value.get("grade") is None:
        return "it gives no grade"
    if needs_why(item, act) and act.why is not None and not SHORTEST_WHY <= len(act.why.strip()) <= LONGEST_WHY:
        return f"say why, in {SHORTEST_WHY} to {LONGEST_WHY} characters"
    return None


def needs_why(item: Item, act: Action) -> bool:
    """Tell whether an action needs a reason: rejecting, overriding, sending back and taking back from the public."""
    value = act.value or {}
    if act.verb == "second":
        return value.get("decision") == "return"
    if act.verb == "grade":
        return item.grade is not None and item.grade != value.get("grade")
    if moves()[act.verb].why == "override":
        return any(old is not None for old in dict(value.get("was") or {}).values())
    return moves()[act.verb].why == "yes"


def _apply(item: Item, act: Action, versions: Mapping[str, Item]) -> Item:
    move, value = moves()[act.verb], act.value or {}
    item = replace(item, state=move.to or item.state)
    if move.shapes:
        item = replace(item, shapers=item.shapers | {act.by}, second=None)
    match act.verb:
        case "accept" | "reject" | "unsure":
            return replace(item, decision=act.verb)
        case "add":
            return replace(item, decision="accept")
        case "edit" | "geocode":
            return replace(item, slots=merged(item.slots, value["slots"]), decision=_after_edit(item))
        case "revert":
            old = versions.get(str(value.get("to")), Item(item.key))
            return replace(item, slots=old.slots, grade=old.grade, decision=_after_edit(item))
        case "grade":
            return replace(item, grade=value["grade"])
        case "second" if value["decision"] == "return":
            return replace(item, state="in_review", second=None)
        case "second":
            return replace(item, second=act.by)
        case "publish" | "publish_alone":
            return replace(item, public=act.name)
        case "withdraw":
            return replace(item, public=None, second=None)
    return item


def _after_edit(item: Item) -> str | None:
    """An edit of what was accepted leaves it accepted; an edit of what was rejected opens it again."""
    return item.decision if item.decision == "accept" else None


def merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Return slots with others set over them; the spans of words are merged as well."""
    out = {**old, **new}
    spans = {**dict(old.get("spans") or {}), **dict(new.get("spans") or {})}
    return out | ({"spans": spans} if spans else {})


# What a claim's state says to the rest of Marsad


def effect(item: Item) -> tuple[Verdict, Mapping[str, Any] | None]:
    """Return the judgement that a claim's state amounts to (marsad/views/judged.py)."""
    if item.decision == "reject":
        return "reject", None
    if item.slots:
        return "correct", item.slots
    return ("accept", None) if item.decision == "accept" else ("unsure", None)


def pair_of(act: Action) -> tuple[str, str]:
    assert act.other is not None
    return (act.key, act.other) if act.key < act.other else (act.other, act.key)


def rulings(actions: Iterable[Action]) -> dict[tuple[str, str], Verdict]:
    """Return what was last said of every two claims: same, different, or unsure where all was taken back."""
    found: dict[tuple[str, str], Verdict] = {}
    by_pair: dict[tuple[str, str], list[Action]] = {}
    for act in actions:
        if act.other is not None:
            by_pair.setdefault(pair_of(act), []).append(act)
    for pair, acts in by_pair.items():
        found[pair] = ruling(acts)
    return found


def ruling(acts: Sequence[Action]) -> Verdict:
    """Return what actions on one pair amount to."""
    once = {act.name: act for act in acts}
    log = _Log(next(iter(once.values())).key)
    for act in sorted(once.values(), key=lambda a: a.order):
        log.take(act)
    last: Verdict = "unsure"
    for act in log.live:
        last = "same" if _SAME.get(act.verb) == "same" else "different"
    return last


def replay_all(actions: Iterable[Action]) -> dict[str, Case]:
    """Return every claim that was ever acted on, by key."""
    by_key: dict[str, list[Action]] = {}
    for act in actions:
        for key in {act.key, act.other} - {None}:
            by_key.setdefault(str(key), []).append(act)
    return {key: replay(key, by_key[key]) for key in sorted(by_key)}
