"""Read one act: a verb with subject and object, a noun with what hangs on it, a clash of two sides."""

from __future__ import annotations

from typing import Final

from marsad.lang.ar.clauses import clause_of, stretch
from marsad.lang.ar.rules import attack_actors as actors
from marsad.lang.ar.rules import attack_targets as targets
from marsad.lang.ar.rules.attack_act import Act
from marsad.lang.ar.rules.attack_arms import arms_of, own_arm
from marsad.lang.ar.rules.attack_targets import Range
from marsad.lang.ar.rules.attack_words import words
from marsad.lang.sentence import Sentence, Tag

_ON_IT: Final = words("on_it")
_IN: Final = ("في", "داخل", "قرب", "حول")
_THEREIN: Final = (("فيه",), ("فيها",), ("خلاله",), ("خلالها",))
_SEVERAL: Final = (("عده",), ("عديده",), ("متعدده",), ("متفرقه",), ("مكثفه",), ("عنيفه",))
_FAR: Final = 12  # tokens between a carrying verb and its noun
_RELATIVE: Final = words("relative")
_PLURAL: Final = ("وا", "ون", "تا")  # endings of verbs whose subject stands before them
_BESIDE: Final = words("beside")  # words that مع belongs to, where it names no side
_BORDERED: Final = 4  # tokens between such a word and مع
_SUNK: Final = ("drones", "warships")  # platforms that are hit rather than hit


def read_act(sentence: Sentence, tag: Tag, limit: int) -> Act:
    first, last = stretch(sentence, tag.first)
    whole, limit = limit, min(limit, last)
    act = Act(tag, tag.first, max(limit, tag.last), tag.value, tag.attrs.get("form") == "verb")
    act.verb = act.verb or _stands_for_verb(sentence, tag, first)
    if tag.value == "clash":
        _clash(sentence, act)
    elif act.verb:
        _verb(sentence, act, first, whole)
    else:
        _noun(sentence, act, first)
    if act.attacker is None:
        act.attacker = actors.by_agent(sentence, tag.last, act.last)
    own = own_arm(sentence, act, first)
    if tag.attrs.get("need") == "air":
        act.target = act.target or _brought_down(sentence, act)
    if act.target is not None:
        act.target = targets.holder(sentence, act.target, len(sentence))
    act.arms = arms_of(sentence, act, first) + own
    if act.attacker is None and not act.verb:
        act.attacker = actors.manager(sentence, tag.first, first)
    if tag.attrs.get("after") == "before":  # يستخدمون المدنيين دروعا بشرية
        act.target = targets.phrase_before(sentence, tag.first, first)
        act.attacker = act.attacker or actors.subject(sentence, tag.first)
    of_her = act.pronoun and not act.verb and tag.attrs.get("after") == "target" and act.target is None
    if act.attacker is None and (act.verb or act.pronoun) and not own and not of_her:
        near = None if act.verb else actors.nearest(sentence, tag.first, first)
        act.attacker, act.carried = near or actors.subject(sentence, tag.first), True
    return act


def _stands_for_verb(sentence: Sentence, tag: Tag, first: int) -> bool:
    """Tell whether a noun written like its verb follows its subject: "that the army shelled" (أن الجيش قصف)."""
    if tag.attrs.get("after") != "either" or tag.article or tag.pro or tag.enc:
        return False
    return actors.actor_before(sentence, tag.first, first) is not None


def _brought_down(sentence: Sentence, act: Act) -> Range | None:
    """Return the missiles or drones that are shot down, where other words stand before them."""
    found = next((arm for arm in sentence.of("arm") if act.tag.last <= arm.first < act.last), None)
    return targets.phrase(sentence, found.first, act.last) if found and not found.pro.endswith("ب") else None


def _verb(sentence: Sentence, act: Act, first: int, limit: int) -> None:
    tag = act.tag
    inside = sentence.words[tag.last : tag.last + 1] in _THEREIN
    actor, at = actors.genitive(sentence, tag.last + inside, act.last)
    if actor is not None and (
        _of_an_act(sentence, tag)
        or _takes_object(sentence, tag, at, act.last)
        or actors.disagrees(sentence, tag, actor)
    ):
        actor, at = None, tag.last  # "raids that hit the fighters"
    if tag.attrs.get("part"):
        act.target = targets.phrase(sentence, tag.last, act.last)
        return
    before = None if tag.enc and actor else actors.actor_before(sentence, tag.first, first)
    if before is not None:
        act.attacker, at = before, actors.skip(sentence, tag.last, act.last)
        act.first = before.first
    elif actor is not None:
        act.attacker = actor
    elif (planes := sentence.at("arm", tag.last)) and planes.attrs.get("kind") == "platform" and not planes.pro:
        at = planes.last
    at = targets.past_times(sentence, at, limit)
    at = actors.skip(sentence, targets.instrument_end(sentence, at, limit), limit)
    if at == act.last < limit and sentence.words[at] in "،,":
        at += 1
    if at > act.last:
        act.last = min(limit, clause_of(sentence, at)[1])
        at = actors.skip(sentence, at, act.last)
    if act.pronoun:
        return
    prep = tag.attrs.get("prep")
    if tag.attrs.get("after") == "arm" or prep == "على":
        act.target = targets.toward(sentence, at, act.last)
    elif prep:
        act.target = targets.to_object(sentence, at, act.last)
    else:
        act.target = targets.phrase(sentence, at, act.last) or targets.toward(sentence, at, act.last)


