"""The acts of force of a sentence, with who acts and who is struck: what attacks and casualties are both read from."""

from __future__ import annotations

from marsad.lang.en.clauses import clause_of
from marsad.lang.en.rules.attack_arms import Act, is_near, needed, owner_of_arm, typed
from marsad.lang.en.rules.attack_sides import (
    Range,
    adjective_side,
    by_agent,
    entity_before,
    is_side,
    phrase,
    phrase_before,
    relative_subject,
    side_at,
    toward,
)
from marsad.lang.sentence import Sentence, Tag

_TOWARD = frozenset(("on", "against", "targeting", "at", "upon", "in", "hitting", "hit"))
_THINGS = frozenset(
    "position positions vehicle vehicles season force spirit age aircraft capability group groups".split()
)
_DETERMINERS = frozenset(("the", "a", "an", "its", "their", "his", "several", "some"))
_PASSIVE = frozenset("were was been being are is be".split())
_WITHIN = frozenset("in of near inside outside across throughout from".split())


def acts(sentence: Sentence) -> list[Act]:
    """Return the acts of a sentence, those told with two words joined, worked out once."""
    known = sentence.of("acts")
    if not known:
        sentence.add([Tag("acts", "", 0, len(sentence), of=_joined(sentence))])
        known = sentence.of("acts")
    found: list[Act] = known[0].of
    return found


def _joined(sentence: Sentence) -> list[Act]:
    found: list[Act] = []
    for tag in _heads(sentence):
        act = _act(sentence, tag)
        if act is None:
            continue
        if found and _belongs(sentence, found[-1], act):
            _join(found[-1], act)
        else:
            found.append(act)
    held = [act for act in found if _holds(sentence, act)]
    return [act for act in held if act.tag.attrs.get("need") != "killer" or not _told(sentence, act, held)]


def _told(sentence: Sentence, act: Act, acts_here: list[Act]) -> bool:
    """Tell whether the killing is part of a deed that the sentence tells by its own word."""
    return any(other is not act and other.tag.attrs.get("need") != "killer" for other in acts_here)


def _heads(sentence: Sentence) -> list[Tag]:
    """Return one tag of an act a token: the verb where an object follows or a side stands before it."""
    found: list[Tag] = []
    end = 0
    for first in sorted({tag.first for tag in sentence.of("strike")}):
        alike = [tag for tag in sentence.of("strike") if tag.first == first]
        if first < end or not alike:
            continue
        longest = max(tag.last for tag in alike)
        alike = [tag for tag in alike if tag.last == longest]
        nouns = [tag for tag in alike if tag.attrs.get("noun")]
        verbs = [tag for tag in alike if not tag.attrs.get("noun")]
        if verbs and not nouns and verbs[0].attrs.get("vf") in ("s", "base") and not _verb_stands(sentence, verbs[0]):
            continue
        best = verbs[0] if verbs and (not nouns or _verb_stands(sentence, verbs[0])) else nouns[0] if nouns else None
        if best is not None:
            end = best.last
            found.append(best)
    return found


