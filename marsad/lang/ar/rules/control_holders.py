"""Who can hold ground, where such an actor stands, and what agrees with it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from marsad.lang.ar.clauses import clause_of
from marsad.lang.ar.rules import control_words as words
from marsad.lang.sentence import Sentence, Tag

_HOLDERS: Final = frozenset(("force", "group", "country", "org", "person"))
_FIGHTERS: Final = frozenset(("force", "group"))
_TELLERS: Final = frozenset(("monitor", "agency", "outlet", "igo", "ngo"))
_INTRANSITIVE: Final = frozenset(("over", "leave", "move", "post", "edge"))  # shapes whose verbs take no object
_PRONOUNS: Final = frozenset(("ه", "ها", "هم", "هما", "هن"))


def has_pronoun(tag: Tag) -> bool:
    """Tell whether a pronoun ends the word; the ending of an indefinite object (تقدما) is none."""
    return tag.enc in _PRONOUNS


def is_verb(tag: Tag) -> bool:
    """Tell whether a tag is a verb; one that takes no object is a noun where it has a pronoun (سيطرتها)."""
    return tag.attrs.get("form") == "verb" and not (has_pronoun(tag) and tag.attrs.get("shape") in _INTRANSITIVE)


def noun_stands(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether a noun must stand at `tag`: with an article or a preposition, or behind what governs a noun."""
    if tag.article or tag.enc == "ا" or tag.pro[-1:] in ("ب", "ل", "ك"):
        return True
    at = tag.first - 1
    return at >= 0 and (
        sentence.words[at] in words.NOUN_AFTER or sentence.any_at(("gain", "aim", "fight", "state"), at)
    )


def as_read(sentence: Sentence, tag: Tag) -> Tag:
    """Return `tag`, as a noun where its verb is written like its noun and a noun stands there (بهدف استعادتها)."""
    alike = (
        tag.attrs.get("noun")
        and tag.attrs.get("tense") == "past"
        and tag.attrs.get("number") == "singular"
        and tag.attrs.get("gender") == "m"
    )
    if alike and (has_pronoun(tag) or noun_stands(sentence, tag)):
        return replace(tag, attrs={**tag.attrs, "form": "noun"})
    if tag.attrs.get("gender") == "f" and tag.attrs.get("tense") == "past" and has_pronoun(tag):
        aimed = not tag.pro and tag.first > 0 and sentence.at("aim", tag.first - 1) is not None
        return replace(tag, attrs={**tag.attrs, "form": "noun"}) if aimed else tag
    return tag


def holder_at(sentence: Sentence, token: int) -> Tag | None:
    """Return the entity at `token` where it can hold ground: no monitor, agency or outlet."""
    tag = sentence.at("entity", token)
    return tag if tag is not None and can_hold(sentence, tag) else None


def fights(tag: Tag | None) -> bool:
    """Tell whether an entity is a force or an armed group."""
    return tag is not None and tag.of.kind in _FIGHTERS


