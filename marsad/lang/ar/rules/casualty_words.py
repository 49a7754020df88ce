"""Casualties that a word of harm gives: مقتل 20، قُتل طفلان، 3 جنود قتلوا، سقوط مدنيين، تعرضوا للتعذيب."""

from __future__ import annotations

from typing import Final

from marsad.lang.ar.clauses import negated
from marsad.lang.ar.rules.casualty_beside import backward, chain, forward
from marsad.lang.ar.rules.casualty_finds import Finds
from marsad.lang.ar.rules.casualty_groups import group_at
from marsad.lang.ar.rules.casualty_people import VAGUE, Group, side, vague
from marsad.lang.ar.rules.casualty_slots import PRONOUNS
from marsad.lang.sentence import Sentence, Tag

_NOUN_AFTER: Final = frozenset(
    "من الي عن في علي بعد قبل جراء اثر عمليات عمليه جرائم جريمه حادثه حادث اعمال بعمليات".split()
)
_ANY: Final = frozenset(("احد", "اي", "ايا", "ايه"))
_NOUNS: Final = 6  # tokens of a group right before the verb whose pronoun means it
_THINGS: Final = frozenset(("منها", "منهن", "منهما"))
_KEPT: Final = frozenset(("detained", "abducted"))
_SIDES: Final = frozenset(("force", "group", "country"))


def read_words(finds: Finds) -> None:
    """Read every word of harm with the people beside it, those that fell, and those that suffered something."""
    done = -1
    for tag in _harm_tags(finds.sentence):
        if tag.first > done:
            done = _harm(finds, tag)
    for tag in finds.sentence.of("fall"):
        _fall(finds, tag)
    for tag in finds.sentence.of("suffer"):
        _suffer(finds, tag)
    for tag in finds.sentence.of("losing"):
        _lose(finds, tag)


def _harm_tags(sentence: Sentence) -> list[Tag]:
    """Return one tag a word: of "قتل" the noun after a preposition, else the verb; "أعمال القتل" is no event."""
    chosen: dict[int, Tag] = {}
    for tag in sentence.of("harm", "harming"):
        if (tag.article and tag.attrs.get("bound") != "yes") or _given(sentence, tag):
            continue
        other = "harm" if tag.cls == "harming" else "harming"
        if sentence.at(other, tag.first) is None or (tag.cls == "harming") == _governed(sentence, tag):
            chosen[tag.first] = tag
    return [chosen[first] for first in sorted(chosen)]


