"""Who holds or takes ground, and from whom: read from the words around a word of control."""

from __future__ import annotations

from typing import Final

from marsad.lang.ar.clauses import clause_of
from marsad.lang.ar.entities import named, nation
from marsad.lang.ar.rules import control_words as words
from marsad.lang.ar.rules.control_holders import (
    agrees,
    as_read,
    can_hold,
    described,
    fights,
    gender_of,
    gender_of_verb,
    governed,
    has_pronoun,
    is_verb,
    nominal,
    over,
    relative_before,
    right_after,
)
from marsad.lang.mention import Document
from marsad.lang.sentence import Sentence, Tag
from marsad.records import Named

_BY_FORCE: Final = frozenset(("leave", "move", "post", "take"))  # shapes whose noun may have no force for its subject
_GOVERNS: Final = frozenset(("gain", "aim", "fail"))
_GOVERNING: Final = _GOVERNS | {"fight", "control"}
_BEFORE_NOUNS: Final = ("particle", "gain", "aim", "fight", "verb", "entity", "time")  # what may govern one
_LONG_NAME: Final = 6  # tokens
_REACH: Final = 30  # tokens between a noun and the verb of gaining that governs it across an aside


def doer_after(sentence: Sentence, tag: Tag, limit: int) -> Tag | None:
    """Return the holder behind a verb that is its subject: no accusative (لتحاصر الإرهابيين)."""
    found = right_after(sentence, tag.last, limit)
    if found is None or not is_verb(tag):
        return found
    head = sentence.words[found.first]
    return None if fights(found) and head.endswith("ين") and head.startswith("ال") else found


def governor(sentence: Sentence, tag: Tag) -> Tag | None:
    """Return the verb or noun that governs a noun (تمكن … من، محاولة، معركة), an aside between them or not."""
    first, _ = clause_of(sentence, tag.first)
    for at in range(tag.first - 1, first - 1, -1):
        best: Tag | None = None
        for other in sentence.starting(at):
            if other.last > tag.first or not _may_govern(other):
                continue
            other = as_read(sentence, other)
            if not is_verb(other) and not _governing_noun(other, tag):
                continue
            if best is None or (other.cls in _GOVERNS and best.cls not in _GOVERNS):
                best = other
        if best is not None:
            return best
    if first > 0:
        before = [
            g for g in sentence.of("gain") if tag.first - _REACH <= g.first < first and g.attrs.get("form") == "verb"
        ]
        return before[-1] if before and not sentence.at("content", first) else None
    return None


def _may_govern(tag: Tag) -> bool:
    if tag.cls == "particle":
        return False
    return ("form" in tag.attrs and tag.attrs["form"] == "verb") or tag.cls in _GOVERNING


def _governing_noun(other: Tag, tag: Tag) -> bool:
    if other.cls == "fight":
        return other.last == tag.first
    return other.cls in _GOVERNS or (other.cls == "control" and other.attrs.get("shape") in ("take", "over"))


def fighter(sentence: Sentence, tag: Tag) -> Tag | None:
    """Return the force or group that is the subject of `tag` in its own sentence."""
    first, last = clause_of(sentence, tag.first)
    found = doer_after(sentence, tag, last)
    if has_pronoun(tag) and not is_verb(tag):
        return None
    if not fights(found) and is_verb(tag):
        relative = relative_before(sentence, tag.first)
        if relative >= 0:
            found = described(sentence, relative)
        elif tag.first > 0 and sentence.words[tag.first - 1] == "ان":
            above = verb_above(sentence, tag.first - 1)
            found = fighter(sentence, above) if above else None
        else:
            found = nominal(sentence, first, tag.first)
        if found is None and tag.pro[:1] in ("و", "ف"):
            found = _same_subject(sentence, tag)
    elif found is None and not _in_construct(sentence, tag) and not _in_genitive(sentence, tag):
        above = governor(sentence, tag)
        governs = above is not None and (above.cls in _GOVERNS or tag.attrs.get("shape") not in _BY_FORCE)
        found = fighter(sentence, above) if above is not None and governs else None
    return found if fights(found) else None


