"""Find where the noun phrase of a speaker ends."""

from __future__ import annotations

from typing import Final

from marsad.lang.ar import entities
from marsad.lang.ar.frames.cues import CLOSE, OPEN, closing
from marsad.lang.ar.frames.words import roles, roles_at
from marsad.lang.sentence import Sentence, Tag
from marsad.text.words import bare

NAME_IN_QUOTES: Final = 6  # tokens of the longest name in quotation marks, the marks among them
APPOSITION: Final = 9  # tokens of the longest name or office between commas
NO_START: Final = frozenset(("prep", "neg", "that", "relative", "opener", "aux", "media", "later"))
LONGEST: Final = 14  # tokens of the longest speaker
_NOT_IN: Final = frozenset(("that", "relative", "media", "neg", "aux", "opener"))
HIS: Final = ("ه", "ها", "هم")
_STOPS: Final = frozenset(":،؛.()[]…-؟!")


def phrase_end(sentence: Sentence, first: int, limit: int, *, plain: bool, start: int | None = None) -> int:
    words = sentence.words
    i = first
    start = first if start is None else start
    while i < min(limit, start + LONGEST):
        word = words[i]
        entity = sentence.at("entity", i)
        if i == start and _breaks(sentence, start, i):
            break
        if entity is not None and i == start + 1 and _objected(sentence, start, entity):
            break
        if entity is not None and _fits(entity, start, i, limit):
            if plain:
                return _with_office(sentence, min(entities.conjoined(sentence, entity)[-1].last, limit), limit)
            i = cut(sentence, entity, i, _issued(sentence, entity, limit))
            if not _described(sentence, entity, i, limit):
                return min(i, limit)
        elif word in OPEN:
            close = closing(words, i)
            if close - i > NAME_IN_QUOTES or close >= limit:
                break
            i = close + 1
        elif word == "(" and ")" in words[i : i + 6]:
            i = words.index(")", i) + 1
        elif word in _STOPS or _ends(sentence, start, i, plain):
            break
        else:
            i += 1
    return min(i, limit)


def _objected(sentence: Sentence, start: int, entity: Tag) -> bool:
    """Tell whether an entity is the object of a verb whose subject is a paper: "دعا البيان المجتمع الدولي"."""
    word = sentence.words[start]
    return word.startswith("ال") and "paper" in roles[bare(word)] and sentence.at("demonym", entity.first) is None


def _ends(sentence: Sentence, start: int, i: int, plain: bool) -> bool:
    """Tell whether a time, a word that cannot belong to the speaker or the verb's object stands at `i`."""
    word = sentence.words[i]
    if i > start and (sentence.at("time", i) or ("object" in roles_at(sentence, i) and (plain or word.endswith(HIS)))):
        return True
    return _breaks(sentence, start, i)


def _with_office(sentence: Sentence, end: int, limit: int) -> int:
    """Take in where a speaker sits: "السلطات في غزة", and up to a comma "مصدر من مكتب رئيس الأركان،"."""
    words = sentence.words
    if end >= limit or "inner" not in roles_at(sentence, end):
        return end
    place = sentence.at("place", end + 1)
    if place is not None and place.last < limit:
        return place.last
    comma = next((k for k in range(end, min(limit, end + APPOSITION)) if words[k] == "،"), end)
    return end if any("object" in roles[word] for word in words[end:comma]) else comma


def cut(sentence: Sentence, entity: Tag, first: int, last: int) -> int:
    """Return where an entity ends that "in a statement" or "his trust" was read into."""
    words = sentence.words
    for i in range(first + 1, last):
        if "object" in roles[words[i]] and (words[i].endswith(HIS) or _reads_name(entity, i)):
            return i
        if words[i].endswith("ا") and "paper" in roles[words[i][:-1]]:
            return i  # "issued a statement": an object
        if i + 1 < last and "prep" in roles[words[i]] and "occasion" in roles[words[i + 1]]:
            return i
    return last


def _reads_name(entity: Tag, i: int) -> bool:
    """Tell whether an entity takes the word after an office for a name: "وزير الدفاع دعم بلاده"."""
    return entity.of.person is not None and entity.of.person[0] == i