def _verb_stands(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether a word written alike as noun and verb ("strikes", "attack") is a verb here."""
    if tag.attrs.get("vf") in ("past", "ed", "part"):
        return True
    before = sentence.words[tag.first - 1] if tag.first else ""
    after = sentence.words[tag.last] if tag.last < len(sentence) else ""
    if tag.attrs.get("vf") == "ing":
        return before in (
            "is",
            "are",
            "was",
            "were",
            "been",
            "started",
            "began",
            "of",
            "for",
            "by",
            "and",
            "after",
        ) and after in ("the", "a")
    if after in _TOWARD | {"by", "of", "have", "were", "was", "that", "which", ""} or before in _DETERMINERS | {
        "of",
        "air",
        "in",
        "and",
        "by",
        "to",
    }:
        return before == "to" and after in ("the", "a", "its")
    return entity_before(sentence, tag.first, 0) is not None and (
        after in _DETERMINERS or sentence.at("entity", tag.last) is not None
    )


def _act(sentence: Sentence, tag: Tag) -> Act | None:
    first, last = clause_of(sentence, tag.first)
    act = Act(tag, tag.value, tag.first, tag.last, not tag.attrs.get("noun"))
    act.arms = tuple(arm for arm in sentence.of("arm") if is_near(sentence, arm, tag, first, last))
    if act.type == "clash":
        _clash(sentence, act, first, last)
    elif act.verb:
        _verb(sentence, act, first, last)
    else:
        _noun(sentence, act, first, last)
    if act.attacker is None:
        act.attacker = by_agent(sentence, tag.last, last) or owner_of_arm(sentence, act)
    typed(sentence, act)
    ends = [act.last, act.target[1] if act.target else 0, act.attacker.last if act.attacker else 0]
    starts = [act.first, act.attacker.first if act.attacker else act.first]
    act.first, act.last = max(first, min(starts)), min(max(ends), len(sentence))
    need = tag.attrs.get("need")
    return act if need is None or needed(act, need) else None


# Verbs


def _verb(sentence: Sentence, act: Act, first: int, last: int) -> None:
    tag = act.tag
    before = sentence.words[max(0, tag.first - 3) : tag.first]
    passive = bool(_PASSIVE & set(before)) and tag.attrs.get("vf") in ("ed", "part", "past")
    act.passive = passive
    if passive:
        subject = entity_before(sentence, tag.first, first)
        act.target = (subject.first, subject.last) if subject else phrase_before(sentence, tag.first, first)
        return
    act.attacker = entity_before(sentence, tag.first, first) or relative_subject(sentence, tag.first, first)
    start = tag.last + (tag.attrs.get("vf") == "ing" and sentence.words[tag.last : tag.last + 1] == ("of",))
    if tag.attrs.get("need") is None:
        act.target = phrase(sentence, start, last)
    if act.target is None or tag.attrs.get("need") is not None:
        act.target = toward(sentence, start, min(last, start + 14))


# Nouns


def _noun(sentence: Sentence, act: Act, first: int, last: int) -> None:
    tag = act.tag
    act.attacker = adjective_side(sentence, tag)
    carrier = next(
        (
            t
            for t in reversed(sentence.of("launch", "suffer"))
            if first <= t.first and t.last <= tag.first and tag.first - t.last <= 7
        ),
        None,
    )
    if carrier is not None and not any(carrier.last <= t.first < tag.first for t in sentence.of("strike")):
        subject = entity_before(sentence, carrier.first, first)
        act.first = carrier.first
        if carrier.cls == "launch" and act.attacker is None:
            act.attacker = subject or relative_subject(sentence, carrier.first, first)
        elif carrier.cls == "suffer":
            act.target = (subject.first, subject.last) if subject else None
    act.target = act.target or toward(sentence, tag.last, min(last, tag.last + 12)) or _of(sentence, act, last)


def _of(sentence: Sentence, act: Act, last: int) -> Range | None:
    at = act.tag.last
    if sentence.words[at : at + 1] != ("of",):
        return None
    owner = side_at(sentence, at + 1)
    if owner is not None and act.attacker is None and act.tag.attrs.get("plain"):
        act.attacker = owner
        return None
    return phrase(sentence, at + 1, last)


def _clash(sentence: Sentence, act: Act, first: int, last: int) -> None:
    """Read two sides: "between A and B", "A clashed with B", "fighting A"."""
    tag = act.tag
    words = sentence.words
    between = next((i for i in range(tag.last, min(last, tag.last + 5)) if words[i] == "between"), None)
    if between is not None:
        sides = [t for t in sentence.of("entity") if between < t.first < last and _fights(sentence, t)]
        act.attacker = sides[0] if sides else None
        act.target = (sides[1].first, sides[1].last) if len(sides) > 1 else None
        return
    act.attacker = entity_before(sentence, tag.first, first) or (None if act.verb else adjective_side(sentence, tag))
    for i in range(tag.last, min(last, tag.last + 10)):
        if words[i] in ("with", "against") and (found := side_at(sentence, i + 1)):
            act.target = (found.first, found.last)
            return
    if act.verb or (tag.value == "clash" and words[tag.first] == "fighting"):
        found = side_at(sentence, tag.last)
        act.target = (found.first, found.last) if found else None


def _fights(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether an entity behind "between" is a side, and not a country that only says where: "east of Syria's"."""
    within = tag.of.kind == "country" and tag.first > 0 and sentence.words[tag.first - 1] in _WITHIN
    return not within and is_side(sentence, tag)


# Acts of one deed


def _belongs(sentence: Sentence, known: Act, act: Act) -> bool:
    """Tell whether a second word only says more of the same deed: "raids that hit", "shelled with rockets"."""
    gap = act.tag.first - known.tag.last
    if gap > 9 or known.type == "clash" or act.type == "clash":
        return False
    between = sentence.words[known.tag.last : act.tag.first]
    if act.verb and not known.verb:
        return (
            gap <= 1
            or between[:1] in (("that",), ("which",))
            or (act.type == "other" and not {"and", "as", "when", "while"} & set(between))
        )
    if known.verb and not act.verb:
        return known.type == "other" and act.attacker is None and bool({"in", "with", "by"} & set(between))
    if not known.verb and not act.verb:
        return (
            gap == 0
            or (between == ("of",) and bool(known.tag.attrs.get("weak")))
            or (between == ("and",) and known.type == act.type)
        )
    return False


def _join(known: Act, act: Act) -> None:
    if act.type != "other" and (known.type == "other" or known.tag.attrs.get("weak")):
        known.type = act.type
    known.attacker = known.attacker or act.attacker
    known.target = act.target if act.verb and act.target else known.target or act.target
    known.arms += act.arms
    known.last = max(known.last, act.last)


def _holds(sentence: Sentence, act: Act) -> bool:
    tag = act.tag
    if sentence.words[tag.last : tag.last + 1] and sentence.words[tag.last] in _THINGS:
        return False
    if "heard" in sentence.words[tag.last : tag.last + 3]:
        return False
    if tag.attrs.get("weak"):
        return act.attacker is not None or act.target is not None or bool(act.arms)
    return True
