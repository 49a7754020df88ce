"""casualty: who was killed, injured, lost, detained or abducted -> Mention.

Reads      air strikes killed at least 20 civilians, among them five children    active, with a part
           20 killed, 50 wounded in blast · three soldiers were killed           passive, and headlines
           12 people died · leaving dozens dead · the death of a doctor          other wordings
           the death toll rose to 85                                             running tolls
           no casualties were reported                                           denied
Abstains   tried to kill, could kill, if …                                       attempts, conditions
           killed in a plane crash                                               no fighting
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from marsad.lang.en.clauses import clause_of, hypothetical, negated
from marsad.lang.en.rules.casualty_groups import VAGUE, Group, groups_of, named_person
from marsad.lang.en.rules.casualty_slots import Slots
from marsad.lang.mention import Document, Mention
from marsad.lang.sentence import Sentence, Tag
from marsad.records import Casualty, Certainty

TRIGGERS: tuple[str, ...] = ("harm", "lives", "harmed", "casualty", "toll")

_AUX = frozenset(
    "were was been being are is be have has had also reportedly allegedly all both each either immediately".split()
)
_PASSIVE = frozenset("were was been being are is be got".split())
_LONGEST = 40  # tokens of a passage
_REACH = 16  # tokens back to the harmed of a passive
_AIMED = 4  # tokens between an aim and the harmed


@dataclass(slots=True)
class Find:
    """A casualty as read, before its slots are filled."""

    harm: str
    group: Group
    trigger: Tag
    certainty: Certainty | None = None
    running: bool = False
    whole: Find | None = None
    mention: Mention | None = None


@dataclass(slots=True)
class Finds:
    """The casualties of one sentence; a group is harmed once in one way."""

    sentence: Sentence
    every: list[Find] = field(default_factory=list)

    def add(self, harm: str, group: Group, trigger: Tag, **more: object) -> None:
        if any(f.harm == harm and f.group.first < group.last and group.first < f.group.last for f in self.every):
            return
        self.every.append(Find(harm, group, trigger, **more))  # type: ignore[arg-type]

    def taken(self, group: Group) -> Find | None:
        return next((f for f in self.every if f.group.first == group.first), None)


def read(sentence: Sentence, document: Document) -> Iterator[Mention]:
    """Yield the casualties of a sentence, wholes before their parts."""
    finds = Finds(sentence)
    for tag in _verbs(sentence):
        _harm(finds, tag)
    for tag in sentence.of("lives"):
        _lives(finds, tag)
    for tag in sentence.of("harmed"):
        _harmed(finds, tag)
    for tag in sentence.of("toll"):
        _toll(finds, tag)
    for tag in sentence.of("casualty"):
        _losses(finds, tag)
    _parts(finds)
    _inherit(finds.every)
    slots = Slots(sentence)
    for find in sorted(finds.every, key=lambda f: f.whole is not None):
        find.mention = _mention(find, sentence, slots)
        yield find.mention


# Verbs


def _verbs(sentence: Sentence) -> list[Tag]:
    found = [tag for tag in sentence.of("harm") if not _unreal(sentence, tag)]
    return [tag for tag in found if not (tag.get("vf") == "ing" and sentence.words[tag.last : tag.last + 1] == ("of",))]


def _unreal(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether the harm is only tried, feared or possible, or no fighting caused it."""
    before = sentence.words[max(0, tag.first - 1) : tag.first]
    if tag.get("vf") == "base" and any(t.last == tag.first for t in sentence.of("attempt")):
        return True
    if sentence.has("accident") or (before in (("self-styled",), ("the",)) and tag.get("vf") is None):
        return True
    return hypothetical(sentence, tag.first) in ("if", "may", "threat", "exercise")


def _harm(finds: Finds, tag: Tag) -> None:
    sentence = finds.sentence
    joined = _joined(sentence, tag)
    for group in _groups(finds, tag):
        if group.definite and group.count.qualifier == "vague":
            continue
        if tag.get("count") == "yes" and not group.sure:
            continue
        certainty: Certainty | None = "denied" if _denies(sentence, tag, group) else _doubt(sentence, tag)
        finds.add(tag.value, group, tag, certainty=certainty)
        if joined is not None:
            finds.add(
                joined.value, replace(group, count=replace(VAGUE, text=group.count.text)), joined, certainty=certainty
            )


