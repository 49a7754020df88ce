"""People as a phrase counts them: "نحو 20 مدنيا", "عشرات الجنود", "10 من الحوثيين", "12 آخرين" -> Group."""

from __future__ import annotations

from typing import Final

from marsad.lang.ar.rules.casualty_people import Group, head_at, noun_at, vague, with_entity, worded
from marsad.lang.sentence import Sentence, Tag
from marsad.records import Count

_OF: Final = frozenset(("من", "نحو"))
_ENDS: Final = frozenset('،,.؛;:()[]"«»-…!؟') | frozenset(
    "في من علي الي عن منذ خلال تحت بينهم اثر جراء قرب امس".split()
)
_REFERS: Final = frozenset(("منهم", "منهن", "منهما", "اخرين", "اخرون", "اخر", "غيرهم"))
_PERSONS: Final = ("ين", "ون", "يا", "ي")  # endings that count persons rather than things
_REACHING: Final = frozenset(("لتصل", "ليصل", "وتصل", "ويصل"))
_VERBS: Final = ("verb", "harm", "bring")
_SINGLE: Final = frozenset(("واحد", "واحده", "الواحد", "الواحده"))


def group_at(sentence: Sentence, token: int, *, direct: bool = False, named: bool = False) -> Group | None:
    """Return the group of people that starts at `token`.

    `direct`: right after a word of harm, where any noun counted is people. `named`: one named person will do.
    """
    if token >= len(sentence):
        return None
    number = sentence.at("number", token)
    if number is not None and number.of.kind in ("cardinal", "vague") and not number.of.noun:
        return _numbered(sentence, number, direct)
    if quantity := sentence.at("quantity", token):
        return _quantified(sentence, quantity)
    return noun_at(sentence, token, direct, direct or named)


def _numbered(sentence: Sentence, number: Tag, direct: bool) -> Group | None:
    hit = number.of
    if sentence.covering("time", hit.core) is not None or sentence.words[hit.core] in _SINGLE:
        return None
    at = _over(sentence, number.last)
    head = head_at(sentence, at)
    count = _figure(sentence, number, head.last if head is not None else number.last)
    if head is not None:
        return head.but(first=number.first, figure=count, definite=False, sure=True, plural=False)
    dozens = hit.interval is not None and sentence.words[hit.core].lstrip("وبلف").startswith("ال")
    alone = Group(number.first, number.last, number.first, count, other=True, sure=dozens)
    if _refers(sentence, number.last):
        return alone.but(last=number.last + 1, sure=hit.kind == "cardinal" or direct)
    if entity := sentence.at("entity", at):
        if at > number.last or entity.of.kind in ("people", "group"):
            return with_entity(alone.but(last=entity.last, other=False), entity.of)
        return None
    if _ends(sentence, number.last) or (direct and hit.kind == "vague"):
        return alone
    if direct and sentence.words[number.last].endswith(_PERSONS):
        return alone.but(last=number.last + 1, other=False)
    return None


def _figure(sentence: Sentence, number: Tag, last: int) -> Count:
    """Return the count that a number gives, by the words up to `last`."""
    count = worded(number.of.count, sentence.text(number.first, last))
    if count.qualifier == "up_to" and sentence.words[number.first] in _REACHING:
        return Count(count.high, count.high, "exact", count.text, count.span)  # "لتصل إلى 80" is a toll, no ceiling
    return count


def _over(sentence: Sentence, token: int) -> int:
    while token < len(sentence) and sentence.words[token] in _OF:
        token += 1
    return token


def _refers(sentence: Sentence, token: int) -> bool:
    return token < len(sentence) and sentence.words[token] in _REFERS


def _ends(sentence: Sentence, token: int) -> bool:
    """Tell whether nothing that is counted follows: the number stands for people named before."""
    if token >= len(sentence) or sentence.words[token] in _ENDS:
        return True
    word = sentence.words[token]
    return (word[0] in "وبف" and len(word) > 3) or sentence.at("part", token) is not None or _verb(sentence, token)


def _verb(sentence: Sentence, token: int) -> bool:
    return any(tag.cls in _VERBS and tag.attrs.get("form") == "verb" for tag in sentence.starting(token))


def _quantified(sentence: Sentence, quantity: Tag) -> Group | None:
    text = sentence.text(quantity.first, quantity.last)
    if quantity.value == "other" or _refers(sentence, quantity.last):
        return Group(quantity.first, quantity.last, quantity.first, vague(text), other=True, sure=True)
    head = head_at(sentence, _over(sentence, quantity.last))
    if head is None or quantity.enc not in ("", "ا"):
        return None
    text = sentence.text(quantity.first, head.last)
    return head.but(first=quantity.first, figure=vague(text), sure=quantity.value == "some", definite=False)
