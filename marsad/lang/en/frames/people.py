"""Remember who has spoken: "he added" finds its speaker, and a short name the full one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from marsad.lang.en import entities
from marsad.lang.en.frames.speaker import PRONOUNS, Range, tag_at
from marsad.lang.sentence import Sentence
from marsad.records import Named
from marsad.text.fold import match

_PAPERS = frozenset(("statement", "report", "source", "sources", "official"))
_GROUPS = frozenset(
    "group organisation organization observatory monitor monitors watchdog centre center agency".split()
)
_MEDIA = frozenset("media outlet agency news channel newspaper website network television tv".split())
_PERSONAL = frozenset(("he", "she"))
_SMALL = frozenset(("the", "a", "an", "of", "for", "in", "his", "its", "their", "al"))


@dataclass(frozen=True, slots=True)
class Known:
    """One who has spoken, with the role printed beside the name."""

    named: Named
    role: str | None
    kind: str
    words: frozenset[str]
    monitor: bool = False


@dataclass(slots=True)
class Memory:
    """The speakers named so far, the last one last; `monitors` are those that the whole report names."""

    spoken: list[Known] = field(default_factory=list)
    monitors: list[Named] = field(default_factory=list)
    persons: list[tuple[int, Known]] = field(default_factory=list)  # with the sentence that names them
    called: dict[frozenset[str], set[str]] = field(default_factory=dict)  # actors by what is short for them

    def meet(self, sentences: Iterable[Sentence]) -> None:
        """Learn from a whole report which monitors and persons it names."""
        for sentence in sentences:
            for tag in sentence.of("actor"):
                for short in tag.attrs.get("called", "").split("|"):
                    self.called.setdefault(_words(short), set()).add(tag.value)
                if tag.get("type") == "monitor":
                    span = sentence.span(tag.first, tag.last)
                    self.monitors.append(Named(span.of(sentence.folded.printed), tag.value, span))
            for tag in sentence.of("entity"):
                if tag.of.person is not None:
                    named, role = entities.named(sentence, tag), entities.role(sentence, tag)
                    self.persons.append((sentence.index, Known(named, role, "person", _words(named.text))))

    def named(self, sentence: Sentence, where: Range) -> Known | None:
        """Return the speaker printed on tokens `where`; None for a pronoun that stands for nobody known."""
        first, last = where
        if last - first == 1 and sentence.words[first] in PRONOUNS:
            return self.pronoun(sentence, where)
        known = self._read(sentence, where)
        if len(known_as := self.called.get(known.words, ()) if known.words else ()) == 1:
            known = replace(known, named=replace(known.named, name=next(iter(known_as))))
        earlier = self._earlier(known)
        if earlier is not None:
            aliases = tuple(dict.fromkeys((earlier.named.text, *earlier.named.aliases, *known.named.aliases)))
            name = earlier.named.name if earlier.monitor or not known.named.name else known.named.name
            if name is None and earlier.kind == "person":
                name = earlier.named.text
            named = replace(known.named, name=name or known.named.name, aliases=aliases)
            known = replace(
                known,
                named=named,
                role=known.role,
                kind=known.kind or earlier.kind,
                words=known.words | earlier.words,
                monitor=earlier.monitor,
            )
        self.spoken.append(known)
        return known

    def pronoun(self, sentence: Sentence, where: Range) -> Known | None:
        """Return whom a pronoun stands for: the last speaker that fits, else the person named last before it."""
        word = sentence.words[where[0]]
        fits = [
            k
            for k in self.spoken
            if (k.kind == "person") == (word in _PERSONAL) or word in ("they", "i", "we") or _is_name(k)
        ]
        if not fits and word in _PERSONAL:
            fits = [known for index, known in self.persons if index <= sentence.index]
        if not fits:
            return None
        known = fits[-1]
        span = sentence.span(*where)
        aliases = tuple(dict.fromkeys((known.named.text, *known.named.aliases)))
        named = Named(span.of(sentence.folded.printed), known.named.name or known.named.text, span, aliases)
        return replace(known, named=named, role=None)

    def last(self) -> Known | None:
        """Return who spoke last, as implied: no words name the speaker here."""
        if not self.spoken:
            return None
        known = self.spoken[-1]
        return replace(known, named=replace(known.named, inferred="the last speaker named before"), role=None)

    def _read(self, sentence: Sentence, where: Range) -> Known:
        tag = tag_at(sentence, where)
        if tag is None or tag.last > where[1]:
            return Known(_plain(sentence, where), None, "", _words(sentence.text(*where)))
        every = entities.conjoined(sentence, tag)
        kind, monitor = tag.get("kind") or "", tag.of.monitor
        if len(every) > 1 and every[-1].last <= where[1]:
            names = " and ".join(t.value for t in every if t.value)
            return Known(
                replace(_plain(sentence, (tag.first, where[1])), name=names or None),
                None,
                kind,
                _words(sentence.text(*where)),
            )
        named = entities.named(sentence, tag)
        if tag.last < where[1]:
            named = replace(_plain(sentence, (tag.first, where[1])), name=named.name, aliases=(named.text,))
        return Known(named, entities.role(sentence, tag), kind, _words(named.text), monitor)

    def _earlier(self, known: Known) -> Known | None:
        """Return who was named in full before: all words of a short name or office are among theirs."""
        words = known.words
        generic = known.monitor or bool(words & _GROUPS)
        if generic and self.monitors and known.named.name not in {named.name for named in self.monitors}:
            return Known(self.monitors[0], None, "org", _words(self.monitors[0].text), True)
        if known.kind == "media" and words <= _MEDIA:
            return next((k for k in reversed(self.spoken) if k.kind == "media"), None)
        if words and words <= _PAPERS | _GROUPS:
            return next(
                (k for k in reversed(self.spoken) if words <= k.words), self.spoken[-1] if self.spoken else None
            )
        if not 0 < len(words) <= 2:
            return None
        pool = [*self.spoken, *(k for _, k in self.persons)]
        return next(
            (k for k in reversed(pool) if words < k.words and k.named.name in (None, known.named.name, k.named.name)),
            None,
        )


def _is_name(known: Known) -> bool:
    return not known.kind and known.named.text[:1].isupper()


def _words(text: str) -> frozenset[str]:
    return frozenset(word.strip("\"'()") for word in match(text).split()) - _SMALL - {""}


def _plain(sentence: Sentence, where: Range) -> Named:
    span = sentence.span(*where)
    return Named(span.of(sentence.folded.printed), None, span)