def _denies(sentence: Sentence, tag: Tag, group: Group) -> bool:
    return negated(sentence, tag.first) or (group.first > 0 and sentence.words[group.first - 1] in ("no", "not"))


def _doubt(sentence: Sentence, tag: Tag) -> Certainty | None:
    before = sentence.words[max(0, tag.first - 4) : tag.first]
    hedged = {"reportedly", "feared", "believed", "presumed", "possibly", "unconfirmed", "reported", "thought"} & set(
        before
    )
    return "uncertain" if hedged - {"reported"} or ("reported" in hedged and "to" in before) else None


def _joined(sentence: Sentence, tag: Tag) -> Tag | None:
    """Return the second of two harms that share the harmed: "killed or wounded"."""
    at = tag.last
    if sentence.words[at : at + 1] in (("and",), ("or",)):
        after = sentence.at("harm", at + 1)
        return after if after is not None and after.get("vf") == tag.get("vf") and after.value != tag.value else None
    return None


def _groups(finds: Finds, tag: Tag) -> list[Group]:
    """Return the harmed of a verb: after it when it is active, before it otherwise."""
    sentence = finds.sentence
    joined = _joined(sentence, tag)
    if tag.get("do") != "yes":
        return _before(finds, tag, passive=True)
    passive = any(w in _PASSIVE for w in _run(sentence, tag.first))
    close = _touching(sentence, tag) if not passive and tag.get("vf") in ("ed", "part", None) else []
    if close and not (finds.taken(close[-1]) and tag.get("vf") == "ed"):
        return close
    after = _after(sentence, (joined or tag).last)
    if tag.get("vf") in ("base", "s", "ing", "past") and tag.get("vf") != "part":
        return after
    if passive:
        return _before(finds, tag, passive=True)
    return after or _before(finds, tag, passive=False)


def _run(sentence: Sentence, at: int) -> list[str]:
    """Return the auxiliaries and adverbs right before `at`."""
    found: list[str] = []
    while at > 0 and (sentence.words[at - 1] in _AUX or sentence.words[at - 1].endswith("ly")):
        at -= 1
        found.append(sentence.words[at])
    return found


def _touching(sentence: Sentence, tag: Tag) -> list[Group]:
    """Return the counted group that ends right at a bare participle: "20 killed", "a nurse critically wounded"."""
    at = tag.first - len(_run(sentence, tag.first))
    at -= at > 0 and sentence.words[at - 1] == ","
    for group in groups_of(sentence):
        if group.last == at and not (
            group.definite or (group.count.qualifier == "vague" and group.head >= 0 and group.first == group.head)
        ):
            return _chain(sentence, group)
    return []


def _chain(sentence: Sentence, group: Group) -> list[Group]:
    """Return the groups joined by "and" before this one, itself last: "a woman and a child were killed"."""
    found = [group]
    for other in reversed(groups_of(sentence)):
        first = found[0].first
        if other.last <= first and sentence.words[other.last : first] in (("and",), (",",), (",", "and")):
            if _part_at(sentence, other.first) or sentence.at("harm", other.last):
                break
            found.insert(0, other)
    return found if not _part_at(sentence, found[0].first) else [group]


def _after(sentence: Sentence, at: int) -> list[Group]:
    """Return the groups right after an active verb, those joined to the first included."""
    while at < len(sentence) and sentence.words[at] in ("the", "also", "some", "up", "and", "off"):
        if sentence.at("number", at):
            break
        at += 1
    found: list[Group] = []
    for group in groups_of(sentence):
        if not found and at <= group.first <= at:
            found.append(group)
        elif found and sentence.words[found[-1].last : group.first] in (
            ("and",),
            (",",),
            (",", "and"),
            ("as", "well", "as"),
        ):
            if not sentence.at("harm", group.last) and not _passive_at(sentence, group.last):
                found.append(group)
    return found


