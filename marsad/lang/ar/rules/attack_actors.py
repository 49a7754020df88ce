"""Who attacks: the actor after an act, before its verb, in a clause on it, or the subject farther off."""

from __future__ import annotations

from typing import Final

from marsad.lang.ar.entities import Entity, named, nation
from marsad.lang.ar.rules.attack_words import words
from marsad.lang.sentence import Sentence, Tag
from marsad.records import Named

MARKS: Final = frozenset("،؛.:()-–!؟…,;")
QUOTES: Final = frozenset("\"'«»“”")
_SIDES: Final = frozenset(("force", "group", "country", "people", "weapon_platform", "person"))
_FIGHTERS: Final = frozenset(("state", "rebel", "militia", "party"))
_STATES: Final = frozenset(("government", "authorities", "command", "state", "party"))
_AMOUNT: Final = words("amount")
_LIGHT: Final = words("light")
_CLAUSE: Final = words("clause")
_GOVERNS: Final = words("governs")
_FEMININE: Final = ("ه", "ات")  # endings of nouns whose verb is feminine
_HER: Final = words("feminine")  # such nouns without the ending
_ITSELF: Final = words("itself")
_DESCRIBING: Final = frozenset(("arm", "degree", "military", "hedge"))  # classes of what may describe an act
_ADJECTIVES: Final = 5  # tokens after an act that may be its adjectives


def actor_at(sentence: Sentence, token: int) -> Tag | None:
    """Return the entity at `token` where it can be a side of an attack."""
    tag = sentence.at("entity", token)
    return tag if tag is not None and is_side(sentence, tag) else None


