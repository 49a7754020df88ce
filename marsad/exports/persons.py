"""Find the private persons whom a report names: victims, witnesses, everybody without a public office.

Public are persons whom the lexicon knows by name, and those who speak or are credited in this report and hold a public
office in it (data/public_offices.tsv). All others are private, whatever happened to them. Finding names is not exact,
so doubt masks: a known given name with the unknown words around it is a person; where a report tells of casualties or
an attack, so are two unknown words after "the journalist", and in English two unknown words with capitals.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from marsad.exports.tables import rows_of
from marsad.lang.sentence import Sentence, Tag
from marsad.pipeline import LANGUAGES, tagged
from marsad.records import Attack, Casualty, Claim, Named, Report, Span
from marsad.text.fold import Folded
from marsad.text.sentences import sentences
from marsad.views.rows import named_slots

_AFTER = 2  # words after a given name that are taken for the rest of it
_LINKS = frozenset(("al", "el", "bin", "ibn", "abu", "bint", "umm", "van", "de", "-", "بن", "ابن", "ابو", "ام"))
_PARTS = ("al-", "el-", "Al-", "El-")
_AT = frozenset(("in", "at", "near", "towards", "toward", "from", "around", "outside", "across", "over", "inside"))
_GROUND = ("ground", "area", "locative")  # "the village of", before an unknown place
_HARM = ("harm", "harmed", "harming", "victim")
_SAID = ("source", "speaker")


def can_be_found(lang: str) -> bool:
    """Tell whether names can be looked for in a language at all."""
    return lang in LANGUAGES


@dataclass(frozen=True, slots=True)
class _Known:
    """What the claims of a report tell about it: who speaks, which words are places, what is about harm."""

    speaking: tuple[Named, ...]
    places: tuple[Span, ...]
    harm: tuple[Span, ...]


@dataclass(frozen=True, slots=True, order=True)
class Private:
    """Where a private person is named. `sure` is False for words that only look like a name where they stand."""

    span: Span
    sure: bool


def private_persons(
    report: Report, claims: tuple[Claim, ...], among: frozenset[str] | None = None
) -> tuple[Private, ...]:
    """Return where the report names private persons; spans point into its document.

    `among`: only in sentences that hold one of these words, or one in them.
    """
    known = _Known(
        speaking=tuple(named for c in claims for slot, named in named_slots(c) if slot in _SAID and named.span),
        places=tuple(place.span for claim in claims for place in claim.place),
        harm=tuple(claim.evidence for claim in claims if isinstance(claim.detail, Casualty | Attack)),
    )
    found: set[Private] = set()
    aside = () if among is None else tuple(_without(report, among))
    for sentence in tagged(report, aside).sentences:
        found.update(Private(span, sure=True) for span in _persons(sentence, known))
        found.update(Private(span, sure=True) for span in _witnesses(sentence, known))
        found.update(_Names(sentence, known, latin=report.lang == "en"))
    return tuple(sorted(found))


def _without(report: Report, words: frozenset[str]) -> Iterator[Span]:
    """Yield the sentences in which none of these words is."""
    folded = Folded(report.document)
    for start, end in sentences(folded.light):
        span = folded.span(start, end)
        printed = span.of(report.document)
        if not any(word in printed for word in words):
            yield span


def _persons(sentence: Sentence, known: _Known) -> Iterator[Span]:
    """Yield the persons that the reader found itself."""
    for tag in sentence.of("entity"):
        if _is_private(sentence, tag, known):
            yield sentence.span(*tag.of.person)


def _is_private(sentence: Sentence, tag: Tag, known: _Known) -> bool:
    if tag.of.person is None or tag.of.name or _within(sentence, tag, "person"):
        return False
    span = sentence.span(tag.first, tag.last)
    in_office = any(role.value in _offices() for role in _within(sentence, tag, "role"))
    return not (in_office and any(named.span and span.overlaps(named.span) for named in known.speaking))


def _within(sentence: Sentence, tag: Tag, cls: str) -> list[Tag]:
    return [other for other in sentence.of(cls) if tag.first <= other.first < tag.last]


@cache
def _offices() -> frozenset[str]:
    return frozenset(row[0] for row in rows_of("public_offices.tsv"))


def _witnesses(sentence: Sentence, known: _Known) -> Iterator[Span]:
    """Yield who speaks by a name alone that holds a given name, and is no entity of another kind."""
    whole = sentence.span(0, len(sentence))
    for named in known.speaking:
        span = named.span
        if span is None or named.name or not whole.covers(span):
            continue
        inside = [tag for tag in sentence.tags if sentence.span(tag.first, tag.last).overlaps(span)]
        names = sum(_is_capital(sentence, token) for token in _tokens(sentence, span))
        if not any(tag.cls == "entity" for tag in inside) and (names > 1 or any(t.cls == "given" for t in inside)):
            yield span


def _tokens(sentence: Sentence, span: Span) -> list[int]:
    return [token for token in range(len(sentence)) if sentence.span(token, token + 1).overlaps(span)]


class _Names:
    """Runs of words that nothing explains but that they are names, as spans."""

    def __init__(self, sentence: Sentence, known: _Known, *, latin: bool) -> None:
        whole = sentence.span(0, len(sentence))
        self.sentence = sentence
        self.latin = latin
        in_claim = any(whole.overlaps(span) for span in known.harm)
        self.about_harm = not sentence.title and (in_claim or sentence.has(*_HARM))
        self.explained = _explained(sentence, known)
        given = [tag for tag in sentence.of("given") if tag.first not in self.explained]
        self.given = {tag.first for tag in given}
        self.strong = {tag.first for tag in given if tag.get("weak") != "yes"}
        self.titled = {tag.last for tag in sentence.of("entity", "role") if self._is_titled(tag)}

    def _is_titled(self, tag: Tag) -> bool:
        """Tell whether a tag is one unnamed person ("the journalist"), after which a name may stand."""
        return self.about_harm and (tag.cls == "role" or tag.of.kind == "role")

    def __iter__(self) -> Iterator[Private]:
        token = 0
        while token < len(self.sentence):
            last = max(self._run(token), self._after_title(token))
            if last > token:
                sure = bool(self.strong & set(range(token, last))) and last > token + 1
                yield Private(self.sentence.span(token, last), sure)
            token = max(last, token + 1)

    def _run(self, first: int) -> int:
        """Return the end of the name that starts at a token, the token itself where none does."""
        last, spare, capitals = first, 0, 0
        while last < len(self.sentence) and last not in self.explained:
            if last in self.given or (self.latin and _is_capital(self.sentence, last)):
                capitals += 1
                spare = _AFTER if last in self.strong else spare
            elif spare and not self.latin and self.sentence.words[last].isalpha():
                spare -= 1
            elif last == first or self.sentence.words[last] not in _LINKS:
                break
            last += 1
        by_capitals = self.latin and self.about_harm and capitals > 1 and not self._is_place(first)
        return last if self.strong & set(range(first, last)) or by_capitals else first

    def _is_place(self, first: int) -> bool:
        """Tell whether words with capitals stand where a place stands: "in", "the village of"."""
        before = self.sentence.words[max(0, first - 2) : first]
        return bool(before) and (
            before[-1] in _AT or (before[-1] == "of" and any(self.sentence.at(cls, first - 2) for cls in _GROUND))
        )

    def _after_title(self, first: int) -> int:
        """Return the end of two words after "the journalist" of which the second is unknown to every lexicon."""
        words = self.sentence.words
        if first not in self.titled or first + 1 >= len(words) or first + 1 in self.explained:
            return first
        if any(tag.first == first and _is_no_name(tag) for tag in self.sentence.tags):
            return first
        if self.latin and not (_is_capital(self.sentence, first) and _is_capital(self.sentence, first + 1)):
            return first
        return first + 2 if words[first].isalpha() and words[first + 1].isalpha() else first


def _is_no_name(tag: Tag) -> bool:
    """Tell whether a word after "the journalist" cannot begin his name, whatever else it may be."""
    if tag.cls == "particle":
        return tag.value != "verb"
    return tag.cls in ("locative", "number", "entity", "actor", "demonym", "country", "place", "time")


def _is_capital(sentence: Sentence, token: int) -> bool:
    word = sentence.text(token, token + 1)
    return (word[:1].isupper() and word[1:2].islower()) or word[:3] in _PARTS


def _explained(sentence: Sentence, known: _Known) -> set[int]:
    """Return the tokens that are something else than a private person's name."""
    strong = {tag.first for tag in sentence.of("given") if tag.get("weak") != "yes"}
    found: set[int] = set()
    for tag in sentence.tags:
        whole_sentence = tag.first == 0 and tag.last == len(sentence) and not tag.value
        if tag.cls == "given" or whole_sentence:
            continue
        if tag.cls == "entity" and _is_private(sentence, tag, known):
            continue
        if tag.cls == "place" and strong & set(range(tag.first, tag.last)):
            span = sentence.span(tag.first, tag.last)
            if not any(span.overlaps(place) for place in known.places):
                continue  # a name that is also a village's: no claim is about the village
        found.update(range(tag.first, tag.last))
    return found
