"""Parts of those harmed: "بينهم 5 أطفال", "معظمهم من المدنيين", "بين القتلى نساء", "و18 جراء القصف"."""

from __future__ import annotations

from typing import Final

from marsad.lang.ar.rules.casualty_beside import chain
from marsad.lang.ar.rules.casualty_finds import Find, Finds
from marsad.lang.ar.rules.casualty_groups import group_at
from marsad.lang.ar.rules.casualty_people import Group, vague
from marsad.lang.sentence import Sentence, Tag
from marsad.records import Count

_REACH: Final = 18  # tokens between those harmed and "among them"
_NEAR: Final = 5
_MOVED: Final = frozenset(("evacuation", "displacement"))
_SKIP: Final = frozenset(('"', "«", "المدنيين", "الفلسطينيين", "كان", "كانت"))
_REASONS: Final = frozenset(("جراء", "بسبب", "نتيجه", "اثر", "برصاص", "بقصف", "تحت", "في", "لم", "بنيران"))


def read_parts(finds: Finds) -> None:
    """Read the parts of every find, those of an earlier sentence's, and further items of a list."""
    for find in list(finds.every):
        _listed(finds, find)
    taken: set[int] = set()
    for find in finds.every:
        part = _part_after(finds, find)
        if part is not None and part.first not in taken:
            taken.add(part.first)
            _add_parts(finds, part, find)
    for part in finds.sentence.of("part"):
        if part.first not in taken and not any(find.group.last <= part.first for find in finds.every):
            whole = finds.earlier()
            if whole is not None and _opens(finds.sentence, part) and not _of_others(finds.sentence, part):
                _add_parts(finds, part, whole)
    for among in finds.sentence.of("part_of"):
        _among_harmed(finds, among)


def _opens(sentence: Sentence, part: Tag) -> bool:
    """Tell whether "among them" may look back at an earlier sentence: it opens its own, or what is said in it."""
    said = part.first > 0 and sentence.at("content", part.first - 1) is not None
    return part.first <= 4 or said or sentence.has("harmed")


def _of_others(sentence: Sentence, part: Tag) -> bool:
    """Tell whether those right before "among them" are moved and not harmed: "60 people were evacuated, among them"."""
    if not any(tag.value in _MOVED for tag in sentence.of("plight")):
        return False
    groups = (group_at(sentence, token) for token in range(max(0, part.first - _NEAR), part.first))
    return any(group.figure.low is not None and group.last <= part.first for group in groups if group is not None)


def _part_after(finds: Finds, find: Find) -> Tag | None:
    """Return the "among them" that a find's group is followed by, nothing else harmed between them."""
    start = find.group.last
    part = finds.sentence.after("part", start, within=_REACH)
    if part is None:
        return None
    if any(start <= head < part.first for head in finds.used):
        return None
    verbs = [tag for tag in finds.sentence.of("verb", "harm") if start <= tag.first < part.first]
    return None if verbs and part.first - start > 8 else part


def _add_parts(finds: Finds, part: Tag, whole: Find) -> None:
    group = _group_after(finds.sentence, part)
    if group is None or finds.used.get(group.head) is whole:
        return
    named = group.definite and not group.plural and finds.sentence.at("victim", group.head) is None
    if named and finds.sentence.at("entity", group.first) is None:
        return
    if not (group.victims or group.harm or group.other or group.affiliation):
        return
    if part.value in ("one", "most"):
        if group.victims is None and group.harm is None:
            return
        group = _portion(finds.sentence, part, group)
    for each in chain(finds.sentence, group):
        known = finds.used.get(each.head)
        if known is None:
            first = part.first if each is group else each.first
            trigger = whole.trigger if _here(finds, whole) else part
            other = _others(finds, part, whole)
            if other is not None:
                finds.add(other.value, each, other, passage=(first, each.last))
                continue
            harm = whole.harm if each.harm in (None, "missing") else each.harm
            finds.add(harm, each, trigger, whole=whole, passage=(first, each.last))
        elif known.whole is None and known is not whole and known.harm == whole.harm:
            known.whole = whole


def _others(finds: Finds, part: Tag, whole: Find) -> Tag | None:
    """Return the uncounted harmed right before "among them", where they are others than the whole: "مفقودين، منهم"."""
    harmed = finds.sentence.before("harmed", part.first, within=2)
    if harmed is None or harmed.value == whole.harm:
        return None
    return harmed if not _here(finds, whole) or harmed.first > whole.group.head else None


def _here(finds: Finds, find: Find) -> bool:
    return any(find is known for known in finds.every)


def _group_after(sentence: Sentence, part: Tag) -> Group | None:
    at = part.last
    if at < len(sentence) and (sentence.words[at] in _SKIP or (part.value == "most" and sentence.words[at] == "من")):
        at += 1
    return group_at(sentence, at, direct=True)


def _portion(sentence: Sentence, part: Tag, group: Group) -> Group:
    """Return the group as one or most of the whole, with no figure of its own."""
    text = sentence.text(part.first, part.last)
    count = Count(1, 1, "exact", text) if part.value == "one" else vague(text)
    return group.but(first=part.first, figure=count, definite=False)


def _among_harmed(finds: Finds, among: Tag) -> None:
    """Read "بين القتلى 5 أطفال", "معظم الضحايا مدنيون" and the other way round, "نساء من بين الضحايا"."""
    sentence = finds.sentence
    harmed = sentence.at("harmed", among.last)
    if harmed is None or not harmed.article or harmed.pro or among.pro.strip("و"):
        return
    whole = finds.earlier(harmed.value)
    at = harmed.last
    while at < len(sentence) and (sentence.words[at] in _SKIP or sentence.at("demonym", at)):
        at += 1
    if at < len(sentence) and sentence.words[at] == "من" and among.value == "most":
        at += 1
    group = group_at(sentence, at, direct=True)
    if group is None and among.value == "among":
        group = _just_before(sentence, among)
    if group is None or not finds.free(group) or (group.victims is None and group.figure.low is None):
        return
    if among.value == "most":
        text = sentence.text(among.first, harmed.last)
        group = group.but(figure=vague(text), definite=False)
    for each in chain(sentence, group):
        first = min(among.first, each.first)
        last = max(each.last, harmed.last)
        finds.add(harmed.value, each, harmed, whole=whole, passage=(first, last))


def _just_before(sentence: Sentence, among: Tag) -> Group | None:
    """Return the first of the groups joined to each other that end right before "among the dead"."""
    for token in range(max(0, among.first - 6), among.first):
        group = group_at(sentence, token)
        if group is not None and chain(sentence, group)[-1].last == among.first:
            return group
    return None


def _listed(finds: Finds, find: Find) -> None:
    """Read "20 قضوا برصاص، و18 جراء القصف": further items of a list of the same harm."""
    sentence = finds.sentence
    for token in range(find.group.last, len(sentence) - 1):
        if sentence.words[token] not in "،," or not sentence.words[token + 1].startswith("و"):
            continue
        at = token + 1 + (sentence.words[token + 1] == "و")
        group = group_at(sentence, at)
        if group is None or not finds.free(group) or group.definite or group.harm or group.figure.low is None:
            continue
        if sentence.at("wellbeing", group.last) is not None:
            continue  # "and five in danger": no dead
        if group.last < len(sentence) and sentence.words[group.last] in _REASONS:
            finds.add(find.harm, group, find.trigger, passage=(at, min(group.last + 3, len(sentence))))
