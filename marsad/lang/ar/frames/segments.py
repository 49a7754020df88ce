"""Cut a sentence into what each cue of speech governs: speaker, content, and where its clause begins."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from marsad.lang.ar.frames import content, speaker
from marsad.lang.ar.frames.cues import CLOSE, MARKS, OPEN, Cue, cues, quotation, set_off
from marsad.lang.ar.frames.words import does, roles
from marsad.lang.sentence import Sentence

Range = tuple[int, int]
_BARE = 6  # tokens that may be said without "that" or a mark: "قال فلان، انتهت المعركة في …"
_OPENING = 10  # tokens of an adverbial before the first verb
_ABOUT = ("عن", "عنه", "عنها", "عنهم")
_OWN_WORDS = frozenset(
    ("قوله", "قولها", "قولهم", "وصفه", "وصفها", "تعبيره", "تعبيرها", "رايه", "تعبيرهم", "زعمه", "زعمها", "كلامه")
)
_QUOTED_NOUNS = frozenset(
    ("قوله", "قولها", "قولهم", "تاكيده", "تاكيدها", "قولهما", "القول", "تاكيدهم", "اشارته", "تصريحه", "تصريحات")
)


@dataclass(frozen=True, slots=True)
class Segment:
    """One cue with what it governs: content `[first, last)`; `begin` is where its clause begins."""

    cue: Cue
    begin: int
    first: int
    last: int
    speaker: Range | None
    how: str
    relay: Range | None = None


def segments(sentence: Sentence, names: speaker.Names = ()) -> tuple[Segment, ...]:
    """Return the segments of a sentence in the order of the text, each content cut where the next begins.

    `names` are words of names that the report gives elsewhere.
    """
    every = cues(sentence)
    if not every:
        return ()
    inside = quotation(sentence.words)
    found: list[Segment] = []
    for cue in every:
        if inside[cue.first]:
            continue
        segment = _segment(sentence, cue, names)
        if segment is not None and _free(sentence, segment):
            found.append(segment)
    return tuple(_bounded(sentence, found))


def _segment(sentence: Sentence, cue: Cue, names: speaker.Names) -> Segment | None:
    if cue.kind == "credit":
        return _credit(sentence, cue)
    if cue.kind == "relay":
        relayed = _relay(sentence, cue)
        if relayed is not None:
            return relayed
        cue = replace(cue, kind="verb", act="say", weak=True)
    if cue.needs and not _needed(sentence, cue):
        return None
    return _noun(sentence, cue) if cue.kind == "noun" else _speech(sentence, cue, names)


def _noun(sentence: Sentence, cue: Cue) -> Segment | None:
    """Read "بعد إعلان الجيش مقتل …": the words said end with the clause."""
    opened = content.opening(sentence, cue, len(sentence))
    who = speaker.after(sentence, cue.last, len(sentence), plain=True)
    if who is None:
        return None
    start = _object(sentence, who[1], len(sentence))
    if opened is None or opened.at > start:
        if start >= len(sentence) or not (cue.act == "accuse" or does(sentence.words[start], "object")):
            return None
        opened = content.Opening(start, "object", start)
    stop = next((i for i in range(opened.at, len(sentence)) if sentence.words[i] in "،؛."), len(sentence))
    return Segment(cue, cue.first, opened.at, stop, who, "noun")


def _needed(sentence: Sentence, cue: Cue) -> bool:
    """Tell whether the word that makes a common verb one of speech is there: "blame", "his (regret)"."""
    words = sentence.words[cue.last : cue.last + 16]
    if cue.needs == "own":
        return any(a == "عن" and len(b) > 3 and b.endswith(("ه", "ها", "هم")) for a, b in pairwise(words))
    return any(does(word, cue.needs or "") for word in words)


def _speech(sentence: Sentence, cue: Cue, names: speaker.Names) -> Segment | None:
    size = len(sentence)
    opened = content.opening(sentence, cue, size)
    who: Range | None = None
    if cue.kind == "verb":
        unsure = cue.weak or opened is None or (opened.how in ("prep", "quote") and cue.takes_object)
        end = opened.speaker_end if opened else size
        goes_on = cue.joined and sentence.words[cue.first][0] == "و"  # "أما فلان، فقال" does not
        before = None if goes_on else speaker.before(sentence, cue.first, names)
        after = speaker.after(sentence, cue.last, end, plain=opened is None, sure=names if unsure else None)
        ahead = after is not None and before is None
        who = before or after
        if cue.weak and opened is not None and not ahead and not _adverbs(sentence, cue.last, opened.at):
            return None
    else:
        ahead = False
    if opened is None:
        start = who[1] if ahead and who else cue.last
        bare_words = ahead and sentence.words[start : start + 1] == ("،",) and size - start > _BARE
        if cue.weak or not (cue.takes_object or (cue.act == "say" and bare_words)):
            return _postposed(sentence, cue, who if ahead else None)
        while start < size and sentence.words[start] in ("،", "-"):
            start += 1
        if size - start < 1 or sentence.words[start] in ".؛؟":
            return None
        if cue.kind == "participle" and not set_off(sentence, cue.first):
            return None
        opened = content.Opening(start, "object", start)
    elif opened.how in ("quote", "prep") and not (opened.how == "quote" and not cue.takes_object):
        limit = opened.at if opened.how == "quote" else opened.speaker_end
        start = _object(sentence, who[1] if ahead and who else cue.last, limit)
        if start < limit and not cue.takes_object:
            return None  # an object stands there: "شددت الحكومة عملياتها على …"
        opened = replace(opened, at=start, how="object") if start < limit else opened
    begin = min(cue.first, who[0]) if who else cue.first
    return Segment(cue, _begin(sentence, begin), opened.at, size, who, opened.how)


def _object(sentence: Sentence, start: int, limit: int) -> int:
    """Return where an object starts before `limit`: "نفى فلان، الأحد، مقتل «مدنيين»", "اتهم فلان الجيش بقصف …"."""
    while start < limit:
        time = sentence.at("time", start)
        if time is not None:
            start = time.last
        elif sentence.words[start] in ("،", "-"):
            start += 1
        else:
            break
    if start < limit and roles(sentence.words[start]) & {"prep", "media", "relative", "that"}:
        return limit
    return min(start, limit)


def _adverbs(sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether only an adverb or an aside can stand on these tokens: an object would make another verb of it."""
    word = sentence.words[first]
    return (
        first >= last - 1
        or bool(roles(word) & {"prep", "media"})
        or word in "،:"
        or sentence.at("time", first) is not None
    )


