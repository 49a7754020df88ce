"""Slots of a casualty from the words around it: by whom, by what, and over how long."""

from __future__ import annotations

from marsad.lang.en.clauses import clause_of
from marsad.lang.en.rules.attack_arms import Act
from marsad.lang.en.rules.attack_sides import STATES_OF, entity_before
from marsad.lang.en.rules.attack_words import acts
from marsad.lang.en.rules.casualty_groups import Group
from marsad.lang.sentence import Sentence, Tag
from marsad.lang.times import Anaphor, Window

_ARMED = frozenset(("force", "group", "weapon_platform", "org", "country"))
_KILLING = frozenset(("mine", "bomb", "arm", "gas", "gun"))
_NEAR = 18  # tokens between the harm and the act behind it


class Slots:
    """Reads what a sentence says of the act behind its casualties."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence

    def cause(self, trigger: Tag, group: Group) -> str | None:
        """Return the kind of attack nearest to the harm."""
        act = self._act(trigger)
        if act is not None:
            return act.type
        if trigger.value == "abducted":
            return "abduction"
        arms = [
            a
            for a in self.sentence.of("arm")
            if abs(a.first - trigger.first) <= _NEAR and a.attrs.get("kind") in _KILLING
        ]
        return min(arms, key=lambda a: abs(a.first - trigger.first)).value if arms else None

    def _act(self, trigger: Tag) -> Act | None:
        found = [a for a in acts(self.sentence) if a.tag.first != trigger.first]
        near = [a for a in found if abs(a.tag.first - trigger.first) <= _NEAR and a.type != "other"]
        after = [a for a in near if a.tag.first > trigger.first and self._same(trigger, a.tag)]
        before = [a for a in near if a.tag.first < trigger.first]
        return after[0] if after else before[-1] if before else None

    def _same(self, trigger: Tag, tag: Tag) -> bool:
        _, end = clause_of(self.sentence, trigger.first)
        return tag.first < end or self.sentence.words[end : end + 1] in (
            ("when",),
            ("after",),
            ("as",),
            ("in",),
            (",",),
        )

    def perpetrator(self, trigger: Tag, group: Group) -> str | None:
        """Return who did it: "by X" after the harm, the subject of an active verb, whose the attack is."""
        sentence = self.sentence
        _, end = clause_of(sentence, max(trigger.first, group.last - 1))
        for at in range(trigger.last, min(end, len(sentence) - 1)):
            if sentence.words[at] != "by" or sentence.words[at - 1] in STATES_OF:
                continue  # "a town held by X": who holds it, and not who killed
            if who := self._named(at + 1):
                return who
        if trigger.attrs.get("do") == "yes" and group.first >= trigger.last:
            subject = entity_before(sentence, trigger.first, 0)
            if subject is not None and subject.of.kind in _ARMED:
                return subject.of.name or subject.of.actor or None
        act = self._act(trigger)
        if act is None:
            return None
        side = self._against(act, group) if act.type == "clash" else act.attacker
        if side is None:
            return None
        if side.cls == "entity":
            return side.of.name or side.of.actor or None
        return f"{side.get('adj')} forces" if side.attrs.get("adj") else side.value

    def _against(self, act: Act, group: Group) -> Tag | None:
        """Return the side of a clash that the harmed are not on."""
        ours = group.affiliation
        if act.target is not None:
            other = self.sentence.at("entity", act.target[0])
            if other is not None and other.of.name != ours:
                return other
        return act.attacker if act.attacker is not None and act.attacker.value != ours else None

    def _named(self, at: int) -> str | None:
        at += self.sentence.words[at] in ("the", "a", "an")
        entity = self.sentence.at("entity", at) if at < len(self.sentence) else None
        return (entity.of.name or entity.of.actor or None) if entity and entity.of.kind in _ARMED else None

    def cumulative(self, trigger: Tag, group: Group) -> bool:
        """Tell whether the figure runs over a period: since a date, over several days, a war's toll."""
        sentence = self.sentence
        first, last = clause_of(sentence, trigger.first)
        first, last = min(first, group.first), max(last, clause_of(sentence, group.last - 1)[1])
        if sentence.words[first : first + 2] == ("in", "total"):
            return True
        for tag in sentence.of("time"):
            if first <= tag.first <= last:
                expression = tag.of.expression
                if isinstance(expression, Anaphor) and expression.same_period:
                    return True
                if tag.of.since or (
                    isinstance(expression, Window)
                    and expression.unit in ("day", "week", "month", "year")
                    and expression.way == -1
                ):
                    return True
        return False
