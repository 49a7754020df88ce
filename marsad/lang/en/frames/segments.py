"""Cut a sentence into what each cue of speech governs: speaker, content, and where its clause begins.

What is said stands after the verb ("X said (that) …"), before it ("…, X said" and "… said X"), or follows
"according to X". Texts without commas leave the order of words alone to tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from marsad.lang.en.frames import speaker
from marsad.lang.en.frames.content import (
    DESCRIPTION,
    QUOTES,
    content,
    ends,
    opens,
    past,
    quoted,
    strip,
)
from marsad.lang.sentence import Sentence, Tag

Range = tuple[int, int]

_SHORT = 3  # tokens: less than that after a verb is no content
_OFFICES = frozenset(("director", "head", "chief", "spokesman", "spokeswoman", "the", "a", "an", "who"))
_PAPERS = frozenset(("resolution", "draft", "text", "bill", "motion", "plan", "banners", "banner"))
_SAYING = frozenset(("force", "group", "org", "person", "role", "country"))
_PLAIN = frozenset(("said", "says", "told", "added", "warned", "urged", "issued", "released"))


@dataclass(frozen=True, slots=True)
class Segment:
    """One cue with what it governs: content `[first, last)`; `begin` is where its clause begins."""

    cue: Tag
    begin: int
    first: int
    last: int
    speaker: Range | None
    how: str  # after, before, credit, participle


def segments(sentence: Sentence) -> tuple[Segment, ...]:
    """Return the segments of a sentence in the order of the text, each content cut where the next begins."""
    cues = _cues(sentence)
    found: list[Segment] = []
    for cue in cues:
        floor = _floor(sentence, found)
        segment = _segment(sentence, cue, floor, found)
        if segment is not None:
            found.append(segment)
            found.extend(_going_on(sentence, segment))
    return tuple(_bounded(sentence, found))


def _going_on(sentence: Sentence, segment: Segment) -> Iterator[Segment]:
    """Yield the rest of a quotation that its speaker interrupts ("…," X said, "…"): it credits X, no new saying."""
    cue = segment.cue
    start = past(sentence, cue.last, told=cue.get("told") == "yes")
    start += start < len(sentence) and sentence.words[start] == ","
    if segment.how == "before" and start < len(sentence) and sentence.words[start] in QUOTES:
        yield Segment(replace(cue, cls="credit"), start, start, len(sentence), segment.speaker, "after")


def _cues(sentence: Sentence) -> list[Tag]:
    inside = quoted(sentence.words)
    tags = sentence.of("speech", "speaking", "credit", "plea")
    return [tag for tag in tags if not inside[tag.first] and not _noun(sentence, tag)]


def _noun(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether a word of speech is a noun or another verb here: "the claims", "is reported to"."""
    word = sentence.words[tag.first]
    before = sentence.words[tag.first - 1] if tag.first else ""
    if word in ("reports", "claims", "notes", "demands", "demand", "blame", "vows") and before in (
        "the",
        "of",
        "these",
        "such",
        "and",
        "his",
        "their",
        "to",
        "local",
        "media",
        "put",
    ):
        return True
    after = sentence.words[tag.last : tag.last + 1]
    if after == ("by",) or (after == ("on",) and tag.value == "accuse"):
        return True
    if word == "said" and _given_name(sentence, tag.first):
        return True
    if word in ("reports", "says") and tag.first and not after and sentence.tokens[tag.first].light[0].isupper():
        return True  # a headline's credit
    return tag.cls == "speech" and (
        before in ("is", "are", "was", "were", "been", "be", "being")
        or (after == ("to",) and word in ("said", "reported", "continued", "believed"))
    )


def _given_name(sentence: Sentence, at: int) -> bool:
    """Tell whether "Said" is a name: with a capital, between words with capitals that are no headline's."""
    tokens = sentence.tokens
    if not 0 < at < len(tokens) - 1 or not tokens[at].light[0].isupper():
        return False
    return tokens[at - 1].light[0].isupper() and tokens[at + 1].light[0].isupper()


def _floor(sentence: Sentence, found: list[Segment]) -> int:
    """Return where the words begin that no earlier segment has as its own."""
    if not found:
        return 0
    last = found[-1]
    if last.how == "before":
        return max(last.cue.last, last.speaker[1] if last.speaker else 0)
    return last.cue.last if last.how != "credit" else 0


def _segment(sentence: Sentence, cue: Tag, floor: int, found: list[Segment]) -> Segment | None:
    if cue.cls == "credit":
        return _credit(sentence, cue)
    if cue.cls == "plea":
        return _plea(sentence, cue)
    if cue.cls == "speaking":
        if cue.first and sentence.words[cue.first - 1] in _PAPERS and sentence.words[cue.first] == "calling":
            return None  # "a draft resolution calling for a truce"
        start = past(sentence, cue.last, told=False)
        if cue.get("object") and not (found or speaker.before(sentence, cue.first, floor)):
            return None
        if start >= len(sentence) or not (
            cue.first == 0 or sentence.words[start] in QUOTES or cue.get("object") or opens(sentence, cue.last)
        ):
            return None
        relayed = sentence.words[cue.first] == "as"
        who = None if found and not relayed else speaker.before(sentence, cue.first, floor)
        return Segment(cue, cue.first, content(sentence, start), len(sentence), who, "participle")
    inverted = _inverted(sentence, cue, floor)
    if inverted is not None:
        return inverted
    who = speaker.before(sentence, cue.first, floor, plain=sentence.words[cue.first] in _PLAIN)
    start = past(sentence, cue.last, told=cue.get("told") == "yes")
    if who is None:
        return None
    least = _SHORT if who[0] - floor >= _SHORT and not cue.get("object") else 1
    if ends(sentence, start, least) or _quotes_before(sentence, who, floor, start):
        return _postposed(sentence, cue, who, floor)
    if cue.get("weak") and not opens(sentence, start) and sentence.at("number", start) is None:
        return None
    return Segment(cue, _begin(sentence, who[0]), content(sentence, start), len(sentence), who, "after")


