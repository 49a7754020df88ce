"""Who holds, takes, loses, nears, rings or gives up which ground.

Reads      X captured Y from Z · Y fell to X · rebel-held Y · Y is under X's control · an offensive to retake Y
Abstains   the control of a fire or a market (no ground, no place, no armed actor); conditions and threats
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from marsad.lang.en.clauses import clause_of, hypothetical, negated, only_wanted, tense, uncertain
from marsad.lang.en.entities import named
from marsad.lang.en.rules.attack_sides import entity_before, side_at
from marsad.lang.en.rules.control_sides import named_after, named_at, owner, subject
from marsad.lang.mention import Document, Mention
from marsad.lang.sentence import Sentence, Tag
from marsad.records import Certainty, Control, Named

TRIGGERS: tuple[str, ...] = ()

_HELD = ("-held", "-controlled", "-occupied")
_PASSIVE = frozenset("is are was were be been being".split())
_NAMES = {
    "rebel": "rebel factions", "opposition": "opposition factions", "government": "government forces",
    "regime": "government forces", "militant": "militants", "insurgent": "insurgents", "army": "army",
    "isis": "Islamic State", "is": "Islamic State", "isil": "Islamic State", "daesh": "Islamic State",
    "ypg": "People's Protection Units (YPG)", "sdf": "Syrian Democratic Forces", "kurdish": "Kurdish forces",
    "houthi": "Houthis", "huthi": "Houthis", "syrian": "Syrian forces", "turkish": "Turkish forces",
}  # fmt: skip
_SUBJECTS = frozenset(("to", "who", "that", "which", "they", "now", "still", "also"))
_AIMED_AT = frozenset(("captures", "holds"))  # "an offensive to control the port"
_GROUND_FIRST = frozenset(("fall", "hold", "of", "under", "noun", "take"))
_ANTECEDENT = 5  # tokens before "which" that hold what it stands for
_REACH = 9  # tokens between a word of control and its ground
_BETWEEN = frozenset(
    ("as", "and", "then", "also", "later", "has", "have", "had", "who", "which", "that", "managed", "to")
)


@dataclass(slots=True)
class Act:
    """A word of control while it is read."""

    tag: Tag
    action: str
    actor: Named | None = None
    loser: Named | None = None
    places: tuple[Tag, ...] | None = None
    last: int = 0


def read(sentence: Sentence, document: Document) -> Iterator[Mention]:
    """Yield who holds or takes what in the sentence."""
    for held in _held(sentence):
        yield _mention(sentence, held)
    if sentence.has("control"):
        seen = -1
        for tag in sentence.of("control"):
            if tag.first < seen or hypothetical(sentence, tag.first) in ("if", "threat", "exercise"):
                continue
            act = _act(sentence, tag) if only_wanted(sentence, tag.first) != "asked" else None
            if act is not None and _on_ground(sentence, act):
                seen = tag.last
                yield _mention(sentence, act)


# "rebel-held Douma"


def _held(sentence: Sentence) -> Iterator[Act]:
    for at, word in enumerate(sentence.words):
        if "-" not in word or not word.endswith(_HELD):
            continue
        side = word[: word.rindex("-")]
        actor = _holder(sentence, at, side)
        place = next((t for t in sentence.of("place") if at < t.last and t.first - at <= _REACH), None)
        if actor is not None:
            tag = Tag("control", "holds", at, at + 1)
            yield Act(tag, "holds", actor, places=(place,) if place else None, last=min(len(sentence), at + 6))


def _holder(sentence: Sentence, at: int, side: str) -> Named | None:
    """Return the side in "Daesh-held": its printed letters, and a name where the lexicon knows one."""
    if len(side) < 2 or side in ("hand", "long", "free", "remote", "radio", "newly", "self"):
        return None
    token = sentence.tokens[at]
    start = token.start
    if side == "state" and at and sentence.words[at - 1] == "islamic":
        start, side = sentence.tokens[at - 1].start, "isis"
    span = sentence.folded.span(start, token.start + len(sentence.words[at].rpartition("-")[0]))
    name = _NAMES.get(side)
    return Named(span.of(sentence.folded.printed), name, span)


# Words of control


def _act(sentence: Sentence, tag: Tag) -> Act | None:
    if not _stands(sentence, tag):
        return None
    first, last = clause_of(sentence, tag.first)
    act = Act(tag, tag.value, last=tag.last)
    _SHAPES[tag.attrs["shape"]](sentence, act, first, last)
    if tag.attrs.get("need") == "force" and act.actor is None:
        return None
    if act.action in _AIMED_AT and _aimed(sentence, tag):
        act.action = "contests"
    elif tag.attrs.get("aimed"):
        return None
    return act if act.actor is not None or act.loser is not None else None


def _fall(sentence: Sentence, act: Act, first: int, last: int) -> None:
    """Read "Y fell to X", "Y is under the control of X"."""
    act.actor = named_at(sentence, act.tag.last)


def _lose(sentence: Sentence, act: Act, first: int, last: int) -> None:
    act.loser, act.actor = subject(sentence, act.tag, first), named_after(sentence, act.tag.last, last, "to")


def _move(sentence: Sentence, act: Act, first: int, last: int) -> None:
    """Read "X withdrew from Y", "X advanced on Y"."""
    act.actor = subject(sentence, act.tag, first)


def _taking(sentence: Sentence, act: Act, first: int, last: int) -> None:
    """Read "the capture of Y by X", "X's capture of Y"."""
    act.actor = named_after(sentence, act.tag.last, last, "by") or owner(sentence, act.tag.first)


def _stands(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether the word is a verb here: not "take control", "a clear plan", "the besieged town"."""
    vf, shape = tag.attrs.get("vf"), tag.attrs.get("shape")
    if vf == "base" and (shape == "hold" or tag.attrs.get("need") == "force"):
        return _verb_stands(sentence, tag)
    before = sentence.words[tag.first - 1] if tag.first else ""
    return not (vf == "ed" and shape in ("ring", "take") and before in ("the", "a", "its", "newly", "recently"))


