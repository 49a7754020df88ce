"""Who or what is attacked: the object of a verb, what stands after على or ضد, who suffers, who holds the ground."""

from __future__ import annotations

from typing import Final

from marsad.lang.ar.entities import Entity
from marsad.lang.ar.rules.attack_actors import MARKS, QUOTES, actor_at, is_side, skip
from marsad.lang.ar.rules.attack_words import words
from marsad.lang.sentence import Sentence, Tag
from marsad.records import Named

Range = tuple[int, int]

_LONGEST: Final = 9  # tokens of the longest phrase
_AT_LEAST: Final = ("ما", "لا", "يقل", "عن")
_BREAK: Final = words("break")
_ADVERB: Final = words("adverb")
_LIGHT: Final = words("light")
_AMOUNT: Final = words("amount")
_TO_MANY: Final = words("to_many")
_BEFORE_MANY: Final = _AMOUNT | _TO_MANY
_OPENS: Final = frozenset(("strike", "time", "opener", "content", "toward"))  # tags that end a phrase
_ENDING: Final = frozenset(("launch", "arm", "verb", "harm", "bring"))  # tags that may end one
_RELATIVE: Final = words("relative")
_HELD: Final = words("held")
_GRIP: Final = words("grip")
_FITTING: Final = words("fitting")
_NOT_BEFORE: Final = words("not_aim_before")
_NOT_AFTER: Final = words("not_aim_after")
_FOUND: Final = words("found")
_FOUND_NEAR: Final = 10  # tokens between such a verb and its على
_SAKE: Final = words("sake")
_NO_OBJECT: Final = words("no_object")


def phrase(sentence: Sentence, first: int, limit: int) -> Range | None:
    """Return the noun phrase that starts at `first`: up to a preposition, a verb, a time, a mark or `limit`."""
    tokens = sentence.words
    first = _counted(sentence, first, limit)
    if (
        first >= limit
        or tokens[first] in _BREAK
        or tokens[first] in _ADVERB
        or tokens[first] in MARKS
        or _conjoined(sentence, first)
    ):
        return None
    last = first
    while last < min(limit, first + _LONGEST):
        if tokens[last] in MARKS or (last > first and (tokens[last] in _BREAK or _ends_phrase(sentence, last))):
            break
        known = sentence.at("entity", last)
        last = known.last if known and known.last <= limit else last + 1
    while last > first and (tokens[last - 1] in QUOTES and tokens[first] not in QUOTES and _odd(tokens[first:last])):
        last -= 1
    return (first, last) if last > first and not _ends_phrase(sentence, first) else None


def _counted(sentence: Sentence, first: int, limit: int) -> int:
    """Step over a figure and what stands around it: "at least", "about 70", "a number of"."""
    tokens = sentence.words
    while first < limit:
        tag = sentence.covering("number", first)
        if tag is not None and not _dual(tag, tokens[first]):
            first = tag.last
        elif tokens[first : first + 4] == _AT_LEAST:
            first += 4
        elif tokens[first] in _AMOUNT or (tokens[first] in ("من", "عن") and tokens[first - 1] in _BEFORE_MANY):
            first += 1
        else:
            return first
    return first


def _dual(number: Tag, word: str) -> bool:
    """Tell whether a number is a noun in the dual: منزلين is what is hit and how many."""
    one = number.last - number.first == 1
    return one and number.of.count.low == 2 and not word.startswith("اثن") and not word.isdigit()


def _conjoined(sentence: Sentence, at: int) -> bool:
    """Tell whether the word is no object: it carries ب or ك, or "and"."""
    word = sentence.words[at]
    pros = {tag.pro for tag in sentence.starting(at)}
    return any(pro.endswith(("ب", "ك")) for pro in pros) or (word[0] in "وف" and len(word) > 4 and "" not in pros)


def _odd(tokens: tuple[str, ...]) -> bool:
    return sum(word in QUOTES for word in tokens) % 2 == 1


def _ends_phrase(sentence: Sentence, at: int) -> bool:
    if sentence.any_at(_OPENS, at):
        return True
    if not sentence.any_at(_ENDING, at):
        return False
    if (launch := sentence.at("launch", at)) and not launch.enc:
        return True
    if (arm := sentence.at("arm", at)) and arm.pro.endswith("ب"):
        return True
    verb = sentence.at("verb", at) or sentence.at("harm", at) or sentence.at("bring", at)
    return verb is not None and verb.attrs.get("form") == "verb"


def phrase_before(sentence: Sentence, end: int, first: int) -> Range | None:
    """Return the noun phrase that ends at token `end`, the relative pronoun between stepped over."""
    tokens = sentence.words
    if end > first and tokens[end - 1] in _RELATIVE:
        end -= 1
    start = end
    while start > first and end - start < _LONGEST:
        word = tokens[start - 1]
        if word in MARKS or word in _BREAK or word in _LIGHT or sentence.verb_at(start - 1):
            break
        if (
            sentence.at("content", start - 1)
            or sentence.covering("time", start - 1)
            or sentence.at("opener", start - 1)
        ):
            break
        start -= 1
    return (start, end) if start < end else None