def _begin(sentence: Sentence, start: int) -> int:
    while start > 0 and (
        does(sentence.words[start - 1], "aux") or sentence.words[start - 1] in ("كما", "ثم", "فيما", "بينما")
    ):
        start -= 1
    return start


def _postposed(sentence: Sentence, cue: Cue, who: Range | None) -> Segment | None:
    """Read "…", said X: the words said stand before the verb, and nothing after its subject."""
    words = sentence.words
    if who is None or cue.first < 3 or cue.act not in ("say", "announce"):
        return None
    if words[cue.first - 1] in ("كما", "مثلما"):  # "as X said" credits X
        return Segment(replace(cue, kind="credit"), cue.first, 0, cue.first - 1, who, "credit")
    rest = [w for w in words[who[1] :] if w not in MARKS]
    if cue.weak or len(rest) > 8 or cue.joined or words[cue.first - 1] not in MARKS | CLOSE:
        return None
    return Segment(cue, 0, 0, cue.first, who, "before")


def _credit(sentence: Sentence, cue: Cue) -> Segment | None:
    words = sentence.words
    if (
        cue.last >= len(words)
        or words[cue.last] in _OWN_WORDS
        or any(w in _OWN_WORDS for w in words[cue.first : cue.last + 1])
    ):
        return None
    start = cue.last + (words[cue.last] in ("به", "بها", "عنه", "عنها"))
    if start >= len(words) or not _creditable(sentence, start):
        return None
    who = _figures(sentence, start) or speaker.credited(sentence, start)
    ahead = cue.first == 0 or (cue.first <= 2 and words[cue.first - 1] in "،")
    if ahead:
        start = who[1]
        while start < len(words) and (words[start] in ("،", "فان", "-", ":") or sentence.at("time", start)):
            time = sentence.at("time", start)
            start = time.last if time is not None else start + 1
        if start < len(words):
            return Segment(cue, cue.first, start, len(words), who, "credit")
    return Segment(cue, cue.first, 0, cue.first, who, "credit")


