"""Who holds or takes ground, and from whom: read from the words around a word of control."""

from __future__ import annotations

from dataclasses import replace

from marsad.lang.ar.clauses import clause_of
from marsad.lang.ar.entities import named
from marsad.lang.mention import Document
from marsad.lang.sentence import Sentence, Tag
from marsad.records import Named

_ARMED = frozenset(("force", "group", "country", "org", "person"))
_TELLERS = frozenset(("monitor", "agency", "outlet", "igo", "ngo"))
_RELATIVE = frozenset(("الذي", "التي", "الذين", "اللذين", "اللتين", "اللذان", "اللتان", "ممن"))
_BEFORE_OBJECT = frozenset(
    ("علي", "ضد", "من", "في", "الي", "عن", "مع", "بين", "تجاه", "باتجاه", "نحو", "بعد", "منذ", "حسب", "بحسب", "وفق", "لدي")
    + ("قرب", "حول", "بدعم", "باسناد", "بقياده", "بمسانده", "بمشاركه", "داخل", "خلال", "عقب")
)
_LIGHT = frozenset(
    ("قد", "كان", "كانت", "كانوا", "ايضا", "لا", "ما", "لم", "لن", "تزال", "يزال", "زال", "زالت", "زالوا", "باتت", "بات", "باتوا", "سوف")
    + tuple("،,\"'«»()") + ("ايضا", "اليوم", "امس", "عليها", "عليه", "عليهما", "هناك", "فيها", "فيه", "منها", "منه", "حاليا", "الان")
)
_HUMAN = ("ون", "ين", "وا")
_HUMAN_HEADS = frozenset(("عناصر", "مقاتلو", "مقاتلي", "مسلحو", "مسلحي", "جنود", "افراد", "ثوار", "ابناء", "رجال", "مقاتلين"))
_MASCULINE_COUNTRIES = frozenset(("العراق", "لبنان", "السودان", "الاردن", "المغرب", "اليمن", "الصومال", "قطر"))
_FEMININE_PLURALS = frozenset(("قوات", "فصائل", "كتائب", "الويه", "وحدات", "قوي", "سرايا", "فرق", "حكومه", "دول"))


def armed(sentence: Sentence, token: int) -> Tag | None:
    """Return the entity at `token` where it can hold ground: no monitor, agency or outlet."""
    tag = sentence.at("entity", token)
    return tag if tag is not None and _can_hold(sentence, tag) else None


def _can_hold(sentence: Sentence, tag: Tag) -> bool:
    if tag.of.kind not in _ARMED:
        return False
    actor = sentence.at("actor", tag.first)
    return actor is None or actor.get("type") not in _TELLERS


def right_after(sentence: Sentence, at: int, limit: int) -> Tag | None:
    """Return the actor at `at`, light words, times and adverbs stepped over."""
    at = over(sentence, at, limit)
    if at >= limit:
        return None
    tag = armed(sentence, at)
    return tag if tag and not tag.pro.endswith(("ب", "ك")) else None


def over(sentence: Sentence, at: int, limit: int) -> int:
    """Return the first token from `at` on that is neither a light word nor a time."""
    while at < limit:
        time = sentence.at("time", at)
        if time is not None:
            at = time.last
        elif sentence.words[at] in _LIGHT:
            at += 1
        else:
            break
    return at


def antecedent(sentence: Sentence, token: int) -> tuple[int, bool]:
    """Return the relative pronoun before the verb at `token` (-1 without one) and whether light words lie between."""
    at = token - 1
    while at >= 0 and (sentence.words[at] in _LIGHT - set("،,()")):
        at -= 1
    return (at, True) if at >= 0 and sentence.words[at] in _RELATIVE else (-1, False)


def entity_before(sentence: Sentence, token: int) -> Tag | None:
    """Return the actor that ends at `token`, a comma or quotation mark aside: what a relative clause describes."""
    for tag in reversed(sentence.of("entity")):
        if tag.last <= token:
            near = all(word in "،,\"»'()" for word in sentence.words[tag.last : token])
            return tag if near and _can_hold(sentence, tag) else None
    return None


def nominal(sentence: Sentence, first: int, token: int) -> Tag | None:
    """Return the first actor of tokens `[first, token)` that nothing governs: the subject of a nominal sentence."""
    for tag in sentence.of("entity"):
        if tag.first < first:
            continue
        if tag.last > token:
            return None
        governed = tag.pro.endswith(("ب", "ك", "ل")) or (tag.first > 0 and sentence.words[tag.first - 1] in _BEFORE_OBJECT)
        if _can_hold(sentence, tag) and not governed:
            return tag
    return None


def carried(sentence: Sentence, document: Document, token: int, gender: str) -> Named | None:
    """Return the last actor that agrees with a pronoun or verb at `token`, before it or in the two sentences before."""
    own = [tag for tag in sentence.of("entity") if tag.last <= token]
    first = clause_of(sentence, token)[0]
    earlier = [tag for tag in own if tag.last <= first]
    here = [tag for tag in own if tag.last > first]
    for tag in [*here[::-1], *earlier[::-1]]:
        if _can_hold(sentence, tag) and agrees(sentence, tag, gender):
            return replace(named(sentence, tag), inferred="the actor named before")
    for before in sentence_pair(document, sentence):
        for tag in before.of("entity"):
            if _can_hold(before, tag) and agrees(before, tag, gender):
                return replace(named(before, tag), inferred="the actor named before")
    return None


def sentence_pair(document: Document, sentence: Sentence) -> list[Sentence]:
    """Return the two sentences before this one in the body, the nearer first."""
    found = [s for s in list(document.before(sentence))[:2] if not s.title]
    return found


def gender_of(tag: Tag) -> str:
    """Return what a subject must be to agree with a verb or a pronoun: m, f, p (people) or "" when anything may."""
    if tag.enc:
        return {"ه": "m", "ها": "f", "هم": "p", "هما": ""}.get(tag.enc, "")
    return gender_of_verb(tag)


def gender_of_verb(tag: Tag) -> str:
    """Return what the subject of a verb must be to agree with it."""
    if tag.get("form") != "verb":
        return ""
    if tag.get("number") == "plural":
        return "p"
    return tag.get("gender") or ""


def agrees(sentence: Sentence, tag: Tag, gender: str) -> bool:
    """Tell whether an actor may be what a pronoun or verb of this gender stands for."""
    if not gender or tag.of.kind == "person":
        return gender in ("", "m") or tag.of.kind != "person"
    word = sentence.words[tag.first][len(tag.pro) :]
    bare = word.removeprefix("ال") if len(word) > 4 else word
    if tag.of.kind == "country":
        return gender == ("m" if word in _MASCULINE_COUNTRIES else "f")
    if bare in _FEMININE_PLURALS or bare.endswith(("ه", "ات")):
        return gender in ("f", "p")
    if bare.endswith(_HUMAN) or bare in _HUMAN_HEADS:
        return gender in ("p", "m")
    return gender == "m" or (gender == "p" and tag.of.kind in ("group", "force", "org"))
