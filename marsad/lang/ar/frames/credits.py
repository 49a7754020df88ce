"""Read credits ("according to X") and relays ("an agency quoted X as saying")."""

from __future__ import annotations

from typing import Final

from marsad.lang.ar.frames import speaker
from marsad.lang.ar.frames.cues import MARKS, OPEN, Cue
from marsad.lang.ar.frames.segment import Range, Segment, clause_begin
from marsad.lang.ar.frames.words import roles, roles_at
from marsad.lang.sentence import Sentence, Tag

_ABOUT: Final = ("عن", "عنه", "عنها", "عنهم")
_PRONOUNS: Final = {"عنه": "m", "عنها": "f"}
_ASKED_NOT: Final = ("weapon_platform", "country")
_GIVER: Final = 6  # tokens between figures and who gave them out
_RELAY: Final = 14  # tokens to "from", and from there to what opens the words said
_QUOTED: Final = 22


def credit(sentence: Sentence, cue: Cue, names: speaker.Names = ()) -> Segment | None:
    """Read a credit: what stands before it is credited, or what follows where it opens the sentence."""
    words = sentence.words
    if any("own_words" in roles[word] for word in words[cue.first : cue.last + 1]):
        return None  # "in his words"
    start = cue.last + (words[cue.last : cue.last + 1] in (("به",), ("بها",), ("عنه",), ("عنها",)))
    if start >= len(words) or not _creditable(sentence, start, names):
        return None
    who = _figures(sentence, start) or speaker.credited(sentence, start)
    ahead = cue.first == 0 or (cue.first <= 2 and words[cue.first - 1] in "،")
    start = _past_marks(sentence, who[1])
    if ahead and start < len(words):
        return Segment(cue, cue.first, start, len(words), who, "credit")
    return Segment(cue, cue.first, 0, cue.first, who, "credit")


def _past_marks(sentence: Sentence, start: int) -> int:
    while start < len(sentence):
        time = sentence.at("time", start)
        if time is None and sentence.words[start] not in ("،", "فان", "-", ":"):
            break
        start = time.last if time is not None else start + 1
    return start


def _figures(sentence: Sentence, start: int) -> Range | None:
    """Return figures with who gave them out: "آخر حصيلة صدرت عن وزارة الصحة"."""
    if sentence.at("entity", start) or "figures" not in roles_at(sentence, start):
        return None
    giver = sentence.after("entity", start, _GIVER)
    if giver is None or any(word in MARKS for word in sentence.words[start : giver.first]):
        return None
    return start, giver.last


def _creditable(sentence: Sentence, start: int, names: speaker.Names) -> bool:
    """Tell whether one can be asked: "according to the law" (وفق القانون) credits nobody."""
    entity = sentence.at("entity", start)
    if entity is not None:
        return entity.attrs.get("kind") not in _ASKED_NOT
    word = sentence.words[start]
    if word.startswith("ل") and word[1:] in names:
        return True
    known = roles_at(sentence, start)
    return bool(known & {"figures", "witness", "outlet", "sources", "office"}) or word in OPEN


def relay(sentence: Sentence, cue: Cue) -> Segment | None:
    """Read "an agency quoted X as saying that …": X speaks, the agency relays."""
    words = sentence.words
    stop = min(len(words), cue.last + _RELAY)
    about = next((i for i in range(cue.last, stop) if words[i] in _ABOUT), None)
    if about is None:
        return None
    window = range(about + 1, min(len(words), about + _QUOTED))
    start = next((i for i in window if _opens(sentence, i)), next((i for i in window if words[i] in OPEN), None))
    if start is None:
        return None
    outlet = speaker.after(sentence, cue.last, about) or speaker.before(sentence, cue.first)
    who = after = speaker.after(sentence, about + 1, start)
    if words[about] != "عن":  # "quoted him": who spoke last; the agency may follow
        who, outlet = None, outlet or after
    elif who is None:
        return None
    gender = _PRONOUNS.get(words[about])  # the verb agrees with the outlet
    while start < len(words) - 1 and ("quoted" in roles[words[start]] or words[start] in (":", "،")):
        start += 1
    how = "quote" if words[start] in OPEN else "that"
    begin = min(cue.first, outlet[0]) if outlet else cue.first
    noun = _noun(sentence, start)
    cue = cue.but(kind=cue.kind, act=noun.value if noun is not None else "say", weak=cue.weak, gender=gender)
    return Segment(cue, clause_begin(sentence, begin), start, len(words), who, how, outlet)


def _opens(sentence: Sentence, i: int) -> bool:
    word = sentence.words[i]
    known = roles_at(sentence, i)
    return "that" in known or word == ":" or "quoted" in known or _noun(sentence, i) is not None


def _noun(sentence: Sentence, i: int) -> Tag | None:
    """Return a noun of speech with its speaker as a pronoun: "تنديده بالقرار"."""
    tag = sentence.at("saying", i)
    return tag if tag is not None and tag.enc in ("ه", "ها", "هم") and not tag.pro else None
