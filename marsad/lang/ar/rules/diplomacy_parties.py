"""Who takes part in a matter of diplomacy, before which body, and where."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from marsad.lang.ar.entities import Entity, conjoined, named
from marsad.lang.ar.rules.diplomacy_words import NEAR, PARTIES, RELATIVE, TOWARD, deals
from marsad.lang.mention import Frame
from marsad.lang.sentence import Sentence, Tag

_BODIES: Final = tuple("Council Assembly League Parliament Congress Court Tribunal OPCW Organisation".split())
_FORUMS: Final = frozenset(("UN Security Council", "UN General Assembly", "UN Human Rights Council"))
_PLACED: Final = frozenset(("ceasefire", "agreement", "meeting", "talks", "mediation"))
_AT: Final = frozenset(
    ("في", "داخل", "شمال", "جنوب", "شرق", "غرب", "شمالي", "جنوبي", "شرقي", "غربي", "انحاء", "ارجاء", "عموم")
)
_SIDES: Final = frozenset(("rebels", "opposition", "government"))
_ABOUT: Final = frozenset(("بشان", "حول", "ازاء", "تجاه"))
_IMPERSONAL: Final = frozenset("تم جري سيتم يجري تمت جرت يجب ينبغي يمكن لا من لن لم ليس".split())  # "that it is …"
_WHERE: Final = _AT | _ABOUT


def both(sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether the clause speaks of "the two sides"."""
    return any(first <= tag.first < last for tag in sentence.of("both"))


def parties(sentence: Sentence, tags: list[Tag], kind: str, first: int, last: int) -> tuple[str, ...]:
    """Return the English names of who takes part, in the order of the text, each once.

    A resolution has sponsors alone, its nationalities; a forum takes part only where it meets or votes by itself.
    """
    if kind == "draft_resolution":  # what it asks for names others
        asks = (
            tag.first for tag in deals(sentence, first, last) if tag.attrs.get("appeal") and tag.first >= tags[0].last
        )
        last = min(asks, default=last)
    adjectives = _adjectives(sentence, tags + deals(sentence, first, last))
    found = adjectives
    if kind != "resolution" and not (kind == "draft_resolution" and adjectives):
        here = _named_here(sentence, tags[0], kind, first, last)
        apart = [tag for tag in here if not any(tag.first <= a.first < tag.last for a in adjectives)]
        found = sorted([*adjectives, *apart], key=lambda t: t.first)
    names = tuple(dict.fromkeys(name for tag in found if (name := _name(sentence, tag))))
    apart_from_forums = tuple(name for name in names if name not in _FORUMS)
    return apart_from_forums or (names if kind in ("vote", "meeting") else ())


def _named_here(sentence: Sentence, head: Tag, kind: str, first: int, last: int) -> list[Tag]:
    """Return the entities that take part: those after "between" where it follows, else those of the clause."""
    between = None if kind == "mediation" else _between(sentence, head)
    if between is not None:
        one = next((tag for tag in sentence.of("entity") if between <= tag.first <= between + 3), None)
        return [tag for tag in conjoined(sentence, one) if tag.first >= between] if one is not None else []
    here = [tag for tag in sentence.of("entity") if first <= tag.first < last and _takes_part(sentence, tag)]
    if kind == "visit":  # the country visited is the place
        here = [tag for tag in here if tag.of.kind != "country" or tag.first < head.first]
    return here


def speaker(sentence: Sentence, frames: Iterable[Frame], head: Tag) -> tuple[str, ...]:
    """Return the speaker where what is said is the speaker's own act: "said that he will meet"."""
    for frame in frames:
        own = sentence.at("self", frame.first)
        acts = own is not None and own.last < len(sentence) and sentence.words[own.last] not in _IMPERSONAL
        if frame.first <= head.first < frame.last and acts:
            return (frame.speaker.name or frame.speaker.text,)
    return ()


def antecedent(sentence: Sentence, head: Tag) -> tuple[str, ...]:
    """Return whom a relative clause is about: "the envoy, who visited Oman"."""
    at = next((i for i in range(head.first - 1, max(-1, head.first - NEAR), -1) if sentence.words[i] in RELATIVE), None)
    tag = sentence.before("entity", at, within=1) if at is not None else None
    name = _name(sentence, tag) if tag is not None and tag.of.kind in ("person", "role") else ""
    return (name,) if name else ()


