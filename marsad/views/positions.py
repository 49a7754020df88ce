"""Positions: actor × issue × time, each with its quote (docs/views.md).

An issue is a name with phrases in any language, or a track of diplomacy with the words of its claims. What somebody
says belongs to an issue if it holds one of its phrases, or enough of the track's words. What belongs to none is kept,
without an issue. Acts are those of the codebook; a stance is given only where the act itself is one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from marsad.records import Certainty, Judgement, Span, Statement
from marsad.text.fold import match
from marsad.text.words import peelings
from marsad.views.diplomacy import Track
from marsad.views.judged import judged
from marsad.views.rows import (
    EVERYTHING,
    ClaimRef,
    Days,
    Filter,
    LineageOf,
    Pairs,
    ReportLike,
    Sourced,
    asked,
    days_of,
    in_order,
    known,
    lineage_by_source,
    name_of,
)

Stance = Literal["for", "against"]

_STANCES: Mapping[str, Stance] = {"support": "for", "reject": "against"}
_MADE = ("stated", "uncertain")
_QUOTES = "\"'«»“”„‟‘’"
_WORD = re.compile(r"[^\W\d_]{3,}")
_SHARED = 3  # words of a track that a statement must have in common with it
_FEW, _COMMON = 8, 0.25  # beyond so many statements, share of them that makes a word too common


@dataclass(frozen=True, slots=True)
class Issue:
    """A question that actors take positions on. Each phrase is a few words, all of which must stand in what is said,
    in any order and with any clitics: ("fighters", "terrorists")."""

    name: str
    phrases: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Position:
    """What an actor said. `days` are when it was said, the day of publication where the text gives none. `quote` is
    the passage as printed; `verbatim` tells that it stands between quotation marks. `told_by` is who relays it, where
    that is not the outlet itself."""

    act: str
    stance: Stance | None
    quote: str
    verbatim: bool
    days: Days
    certainty: Certainty
    told_by: str | None
    outlets: tuple[str, ...]
    lineages: tuple[str, ...]
    refs: tuple[ClaimRef, ...]


@dataclass(frozen=True, slots=True)
class PositionRow:
    """Everything one actor said on one issue, in the order of time. `turns` are the days on which the stance became
    another one."""

    actor: str
    issue: str | None
    roles: tuple[str, ...]
    said: tuple[Position, ...]
    turns: tuple[dt.date, ...]


def positions(
    pairs: Pairs,
    where: Filter = EVERYTHING,
    *,
    issues: Sequence[Issue] = (),
    tracks: Sequence[Track] = (),
    containing: str | None = None,
    lineage_of: LineageOf | None = None,
    judgements: Iterable[Judgement] = (),
) -> tuple[PositionRow, ...]:
    """Return the rows by actor and issue. A statement on two issues stands in both rows.

    `containing` asks for words that must all stand in the quote. Statements that are denied or only planned were not
    made: they are left out; uncertain ones are marked. `where.actor` is the speaker, not somebody that is spoken of.
    """
    everything = in_order(pairs)
    lineage_of = lineage_of or lineage_by_source(everything)
    everything = judged(known(everything, where.known_on), judgements, where.known_on)
    made = [
        p for p in everything if isinstance(p.claim.detail, Statement) and p.claim.certainty in ("stated", "uncertain")
    ]
    words = [stems(_statement(p).content) for p in made]
    phrases = [_by_phrases(issue) for issue in issues]
    on_tracks = _Tracks.of(tracks, everything, words)
    told = [_told(p, lineage_of) for p in made]
    rows: dict[tuple[str, str | None], list[_Told]] = defaultdict(list)
    asking = stems(containing) if containing else frozenset()
    for p, found, once in zip(made, words, told, strict=True):
        if asked(p, where) and _speaks(p, where.actor) and holds(found, asking):
            chosen = [name for name, fits in phrases if fits(found)] + on_tracks.fit(found, p)
            for name in chosen or (None,):
                rows[_actor(p), name].append(once)
    keys = sorted(rows, key=lambda key: (key[0], key[1] is None, key[1] or ""))
    same: dict[tuple[int, ...], Position] = {}
    return tuple(_row(actor, issue, rows[actor, issue], same) for actor, issue in keys)


def _statement(p: Sourced) -> Statement:
    assert isinstance(p.claim.detail, Statement)
    return p.claim.detail


def _actor(p: Sourced) -> str:
    return name_of(_statement(p).speaker) or ""


def _speaks(p: Sourced, wanted: str | None) -> bool:
    if wanted is None:
        return True
    speaker = _statement(p).speaker
    return any(match(wanted) in match(form) for form in (speaker.text, speaker.name or "", *speaker.aliases))


def stems(text: str) -> frozenset[frozenset[str]]:
    """Return the words of a text, each as the forms it may have without its clitics; words of two letters are none."""
    return frozenset(_forms(word) for word in _WORD.findall(match(text)))


def _forms(word: str) -> frozenset[str]:
    if word.isascii():
        return frozenset((word, word.removesuffix("s")))
    return frozenset(cut.stem for cut in peelings(word) if len(cut.stem) > 2)


def holds(said: frozenset[frozenset[str]], asking: frozenset[frozenset[str]]) -> bool:
    """Tell whether what was said holds all the words that `stems` made of a question."""
    return all(any(forms & word for word in said) for forms in asking)


Fits = Callable[[frozenset[frozenset[str]]], bool]


def _by_phrases(issue: Issue) -> tuple[str, Fits]:
    phrases = [frozenset(_forms(word) for part in phrase for word in match(part).split()) for phrase in issue.phrases]
    return issue.name, lambda said: any(phrase and holds(said, phrase) for phrase in phrases)


@dataclass(frozen=True, slots=True)
class _Tracks:
    """The tracks that a word and that a report speaks of."""

    by_word: Mapping[str, frozenset[str]]
    by_report: Mapping[str, Sequence[tuple[Span, str]]]

    @classmethod
    def of(
        cls, tracks: Sequence[Track], everything: Sequence[Sourced], said: Sequence[frozenset[frozenset[str]]]
    ) -> _Tracks:
        """Index the passages of the tracks' claims and their words, but for function words and for those in every
        fourth statement."""
        claims = {(p.report.report_id, p.claim.key): p for p in everything} if tracks else {}
        seen = Counter(word for words in said for word in words)
        common = {word for word, count in seen.items() if len(said) > _FEW and count > _COMMON * len(said)}
        by_word: dict[str, set[str]] = defaultdict(set)
        by_report: dict[str, list[tuple[Span, str]]] = defaultdict(list)
        for track in tracks:
            name = label(track)
            for p in (claims[ref.report_id, ref.key] for ref in track.refs if (ref.report_id, ref.key) in claims):
                by_report[p.report.report_id].append((p.claim.evidence, name))
                for word in stems(p.claim.evidence.of(p.report.document)) - common:
                    for form in word if word.isdisjoint(_function_words()) else ():
                        by_word[form].add(name)
        return cls({form: frozenset(names) for form, names in by_word.items()}, by_report)

    def fit(self, said: frozenset[frozenset[str]], p: Sourced) -> list[str]:
        """Return the tracks that a statement shares a passage or three words with."""
        own = {name for span, name in self.by_report.get(p.report.report_id, ()) if span.overlaps(p.claim.evidence)}
        none: frozenset[str] = frozenset()
        shared = Counter(name for word in said for name in none.union(*(self.by_word.get(f, none) for f in word)))
        return sorted(own | {name for name, count in shared.items() if count >= _SHARED})


@cache
def _function_words() -> frozenset[str]:
    lines = (files("marsad.views") / "data" / "function_words.tsv").read_text(encoding="utf-8").splitlines()
    return frozenset(match(word) for line in lines if line[:1] != "#" for word in line.split("\t")[1].split("|"))


def label(track: Track) -> str:
    """Return what a track is called: its kind, body and sponsors or first parties."""
    who = track.sponsors or track.parties[:3]
    return " · ".join(part for part in (track.kin, track.body or "", ", ".join(who), *track.documents[:1]) if part)


@dataclass(frozen=True, slots=True, eq=False)
class _Told:
    """A statement with what the rows that it stands in say of it, worked out once; `one` is what sayings share that
    are told as one."""

    p: Sourced
    ref: ClaimRef
    days: Days
    one: tuple[str, str, dt.date | None, dt.date | None, bool, Certainty]
    verbatim: bool
    lineage: str


def _told(p: Sourced, lineage_of: LineageOf) -> _Told:
    detail, days, ref = _statement(p), days_of(*p), p.ref
    one = (detail.act, match(detail.content), days.first, days.last, days.dated, p.claim.certainty)
    return _Told(p, ref, days, one, verbatim(p.report, _content(p)), lineage_of(ref))


def _row(actor: str, issue: str | None, members: Sequence[_Told], same: dict[tuple[int, ...], Position]) -> PositionRow:
    """Return a row; `same` has the sayings of the rows before it, since one may stand in many."""
    groups: dict[tuple[Any, ...], list[_Told]] = defaultdict(list)
    for told in members:
        groups[told.one].append(told)
    said = []
    for group in groups.values():
        key = tuple(map(id, group))
        if key not in same:
            same[key] = _position(group)
        said.append(same[key])
    said.sort(key=_order)
    roles = dict.fromkeys(role for told in members if (role := _statement(told.p).role))
    return PositionRow(actor, issue, tuple(sorted(roles)), tuple(said), turns(said))


def _position(group: Sequence[_Told]) -> Position:
    claim, detail = group[0].p.claim, _statement(group[0].p)
    return Position(
        act=detail.act,
        stance=_STANCES.get(detail.act),
        quote=detail.content,
        verbatim=any(told.verbatim for told in group),
        days=group[0].days,
        certainty=claim.certainty,
        told_by=name_of(claim.source),
        outlets=tuple(sorted({told.p.report.outlet for told in group if told.p.report.outlet})),
        lineages=tuple(sorted({told.lineage for told in group})),
        refs=tuple(told.ref for told in group),
    )


def _content(p: Sourced) -> Span | None:
    """Return where the content stands: its own span, else the place of its words in the evidence."""
    given = dict(p.claim.spans).get("content")
    if given is not None:
        return given
    at = p.report.document.find(_statement(p).content, p.claim.evidence.start)
    return Span(at, at + len(_statement(p).content)) if at >= 0 else None


def verbatim(report: ReportLike, content: Span | None) -> bool:
    """Tell whether a passage opens with a quotation mark, inside it or right before; one that never closes counts."""
    if content is None:
        return False
    around = report.document[max(0, content.start - 1) : content.start + 1]
    return any(mark in _QUOTES for mark in around)


def _order(position: Position) -> tuple[dt.date, ClaimRef]:
    return position.days.by or dt.date.max, position.refs[0]


def turns(said: Sequence[Position]) -> tuple[dt.date, ...]:
    """Return the days on which the stance became another one; positions are in the order of time."""
    days: list[dt.date] = []
    last: Stance | None = None
    for position in said:
        if position.stance and last and position.stance != last and position.days.by:
            days.append(position.days.by)
        last = position.stance or last
    return tuple(days)
