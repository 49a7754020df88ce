"""Who holds, takes, loses, nears, rings or gives up which ground.

A word of control has a shape (lexicon/control.tsv) that says where its holder, its ground and the one who loses stand.
Abstains on control of anything but ground (a fire, a market, a match), on conditions, threats and exercises, on what
is only demanded, and on words of movement without an armed actor.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from marsad.lang.ar.clauses import clause_of, hypothetical, negated, tense, uncertain
from marsad.lang.ar.rules import control_ground as ground
from marsad.lang.ar.rules import control_holders as holders
from marsad.lang.ar.rules import control_move as move
from marsad.lang.ar.rules import control_sides as sides
from marsad.lang.ar.rules import control_take as take
from marsad.lang.ar.rules import control_words as words
from marsad.lang.ar.rules.control_act import Act, Scene
from marsad.lang.ar.rules.control_holders import is_verb, relative_before
from marsad.lang.mention import Document, Mention
from marsad.lang.sentence import Sentence, Tag
from marsad.records import Certainty, Control

TRIGGERS: Final[tuple[str, ...]] = ("control", "hands")

_SHAPES: Final[dict[str, Callable[[Scene, Tag], Act | None]]] = {
    "over": take.over,
    "take": take.take,
    "oust": take.oust,
    "fall": take.fall,
    "give": take.give,
    "hands": take.hands,
    "leave": move.leave,
    "move": move.move,
    "ring": move.ring,
    "seat": move.seat,
    "post": move.post,
    "pull": move.pull,
    "edge": move.edge,
    "send": move.send,
    "area": move.area,
}
_DEMANDS: Final = frozenset(("demand", "call_for", "threaten", "warn"))
_GAINS: Final = frozenset(("captures", "contests", "holds"))
_REFUSING: Final = frozenset(("لن", "ولن"))
_MATTER_NEAR: Final = 5
_WANTED_NEAR: Final = 8  # tokens between a word of wanting and what is wanted


def read(sentence: Sentence, document: Document) -> list[Mention]:
    """Return who holds or takes what in the sentence."""
    acts = _acts(Scene(sentence, document))
    return [_mention(sentence, act) for act in _held_before(sentence, acts)] if acts else []


def _acts(scene: Scene) -> list[Act]:
    found: list[Act] = []
    sentence = scene.sentence
    for tag in _heads(sentence):
        if _unreal(sentence, tag) or _only_demanded(scene, tag) or _matter(sentence, tag):
            continue
        shape = _SHAPES.get(tag.attrs.get("shape") or "")
        act = shape(scene, tag) if shape else None
        if act is None:
            continue
        act.certainty = _certainty(sentence, act)
        if not _never_was(sentence, act):
            _part(act)
            found += _shares(sentence, act)
    return found


def _shares(sentence: Sentence, act: Act) -> list[Act]:
    """Return an act, and apart from it what it says of a part of further ground ("and on parts of the district")."""
    places = act.places or ()
    for at in range(1, len(places)):
        gap = range(places[at - 1].last, places[at].first)
        further = next((token for token in gap if sentence.words[token] in words.AND_ON), None)
        share = ground.extent(sentence, further + 1, places[at].last) if further is not None else None
        if share is not None:
            return [
                replace(act, places=places[:at], last=max(act.tag.last, gap.start)),
                replace(act, places=places[at:], extent=share),
            ]
    return [act]


def _held_before(sentence: Sentence, acts: list[Act]) -> list[Act]:
    """Return the acts; who held the ground of one until then ("which had been in the hands of") is who loses it."""
    kept: list[Act] = []
    for act in acts:
        relative = relative_before(sentence, act.tag.first) if act.action == "holds" else -1
        until_then = 0 <= relative < len(sentence) - 1 and sentence.words[relative + 1] in words.WAS
        taken = kept[-1] if kept and kept[-1].tag.first < relative <= kept[-1].last else None
        if until_then and taken is not None and taken.action in _GAINS and taken.actor != act.actor:
            taken.loser = taken.loser or act.actor
            taken.last = max(taken.last, act.tag.last)
        else:
            kept.append(act)
    return kept


def _part(act: Act) -> None:
    """Part who takes from who loses: one side is not both, and what falls has its taker behind "in the hands of"."""
    if act.actor and act.loser and (act.actor.name or act.actor.text) == (act.loser.name or act.loser.text):
        if act.tag.attrs.get("shape") == "fall":
            act.loser = None
        else:
            act.actor = None


def _heads(sentence: Sentence) -> list[Tag]:
    """Return one tag of control a token: the noun where noun and verb are written alike and a noun stands there."""
    heads: list[Tag] = []
    seen = -1
    for tag in sentence.of("control", "hands"):
        if tag.first < seen:
            continue
        best = _best(sentence, tag)
        seen = best.last
        if not (best.article and is_verb(best)) and not _other_word(sentence, best):
            heads.append(best)
    return heads


def _best(sentence: Sentence, tag: Tag) -> Tag:
    """Return a noun among the tags of the same words, where no verb is among them or a noun stands there."""
    noun: Tag | None = None
    verb: Tag | None = None
    for other in sentence.starting(tag.first):
        if other.cls == tag.cls and other.last == tag.last:
            read = holders.as_read(sentence, other)
            if is_verb(read):
                verb = verb or read
            else:
                noun = noun or read
    if noun is None or (verb is not None and not holders.noun_stands(sentence, tag)):
        assert verb is not None
        return verb
    return noun


def _other_word(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether the letters are another word: a noun (منذ تدخل), another verb (الدعم الذي تقدمه), part of a name."""
    before = sentence.words[tag.first - 1] if tag.first else ""
    if tag.attrs.get("tense") == "present" and before in words.GOVERNING:
        return True
    if holders.has_pronoun(tag) and tag.attrs.get("noun") and relative_before(sentence, tag.first) >= 0:
        return True
    if is_verb(tag) and ground.in_name(sentence, tag.first):
        return True
    entity = sentence.covering("entity", tag.first)
    return entity is not None and entity.of.kind != "document"


