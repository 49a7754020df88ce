"""Find the cues of speech in a sentence: verbs, participles and credits, each with what may follow it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from marsad.lang.ar.frames.words import roles_at
from marsad.lang.sentence import Sentence, Tag
from marsad.text.memory import Memory

CueKind = Literal["verb", "participle", "noun", "aim", "credit", "relay"]
CLASSES: Final = ("speech", "speaking", "saying", "credit", "credit_verb", "relay")
MARKS: Final = frozenset("،؛.؟!)…:-")
OPEN: Final = frozenset('"«“')
CLOSE: Final = frozenset('"»”')
VOICES: Final = frozenset(("force", "org", "group", "country", "person", "role", "people"))
_AIMED: Final = frozenset(
    ("accuse", "demand", "call_for", "warn", "threaten", "condemn")
)  # acts done to somebody: "accused her"
FIRM: Final = frozenset(("accuse", "deny", "reject", "threaten", "demand", "condemn", "warn", "call_for"))
_BOUND: Final = frozenset("بكلس")  # proclitics under which nobody says anything
_NOMINAL: Final = ("aim", "noun")  # nouns, which go on from nothing
_SEQUENCE: Final = frozenset(("قبل",))  # "before it announced": it did


@dataclass(init=False, slots=True, unsafe_hash=True)  # never changed; written out as `Tag` is
class Cue:
    """A cue on tokens `[first, last)`. `preps` may open its content; `weak` cues need "that" or a quotation."""

    kind: CueKind
    first: int
    last: int
    act: str
    preps: tuple[str, ...]
    takes_object: bool
    weak: bool
    needs: str | None
    gender: str | None
    number: str | None
    joined: bool  # "and" or "so" before it
    bound: bool  # with its object as a pronoun: "what it announced" (ما أعلنته)
    own: bool  # only with a speaker printed beside it: common verbs otherwise
    claims: bool  # "claimed it" (تبناه): the deed stands before
    follows: bool  # "and they refused": a plural verb goes on with its subject
    impersonal: bool  # an imperfect that is passive unless its subject is named: "it is expected"

    def __init__(
        self, kind: CueKind, first: int, last: int, act: str, preps: tuple[str, ...] = (), takes_object: bool = False,
        weak: bool = False, needs: str | None = None, gender: str | None = None, number: str | None = None,
        joined: bool = False, bound: bool = False, own: bool = False, claims: bool = False, follows: bool = False,
        impersonal: bool = False,
    ) -> None:  # fmt: skip
        self.kind = kind
        self.first = first
        self.last = last
        self.act = act
        self.preps = preps
        self.takes_object = takes_object
        self.weak = weak
        self.needs = needs
        self.gender = gender
        self.number = number
        self.joined = joined
        self.bound = bound
        self.own = own
        self.claims = claims
        self.follows = follows
        self.impersonal = impersonal

    def but(self, *, kind: CueKind, act: str, weak: bool, gender: str | None) -> Cue:
        """Return the cue as one of another kind, act and gender."""
        return Cue(
            kind, self.first, self.last, act, self.preps, self.takes_object, weak, self.needs, gender, self.number,
            self.joined, self.bound, self.own, self.claims, self.follows, self.impersonal,
        )  # fmt: skip


def _prepositions(cell: str) -> tuple[str, ...]:
    return tuple(part.strip().replace("إ", "ا").replace("ى", "ي") for part in cell.split(",") if part.strip())


_preps: Final[Memory[str, tuple[str, ...]]] = Memory(_prepositions, 512)


def cues(sentence: Sentence) -> list[Cue]:
    """Return the cues of a sentence in the order of the text, one a word."""
    found: list[Cue] = []
    for tag in sentence.among(CLASSES):
        cue = _cue(sentence, tag)
        if cue is None:
            continue
        known = found[-1] if found else None
        if known is None or known.first < cue.first:
            found.append(cue)
        elif (known.weak and not cue.weak) or cue.last > known.last:
            found[-1] = cue
    return _without_parts(found)


def _without_parts(every: list[Cue]) -> list[Cue]:
    """Join "according to what" with the verb after it: the verb of a credit is no cue of its own."""
    found: list[Cue] = []
    waiting: Cue | None = None
    for cue in every:
        if waiting is not None and cue.kind in ("verb", "relay") and cue.first - waiting.last <= 1:
            found.append(_joined(waiting, cue))
            waiting = None
            continue
        waiting = None
        if cue.kind == "credit" and cue.act == "credit_verb":
            waiting = cue
        elif not cue.bound:
            found.append(cue)
    return found


def _joined(credit: Cue, verb: Cue) -> Cue:
    return Cue(
        "credit", credit.first, verb.last, "credit", gender=verb.gender, number=verb.number, joined=credit.joined
    )


def _cue(sentence: Sentence, tag: Tag) -> Cue | None:
    if tag.cls == "saying" and tag.pro == "ل" and tag.value == "demand" and not tag.enc:
        return _verb(sentence, tag, "aim")
    if (tag.article and tag.cls != "saying") or (tag.pro and not _BOUND.isdisjoint(tag.pro)) or _in_name(sentence, tag):
        return None
    match tag.cls:
        case "speech":
            return _verb(sentence, tag, "verb") if _finite(sentence, tag) else None
        case "relay":
            return _verb(sentence, tag, "relay") if _finite(sentence, tag) else None
        case "speaking":
            return _participle(sentence, tag)
        case "saying":
            return _verb(sentence, tag, "noun") if _spoken(sentence, tag) else None
        case "credit":
            return None if tag.enc else Cue("credit", tag.first, tag.last, "credit", joined="و" in tag.pro)
        case "credit_verb":
            return Cue("credit", tag.first, tag.last, "credit_verb", joined="و" in tag.pro)
    return None


def _spoken(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether a noun has its speaker after it: a genitive, or for firm acts an adjective of nationality."""
    if tag.enc:
        return False
    nation = sentence.at("demonym", tag.last)
    if nation is not None and tag.value in FIRM:
        return nation.article == tag.article and not nation.pro
    told = sentence.at("entity", tag.last)
    return not tag.article and told is not None and not told.pro and told.attrs.get("kind") in VOICES