def _figures(sentence: Sentence, start: int) -> Range | None:
    """Return figures with who gave them out: "آخر حصيلة صدرت عن وزارة الصحة"."""
    if sentence.at("entity", start) or "figures" not in roles(sentence.words[start]):
        return None
    giver = sentence.after("entity", start, 6)
    if giver is None or any(word in MARKS for word in sentence.words[start : giver.first]):
        return None
    return start, giver.last


def _creditable(sentence: Sentence, start: int) -> bool:
    """Tell whether one can be asked: "according to the law" (وفق القانون) credits nobody."""
    entity = sentence.at("entity", start)
    if entity is not None:
        return entity.get("kind") not in ("weapon_platform", "country")
    known = roles(sentence.words[start])
    return bool(known & {"figures", "witness", "outlet", "sources", "office"}) or sentence.words[start] in OPEN


def _relay(sentence: Sentence, cue: Cue) -> Segment | None:
    """Read "an agency quoted X as saying that …": X speaks, the agency relays."""
    words = sentence.words
    stop = min(len(words), cue.last + 14)
    about = next((i for i in range(cue.last, stop) if words[i] in _ABOUT), None)
    if about is None:
        return None
    window = range(about + 1, min(len(words), about + 22))
    open_at = next((i for i in window if _opens(sentence, i)), None)
    open_at = next((i for i in window if words[i] in OPEN), None) if open_at is None else open_at
    if open_at is None:
        return None
    who = speaker.after(sentence, about + 1, open_at) if words[about] == "عن" else None
    if who is None and words[about] == "عن":
        return None
    relay = speaker.after(sentence, cue.last, about) or speaker.before(sentence, cue.first)
    if words[about] != "عن":
        relay = relay or speaker.after(sentence, about + 1, open_at)
        cue = replace(cue, gender={"عنه": "m", "عنها": "f"}.get(words[about]))
    start = open_at
    while start < len(words) - 1 and (words[start] in _QUOTED_NOUNS or words[start] in (":", "،")):
        start += 1
    how = "quote" if words[start] in OPEN else "that"
    begin = min(cue.first, relay[0]) if relay else cue.first
    return Segment(replace(cue, act="say"), _begin(sentence, begin), start, len(words), who, how, relay)


def _opens(sentence: Sentence, i: int) -> bool:
    word = sentence.words[i]
    return does(word, "that") or word == ":" or word in _QUOTED_NOUNS


def _free(sentence: Sentence, segment: Segment) -> bool:
    """Tell whether a segment opens a clause of its own: not "…that the army said", not "which X rejected"."""
    start = min(segment.cue.first, segment.speaker[0]) if segment.speaker else segment.cue.first
    if segment.cue.kind in ("participle", "credit", "noun") or segment.begin == 0 or segment.cue.joined:
        return True
    before, first = sentence.words[start - 1], sentence.words[segment.begin]
    if before in MARKS or before in CLOSE or (first[0] == "و" and "aux" in roles(first)):
        return True
    openers = [tag for tag in sentence.of("opener") if tag.last == start]
    if "relative_pronoun" in roles(before):
        return any(tag.last - tag.first > 1 for tag in openers)
    return bool(openers) or _adverbial(sentence, segment.begin) or (does(before, "opener") and not does(before, "that"))


def _adverbial(sentence: Sentence, end: int) -> bool:
    """Tell whether only a time or a short phrase with a preposition opens the sentence before token `end`."""
    if end > _OPENING or any(tag.first < end for cls in ("verb", "speech") for tag in sentence.of(cls)):
        return False
    first = sentence.at("time", 0)
    return (first is not None and first.last >= end) or "prep" in roles(sentence.words[0])


def _bounded(sentence: Sentence, found: list[Segment]) -> list[Segment]:
    out: list[Segment] = []
    previous_credit = 0
    for index, segment in enumerate(found):
        limit = len(sentence)
        if segment.how == "credit" and segment.first == 0:
            out.append(replace(segment, first=previous_credit))
            previous_credit = segment.speaker[1] if segment.speaker else segment.cue.last
            continue
        for later in found[index + 1 :]:
            if later.begin > segment.first and later.how not in ("before", "noun"):
                limit = min(limit, later.begin)
        if segment.how in ("before", "noun"):
            out.append(segment)
            continue
        last = content.end(sentence, segment.first, limit, segment.how)
        if last - segment.first >= 1:
            out.append(replace(segment, last=last))
    return out
