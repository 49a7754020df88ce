"""Read the noun phrase of a speaker beside a cue: after the verb, or before it."""

from __future__ import annotations

from collections.abc import Container

from marsad.lang.ar import entities
from marsad.lang.ar.frames.cues import CLOSE, OPEN, closing
from marsad.lang.ar.frames.words import does, roles
from marsad.lang.sentence import Sentence, Tag
from marsad.text.words import bare

Range = tuple[int, int]
Names = Container[str]  # words of the names that a report gives
_STOPS = frozenset(":،؛.()[]…-؟!")
_LONGEST = 14  # tokens of the longest speaker
_APPOSITION = 9  # tokens of the longest name or office between commas
_NAME_IN_QUOTES = 6
_NO_START = frozenset(("prep", "neg", "that", "relative", "opener", "aux", "media", "later"))
_HIS = ("ه", "ها", "هم")
_ISSUED = frozenset(("صادر", "صدر", "صادره", "عن", "من", "مقتضب", "مشترك", "رسمي", "صحفي", "صحافي", "عسكري"))
_INNER_PREPOSITIONS = frozenset(("في", "من", "لدي", "علي", "عن"))


def credited(sentence: Sentence, start: int) -> Range:
    """Return who is credited from `start` on: "وفقا لوكالة …", "بحسب مصدر طبي"."""
    entity = sentence.at("entity", start)
    first = max(start + 1, entity.last if entity is not None else 0)
    end = _phrase_end(sentence, first, len(sentence), plain=False, start=start)
    return start, _with_apposition(sentence, max(end, first), len(sentence))


def after(
    sentence: Sentence, start: int, limit: int, *, plain: bool = False, sure: Names | None = None
) -> Range | None:
    """Return the speaker that starts at `start` or after an adverb of time; None where none does.

    `limit` is where the content opens. With `plain` an object may follow the speaker without any mark between. Where
    `sure` is given, what follows the verb may be its object: a speaker has to be an entity or one of those names.
    """
    start = _past_adverbs(sentence, start, limit)
    if start >= limit or (sure is not None and not _names_somebody(sentence, start, sure)):
        return None
    if does(sentence.words[start], "object") and not sentence.at("entity", start):
        return None
    end = _phrase_end(sentence, start, limit, plain=plain)
    if end <= start:
        return None
    return start, _late_name(sentence, end, limit) or _with_apposition(sentence, end, limit)


def _late_name(sentence: Sentence, end: int, limit: int) -> int | None:
    """Return the end of a name that a long office keeps for its end: "مبعوثة … المعنية بالعنف في النزاعات، فلانة،"."""
    words = sentence.words
    comma = next((k for k in range(end, min(limit, end + _APPOSITION)) if words[k] == "،"), None)
    if comma is None or comma == end or any(sentence.at(cls, end) for cls in ("time", "speech")):
        return None
    if roles(words[end]) & {"occasion", "relative", "media", "that"} or (
        end + 1 < comma and does(words[end + 1], "occasion")
    ):
        return None
    name = sentence.at("entity", comma + 1)
    if name is None or name.get("kind") != "person" or name.last > limit:
        return None
    return name.last if name.last == limit or words[name.last] == "،" else None


def _names_somebody(sentence: Sentence, start: int, names: Names) -> bool:
    word = sentence.words[start]
    return sentence.at("entity", start) is not None or bare(word) in names or "office" in roles(word)


def _past_adverbs(sentence: Sentence, start: int, limit: int) -> int:
    """Step over times and those spoken to, between a verb and its subject: "قال، اليوم، لوكالة … فلان"."""
    while start < limit:
        word = sentence.words[start]
        time = sentence.at("time", start)
        told = sentence.at("entity", start)
        if time is not None and time.last < limit:
            start = time.last
        elif told is not None and told.pro == "ل" and told.last < limit:
            start = told.last
        elif word in ("،", "فيه", "فيها", "ايضا", "كذلك", "اليوم", "امس", "مجددا", "بدوره", "بدورها"):
            start += 1
        elif word in ("ل", "لـ") and start + 1 < limit and sentence.words[start + 1] in OPEN:
            start = min(closing(sentence.words, start + 1) + 1, limit)
        else:
            break
    return start