def _in_construct(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether the subject of a noun must follow it at once and is no force: "the arrival of aid"."""
    if (
        is_verb(tag)
        or tag.article
        or tag.cls != "control"
        or tag.attrs.get("shape") not in _BY_FORCE
        or tag.last >= len(sentence)
    ):
        return False
    at = tag.last
    free = any(
        sentence.at(cls, at)
        for cls in ("particle", "time", "quality", "degree", "number", "ground", "place", "military")
    )
    return not (free or tag.enc or sentence.words[at] in words.MARKS)


def _in_genitive(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether a noun only says of what kind another is: "axes of the incursion"."""
    if not tag.article or tag.pro or tag.first == 0 or tag.cls != "control":
        return False
    before = tag.first - 1
    governed = any(other.last == tag.first for cls in _BEFORE_NOUNS for other in sentence.of(cls))
    return not governed and sentence.words[before] not in words.MARKS


def _same_subject(sentence: Sentence, tag: Tag) -> Tag | None:
    """Return the force that a verb after "and" shares with the clause before it in the sentence."""
    for other in reversed(sentence.of("entity")):
        if other.last <= tag.first and fights(other) and not governed(sentence, other):
            return other if agrees(sentence, other, gender_of_verb(tag)) else None
    return None


def verb_above(sentence: Sentence, token: int) -> Tag | None:
    """Return the verb of the clause before the "أن" at `token`."""
    if token == 0:
        return None
    first, _ = clause_of(sentence, token - 1)
    found = [t for t in sentence.verbs if first <= t.first < token and t.cls != "particle"]
    return max(found, key=lambda tag: (tag.first, tag.cls in ("gain", "aim")), default=None)


def subject(sentence: Sentence, document: Document, tag: Tag, *, object_is_pronoun: bool = False) -> Named | None:
    """Return who does what a verb or a noun says; with `object_is_pronoun` a relative pronoun is what it is done to."""
    first, last = clause_of(sentence, tag.first)
    if is_verb(tag):
        return _verb_subject(sentence, document, tag, object_is_pronoun=object_is_pronoun)
    if has_pronoun(tag):
        return carried(sentence, document, tag.first, gender_of(tag))
    found = right_after(sentence, tag.last, last)
    if found is not None and not found.pro.endswith("ل"):
        return named(sentence, found)
    people = nation(sentence, tag.last) if tag.article and tag.last < last else None  # "the Turkish advance"
    if people is not None:
        return people
    if tag.attrs.get("shape") == "leave" and _in_construct(sentence, tag):
        return _unknown(sentence, tag, last)
    above = governor(sentence, tag)
    if above is not None:
        return _announced(sentence, subject(sentence, document, above), above)
    found = nominal(sentence, first, tag.first)
    return named(sentence, found) if found is not None else None


def _unknown(sentence: Sentence, tag: Tag, limit: int) -> Named | None:
    """Return who leaves where no lexicon knows them: the words between the noun and "من"."""
    for at in range(tag.last + 1, min(limit, tag.last + _LONG_NAME)):
        if sentence.words[at] == "من":
            span = sentence.span(tag.last, at)
            return Named(span.of(sentence.folded.printed), None, span)
    return None


def _announced(sentence: Sentence, who: Named | None, above: Tag) -> Named | None:
    """Return who announces a taking as its taker, unless it is a person who speaks for others."""
    if above.value != "announce" or who is None or who.span is None:
        return who
    person = any(
        tag.of.kind in ("person", "role") and named(sentence, tag).span == who.span for tag in sentence.of("entity")
    )
    return None if person else who


def _verb_subject(sentence: Sentence, document: Document, tag: Tag, *, object_is_pronoun: bool) -> Named | None:
    first, last = clause_of(sentence, tag.first)
    relative = relative_before(sentence, tag.first)
    found = None
    if relative >= 0 and not object_is_pronoun:
        found = described(sentence, relative)
    if found is None:
        found = doer_after(sentence, tag, last)
    if found is None and tag.first > 0 and sentence.words[tag.first - 1] == "ان":
        above = verb_above(sentence, tag.first - 1)
        if above is not None:
            return subject(sentence, document, above)
    if found is None and relative < 0:
        found = nominal(sentence, first, tag.first)
    if found is None:
        at = over(sentence, tag.last, last)
        found = sentence.at("entity", at) if at < last else None  # a subject of another kind: the villagers
        found = found if found is not None and found.of.kind == "people" and not found.pro else None
    if found is not None:
        return named(sentence, found)
    return carried(sentence, document, tag.first, gender_of_verb(tag))


def loser(sentence: Sentence, tag: Tag, first: int, last: int) -> Named | None:
    """Return who loses ground that tokens `[first, last)` name: من التنظيم، تحت سيطرة التنظيم، بعد معارك مع …"""
    end = len(sentence)
    for at in range(clause_of(sentence, tag.first)[0], end - 1):
        inside = first <= at < last - 1 and sentence.words[at] == "من"
        if inside or _before_loser(sentence, tag, at, first, last):
            found = right_after(sentence, at + 1, last if inside else end)
            if found is not None and found.of.kind in ("force", "group", "org"):
                return named(sentence, found)
    return None


def _before_loser(sentence: Sentence, tag: Tag, at: int, first: int, last: int) -> bool:
    """Tell whether who loses must follow token `at`: hands, a clash with or against, "at the expense of", a holder."""
    word = sentence.words[at]
    if word in words.HELD:
        return first <= at and (at < last + 2 or sentence.words[at - 1] == "من")
    if word in ("مع", "ضد"):
        return any(at - 4 <= act.last <= at and act.value == "clash" for act in sentence.of("strike"))
    return (word == "حساب" and at > tag.first) or (first <= at <= last and _holds_it(sentence, at))


def _holds_it(sentence: Sentence, token: int) -> bool:
    """Tell whether a verb of holding stands at `token`: مناطق يسيطر عليها المسلحون."""
    tag = sentence.at("control", token)
    return tag is not None and is_verb(tag) and tag.attrs.get("shape") == "over" and tag.attrs.get("tense") == "present"


def carried(sentence: Sentence, document: Document, token: int, gender: str) -> Named | None:
    """Return the last actor before `token` that agrees with a pronoun or a verb, also of the two sentences before."""
    own = [tag for tag in reversed(sentence.of("entity")) if tag.last <= token]
    if found := _likeliest(sentence, own, gender):
        return found
    for before in document.before(sentence, 2):
        found = None if before.title else _likeliest(before, before.of("entity"), gender)
        if found is not None:
            return found
    return None


def _likeliest(sentence: Sentence, tags: list[Tag], gender: str) -> Named | None:
    """Return the first of `tags` that agrees: a force that nothing governs, else a force, else another holder."""
    fitting = [tag for tag in tags if _may_carry(sentence, tag, gender)]
    if not fitting:
        return None
    free = [tag for tag in fitting if not governed(sentence, tag)]
    best = next((tag for tag in (*free, *fitting) if fights(tag)), free[0] if free else None)
    return named(sentence, best, "the actor named before") if best is not None else None


def _may_carry(sentence: Sentence, tag: Tag, gender: str) -> bool:
    return tag.of.kind != "person" and can_hold(sentence, tag) and agrees(sentence, tag, gender)
