"""Mask private persons' names, phone and identity numbers, e-mail; letter for letter, so that spans still point.

No export names a private person (docs/exports.md, Names). The text itself is kept elsewhere, under the store's rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

from marsad.exports.leaks import hidden, leaks
from marsad.exports.persons import Private, can_be_found, private_persons
from marsad.records import Claim, Count, Detail, Named, Report, Span

MASK = "█"
_SHORTEST = 4  # letters of a part of a name that is masked where it stands alone
_CLITICS = "وفبلكس"  # and, so, by, to, like: written onto a name
_RUN = re.compile(r"\w+")
_NO_NAME = frozenset(("of", "for", "the", "and", "in", "to", "at", "on", "by"))  # nobody is called by these alone
_WORDS = frozenset(("affiliation", "perpetrator", "extent", "content", "role", "participants", "body"))


@dataclass(frozen=True, slots=True)
class Mask:
    """What to hide of one report: passages of its document, and names wherever they stand.

    `names` None hides every letter: the language is one in which names cannot be looked for.
    """

    spans: tuple[Span, ...]
    names: re.Pattern[str] | None
    everything: bool = False

    def hide(self, text: str) -> str:
        """Return a text with the names in it masked; as long as before."""
        return self.hide_names(text if self.everything else hidden(text, MASK))

    def hide_names(self, text: str) -> str:
        """Return a text in which nothing else leads to people with the names in it masked."""
        if self.everything:
            return _blank(text)
        return self.names.sub(lambda hit: hit[1] + _blank(hit[2]), text) if self.names else text


def mask_of(report: Report, claims: tuple[Claim, ...]) -> Mask:
    """Return what has to be hidden of a report, whose claims these are."""
    if not can_be_found(report.lang):
        return Mask((), None, everything=True)
    found = private_persons(report, claims)
    given_away = (Span(leak.start, leak.end) for leak in leaks(report.document))
    return Mask((*(private.span for private in found), *given_away), _names(report, found))


def words_of(text: str) -> frozenset[str]:
    """Return the words of which a name in a text would be made, with and without a clitic written onto them."""
    runs = set(_RUN.findall(hidden(text, MASK))) - _NO_NAME
    every = runs | {run[1:] for run in runs if run[0] in _CLITICS}
    return frozenset(word for word in every if len(word) > 1 and not word.isdecimal())


def mask_among(report: Report, claims: tuple[Claim, ...], words: frozenset[str]) -> Mask:
    """Return what has to be hidden of a report in texts that have these words (`words_of`), no spans."""
    if not can_be_found(report.lang):
        return Mask((), None, everything=True)
    here = frozenset(word for word in words if word in report.document)
    return Mask((), _names(report, private_persons(report, claims, here)) if here else None)


def _names(report: Report, found: Iterable[Private]) -> re.Pattern[str] | None:
    return _pattern(private.span.of(report.document) for private in found if private.sure)


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    whole = {name for name in names if len(name) > 2}
    parts = {part for name in whole for part in re.split(r"[\s\-]+", name) if len(part) >= _SHORTEST}
    every = sorted(whole | parts, key=lambda name: (-len(name), name))
    if not every:
        return None
    return re.compile(rf"(?<!\w)([{_CLITICS}]?)({'|'.join(map(re.escape, every))})(?!\w)")


def masked_report(report: Report, mask: Mask, places: Iterable[Span]) -> Report:
    """Return the report with names masked in title and text; the words of `places` stay."""
    letters = list(mask.hide(report.document))
    for span in mask.spans:
        letters[span.start : span.end] = _blank(span.of(report.document))
    for span in places:
        if not mask.everything and not any(span.overlaps(other) for other in mask.spans):
            letters[span.start : span.end] = span.of(report.document)
    document = "".join(letters)
    if not report.title:
        return replace(report, text=document)
    return replace(report, title=document[: len(report.title)], text=document[len(report.title) + 1 :])


def masked_claim(claim: Claim, mask: Mask, document: str) -> Claim:
    """Return the claim with names masked in every slot; `document` is the masked one."""
    return replace(
        claim,
        source=_named(claim.source, mask, document),
        detail=_detail(claim.detail, mask, document),
        place=tuple(replace(place, text=_text(place.text, place.span, mask, document)) for place in claim.place),
        time=replace(
            claim.time, text=_text(claim.time.text, claim.time.span, mask, document) if claim.time.text else None
        ),
    )


def _detail(detail: Detail, mask: Mask, document: str) -> Detail:
    changes: dict[str, object] = {}
    for slot in fields(detail):
        value = getattr(detail, slot.name)
        if isinstance(value, Named):
            changes[slot.name] = _named(value, mask, document)
        elif isinstance(value, Count) and value.text is not None:
            changes[slot.name] = replace(value, text=_text(value.text, value.span, mask, document))
        elif slot.name in _WORDS and isinstance(value, str):
            changes[slot.name] = mask.hide(value)
        elif slot.name in _WORDS and isinstance(value, tuple):
            changes[slot.name] = tuple(map(mask.hide, value))
    return replace(detail, **changes)  # type: ignore[arg-type]  # each slot keeps its type


def _named(named: Named | None, mask: Mask, document: str) -> Named | None:
    if named is None:
        return None
    name = named.name or ""
    return replace(
        named,
        text=_text(named.text, named.span, mask, document),
        name=named.name if mask.hide(name) == name else None,
        aliases=tuple(map(mask.hide, named.aliases)),
    )


def _text(text: str, span: Span | None, mask: Mask, document: str) -> str:
    """Return the words of a slot, those of the masked document where a name is among them."""
    shown = span.of(document) if span else ""
    return shown if MASK in shown else mask.hide(text)


def _blank(text: str) -> str:
    return "".join(letter if letter.isspace() else MASK for letter in text)
