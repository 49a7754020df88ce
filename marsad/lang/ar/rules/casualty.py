"""casualty: who was killed, injured, lost, detained or abducted -> Mention.

Reads      مقتل 20 مدنيا وإصابة 50 بينهم 5 أطفال      three claims, the last a part of the second
           قُتل طفلان · 3 جنود قتلوا · لقي شخص مصرعه    verbs before and after the harmed
           أسفر عن سقوط قتلى وجرحى                      no figure: vague
           ارتفع عدد القتلى إلى 60                      running tolls
           دون وقوع إصابات                             denied
Abstains   محاولة قتل، التهديد بقتل، إذا قتل            attempts, threats, conditions
           مقتل 5% · إصابة 3 دبابات                    no people counted
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from marsad.lang.ar.clauses import clause_of, hypothetical, negated, tense, uncertain
from marsad.lang.ar.rules.casualty_find import backward, chain, forward
from marsad.lang.ar.rules.casualty_groups import VAGUE, Group, group_at
from marsad.lang.ar.rules.casualty_slots import Slots, belonging
from marsad.lang.mention import Document, Mention
from marsad.lang.sentence import Sentence, Tag
from marsad.records import Casualty, Certainty

TRIGGERS: tuple[str, ...] = ("harm", "harming", "harmed", "fall", "loss", "massacre")

_NOUN_AFTER = frozenset("من الي عن في علي بعد قبل جراء اثر عمليات عمليه جرائم جريمه حادثه حادث اعمال بعمليات".split())
_ANY = frozenset(("احد", "اي", "ايا", "اية", "ايه"))
_LONGEST = 40


@dataclass(slots=True)
class Find:
    """A group of people and what befell them; `whole` is the find that it is a part of."""

    harm: str
    group: Group
    trigger: Tag
    certainty: Certainty | None = None
    running: bool = False
    whole: Find | None = None
    mention: Mention | None = field(default=None, repr=False)


def read(sentence: Sentence, document: Document) -> Iterator[Mention]:
    """Yield the casualties of a sentence, wholes before their parts."""
    yield from Reader(sentence, document).mentions()


class Reader:
    """Reads one sentence: words of harm first, then counted harmed, tolls and parts."""

    def __init__(self, sentence: Sentence, document: Document) -> None:
        self.sentence = sentence
        self.document = document
        self.finds: list[Find] = []
        self.used: dict[int, Find] = {}
        self.parts: dict[int, int] = {}  # head of a part -> "among them"

    def mentions(self) -> Iterator[Mention]:
        done = -1
        for tag in self._harm_tags():
            if tag.first > done:
                done = self._harm(tag)
        self._falls()
        self._tolls()
        self._harmed()
        self._losses()
        for find in self.finds:
            self._parts(find)
        self._inherit()
        slots = Slots(self.sentence)
        for find in self.finds:
            find.mention = self._mention(find, slots)
            yield find.mention

    # Words of harm

    def _harm_tags(self) -> list[Tag]:
        """Return one tag a word: of "قتل" the noun after a preposition, else the verb."""
        chosen: dict[int, Tag] = {}
        for tag in self.sentence.of("harm", "harming"):
            if tag.article and tag.get("bound") != "yes":
                continue  # "أعمال القتل": no event
            other = "harm" if tag.cls == "harming" else "harming"
            if self.sentence.at(other, tag.first) is None or (tag.cls == "harming") == self._governed(tag):
                chosen[tag.first] = tag
        return [chosen[first] for first in sorted(chosen)]

    def _governed(self, tag: Tag) -> bool:
        """Tell whether a preposition or a noun of doing stands before the word, so that it is no verb."""
        return bool(tag.pro.strip("وفس")) or (tag.first > 0 and self.sentence.words[tag.first - 1] in _NOUN_AFTER)

    def _harm(self, tag: Tag) -> int:
        """Read a word of harm and those joined to it; return the last token taken."""
        every = self._joined(tag)
        last = every[-1]
        if self._unreal(tag):
            return last.first
        groups = self._groups(tag, last)
        denied = negated(self.sentence, tag.first)
        if not groups and denied and tag.last < len(self.sentence) and self.sentence.words[tag.last] in _ANY:
            self._deny(tag)
            return last.first
        for index, each in enumerate(every):
            for group in groups:
                if index == 0 or group.count.qualifier == "vague":
                    self._add(each, each.value, group, shared=index > 0)
                else:
                    vague = replace(group, count=replace(VAGUE, text=group.count.text))
                    self._add(each, each.value, vague, shared=True)
        return last.first

    def _joined(self, tag: Tag) -> list[Tag]:
        """Return the word with those joined to it that share its harmed: "مقتل وإصابة 20"."""
        every = [tag]
        if tag.cls == "harm" and (tag.get("number") != "singular" or self._subject_before(tag)):
            return every
        while True:
            at = every[-1].last
            if at < len(self.sentence) and self.sentence.words[at] in ("و", "او"):
                at += 1
            following = self.sentence.at(tag.cls, at) or self.sentence.at("harming", at)
            if following is None or not (following.pro.startswith("و") or at > every[-1].last):
                return every
            if following.cls != tag.cls and following.value == tag.value:
                return every
            every.append(following)

    def _subject_before(self, tag: Tag) -> bool:
        """Tell whether the harmed stand right before their verb: "أن طفلا قتل"."""
        found = backward(self.sentence, tag.first)
        return bool(found) and found[-1].last == tag.first

    def _unreal(self, tag: Tag) -> bool:
        before = self.sentence.before("attempt", tag.first, within=2)
        if self.sentence.has("accident"):
            return True
        return bool(before) or bool(hypothetical(self.sentence, tag.first)) or tense(self.sentence, tag.first) == "future"

    def _groups(self, tag: Tag, last: Tag) -> list[Group]:
        sentence = self.sentence
        if tag.get("fate") == "yes" and not sentence.after("fate", tag.last, within=14):
            return []
        strict = tag.get("person") == "yes"
        if tag.cls == "harming":
            first = group_at(sentence, last.last, direct=True)
            found = chain(sentence, first) if first and last.enc in ("", "ا") else []
        elif tag.get("number") in ("plural", "dual"):
            found = self._object(tag, last) or self._before(tag)
        elif tag.get("near") == "yes":
            first = group_at(sentence, last.last, direct=True)
            found = chain(sentence, first) if first else []
        else:
            found = forward(sentence, last.last, active=tag.get("by") == "yes") or self._before(tag)
        return [g for g in found if g.head not in self.used and self._fits(g, tag, strict)]

    def _object(self, tag: Tag, last: Tag) -> list[Group]:
        if tag.get("by") != "yes":
            return []
        first = group_at(self.sentence, last.last, direct=True)
        return chain(self.sentence, first) if first else []

    def _before(self, tag: Tag) -> list[Group]:
        """Return the groups before a verb; of verbs that people also do, only those counted."""
        if tag.get("active") == "yes" or (tag.enc not in ("", "ا") and tag.value == "detained"):
            return []
        found = backward(self.sentence, tag.first, dual=tag.get("number") == "dual", near=tag.get("number") == "singular")
        if tag.value in ("detained", "abducted"):
            found = [group for group in found if group.count.qualifier != "vague" or group.first != group.head]
        return found

    def _fits(self, group: Group, tag: Tag, strict: bool) -> bool:
        if group.definite and group.count.qualifier == "vague":
            return False
        if group.harm is not None and group.harm != tag.value and group.harm not in ("detained", "abducted"):
            return False
        if tag.get("natural") == "yes" and group.definite and not self.sentence.has("strike", "arm"):
            return False
        if tag.value == "injured" and self.sentence.after("material", group.last, within=6):
            return False
        return not strict or group.victims is not None or group.harm is not None or group.other

    def _deny(self, tag: Tag) -> None:
        at = min(tag.last, len(self.sentence) - 1)
        self._add(tag, tag.value, Group(tag.first, tag.last, at, VAGUE), certainty="denied")

    # The harmed themselves

    def _falls(self) -> None:
        for tag in self.sentence.of("fall"):
            if self._unreal(tag):
                continue
            for group in self._fallen(tag):
                if group.harm is None and group.head not in self.used and (group.victims or group.other) and group.sure:
                    self._add(tag, tag.value, group)

    def _fallen(self, tag: Tag) -> list[Group]:
        """Return those who fell: after the word, or before "سقطوا قتلى"."""
        predicate = self.sentence.at("harmed", tag.last)
        if tag.get("number") == "plural" and predicate is not None:
            found = backward(self.sentence, tag.first)
            for group in found:
                self.used[predicate.first] = Find(predicate.value, group, tag)
            return found
        return forward(self.sentence, tag.last)

    def _harmed(self) -> None:
        """Read "16 قتيلا" wherever it stands, and "قتلى وجرحى" where something brings them about."""
        licensed = -1
        for tag in self.sentence.of("harmed"):
            if tag.first in self.used:
                continue
            group = self._counted(tag)
            if group is not None and group.head not in self.used and self._sure(tag, group):
                self._add_harmed(tag, group)
                licensed = tag.last
            elif tag.get("n") in ("p", "2", "1") and tag.get("counted") != "yes":
                near = self._brought(tag) or (tag.first == licensed and tag.pro == "و")
                bare = group_at(self.sentence, tag.first)
                if near and bare is not None and not (tag.article and tag.get("n") == "p" and tag.first != licensed):
                    self._add_harmed(tag, bare)
                    licensed = tag.last

    def _sure(self, tag: Tag, group: Group) -> bool:
        """Tell whether a counted group is harmed here: figures and "dozens" are, "some of the dead" where brought."""
        if group.count.qualifier != "vague":
            return True
        number = self.sentence.at("number", group.first)
        return (number is not None and number.of.interval is not None) or self._brought(tag, group.first)

    def _counted(self, tag: Tag) -> Group | None:
        for token in range(tag.first, max(tag.first - 9, -1), -1):
            number = self.sentence.at("number", token) or self.sentence.at("quantity", token)
            if number is None:
                continue
            group = group_at(self.sentence, token)
            if group is not None and group.head == tag.first and group.harm and group.first < tag.first:
                return group
            break
        return None

    def _brought(self, tag: Tag, first: int = -1) -> bool:
        at = first if first >= 0 else tag.first
        if at and self.sentence.words[at - 1] in ("عن", "الي"):
            return any(t.get("form") == "verb" for t in self.sentence.of("bring") if 0 <= at - t.last < 25)
        bring = self.sentence.before("bring", at, within=3)
        if bring is None or bring.last > at:
            return False
        between = self.sentence.words[bring.last : at]
        return all(word in ("عن", "الي", "في", "فيها", "اي", "من", "عنها", "عنه") for word in between)

    def _add_harmed(self, tag: Tag, group: Group) -> None:
        if self._unreal(tag):
            return
        assert group.harm is not None
        if self.sentence.after("buried", group.last, within=3):
            group = replace(group, harm="missing")
        first, _ = clause_of(self.sentence, tag.first)
        denied = any(t.last <= tag.first and t.first >= max(first, tag.first - 5) for t in self.sentence.of("negator"))
        self._add(tag, group.harm or tag.value, group, certainty="denied" if denied else None)

    # Tolls and losses

    def _tolls(self) -> None:
        for tag in self.sentence.of("toll"):
            harmed = self.sentence.after("harmed", tag.last, within=2)
            reach = self.sentence.after("reach", tag.first, within=18) if harmed else None
            while reach is not None and harmed is not None:
                group = group_at(self.sentence, reach.last, direct=True)
                if group is not None and group.count.qualifier != "vague":
                    if group.head not in self.used and group.harm in (None, harmed.value):
                        self._add(harmed, harmed.value, group, running=True)
                    break
                reach = self.sentence.after("reach", reach.last, within=8)

    def _losses(self) -> None:
        for tag in self.sentence.of("loss"):
            kind = self.sentence.after("loss_of", tag.last, within=3)
            cost = self.sentence.before("cost", tag.first, within=8)
            if self.sentence.after("material", tag.last, within=3) and not kind:
                continue
            if (kind or cost) and not self._unreal(tag) and not negated(self.sentence, tag.first):
                text = self.sentence.text(tag.first, tag.last)
                group = Group(tag.first, kind.last if kind else tag.last, tag.first, replace(VAGUE, text=text), "combatants")
                if belonging(self.sentence, group).affiliation or cost:
                    self._add(tag, tag.value, group)

    # Parts

    def _parts(self, find: Find) -> None:
        """Read the groups that "among them" makes parts of a find."""
        part = self._part_after(find)
        if part is None:
            return
        group = group_at(self.sentence, part.last, direct=True)
        if group is None and part.value == "most" and part.last < len(self.sentence):
            group = self._share(part)
        if group is None or (group.head in self.used and self.used[group.head] is find):
            return
        if part.value in ("one", "most"):
            if group.victims is None and group.harm is None:
                return
            group = self._portion(part, group)
        self.parts[group.head] = part.first
        for each in chain(self.sentence, group):
            known = self.used.get(each.head)
            if known is not None:
                if known.whole is None and known is not find and known.harm == find.harm:
                    known.whole = find
                continue
            self._add(find.trigger, each.harm or find.harm, each, whole=find, certainty=find.certainty)

    def _part_after(self, find: Find) -> Tag | None:
        start = find.group.last
        part = self.sentence.after("part", start, within=9)
        if part is None:
            return None
        between = range(start, part.first)
        heads = [head for head in self.used if start <= head < part.first]
        verbs = [tag for tag in self.sentence.of("verb", "harm") if tag.first in between]
        return None if heads or (verbs and part.first - start > 6) else part

    def _share(self, part: Tag) -> Group | None:
        at = part.last + (self.sentence.words[part.last] == "من")
        return group_at(self.sentence, at, direct=True)

    def _portion(self, part: Tag, group: Group) -> Group:
        text = self.sentence.text(part.first, part.last)
        count = replace(group.count, low=1, high=1, qualifier="exact", text=text) if part.value == "one" else replace(VAGUE, text=text)
        return replace(group, first=part.first, count=count, definite=False)

    # Putting together

    def _add(
        self,
        trigger: Tag,
        harm: str,
        group: Group,
        *,
        certainty: Certainty | None = None,
        running: bool = False,
        whole: Find | None = None,
        shared: bool = False,
    ) -> None:
        if certainty is None and negated(self.sentence, trigger.first):
            certainty = "denied"
        if certainty is None and uncertain(self.sentence, trigger.first):
            certainty = "uncertain"
        find = Find(harm, belonging(self.sentence, group), trigger, certainty, running, whole)
        self.finds.append(find)
        if not shared:
            self.used[group.head] = find

    def _inherit(self) -> None:
        """Give "12 others" the kind and side of those named before."""
        before: Find | None = None
        for find in sorted(self.finds, key=lambda f: f.group.head):
            group = find.group
            model = find.whole or before
            if model is not None and (group.other or group.victims is None):
                find.group = replace(
                    group,
                    victims=group.victims or model.group.victims,
                    affiliation=group.affiliation or model.group.affiliation,
                )
            if find.whole is not None and find.group.affiliation is None:
                find.group = replace(find.group, affiliation=find.whole.group.affiliation)
            before = find if find.whole is None else before

    def _passage(self, find: Find) -> tuple[int, int]:
        """Return the tokens that carry a find: its clause from the word of harm on, or the words of a part."""
        group, trigger = find.group, find.trigger
        if find.whole is not None and trigger is find.whole.trigger:
            first = min(group.first, self.parts.get(group.head, group.first))
            return first, group.last
        first = min(trigger.first, group.first)
        _, end = clause_of(self.sentence, max(trigger.first, group.last - 1))
        return first, max(group.last, trigger.last, min(end, first + _LONGEST))

    def _mention(self, find: Find, slots: Slots) -> Mention:
        group, trigger = find.group, find.trigger
        first, last = self._passage(find)
        detail = Casualty(
            harm=find.harm,
            count=replace(group.count, span=self.sentence.span(group.first, group.last)),
            victims=group.victims or "people",
            affiliation=group.affiliation,
            perpetrator=slots.perpetrator(trigger, group),
            cause=slots.cause(trigger, group),
            cumulative=find.running or slots.cumulative(trigger, group),
        )
        return Mention(
            kind="casualty",
            rule="casualty",
            sentence=self.sentence.index,
            first=first,
            last=last,
            trigger=trigger.first,
            detail=detail,
            certainty=find.certainty,
            tense="past",
            part_of=find.whole.mention if find.whole else None,
            tokens=(("count", group.first, group.last),),
        )
