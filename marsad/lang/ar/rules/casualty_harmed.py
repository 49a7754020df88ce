"""Casualties named by what befell them: 16 قتيلا، سقوط قتلى وجرحى، عدد القتلى … إلى 60، خسائر بشرية."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from marsad.lang.ar.clauses import clause_of
from marsad.lang.ar.rules.casualty_finds import Find, Finds
from marsad.lang.ar.rules.casualty_groups import group_at
from marsad.lang.ar.rules.casualty_people import VAGUE, Group, side, vague, worded
from marsad.lang.ar.rules.casualty_slots import PRONOUNS, belonging, owned
from marsad.lang.sentence import Sentence, Tag
from marsad.records import Certainty

_BETWEEN: Final = frozenset(("عن", "الي", "في", "فيها", "اي", "من", "عنها", "عنه", "ايه"))
_FAR: Final = 25  # tokens between "led to" and the harmed that a preposition gives back to it
_RELATIVES: Final = frozenset(("الذين", "اللواتي", "ممن"))


def read_harmed(finds: Finds) -> None:
    """Read tolls, then "16 قتيلا" wherever it stands, "قتلى وجرحى" where something brings them about, losses."""
    for tag in finds.sentence.of("toll"):
        _toll(finds, tag)
    joined: Group | None = None
    for tag in finds.sentence.of("harmed"):
        if tag.first in finds.used or finds.unreal(tag):
            continue
        group = _counted(finds, tag) or _uncounted(finds.sentence, tag, joined)
        if group is not None and finds.free(group):
            buried = not group.body and finds.sentence.after("buried", group.last, within=3)
            harm = "missing" if buried else group.harm or tag.value
            finds.add(harm, group, tag, certainty=_denied(finds.sentence, tag))
            joined = group
    for tag in finds.sentence.of("buried"):
        _buried(finds, tag)
    _notices(finds)
    for tag in finds.sentence.of("loss"):
        _loss(finds, tag)


def _counted(finds: Finds, tag: Tag) -> Group | None:
    """Return the group whose head is `tag`, with its figure; of "some of the dead" only where they are brought."""
    sentence = finds.sentence
    for token in range(tag.first - 1, max(tag.first - 9, -1), -1):
        number = sentence.at("number", token) or sentence.at("quantity", token)
        if number is None:
            continue
        group = group_at(sentence, token)
        if group is None or tag.first not in (group.head, group.last - 1) or not group.harm:
            return None
        unsaid = group.figure.qualifier == "vague"
        loose = unsaid and not (number.cls == "number" and number.of.interval is not None)
        if loose and not _brought(sentence, group.first) and not sentence.after("buried", group.last, within=3):
            return None
        return group
    return None


def _uncounted(sentence: Sentence, tag: Tag, joined: Group | None) -> Group | None:
    """Return "قتلى", "قتيلين" as a group where a word such as "سقوط" brings it, or joined to one brought.

    "70 قتيلا وجريحا" is one figure: the dead take it.
    """
    if tag.attrs.get("counted") == "yes" or (tag.attrs.get("body") == "yes" and sentence.at("number", tag.last)):
        return None
    follows = joined is not None and tag.first == joined.last and tag.pro == "و"
    if not follows and (not _brought(sentence, tag.first) or (tag.article and tag.attrs.get("n") == "p")):
        return None
    group = group_at(sentence, tag.first)
    if follows and group is not None and joined is not None and tag.attrs.get("n") == "1" and joined.figure.low != 1:
        return group.but(figure=vague(group.figure.text))
    return group


def _brought(sentence: Sentence, token: int) -> bool:
    if token and sentence.words[token - 1] in ("عن", "الي"):
        return any(t.attrs.get("form") == "verb" for t in sentence.of("bring") if 0 <= token - t.last < _FAR)
    bring = sentence.before("bring", token, within=3)
    if bring is None or bring.last > token:
        return False
    return all(word in _BETWEEN for word in sentence.words[bring.last : token])


def _denied(sentence: Sentence, tag: Tag) -> Certainty | None:
    first, _ = clause_of(sentence, tag.first)
    near = max(first, tag.first - 5)
    before = sentence.words[max(0, tag.first - 5) : tag.first]
    without = any(pair == ("دون", "ان") for pair in pairwise(before))
    negated = any(near <= t.first and t.last <= tag.first for t in sentence.of("negator"))
    return "denied" if without or negated else None


# Tolls


def _toll(finds: Finds, tag: Tag) -> None:
    """Read "عدد القتلى … إلى 60 والجرحى إلى 200"."""
    sentence = finds.sentence
    harmed = _tolled(sentence, tag)
    if harmed is None:
        return
    group = _reached(sentence, tag.first, 18)
    if group is None and (sentence.at("reach", tag.first - 1) or sentence.before("reach", tag.first, within=2)):
        group = _figure(sentence, harmed.last)  # "بلغت حصيلة الضحايا في … 60 شخصا"
    if group is None and tag.first and (number := sentence.before("number", tag.first, within=0)):
        count = worded(number.of.count, sentence.text(number.first, number.last))
        group = Group(number.first, number.last, number.first, count, other=True)  # "يرتفع إلى 121 عدد …"
    while group is not None and harmed is not None:
        if finds.free(group) and group.harm in (None, harmed.value):
            whose = belonging(
                sentence, Group(harmed.first, harmed.last, harmed.first, VAGUE, None, _nation(sentence, harmed))
            )
            affiliation = group.affiliation or whose.affiliation or _dead_of(sentence, harmed)
            kind = sentence.at("victim", tag.last)  # "عدد الأطفال الشهداء"
            victims = group.victims or (kind.value if kind and kind.last == harmed.first else whose.victims)
            group = group.but(affiliation=affiliation, victims=victims)
            finds.add(harmed.value, group, harmed)
        following = sentence.at("harmed", group.last)
        harmed = following if following is not None and following.pro.startswith("و") else None
        group = _reached(sentence, harmed.first, 3) if harmed else None


def _nation(sentence: Sentence, harmed: Tag) -> str | None:
    """Return the people that an adjective after "the dead" names."""
    demonym = sentence.at("demonym", harmed.last) or sentence.at("demonym", harmed.first - 2)
    return demonym.attrs.get("people") if demonym else None


def _dead_of(sentence: Sentence, harmed: Tag) -> str | None:
    """Return the side right after "the dead of": حصيلة قتلى الجيش."""
    at = harmed.last + (harmed.last < len(sentence) and sentence.words[harmed.last] in ('"', "«"))
    entity = sentence.at("entity", at)
    return side(entity.of) if entity is not None and not entity.pro and entity.of.kind in ("force", "group") else None


def _tolled(sentence: Sentence, tag: Tag) -> Tag | None:
    """Return what the toll counts: "عدد القتلى", "عدد الذين قتلوا"."""
    harmed = sentence.after("harmed", tag.last, within=2)
    if harmed is not None:
        return harmed
    verb = sentence.after("harm", tag.last, within=4)
    return verb if verb and sentence.words[verb.first - 1] in _RELATIVES else None


def _reached(sentence: Sentence, token: int, within: int) -> Group | None:
    """Return the figure that a word such as "إلى", "بلغ" leads to."""
    reach = sentence.after("reach", token, within)
    end = token + within
    while reach is not None and reach.first <= end:
        group = group_at(sentence, reach.last, direct=True) or group_at(sentence, reach.first, direct=True)
        if group is not None and group.figure.qualifier != "vague":
            return group
        reach = sentence.after("reach", reach.last, within=8)
    return None


def _figure(sentence: Sentence, token: int) -> Group | None:
    """Return the first figure of people after `token` in its clause."""
    _, last = clause_of(sentence, token - 1)
    groups = [group for at in range(token, last) if sentence.at("number", at) and (group := group_at(sentence, at))]
    people = next((group for group in groups if group.sure), None)
    end = next((at for at in range(last, token, -1) if sentence.words[at - 1].isalnum()), last)
    return people or next((group for group in groups if group.other and group.last >= end), None)


# The missing and the lost


def _buried(finds: Finds, tag: Tag) -> None:
    """Read "لا يزال المئات تحت الأنقاض", "25 منهم في عداد المفقودين"."""
    first, _ = clause_of(finds.sentence, tag.first)
    for token in range(max(first, tag.first - 12), tag.first):
        group = group_at(finds.sentence, token)
        if group is not None and group.sure and finds.free(group) and group.last <= tag.first:
            finds.add(group.harm if group.body and group.harm else tag.value, group, tag)
            return


def _notices(finds: Finds) -> None:
    """Read "1800 بلاغ عن مفقودين، بينها 1000 بلاغ عن أطفال مفقودين"."""
    sentence = finds.sentence
    if not any(tag.value == "missing" for tag in sentence.of("harmed")):
        return
    whole: Find | None = None
    for tag in sentence.of("notice"):
        number = sentence.before("number", tag.first, within=0)
        if number is None:
            continue
        victim = sentence.after("victim", tag.last, within=1)
        count = worded(number.of.count, sentence.text(number.first, number.last))
        kind = victim.value if victim else "people"
        group = Group(number.first, tag.last, number.first, count, kind)
        part = sentence.before("part", number.first, within=0)
        find = finds.add(tag.value, group, tag, whole=whole if part else None)
        whole = whole or find


def _loss(finds: Finds, tag: Tag) -> None:
    """Read "خسائر بشرية", "تكبدت … خسائر"; what is lost in things is no casualty."""
    sentence = finds.sentence
    kind = sentence.after("loss_of", tag.last, within=3)
    cost = sentence.before("cost", tag.first, within=8)
    things = sentence.after("thing", tag.last, within=3)
    if finds.unreal(tag) or not (kind or cost) or (things and not kind):
        return
    last = kind.last if kind and kind.value == "people" else tag.last
    count = vague(sentence.text(tag.first, last))
    group = belonging(sentence, Group(tag.first, last, tag.first, count, "combatants"))
    if group.affiliation is None and cost and cost.enc in PRONOUNS:
        group = owned(sentence, group, cost.first)
    elif group.affiliation is None and cost and (entity := sentence.before("entity", tag.first, within=3)):
        group = group.but(affiliation=side(entity.of)) if entity.first >= cost.last else group
    if cost is None and group.affiliation is None and sentence.after("part", last, within=2):
        group = group.but(victims="people")  # "human losses, most of them children": no fighters'
    finds.add(tag.value, group, tag, certainty=_denied(sentence, tag))
