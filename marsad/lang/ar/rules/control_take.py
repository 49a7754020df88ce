"""Shapes of control that is taken or held: سيطر على، تحت سيطرة، استعاد، طرد من، سقط بيد، سلم."""

from __future__ import annotations

from dataclasses import replace

from marsad.lang.ar.entities import named
from marsad.lang.ar.rules import control_ground as ground
from marsad.lang.ar.rules import control_holders as holders
from marsad.lang.ar.rules import control_sides as sides
from marsad.lang.ar.rules import control_words as words
from marsad.lang.ar.rules.control_act import Act, Scene
from marsad.lang.ar.rules.control_holders import is_verb
from marsad.lang.sentence import Tag
from marsad.records import Named


def over(scene: Scene, tag: Tag) -> Act | None:
    """Read X سيطر على Y، سيطرة X على Y، تحت سيطرة X، Y التي يسيطر عليها X."""
    sentence = scene.sentence
    before = sentence.words[tag.first - 1] if tag.first else ""
    noun = not is_verb(tag)
    if noun and tag.last < len(sentence) and sentence.words[tag.last] in words.UNARMED:
        return None
    if noun and (before in words.LOST or _is_lost(scene, tag)):
        return None
    if noun and _is_state(scene, tag):
        return _in_state(scene, tag)
    at = ground.behind(sentence, tag, words.ON, unknown=holders.fights(sides.fighter(sentence, tag)))
    _, last = scene.clause(tag)
    pronoun = at is None and any(word in words.ON_IT for word in sentence.words[tag.last : min(tag.last + 6, last + 3)])
    told = noun or tag.attrs.get("tense") == "past"  # a present verb describes what stands before it: ground, or arms
    if at is None and not (pronoun and (told or ground.stands_before(sentence, tag.first))):
        return None
    actor = scene.subject(tag, object_is_pronoun=pronoun)
    named_after = noun and not tag.article and holders.right_after(sentence, tag.last, last) is not None
    holds = (
        (is_verb(tag) and tag.attrs.get("tense") == "present" and not _is_subjunctive(scene, tag))
        or tag.value == "holds"
        or before in words.KEEPING
    )
    holds = holds or (named_after and tag.pro.endswith("ل"))  # "an end to X's control of"
    return _aimed(scene, scene.act(tag, "holds" if holds else "captures", actor, at))


def _is_lost(scene: Scene, tag: Tag) -> bool:
    above = sides.governor(scene.sentence, tag)
    return above is not None and above.attrs.get("shape") == "lack"


def _is_state(scene: Scene, tag: Tag) -> bool:
    """Tell whether a noun says under whose control ground is, and not that it is taken."""
    first, _ = scene.clause(tag)
    before = scene.sentence.words[tag.first - 1] if tag.first else ""
    if before in words.UNDER or (before == "في" and tag.value == "holds"):
        return True
    states = scene.sentence.of("state")
    return tag.pro.endswith("ل") and any(first <= s.first and 0 <= tag.first - s.last <= 5 for s in states)


def _in_state(scene: Scene, tag: Tag) -> Act | None:
    """Read "under the control of X": the ground stands before it, or behind its holder."""
    sentence = scene.sentence
    _, last = scene.clause(tag)
    near = (holders.holder_at(sentence, at) for at in range(tag.last, min(last, tag.last + 5)))
    holder = None if holders.has_pronoun(tag) else next((found for found in near if found), None)
    actor = named(sentence, holder) if holder else scene.owner(tag)
    if actor is None:
        return None
    act = scene.act(tag, "holds", actor, None, holder.last if holder else 0)
    return None if tag.value == "holds" and act.places is None else act


def take(scene: Scene, tag: Tag) -> Act | None:
    """Read X استعاد Y، استعادة Y، استعادة X Y، Y الذي استعاده X."""
    sentence = scene.sentence
    if _takes_control(scene, tag) or (tag.attrs.get("need") == "force" and sides.fighter(sentence, tag) is None):
        return None
    verb, pronoun = is_verb(tag), holders.has_pronoun(tag)
    at = None if pronoun and verb else ground.direct(sentence, tag)
    if at is None and tag.attrs.get("need") == "force":
        at = ground.behind(sentence, tag, words.INTO)
    if at is None and not (pronoun and ground.stands_before(sentence, tag.first)):
        return None
    actor = _taker(scene, tag, at) if pronoun and not verb else scene.subject(tag, object_is_pronoun=pronoun)
    holds = tag.attrs.get("lasting") and (not verb or tag.attrs.get("tense") == "present")
    act = scene.act(tag, "holds" if holds else "captures", actor, at)
    if at is None:
        act.loser = sides.loser(sentence, tag, tag.last, scene.clause(tag)[1])
    return _aimed(scene, act)