def _where(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether a capital or a country is only where two sides fight: "in Tripoli"."""
    return tag.of.kind == "country" and (tag.pro.endswith("ب") or sentence.words[tag.first - 1] in _IN)


def _of_an_act(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether a verb describes the act named right before it, and so has it for its subject."""
    act = next((t for t in reversed(sentence.of("strike")) if t.last <= tag.first), None)
    if act is None or act.attrs.get("form") == "verb" or tag.pro:
        return False
    between = sentence.words[act.last : tag.first]
    return actors.skip(sentence, act.last, tag.first) == tag.first or between in _SEVERAL


def _takes_object(sentence: Sentence, tag: Tag, at: int, limit: int) -> bool:
    """Tell whether who follows a verb is struck: "they pelted the troops" (رشقوا), "on its way to hit X" (لتضرب)."""
    if tag.attrs.get("prep") or tag.attrs.get("after") == "arm" or tag.enc:
        return False
    if sentence.words[tag.first].endswith(_PLURAL):
        return True
    aimed = tag.pro.endswith("ل") or _after_subject(sentence, tag)
    return aimed and targets.phrase(sentence, at, limit) is None


def _after_subject(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether "that" and a noun open the clause of a verb: "that a car ran over men" (أن سيارة دهست رجالا)."""
    first, _ = clause_of(sentence, tag.first)
    if sentence.at("content", first) is None or tag.first - first < 2:
        return False
    return sentence.words[tag.first - 1] not in _RELATIVE


def _noun(sentence: Sentence, act: Act, first: int) -> None:
    tag = act.tag
    carrier = _carrier(sentence, tag.first, first)
    if carrier is not None:
        act.first = carrier.first
        _carried(sentence, act, carrier, first)
    actor, at = actors.genitive(sentence, tag.last, act.last)
    after = tag.attrs.get("after")
    if actor is not None and _is_target(sentence, actor, after, at, act.last):
        at = actor.first
        actor = None
    if actor is not None and _struck_country(sentence, actor, after, at, act.last):
        actor = None  # "the strike on Syria" (ضربة سوريا): whose it is is not said
    if act.attacker is None:
        act.attacker = actor or actors.adjective_nation(sentence, tag.last, act.last) or _doer(sentence, act)
    if act.pronoun and after == "target":  # استهدافها المواقع: hers; استهدافها: of her
        act.target = act.target or targets.phrase(sentence, actors.skip(sentence, at, act.last), act.last)
        return
    if after == "target" and act.target is None and (actor is None or act.attacker is not actor):
        act.target = targets.phrase(sentence, actors.skip(sentence, at, act.last), act.last)
    act.target = act.target or targets.toward(sentence, at, act.last)
    air = act.type in ("airstrike", "drone")
    act.target = act.target or targets.to_object(sentence, at, act.last, strikes=air)
    act.target = act.target or _suffered(sentence, act) or targets.held_by(sentence, at, act.last)
    if act.target is None and after in ("target", "either"):
        act.target = targets.phrase(sentence, actors.skip(sentence, at, act.last), act.last)


def _is_target(sentence: Sentence, actor: Tag, after: str | None, at: int, limit: int) -> bool:
    """Tell whether the actor right after an act is its target: استهداف القوات, قصف دمشق."""
    if after not in ("target", "either"):
        return False
    if after == "target" and actor.of.kind == "weapon_platform" and not targets.to_object(sentence, at, limit):
        return not actor.value or actor.value.endswith(_SUNK)
    if after == "either":
        return actors.capital(sentence, actor)
    return not _object_follows(sentence, at, limit)


def _struck_country(sentence: Sentence, actor: Tag, after: str | None, at: int, limit: int) -> bool:
    """Tell whether a country after a noun of force may be where it was: nothing behind it says whom it struck."""
    if actor.of.kind != "country" or after != "attacker" or actor.pro or sentence.at("demonym", actor.first):
        return False
    return targets.toward(sentence, at, limit) is None and targets.to_object(sentence, at, limit) is None


def _object_follows(sentence: Sentence, at: int, limit: int) -> bool:
    if targets.to_object(sentence, at, limit):
        return True
    found = targets.phrase(sentence, at, limit)
    return found is not None and not sentence.words[found[0]].startswith("ال")


def _doer(sentence: Sentence, act: Act) -> Tag | None:
    """Return the actor of a clause on the act: "raids that X launched", "bombardment from X's planes"."""
    for verb in sentence.of("launch"):
        if act.tag.last <= verb.first < act.last and verb.attrs.get("form") == "verb":
            actor, _ = actors.genitive(sentence, verb.last, act.last)
            if actor is not None:
                return actor
    at = actors.skip(sentence, act.tag.last, act.last)
    if at + 1 < act.last and sentence.words[at] == "من":
        found = actors.actor_at(sentence, at + 1)
        return found if found is not None and found.of.kind != "country" else None  # "an attack from Syria": whence
    return None


def _suffered(sentence: Sentence, act: Act) -> Range | None:
    """Return who suffers in a clause on the act: هجوم تعرضت له القوات."""
    for verb in sentence.of("suffer"):
        if act.tag.last <= verb.first < act.last and verb.attrs.get("form") == "verb":
            at = verb.last + (sentence.words[verb.last : verb.last + 1] in (("له",), ("لها",)))
            return targets.phrase(sentence, at, act.last)
    return None


def _carrier(sentence: Sentence, token: int, first: int) -> Tag | None:
    """Return the verb (شن، تعرض …) that carries the noun at `token`, within its clause."""
    for tag in reversed(sentence.of("launch", "suffer")):
        if first <= tag.first and tag.last <= token and token - tag.last <= _FAR:
            for other in sentence.of("strike"):
                if _between(sentence, other, tag.last, token):
                    return None
            return tag
    return None


def _between(sentence: Sentence, tag: Tag, first: int, last: int) -> bool:
    """Tell whether another act stands in tokens `[first, last)`; فجرا is a time there, and no act."""
    return first <= tag.first < last and sentence.covering("time", tag.first) is None


def _carried(sentence: Sentence, act: Act, carrier: Tag, first: int) -> None:
    if carrier.cls == "launch":
        act.attacker = _launcher(sentence, act, carrier, first)
        return
    at = targets.past_times(sentence, carrier.last, act.tag.first)
    before = targets.phrase_before(sentence, carrier.first, first) if carrier.attrs.get("form") == "verb" else None
    act.target = before or targets.phrase(sentence, at, act.tag.first)


def _launcher(sentence: Sentence, act: Act, carrier: Tag, first: int) -> Tag | None:
    """Return the subject of a carrying verb: after it, before it, or farther off."""
    at = carrier.last + (sentence.words[carrier.last] in _ON_IT)
    near = actors.genitive(sentence, at, act.tag.first)[0] or actors.actor_before(sentence, carrier.first, first)
    if near is None and carrier.attrs.get("form") == "verb":
        act.carried = True
        return actors.subject(sentence, carrier.first)
    return near


def _clash(sentence: Sentence, act: Act) -> None:
    """Read two sides: "between A and B", "A clashed with B"."""
    between = _after(sentence, act.tag.last, act.last, "بين")
    if between is not None:
        sides = [
            t
            for t in sentence.of("entity")
            if between[0] <= t.first < act.last and actors.actor_at(sentence, t.first) and not _where(sentence, t)
        ]
        if sides:
            act.attacker = sides[0]
        words = sentence.words[between[0] : act.last]
        if len(sides) > 2 and "جهه" in words:
            sides[1] = sides[-1]
        if "وبين" in words:
            second = between[0] + words.index("وبين")
            sides[1:] = [side for side in sides if side.first > second]
        if len(sides) > 1:
            act.target = (sides[1].first, sides[1].last)
        return
    first, _ = stretch(sentence, act.tag.first)
    actor, at = actors.genitive(sentence, act.tag.last, act.last)
    act.attacker = (actors.actor_before(sentence, act.tag.first, first) if act.verb else None) or actor
    act.target = _with(sentence, at, act.last) or targets.toward(sentence, at, act.last)
    carrier = None if act.verb else _carrier(sentence, act.tag.first, first)
    if carrier is not None and carrier.cls == "launch" and act.attacker is None:
        _carried(sentence, act, carrier, first)
    if act.attacker is None and act.target is not None:  # "took the town after clashes with X"
        act.attacker, act.carried = actors.subject(sentence, act.tag.first), True


def _with(sentence: Sentence, first: int, limit: int) -> Range | None:
    """Return whom a clash is with; a border "with Turkey" and what goes "along with" it are no side of it."""
    at = next((i for i in range(first, limit) if sentence.words[i] == "مع"), None)
    if at is None or not _BESIDE.isdisjoint(sentence.words[max(first, at - _BORDERED) : at]):
        return None
    return targets.phrase(sentence, at + 1, limit)


def _after(sentence: Sentence, first: int, limit: int, word: str) -> Range | None:
    at = next((i for i in range(first, limit) if sentence.words[i] == word), None)
    return targets.phrase(sentence, at + 1, limit) if at is not None and at + 1 < limit else None
