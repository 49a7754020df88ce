"""Attacks: who struck whom, with what.

An act is a noun (قصف، غارات التحالف على …) or a verb (استهدفت، هاجم); an arm beside it says its type; a verb that
only carries it (شن، نفذ، تعرض) gives attacker or target. Abstains on what is threatened, warned of, planned or a
condition, on negated acts that nobody denies, and on weak nouns (عملية، ضربة) with neither attacker, target nor arm.

A mention's rule says how it is told: `attack` in full, `attack/again` by a word that points back, `attack/war` as
the war that goes on. claims/attacks.py folds by it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from marsad.lang.ar.clauses import clause_of, tense, uncertain
from marsad.lang.ar.rules.attack_act import Act
from marsad.lang.ar.rules.attack_actors import actor_named, adjective_nation, genitive
from marsad.lang.ar.rules.attack_arms import later_arms, second_means, settle
from marsad.lang.ar.rules.attack_deeds import belongs, coordinated, join
from marsad.lang.ar.rules.attack_holds import holds, undone
from marsad.lang.ar.rules.attack_read import read_act
from marsad.lang.ar.rules.attack_targets import Range, phrase, target_named
from marsad.lang.ar.rules.attack_words import words
from marsad.lang.mention import Document, Mention
from marsad.lang.sentence import Sentence, Tag
from marsad.records import Attack, Certainty, Named

TRIGGERS: Final[tuple[str, ...]] = ("strike", "arm")

_NOUN_PLACE: Final = words("noun_place")
_THIS: Final = words("this")
_AREA: Final = words("area")
_ACCUSES: Final = words("accuses")
_WHOSE: Final = words("whose")
_NEAR: Final = 4  # tokens between an act and the verb that launched it
_BELLIGERENT: Final = ("force", "group", "country")
_FROM_AFAR: Final = ("airstrike", "shelling")
_SETTLED: Final = (
    None,
    "town",
    "neighbourhood",
    "region",
    "admin1",
    "admin2",
    "office",
    "capital",
)  # cues of where people live


def read(sentence: Sentence, document: Document) -> list[Mention]:
    """Return an attack for every act of the sentence; a question tells none."""
    found: list[Mention] = []
    if sentence.words[-1] == "؟":
        return found
    acts = _acts(sentence)
    held = [act for act in acts if holds(sentence, document, act)]
    held += [act for act in _fired(sentence, held) if holds(sentence, document, act)]
    for act in held:
        before = None
        for other in held:
            if other.first < act.first and (before is None or other.first > before.first):
                before = other
        found.append(_mention(sentence, document, act, before))
        if means := second_means(act):
            found.append(_mention(sentence, document, replace(act, type=means), before))
    return found


def _acts(sentence: Sentence) -> list[Act]:
    """Return the acts of a sentence as they are read, those that belong together joined."""
    acts: list[Act] = []
    tags = _heads(sentence)
    for index, tag in enumerate(tags):
        limit = tags[index + 1].first if index + 1 < len(tags) else len(sentence)
        act = read_act(sentence, tag, limit)
        act.arms += later_arms(sentence, act, limit)
        if acts and belongs(sentence, acts[-1], act):
            join(acts[-1], act)
        else:
            if acts and act.attacker is None and coordinated(sentence, acts[-1], act):
                act.attacker, act.carried = acts[-1].attacker, True
            acts.append(act)
    for act in acts:
        settle(sentence, act)
    return acts


def _fired(sentence: Sentence, acts: list[Act]) -> list[Act]:
    """Return what harmed people by itself: "wounded by gunfire", "killed by a shell"."""
    found: list[Act] = []
    for arm in sentence.of("arm"):
        first, last = clause_of(sentence, arm.first)
        if not arm.pro or not arm.pro.endswith("ب") or arm.attrs.get("kind") not in ("arm", "mine"):
            continue
        if any(first <= act.tag.first < last for act in acts):
            continue
        harms = [harm for harm in sentence.of("harm", "harmed") if first <= harm.first < arm.first]
        if harms:
            act = Act(arm, arm.first, last, arm.value, verb=False, arms=[arm])
            act.attacker = genitive(sentence, arm.last, last)[0] or adjective_nation(sentence, arm.last, last)
            act.target = phrase(sentence, harms[-1].last, arm.first) if harms[-1].cls == "harm" else None
            found.append(act)
    return found


def _heads(sentence: Sentence) -> list[Tag]:
    """Return one tag of an act a token: the noun where noun and verb are written alike and a noun stands there."""
    heads: list[Tag] = []
    seen = -1
    for tag in sentence.of("strike"):
        if tag.first < seen:
            continue
        best = _best(sentence, tag.first)
        seen = best.last
        if not (_idle(sentence, best) or _dawn(sentence, best) or _of_an_act(sentence, best)):
            heads.append(best)
    return heads


def _best(sentence: Sentence, first: int) -> Tag:
    longest = sentence.at("strike", first)
    assert longest is not None
    found = [tag for tag in sentence.starting(first) if tag.cls == "strike" and tag.last == longest.last]
    nouns = [tag for tag in found if tag.attrs.get("form") != "verb"]
    if len(nouns) == len(found):
        return nouns[0]
    if not nouns:
        return found[0]
    noun_place = first == 0 or found[0].article or found[0].pro[-1:] in ("ب", "ل", "ك") or _before_noun(sentence, first)
    return nouns[0] if noun_place else next(tag for tag in found if tag not in nouns)


def _before_noun(sentence: Sentence, first: int) -> bool:
    if sentence.words[first - 1] in _NOUN_PLACE:
        return True
    return any(tag.cls in ("suffer", "launch", "wary") for tag in sentence.starting(first - 1))


def _idle(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether the word is no act here: "stopping the bombardment", "the danger of an attack"."""
    if tag.attrs.get("form") == "verb":
        return False
    back = 3 if tag.pro.endswith("ل") else 1  # وقف شامل لإطلاق النار
    wary = sentence.of("wary")
    return bool(wary) and any(tag.first - back <= other.first < tag.first for other in wary)