def _taker(scene: Scene, tag: Tag, at: ground.Range | None) -> Named | None:
    """Return who takes where the noun carries a pronoun: the ground, or who takes."""
    if at is not None:
        return scene.owner(tag)
    above = sides.governor(scene.sentence, tag)
    return scene.subject(above) if above else None


def _takes_control(scene: Scene, tag: Tag) -> bool:
    """Tell whether what is taken is control itself, which is read at its own word: استعاد السيطرة على."""
    _, last = scene.clause(tag)
    for other in scene.sentence.of("control"):
        if (
            tag.last <= other.first < min(last, tag.last + 8)
            and other.attrs.get("shape") == "over"
            and not is_verb(other)
        ):
            between = scene.sentence.of("place", "ground")
            if scene.sentence.words[other.first - 1] == "من":
                return False  # "took it from the control of"
            return not any(tag.last <= found.first < other.first for found in between)
    return False


def oust(scene: Scene, tag: Tag) -> Act | None:
    """Read X طرد Z من Y."""
    sentence = scene.sentence
    at = ground.behind(sentence, tag, words.FROM)
    if at is None:
        return None
    found = [e for e in sentence.of("entity") if tag.last <= e.first < at[0] and holders.holder_at(sentence, e.first)]
    if not found and not holders.has_pronoun(tag):
        return None
    if is_verb(tag):
        actor = scene.subject(tag, object_is_pronoun=holders.has_pronoun(tag))
        if len(found) == 1 and actor and actor.span == named(sentence, found[0]).span:
            before = holders.nominal(sentence, scene.clause(tag)[0], tag.first)  # the one behind the verb is its object
            actor = named(sentence, before) if before else None
    else:
        above = sides.governor(sentence, tag)
        actor = scene.subject(above) if above else None
    act = scene.act(tag, "captures", actor, at)
    act.loser = named(sentence, found[-1]) if found else None
    return _aimed(scene, act)


def fall(scene: Scene, tag: Tag) -> Act | None:
    """Read Y سقطت بيد X."""
    sentence = scene.sentence
    _, last = scene.clause(tag)
    hands = next((h for h in sentence.of("hands") if tag.last <= h.first < last), None)
    taker = holders.right_after(sentence, hands.last, last) if hands else None
    if hands is not None and taker is None and (people := sentence.at("entity", hands.last)):
        taker = people if people.of.kind == "people" else None
    at = ground.direct(sentence, tag)
    if taker is None or (at is None and not ground.stands_before(sentence, tag.first)):
        return None
    act = scene.act(tag, "captures", named(sentence, taker), at)
    act.last = max(act.last, taker.last)
    return act


def give(scene: Scene, tag: Tag) -> Act | None:
    """Read X سلم Y إلى Z."""
    at = ground.direct(scene.sentence, tag)
    return scene.act(tag, "hands_over", scene.subject(tag), at) if at is not None else None


def hands(scene: Scene, tag: Tag) -> Act | None:
    """Read Y التي كانت في أيدي X."""
    sentence = scene.sentence
    holder = holders.right_after(sentence, tag.last, scene.clause(tag)[1])
    if holder is None or holders.relative_before(sentence, tag.first) < 0 or tag.value != "hold":
        return None
    return scene.act(tag, "holds", named(sentence, holder), None, holder.last)


def _aimed(scene: Scene, act: Act) -> Act:
    """Turn a taking into a contest where it is only aimed at: لاستعادة، محاولة السيطرة، معركة تحرير."""
    if act.action != "captures":
        return act
    if is_verb(act.tag):
        above = sides.verb_above(scene.sentence, act.tag.first - 1) if _is_subjunctive(scene, act.tag) else None
        return replace(act, action="contests") if above is not None and above.cls == "aim" else act
    tag: Tag | None = act.tag
    while tag is not None:
        nears = tag is not act.tag and tag.attrs.get("shape") == "move" and is_verb(tag)  # "is close to taking"
        if nears or (tag.pro.endswith("ل") and not is_verb(tag)) or tag.cls in ("aim", "fight"):
            act.action = "contests"
        if is_verb(tag):
            break
        tag = sides.governor(scene.sentence, tag)
    return act


def _is_subjunctive(scene: Scene, tag: Tag) -> bool:
    return tag.attrs.get("tense") == "present" and tag.first > 0 and scene.sentence.words[tag.first - 1] == "ان"
