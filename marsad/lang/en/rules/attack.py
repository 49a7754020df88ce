"""Attacks: who struck whom, with what.

Reads      Russian jets launched air strikes on the town · regime forces shelled the district · clashes between A and B
Abstains   threats, conditions, exercises; a weak word (strike, raid, operation) with neither side nor arm beside it;
           an end to the bombing
"""

from __future__ import annotations

from collections.abc import Iterator

from marsad.lang.en.clauses import clause_of, denied, hypothetical, tense, uncertain
from marsad.lang.en.entities import named
from marsad.lang.en.naming import Entity
from marsad.lang.en.rules.attack_arms import Act
from marsad.lang.en.rules.attack_sides import Range
from marsad.lang.en.rules.attack_words import acts
from marsad.lang.mention import Document, Mention
from marsad.lang.sentence import Sentence, Tag
from marsad.records import Attack, Certainty, Named

TRIGGERS: tuple[str, ...] = ("strike",)

_BACK = frozenset(("the", "this", "that", "these", "those", "such"))
_OWN = frozenset(("its", "their"))
_ITSELF = frozenset(("it", "they", "we"))
_PARTIES = frozenset(("force", "group", "country"))
_KEYWORDS = 8  # tokens of a row of keywords
_WARY = 4  # tokens between a word that makes an act no event and the act


def read(sentence: Sentence, document: Document) -> Iterator[Mention]:
    """Yield an attack for every act of the sentence."""
    for act in acts(sentence):
        if not _idle(sentence, act):
            yield _mention(sentence, document, act)


def _idle(sentence: Sentence, act: Act) -> bool:
    """Tell whether the act is none here: stopped, feared, only possible."""
    at = act.tag.first
    if hypothetical(sentence, at) in ("if", "threat", "exercise", "may"):
        return True
    if act.tag.attrs.get("vf") == "base" and act.attacker is None:
        return True
    if not act.verb and "tags" in sentence.words[max(0, at - _KEYWORDS) : at]:
        return True  # "Tags Syria Aleppo airstrikes": keywords that a page prints in its text
    if (
        act.type == "execution"
        and act.target
        and any(act.target[0] <= tag.first < act.target[1] for tag in sentence.of("strike"))
    ):
        return True  # "executing a second attack"
    if act.tag.attrs.get("plain") and not (act.attacker or act.target or act.arms) and not _again(sentence, act):
        return True
    return any(tag.value == "wary" and tag.last <= at <= tag.last + _WARY for tag in sentence.of("wary"))


def _mention(sentence: Sentence, document: Document, act: Act) -> Mention:
    tag = act.tag
    first, last = _passage(sentence, act)
    accused = any(f.act == "accuse" and f.first <= tag.first < f.last for f in document.frames_of(sentence))
    attacker = None if accused else _attacker(sentence, document, act)
    return Mention(
        kind="attack",
        rule="attack/again" if _again(sentence, act) else "attack",
        sentence=sentence.index,
        first=first,
        last=last,
        trigger=tag.first,
        detail=Attack(act.type, attacker, _target(sentence, act.target) if act.target else None),
        certainty=_certainty(sentence, act),
        tense=tense(sentence, tag.first),
    )


def _again(sentence: Sentence, act: Act) -> bool:
    """Tell whether the words point back to an attack told before: "the attack", "these raids", a bare "attack"."""
    if act.verb or act.attacker is not None:
        return False
    before = sentence.words[max(0, act.tag.first - 2) : act.tag.first]
    return bool(_BACK & set(before)) or (act.target is None and act.type == "other")


def _certainty(sentence: Sentence, act: Act) -> Certainty | None:
    at = act.tag.first
    if denied(sentence, at):
        return "denied"
    if tense(sentence, at) == "future" and not any(
        t.first < at and t.attrs.get("tense") == "past" for t in sentence.of("verb")
    ):
        return "planned"
    return "uncertain" if uncertain(sentence, at) else None


def _passage(sentence: Sentence, act: Act) -> Range:
    first, last = clause_of(sentence, act.tag.first)
    start = first if act.first - first < 12 else act.first
    return min(start, act.first), max(act.last, min(last, act.tag.last + 16))


def _attacker(sentence: Sentence, document: Document, act: Act) -> Named | None:
    """Return who attacks; "it" and "its planes" are those of who says so."""
    at = act.attacker.first if act.attacker is not None else act.tag.first
    if at and sentence.words[at - 1] in (_OWN if act.attacker is not None else _ITSELF if act.verb else ()):
        frames = [f for f in document.frames_of(sentence) if f.first <= at < f.last and f.kind in _PARTIES]
        if frames:
            said = frames[-1].speaker
            span = sentence.span(at - 1, act.attacker.last if act.attacker is not None else at)
            return Named(span.of(sentence.folded.printed), said.name or said.text, span)
    if act.attacker is None or _harmed(sentence, act):
        return None
    return _actor(sentence, act.attacker)


def _harmed(sentence: Sentence, act: Act) -> bool:
    """Tell whether people named before a noun of force are those whom it harmed: "Syrians killed in suicide blasts"."""
    side = act.attacker
    if side is None or act.target is not None or side.cls != "entity" or side.of.kind != "people":
        return False
    return sentence.at("harm", side.last) is not None


def _actor(sentence: Sentence, tag: Tag) -> Named:
    if tag.cls == "entity":
        return named(sentence, tag)
    span = sentence.span(tag.first, tag.last)
    name = f"{tag.get('adj')} forces" if tag.cls == "demonym" and tag.attrs.get("adj") else tag.value
    return Named(span.of(sentence.folded.printed), name, span)


def _target(sentence: Sentence, at: Range) -> Named:
    span = sentence.span(*at)
    inside = next((t for t in sentence.of("entity") if at[0] <= t.first and t.last <= at[1]), None)
    entity: Entity | None = inside.of if inside else None
    name = (entity.name or entity.actor) if entity and entity.kind != "country" else None
    return Named(span.of(sentence.folded.printed), name or None, span)