def _oust(sentence: Sentence, act: Act, first: int, last: int) -> None:
    """Read "X drove Y out of Z", "Y were ousted from Z (by X)"."""
    tag = act.tag
    if _PASSIVE & set(sentence.words[max(first, tag.first - 2) : tag.first]):
        loser = entity_before(sentence, tag.first, first)
        act.actor = named_after(sentence, tag.last, last, "by")
    else:
        act.actor = subject(sentence, tag, first)
        loser = side_at(sentence, tag.last)
        if tag.attrs.get("out") and (loser is None or sentence.words[loser.last] not in ("out", "from", "back")):
            loser = None  # "pushed rebels out of two districts"
    act.loser = named(sentence, loser) if loser is not None else None
    if act.loser is None:
        act.actor = None


def _verb_stands(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether "control" and "hold" are verbs here: their subject or "to" right before them."""
    before = sentence.words[tag.first - 1] if tag.first else ""
    return before in _SUBJECTS or any(entity.last == tag.first for entity in sentence.of("entity"))


def _take(sentence: Sentence, act: Act, first: int, last: int) -> None:
    """Read "X captured Y from Z", "Y was captured by X", "held by X"."""
    tag = act.tag
    before = sentence.words[max(first, tag.first - 3) : tag.first]
    passive = (
        tag.attrs.get("vf") in ("ed", "part", None)
        and not tag.attrs.get("state")
        and (bool(_PASSIVE & set(before)) or sentence.words[tag.last : tag.last + 1] == ("by",))
    )
    if passive:
        act.actor = named_after(sentence, tag.last, min(last, tag.last + 8), "by")
        return
    act.actor = subject(sentence, tag, first)
    act.loser = named_after(sentence, tag.last, last, "from")
    if act.loser is None and (tag.value == "captures" or _aimed(sentence, tag)):
        act.loser = _from_whom(sentence, tag.last, last)
    act.last = min(last, tag.last + _REACH)


def _from_whom(sentence: Sentence, first: int, last: int) -> Named | None:
    """Return who holds the ground that is taken: "captured the rebel-held town", "parts in government hands"."""
    for at in range(first, min(last, first + _REACH)):
        if sentence.words[at].endswith(_HELD):
            return _holder(sentence, at, sentence.words[at][: sentence.words[at].rindex("-")])
    hands = next((t for t in sentence.of("control") if first <= t.first < last and t.attrs["shape"] == "under"), None)
    if hands is None or hands.value != "holds":
        return None
    held = Act(hands, "holds")
    _under(sentence, held, first, last)
    return held.actor


def _under(sentence: Sentence, act: Act, first: int, last: int) -> None:
    """Read "under regime control", "in government hands", "brought back under the control of"."""
    tag = act.tag
    words = sentence.words
    if act.action == "captures":
        at = tag.last + 2 if words[tag.last : tag.last + 2] == ("the", "control") else tag.last
        act.actor = named_at(sentence, at + (words[at : at + 1] == ("of",)))
    else:
        at = next(
            (i for i in range(tag.first - 1, max(first, tag.first - 7) - 1, -1) if words[i] in ("under", "in", "to")),
            -1,
        )
        found = (
            next((t for t in sentence.of("entity") if at < t.first and t.last in (tag.first, tag.last)), None)
            if at >= 0
            else None
        )
        side = words[tag.first - 1]
        if found is not None:
            act.actor = named(sentence, found)
        elif at >= 0 and side in _NAMES:
            span = sentence.span(tag.first - 1, tag.first)
            act.actor = Named(span.of(sentence.folded.printed), _NAMES[side], span)
        if at >= 0 and words[at] == "to":
            act.action = "captures"


def _seat(sentence: Sentence, act: Act, first: int, last: int) -> None:
    """Read "the rebel bastion of Y", "ISIL strongholds in Y", "a stronghold of X"."""
    tag = act.tag
    found = next((t for t in sentence.of("entity") if t.last == tag.first), None)
    if found is not None:
        act.actor = named(sentence, found)
    elif sentence.words[tag.last : tag.last + 1] == ("of",) or sentence.words[tag.last : tag.last + 1] == ("for",):
        act.actor = named_at(sentence, tag.last + 1)
    act.last = min(len(sentence), tag.last + 6)


def _aimed(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether the taking is only tried or aimed at: "an offensive to retake"."""
    aim = next((t for t in sentence.of("aim") if t.last == tag.first), None)
    if aim is None:
        return False
    if sentence.words[aim.first] != "to":
        return True
    before = sentence.words[max(0, aim.first - 6) : aim.first]
    return bool(
        {"offensive", "bid", "operation", "assault", "attempt", "trying", "failed", "battle", "campaign"} & set(before)
    )


def _on_ground(sentence: Sentence, act: Act) -> bool:
    """Tell whether ground is meant: a place or a noun of ground near the word."""
    tag = act.tag
    if act.places:
        return True
    first, last = clause_of(sentence, tag.first)
    first -= _ANTECEDENT if sentence.words[first] in ("which", "that") else 0
    start = max(0, first, tag.first - 8) if tag.attrs.get("shape") in _GROUND_FIRST else tag.first
    end = min(max(last, tag.last + 4), tag.last + _REACH)
    need = tag.attrs.get("need") == "ground"
    for cls in ("place", "ground"):
        for other in sentence.of(cls):
            if (
                tag.last if need and tag.attrs.get("vf") != "ed" else start
            ) <= other.first < end and other.first != tag.first:
                return True
    return False


_SHAPES: dict[str, Callable[[Sentence, Act, int, int], None]] = {
    "take": _take,
    "hold": _take,
    "ring": _take,
    "send": _take,
    "fall": _fall,
    "of": _fall,
    "lose": _lose,
    "leave": _move,
    "move": _move,
    "noun": _taking,
    "under": _under,
    "oust": _oust,
    "seat": _seat,
}


# Mentions


def _between(sentence: Sentence, act: Act) -> bool:
    """Tell whether the ground is a road between places, which are not taken themselves."""
    words = sentence.words[act.tag.last : act.tag.last + _REACH]
    return "between" in words and bool({"road", "highway", "route"} & set(words[: words.index("between")]))


def _mention(sentence: Sentence, act: Act) -> Mention:
    token = act.tag.first
    first, last = clause_of(sentence, token)
    back = act.tag.attrs.get("shape") == "noun"
    return Mention(
        kind="control",
        rule="control/again" if back else "control",
        sentence=sentence.index,
        first=max(first, token - 14) if act.tag.attrs.get("shape") else max(0, token - 1),
        last=max(act.last, min(last, act.tag.last + 14)) if act.tag.attrs.get("shape") else act.last,
        trigger=token,
        detail=Control(act.action, act.actor, act.loser),
        certainty=_certainty(sentence, act),
        tense=tense(sentence, token),
        place=() if act.places is None and _between(sentence, act) else act.places,
    )


def _certainty(sentence: Sentence, act: Act) -> Certainty | None:
    token = act.tag.first
    if act.tag.attrs.get("shape") is None:
        return "stated"
    if negated(sentence, token):
        return "denied"
    meant = only_wanted(sentence, token) == "meant"
    if (meant or tense(sentence, token) == "future") and act.action != "contests":
        return "planned"
    return "uncertain" if uncertain(sentence, token) or hypothetical(sentence, token) == "may" else None
