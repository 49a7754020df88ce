"""Shapes of forces that move, ring or sit: انسحب من، تقدم نحو، حاصر، معقل، تمركز في، نشر قوات في، مناطق X."""

from __future__ import annotations

from typing import Final

from marsad.lang.ar.entities import named
from marsad.lang.ar.rules import control_ground as ground
from marsad.lang.ar.rules import control_holders as holders
from marsad.lang.ar.rules import control_sides as sides
from marsad.lang.ar.rules import control_words as words
from marsad.lang.ar.rules.control_act import Act, Scene
from marsad.lang.ar.rules.control_holders import is_verb
from marsad.lang.sentence import Sentence, Tag
from marsad.records import Named

_FLEEING: Final = 6  # tokens between those who flee and their flight
_STRUCK_NEAR: Final = 12  # tokens between a strike and a gathering of forces that is its target

_LIES: Final = frozenset(("تقع", "يقع", "تقعان", "يقعان"))  # where a place lies is no move


def leave(scene: Scene, tag: Tag) -> Act | None:
    """Read X انسحب من Y."""
    sentence = scene.sentence
    if tag.enc and not is_verb(tag) and sentence.before("folk", tag.first, within=_FLEEING):
        return None  # civilians flee
    at = ground.behind(sentence, tag, words.FROM)
    force = sides.fighter(sentence, tag)
    actor: Named | None
    if force is not None:
        actor = named(sentence, force)
    elif tag.attrs.get("need") == "force":
        actor = scene.owner(tag) if not is_verb(tag) else None
    else:
        actor = scene.subject(tag) if at and not _personal(sentence, tag) else None
    if actor is None or (at is None and (tag.attrs.get("need") == "force" or _from_elsewhere(scene, tag))):
        return None
    if at is not None:
        at = at[0], next((i for i in range(*at) if sentence.words[i] in words.AWAY), at[1])
    act = scene.act(tag, "withdraws", actor, at)
    act.loser = None
    return act


