"""What a document says about where and when, found once a sentence however many mentions ask."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from marsad.claims.dateline import dateline_end
from marsad.claims.toponyms import Places
from marsad.lang.mention import Document, Frame
from marsad.lang.sentence import Sentence, Tag
from marsad.records import Place, Span, When

_BETWEEN: Final = frozenset(("بين", "between"))
_SAKES: Final = frozenset(
    "ردا وردا انتقاما وانتقاما دعما ودعما اسنادا واسنادا نصره ونصره انتصارا تضامنا وتضامنا احتجاجا تنديدا ثارا".split()
)
_OUTLETS: Final = frozenset(("media", "document"))  # kinds of entities whose name says nothing of where
_AUXILIARIES: Final = (("has",), ("have",), ("had",), ("also",), ("قد",))
_BEING: Final = frozenset("is was are were be been has had have كان كانت".split())
_OCCUPIED: Final = frozenset(("المحتله", "المحتل", "occupied"))  # "the land occupied in 1948" is a name
_FIRSTS: Final = frozenset(
    "اول اولي الاول الاولي اكبر الاكبر اعنف الاعنف اسوا الاسوا اعلي الاعلي اضخم الاضخم اخطر الاخطر ادمي first worst "
    "largest biggest deadliest heaviest".split()
)
_SINCE: Final = frozenset(("منذ", "since", "in", "for"))
_NEAR: Final = 9  # tokens between "the first" and since when
_FAR: Final = 14  # tokens that such words reach
_MEETINGS: Final = frozenset(("talks", "meeting"))
_MEETING: Final = 3  # tokens between talks and their place
_ASIDE: Final = frozenset(
    "banned outlawed prohibited backed supported محظور محظوره المحظور المحظوره مدعوم مدعومه المدعوم المدعومه "
    "المدعومين المدعومون مدعومين".split()
)


@dataclass(init=False, slots=True, unsafe_hash=True)  # never changed; written out as `Tag` is
class Site:
    """A place that a sentence names, past its dateline, and how it is reached: `at` it, `from` it, or None.

    `sake` is the token at which words open that say in answer to what or for whose sake something was done, where the
    place stands in them, else -1. At a `venue` people meet; what happens elsewhere does not happen there.
    """

    tag: Tag
    place: Place
    reach: str | None
    sake: int
    venue: bool

    def __init__(self, tag: Tag, place: Place, reach: str | None, sake: int = -1, venue: bool = False) -> None:
        self.tag = tag
        self.place = place
        self.reach = reach
        self.sake = sake
        self.venue = venue


class Scene:
    """A document with its places resolved and its date, as claims are made of it.

    `dates` keeps times that were resolved, by the id of their tag, the tense, and whether people are counted;
    `carried` keeps by sentence the place that a mention takes over from those before.
    """

    __slots__ = ("_begins", "_sites", "_times", "carried", "dates", "document", "places", "published")

    def __init__(self, document: Document, places: Places, published: dt.date | None) -> None:
        self.document = document
        self.places = places
        self.published = published
        self.dates: dict[tuple[int, str, bool], When] = {}
        self.carried: dict[int, tuple[tuple[Place, ...], str | None]] = {}
        self._sites: dict[int, tuple[Site, ...]] = {}
        self._times: dict[int, list[Tag]] = {}
        self._begins: dict[int, int] = {}

    def begin(self, sentence: Sentence) -> int:
        """Return the token at which a sentence begins after its dateline."""
        known = self._begins.get(sentence.index)
        if known is None:
            known = self._begins[sentence.index] = dateline_end(sentence)
        return known

    def times(self, sentence: Sentence) -> list[Tag]:
        """Return the times past the dateline at which something may have happened, in the order of the text."""
        tags = sentence.of("time")
        if not tags:
            return tags
        known = self._times.get(sentence.index)
        if known is None:
            begin = self.begin(sentence)
            known = [tag for tag in tags if tag.first >= begin and not _compares(sentence, tag)]
            self._times[sentence.index] = known
        return known

    def sites(self, sentence: Sentence) -> tuple[Site, ...]:
        """Return the places that a sentence names and that do not speak, in the order of the text."""
        known = self._sites.get(sentence.index)
        if known is None:
            known = self._sites[sentence.index] = self._found(sentence)
        return known

    def _found(self, sentence: Sentence) -> tuple[Site, ...]:
        tags = sentence.of("place")
        if not tags:
            return ()
        begin, index = self.begin(sentence), sentence.index
        frames = self.document.frames_of(sentence)
        speakers = speaking(frames)
        found = []
        for tag in tags:
            place = self.places.get((index, tag.first)) if tag.first >= begin else None
            if place is not None and not covered(place.span, speakers):
                reach = _reach(sentence, tag)
                if tag.first and sentence.words[tag.first - 1] in _BETWEEN and tag.of.cue:
                    continue  # "the field that lies between the towns of A and B"
                if aside(sentence, tag) or _told_from(sentence, tag):
                    continue
                if reach == "at" or not _acts(sentence, tag, frames):
                    found.append(Site(tag, place, reach, _sake(sentence, tag.first), _venue(sentence, tag)))
        return tuple(found)


def _compares(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether a time only says since when there was nothing like it ("the first raid in a year"), or is in a name
    ("the land occupied in 1948")."""
    words, first = sentence.words, tag.first
    if first and words[first - 1] in _OCCUPIED:
        return True
    if not (tag.of.since or words[first] in _SINCE):
        return False
    return not _FIRSTS.isdisjoint(words[max(0, first - _NEAR) : first])