def _phrase_end(sentence: Sentence, first: int, limit: int, *, plain: bool, start: int | None = None) -> int:
    words = sentence.words
    i = first
    start = first if start is None else start
    while i < min(limit, start + _LONGEST):
        word = words[i]
        entity = sentence.at("entity", i)
        if i == start and _breaks(sentence, start, i):
            break
        if entity is not None and _fits(entity, start, i, limit):
            if plain:
                return _with_office(sentence, min(entities.conjoined(sentence, entity)[-1].last, limit), limit)
            i = _issued(sentence, entity, limit)
            if not _described(sentence, entity, i, limit):
                return min(i, limit)
        elif word in OPEN:
            close = closing(words, i)
            if close - i > _NAME_IN_QUOTES or close >= limit:
                break
            i = close + 1
        elif word == "(" and ")" in words[i : i + 6]:
            i = words.index(")", i) + 1
        elif word in _STOPS or _ends(sentence, start, i, plain):
            break
        else:
            i += 1
    return min(i, limit)


def _ends(sentence: Sentence, start: int, i: int, plain: bool) -> bool:
    """Tell whether a time, a word that cannot belong to the speaker or the verb's object stands at `i`."""
    word = sentence.words[i]
    if i > start and (sentence.at("time", i) or (does(word, "object") and (plain or word.endswith(_HIS)))):
        return True
    return _breaks(sentence, start, i)


def _with_office(sentence: Sentence, end: int, limit: int) -> int:
    """Take in where a speaker sits: "السلطات في غزة", and up to a comma "مصدر من مكتب رئيس الأركان،"."""
    words = sentence.words
    if end >= limit or words[end] not in _INNER_PREPOSITIONS:
        return end
    place = sentence.at("place", end + 1)
    if place is not None and place.last < limit:
        return place.last
    comma = next((k for k in range(end, min(limit, end + _APPOSITION)) if words[k] == "،"), end)
    return end if any(does(word, "object") for word in words[end:comma]) else comma


def _described(sentence: Sentence, entity: Tag, end: int, limit: int) -> bool:
    """Tell whether words after an entity still belong to it: a holder's name, an office, an adjective, a second one."""
    if end >= limit or entity.get("kind") in ("role", "person", "document", "people"):
        return True
    following = sentence.at("entity", end)
    if following is not None:
        return following.pro != "" or following.get("kind") in ("role", "person")
    word = sentence.words[end]
    return word in OPEN | {"("} or word[0] in "ول" or word.endswith(("ي", "يه", "ين", "يون")) or bool(roles(word))


def _issued(sentence: Sentence, entity: Tag, limit: int) -> int:
    """Return the end of an entity, with who issued it where it is a document: "بيان صادر عن …"."""
    words = sentence.words
    i = entity.last
    if entity.get("kind") != "document":
        return i
    while i < limit and bare(words[i]) in _ISSUED:
        i += 1
    issuer = sentence.at("entity", i)
    return issuer.last if i > entity.last and issuer is not None and issuer.last <= limit else entity.last


def _fits(entity: Tag, start: int, i: int, limit: int) -> bool:
    """Tell whether an entity may be part of the speaker: not one spoken to or about ("لرويترز", "بالجيش")."""
    if entity.last > limit:
        return False
    return not entity.pro or i == start or (entity.pro in ("و", "ل", "ب") and entity.get("kind") != "media")


def _breaks(sentence: Sentence, start: int, i: int) -> bool:
    """Tell whether word `i` cannot belong to a speaker that starts at `start`."""
    word = sentence.words[i]
    entity = sentence.at("entity", i)
    if i > start and entity is not None and entity.pro == "ل" and entity.get("kind") == "media":
        return True
    known = roles(word)
    if _goes_on_speaking(sentence, i):
        return True
    if not known or (i == start and sentence.tokens[i].light == "علي"):
        return False  # the name Ali
    if "prep" in known:
        if i == start:
            return True
        following = sentence.words[i + 1] if i + 1 < len(sentence) else ""
        holds = word in _INNER_PREPOSITIONS and "office" in _office(sentence, start, i)
        return not holds or "occasion" in roles(following) or sentence.at("time", i + 1) is not None
    return bool(known & {"that", "relative", "media", "neg", "aux", "opener"})


def _goes_on_speaking(sentence: Sentence, i: int) -> bool:
    tag = sentence.at("speaking", i)
    return tag is not None and not tag.article


def _office(sentence: Sentence, start: int, i: int) -> frozenset[str]:
    return frozenset(role for word in sentence.words[start:i] for role in roles(word))