def _personal(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether a person is who leaves, or a noun of leaving has a person before it: "his words about leaving"."""
    found = holders.right_after(sentence, tag.last, len(sentence))
    if found is None and not is_verb(tag) and tag.pro.endswith("ب"):
        found = sentence.before("entity", tag.first, within=1)
    return found is not None and found.of.kind in ("person", "role")


def _from_elsewhere(scene: Scene, tag: Tag) -> bool:
    """Tell whether what is left has a name that is no ground: a meeting, a treaty."""
    _, last = scene.clause(tag)
    for at in range(tag.last, min(last, tag.last + 6)):
        if scene.sentence.words[at] == "من" and at + 1 < last:
            return scene.sentence.words[at + 1].startswith("ال")
    return False


def move(scene: Scene, tag: Tag) -> Act | None:
    """Read X تقدم نحو Y."""
    sentence = scene.sentence
    if any(
        o.attrs.get("shape") == "over" and not is_verb(o)
        for o in sentence.of("control")
        if 0 <= o.first - tag.last <= 1
    ):
        return None  # "is close to taking": read at its own word
    at = ground.behind(sentence, tag, words.TOWARD)
    force = sides.fighter(sentence, tag)
    actor = named(sentence, force) if force else None
    gained = tag.article and _gained(sentence, tag)
    if actor is None and (gained or (not is_verb(tag) and tag.attrs.get("noun"))):
        actor = scene.owner(tag) or (sides.carried(sentence, scene.document, tag.first, "") if gained else None)
    if actor is None or (at is None and not gained):
        return None
    joins = force is not None and sentence.words[force.first].endswith(words.REINFORCEMENTS)
    return scene.act(tag, "holds" if joins else "advances", actor, at)


def _gained(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether the noun is what was achieved: "أحرزت مزيدا من التقدم"."""
    return any(0 <= tag.first - gain.last <= 2 for gain in sentence.of("gain") if gain.value != "announce")


def pull(scene: Scene, tag: Tag) -> Act | None:
    """Read X سحب قواته من Y."""
    sentence = scene.sentence
    at = ground.behind(sentence, tag, words.FROM)
    if at is None:
        return None
    found = [e for e in sentence.of("entity") if tag.last <= e.first < at[0] and holders.holder_at(sentence, e.first)]
    if not any(holders.fights(e) for e in found):
        return None
    actor = scene.subject(tag) if is_verb(tag) else named(sentence, found[0])
    act = scene.act(tag, "withdraws", actor, at)
    act.loser = None
    return act


def edge(scene: Scene, tag: Tag) -> Act | None:
    """Read X باتت على مشارف Y."""
    sentence = scene.sentence
    _, last = scene.clause(tag)
    at = ground.zone(sentence, tag.last, last)
    verb = next((v for v in sentence.of("verb") if v.last == tag.first and v.value == "be" and is_verb(v)), None)
    places = ground.places(sentence, tag.first, last)
    if verb is None or not places or sentence.words[verb.first].lstrip("و") in _LIES:
        return None
    act = scene.act(tag, "advances", scene.subject(verb), at)
    act.places = places
    return act


def ring(scene: Scene, tag: Tag) -> Act | None:
    """Read X حاصر Z في Y."""
    sentence = scene.sentence
    force = sides.fighter(sentence, tag)
    if force is None or tag.article:
        return None
    _, last = scene.clause(tag)
    if tag.attrs.get("loose") and is_verb(tag) and holders.has_pronoun(tag):  # "after the army had ringed it"
        act = scene.act(tag, "besieges", named(sentence, force), None)
        act.places = act.places or ground.before(sentence, tag.first) or None
        return act if act.places else None
    start = holders.over(sentence, force.last if force.first > tag.first else tag.last, last)
    held = holders.holder_at(sentence, start) if start < last else None
    if held is not None and held.pro.startswith("و"):  # a second subject
        start = holders.over(sentence, held.last, last)
        held = holders.holder_at(sentence, start) if start < last else None
    at = ground.zone(sentence, start, last)
    army = tag.attrs.get("loose") or force.of.kind == "force"
    if not holders.fights(held) and not (army and ground.is_ground(sentence, *at)):
        return None
    act = scene.act(tag, "besieges", named(sentence, force), at)
    act.loser = named(sentence, held) if held else None
    return act


def seat(scene: Scene, tag: Tag) -> Act | None:
    """Read Y معقل X."""
    sentence = scene.sentence
    _, last = scene.clause(tag)
    near = (holders.holder_at(sentence, at) for at in range(tag.last, min(last, tag.last + 3)))
    holder = None if holders.has_pronoun(tag) else next((found for found in near if found), None)
    actor = named(sentence, holder) if holder else scene.owner(tag)
    if actor is None or (holder is not None and holder.of.kind == "person"):
        return None
    act = scene.act(tag, "holds", actor, None, holder.last if holder else 0)
    return act if act.places else None


def post(scene: Scene, tag: Tag) -> Act | None:
    """Read X تمركز في Y."""
    sentence = scene.sentence
    force = sides.fighter(sentence, tag)
    struck = any(tag.first - _STRUCK_NEAR <= t.first < tag.first for t in sentence.of("strike"))
    if force is None or (struck and not is_verb(tag)):
        return None
    at = ground.behind(sentence, tag, words.AT)
    back = at is None and sentence.words[tag.last : tag.last + 1] in (("فيها",), ("فيه",))
    if at is None and not (back and ground.stands_before(sentence, tag.first)):
        return None
    return scene.act(tag, "holds", named(sentence, force), at)


def send(scene: Scene, tag: Tag) -> Act | None:
    """Read X نشر قوات في Y."""
    sentence = scene.sentence
    at = ground.behind(sentence, tag, words.AT | words.AWAY)
    if at is None:
        return None
    passive = sentence.words[tag.first - 1] in words.DONE or sentence.words[tag.last] in words.PARTS_OF_FORCES
    sender = None if passive or not is_verb(tag) else holders.right_after(sentence, tag.last, at[0])
    start = holders.over(sentence, sender.last if sender else tag.last, at[0])
    found = [e for e in sentence.of("entity") if start == e.first and e.last <= at[0]]
    pushed, arms = tag.attrs.get("by") == "ب", tag.attrs.get("arms") == "yes"
    sent = next((e for e in found if _sent(e, arms=arms) and e.pro.endswith("ب") == pushed), None)
    if sent is None:
        return None
    actor = scene.subject(tag) if is_verb(tag) and not passive else named(sentence, sent)
    return scene.act(tag, "holds", actor, at)


def _sent(tag: Tag, *, arms: bool) -> bool:
    return holders.fights(tag) or (arms and tag.of.kind == "weapon_platform")


def area(scene: Scene, tag: Tag) -> Act | None:
    """Read مناطق X."""
    sentence = scene.sentence
    holder = holders.holder_at(sentence, tag.last) if tag.last < len(sentence) else None
    if holder is None or not holders.fights(holder) or tag.article or holder.pro:
        return None
    _, last = scene.clause(tag)
    act = scene.act(tag, "holds", named(sentence, holder), None, holder.last)
    act.places = ground.places(sentence, holder.last, min(last, holder.last + 6)) or None
    return act