def aside(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether a place only says who backs a side, or where it is banned: "backed by the United States"."""
    return tag.first > 1 and sentence.words[tag.first - 2] in _ASIDE


def _told_from(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether a place is an outlet's name, or only where somebody spoke: "said in Turkey that"."""
    entity = sentence.covering("entity", tag.first)
    if entity is not None and entity.attrs.get("kind") in _OUTLETS:
        return True
    spoke = tag.first - 2
    return spoke >= 0 and sentence.at("speech", spoke) is not None and sentence.at("locative", spoke + 1) is not None


def _sake(sentence: Sentence, token: int) -> int:
    """Return the word before `token` that says in answer to what, or for whose sake, no verb between; else -1."""
    words = sentence.words
    for at in range(token - 1, max(token - 1 - _FAR, -1), -1):
        if words[at] in _SAKES:
            return at
        if sentence.verb_at(at):
            break
    return -1


def _venue(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether a place is where talks or a meeting were: "the peace talks in Astana"."""
    parley = sentence.before("parley", tag.first, within=_MEETING)
    return parley is not None and parley.value in _MEETINGS


def _acts(sentence: Sentence, tag: Tag, frames: tuple[Frame, ...]) -> bool:
    """Tell whether a country, or a capital for one, is a party and no location.

    "Moscow mediated", those loyal to Damascus, whom somebody accuses, "since Moscow stepped in".
    """
    country = sentence.at("country", tag.first)
    if country is None or tag.of.cue or tag.of.relation:
        return False
    if sentence.covering("time", tag.first) is not None:
        return True
    if any(frame.act == "accuse" and frame.cue < tag.first for frame in frames):
        return True
    if country.attrs.get("metonym") is None or tag.first == 0:
        return False
    after = tag.last + (sentence.words[tag.last : tag.last + 1] in _AUXILIARIES)
    if sentence.verb_at(after) and not sentence.any_at(("control", "strike", "witness", "harm", "suffer"), after):
        return sentence.words[after] not in _BEING  # "that Washington has blamed on …"
    before = tag.first - 1
    moves = sentence.any_at(("control", "strike", "witness"), before)
    return country.pro.endswith("ل") or (sentence.verb_at(before) and not moves)


def speaking(frames: tuple[Frame, ...]) -> list[Span]:
    """Return the words of who speaks."""
    return [frame.speaker.span for frame in frames if frame.speaker.span is not None]


def covered(span: Span, by: list[Span]) -> bool:
    start, end = span.start, span.end
    for other in by:  # noqa: SIM110 -- asked for every place: `any` over a generator costs more than what it asks
        if other.start <= start and end <= other.end:
            return True
    return False


def _reach(sentence: Sentence, tag: Tag) -> str | None:
    """Return how the sentence reaches a place: `at` it, `from` it, or None."""
    hit = tag.of
    before = sentence.before("locative", tag.first, within=0)
    if before is not None and hit.relation and hit.relation.kind == "direction" and before.value == "from":
        return "from"
    if hit.cue or hit.relation:
        return "at"
    if before is not None:
        return before.value
    act = sentence.before("strike", tag.first, within=0)
    if act is not None and act.attrs.get("form") != "verb" and sentence.at("country", tag.first) is None:
        return "at"  # "the bombing of" and a town beside it: هجوم المنيا
    word = sentence.words[tag.first]
    if word[0] == "و":
        joined = sentence.before("place", tag.first, within=0)
        if joined is not None:
            return _reach(sentence, joined)
    return "at" if hit.offset and word.lstrip("وف")[:1] == "ب" else None
