"""Who holds or takes ground, and from whom: read from the words around a word of control."""

from __future__ import annotations

from dataclasses import replace

from marsad.lang.ar.clauses import clause_of
from marsad.lang.ar.entities import named
from marsad.lang.mention import Document
from marsad.lang.sentence import Sentence, Tag
from marsad.records import Named

_HOLDERS = frozenset(("force", "group", "country", "org", "person"))
_FIGHTERS = frozenset(("force", "group"))
_TELLERS = frozenset(("monitor", "agency", "outlet", "igo", "ngo"))
_RELATIVE = frozenset(("الذي", "التي", "الذين", "اللذين", "اللتين", "اللذان", "اللتان", "ممن"))
_GOVERNING = frozenset(
    ("علي", "ضد", "من", "في", "الي", "عن", "مع", "بين", "تجاه", "باتجاه", "نحو", "بعد", "منذ", "حسب", "بحسب", "وفق", "لدي")
    + ("قرب", "حول", "بدعم", "باسناد", "بقياده", "بمسانده", "بمشاركه", "داخل", "خلال", "عقب")
)
_LIGHT = frozenset(
    ("قد", "كان", "كانت", "كانوا", "ايضا", "لا", "ما", "لم", "لن", "تزال", "يزال", "زال", "زالت", "زالوا", "مازالت", "مازال")
    + ("باتت", "بات", "باتوا", "سوف", "اليوم", "امس", "عليها", "عليه", "عليهما", "هناك", "فيها", "فيه", "منها", "منه", "حاليا")
    + ("الان", "فصيل", "هذه", "هذا", "تلك")
)
_MARKS = frozenset("،,\"'«»()#")
_HUMAN_HEADS = frozenset(
    ("عناصر", "مقاتلو", "مقاتلي", "مسلحو", "مسلحي", "جنود", "افراد", "ثوار", "ابناء", "رجال", "انقلابيون", "متمردو", "متمردي")
)
_MASCULINE_COUNTRIES = frozenset(("العراق", "لبنان", "السودان", "الاردن", "المغرب", "اليمن", "الصومال"))
_FEMININE_PLURALS = frozenset(("قوات", "فصائل", "كتائب", "الويه", "وحدات", "قوي", "سرايا", "فرق", "دول"))
_NOUN_AFTER = frozenset(
    ("في", "من", "علي", "الي", "بعد", "قبل", "منذ", "عن", "مع", "تحت", "اثر", "عقب", "خلال", "اي", "نحو", "جراء", "نتيجه", "غداه")
    + ("استمرار", "بدء", "اعلان", "خبر", "مقابل", "بشان", "مناطق", "اجل", "تم", "تمت", "جري", "يتم", "مزيد", "حتي")
)
_INTRANSITIVE = frozenset(("over", "leave", "move", "post", "edge"))
_HELD = frozenset(("ايدي", "يد", "سيطره", "قبضه", "جيوب"))
_BY_FORCE = frozenset(("leave", "move", "post", "take"))
_STEPS = frozenset(
    ("طلائع", "بقيه", "بعض", "كل", "جميع", "صفوف", "فلول", "مئات", "الاف", "عشرات", "المئات", "الالاف", "العشرات", "من", "عدد")
)
_PRONOUNS = frozenset(("ه", "ها", "هم", "هما", "هن"))
_REACH = 30  # tokens between a noun and the verb of gaining that governs it across an aside


def has_pronoun(tag: Tag) -> bool:
    """Tell whether a pronoun ends the word; the ending of an indefinite object (تقدما) is none."""
    return tag.enc in _PRONOUNS


def is_verb(tag: Tag) -> bool:
    """Tell whether a tag is a verb; one that takes no object is a noun where it has a pronoun (سيطرتها)."""
    return tag.get("form") == "verb" and not (has_pronoun(tag) and tag.get("shape") in _INTRANSITIVE)


