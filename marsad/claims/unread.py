"""What a report says that was seen and not read, as issues: which words, and why.

Few and useful: a place that a claim leaves open, a figure beside a word of harm that no rule took, times without a date
of publication, speech whose speaker was not found, a headline's figure that the body does not repeat.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from marsad.dates.resolve import resolve
from marsad.lang.mention import Document, Frame, Mention
from marsad.lang.sentence import Sentence, Tag
from marsad.records import Casualty, Claim, Count, Issue, Report, Span

_HARM: Final = ("harm", "harming", "harmed")
_SPEECH: Final = ("speech", "speaking")
_BESIDE: Final = 2  # tokens between a figure and the word of harm that it belongs to
_OPENING: Final = 4  # tokens between a word of speech and the words said
_QUOTES: Final = frozenset('"«“')
_COUNTS: Final = frozenset(("cardinal", "vague"))


def unread(
    document: Document, mentions: Sequence[Mention], claims: Sequence[Claim], report: Report
) -> tuple[Issue, ...]:
    """Return the issues of a report in the order of the text, each once."""
    found = [
        *_open_places(claims),
        *_figures(document, mentions),
        *_undated(document, report),
        *_speech(document),
        *_headline(claims, len(report.title or "")),
    ]
    once = dict.fromkeys((span, reason) for reason, span in found)
    return tuple(Issue(report.report_id, reason, span) for span, reason in sorted(once))


def _open_places(claims: Sequence[Claim]) -> Iterator[tuple[str, Span]]:
    """Yield the places of claims that have several candidates, or that the gazetteer does not have, each name once."""
    seen: set[str] = set()
    for place in (place for claim in claims for place in claim.place):
        if place.text in seen or (place.lat is not None or place.precision is not None):
            continue
        seen.add(place.text)
        if place.candidates:
            names = tuple(dict.fromkeys(place.candidates))
            alike = f"any of {len(place.candidates)} called {names[0]}"
            yield f"the place may be {' or '.join(names) if len(names) > 1 else alike}", place.span
        elif place.name is None:
            yield "the place is not in the gazetteer", place.span


def _figures(document: Document, mentions: Sequence[Mention]) -> Iterator[tuple[str, Span]]:
    """Yield the figures that stand beside a word of harm and in no claim."""
    taken = _taken(mentions)
    for sentence in document.sentences:
        if not sentence.any_of(_HARM):
            continue
        for number in sentence.of("number"):
            held = taken.get(sentence.index, set())
            if not held.intersection(range(number.first, number.last)) and _counts_harmed(sentence, number):
                yield "a figure beside a word of harm was not read", sentence.span(number.first, number.last)


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
    after = any(0 <= tag.first - number.last < _BESIDE and not tag.pro for tag in sentence.of("harmed"))
    before = (tag for tag in sentence.of("harming", "harm") if not tag.article and not tag.get("fate"))
    return after or any(0 <= number.first - tag.last < _BESIDE for tag in before)


def _undated(document: Document, report: Report) -> Iterator[tuple[str, Span]]:
    """Yield the first of the times that only a date of publication would resolve."""
    if report.published is not None:
        return
    for sentence in document.sentences:
        for tag in sentence.of("time"):
            when = resolve(tag.of.expression, None, "past")
            if when.start is None and when.end is None:
                yield (
                    "without a date of publication times such as this one are not resolved",
                    sentence.span(tag.first, tag.last),
                )
                return


def _speech(document: Document) -> Iterator[tuple[str, Span]]:
    """Yield the words of speech that open something said of which no speaker was found."""
    for sentence in document.sentences:
        frames = document.frames_of(sentence)
        for tag in sentence.of(*_SPEECH):
            if not any(_reads(frame, tag) for frame in frames) and _opens(sentence, tag):
                yield "who says this was not found", sentence.span(tag.first, tag.last)


def _reads(frame: Frame, tag: Tag) -> bool:
    """Tell whether a frame is this word's, holds it, or holds what it opens ("commented, saying …")."""
    held = frame.first <= tag.first < frame.last or tag.first <= frame.cue < tag.last
    return held or tag.last <= frame.first < tag.last + _OPENING


def _opens(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether what is said follows a word of speech: "that", or a quotation."""
    if tag.get("weak") or tag.article or tag.last + 1 >= len(sentence):
        return False
    at = tag.last + (sentence.words[tag.last] == ":")
    return at < len(sentence) and (sentence.at("content", at) is not None or sentence.words[at] in _QUOTES)


def _headline(claims: Sequence[Claim], title_end: int) -> Iterator[tuple[str, Span]]:
    """Yield the headline's figures of harm where the body gives another for the same and never this one."""
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
            yield "the headline's figure is not the body's", claim.evidence


def _number(count: Count) -> int | None:
    return count.low if count.low is not None else count.high