def _unreal(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether a condition holds the word; a threat, an exercise or a possibility must stand near it."""
    relative = relative_before(sentence, tag.first) if is_verb(tag) else -1
    if relative >= 0:  # what only describes is a fact, whatever is threatened
        return any(relative < cause.first < tag.first for cause in sentence.of("condition"))
    if tag.first and sentence.words[tag.first - 1] == "حتي" and not is_verb(tag):
        return True  # "until the land is freed": a goal
    reason = hypothetical(sentence, tag.first)
    if reason in ("", "if"):
        return bool(reason)
    return any(0 <= tag.first - cause.last <= _WANTED_NEAR for cause in sentence.of("condition"))


def _only_demanded(scene: Scene, tag: Tag) -> bool:
    """Tell whether somebody only calls for it; what a relative clause or a past verb says is told as a fact."""
    if is_verb(tag) and (tag.attrs.get("tense") == "past" or relative_before(scene.sentence, tag.first) >= 0):
        return False
    if tag.attrs.get("shape") in ("seat", "area", "hands") or _in_description(scene.sentence, tag):
        return False
    frames = scene.document.frames_of(scene.sentence)
    demanded = any(f.act in _DEMANDS and f.first <= tag.first < f.last for f in frames)
    first = max(clause_of(scene.sentence, tag.first)[0], tag.first - _WANTED_NEAR)
    return demanded or any(first <= d.first < tag.first for d in scene.sentence.of("wanted"))


def _matter(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether a noun names what is talked about (محادثات بشأن انسحابهم), or ground that is lost to its holder."""
    if is_verb(tag):
        return not words.LESS.isdisjoint(sentence.words[max(0, tag.first - _MATTER_NEAR) : tag.first])
    return not words.MATTER.isdisjoint(sentence.words[max(0, tag.first - 2) : tag.first])


def _in_description(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether the word stands behind "under" or "subject to": a state, whatever is said of it."""
    return any(0 <= tag.first - state.last <= 5 for state in sentence.of("state"))


def _never_was(sentence: Sentence, act: Act) -> bool:
    """Tell whether the words deny what nobody claims: a refusal for the future, a force not sent, help that fails."""
    if act.certainty != "denied":
        return False
    refused = not _REFUSING.isdisjoint(sentence.words[max(0, act.tag.first - 3) : act.tag.first])
    if refused or act.tag.attrs.get("shape") in ("move", "post", "send", "edge"):
        return True
    above = None if is_verb(act.tag) else sides.governor(sentence, act.tag)
    helped = above is not None and above.cls not in ("gain", "aim") and act.action != "holds"
    return above is not None and helped and negated(sentence, above.first)


def _mention(sentence: Sentence, act: Act) -> Mention:
    token = act.tag.first
    return Mention(
        kind="control",
        rule="control/again" if _points_back(sentence, act) else "control",
        sentence=sentence.index,
        first=act.first,
        last=act.last,
        trigger=token,
        detail=Control(act.action, act.actor, act.loser, sentence.text(*act.extent) if act.extent else None),
        certainty=act.certainty,
        tense=tense(sentence, token),
        place=act.places,
        tokens=(("extent", *act.extent),) if act.extent else (),
    )


def _points_back(sentence: Sentence, act: Act) -> bool:
    """Tell whether a noun names a taking without saying who takes or how much: "the taking of the airport gave …"."""
    if is_verb(act.tag) or act.action not in ("captures", "contests") or act.loser is not None:
        return False
    first, last = act.extent or (0, 0)
    if any(first <= tag.first < last for tag in sentence.of("share", "number")):
        return False
    above = sides.governor(sentence, act.tag)
    if holders.has_pronoun(act.tag) or (above is not None and above.cls in ("gain", "aim") and is_verb(above)):
        return False
    return act.actor is None or act.actor.inferred is not None


def _certainty(sentence: Sentence, act: Act) -> Certainty | None:
    token = act.tag.first
    if act.tag.attrs.get("shape") in ("seat", "area"):
        return None  # what describes ground is told as a fact, whatever is said of it
    above = None if is_verb(act.tag) else sides.governor(sentence, act.tag)
    failed = above is not None and (above.cls == "fail" or negated(sentence, above.first))
    if failed or negated(sentence, token):
        return "denied"
    first, _ = clause_of(sentence, token)
    agreed = any(first <= tag.first < token for tag in sentence.of("agreed"))
    agreed = agreed or (act.tag.attrs.get("tense") == "present" and sentence.words[token - 2 : token] == ("علي", "ان"))
    if agreed or tense(sentence, token) == "future":
        return "planned"
    return "uncertain" if uncertain(sentence, token) else None
