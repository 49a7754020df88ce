"""Where the harmed stand beside a word of harm: right after a noun, after or before a verb, joined to each other."""

from __future__ import annotations

from typing import Final

from marsad.lang.ar.rules.casualty_groups import group_at
from marsad.lang.ar.rules.casualty_people import Group
from marsad.lang.sentence import Sentence
from marsad.records import Count

_PREPOSITIONS: Final = frozenset("في من علي الي عن منذ قبل بعد خلال ضد قرب بين حتي لدي عند تحت نحو بحق".split())
_RELATIVES: Final = frozenset(("الذين", "الذي", "التي", "ممن", "من", "اللواتي"))
_IN_IT: Final = frozenset("فيه فيها فيهما خلاله خلالها بسببه بسببها جراءه جراءها اثره اثرها".split())
_AUXILIARY: Final = frozenset(("قد", "كانوا", "كان", "كانت", "كانا", "وقد", "تم"))
_STOPS: Final = frozenset("؛:;")
_OPENS: Final = ("content", "opener")  # classes of tags that open a clause
_BOUNDS: Final = frozenset("content opener part harm harming verb".split())  # classes of tags that end a clause
_AHEAD: Final = 14  # tokens between a verb and its subject
_BACK: Final = 9


def chain(sentence: Sentence, first: Group) -> list[Group]:
    """Return a group with those joined to it by "and": "14 طفلا و9 نساء"."""
    found = [first]
    while True:
        at = found[-1].last
        words = sentence.words
        if at + 1 < len(words) and words[at] == "برتبه":
            at += 2
        if at < len(words) and words[at] in "،,":
            at += 1
        if at >= len(words):
            return found
        joined = words[at] == "و"
        at += joined
        if at >= len(words) or not (joined or words[at].startswith("و")) or _harm(sentence, at):
            return found
        group = group_at(sentence, at)
        if group is None or not (joined or _is_joined(sentence, at)):
            return found
        if group.definite and not _definite(sentence, found[-1]):
            return found
        if _same_count(found[-1], group):
            found[-1] = found[-1].but(last=group.last)
            continue
        found.append(group)


def _same_count(group: Group, joined: Group) -> bool:
    """Tell whether a joined noun shares the figure: "120 امرأة وفتاة"."""
    counted = (group.figure.low or 0) > 10 and group.victims == joined.victims  # from eleven on the noun is singular
    return counted and joined.last == joined.first + 1 and joined.figure.low == 1 and not joined.sure


def _definite(sentence: Sentence, group: Group) -> bool:
    """Tell whether the counted noun has the article, so that what joins it may: "معظمهم من الأطفال والنساء"."""
    tag = sentence.at("victim", group.head)
    return tag is not None and tag.article


def _is_joined(sentence: Sentence, token: int) -> bool:
    """Tell whether the "و" that starts the word is "and", not a letter of it (وزير)."""
    tags = [tag for tag in sentence.starting(token) if tag.cls in ("victim", "harmed", "other", "demonym")]
    return bool(sentence.at("number", token)) or any(tag.pro.startswith("و") for tag in tags)


def _harm(sentence: Sentence, token: int) -> bool:
    return sentence.at("harming", token) is not None or sentence.at("harm", token) is not None


def forward(sentence: Sentence, token: int, *, active: bool = False) -> list[Group]:
    """Return the groups after a verb: right behind it, or past places, times and the subject of an active verb."""
    if token < len(sentence) and sentence.words[token] in _IN_IT:
        token += 1
    group = group_at(sentence, token, direct=True)
    if group is None:
        return _ahead(sentence, token)
    if active and group.plural and group.figure.qualifier == "vague":
        return _ahead(sentence, group.last) or chain(sentence, group)  # "fighters of … seized 250 people"
    return chain(sentence, group)


def _ahead(sentence: Sentence, token: int) -> list[Group]:
    for at in range(token, min(token + _AHEAD, len(sentence))):
        if _bound(sentence, at):
            break
        if at > 0 and (sentence.words[at - 1] in _PREPOSITIONS or _means(sentence, at - 1)):
            continue
        group = group_at(sentence, at)
        if group is not None and _stands(sentence, group):
            return chain(sentence, group)
    return []


def _means(sentence: Sentence, token: int) -> bool:
    """Tell whether `token` is the means, so that what follows it acted: "برصاص مسلحين", "بنيران جنود"."""
    return any(tag.first == token and tag.pro.endswith("ب") and not tag.article for tag in sentence.of("arm", "strike"))


def _stands(sentence: Sentence, group: Group) -> bool:
    """Tell whether a group away from its verb is sure to be people: counted, or an indefinite object."""
    tag = sentence.at("victim", group.head)
    if tag is not None and tag.pro.strip("و"):
        return False
    if group.sure:
        return group.first == group.head or _free(sentence, group.first)
    accusative = sentence.words[group.head].endswith("ا")
    return tag is not None and accusative and not tag.article and group.first == group.head


def _free(sentence: Sentence, token: int) -> bool:
    number = sentence.at("number", token)
    return number is None or not number.pro


def _bound(sentence: Sentence, token: int) -> bool:
    if sentence.words[token] in _STOPS:
        return True
    return sentence.any_at(_BOUNDS, token)


def backward(sentence: Sentence, token: int, *, dual: bool = False, near: bool = False) -> list[Group]:
    """Return the groups before a verb: "أن 19 شخصا قتلوا", parts between them left out."""
    bound = max(0, token - 30)
    words = sentence.words
    for at in range(token - 1, bound - 1, -1):
        if words[at] in _STOPS or sentence.any_at(_OPENS, at):
            bound = at + 1
            break
    groups = _main_groups(sentence, bound, token)
    if not groups:
        return []
    last = groups[-1]
    relative = token > 0 and sentence.words[token - 1] in _RELATIVES
    if (
        (relative and (last.figure.qualifier == "vague" or last.definite))
        or not _near(sentence, last, token)
        or (near and token - last.last > 3)
    ):
        return []
    found = [last]
    for group in reversed(groups[:-1]):
        if found[0].first - group.last > 6 or not sentence.words[found[0].first].startswith("و"):
            break
        found.insert(0, group)
    if dual and len(found) == 1 and last.plural and last.figure.qualifier == "vague":
        found = [last.but(figure=Count(2, 2, "exact", last.figure.text, last.figure.span))]
    return found


def _main_groups(sentence: Sentence, first: int, token: int) -> list[Group]:
    """Return the groups of `[first, token)` that are neither parts nor behind a preposition."""
    groups: list[Group] = []
    at, part = first, False
    while at < token:
        part = part or sentence.at("part", at) is not None
        group = group_at(sentence, at, named=True)
        if group is None or group.last > token:
            at += 1
            continue
        behind = at > 0 and sentence.words[at - 1] in _PREPOSITIONS
        if not behind and not (part and groups) and not (group.definite and group.plural):
            if groups and groups[-1].last == group.first and _same_count(groups[-1], group):
                group = groups.pop().but(last=group.last)
            groups.append(group)
        at = group.last
    return groups


def _near(sentence: Sentence, group: Group, token: int) -> bool:
    """Tell whether nothing but asides and parts stands between a group and its verb."""
    between = range(group.last, token)
    verbs = [t for t in sentence.of("verb", "harm") if t.first in between and sentence.words[t.first] not in _AUXILIARY]
    known = any(sentence.at("part", at) for at in between)
    return not verbs and len(between) <= (_BACK * 2 if known else _BACK)