def noun_stands(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether a noun must stand at `tag`: with an article or a preposition, or behind what governs a noun."""
    if tag.article or tag.enc == "ا" or tag.pro[-1:] in ("ب", "ل", "ك"):
        return True
    at = tag.first - 1
    return at >= 0 and (
        sentence.words[at] in _NOUN_AFTER or any(sentence.at(cls, at) for cls in ("gain", "aim", "fight", "state"))
    )


def as_read(sentence: Sentence, tag: Tag) -> Tag:
    """Return `tag`, as a noun where its verb is written like its noun and a noun stands there."""
    alike = tag.get("noun") and tag.get("tense") == "past" and tag.get("number") == "singular" and tag.get("gender") == "m"
    if alike and (has_pronoun(tag) or noun_stands(sentence, tag)):
        return replace(tag, attrs={**tag.attrs, "form": "noun"})
    return tag


def holder_at(sentence: Sentence, token: int) -> Tag | None:
    """Return the entity at `token` where it can hold ground: no monitor, agency or outlet."""
    tag = sentence.at("entity", token)
    return tag if tag is not None and _can_hold(sentence, tag) else None


def fights(tag: Tag | None) -> bool:
    """Tell whether an entity is a force or an armed group."""
    return tag is not None and tag.of.kind in _FIGHTERS


def _can_hold(sentence: Sentence, tag: Tag) -> bool:
    if tag.of.kind not in _HOLDERS or (tag.of.kind == "org" and sentence.at("ground", tag.first)):
        return False
    actor = sentence.at("actor", tag.first)
    return actor is None or actor.get("type") not in _TELLERS


def over(sentence: Sentence, at: int, limit: int) -> int:
    """Return the first token from `at` on that is neither a light word, a mark nor a time."""
    while at < limit:
        time = sentence.at("time", at)
        if time is not None:
            at = time.last
        elif sentence.words[at] in _LIGHT or sentence.words[at] in _MARKS:
            at += 1
        elif sentence.words[at] in _STEPS and sentence.at("entity", at) is None and _leads(sentence, at, limit):
            at += 1
        else:
            break
    return at


def _leads(sentence: Sentence, at: int, limit: int) -> bool:
    """Tell whether a word of number or part at `at` leads to who acts: "hundreds of fighters"."""
    while at < limit and sentence.words[at] in _STEPS:
        at += 1
    return fights(holder_at(sentence, at) if at < limit else None)


def right_after(sentence: Sentence, at: int, limit: int) -> Tag | None:
    """Return the holder at `at`, light words, times and marks stepped over."""
    at = over(sentence, at, limit)
    tag = holder_at(sentence, at) if at < limit else None
    return tag if tag and not tag.pro.endswith(("ب", "ك")) else None


def doer_after(sentence: Sentence, tag: Tag, limit: int) -> Tag | None:
    """Return the holder behind a verb that is its subject: no accusative (لتحاصر الإرهابيين)."""
    found = right_after(sentence, tag.last, limit)
    if found is None or not is_verb(tag):
        return found
    head = sentence.words[found.first]
    return None if found.of.kind in _FIGHTERS and head.endswith("ين") and head.startswith("ال") else found


def relative_before(sentence: Sentence, token: int) -> int:
    """Return the relative pronoun before the verb at `token`, light words stepped over; -1 without one."""
    at = token - 1
    while at >= 0 and sentence.words[at] in _LIGHT:
        at -= 1
    return at if at >= 0 and sentence.words[at] in _RELATIVE else -1


def described(sentence: Sentence, token: int) -> Tag | None:
    """Return the holder that a relative pronoun at `token` describes: it ends there, a mark aside."""
    for tag in reversed(sentence.of("entity")):
        if tag.last <= token:
            near = all(word in _MARKS for word in sentence.words[tag.last : token])
            return tag if near and _can_hold(sentence, tag) else None
    return None


def nominal(sentence: Sentence, first: int, token: int) -> Tag | None:
    """Return the first holder of tokens `[first, token)` that nothing governs: the subject of a nominal sentence."""
    for tag in sentence.of("entity"):
        if tag.first < first:
            continue
        if tag.last > token:
            return None
        if _can_hold(sentence, tag) and not _governed(sentence, tag):
            return tag
    return None


def governor(sentence: Sentence, tag: Tag) -> Tag | None:
    """Return the verb or noun that governs a noun (تمكن … من، محاولة، معركة), an aside between them or not."""
    first, _ = clause_of(sentence, tag.first)
    best: Tag | None = None
    for other in sentence.tags:
        if not first <= other.first < other.last <= tag.first or other.cls == "particle":
            continue
        other = as_read(sentence, other)
        if not is_verb(other) and not _governing_noun(other, tag):
            continue
        if best is None or (other.first, other.cls in ("gain", "aim")) > (best.first, best.cls in ("gain", "aim")):
            best = other
    if best is None and first > 0:
        before = [g for g in sentence.of("gain") if tag.first - _REACH <= g.first < first and g.get("form") == "verb"]
        return before[-1] if before and not sentence.at("content", first) else None
    return best


def _governing_noun(other: Tag, tag: Tag) -> bool:
    if other.cls == "fight":
        return other.last == tag.first
    return other.cls in ("gain", "aim") or (other.cls == "control" and other.get("shape") in ("take", "over"))


def fighter(sentence: Sentence, tag: Tag) -> Tag | None:
    """Return the force or group that is the subject of `tag` in its own sentence."""
    first, last = clause_of(sentence, tag.first)
    found = doer_after(sentence, tag, last)
    if has_pronoun(tag) and not is_verb(tag):
        return None
    if not fights(found) and is_verb(tag):
        relative = relative_before(sentence, tag.first)
        if relative >= 0:
            found = described(sentence, relative)
        elif tag.first > 0 and sentence.words[tag.first - 1] == "ان":
            above = _verb_above(sentence, tag.first - 1)
            found = fighter(sentence, above) if above else None
        else:
            found = nominal(sentence, first, tag.first)
        if found is None and tag.pro[:1] in ("و", "ف"):
            found = _same_subject(sentence, tag)
    elif found is None and not _in_construct(sentence, tag):
        above = governor(sentence, tag)
        found = fighter(sentence, above) if above else None
    return found if fights(found) else None


def _in_construct(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether the subject of a noun must follow it at once and is no force: "the arrival of aid"."""
    if is_verb(tag) or tag.article or tag.cls != "control" or tag.get("shape") not in _BY_FORCE or tag.last >= len(sentence):
        return False
    at = tag.last
    free = any(sentence.at(cls, at) for cls in ("particle", "time", "quality", "degree", "number"))
    return not (free or tag.enc or sentence.words[at] in _MARKS)


def _same_subject(sentence: Sentence, tag: Tag) -> Tag | None:
    """Return the force that a verb after "and" shares with the clause before it in the sentence."""
    for other in reversed(sentence.of("entity")):
        if other.last <= tag.first and fights(other) and not _governed(sentence, other):
            return other if agrees(sentence, other, gender_of_verb(tag)) else None
    return None


def _governed(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether a preposition stands before an entity, or is written onto it."""
    return tag.pro.endswith(("ب", "ك", "ل")) or (tag.first > 0 and sentence.words[tag.first - 1] in _GOVERNING)


def _verb_above(sentence: Sentence, token: int) -> Tag | None:
    """Return the verb of the clause before the "أن" at `token`."""
    if token == 0:
        return None
    first, _ = clause_of(sentence, token - 1)
    found = [t for t in sentence.tags if first <= t.first < token and t.get("form") == "verb" and t.cls != "particle"]
    return max(found, key=lambda tag: tag.first, default=None)


def subject(sentence: Sentence, document: Document, tag: Tag, *, object_is_pronoun: bool = False) -> Named | None:
    """Return who does what a verb or a noun says; with `object_is_pronoun` a relative pronoun is what it is done to."""
    first, last = clause_of(sentence, tag.first)
    if is_verb(tag):
        return _verb_subject(sentence, document, tag, object_is_pronoun=object_is_pronoun)
    if has_pronoun(tag):
        return carried(sentence, document, tag.first, gender_of(tag))
    found = right_after(sentence, tag.last, last)
    if found is not None and not found.pro.endswith("ل"):
        return named(sentence, found)
    above = governor(sentence, tag)
    if above is not None:
        return _announced(sentence, subject(sentence, document, above), above)
    found = nominal(sentence, first, tag.first)
    return named(sentence, found) if found is not None else None


def _announced(sentence: Sentence, who: Named | None, above: Tag) -> Named | None:
    """Return who announces a taking as its taker, unless it is a person who speaks for others."""
    if above.value != "announce" or who is None or who.span is None:
        return who
    person = any(tag.of.kind == "person" and named(sentence, tag).span == who.span for tag in sentence.of("entity"))
    return None if person else who


def _verb_subject(sentence: Sentence, document: Document, tag: Tag, *, object_is_pronoun: bool) -> Named | None:
    first, last = clause_of(sentence, tag.first)
    relative = relative_before(sentence, tag.first)
    found = None
    if relative >= 0 and not object_is_pronoun:
        found = described(sentence, relative)
    if found is None:
        found = doer_after(sentence, tag, last)
    if found is None and tag.first > 0 and sentence.words[tag.first - 1] == "ان":
        above = _verb_above(sentence, tag.first - 1)
        if above is not None:
            return subject(sentence, document, above)
    if found is None and relative < 0:
        found = nominal(sentence, first, tag.first)
    if found is None:
        at = over(sentence, tag.last, last)
        found = sentence.at("entity", at) if at < last else None  # a subject of another kind: the villagers
        found = found if found is not None and found.of.kind == "people" and not found.pro else None
    if found is not None:
        return named(sentence, found)
    return carried(sentence, document, tag.first, gender_of_verb(tag))


def loser(sentence: Sentence, tag: Tag, first: int, last: int) -> Named | None:
    """Return who loses ground that tokens `[first, last)` name: من التنظيم، تحت سيطرة التنظيم، بعد معارك مع …"""
    start, end = clause_of(sentence, tag.first)[0], len(sentence)
    for at in range(start, end - 1):
        word = sentence.words[at]
        found = None
        if first <= at and word in _HELD and (at < last + 2 or sentence.words[at - 1] == "من"):
            found = right_after(sentence, at + 1, end)
        elif first <= at < last - 1 and word == "من":
            found = right_after(sentence, at + 1, last)
        elif word in ("مع", "ضد") and any(at - 4 <= t.last <= at and t.value == "clash" for t in sentence.of("strike")):
            found = right_after(sentence, at + 1, end)
        elif word == "حساب" and at > tag.first:
            found = right_after(sentence, at + 1, end)
        elif first <= at <= last and _holds_it(sentence, at):
            found = right_after(sentence, at + 1, end)
        if found is not None and found.of.kind in ("force", "group", "org"):
            return named(sentence, found)
    return None


def _holds_it(sentence: Sentence, token: int) -> bool:
    """Tell whether a verb of holding stands at `token`: مناطق يسيطر عليها المسلحون."""
    tag = sentence.at("control", token)
    return tag is not None and is_verb(tag) and tag.get("shape") == "over" and tag.get("tense") == "present"


# Pronouns and verbs without a subject


def carried(sentence: Sentence, document: Document, token: int, gender: str) -> Named | None:
    """Return the last actor that agrees with a pronoun or verb at `token`: before it, else in the two sentences before."""
    own = [tag for tag in sentence.of("entity") if tag.last <= token]
    if found := _likeliest(sentence, own[::-1], gender):
        return found
    for before in list(document.before(sentence))[:2]:
        found = None if before.title else _likeliest(before, before.of("entity"), gender)
        if found is not None:
            return found
    return None


def _likeliest(sentence: Sentence, tags: list[Tag], gender: str) -> Named | None:
    """Return the first of `tags` that agrees: a force that nothing governs, else a force, else another holder."""
    fitting = [tag for tag in tags if _may_carry(sentence, tag, gender)]
    free = [tag for tag in fitting if not _governed(sentence, tag)]
    best = next((tag for tag in (*free, *fitting) if fights(tag)), free[0] if free else None)
    return replace(named(sentence, best), inferred="the actor named before") if best else None


def _may_carry(sentence: Sentence, tag: Tag, gender: str) -> bool:
    return tag.of.kind != "person" and _can_hold(sentence, tag) and agrees(sentence, tag, gender)


def gender_of(tag: Tag) -> str:
    """Return what the pronoun at the end of `tag` stands for: m, f, p (people) or "" when anything may."""
    return {"ه": "m", "ها": "f", "هم": "p"}.get(tag.enc, "")


def gender_of_verb(tag: Tag) -> str:
    """Return what the subject of a verb must be to agree with it."""
    if tag.get("number") == "plural":
        return "p"
    return tag.get("gender") or ""


def agrees(sentence: Sentence, tag: Tag, gender: str) -> bool:
    """Tell whether an actor may be what a pronoun or verb of this gender stands for."""
    if not gender:
        return True
    word = sentence.words[tag.first][len(tag.pro) :]
    head = word.removeprefix("ال") if len(word) > 4 else word
    if tag.of.kind == "country":
        return gender == ("m" if word in _MASCULINE_COUNTRIES else "f")
    if head in _FEMININE_PLURALS or head.endswith(("ه", "ات")):
        return gender in ("f", "p")
    if head.endswith(("ون", "ين")) or head in _HUMAN_HEADS:
        return gender in ("p", "m")
    return gender == "m" or (gender == "p" and fights(tag))