def _given(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether the word is a given name written like a verb: ياسر (Yasser), and no "he takes prisoner" (يأسر)."""
    return tag.value == "detained" and sentence.at("given", tag.first) is not None


def _governed(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether a preposition or a noun of doing stands before the word, so that it is no verb."""
    return bool(tag.pro.strip("وفس")) or (tag.first > 0 and sentence.words[tag.first - 1] in _NOUN_AFTER)


def _harm(finds: Finds, tag: Tag) -> int:
    """Read a word of harm and those joined to it; return the last token taken.

    Of "مقتل وإصابة 20" the dead take the figure.
    """
    every = _joined(finds.sentence, tag)
    if finds.unreal(tag):
        return every[-1].first
    denied = negated(finds.sentence, tag.first) or _without(finds.sentence, tag)
    if tag.attrs.get("jussive") == "yes" and not denied:
        return every[-1].first
    groups = _groups(finds, tag, every[-1])
    if denied and not groups:
        _deny(finds, tag)
    predicate = finds.sentence.at("harmed", every[-1].last)
    stands = predicate is not None and predicate.value == tag.value and tag.attrs.get("number") == "plural"
    for index, each in enumerate(every):
        for group in groups:
            if index == 0 or group.figure.qualifier == "vague":
                find = finds.add(_harm_of(each, group), group, each, shared=index > 0)
                if find is not None and stands and predicate is not None:
                    finds.used[predicate.first] = find  # "rose as martyrs": one word more for the same dead
            else:
                unsaid = group.but(figure=vague(group.figure.text))
                finds.add(each.value, unsaid, each, shared=True)
    return every[-1].first


def _without(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether "دون أن" stands before a verb."""
    before = sentence.words[max(0, tag.first - 2) : tag.first]
    return tag.cls == "harm" and list(before) == ["دون", "ان"]


def _harm_of(tag: Tag, group: Group) -> str:
    return "abducted" if tag.value == "detained" and group.harm == "abducted" else tag.value


def _joined(sentence: Sentence, tag: Tag) -> list[Tag]:
    """Return the word with those joined to it that share its harmed: "مقتل وإصابة 20"."""
    every = [tag]
    if tag.cls == "harm" and (tag.attrs.get("number") != "singular" or _subject_before(sentence, tag)):
        return every
    while True:
        at = every[-1].last
        if at < len(sentence) and sentence.words[at] in ("و", "او"):
            at += 1
        following = sentence.at(tag.cls, at) or sentence.at("harming", at)
        if following is None or not (following.pro.startswith("و") or at > every[-1].last):
            return every
        if following.cls != tag.cls and following.value == tag.value:
            return every
        every.append(following)


def _subject_before(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether the harmed stand right before their verb: "أن طفلا قتل"."""
    found = backward(sentence, tag.first)
    return bool(found) and found[-1].last == tag.first


def _groups(finds: Finds, tag: Tag, last: Tag) -> list[Group]:
    sentence = finds.sentence
    if tag.attrs.get("fate") == "yes" and not sentence.after("fate", tag.last, within=14):
        return []
    if (
        tag.attrs.get("fate") == "yes" and tag.attrs.get("active") == "yes"
    ):  # "the war took the lives of tens of thousands"
        lives = sentence.after("fate", tag.last, within=14)
        group = group_at(sentence, lives.last, direct=True) if lives else None
        return [g for g in chain(sentence, group) if finds.free(g)] if group else []
    if tag.value == "missing" and sentence.after("limb", tag.last, within=3):
        return []
    if tag.cls == "harm" and tag.attrs.get("by") == "yes" and tag.enc in PRONOUNS:
        found = _meant(sentence, tag)
    elif tag.cls == "harming":
        found = _right_after(sentence, last) if last.enc in ("", "ا") else []
    elif tag.attrs.get("number") in ("plural", "dual"):
        found = (_right_after(sentence, last) if tag.attrs.get("by") == "yes" else []) or _before(sentence, tag)
    elif tag.attrs.get("near") == "yes":
        found = [g for g in _right_after(sentence, last) if not (g.definite and sentence.at("number", g.last))]
    else:
        found = forward(sentence, last.last, active=tag.attrs.get("by") == "yes") or _before(sentence, tag)
    return [group for group in found if finds.free(group) and _fits(sentence, group, tag)]


def _meant(sentence: Sentence, tag: Tag) -> list[Group]:
    """Return whom the pronoun of a verb means: those right before it ("جنود قتلهم …"); what follows it acted."""
    if tag.value == "detained":
        return []  # أسرته is his family too
    for at in range(max(0, tag.first - _NOUNS), tag.first):
        group = group_at(sentence, at)
        if group is not None and group.last == tag.first:
            return [group]
    found = [group for group in backward(sentence, tag.first) if group.sure]
    if not found and tag.pro.startswith("و"):  # "aims at civilians and kills them"
        near = (group_at(sentence, at) for at in range(tag.first - 1, max(-1, tag.first - _NOUNS), -1))
        found = [group for group in near if group is not None and group.plural and not group.definite][:1]
    return found


def _right_after(sentence: Sentence, tag: Tag) -> list[Group]:
    first = group_at(sentence, tag.last, direct=True)
    return chain(sentence, first) if first else []


def _before(sentence: Sentence, tag: Tag) -> list[Group]:
    """Return the groups before a verb; of verbs that they may themselves do, only those counted."""
    if tag.attrs.get("active") == "yes" or (tag.enc not in ("", "ا") and tag.value == "detained"):
        return []
    number = tag.attrs.get("number")
    found = backward(sentence, tag.first, dual=number == "dual", near=number == "singular")
    if number == "plural" and len(found) == 1 and found[0].figure.low == 1 and found[0].definite:
        return []  # one named person is no subject of a plural verb
    if tag.value in _KEPT:
        found = [group for group in found if group.figure.qualifier != "vague" or group.first != group.head]
    return found


def _fits(sentence: Sentence, group: Group, tag: Tag) -> bool:
    if group.definite and group.figure.qualifier == "vague":
        return False
    if group.harm is not None and group.harm != tag.value and group.harm not in _KEPT:
        return False
    if tag.attrs.get("count") == "yes" and not group.sure:
        return False
    if tag.attrs.get("natural") == "yes" and group.definite and not sentence.has("strike", "arm"):
        return False
    if tag.attrs.get("active") == "yes" and not _THINGS.isdisjoint(sentence.words[group.last - 1 : group.last + 1]):
        return False  # "four of them hit his head": bullets
    if tag.value == "injured" and sentence.after("thing", group.last, within=6):
        return False
    return tag.attrs.get("person") != "yes" or group.victims is not None or group.harm is not None or group.other


def _deny(finds: Finds, tag: Tag) -> None:
    """Read "لم يقتل أحد", "أيا من … لم يصب"."""
    words = finds.sentence.words
    after = tag.last < len(words) and words[tag.last] in _ANY
    if after or (tag.cls == "harm" and "ايا" in words[max(0, tag.first - 8) : tag.first]):
        nation = finds.sentence.at("demonym", tag.last + 1) if after else None
        affiliation = nation.attrs.get("people") if nation else None
        finds.add(
            tag.value, Group(tag.first, tag.last, tag.first, VAGUE, "people", affiliation), tag, certainty="denied"
        )


def _fall(finds: Finds, tag: Tag) -> None:
    """Read "سقوط 20 مدنيا", "10 جنود سقطوا قتلى"."""
    if finds.unreal(tag):
        return
    sentence = finds.sentence
    predicate = sentence.at("harmed", tag.last)
    if tag.attrs.get("number") == "plural" and predicate is not None:
        for group in backward(sentence, tag.first):
            find = finds.add(predicate.value, group, tag)
            if find is not None:
                finds.used[predicate.first] = find
        return
    if tag.attrs.get("predicate") == "yes":
        return
    for group in forward(sentence, tag.last):
        if group.harm is None and finds.free(group) and (group.victims or group.other) and group.sure:
            finds.add(tag.value, group, tag)


def _suffer(finds: Finds, tag: Tag) -> None:
    """Read "تعرض 12 شخصا لإصابات", "نساء تعرضن للاغتصاب": the ordeal says the harm."""
    sentence = finds.sentence
    ordeals = [
        t for t in sentence.of("ordeal", "harming", "harmed") if tag.last <= t.first <= tag.last + 8 and "ل" in t.pro
    ]
    if not ordeals or finds.unreal(tag):
        return
    found = forward(sentence, tag.last) if ordeals[0].first > tag.last else backward(sentence, tag.first)
    found = [group for group in found if not sentence.before("harmed", group.first, within=2)]
    harms = [ordeals[0]]
    following = sentence.at("harming", ordeals[0].last)
    if following is not None and following.pro.startswith("و"):
        harms.append(following)
    for index, ordeal in enumerate(harms):
        for group in found:
            if index or finds.free(group):
                unsaid = group.but(figure=vague(group.figure.text)) if index else group
                finds.add(ordeal.value, unsaid, tag, shared=index > 0)


def _lose(finds: Finds, tag: Tag) -> None:
    """Read "فقد الجيش 20 مقاتلا", "الفصيل فقد 20 من مقاتليه": a side and how many of its people it lost."""
    sentence = finds.sentence
    after = sentence.at("entity", tag.last) or sentence.at("entity", tag.last + 1)
    loser = after or sentence.before("entity", tag.first, within=1)
    if finds.unreal(tag) or loser is None or loser.of.kind not in _SIDES:
        return
    at = after.last if after else tag.last
    while loser is not None:
        group = next((g for token in range(at, min(at + 3, len(sentence))) if (g := group_at(sentence, token))), None)
        if group is None or not group.sure or not finds.free(group) or group.victims is None:
            return
        victims = "combatants" if group.victims == "people" else group.victims
        for each in chain(sentence, group.but(affiliation=side(loser.of), victims=victims)):
            finds.add(tag.value, each, tag)
        loser = sentence.at("entity", group.last)  # "and Britain 33"
        at = loser.last if loser else at