def _with_apposition(sentence: Sentence, end: int, limit: int) -> int:
    """Take in a name or office between commas: "رئيس اللجنة، فلان الفلاني،"."""
    words = sentence.words
    if end >= limit or words[end] not in ("،", "-"):
        return end
    if words[end] == "-" and "-" not in words[end + 1 : end + 2 + _APPOSITION]:
        return end
    stop = next((k for k in range(end + 1, min(limit, end + 2 + _APPOSITION)) if words[k] in ("،", "-")), limit)
    if stop - end - 1 > _APPOSITION or stop <= end + 1 or sentence.at("time", end + 1):
        return end
    if (
        roles(words[end + 1]) & (_NO_START | {"object"})
        or words[end + 1] in OPEN | CLOSE
        or _locates(sentence, end + 1)
    ):
        return end
    if any(sentence.at(cls, end + 1) for cls in ("speech", "speaking")) or words[end + 1][0] == "و":
        return end
    return stop if _phrase_end(sentence, end + 1, stop, plain=False) == stop else end


def _locates(sentence: Sentence, i: int) -> bool:
    return (
        sentence.words[i].removesuffix("ي") in ("شمال", "جنوب", "شرق", "غرب", "وسط")
        or sentence.at("place", i) is not None
    )


def before(sentence: Sentence, verb: int, names: Names = ()) -> Range | None:
    """Return the speaker right before a verb: "(وكان) X (قد) أعلن"."""
    words = sentence.words
    end = verb
    while end > 0 and words[end - 1] in ("قد", "فقد", "ايضا", "بدوره", "بدورها"):
        end -= 1
    if end == 0:
        return None
    start = _clause_start(sentence, end)
    if start == end and words[end - 1] == "،":
        return _before_comma(sentence, end - 1)
    return _subject(sentence, start, end, names)


def _clause_start(sentence: Sentence, end: int) -> int:
    words = sentence.words
    i = end
    while i > 0 and words[i - 1] not in "،؛:.…" and not (words[i - 1] in CLOSE and not _short_quote(words, i - 1)):
        i -= 1
    return i


def _short_quote(words: tuple[str, ...], close: int) -> bool:
    return any(words[k] in OPEN for k in range(max(0, close - _NAME_IN_QUOTES), close))


def _before_comma(sentence: Sentence, comma: int) -> Range | None:
    """Return a subject cut off by commas: "وكان وزير الدفاع، فلان، أعلن"."""
    first = _clause_start(sentence, comma)
    if first > 0 and comma - first <= _APPOSITION and sentence.words[first - 1] == "،":
        start = _clause_start(sentence, first - 1)
        head = _subject(sentence, start, first - 1)
        return (head[0], comma) if head is not None and _covered(sentence, head[0], first) else None
    return (_subject(sentence, first, comma) if first == 0 else None) or _head(sentence, comma)


def _head(sentence: Sentence, comma: int) -> Range | None:
    """Return the entity that opens the sentence, where only what describes it stands before the comma."""
    words = sentence.words
    start = 0
    while start < comma and roles(words[start]) & {"aux", "opener"}:
        start += 1
    entity = sentence.at("entity", start)
    if entity is None or entity.last >= comma or any(start <= t.first < comma for t in sentence.of("speech")):
        return None
    described = words[entity.last] in ("،", "-") or roles(words[entity.last]) & {"relative", "relative_pronoun", "prep"}
    return (entity.first, entity.last) if described and comma - start <= _LONGEST else None


def _covered(sentence: Sentence, head: int, name: int) -> bool:
    """Tell whether an entity stands at `name`, or one that starts at `head` reaches over it."""
    known = sentence.at("entity", head)
    return _noun_like(sentence, name) or (known is not None and known.last > name)


def _subject(sentence: Sentence, start: int, end: int, names: Names = ()) -> Range | None:
    words = sentence.words
    while start < end and (roles(words[start]) & {"aux", "opener"} or words[start] == "ان"):
        start += 1
    if not 0 < end - start <= _LONGEST:
        return None
    if not _noun_like(sentence, start) and not (end - start <= 3 and sentence.words[start] in names):
        return None
    if any(sentence.at("speech", k) for k in range(start, end)):
        return None
    return (start, end) if _phrase_end(sentence, start, end, plain=False) == end else None


def _noun_like(sentence: Sentence, i: int) -> bool:
    if sentence.tokens[i].light == "علي":
        return True
    entity = sentence.at("entity", i)
    return entity is not None and entity.pro in ("", "و") and not roles(sentence.words[i]) & _NO_START
