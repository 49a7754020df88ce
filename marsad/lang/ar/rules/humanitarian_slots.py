"""What stands beside a word of plight: figures, people, fighters, who acts, whether it is only asked for."""

from __future__ import annotations

from dataclasses import replace

from marsad.lang.ar.clauses import clause_of, stretch
from marsad.lang.ar.rules import attack_slots as sides
from marsad.lang.sentence import Sentence, Tag
from marsad.records import Count, Named

Range = tuple[int, int]

_WIDEST = 28  # tokens of a passage
_DUALS = ("ان", "ين")


def word_before(sentence: Sentence, token: int) -> str:
    return sentence.words[token - 1] if token else ""


def near(sentence: Sentence, classes: tuple[str, ...], first: int, last: int) -> Tag | None:
    """Return the first tag of these classes that starts in tokens `[first, last)`."""
    return next((tag for tag in sentence.of(*classes) if first <= tag.first < last), None)


def around(tag: Tag, first: int, last: int) -> Range:
    """Return the tokens right around a word, inside its clause."""
    return max(first, tag.first - 3), min(last, tag.last + 4)


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


def appealed(sentence: Sentence, token: int) -> bool:
    """Tell whether what happens at `token` is only asked for, owed or wished in the words before it."""
    first, _ = stretch(sentence, token)
    if sentence.at("content", first) is not None and first:
        first = clause_of(sentence, first - 1)[0]
    return any(first <= tag.first < token for tag in sentence.of("appeal"))


def intended(sentence: Sentence, token: int) -> bool:
    """Tell whether it is agreed, ordered or allowed for later."""
    first, _ = clause_of(sentence, token)
    return any(max(first, token - 4) <= tag.first < token for tag in sentence.of("intend"))


# Figures


def number(sentence: Sentence, first: int, last: int) -> Tag | None:
    """Return the first figure of tokens `[first, last)` that counts things: no date, no percentage."""
    for tag in sentence.of("number"):
        if first <= tag.first < last and tag.of.kind in ("cardinal", "vague", "percent") and not tag.of.noun:
            if sentence.covering("time", tag.of.core) is None:
                return tag
    return next((tag for tag in sentence.of("quantity") if first <= tag.first < last), None)


def people_number(sentence: Sentence, tag: Tag, first: int, last: int) -> Tag | None:
    """Return the figure of people beside a word of flight: in its own clause, the nearest after it, else before it."""
    begin, end = clause_of(sentence, tag.first)
    return number(sentence, tag.last, end) or number(sentence, begin, tag.first)


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
    """Return 1 for a thing named in the singular without article: "a house"."""
    word = sentence.words[tag.first]
    if tag.last - tag.first > 1 or tag.article or word.endswith(("ات", "وت")) or tag.get("n") != "1":
        return None
    return Count(1, 1, "exact", sentence.text(tag.first, tag.last), sentence.span(tag.first, tag.last))


# Who acts


def subject(sentence: Sentence, tag: Tag, first: int, last: int) -> Tag | None:
    """Return who does what the word says: the actor right after it, before it, or after من قبل."""
    found, _ = sides.genitive(sentence, tag.last, last)
    return (
        found
        or sides.by_agent(sentence, tag.last, last)
        or sides.actor_before(sentence, tag.first, first)
        or (sides.adjective_nation(sentence, tag.last, last) if tag.get("form") != "verb" else None)
    )


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
