"""What a report says that was seen and not read, as issues: which words, and why.

Few and useful: a place that a claim leaves open, a figure beside a word of harm that no rule took, times without a date
of publication, speech whose speaker was not found, a headline's figure that the body does not repeat.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from marsad.dates.resolve import resolve
from marsad.lang.mention import Document, Frame, Mention
from marsad.lang.sentence import Sentence, Tag
from marsad.records import Casualty, Claim, Count, Issue, Report, Span

_HARM: Final = ("harm", "harming", "harmed")
_DEEDS: Final = ("harming", "harm")
_SPEECH: Final = ("speech", "speaking")
_BESIDE: Final = 2  # tokens between a figure and the word of harm that it belongs to
_OPENING: Final = 4  # tokens between a word of speech and the words said
_QUOTES: Final = frozenset('"«“')
_COUNTS: Final = frozenset(("cardinal", "vague"))
_Found = tuple[Span, str]  # the words, and why they are an issue


def unread(
    document: Document, mentions: Sequence[Mention], claims: Sequence[Claim], report: Report
) -> tuple[Issue, ...]:
    """Return the issues of a report in the order of the text, each once."""
    found: list[_Found] = []
    _open_places(claims, found)
    _figures(document, mentions, found)
    _undated(document, report, found)
    _speech(document, found)
    _headline(claims, len(report.title or ""), found)
    if len(found) > 1:
        found = sorted(set(found))
    return tuple([Issue(report.report_id, reason, span) for span, reason in found])


def _open_places(claims: Sequence[Claim], found: list[_Found]) -> None:
    """Add the places of claims that have several candidates, or that the gazetteer does not have, each name once."""
    seen: set[str] = set()
    for claim in claims:
        for place in claim.place:
            if place.lat is not None or place.precision is not None or place.text in seen:
                continue
            seen.add(place.text)
            if place.candidates:
                names = tuple(dict.fromkeys(place.candidates))
                alike = f"any of {len(place.candidates)} called {names[0]}"
                found.append((place.span, f"the place may be {' or '.join(names) if len(names) > 1 else alike}"))
            elif place.name is None:
                found.append((place.span, "the place is not in the gazetteer"))


def _figures(document: Document, mentions: Sequence[Mention], found: list[_Found]) -> None:
    """Add the figures that stand beside a word of harm and in no claim."""
    taken: dict[int, set[int]] | None = None
    for sentence in document.sentences:
        if not sentence.any_of(_HARM):
            continue
        for number in sentence.of("number"):
            if _counts_harmed(sentence, number):
                if taken is None:
                    taken = _taken(mentions)
                held = taken.get(sentence.index)
                if held is None or held.isdisjoint(range(number.first, number.last)):
                    span = sentence.span(number.first, number.last)
                    found.append((span, "a figure beside a word of harm was not read"))


def _taken(mentions: Sequence[Mention]) -> dict[int, set[int]]:
    """Return by sentence the tokens of every figure that a mention holds."""
    taken: dict[int, set[int]] = {}
    for mention in mentions:
        for slot, first, last in mention.tokens:
            if slot == "count":
                taken.setdefault(mention.sentence, set()).update(range(first, last))
    return taken


def _counts_harmed(sentence: Sentence, number: Tag) -> bool:
    """Tell whether a figure counts people by its neighbours: "12 dead", "the death of 12"; no date, no share."""
    hit = number.of
    counts = hit.kind in _COUNTS and not getattr(hit, "noun", False) and hit.count.low != 1
    known = hit.count.low or hit.count.high or hit.interval
    if not (counts and known) or sentence.covering("time", hit.core) is not None:
        return False
    for tag in sentence.of("harmed"):
        if 0 <= tag.first - number.last < _BESIDE and not tag.pro:
            return True
    return any(
        0 <= number.first - tag.last < _BESIDE and not tag.article and not tag.get("fate")
        for cls in _DEEDS
        for tag in sentence.of(cls)
    )


def _undated(document: Document, report: Report, found: list[_Found]) -> None:
    """Add the first of the times that only a date of publication would resolve."""
    if report.published is not None:
        return
    for sentence in document.sentences:
        for tag in sentence.of("time"):
            when = resolve(tag.of.expression, None, "past")
            if when.start is None and when.end is None:
                span = sentence.span(tag.first, tag.last)
                found.append((span, "without a date of publication times such as this one are not resolved"))
                return


def _speech(document: Document, found: list[_Found]) -> None:
    """Add the words of speech that open something said of which no speaker was found."""
    for sentence in document.sentences:
        for cls in _SPEECH:
            for tag in sentence.of(cls):
                if _opens(sentence, tag) and not _read(document.frames_of(sentence), tag):
                    span = sentence.span(tag.first, tag.last)
                    found.append((span, "who says this was not found"))


def _read(frames: Sequence[Frame], tag: Tag) -> bool:
    """Tell whether a frame is this word's, holds it, or holds what it opens ("commented, saying …")."""
    first, last = tag.first, tag.last
    for frame in frames:
        if frame.first <= first < frame.last or first <= frame.cue < last or last <= frame.first < last + _OPENING:
            return True
    return False


def _opens(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether what is said follows a word of speech: "that", or a quotation."""
    if tag.get("weak") or tag.article or tag.last + 1 >= len(sentence):
        return False
    at = tag.last + (sentence.words[tag.last] == ":")
    return at < len(sentence) and (sentence.at("content", at) is not None or sentence.words[at] in _QUOTES)


def _headline(claims: Sequence[Claim], title_end: int, found: list[_Found]) -> None:
    """Add the headline's figures of harm where the body gives another for the same and never this one."""
    if not title_end:
        return
    told = [(claim, claim.detail) for claim in claims if isinstance(claim.detail, Casualty)]
    for claim, detail in told:
        if claim.evidence.end > title_end or detail.subset_of or _number(detail.count) is None:
            continue
        others = [
            other.count
            for body, other in told
            if body.evidence.start > title_end
            and other.harm == detail.harm
            and other.subset_of is None
            and not other.cumulative
            and (other.victims == detail.victims or "people" in (other.victims, detail.victims))
        ]
        numbers = {number for count in others if (number := _number(count)) is not None}
        if numbers and _number(detail.count) not in numbers:
            found.append((claim.evidence, "the headline's figure is not the body's"))


def _number(count: Count) -> int | None:
    return count.low if count.low is not None else count.high