def _between(sentence: Sentence, head: Tag) -> int | None:
    """Return where the parties start after "between" that follows a word, with no full stop between."""
    words = sentence.words
    for at in range(head.last, min(len(words), head.last + 14)):
        if words[at] == "بين":
            return at + 1
        if words[at] in ".؛" or sentence.at("opener", at) is not None:
            return None
    return None


def _takes_part(sentence: Sentence, tag: Tag) -> bool:
    entity: Entity = tag.of
    if entity.kind not in PARTIES or _speaks(sentence, tag) or _elsewhere(sentence, tag):
        return False
    if entity.name.islower() and entity.name not in _SIDES:  # "soldiers", "officials": nobody who can be a party
        return False
    return entity.kind != "people" or entity.actor is not None


def _adjectives(sentence: Sentence, tags: list[Tag]) -> list[Tag]:
    """Return the nationalities that describe a word of the matter: "the Egyptian-British agreement"."""
    found: list[Tag] = []
    for head in tags:
        at = head.last
        while at < min(len(sentence), head.last + 6):
            tag = sentence.at("demonym", at)
            if tag is not None:
                found.append(tag)
                at = tag.last
            elif sentence.words[at] in '-،"' or sentence.at("extra", at):
                at += 1
            else:
                break
    return found


def _speaks(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether an entity only tells the matter: it stands right after a verb of saying."""
    verb = sentence.at("verb", tag.first - 1) if tag.first else None
    if verb is None or verb.value != "say" or sentence.words[verb.first] == "بين":
        return False
    return sentence.at("deal", verb.first) is None


def _elsewhere(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether a country is only where it happens."""
    entity: Entity = tag.of
    before = sentence.words[tag.first - 1] if tag.first else ""
    if "embassy" in entity.name and before in _AT:
        return True
    if entity.kind != "country":
        return False
    return tag.pro.endswith("ب") or before in _WHERE or before.lstrip("وب") in _AT


def _name(sentence: Sentence, tag: Tag) -> str:
    if tag.cls == "demonym":
        return tag.value
    entity: Entity = tag.of
    if entity.kind == "person" or entity.person:
        who = named(sentence, tag)
        return who.name or who.text
    return entity.name or entity.actor or ""


# Body and place


def body(sentence: Sentence, first: int, last: int) -> str | None:
    """Return the forum that tokens `[first, last)` name: a council, an assembly, a court, else the United Nations."""
    names = [tag.of.name for tag in sentence.of("entity") if first <= tag.first < last and tag.of.kind == "org"]
    forum = next((name for name in names if any(word in name for word in _BODIES)), None)
    return forum or ("United Nations" if "United Nations" in names else None)


def place(sentence: Sentence, tags: list[Tag], kind: str, first: int, last: int) -> tuple[Tag, ...] | None:
    """Return where a matter is: the place reached by "in" after its word, else before it; for a visit, where it leads.

    None leaves a truce that names no place so to the sentence.
    """
    head = tags[0]
    if kind == "visit" or head.attrs.get("shape") == "embassy":
        return _visited(sentence, head, last)
    if kind not in _PLACED:
        return ()
    every = [t for t in sentence.of("place") if first <= t.first < last and _reached(sentence, t, kind)]
    every.sort(key=lambda t: (t.first < head.first, abs(t.first - head.first)))
    return tuple(every[:1]) if every or kind != "ceasefire" else None


def _visited(sentence: Sentence, head: Tag, last: int) -> tuple[Tag, ...]:
    """Return the place that إلى leads to ("the capital Aden" is Aden), else the first one after a verb of visiting."""
    after = [
        t for t in sentence.of("place") if head.last <= t.first < last and sentence.covering("time", t.first) is None
    ]
    to = next((at for at in range(head.last, last) if sentence.words[at] in TOWARD), None)
    if to is not None:
        return tuple([t for t in after if to < t.first <= to + NEAR - 1][-1:])
    return tuple(after[:1])


def _reached(sentence: Sentence, tag: Tag, kind: str) -> bool:
    before = sentence.words[tag.first - 1] if tag.first else ""
    if before in _ABOUT:
        return kind == "agreement"
    return bool(tag.of.relation) or before in _AT or (bool(tag.of.offset) and sentence.words[tag.first][0] == "ب")