def _passive_at(sentence: Sentence, at: int) -> bool:
    words = sentence.words[at : at + 3]
    return (
        bool(words)
        and words[0] in ("were", "was", "have", "had", "are")
        and any(sentence.at("harm", at + i) for i in (1, 2))
    )


def _before(finds: Finds, tag: Tag, *, passive: bool) -> list[Group]:
    """Return the harmed before a verb; what stands between belongs to them: "20 people, including …, were killed"."""
    sentence = finds.sentence
    at = tag.first - len(_run(sentence, tag.first))
    for group in reversed(groups_of(sentence)):
        if group.last > at or _part_at(sentence, group.first):
            continue
        if at - group.first > _REACH + (group.last - group.first) or not _clear(sentence, group, at, passive=passive):
            break
        return _chain(sentence, group)
    return [person] if passive and (person := named_person(sentence, at, 0)) else []


def _clear(sentence: Sentence, group: Group, at: int, *, passive: bool) -> bool:
    """Tell whether only what describes a group stands between it and its verb."""
    if not passive and at - group.last > 2:
        return False
    between = range(group.last, at)
    if any(sentence.words[i] in (";", ":", "when", "while", "after", "said", "but") for i in between):
        return False
    who = any(sentence.words[i] in ("who", "which") for i in between)
    busy = [
        t
        for t in sentence.of("harm", "strike", "verb", "speech")
        if t.get("form") == "verb" and group.last <= t.first < at
    ]
    if who and len(busy) <= 1:
        return True
    joint = any(sentence.words[i] == "and" for i in between)
    return not busy or (joint and all(t.cls == "harm" for t in busy) and finished(sentence, busy[-1], at))


def finished(sentence: Sentence, verb: Tag, at: int) -> bool:
    """Tell whether "and" right before `at` joins a second verb to the first: "were killed in X and wounded"."""
    return sentence.words[at - 1 : at] == ("and",) and at - verb.last <= 2


def _part_at(sentence: Sentence, at: int) -> bool:
    return any(tag.last == at for tag in sentence.of("part")) or sentence.words[max(0, at - 1) : at] == ("including",)


# Nouns


def _lives(finds: Finds, tag: Tag) -> None:
    if hypothetical(finds.sentence, tag.first):
        return
    for group in _after(finds.sentence, tag.last):
        if not (group.definite and group.count.qualifier == "vague"):
            finds.add(tag.value, group, tag)


def _harmed(finds: Finds, tag: Tag) -> None:
    """Read "20 deaths", "12 bodies": people counted by what befell them."""
    sentence = finds.sentence
    if hypothetical(sentence, tag.first) or any(t.last <= tag.first <= t.last + _AIMED for t in sentence.of("attempt")):
        return
    for group in groups_of(sentence):
        direct = group.last == tag.first or (group.head == tag.first and group.head != group.first)
        if direct and group.count.qualifier != "vague" and finds.taken(group) is None:
            named = replace(group, last=tag.last, victims=None if group.head == tag.first else group.victims)
            finds.add(tag.value, named, tag)
            return


def _toll(finds: Finds, tag: Tag) -> None:
    """Read "the death toll has risen to 85", "brought to 49 the number killed"."""
    sentence = finds.sentence
    reach = [t for t in sentence.of("reach") if abs(t.first - tag.first) < 12]
    for group in groups_of(sentence):
        if group.count.qualifier == "vague" or finds.taken(group) is not None:
            continue
        led = any(
            t.last == group.first and (t.first >= tag.last or group.last <= tag.first <= group.last + 2) for t in reach
        )
        if led:
            finds.add(tag.value, group, tag, running=True)
            return


