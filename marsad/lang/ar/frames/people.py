"""Remember who has spoken: "and he added" finds its speaker, and a short name the full one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from marsad.lang.ar import entities
from marsad.lang.ar.entities import Entity
from marsad.lang.ar.frames.cues import CLOSE, OPEN, Cue
from marsad.lang.sentence import Sentence, Tag
from marsad.records import Named, Span
from marsad.text.fold import match
from marsad.text.memory import Memory as Remembered
from marsad.text.words import bare

Range = tuple[int, int]
_PAPERS: Final = frozenset(("بيان", "تقرير"))  # "the statement" speaks for who issued it
_LATTER: Final = frozenset(("اخير", "اخيره"))  # "the latter"
_QUOTES: Final = "\"«»“”'"


@dataclass(init=False, slots=True, unsafe_hash=True)  # never changed; written out as `Tag` is
class Known:
    """One who has spoken: how, with which role, and the gender that the verb gave."""

    named: Named
    role: str | None
    gender: str | None
    words: frozenset[str]
    kind: str

    def __init__(
        self, named: Named, role: str | None, gender: str | None, words: frozenset[str], kind: str = "",
    ) -> None:  # fmt: skip
        self.named = named
        self.role = role
        self.gender = gender
        self.words = words
        self.kind = kind


class Memory:
    """The speakers named so far, the last one last."""

    __slots__ = ("called", "holders", "names", "spoken", "topic")

    def __init__(self) -> None:
        self.spoken: list[Known] = []
        self.holders: dict[frozenset[str], Named] = {}  # who holds an office, by the office's words
        self.topic: Known | None = None  # whom the sentence before is about, where nobody speaks in it
        self.names: set[str] = set()  # words of the persons' names that the report gives
        self.called: dict[frozenset[str], set[str]] = {}  # actors by what is short for them

    def meet(self, sentences: Iterable[Sentence]) -> None:
        """Learn from a whole report who holds which office, so that the office alone finds its holder."""
        for sentence in sentences:
            for tag in sentence.of("actor"):
                if short := tag.attrs.get("called"):
                    self.called.setdefault(_words[short], set()).add(tag.value)
            for tag in sentence.of("entity"):
                entity: Entity = tag.of
                if entity.person is None:
                    continue
                for at in range(entity.person[0], entity.person[1]):
                    self.names.add(bare(sentence.words[at]))
                role = entities.role(sentence, tag) if tag.attrs.get("kind") == "person" else None
                if role is not None and len(words := _words[role]) > 1 and words not in self.holders:
                    self.holders[words] = entities.named(sentence, tag)

    def named(self, sentence: Sentence, where: Range, cue: Cue) -> Known:
        """Return the speaker printed on tokens `where`, with the role printed beside the name."""
        named, role = _read(sentence, where)
        own = _words[named.text]
        if named.name is None and self.called and len(known_as := self.called.get(own, ())) == 1:
            named = _with(named, next(iter(known_as)), named.aliases)
        words = own | _words[role] if role else own
        earlier = self._earlier(own, named)
        if earlier is not None:
            named = _as(named, earlier)
            words |= earlier.words
        elif role is None and (holder := self._holder(words)) is not None:
            named = _with(named, holder.name or named.name, (*named.aliases, holder.text))
            words |= _words[holder.text]
        gender = cue.gender or ("f" if sentence.words[where[0]].endswith("ه") else "m")
        entity = sentence.at("entity", where[0])
        kind = (entity.attrs.get("kind") or "") if entity else ""
        known = Known(named, role, gender, words, kind or (earlier.kind if earlier else ""))
        if cue.kind != "noun":  # who is only mentioned has not spoken
            self.spoken.append(known)
        return known

    def relaying(self, sentence: Sentence, where: Range, cue: Cue) -> Named:
        """Return the outlet that passes words on; who spoke them stays the last speaker."""
        known = self.named(sentence, where, cue)
        self.spoken.insert(max(0, len(self.spoken) - 2), self.spoken.pop())
        return known.named

    def _earlier(self, words: frozenset[str], named: Named) -> Known | None:
        """Return who was named in full before: all words of a short name or office are among theirs."""
        if not 0 < len(words) <= 2:
            return None
        if words <= _PAPERS | _LATTER and self.spoken:
            return self.spoken[-1]
        for known in reversed(self.spoken):
            if words <= known.words and (named.name in (None, known.named.name) or _surname(words, known)):
                return known
        return None

    def _holder(self, words: frozenset[str]) -> Named | None:
        """Return the one person of the report whose office is written with these words, or with more."""
        if len(words) < 2:
            return None
        found = {
            named.text: named
            for office, named in self.holders.items()
            if words <= office or (len(office) > 2 and office <= words)
        }
        return next(iter(found.values())) if len(found) == 1 else None

    def main(self, cue: Cue) -> Known | None:
        """Return whom the sentence before is about, where its verb agrees with the cue."""
        topic = self.topic
        return topic if topic is not None and topic.gender == cue.gender and cue.number == "singular" else None

    def last(self, cue: Cue) -> Known | None:
        """Return the last speaker that agrees with the cue."""
        for known in reversed(self.spoken):
            if cue.number == "singular" and _are_many(known):
                continue
            if known.gender == cue.gender or known.gender is None or cue.gender is None or cue.number == "plural":
                who = known.named
                role = (known.role,) if known.role else ()
                aliases = tuple(dict.fromkeys((*who.aliases, *role)))
                named = Named(who.text, who.name, who.span, aliases, "the last speaker named before")
                return Known(named, None, known.gender, known.words, known.kind)
        return None


def _with(named: Named, name: str | None, aliases: tuple[str, ...]) -> Named:
    """Return one who is named with another name and other aliases."""
    return Named(named.text, name, named.span, aliases, named.inferred)


def _are_many(known: Known) -> bool:
    """Tell whether the speakers are a sound plural: "negotiators" (مفاوضون), no name in -ون."""
    word = match(known.named.text.split()[0])
    return known.kind != "person" and word.endswith("ون") and (known.kind == "people" or bare(word)[0] == "م")


def _surname(words: frozenset[str], known: Known) -> bool:
    """Tell whether one word is the end of a person's name: the report's own person, not a better known one."""
    return len(words) == 1 and known.kind in ("person", "role") and words == _words[known.named.text.split()[-1]]


def _as(named: Named, earlier: Known) -> Named:
    """Return a short name with what is known from its full one."""
    surname = _surname(_words[named.text], earlier)
    texts = (earlier.named.text, *earlier.named.aliases, *((earlier.role,) if earlier.role else ()))
    aliases = tuple(dict.fromkeys(text for text in texts if text != named.text))
    return _with(named, earlier.named.name if surname else named.name or earlier.named.name, aliases)


def _words_of(text: str) -> frozenset[str]:
    stripped = (word.strip(_QUOTES) for word in match(text).split())
    return frozenset(word[2:] if word.startswith("لل") and len(word) > 4 else bare(word) for word in stripped) - {""}


_words: Final[Remembered[str, frozenset[str]]] = Remembered(_words_of, 4096)
"""The words of a name or an office, without marks and articles."""


def _read(sentence: Sentence, where: Range) -> tuple[Named, str | None]:
    first, last = where
    words = sentence.words
    if (
        last - first > 2
        and words[first] in OPEN
        and words[last - 1] in CLOSE
        and CLOSE.isdisjoint(words[first + 1 : last - 1])
    ):
        first, last = where = first + 1, last - 1
    tag = sentence.at("entity", first)
    comma = first
    while comma < last and words[comma] not in ("،", "-"):
        comma += 1
    if comma < last and (tag is None or tag.last <= comma):
        return _apposed(sentence, first, comma, last)
    if tag is not None and tag.last > last and tag.of.person is None:
        return _plain(sentence, where, tag.value or None), None
    if tag is None and (nation := entities.nation(sentence, first)) is not None:
        return nation, None
    if tag is None or tag.last > last:
        inner = next((t for t in sentence.of("entity") if first < t.first and t.last <= last), None)
        known = (entities.named(sentence, inner).text,) if inner is not None else ()
        return _plain(sentence, where, aliases=known), None
    every = entities.conjoined(sentence, tag)
    if len(every) > 1 and every[-1].last <= last:
        return _plain(sentence, (first, every[-1].last)), None
    role = entities.role(sentence, tag)
    named = entities.named(sentence, tag)
    if tag.last < last and role is None:
        return _wider(sentence, tag, where, named)
    return named, role


def _wider(sentence: Sentence, tag: Tag, where: Range, named: Named) -> tuple[Named, str | None]:
    """Read what follows an entity without a comma: the name of who holds the office, or a description."""
    inside = (
        t
        for t in sentence.of("entity")
        if tag.last <= t.first and t.last <= where[1] and t.attrs.get("kind") == "person"
    )
    rest = next(inside, None) or entities.name_at(sentence, tag.last)
    if (
        tag.attrs.get("kind") == "role"
        and rest is not None
        and rest.attrs.get("kind") == "person"
        and rest.last <= where[1]
    ):
        return entities.named(sentence, rest), named.text
    return _plain(sentence, where, named.name, (named.text,)), None


def _apposed(sentence: Sentence, first: int, comma: int, last: int) -> tuple[Named, str | None]:
    """Read "office, name" and "name, office": the name speaks, the office is the role."""
    left, right = _read(sentence, (first, comma)), _read(sentence, (comma + 1, last))
    if left[1] is not None:
        return left
    head = sentence.at("entity", first)
    whom = sentence.at("entity", comma + 1)
    asked = whom is not None and whom.attrs.get("kind") in ("role", "person")
    if head is not None and head.attrs.get("kind") == "org" and asked:
        return left  # "the association asked, the envoy": whom it asks
    if head is not None and head.attrs.get("kind") in ("role", "org", "document", "source"):
        return right[0], left[0].text
    if head is not None and head.attrs.get("kind") == "person":
        return left[0], right[0].text
    office = sentence.at("entity", comma + 1)
    if office is not None and office.attrs.get("kind") == "role":
        return left[0], right[0].text
    return right[0], left[0].text


def _plain(sentence: Sentence, where: Range, name: str | None = None, aliases: tuple[str, ...] = ()) -> Named:
    span = sentence.span(*where)
    word = sentence.words[where[0]]
    printed = sentence.folded.printed
    entity = sentence.at("entity", where[0])
    cut = 0
    if entity is not None and entity.pro:
        cut = len(entity.pro)
    elif word.startswith("لل") and where[0] > 0 and sentence.words[where[0] - 1] in ("وفقا", "طبقا", "خلافا"):
        cut = 2
    elif word.startswith("ل") and where[0] > 0 and sentence.words[where[0] - 1] in ("وفقا", "طبقا"):
        cut = 1
    if cut and span.start + cut < span.end:
        span = Span(span.start + cut, span.end)
    return Named(span.of(printed), name, span, aliases)