def is_side(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether an entity fights: a force, a group, a state; of organisations a government or a party."""
    entity: Entity = tag.of
    if entity.kind == "weapon_platform" and not (entity.name and entity.actor):
        return False  # "the planes": whose, others say
    if entity.kind == "country" and _part_of_place(sentence, tag):
        return False
    if entity.kind in _SIDES:
        return not (_adjective(sentence, tag) or _unarmed(sentence, tag))
    known = sentence.at("actor", tag.first)
    if known is not None:
        return known.attrs.get("type") in _FIGHTERS
    head = sentence.at("head", tag.first)
    return entity.kind == "org" and head is not None and head.value in _STATES


def _unarmed(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether people who are named are no side of a fight: journalists, rescuers, the displaced."""
    head = sentence.at("head", tag.first)
    return head is not None and "unarmed" in head.attrs


def _part_of_place(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether a country is named only to say where: في شمال سوريا."""
    place = sentence.covering("place", tag.first)
    return place is not None and place.first < tag.first


def _adjective(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether the word describes an act before it: هجوم انتحاري, الرد العسكري."""
    arm = sentence.at("arm", tag.first)
    if arm is None:
        if tag.last > tag.first + 1 or sentence.at("military", tag.first) is None:
            return False
        return tag.first > 0 and (sentence.words[tag.first - 1].startswith("ال") or not sentence.verb_at(tag.first - 1))
    return arm.attrs.get("kind") == "manner" and any(
        act.last == tag.first and act.attrs.get("form") != "verb" for act in sentence.of("strike")
    )


def genitive(sentence: Sentence, at: int, limit: int) -> tuple[Tag | None, int]:
    """Return the actor right after an act (adjectives stepped over) and where what follows it starts."""
    if actor_at(sentence, at) is None:
        at = skip(sentence, at, limit)
    if at + 1 < limit and sentence.words[at] in _AMOUNT:  # "a number of gunmen"
        behind = at + 1 + (sentence.words[at + 1] == "من")
        at = behind if actor_at(sentence, behind) else at
    if at < limit and (tag := actor_at(sentence, at)) and not tag.pro.endswith("ب"):
        if tag.pro.startswith("و") and sentence.at("arm", at) is not None:
            return None, at  # "strikes from the air and by artillery"
        return tag, tag.last
    return None, at


def skip(sentence: Sentence, at: int, limit: int) -> int:
    """Step over adjectives of the act, times and quotation marks from `at` on."""
    while at < limit:
        if sentence.words[at] in QUOTES:
            at += 1
            continue
        tag = _describes(sentence, at) or sentence.at("time", at) or sentence.at("demonym", at)
        if tag is None or tag.pro.endswith(("ب", "ل")):
            return at
        at = tag.last
    return at


def _describes(sentence: Sentence, at: int) -> Tag | None:
    """Return the adjective of an act at `at`: "heavy", "military", "by air"."""
    if not sentence.any_at(_DESCRIBING, at):
        return None
    arm = sentence.at("arm", at)
    if arm and arm.attrs.get("kind") == "manner":
        return arm
    return sentence.at("degree", at) or sentence.at("military", at) or _alleged(sentence, at)


def _alleged(sentence: Sentence, at: int) -> Tag | None:
    """Return the adjective of doubt at `at`: "the alleged attack"."""
    tag = sentence.at("hedge", at)
    return tag if tag is not None and sentence.words[at].startswith(("ال", "م")) else None


def adjective_nation(sentence: Sentence, at: int, limit: int) -> Tag | None:
    """Return the nationality among the adjectives after an act: الغارات الروسية, غارات يعتقد أنها روسية."""
    for token in range(at, min(at + _ADJECTIVES, limit)):
        tag = sentence.at("demonym", token)
        if tag is not None:
            return tag
        word = sentence.words[token]
        believed = word in _ITSELF or sentence.at("hedge", token) is not None
        if word not in QUOTES and not believed and _describes(sentence, token) is None:
            return None
    return None


def actor_before(sentence: Sentence, token: int, first: int) -> Tag | None:
    """Return the actor that stands before `token` with nothing but times and particles between (from `first` on)."""
    for tag in reversed(sentence.of("entity")):
        if tag.first < first:
            return None
        if tag.last <= token and not tag.pro.endswith(("ب", "ل", "ك")) and is_side(sentence, tag):
            return (
                tag
                if _light(sentence, tag.last, token) and not (tag.first and sentence.words[tag.first - 1] in _GOVERNS)
                else None
            )
    return None


def _light(sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether tokens `[first, last)` hold nothing of weight: times, particles, "قد"."""
    return all(
        word in _LIGHT or word in MARKS or word in QUOTES or sentence.covering("time", at) is not None
        for at, word in enumerate(sentence.words[first:last], first)
    )


def subject(sentence: Sentence, token: int) -> Tag | None:
    """Return the nearest actor before `token` that stands as a subject: no preposition before it, not in a genitive."""
    for tag in reversed(sentence.of("entity")):
        if (
            tag.last > token
            or tag.pro.endswith(("ب", "ل", "ك"))
            or not is_side(sentence, tag)
            or tag.of.kind == "person"
            or (tag.of.kind == "people" and sentence.at("speech", tag.first - 1))
        ):
            continue  # residents who say are not who struck
        before = tag.first - 1
        if (
            before < 0
            or sentence.words[before] in _CLAUSE
            or sentence.at("content", before)
            or sentence.verb_at(before)
        ):
            return tag
    return None


def nearest(sentence: Sentence, token: int, first: int) -> Tag | None:
    """Return the last actor before `token` in tokens from `first` on: whom a pronoun on the act means."""
    found = [
        tag for tag in sentence.of("entity") if first <= tag.first and tag.last <= token and is_side(sentence, tag)
    ]
    return found[-1] if found else None


def manager(sentence: Sentence, token: int, first: int) -> Tag | None:
    """Return who managed, went on or began to do the act named at `token`: تمكنت القوات من اقتحام, يواصل قصف.

    Who answers an act ("رد على اغتيال") or stops one ("توقف عن قصف") is not named by it.
    """
    if _answers(sentence, token):
        return None
    for verb in reversed(sentence.of("manage")):
        if first <= verb.first < token:
            if any(
                verb.last <= tag.first < token and not _answers(sentence, tag.first) for tag in sentence.of("strike")
            ):
                return None
            return genitive(sentence, verb.last, token)[0] or actor_before(sentence, verb.first, first)
    return None


def _answers(sentence: Sentence, token: int) -> bool:
    """Tell whether an act is what somebody answers: "in reply to the killing" (على)."""
    return token > 0 and sentence.words[token - 1] == "علي"


def by_agent(sentence: Sentence, first: int, limit: int) -> Tag | None:
    """Return the actor after من قبل، على يد …"""
    for tag in sentence.of("doer"):
        if first <= tag.first < limit and (found := actor_at(sentence, tag.last)):
            return found
    return None


def disagrees(sentence: Sentence, verb: Tag, actor: Tag) -> bool:
    """Tell whether a verb has not the gender of whom it stands before, who then is its object: استهدف القوات، خطفت
    الزعيم."""
    gender = verb.attrs.get("gender")
    if (
        verb.enc
        or verb.attrs.get("number") != "singular"
        or any(tag.cls == "strike" and tag.attrs.get("form") != "verb" for tag in sentence.starting(verb.first))
    ):
        return False  # قصف القوات: may be the noun
    word = sentence.words[actor.first]
    if gender == "m":
        return actor.of.kind != "person" and (word.endswith(_FEMININE) or word in _HER)
    return gender == "f" and actor.of.kind == "person" and not word.endswith("ه")


def capital(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether an entity is a capital that may be meant as a place: قصف دمشق."""
    country = sentence.at("country", tag.first)
    return country is not None and country.attrs.get("metonym") == "yes" and country.last == tag.last


def actor_named(sentence: Sentence, tag: Tag) -> Named | None:
    """Return an entity or a nationality for the slot of the attacker."""
    return nation(sentence, tag.first) if tag.cls == "demonym" else named(sentence, tag)