def _in_name(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether a cue is a word of a name: Yahya (يحيى) greets nobody."""
    entity = sentence.covering("entity", tag.first)
    return entity is not None and entity.last - entity.first > 1


def _finite(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether a verb says what was said: not what was not said, or is still to be."""
    before = sentence.words[tag.first - 1] if tag.first else ""
    if "neg" in roles_at(sentence, tag.first):
        return False  # "without" (دون) is written like "wrote down"
    if before == "ان" and tag.first > 1 and sentence.words[tag.first - 2] in _SEQUENCE:
        return True
    if before in ("ان", "لان", "كي", "حتي", "سوف", "قد") and tag.attrs.get("tense") == "present":
        return False
    if before == "ان" and tag.first > 1 and not tag.pro and tag.attrs.get("tense") == "past":
        return "opener" in roles_at(sentence, tag.first - 2)
    if tag.first == 0:
        return True
    known = roles_at(sentence, tag.first - 1)
    return not known or not ("neg" in known or "governs" in known)


def _verb(sentence: Sentence, tag: Tag, kind: CueKind) -> Cue:
    attrs = tag.attrs
    number, claims = attrs.get("number"), attrs.get("claims") == "yes"
    joined = tag.pro != "" and ("و" in tag.pro or "ف" in tag.pro)
    bound = tag.enc not in ("", "ا")
    # What is named or claimed may be a pronoun: "called it", "claimed it"
    of_deeds = bound and (claims or attrs.get("names") == "yes")
    goes_on = kind not in _NOMINAL and (joined or sentence.words[max(0, tag.first - 1)] == "كما")
    return Cue(
        kind,
        tag.first,
        tag.last,
        tag.value,
        _preps[attrs["prep"]] if "prep" in attrs else (),
        attrs.get("object") == "yes",
        attrs.get("weak") == "yes",
        attrs.get("needs"),
        attrs.get("gender"),
        number,
        goes_on,
        bound and tag.value not in _AIMED and not of_deeds,
        attrs.get("own") == "yes",
        claims and bound,
        joined and number == "plural",
        attrs.get("impersonal") == "yes" and attrs.get("tense") == "present",
    )


def _participle(sentence: Sentence, tag: Tag) -> Cue | None:
    """A participle of speech is accusative or feminine: "a host" (مضيف) is none."""
    word = sentence.words[tag.first]
    if tag.attrs.get("by") == "yes":  # "by saying that" (بالقول إن)
        return Cue("participle", tag.first, tag.last, tag.value, weak=True, joined=True)
    if not word.endswith(("ا", "ه", "ين", "ات")):
        return None
    feminine = word.endswith(("ه", "ات"))
    if (feminine and tag.enc) or (_or_noun(word, tag) and not set_off(sentence, tag.first)):
        return None
    return Cue(
        "participle",
        tag.first,
        tag.last,
        tag.value,
        _preps[tag.attrs.get("prep") or ""],
        tag.attrs.get("object") == "yes",
        tag.attrs.get("weak") == "yes",
        tag.attrs.get("needs"),
        "f" if feminine else "m",
        joined=True,
    )


def _or_noun(word: str, tag: Tag) -> bool:
    """Tell whether the word is as often a noun: "proposals" (مقترحات), "an accused" (متهما)."""
    return word.endswith("ات") or tag.value == "accuse"


def set_off(sentence: Sentence, token: int) -> bool:
    """Tell whether a mark, "and" or "in a statement" stands before a participle.

    "Confirmed reports" (تقارير مؤكدة) say nothing.
    """
    if token == 0 or sentence.words[token][0] == "و":
        return True
    before = sentence.words[token - 1]
    if before in MARKS or before in CLOSE:
        return True
    return token > 1 and sentence.words[token - 2] == "في" and "paper" in roles_at(sentence, token - 1)


def quotations(words: tuple[str, ...]) -> list[int]:
    """Return the first marks of the quotations of a sentence and their last, in turn; one never closed is left out."""
    found: list[int] = []
    for i, word in enumerate(words):
        if len(word) == 1 and word in (CLOSE if len(found) % 2 else OPEN):
            found.append(i)
    return found[: len(found) // 2 * 2]


def quoted(quotations: list[int], token: int) -> bool:
    """Tell whether a token stands inside one of the quotations of its sentence."""
    before = 0
    for mark in quotations:
        if mark == token:
            return False
        if mark < token:
            before += 1
    return before % 2 == 1


def closing(words: tuple[str, ...], opening: int) -> int:
    """Return the token that closes the quotation opened at `opening`, or the end of the sentence."""
    for at in range(opening + 1, len(words)):
        if words[at] in CLOSE:
            return at
    return len(words)