def _quotes_before(sentence: Sentence, who: Range, floor: int, start: int) -> bool:
    """Tell whether a quotation ends right before the speaker, and none opens after the verb."""
    before = who[0] - 1
    while before > floor and sentence.words[before] in ("the", "a", ","):
        before -= 1
    if before <= floor or sentence.words[before] not in QUOTES:
        return False
    return not opens(sentence, start) or sentence.words[start] in QUOTES


def _inverted(sentence: Sentence, cue: Tag, floor: int) -> Segment | None:
    """Read "…" said X: the words said stand before the verb."""
    if cue.first - floor < _SHORT or cue.value not in ("say", "announce", "warn") or cue.get("told"):
        return None
    who = speaker.after(sentence, cue.last)
    if who is None or sentence.at("entity", cue.first - 1) or _speaks(sentence, cue.first):
        return None
    closed = ends(sentence, past(sentence, who[1], told=False)) or sentence.words[cue.first - 1] in QUOTES
    if not (closed or _described_person(sentence, who)):
        return None
    first, last = strip(sentence, floor, cue.first)
    return Segment(cue, first, first, last, who, "before") if last > first else None


def _described_person(sentence: Sentence, who: Range) -> bool:
    """Tell whether a person is named with an office after the name: "said X director of the Observatory"."""
    tag = next((t for t in sentence.of("entity") if t.first == who[0]), None)
    if tag is None or tag.get("kind") != "person" or who[1] >= len(sentence):
        return False
    return sentence.words[who[1]] in _OFFICES or sentence.at("role", who[1]) is not None


def _speaks(sentence: Sentence, end: int) -> bool:
    """Tell whether who speaks stands before token `end`: then what follows the verb does not."""
    if sentence.words[end - 1] in speaker.PRONOUNS:
        return True
    tag = next((t for t in sentence.of("entity") if t.last == end), None)
    return tag is not None and tag.get("kind") in ("person", "org", "media", "source", "role", "country")


def _postposed(sentence: Sentence, cue: Tag, who: Range, floor: int) -> Segment | None:
    end = who[0]
    while end > floor and sentence.words[end - 1] in ("the", "a", "an", "one", "another"):
        end -= 1
    closing = next((i for i in range(end - 1, floor, -1) if sentence.words[i] in QUOTES), None)
    described = closing is not None and end - closing <= DESCRIPTION  # by what stands after the quotation
    end = closing + 1 if described and closing is not None else _before_office(sentence, floor, end)
    first, last = strip(sentence, floor, end)
    if last - first < _SHORT - 1:
        return None
    return Segment(cue, first, first, last, who, "before")


def _before_office(sentence: Sentence, floor: int, end: int) -> int:
    """Return where the words said end: before an office that opens with an article, of which `end` is in the middle:
    "…, the United Nations relief coordinator said"."""
    mark = next((i for i in range(end - 1, max(floor, end - DESCRIPTION), -1) if sentence.words[i] == ","), None)
    if mark is None or mark + 1 >= end or sentence.words[mark + 1] not in ("the", "a", "an"):
        return end
    acts = any(mark < tag.first < end for cls in ("verb", *speaker.ACTS) for tag in sentence.of(cls))
    return end if acts or sentence.at("number", end - 1) is not None else mark


def _begin(sentence: Sentence, start: int) -> int:
    while start > 0 and sentence.words[start - 1] in ("the", "a", "an", "one", "another", "some"):
        start -= 1
    return start


def _credit(sentence: Sentence, cue: Tag) -> Segment | None:
    who = speaker.credited(sentence, cue.last)
    if who is None:
        return None
    ahead = cue.first <= 1
    if ahead:
        start = who[1]
        while start < len(sentence) and (sentence.words[start] == "," or sentence.at("time", start)):
            time = sentence.at("time", start)
            start = time.last if time is not None else start + 1
        return Segment(cue, cue.first, start, len(sentence), who, "credit") if start < len(sentence) else None
    return Segment(cue, cue.first, 0, cue.first, who, "credit")


def _plea(sentence: Sentence, cue: Tag) -> Segment | None:
    """Read a saying told as a noun: "despite requests from the UN for access", "after a warning by Russia that …"."""
    if sentence.words[cue.last : cue.last + 1] not in (("by",), ("from",)):
        return None
    who = speaker.after(sentence, cue.last + 1)
    if who is None or who[1] >= len(sentence):
        return None
    tag = sentence.at("entity", who[0])
    if tag is None or tag.get("kind") not in _SAYING:
        return None
    if sentence.words[who[1]] not in ("for", "to", "that", "against"):
        return None
    return Segment(cue, cue.first, who[1], len(sentence), who, "after")


def _bounded(sentence: Sentence, found: list[Segment]) -> list[Segment]:
    out: list[Segment] = []
    for index, segment in enumerate(found):
        limit = segment.last
        if segment.how in ("after", "participle"):
            later = [
                s.begin
                for s in found[index + 1 :]
                if s.begin > segment.first and s.how != "before" and s.how != "credit"
            ]
            credits = [s.cue.first for s in found[index + 1 :] if s.how == "credit" and s.cue.first > segment.first]
            limit = min([limit, *later, *credits])
        first, last = strip(sentence, segment.first, limit)
        if segment.how == "after" and sentence.at("credit", first) is not None:
            continue  # "the agency said according to the governor"
        if last > first:
            out.append(replace(segment, first=first, last=last))
    return out
