"""Casualties that a verb gives: X killed 20, 20 were killed, 20 killed, 20 died."""

from __future__ import annotations

from dataclasses import replace

from marsad.lang.en.clauses import hypothetical, negated
from marsad.lang.en.rules.casualty_finds import Finds
from marsad.lang.en.rules.casualty_groups import VAGUE, Group, groups_of, named_person
from marsad.lang.sentence import Sentence, Tag
from marsad.records import Certainty

_AUX = frozenset(
    "were was been being are is be have has had also reportedly allegedly all"
    " both each either immediately reported believed thought feared known confirmed to".split()
)


_JOINTS = (("and",), (",",), (",", "and"), ("as", "well", "as"))
_PASSIVE = frozenset("were was been being are is be got".split())


_REACH = 16  # tokens back to the harmed of a passive


def read_verbs(finds: Finds) -> None:
    """Read every verb of harm with the people before or after it."""
    for tag in _verbs(finds.sentence):
        _read_verb(finds, tag)


def _verbs(sentence: Sentence) -> list[Tag]:
    found = [tag for tag in sentence.of("harm") if not (_unreal(sentence, tag) or _noun_here(sentence, tag))]
    return [
        tag
        for tag in found
        if not (tag.attrs.get("vf") == "ing" and sentence.words[tag.last : tag.last + 1] == ("of",))
    ]


def _noun_here(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether a word written like a verb is a plural noun: "six martyrs", "Martyrs 22 injured"."""
    if tag.attrs.get("vf") != "s" or sentence.at("harmed", tag.first) is None:
        return False
    return tag.first == 0 or sentence.at("number", tag.first - 1) is not None


def _unreal(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether the harm is only tried, feared or possible, or no fighting caused it."""
    before = sentence.words[max(0, tag.first - 1) : tag.first]
    if tag.attrs.get("vf") == "base" and any(t.last == tag.first for t in sentence.of("attempt")):
        return True
    if sentence.has("accident") or (before in (("self-styled",), ("the",)) and tag.attrs.get("vf") is None):
        return True
    return hypothetical(sentence, tag.first) in ("if", "may", "threat", "exercise")


def _read_verb(finds: Finds, tag: Tag) -> None:
    sentence = finds.sentence
    joined = _joined(sentence, tag)
    for group in _groups(finds, tag):
        if group.definite and group.count.qualifier == "vague":
            continue
        if tag.attrs.get("count") == "yes" and not group.sure:
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
        return (
            after
            if after is not None and after.attrs.get("vf") == tag.attrs.get("vf") and after.value != tag.value
            else None
        )
    return None


def _groups(finds: Finds, tag: Tag) -> list[Group]:
    """Return the harmed of a verb: after it when it is active, before it otherwise."""
    sentence = finds.sentence
    joined = _joined(sentence, tag)
    if tag.attrs.get("do") != "yes":
        return _before(finds, tag, passive=True)
    passive = any(w in _PASSIVE for w in _run(sentence, tag.first))
    close = _touching(sentence, tag) if not passive and tag.attrs.get("vf") in ("ed", "part", None) else []
    after = groups_after(sentence, (joined or tag).last)
    if (
        close
        and not _acts(sentence, tag, close[-1], after)
        and not (finds.taken(close[-1]) and tag.attrs.get("vf") == "ed")
    ):
        return close
    if tag.attrs.get("vf") in ("base", "s", "ing", "past") and tag.attrs.get("vf") != "part":
        return after
    if passive:
        return _before(finds, tag, passive=True)
    return after or _before(finds, tag, passive=False)


def _acts(sentence: Sentence, tag: Tag, close: Group, after: list[Group]) -> bool:
    """Tell whether those right before a verb do the harm: "a suicide bomber killed 25 soldiers"."""
    if not after or close.head < 0 or tag.attrs.get("vf") != "ed" or _harmed_next(sentence, after[-1].last):
        return False
    return after[0].first == tag.last and sentence.at("number", tag.last) is not None


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


def groups_after(sentence: Sentence, at: int) -> list[Group]:
    """Return the groups right after an active verb, those joined to the first included."""
    while at < len(sentence) and sentence.words[at] in ("the", "also", "some", "up", "and", "off"):
        if sentence.at("number", at):
            break
        at += 1
    found: list[Group] = []
    for group in groups_of(sentence):
        joined = found and sentence.words[found[-1].last : group.first] in _JOINTS
        if (not found and group.first == at) or (joined and not _harmed_next(sentence, group.last)):
            found.append(group)
    return found


def _harmed_next(sentence: Sentence, at: int) -> bool:
    """Tell whether the group before `at` has a word of harm of its own: "killed 20 and 30 were wounded".

    A verb with people of its own behind it is none: "killed 20 injured 30".
    """
    harm = sentence.at("harm", at)
    if harm is not None and harm.attrs.get("vf") == "ed" and sentence.at("number", harm.last) is not None:
        return False
    return harm is not None or _passive_at(sentence, at)


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
        if t.attrs.get("form") == "verb" and group.last <= t.first < at
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