def _of_an_act(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether the verb has an act for its object, by a pronoun: "the operation that the army launched"."""
    if not tag.enc or sentence.at("launch", tag.first) is None:
        return False
    before = range(max(0, tag.first - _NEAR), tag.first)
    return any(sentence.at("strike", at) for at in before) and not any(sentence.at("arm", at) for at in before)


def _dawn(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether فجر is the dawn: the verb "blew up" has its subject right after it, and no article."""
    if tag.article and tag.attrs.get("form") == "verb":
        return True
    word = sentence.words[tag.first]
    if word in ("فجرا", "وفجرا"):
        return True
    return word.endswith("فجر") and len(word) < 5 and sentence.at("entity", tag.last) is None


def _mention(sentence: Sentence, document: Document, act: Act, before: Act | None) -> Mention:
    first, last = _evidence(sentence, act, before)
    tag = act.tag
    accused = act.attacker is not None and _accused(sentence, document, tag.first)
    attacker = None if accused else _attacker(sentence, document, act)
    ground = _ground(sentence, act)
    only_ground = ground is not None and act.type in _FROM_AFAR
    target = target_named(sentence, act.target) if act.target and not only_ground else None
    if target is not None and act.type in _FROM_AFAR and target.name is None and _area(sentence, act):
        target = None
    return Mention(
        kind="attack",
        rule="attack/war" if act.tag.attrs.get("war") else "attack/again" if _again(sentence, act) else "attack",
        sentence=sentence.index,
        first=first,
        last=last,
        trigger=tag.first,
        detail=Attack(act.type, attacker, target),
        place=(ground,) if ground else None,
        certainty=_certainty(sentence, act),
        tense=tense(sentence, tag.first),
    )


def _attacker(sentence: Sentence, document: Document, act: Act) -> Named | None:
    """Return the attacker; "our forces", "its planes" are the speaker's, and what a force announces is its own."""
    own = _own(sentence, act)
    if own or act.attacker is None:
        for frame in document.frames_of(sentence):
            if frame.first <= act.tag.first < frame.last and frame.kind in _BELLIGERENT:
                announced = frame.act == "announce" and not act.verb and act.tag.first == frame.first
                if own or announced:
                    return frame.speaker
    return None if act.attacker is None else actor_named(sentence, act.attacker)


def _own(sentence: Sentence, act: Act) -> bool:
    """Tell whether a pronoun says whose the attackers are: قواته، طائراتنا."""
    arm = sentence.at("arm", act.tag.first - 1) if act.verb else None
    doer = act.attacker or arm
    return doer is not None and doer.enc in _WHOSE


def _accused(sentence: Sentence, document: Document, at: int) -> bool:
    """Tell whether the act is what somebody is accused of, by a word of accusation."""
    for frame in document.frames_of(sentence):
        if frame.act == "accuse" and frame.first <= at < frame.last and sentence.words[frame.cue] in _ACCUSES:
            return True
    return False


def _ground(sentence: Sentence, act: Act) -> Tag | None:
    """Return the place that the target is, where it is nothing else: a town is where shells fall, not whom they hit."""
    if act.target is None:
        return None
    place = sentence.covering("place", act.target[0])
    if place is None or place.last < act.target[1]:
        return None
    settled = not place.of.headed and place.of.anaphor is None and place.of.cue in _SETTLED
    return place if settled else None


def _area(sentence: Sentence, act: Act) -> bool:
    """Tell whether the target is only an area: "several parts of the city"."""
    return act.target is not None and sentence.words[act.target[0]].removeprefix("ل") in _AREA


def _certainty(sentence: Sentence, act: Act) -> Certainty | None:
    if undone(sentence, act):
        return "denied"
    return "uncertain" if uncertain(sentence, act.tag.first) else None


def _again(sentence: Sentence, act: Act) -> bool:
    """Tell whether the words point back to an attack told before: "the attack", "these raids", a bare "attack"."""
    before = sentence.words[act.tag.first - 1] if act.tag.first else ""
    if before in _THIS:
        return True
    if act.pronoun and not act.verb and act.target is None and not act.arms:
        return True
    if act.verb or act.attacker is not None:
        return False
    if act.arms:
        return act.tag.article and act.target is None and act.tag.value == "other"
    return act.tag.article or (act.target is None and act.type == "other" and act.tag.attrs.get("fixed") is None)


def _evidence(sentence: Sentence, act: Act, before: Act | None) -> Range:
    first, last = clause_of(sentence, act.tag.first)
    start = max(first, before.last) if before and before.last <= act.first else first
    end = max(min(act.last, last), act.tag.last, act.target[1] if act.target else 0)
    return min(start, act.first), end