def _described(sentence: Sentence, entity: Tag, end: int, limit: int) -> bool:
    """Tell whether words after an entity still belong to it: a holder's name, an office, an adjective, a second one."""
    if end >= limit or entity.attrs.get("kind") in ("role", "person", "document", "people"):
        return True
    following = sentence.at("entity", end)
    if following is not None:
        return following.pro != "" or following.attrs.get("kind") in ("role", "person")
    word = sentence.words[end]
    return word in OPEN | {"("} or word[0] in "ول" or word.endswith(("ي", "يه", "ين", "يون")) or bool(roles[word])


def _issued(sentence: Sentence, entity: Tag, limit: int) -> int:
    """Return the end of an entity, with who issued it where it is a document: "بيان صادر عن …"."""
    words = sentence.words
    i = entity.last
    if entity.attrs.get("kind") != "document":
        return i
    while i < limit and "issued" in roles[bare(words[i])]:
        i += 1
    issuer = sentence.at("entity", i)
    return issuer.last if i > entity.last and issuer is not None and issuer.last <= limit else entity.last


def _fits(entity: Tag, start: int, i: int, limit: int) -> bool:
    """Tell whether an entity may be part of the speaker: not one spoken to or about ("لرويترز", "بالجيش")."""
    if entity.last > limit:
        return False
    return not entity.pro or i == start or (entity.pro in ("و", "ل", "ب") and entity.attrs.get("kind") != "media")


def _breaks(sentence: Sentence, start: int, i: int) -> bool:
    """Tell whether word `i` cannot belong to a speaker that starts at `start`."""
    entity = sentence.at("entity", i)
    if i > start and entity is not None and entity.pro == "ل" and entity.attrs.get("kind") == "media":
        return True
    known = roles_at(sentence, i)
    if _goes_on_speaking(sentence, i):
        return True
    if not known or (i == start and sentence.tokens.light(i) == "علي"):
        return False  # the name Ali
    if "prep" in known:
        if i == start:
            return True
        if "inner" not in known or not _office(sentence, start, i):
            return True
        occasion = i + 1 < len(sentence) and "occasion" in roles_at(sentence, i + 1)
        return occasion or sentence.at("time", i + 1) is not None
    return not _NOT_IN.isdisjoint(known)


def _goes_on_speaking(sentence: Sentence, i: int) -> bool:
    tag = sentence.at("speaking", i)
    return tag is not None and not tag.article


def _office(sentence: Sentence, start: int, i: int) -> bool:
    """Tell whether an office is among the words from `start` to `i`."""
    for at in range(start, i):  # noqa: SIM110 -- a generator costs as much again
        if "office" in roles_at(sentence, at):
            return True
    return False


def with_apposition(sentence: Sentence, end: int, limit: int) -> int:
    """Take in a name or office between commas: "رئيس اللجنة، فلان الفلاني،"."""
    words = sentence.words
    if end >= limit or words[end] not in ("،", "-"):
        return end
    if words[end] == "-" and "-" not in words[end + 1 : end + 2 + APPOSITION]:
        return end
    stop = next((k for k in range(end + 1, min(limit, end + 2 + APPOSITION)) if words[k] in ("،", "-")), limit)
    if stop - end - 1 > APPOSITION or stop <= end + 1 or sentence.at("time", end + 1):
        return end
    known = roles_at(sentence, end + 1)
    if not NO_START.isdisjoint(known) or "object" in known:
        return end
    if words[end + 1] in OPEN or words[end + 1] in CLOSE or _locates(sentence, end + 1):
        return end
    if sentence.any_at(("speech", "speaking"), end + 1) or _and(sentence, end + 1):
        return end
    return stop if phrase_end(sentence, end + 1, stop, plain=False) == stop else end


def _and(sentence: Sentence, i: int) -> bool:
    entity = sentence.at("entity", i)
    return entity.pro == "و" if entity is not None else sentence.words[i][0] == "و"


def _locates(sentence: Sentence, i: int) -> bool:
    return (
        sentence.words[i].removesuffix("ي") in ("شمال", "جنوب", "شرق", "غرب", "وسط")
        or sentence.at("place", i) is not None
    )
