"""Read the noun phrases of forces, bodies and groups: a head or a name, what describes it, whose and where it is."""

from __future__ import annotations

from typing import Final

from marsad.lang.ar.phrase_words import MARKS, PLURAL, STARTS, Phrase, Words, is_word
from marsad.lang.sentence import Tag

_NISBA: Final = ("ي", "يه", "يين", "يون", "يات")
_SINGULAR: Final = frozenset(("force", "org", "country", "person"))
_PLACED: Final = frozenset(("org", "source", "people", "media"))
BODIES: Final = frozenset(("org", "force", "group"))
_FOR: Final = frozenset(("org", "role", "document", "force", "media"))
_WHOSE: Final = frozenset((*BODIES, "country"))
_PARTS: Final = frozenset(("force", "group", "people"))
_WHOLES: Final = frozenset((*BODIES, "people"))
_TOLD: Final = frozenset(("agency", "outlet"))  # "said to the agency": whom one speaks to is not whose spokesman one is
_THEIRS: Final = frozenset(("له", "لها", "لهم", "لهما", "منها", "منه"))
_NEVER: Final = ("particle", "time", "number", "verb", "speech")  # no second term of a genitive
_GOES_ON: Final = MARKS | frozenset("(-بفم")  # first letters of what may follow a name: brackets, a dash, ب, في, من
_LIMIT: Final = 40  # a phrase longer than this was not read but swallowed