def can_hold(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether an entity can hold ground: no teller, and no piece of ground itself (a governorate)."""
    if tag.of.kind not in _HOLDERS or (tag.of.kind == "org" and sentence.at("ground", tag.first)):
        return False
    if tag.of.kind == "country" and sentence.at("country", tag.first) is None:
        return False  # an adjective of nationality
    actor = sentence.at("actor", tag.first)
    return actor is None or actor.attrs.get("type") not in _TELLERS


def governed(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether a preposition stands before an entity, or is written onto it."""
    return tag.pro.endswith(("ب", "ك", "ل")) or (tag.first > 0 and sentence.words[tag.first - 1] in words.GOVERNING)


def over(sentence: Sentence, at: int, limit: int) -> int:
    """Return the first token from `at` on that is neither a light word, a mark nor a time."""
    while at < limit:
        time = sentence.at("time", at)
        if time is None and not _light(sentence, at, limit):
            break
        at = time.last if time else at + 1
    return at


def _light(sentence: Sentence, at: int, limit: int) -> bool:
    word = sentence.words[at]
    if word in words.LIGHT or word in words.MARKS:
        return True
    return word in words.PARTS_OF_FORCES and sentence.at("entity", at) is None and _leads(sentence, at, limit)


def _leads(sentence: Sentence, at: int, limit: int) -> bool:
    """Tell whether a word of number or part at `at` leads to who acts: "hundreds of fighters"."""
    while at < limit and sentence.words[at] in words.PARTS_OF_FORCES:
        at += 1
    return fights(holder_at(sentence, at) if at < limit else None)


def right_after(sentence: Sentence, at: int, limit: int) -> Tag | None:
    """Return the holder at `at`, light words, times and marks stepped over."""
    at = over(sentence, at, limit)
    tag = holder_at(sentence, at) if at < limit else None
    return tag if tag and not tag.pro.endswith(("ب", "ك")) else None


def relative_before(sentence: Sentence, token: int) -> int:
    """Return the relative pronoun before the verb at `token`, light words stepped over; -1 without one."""
    at = token - 1
    while at >= 0 and sentence.words[at] in words.LIGHT:
        at -= 1
    return at if at >= 0 and sentence.words[at] in words.RELATIVE else -1


def described(sentence: Sentence, token: int) -> Tag | None:
    """Return the holder that a relative pronoun at `token` describes: it ends there, a mark aside."""
    for tag in reversed(sentence.of("entity")):
        if tag.last <= token:
            near = all(word in words.MARKS for word in sentence.words[tag.last : token])
            return tag if near and can_hold(sentence, tag) else None
    return None


_WAS: Final = frozenset(("كان", "كانت", "وكان", "وكانت"))


def nominal(sentence: Sentence, first: int, token: int) -> Tag | None:
    """Return the first holder of tokens `[first, token)` that nothing governs: the subject of a nominal sentence."""
    if first == token and first > 1 and sentence.words[first - 1] in "،,":
        return _before_aside(sentence, first - 1)
    beside = next((tag for tag in sentence.of("entity") if first <= tag.first and tag.last == token), None)
    if beside is not None and sentence.words[beside.first - 1] in _WAS and can_hold(sentence, beside):
        return beside  # "which government forces had taken"
    new = beside is not None and beside.pro == "و" and can_hold(sentence, beside)
    if new and any(first <= verb.first < token - 1 for verb in sentence.verbs):
        return beside  # "the factions leave and the army enters it"
    for tag in sentence.of("entity"):
        if tag.first < first:
            continue
        if tag.last > token:
            return None
        if can_hold(sentence, tag) and not governed(sentence, tag):
            return tag
    return None


def _before_aside(sentence: Sentence, comma: int) -> Tag | None:
    """Return the subject of a verb right behind a comma: "the army, backed by the coalition, entered"."""
    first, last = clause_of(sentence, comma - 1)
    if any(first <= tag.first < last for tag in sentence.verbs):
        return None
    for tag in sentence.of("entity"):
        if first <= tag.first and tag.last <= comma and can_hold(sentence, tag) and not governed(sentence, tag):
            return tag if sentence.at("content", first) or tag.first == first else None
    return None


def gender_of(tag: Tag) -> str:
    """Return what the pronoun at the end of `tag` stands for: m, f, p (people) or "" when anything may."""
    return {"ه": "m", "ها": "f", "هم": "p"}.get(tag.enc, "")


def gender_of_verb(tag: Tag) -> str:
    """Return what the subject of a verb must be to agree with it."""
    if tag.attrs.get("number") == "plural":
        return "p"
    return tag.attrs.get("gender") or ""


def agrees(sentence: Sentence, tag: Tag, gender: str) -> bool:
    """Tell whether an actor may be what a pronoun or verb of this gender stands for."""
    if not gender:
        return True
    word = sentence.words[tag.first][len(tag.pro) :]
    head = word.removeprefix("ال") if len(word) > 4 else word
    if tag.of.kind == "country":
        return gender == ("m" if word in words.MASCULINE_COUNTRIES else "f")
    if head in words.FEMININE_PLURALS or head.endswith(("ه", "ات")):
        return gender in ("f", "p")
    if head.endswith(("ون", "ين")) or head in words.HUMAN_HEADS:
        return gender in ("p", "m")
    return gender == "m" or (gender == "p" and fights(tag))
