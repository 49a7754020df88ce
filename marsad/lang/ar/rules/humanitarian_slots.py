"""What stands beside a word of plight: figures, people, fighters, who acts, whether it is only asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from marsad.lang.ar.clauses import clause_of, stretch
from marsad.lang.ar.rules import attack_actors as sides
from marsad.lang.sentence import Sentence, Tag
from marsad.records import Count, Named

Range = tuple[int, int]

_WIDEST: Final = 28  # tokens of a passage
_SPANS: Final = frozenset(
    "يوم يوما ايام ساعه ساعات شهر شهرا اشهر عام عاما اعوام سنه سنوات كيلومتر كيلومترا كيلومترات كم كلم متر مترا "
    "امتار ميل ميلا اميال".split()
)
_RELATIVE: Final = frozenset(("الذي", "التي", "الذين", "اللذين", "اللتين", "اللواتي"))


@dataclass(init=False, slots=True, unsafe_hash=True)  # never changed; written out as `Tag` is
class Find:
    """A plight as read: its word, its passage, its type, what is counted, who acts."""

    tag: Tag
    passage: Range
    type: str
    counted: Tag | None
    count: Count | None
    actor: Tag | None

    def __init__(
        self, tag: Tag, passage: Range, type: str, counted: Tag | None = None, count: Count | None = None,
        actor: Tag | None = None,
    ) -> None:  # fmt: skip
        self.tag = tag
        self.passage = passage
        self.type = type
        self.counted = counted
        self.count = count
        self.actor = actor


def word_before(sentence: Sentence, token: int) -> str:
    return sentence.words[token - 1] if token else ""


def near(sentence: Sentence, classes: tuple[str, ...], first: int, last: int) -> Tag | None:
    """Return the first tag of these classes that starts in tokens `[first, last)`."""
    return next((tag for tag in sentence.among(classes) if first <= tag.first < last), None)


def passage(sentence: Sentence, tag: Tag) -> Range:
    """Return the clause of a word, cut to the widest passage."""
    first, last = clause_of(sentence, tag.first)
    return max(first, tag.first - _WIDEST // 2), min(last, tag.first + _WIDEST // 2)


def fighters(sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether fighters stand in tokens `[first, last)`, and no civilians with them."""
    armed = any(first <= tag.first < last for tag in sentence.of("victim") if tag.value == "combatants") or any(
        first <= tag.first < last and tag.of.kind in ("force", "group") for tag in sentence.of("entity")
    )
    civil = any(first <= tag.first < last for tag in sentence.of("folk")) or any(
        first <= tag.first < last for tag in sentence.of("victim") if tag.value != "combatants"
    )
    return armed and not civil


def people(sentence: Sentence, first: int, last: int, *, home: bool = False) -> bool:
    """Tell whether civilians, more than one, stand in tokens `[first, last)`; `home`: or the homes that they leave."""
    if near(sentence, ("folk", "home") if home else ("folk",), first, last) is not None:
        return True
    civil = (tag for tag in sentence.of("victim") if first <= tag.first < last and tag.value != "combatants")
    return any(tag.attrs.get("n") != "1" or sentence.before("number", tag.first, within=1) is not None for tag in civil)