class Bodies(Words):
    """Phrases whose head is no person."""

    def phrase(self, first: int) -> Phrase | None:
        """Return the phrase that starts at token `first`."""
        raise NotImplementedError

    # What describes a phrase

    def _described(self, phrase: Phrase) -> Phrase:
        """Add the adjectives that agree with the phrase."""
        while phrase.last - phrase.first < _LIMIT:
            at = self.over[phrase.last]
            demonym, quality = self.sentence.at("demonym", at), self.sentence.at("quality", at)
            longer = self._demonym(phrase, demonym) if demonym else None
            if longer is None and quality:
                longer = self._quality(phrase, quality)
            if longer is None and not self.stops(at):
                longer = self._relation(phrase, at)
            if longer is None:
                return phrase
            phrase = longer
        return phrase

    def _demonym(self, phrase: Phrase, tag: Tag) -> Phrase | None:
        if tag.enc not in ("", "ا"):
            return None
        known = phrase.tag.cls == "actor" and phrase.kind == "force" and self.words[phrase.last - 1].endswith("يه")
        second = tag.pro == "و" and (known or (phrase.adjectives and phrase.adjectives[-1].last == phrase.last))
        if (tag.pro and not second) or tag.article != phrase.definite:
            return None
        if not self._agrees(phrase, tag):
            return None
        return phrase.but(tag.last, adjectives=(*phrase.adjectives, tag))

    def _agrees(self, phrase: Phrase, tag: Tag) -> bool:
        """Tell whether a sound plural may describe the phrase: it needs a plural of persons before it."""
        if phrase.kind not in _SINGULAR or tag.attrs.get("number") == "plural" or not self.is_people(tag):
            return True
        return self.words[phrase.last - 1].endswith(PLURAL) or phrase.tag.attrs.get("plural") == "yes"

    def _quality(self, phrase: Phrase, tag: Tag) -> Phrase | None:
        if tag.article != phrase.definite and tag.attrs.get("link") != "g":
            return None
        second = tag.pro == "و" and phrase.last - phrase.tag.first > 1 and tag.attrs.get("link") is None
        if (tag.pro and not second) or not self._agrees(phrase, tag):
            return None
        link = tag.attrs.get("link")
        if link is None:
            return phrase.but(tag.last)
        if tag.last < self.end and self.words[tag.last] in _THEIRS:
            return phrase.but(tag.last + 1)
        whose = self._linked(tag, link)
        if whose is None:
            return phrase.but(tag.last) if link != "g" else None
        against = tag.attrs.get("against") == "yes"
        owner = phrase.owner or (None if against or phrase.adjectives else whose)
        return phrase.but(whose.last, owner=owner, against=against)

    def _linked(self, tag: Tag, link: str) -> Phrase | None:
        """Return whose side a word such as "loyal to", "backed by", "led by" names."""
        at = self.over[tag.last]
        if at < self.end and self.words[at] in ("من", "ب", "مع") and link != "g":
            at = self.over[at + 1]
            wanted = ""
        else:
            wanted = "" if link == "g" else "ل"
        found = self.phrase(at) if at < self.end else None
        return found if found and found.tag.pro in (wanted, "ب" if link != "g" else wanted) else None

    def _relation(self, phrase: Phrase, at: int) -> Phrase | None:
        """Add an adjective of relation that no lexicon knows, with the article or without as its head."""
        word = self.words[at]
        if phrase.kind == "person" or len(word) < 5 + 2 * phrase.definite or word.startswith("ال") != phrase.definite:
            return None
        if word[0] == "و" or not word.endswith(_NISBA) or not is_word[word] or at in self.places:
            return None
        if self.sentence.any_at(STARTS, at):
            return None
        if word.endswith(PLURAL) and not self.words[phrase.last - 1].endswith(PLURAL):
            return None
        return phrase.but(at + 1, open=True)

    # Names

    def _named(self, phrase: Phrase) -> Phrase:
        """Finish a phrase that has its name: adjectives, another name in brackets or after a dash, and where it is."""
        phrase = self._described(phrase)
        if phrase.last >= self.end or self.words[phrase.last][0] not in _GOES_ON:
            return phrase
        return self._in_place(self._among(self._alias(phrase)))

    def _among(self, phrase: Phrase) -> Phrase:
        """Add the larger body: "gunmen of the movement" with من, "a brigade in the army" with في."""
        at = self.over[phrase.last]
        if phrase.kind not in _PARTS or phrase.owner or at + 1 >= self.end:
            return phrase
        word = self.words[at]
        if not (word == "في" or (word == "من" and not phrase.definite)):
            return phrase
        inner = self.phrase(self.over[at + 1])
        wanted = BODIES if word == "في" else _WHOLES
        if inner is None or inner.tag.pro or inner.kind not in wanted:
            return phrase
        owner = None if phrase.tag.cls == "actor" or phrase.adjectives else inner
        return phrase.but(inner.last, owner=owner)

    def _alias(self, phrase: Phrase) -> Phrase:
        at = phrase.last
        words = self.words
        if at < self.end and words[at] in ('"', "«"):
            inner = self.sentence.at("actor", at + 1)
            if inner and not inner.pro and inner.last < self.end and words[inner.last] in '"»':
                return phrase.but(inner.last + 1)
        if at + 1 < self.end and words[at] in "(-":
            inner = self.sentence.at("actor", self.over[at + 1])
            last = self.over[inner.last] if inner else at + 2
            if words[at] == "(" and last < self.end and words[last] == ")" and (inner or words[at + 1].isascii()):
                return phrase.but(last + 1)
            if words[at] == "-" and inner and not inner.pro:
                return phrase.but(inner.last)
        return phrase

    def _in_place(self, phrase: Phrase) -> Phrase:
        """Add "in" + place to those who are known by where they are: authorities, sources, residents."""
        at = self.over[phrase.last]
        if phrase.kind not in _PLACED or at + 1 >= self.end or phrase.place:
            return phrase
        if self.words[at] in ("في", "ب"):
            at = self.over[at + 1]
            if place := self.places.get(at) or self._area(at):
                return phrase.but(place, place=(at, place))
            inner = self.phrase(at)
            if phrase.kind in ("source", "people") and inner and not inner.tag.pro and inner.kind in BODIES:
                return phrase.but(inner.last, owner=phrase.owner or inner)
        elif self.words[at].startswith("ب") and (place := self.places.get(at)) and not self.stops(at):
            return phrase.but(place, place=(at, place))
        return phrase

    # Heads

    def _head(self, tag: Tag) -> Phrase:
        bound = tag.article or tag.enc not in ("", "ا")
        phrase = Phrase(tag.first, tag.last, kind_of(tag), tag, definite=bound or self._ends_definite(tag))
        described = self._described(phrase)
        if not bound and described.last == tag.last:
            described = self._described(self._owned(phrase))
        if tag.attrs.get("names"):
            described = self._titled(described)
        described = self._described(self._for(described))
        return self._named(described)

    def _ends_definite(self, tag: Tag) -> bool:
        return tag.last - tag.first > 1 and self.words[tag.last - 1].startswith("ال")

    def _owned(self, phrase: Phrase) -> Phrase:
        """Add the second term of a genitive: a phrase, a place or a word with the article."""
        at = self.over[phrase.last]
        if at >= self.end or (phrase.kind in _PARTS and self.words[phrase.last - 1].endswith(PLURAL)):
            return phrase  # a sound plural that keeps its n has no second term
        if "own" in phrase.tag.attrs:
            return phrase
        inner = self.phrase(at)
        if inner and not inner.tag.pro and self._fits(phrase, inner, at):
            return phrase.but(inner.last, owner=inner, definite=inner.definite or inner.kind == "person")
        if self.crosses(phrase.last, at):
            return phrase
        if (place := self.places.get(at)) and not self.stops(at) and self.words[at][0] not in "بل":
            return phrase.but(place, place=(at, place), definite=True)
        if area := self._area(at):
            return phrase.but(area, place=(at, area), definite=True)
        if self.words[at].startswith("ال") and self._second(phrase, at):
            return phrase.but(at + 1, open=True, definite=True)
        return self._through(phrase, at)

    def _second(self, phrase: Phrase, at: int) -> bool:
        """Tell whether a definite word may be a second term: an office is of anything, a force is of a name."""
        if phrase.kind not in ("force", "weapon_platform"):
            return is_word[self.words[at]] and not self.sentence.any_at(_NEVER, at)
        return self.plain(at)

    def _area(self, at: int) -> int | None:
        """Return the end of "the village of X" at `at`, X being a place or a word that no lexicon knows."""
        tag = self.sentence.at("area", at)
        if tag is None or tag.pro or tag.article or tag.enc:
            return None
        name = self.over[tag.last]
        if last := self.places.get(name):
            return last
        return name + 1 if self.plain(name) else None

    def _fits(self, phrase: Phrase, inner: Phrase, at: int) -> bool:
        if inner.kind == "person" and inner.tag.cls == "given":
            return phrase.tag.attrs.get("names") == "yes"
        if self.crosses(phrase.last, at):
            return inner.tag.cls in ("actor", "country")
        return True

    def _through(self, phrase: Phrase, at: int) -> Phrase:
        """Step over up to two indefinite words of a chain of genitives that a definite word ends."""
        if phrase.kind not in ("org", "role"):
            return phrase
        for last in range(at, min(at + 3, self.end)):
            if not self.plain(last):
                return phrase
            if last > at and (self.words[last].startswith("ال") or last in self.places):
                return phrase.but(self.places.get(last, last + 1), open=True, definite=True)
        return phrase

    def _titled(self, phrase: Phrase) -> Phrase:
        """Add the proper name after a head that takes one: quoted words, or one or two that no lexicon knows."""
        at = phrase.last
        if at < self.end and self.words[at] in '"«':
            for close in range(at + 2, min(at + 9, self.end)):
                if self.words[close] in '"»':
                    known = self.sentence.at("actor", at + 1)
                    owner = self.phrase(at + 1) if known and known.last == close else None
                    whole = phrase.but(close + 1, owner=owner or phrase.owner, open=owner is None)
                    return self._described(whole.but(whole.last, definite=True))
            return phrase
        at = self.over[at]
        if phrase.last == phrase.tag.last and not phrase.definite:
            last = at
            while last < min(at + 2, self.end) and self.plain(last) and not self._starts(last):
                last += 1
            if last > at:
                return self._described(phrase.but(last, open=True, definite=True))
        return phrase

    def _starts(self, token: int) -> bool:
        return self.sentence.any_at(("actor", "role", "head", "quality", "particle"), token)

    def _for(self, phrase: Phrase) -> Phrase:
        """Add what an organisation or office is for or whose it is: ل + field, ل + actor."""
        at = self.over[phrase.last]
        field = self.sentence.at("field", at)
        if field and field.pro == "ل" and phrase.kind in ("org", "role", "media"):
            return self._field(phrase, field)
        # استهداف الجيش للمسلحين: they are the object, and whose the army is is not said
        alone = phrase.tag.article and phrase.last == phrase.first + 1 and phrase.kind != "role"
        if phrase.kind in _FOR and not alone and at < self.end and self.words[at].startswith("ل"):
            inner = self.phrase(at)
            if inner and inner.tag.pro == "ل" and inner.kind in _WHOSE and inner.tag.attrs.get("type") not in _TOLD:
                return phrase.but(inner.last, owner=phrase.owner or inner)
        return phrase

    def _field(self, phrase: Phrase, field: Tag) -> Phrase:
        last = field.last
        while last < min(field.last + 3, self.end) and not self.stops(last) and is_word[self.words[last]]:
            definite = self.words[last].startswith("ال") or last in self.places
            last = self.places.get(last, last + 1)
            if definite:
                break
        return self._described(phrase.but(last, open=True, definite=True))


def kind_of(tag: Tag) -> str:
    """Return what sort of actor an entry is: its `kind`, or the kind of its `type`."""
    return tag.attrs.get("kind") or _KINDS.get(tag.attrs.get("type") or "", "org")


_KINDS: Final = {
    "state": "force",
    "rebel": "group",
    "militia": "group",
    "party": "group",
    "outlet": "media",
    "agency": "media",
}