def past_times(sentence: Sentence, at: int, limit: int) -> int:
    """Step over times, with the commas around them."""
    if at + 1 < limit and sentence.words[at] in "،," and sentence.at("time", at + 1):
        at += 1
    if at + 2 < limit and sentence.words[at] == "للمره":
        return at + 2  # "for the third time"
    start = at
    while at < limit and (tag := sentence.at("time", at)):
        at = tag.last
    return at + 1 if start < at < limit and sentence.words[at] in "،," else at


def instrument_end(sentence: Sentence, at: int, limit: int) -> int:
    """Step over an instrument and the comma after it, where the object stands behind them."""
    arm = sentence.at("arm", at)
    if arm is None or not arm.pro.endswith("ب"):
        return at
    at = skip(sentence, arm.last, limit)
    while at < limit and sentence.words[at] in _FITTING:
        at += 1
    return at + 1 if at < limit and sentence.words[at] in "،," else arm.first


def toward(sentence: Sentence, first: int, limit: int) -> Range | None:
    """Return the phrase after على، ضد، باتجاه … in tokens `[first, limit)`."""
    for tag in sentence.of("toward"):
        if first <= tag.first < limit and not tag.enc:
            if sentence.words[tag.last - 1] == "علي" and not _aims(sentence, tag):
                continue
            if sentence.words[tag.last - 1] == "نحو" and (
                sentence.covering("number", tag.first) or sentence.at("number", tag.last)
            ):
                continue  # "about 60 miles"
            if found := phrase(sentence, tag.last, limit):
                return found
    return None


def _aims(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether على points at a target: not "in reply to", "at least", "along", "on the border"."""
    before = sentence.words[tag.first - 1] if tag.first else ""
    after = sentence.words[tag.last] if tag.last < len(sentence) else ""
    if before in _NOT_BEFORE or after in _NOT_AFTER:
        return False
    for at in range(tag.first - 1, max(tag.first - _FOUND_NEAR, -1), -1):
        word = sentence.words[at]
        if word == "علي" or word in MARKS:
            break
        if word in _FOUND:
            return False  # "found during its operation two graves" (عثرت خلال عمليتها على)
    return True


def to_object(sentence: Sentence, first: int, limit: int, *, strikes: bool = False) -> Range | None:
    """Return the phrase after ل: قصف النظام للمدينة. What `strikes` from the air hits no aircraft by it."""
    for at in range(first, min(first + 3, limit)):
        word = sentence.words[at]
        if word.startswith("ل") and sentence.covering("arm", at) is not None:
            return None  # "an attack with nerve gas" (بغاز للأعصاب)
        if word in _NO_OBJECT or (at > 0 and sentence.words[at - 1] in _SAKE):
            return None
        if word.startswith("لل") and len(word) > 4:
            return phrase(sentence, at, limit)
        if word in _TO_MANY:
            return phrase(sentence, at + 1, limit)
        entity = sentence.at("entity", at)
        if entity and entity.pro.endswith("ل"):
            if entity.of.kind == "weapon_platform" and strikes:
                return None  # "a raid by a drone" (غارة لطائرة مسيرة)
            return phrase(sentence, at, limit)
    return None


def holder(sentence: Sentence, target: Range, limit: int) -> Range:
    """Return who holds the places attacked, where a clause on them says so: areas that the factions control."""
    last = target[1]
    if last < limit and sentence.words[last] == "التي" and sentence.at("control", last + 1) is None:
        return target  # "which Washington accuses"
    if last < limit and sentence.words[last] in _HELD:
        for tag in sentence.of("entity"):
            if last < tag.first <= last + 4 and is_side(sentence, tag):
                return tag.first, tag.last
    return target


def held_by(sentence: Sentence, first: int, limit: int) -> Range | None:
    """Return from whom ground is to be taken: من سيطرة, من قبضة, من أيدي."""
    for at in range(first, min(limit, len(sentence)) - 2):
        if sentence.words[at] == "من" and sentence.words[at + 1] in _GRIP:
            tag = actor_at(sentence, at + 2)
            return (tag.first, tag.last) if tag else None
    return None


def target_named(sentence: Sentence, at: Range) -> Named:
    """Return a target: its printed phrase, and the neutral name of the actor it is or belongs to."""
    first, last = at
    tokens = sentence.tokens
    span = sentence.folded.span(tokens.start(first) + _proclitics(sentence, first), tokens.end(last - 1))
    inside = next((t for t in sentence.of("entity") if first <= t.first and t.last <= last), None)
    entity: Entity | None = inside.of if inside else None
    name = entity.name if entity and entity.name else (entity.actor if entity else None)
    return Named(span.of(sentence.folded.printed), name or None, span)


def _proclitics(sentence: Sentence, first: int) -> int:
    tag = next((t for t in sentence.starting(first) if t.pro), None)
    if tag is None:
        return 0
    cut = len(tag.pro)
    word = sentence.words[first]
    return cut - 1 if word[cut - 1 :].startswith("لل") else cut