def _losses(finds: Finds, tag: Tag) -> None:
    """Read "no casualties", "left casualties": harm without a figure."""
    sentence = finds.sentence
    before = sentence.words[max(0, tag.first - 3) : tag.first]
    if any(f.group.first <= tag.first < f.group.last for f in finds.every):
        return
    text = sentence.text(tag.first, tag.last)
    group = Group(tag.first, tag.last, tag.first, replace(VAGUE, text=text), "people")
    if "no" in before or "without" in before:
        finds.add(
            "killed",
            replace(group, count=replace(group.count, low=0, high=0, qualifier="exact")),
            tag,
            certainty="denied",
        )
    elif {"causing", "caused", "left", "inflicted", "inflicting", "suffered", "sustained", "heavy", "leaving"} & set(
        before
    ):
        finds.add("killed", group, tag)


# Parts


def _parts(finds: Finds) -> None:
    """Read "including 42 children", "five of them women", "most of them civilians"."""
    sentence = finds.sentence
    for tag in sentence.of("part"):
        for group in _after(sentence, tag.last):
            _part(finds, group, tag)
    for tag in sentence.of("self", "most"):
        for group in groups_of(sentence):
            near = group.last == tag.first or group.first == tag.first or 0 <= group.first - tag.last <= 2
            if near and group.head != -1:
                _part(finds, group, tag)
            elif group.last == tag.first and (noun := sentence.after("victim", tag.last, 2)):
                _part(finds, replace(group, last=noun.last, head=noun.first, victims=noun.value), tag)


def _part(finds: Finds, group: Group, tag: Tag) -> None:
    wholes = [
        f for f in finds.every if f.group.last <= group.first and f.whole is None and f.group.first != group.first
    ]
    if not wholes or finds.taken(group) is not None:
        return
    near = max(wholes, key=lambda f: f.group.last)
    for whole in [f for f in wholes if f.group.first == near.group.first][:1]:
        if _bigger(whole.group, group):
            part = Find(
                whole.harm, replace(group, definite=False), whole.trigger, whole.certainty, whole.running, whole
            )
            finds.every.append(part)


def _bigger(whole: Group, part: Group) -> bool:
    return whole.count.low is None or part.count.low is None or part.count.low <= whole.count.low


def _inherit(finds: list[Find]) -> None:
    """Give "12 others", and figures alone, the kind and side of those named before."""
    before: Find | None = None
    for find in sorted(finds, key=lambda f: f.group.first):
        group, model = find.group, find.whole or before
        if model is not None and group.victims is None and group.other:
            group = replace(
                group, victims=model.group.victims, affiliation=group.affiliation or model.group.affiliation
            )
        if find.whole is not None and group.affiliation is None:
            group = replace(group, affiliation=find.whole.group.affiliation)
        find.group = group
        before = find if find.whole is None else before


# Mentions


def _passage(find: Find, sentence: Sentence) -> tuple[int, int]:
    """Return the tokens that carry a find: from the harmed and the word of harm to the end of their clause."""
    group, trigger = find.group, find.trigger
    first = min(trigger.first, group.first)
    _, end = clause_of(sentence, max(trigger.first, group.last - 1))
    if find.whole is not None:
        return group.first, max(group.last, min(end, group.first + _LONGEST))
    begin, _ = clause_of(sentence, first)
    if trigger.first < group.first and first - begin < 16:
        first = begin
    return first, max(group.last, trigger.last, min(end, first + _LONGEST))


def _mention(find: Find, sentence: Sentence, slots: Slots) -> Mention:
    group, trigger = find.group, find.trigger
    first, last = _passage(find, sentence)
    detail = Casualty(
        harm=find.harm,
        count=replace(
            group.count,
            text=sentence.text(group.first, group.last),
            span=sentence.span(group.first, group.last),
        ),
        victims=group.victims or "people",
        affiliation=group.affiliation,
        perpetrator=slots.perpetrator(trigger, group),
        cause=slots.cause(trigger, group),
        cumulative=find.running or slots.cumulative(trigger, group),
    )
    return Mention(
        kind="casualty",
        rule="casualty",
        sentence=sentence.index,
        first=first,
        last=last,
        trigger=trigger.first,
        detail=detail,
        certainty=find.certainty or "stated",
        tense="past",
        part_of=find.whole.mention if find.whole else None,
        tokens=(("count", group.first, group.last),),
    )