def area(sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether a town, a village or a quarter stands in tokens `[first, last)`."""
    return any(first <= tag.first < last and tag.value == "area" for tag in sentence.of("ground"))


def origin(sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether tokens `[first, last)` say from where: من and a place after it."""
    return any(
        first < tag.first < last and "من" in sentence.words[max(first, tag.first - 2) : tag.first]
        for tag in sentence.of("place")
    )


def hospital(sentence: Sentence, first: int, last: int) -> bool:
    return any("مستشفي" in word or "مشفي" in word for word in sentence.words[first:last])


def confined(sentence: Sentence, tag: Tag, last: int) -> bool:
    """Tell whether people are kept in: barred from leaving, or the roads to a town closed."""
    words = sentence.words[tag.last : min(last, tag.last + 6)]
    if any(word in ("المغادره", "الخروج", "مغادره") for word in words):
        return people(sentence, tag.last, min(last, tag.last + 3))
    return near(sentence, ("way",), tag.last, min(last, tag.last + 6)) is not None and "الموديه" in words


def several(tag: Tag) -> bool:
    """Tell whether a figure is more than one, or a share."""
    if tag.cls != "number" or tag.of.kind != "cardinal":
        return True
    found: Count = tag.of.count
    return (found.low or found.high or 0) > 1


def appealed(sentence: Sentence, token: int) -> bool:
    """Tell whether what happens at `token` is only asked for, owed or wished in the words before it.

    A relative clause after the appeal is fact: "the right to return to the homes that they were driven from".
    """
    first, _ = stretch(sentence, token)
    if sentence.at("content", first) is not None and first:
        first = clause_of(sentence, first - 1)[0]
    start = max((at + 1 for at in range(first, token) if sentence.words[at] in _RELATIVE), default=first)
    return any(start <= tag.first < token for tag in sentence.of("appeal"))


def intended(sentence: Sentence, token: int) -> bool:
    """Tell whether it is agreed, ordered or allowed for later."""
    first, _ = clause_of(sentence, token)
    return any(max(first, token - 4) <= tag.first < token for tag in sentence.of("intend"))


# Figures


def number(sentence: Sentence, first: int, last: int) -> Tag | None:
    """Return the first figure of tokens `[first, last)` that counts things: no date, no percentage."""
    for tag in sentence.of("number"):
        counts = tag.of.kind in ("cardinal", "vague", "percent") and not tag.of.noun
        if tag.last < len(sentence) and sentence.words[tag.last] in _SPANS:
            continue
        if first <= tag.first < last and counts and sentence.covering("time", tag.of.core) is None:
            return tag
    some = (tag for tag in sentence.of("quantity") if tag.value == "some")
    return next((tag for tag in some if first <= tag.first < last), None)


def _of_ground(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether a figure counts towns or areas that people leave: "from seven areas"."""
    return (
        word_before(sentence, tag.first) in ("من", "في", "الي")
        and near(sentence, ("ground",), tag.last, tag.last + 1) is not None
    )


def people_number(sentence: Sentence, tag: Tag) -> Tag | None:
    """Return the figure of people beside a word of flight: in its own clause, the first after it, else before it."""
    begin, end = clause_of(sentence, tag.first)
    found = number(sentence, tag.last, end)
    if found is not None and _of_ground(sentence, found):
        found = number(sentence, found.last, end)
    return found or number(sentence, begin, tag.first)


def carried(sentence: Sentence, first: int, last: int) -> tuple[Tag | None, Count | None]:
    """Return the figure of trucks, ships or tons in tokens `[first, last)` with its count; one ship is 1."""
    for tag in sentence.of("carrier"):
        if first <= tag.first < last:
            if (before := number(sentence, max(first, tag.first - 3), tag.first)) is not None:
                return before, count(sentence, before)
            if (one := single(sentence, tag)) is not None:
                return tag, one
    return None, None


def dwellers(sentence: Sentence, first: int, last: int) -> Tag | None:
    """Return the figure in tokens `[first, last)` that counts people."""
    found = number(sentence, first, last)
    return found if found is not None and people(sentence, found.last, min(last, found.last + 3)) else None


def count(sentence: Sentence, tag: Tag | None) -> Count | None:
    """Return what a figure counts, with its words."""
    if tag is None:
        return None
    span = sentence.span(tag.first, tag.last)
    text = sentence.text(tag.first, tag.last)
    if tag.cls != "number":
        return Count(None, None, "vague", text, span)
    found: Count = tag.of.count
    return replace(found, text=text, span=span)


def single(sentence: Sentence, tag: Tag) -> Count | None:
    """Return how many a noun without a figure is: "a house" 1, a dual 2; None for plurals and with the article."""
    many = tag.attrs.get("n")
    if many is None or tag.article:
        return None
    return Count(int(many), int(many), "exact", sentence.text(tag.first, tag.last), sentence.span(tag.first, tag.last))


# Who acts


def subject(sentence: Sentence, tag: Tag, first: int, last: int) -> Tag | None:
    """Return who does what the word says.

    That is the actor after a verb, the genitive of a noun, who stands before it, who did it by من قبل, or the subject
    carried on to a plural verb ("and they looted").
    """
    if tag.attrs.get("form") == "verb":
        found = sides.actor_at(sentence, tag.last) or sides.genitive(sentence, tag.last, last)[0]
    else:
        found = sides.genitive(sentence, tag.last, last)[0] or sides.adjective_nation(sentence, tag.last, last)
    found = found or sides.by_agent(sentence, tag.last, last) or sides.actor_before(sentence, tag.first, first)
    found = found or sides.manager(sentence, tag.first, first)
    if found is None and tag.attrs.get("number") == "plural" and tag.attrs.get("form") == "verb":
        found = sides.subject(sentence, tag.first)
    return found if found is None or tag_kind(found) != "people" else None


def tag_kind(tag: Tag) -> str:
    return str(tag.of.kind) if tag.cls == "entity" else tag.cls


def taker(sentence: Sentence, tag: Tag, first: int, last: int) -> Tag | None:
    """Return who takes people out: a noun's genitive only where they follow with ل ("their evacuation of the sick")."""
    if tag.attrs.get("form") == "verb":
        return subject(sentence, tag, first, last)
    found, _ = sides.genitive(sentence, tag.last, last)
    if found is not None and found.last < last and sentence.words[found.last].startswith("ل"):
        return found
    found = sides.manager(sentence, tag.first, first) or sides.actor_before(sentence, tag.first, first)
    return found if found is None or tag_kind(found) != "people" else None


def compeller(sentence: Sentence, tag: Tag, first: int) -> Tag | None:
    """Return who forced people out: the subject of أجبر, أرغم before a word of flight."""
    for verb in sentence.of("compel"):
        if first <= verb.first < tag.first:
            found = sides.actor_at(sentence, verb.last)
            return found or (sides.subject(sentence, verb.first) if verb.attrs.get("number") == "plural" else None)
    return None


def sender(sentence: Sentence, first: int, last: int) -> Tag | None:
    """Return whose aid it is: تابعة للأمم المتحدة."""
    for tag in sentence.of("belongs"):
        if first <= tag.first < last and (found := sentence.at("entity", tag.last)) is not None:
            return found
    return None


def agent(sentence: Sentence, first: int, last: int) -> Tag | None:
    return sides.by_agent(sentence, first, last)


def besieger(sentence: Sentence, tag: Tag, last: int) -> Tag | None:
    """Return who lays a siege: its genitive or nationality, or the subject of the verb that imposes it."""
    found, _ = sides.genitive(sentence, tag.last, last)
    if found is None:
        found = sides.adjective_nation(sentence, tag.last, last) or sides.by_agent(sentence, tag.last, last)
    if found is None:
        for verb in sentence.of("imposing"):
            if tag.last <= verb.first < last:
                found, _ = sides.genitive(sentence, verb.last, last)
                break
    return found


def actor_named(sentence: Sentence, tag: Tag) -> Named | None:
    """Return the actor for the slot."""
    return sides.actor_named(sentence, tag)


def refused(sentence: Sentence, token: int) -> bool:
    """Tell whether the clause says what will not be done: "لن تنسحب من المنطقة المحاصرة" tells of no siege."""
    first, _ = clause_of(sentence, token)
    return bool({"لن", "ولن"}.intersection(sentence.words[first:token]))
