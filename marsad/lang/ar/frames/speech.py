"""Read verbs, participles and verbal nouns of speech: who speaks, and what opens the words said."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from marsad.lang.ar.frames import speaker
from marsad.lang.ar.frames.content import Opening, opening
from marsad.lang.ar.frames.cues import CLOSE, FIRM, MARKS, VOICES, Cue, set_off
from marsad.lang.ar.frames.segment import Range, Segment, clause_begin
from marsad.lang.ar.frames.words import roles, roles_at
from marsad.lang.sentence import Sentence

_ADVERBIAL: Final = frozenset(("prep", "media"))
_OBJECTED: Final = frozenset(("accuse", "reject", "deny", "condemn"))  # nouns of these acts take any object
_ARMED: Final = ("group", "force")
_MANY: Final = ("people", "group", "force")
_WHO: Final = frozenset(("الذي", "التي", "الذين"))
_BARE: Final = 6  # tokens that may be said without "that" or a mark: "قال فلان، انتهت المعركة في …"
_SINCE: Final = (("قبل",), ("جديد",))  # "before", "anew", after من
_NO_OBJECT: Final = frozenset(("prep", "media", "relative", "that"))
_NEEDED: Final = 16  # tokens within which the word stands that a common verb needs
_AFTERWORD: Final = 8  # tokens that may follow the subject of "…", said X


def speech(sentence: Sentence, cue: Cue, names: speaker.Names) -> Segment | None:
    """Return what a verb or participle governs; None where it is not one of speech here."""
    if cue.needs and not _needed(sentence, cue):
        return None
    if cue.claims:
        return _claimed(sentence, cue)
    opened = opening(sentence, cue, len(sentence))
    if cue.kind == "verb" and (described := _described(sentence, cue)) is not None:
        return _relative(sentence, cue, opened, described)
    who, ahead = _who(sentence, cue, opened, names) if cue.kind == "verb" else (None, False)
    if ahead and who is not None and opened is not None and _accuses_only(sentence, cue, who, opened):
        return _accused(sentence, cue, who, opened)
    if cue.own and who is None:
        return None
    if (
        cue.weak
        and cue.kind == "verb"
        and opened is not None
        and not ahead
        and not _adverbs(sentence, cue.last, opened.at)
    ):
        return None
    start = who[1] if who is not None and ahead else cue.last
    if opened is None:
        opened = _unopened(sentence, cue, start, ahead)
        if opened is None:
            return _postposed(sentence, cue, who if ahead else None)
    elif opened.how == "prep" or (opened.how == "quote" and cue.takes_object):
        limit = opened.at if opened.how == "quote" else opened.speaker_end
        start = _object(sentence, start, limit)
        if start < limit and not cue.takes_object:
            return None  # an object stands there: "شددت الحكومة عملياتها على …"
        opened = Opening(start, "object", opened.speaker_end) if start < limit else opened
    begin = clause_begin(sentence, min(cue.first, who[0]) if who else cue.first)
    quoted = _quoted(sentence, cue.last, opened.at)
    if quoted is not None:
        return Segment(cue, begin, opened.at, len(sentence), quoted, opened.how, relay=who)
    return Segment(cue, begin, opened.at, len(sentence), who, opened.how)


def _accuses_only(sentence: Sentence, cue: Cue, who: Range, opened: Opening) -> bool:
    """Tell whether nobody else stands between "accused X" and "of …": then X is (also) who is accused."""
    return (
        cue.act == "accuse"
        and not cue.needs
        and (opened.how == "prep" or sentence.words[opened.at].startswith("بان"))
        and _object(sentence, who[1], opened.at) >= opened.at
    )


def _accused(sentence: Sentence, cue: Cue, who: Range, opened: Opening) -> Segment:
    """Read "the minister accused Iran of …" without a mark between the two, and "and accused X of …" without a subject.

    There who spoke before accuses.
    """
    inside = [tag for tag in sentence.of("entity", "country") if who[0] < tag.first and tag.last == who[1]]
    known = bool(inside) and (inside[-1].cls == "country" or inside[-1].attrs.get("kind") in VOICES)
    cut = inside[-1].first if known else who[0]
    speaks = (who[0], cut) if cut > who[0] else None
    return Segment(cue, clause_begin(sentence, cue.first), cut, len(sentence), speaks, "object" if speaks else "prep")


def _claimed(sentence: Sentence, cue: Cue) -> Segment | None:
    """Read "an attack on …, and X claimed it" (تبناه): what is claimed stands before the verb."""
    who = speaker.after(sentence, cue.last, len(sentence), plain=True, sure=())
    claimer = sentence.at("entity", who[0]) if who is not None else None
    if claimer is None or claimer.attrs.get("kind") not in _ARMED:
        return None
    start = cue.first
    while start > 0 and sentence.words[start - 1] not in MARKS:
        start -= 1
    return Segment(cue, start, start, cue.first, who, "before") if who is not None and start < cue.first else None


def aim(sentence: Sentence, cue: Cue) -> Segment | None:
    """Read "they marched to demand …" (للمطالبة بـ): who marches speaks."""
    if not any("protest" in roles[word] for word in sentence.words[: cue.first]):
        return None
    people = [t for t in sentence.of("entity") if t.last <= cue.first and t.attrs.get("kind") == "people"]
    opened = opening(sentence, cue, len(sentence))
    if not people or opened is None:
        return None
    who = people[-1]
    stop = next((i for i in range(opened.at, len(sentence)) if sentence.words[i] in "،؛."), len(sentence))
    return Segment(cue, who.first, opened.at, stop, (who.first, who.last), "noun")


def _described(sentence: Sentence, cue: Cue) -> Range | None:
    """Return whom a relative clause with a firm act describes: "الجيش الذي نفى", "فلان، الذي اتهم"."""
    words = sentence.words
    at = cue.first - 1
    if at < 1 or words[at] not in _WHO or cue.act not in FIRM or cue.bound:
        return None
    end = at - (words[at - 1] == "،")
    tag = next((t for t in sentence.of("entity") if t.last == end), None)
    if tag is None or tag.attrs.get("kind") not in VOICES or sentence.at("entity", cue.last) is not None:
        return None
    if end == at and tag.attrs.get("kind") in _MANY and not tag.value[:1].isupper():
        return None  # "fighters who refuse to leave": which ones, not what they said
    if words[at] == "الذي" and words[tag.first].endswith("ه"):
        return None  # "the court's order, which": the clause describes the order
    return tag.first, tag.last


def _relative(sentence: Sentence, cue: Cue, opened: Opening | None, who: Range) -> Segment | None:
    """Read what somebody is said to have done by speech in a relative clause; it ends with the clause."""
    start = _object(sentence, cue.last, len(sentence))
    if opened is not None and opened.at >= start:
        start = opened.at
    elif not cue.takes_object or opened is not None:
        return None
    stop = next((i for i in range(start, len(sentence)) if sentence.words[i] in "،؛."), len(sentence))
    return Segment(cue, who[0], start, stop, who, "relative")


def _quoted(sentence: Sentence, first: int, last: int) -> Range | None:
    """Return whom the speaker quotes, between the verb and the words said: "أكد التقرير، نقلا عن الشرطة، أن"."""
    words = sentence.words
    for at in range(first, last - 1):
        if words[at] == "نقلا" and words[at + 1] == "عن":
            return speaker.after(sentence, at + 2, last)
    return None


def noun(sentence: Sentence, cue: Cue) -> Segment | None:
    """Read "بعد إعلان الجيش مقتل …", "الرفض الروسي للقرار": the words said end with the clause."""
    nation = _nation(sentence, cue.last)
    who = nation or speaker.after(sentence, cue.last, len(sentence), plain=True)
    if who is None or (nation is not None and sentence.words[who[1] : who[1] + 1] == ("،",)):
        return None
    opened = opening(sentence, cue, len(sentence))
    start = _object(sentence, who[1], len(sentence))
    if opened is None or opened.at > start:
        bare_object = start < len(sentence) and (cue.act in _OBJECTED or "object" in roles[sentence.words[start]])
        if not bare_object:
            return None
        opened = Opening(start, "object", start)
    stop = next((i for i in range(opened.at, len(sentence)) if sentence.words[i] in "،؛."), len(sentence))
    return Segment(cue, cue.first, opened.at, stop, who, "noun")


def _nation(sentence: Sentence, token: int) -> Range | None:
    """Return an adjective of nationality, which stands for who speaks: "الرفض الروسي"."""
    tag = sentence.at("demonym", token)
    return (tag.first, tag.last) if tag is not None else None


def _who(sentence: Sentence, cue: Cue, opened: Opening | None, names: speaker.Names) -> tuple[Range | None, bool]:
    """Return the subject of a verb, and whether it follows the verb."""
    goes_on = cue.joined and sentence.words[cue.first][0] == "و"  # "أما فلان، فقال" does not
    before = None if goes_on else speaker.before(sentence, cue.first, names)
    if before is not None or cue.number in ("plural", "dual"):  # a plural verb follows its subject
        return before, False
    unsure = cue.weak or opened is None or (opened.how in ("prep", "quote") and cue.takes_object)
    end = opened.speaker_end if opened else len(sentence)
    plain = opened is None or (opened.how == "quote" and cue.takes_object)
    after = speaker.after(sentence, cue.last, end, plain=plain, sure=names if unsure else None)
    return after, after is not None


def _unopened(sentence: Sentence, cue: Cue, start: int, ahead: bool) -> Opening | None:
    """Return the plain object of a verb, or what is said after a comma alone."""
    size = len(sentence)
    bare_words = ahead and sentence.words[start : start + 1] == ("،",) and size - start > _BARE
    if (cue.weak and not (cue.takes_object and ahead)) or not (cue.takes_object or (cue.act == "say" and bare_words)):
        return None
    while start < size and sentence.words[start] in ("،", "-"):
        start += 1
    if start >= size or sentence.words[start] in ".؛؟":
        return None
    if cue.impersonal and "among" in roles[sentence.words[start]]:
        return None  # "X is deemed one of …"
    if cue.kind == "participle" and not set_off(sentence, cue.first):
        return None
    return Opening(start, "object", start)


def _needed(sentence: Sentence, cue: Cue) -> bool:
    """Tell whether the word that makes a common verb one of speech is there: "blame", "his (regret)"."""
    words = sentence.words[cue.last : cue.last + _NEEDED]
    if cue.needs == "own":
        return any(a == "عن" and len(b) > 3 and b.endswith(("ه", "ها", "هم")) for a, b in pairwise(words))
    needed = cue.needs or ""
    return any(needed in roles[word] for word in words)


def _object(sentence: Sentence, start: int, limit: int) -> int:
    """Return where an object starts before `limit`: "نفى فلان، الأحد، مقتل «مدنيين»", "اتهم فلان الجيش بقصف …"."""
    while start < limit:
        time = sentence.at("time", start)
        if time is not None:
            start = time.last
        elif sentence.words[start] == "من" and sentence.words[start + 1 : start + 2] in _SINCE:
            start += 2
        elif "adverb" in roles_at(sentence, start):
            start += 1
        else:
            break
    if start >= limit:
        return limit
    known = roles_at(sentence, start)
    if known and not _NO_OBJECT.isdisjoint(known) and "object" not in known:
        return limit
    return start


def _adverbs(sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether only an adverb or an aside can stand on these tokens: an object would make another verb of it."""
    word = sentence.words[first]
    told = sentence.at("entity", first)
    return (
        first >= last - 1
        or (told is not None and told.last == last)  # whom it was told: "أبلغ فلان الوفد أن"
        or not _ADVERBIAL.isdisjoint(roles_at(sentence, first))
        or word in "،:"
        or sentence.at("time", first) is not None
    )


def _postposed(sentence: Sentence, cue: Cue, who: Range | None) -> Segment | None:
    """Read "…", said X: the words said stand before the verb, and nothing after its subject."""
    words = sentence.words
    if who is None or cue.first < 3 or cue.act not in ("say", "announce"):
        return None
    if words[cue.first - 1] in ("كما", "مثلما"):  # "as X said" credits X
        credit = cue.but(kind="credit", act=cue.act, weak=cue.weak, gender=cue.gender)
        return Segment(credit, cue.first, 0, cue.first - 1, who, "credit")
    rest = [w for w in words[who[1] :] if w not in MARKS]
    if cue.weak or len(rest) > _AFTERWORD or cue.joined or words[cue.first - 1] not in MARKS | CLOSE:
        return None
    return Segment(cue, 0, 0, cue.first, who, "before")
