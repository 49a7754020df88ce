"""Read the noun phrases of actors: a head or a name, what describes it, whose it is, and the person that it names.

A phrase is read from its first word forwards: `القوات` + adjectives, `وزير خارجية` + owner, `المتحدث باسم` + actor,
an office + the holder's name. Quotation marks inside are stepped over: outlets set names and doubts in them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from marsad.lang.sentence import Sentence, Tag

STARTS = ("actor", "person", "role", "head", "country", "given", "demonym")
_SOFT = frozenset((*STARTS, "quality", "field", "place", "area", "entity", "clauses"))
_MARKS = frozenset("\"'«»“”#_")
_NISBA = re.compile(r"(?:ي|يه|يين|يون|يات)$")
_PLURAL = ("ون", "ين")
_WORD = re.compile(r"[ء-ۿ]{2,}$")
_JOINS = frozenset("بن ابن ابو ابي ابا ام ال عبد دي دو دا دل فون فان ديل ماك".split())
_SINGULAR = frozenset(("force", "org", "country", "person"))
_PLACED = frozenset(("org", "source", "people", "media"))
_BODIES = frozenset(("org", "force", "group"))
_FOR = frozenset(("org", "role", "document", "force", "media"))
_WHOSE = frozenset((*_BODIES, "country"))
_PARTS = frozenset(("force", "group", "people"))
_WHOLES = frozenset((*_BODIES, "people"))
_TOLD = frozenset(("agency", "outlet"))  # "said to the agency": whom one speaks to is not whose spokesman one is
_LIMIT = 40  # a phrase longer than this was not read but swallowed


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase over tokens `[first, last)`. `core` ends it before "in …"; `open` words were read but are unknown."""

    first: int
    last: int
    kind: str
    tag: Tag
    definite: bool = False
    adjectives: tuple[Tag, ...] = ()
    owner: Phrase | None = None
    person: tuple[int, int] | None = None
    who: Tag | None = None  # the person's lexicon tag
    role: tuple[int, int] | None = None
    place: tuple[int, int] | None = None
    open: bool = False
    against: bool = False


class Reader:
    """Reads the phrases of one sentence."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.words = sentence.words
        self.end = len(self.words)
        self.at = sentence.at
        self.known: dict[int, Phrase | None] = {}
        self.stop = bytearray(self.end + 1)
        self.stop[self.end] = 1
        for tag in sentence.tags:
            if tag.cls not in _SOFT:
                self.stop[tag.first : tag.last] = b"\1" * (tag.last - tag.first)
        for i, token in enumerate(sentence.tokens):
            if token.light == "علي":  # the matching form of "on" too
                self.stop[i] = 0
        self.places = {tag.first: tag.last for tag in sentence.of("place")}

    def phrase(self, first: int) -> Phrase | None:
        """Return the phrase that starts at token `first`."""
        if first not in self.known:
            self.known[first] = None  # a phrase does not contain itself
            self.known[first] = self._phrase(first)
        return self.known[first]

    def _phrase(self, first: int) -> Phrase | None:
        at = self.at
        if (tag := at("actor", first)) and (tag.get("quoted") is None or self._in_quotes(tag)):
            return self._named(Phrase(first, tag.last, _kind(tag), tag, definite=True))
        if (tag := at("person", first)) and not (tag.enc or tag.get("weak")):
            return self._person(Phrase(first, tag.last, "person", tag, person=(first, tag.last), who=tag))
        head, role = at("head", first), at("role", first)
        if role and (head is None or role.last >= head.last):
            rank = role.get("rank") == "yes"
            if not (head and rank) or self._names_after(role):
                return self._role(role)
        if head:
            return self._head(head)
        if tag := at("country", first):
            return Phrase(first, tag.last, "country", tag, definite=True)
        if (tag := at("given", first)) and self._begins(tag):
            return self._unknown_person(tag)
        if (tag := at("demonym", first)) and self._is_people(tag):
            return self._in_place(self._described(Phrase(first, tag.last, "people", tag, definite=tag.article)))
        return None

    # Steps

    def over(self, token: int) -> int:
        """Return the first token from `token` on that is no quotation mark."""
        while token < self.end and self.words[token] in _MARKS:
            token += 1
        return token

    def _crosses(self, start: int, token: int) -> bool:
        return token > start and any(self.words[i] in '"«“' for i in range(start, token))

    def _in_quotes(self, tag: Tag) -> bool:
        before, after = tag.first - 1, tag.last
        return before >= 0 and after < self.end and self.words[before] in _MARKS and self.words[after] in _MARKS

    def _begins(self, tag: Tag) -> bool:
        """Tell whether a given name begins a person's name where no title says so."""
        if tag.article or tag.enc or tag.pro not in ("", "و", "ل", "ول") or self.stop[tag.first]:
            return False
        return tag.get("weak") is None or self.at("given", self.over(tag.last)) is not None

    def _plain(self, token: int) -> bool:
        """Tell whether `token` is a word that no lexicon but a name's may know."""
        return not self.stop[token] and _WORD.match(self.words[token]) is not None

    def _is_people(self, tag: Tag) -> bool:
        word = self.words[tag.last - 1]
        number = tag.get("number")
        return number == "plural" or (number is None and tag.enc == "" and word.endswith(_PLURAL))

    # What describes a phrase

    def _described(self, phrase: Phrase) -> Phrase:
        """Add the adjectives that agree with the phrase."""
        while phrase.last - phrase.first < _LIMIT:
            at = self.over(phrase.last)
            longer = self._demonym(phrase, at) or self._quality(phrase, at) or self._relation(phrase, at)
            if longer is None:
                return phrase
            phrase = longer
        return phrase

    def _demonym(self, phrase: Phrase, at: int) -> Phrase | None:
        tag = self.at("demonym", at)
        if tag is None or tag.enc not in ("", "ا"):
            return None
        second = tag.pro == "و" and phrase.adjectives and phrase.adjectives[-1].last == phrase.last
        if (tag.pro and not second) or tag.article != phrase.definite:
            return None
        if not self._agrees(phrase, tag):
            return None
        return replace(phrase, last=tag.last, adjectives=(*phrase.adjectives, tag))

    def _agrees(self, phrase: Phrase, tag: Tag) -> bool:
        """Tell whether a sound plural may describe the phrase: it needs a plural of persons before it."""
        if phrase.kind not in _SINGULAR or tag.get("number") == "plural" or not self._is_people(tag):
            return True
        return self.words[phrase.last - 1].endswith(_PLURAL) or phrase.tag.get("plural") == "yes"

    def _quality(self, phrase: Phrase, at: int) -> Phrase | None:
        tag = self.at("quality", at)
        if tag is None or (tag.article != phrase.definite and tag.get("link") != "g"):
            return None
        second = tag.pro == "و" and phrase.last - phrase.tag.first > 1 and tag.get("link") is None
        if (tag.pro and not second) or not self._agrees(phrase, tag):
            return None
        link = tag.get("link")
        if link is None:
            return replace(phrase, last=tag.last)
        if tag.last < self.end and self.words[tag.last] in ("له", "لها", "لهم", "لهما", "منها", "منه"):
            return replace(phrase, last=tag.last + 1)
        whose = self._linked(tag, link)
        if whose is None:
            return replace(phrase, last=tag.last) if link != "g" else None
        against = tag.get("against") == "yes"
        owner = phrase.owner or (None if against or phrase.adjectives else whose)
        return replace(phrase, last=whose.last, owner=owner, against=against)

    def _linked(self, tag: Tag, link: str) -> Phrase | None:
        """Return whose side a word such as "loyal to", "backed by", "led by" names."""
        at = self.over(tag.last)
        if at < self.end and self.words[at] in ("من", "ب", "مع") and link != "g":
            at = self.over(at + 1)
            wanted = ""
        else:
            wanted = "" if link == "g" else "ل"
        found = self.phrase(at) if at < self.end else None
        return found if found and found.tag.pro in (wanted, "ب" if link != "g" else wanted) else None

    def _relation(self, phrase: Phrase, at: int) -> Phrase | None:
        """Add an adjective of relation that no lexicon knows, with the article or without as its head."""
        if not self._plain(at) or self.at("given", at) or at in self.places or not _NISBA.search(self.words[at]):
            return None
        word = self.words[at]
        if word.startswith("ال") != phrase.definite or len(word) < 5 + 2 * phrase.definite or word[0] == "و":
            return None
        if phrase.kind == "person" or any(self.at(cls, at) for cls in STARTS):
            return None
        if word.endswith(_PLURAL) and not self.words[phrase.last - 1].endswith(_PLURAL):
            return None
        return replace(phrase, last=at + 1, open=True)

    # Names

    def _named(self, phrase: Phrase) -> Phrase:
        """Finish a phrase that has its name: adjectives, another name in brackets or after a dash, and where it is."""
        return self._in_place(self._among(self._alias(self._described(phrase))))

    def _among(self, phrase: Phrase) -> Phrase:
        """Add the larger body: "gunmen of the movement" with من, "a brigade in the army" with في."""
        at = self.over(phrase.last)
        if phrase.kind not in _PARTS or phrase.owner or at + 1 >= self.end:
            return phrase
        word = self.words[at]
        if not (word == "في" or (word == "من" and not phrase.definite)):
            return phrase
        inner = self.phrase(self.over(at + 1))
        wanted = _BODIES if word == "في" else _WHOLES
        if inner is None or inner.tag.pro or inner.kind not in wanted:
            return phrase
        owner = None if phrase.tag.cls == "actor" or phrase.adjectives else inner
        return replace(phrase, last=inner.last, owner=owner)

    def _alias(self, phrase: Phrase) -> Phrase:
        at = phrase.last
        words = self.words
        if at < self.end and words[at] in ('"', "«"):
            inner = self.at("actor", at + 1)
            if inner and not inner.pro and inner.last < self.end and words[inner.last] in '"»':
                return replace(phrase, last=inner.last + 1)
        if at + 1 < self.end and words[at] in "(-":
            inner = self.at("actor", self.over(at + 1))
            last = self.over(inner.last) if inner else at + 2
            if words[at] == "(" and last < self.end and words[last] == ")" and (inner or words[at + 1].isascii()):
                return replace(phrase, last=last + 1)
            if words[at] == "-" and inner and not inner.pro:
                return replace(phrase, last=inner.last)
        return phrase

    def _in_place(self, phrase: Phrase) -> Phrase:
        """Add "in" + place to those who are known by where they are: authorities, sources, residents."""
        at = self.over(phrase.last)
        if phrase.kind not in _PLACED or at + 1 >= self.end or phrase.place:
            return phrase
        if self.words[at] in ("في", "ب"):
            at = self.over(at + 1)
            if place := self.places.get(at) or self._area(at):
                return replace(phrase, last=place, place=(at, place))
            inner = self.phrase(at)
            if phrase.kind in ("source", "people") and inner and not inner.tag.pro and inner.kind in _BODIES:
                return replace(phrase, last=inner.last, owner=phrase.owner or inner)
        elif self.words[at].startswith("ب") and (place := self.places.get(at)) and not self.stop[at]:
            return replace(phrase, last=place, place=(at, place))
        return phrase

    # Heads

    def _head(self, tag: Tag) -> Phrase:
        bound = tag.article or tag.enc not in ("", "ا")
        phrase = Phrase(tag.first, tag.last, _kind(tag), tag, definite=bound or self._ends_definite(tag))
        described = self._described(phrase)
        if not bound and described.last == tag.last:
            described = self._described(self._owned(phrase))
        if tag.get("names") == "yes":
            described = self._titled(described)
        described = self._described(self._for(described))
        return self._named(described)

    def _ends_definite(self, tag: Tag) -> bool:
        return tag.last - tag.first > 1 and self.words[tag.last - 1].startswith("ال")

    def _owned(self, phrase: Phrase) -> Phrase:
        """Add the second term of a genitive: a phrase, a place or a word with the article."""
        at = self.over(phrase.last)
        if at >= self.end:
            return phrase
        inner = self.phrase(at)
        if inner and not inner.tag.pro and self._fits(phrase, inner, at):
            return replace(phrase, last=inner.last, owner=inner, definite=inner.definite or inner.kind == "person")
        if self._crosses(phrase.last, at):
            return phrase
        if (place := self.places.get(at)) and not self.stop[at] and self.words[at][0] not in "بل":
            return replace(phrase, last=place, place=(at, place), definite=True)
        if area := self._area(at):
            return replace(phrase, last=area, place=(at, area), definite=True)
        if self._plain(at) and self.words[at].startswith("ال"):
            return replace(phrase, last=at + 1, open=True, definite=True)
        return self._through(phrase, at)

    def _area(self, at: int) -> int | None:
        """Return the end of "the village of X" at `at`, X being a place or a word that no lexicon knows."""
        tag = self.at("area", at)
        if tag is None or tag.pro or tag.article or tag.enc:
            return None
        name = self.over(tag.last)
        if last := self.places.get(name):
            return last
        return name + 1 if self._plain(name) else None

    def _fits(self, phrase: Phrase, inner: Phrase, at: int) -> bool:
        if inner.kind == "person" and inner.tag.cls == "given":
            return phrase.tag.get("names") == "yes"
        if self._crosses(phrase.last, at):
            return inner.tag.cls in ("actor", "country")
        return True

    def _through(self, phrase: Phrase, at: int) -> Phrase:
        """Step over up to two indefinite words of a chain of genitives that a definite word ends."""
        if phrase.kind not in ("org", "role"):
            return phrase
        for last in range(at, min(at + 3, self.end)):
            if not self._plain(last):
                return phrase
            if last > at and (self.words[last].startswith("ال") or last in self.places):
                return replace(phrase, last=self.places.get(last, last + 1), open=True, definite=True)
        return phrase

    def _titled(self, phrase: Phrase) -> Phrase:
        """Add the proper name after a head that takes one: quoted words, or one or two that no lexicon knows."""
        at = phrase.last
        if at < self.end and self.words[at] in '"«':
            for close in range(at + 2, min(at + 9, self.end)):
                if self.words[close] in '"»':
                    known = self.at("actor", at + 1)
                    owner = self.phrase(at + 1) if known and known.last == close else None
                    whole = replace(phrase, last=close + 1, owner=owner or phrase.owner, open=owner is None)
                    return self._described(replace(whole, definite=True))
            return phrase
        at = self.over(at)
        if phrase.last == phrase.tag.last and not phrase.definite:
            last = at
            while last < min(at + 2, self.end) and self._plain(last) and not self._starts(last):
                last += 1
            if last > at:
                return self._described(replace(phrase, last=last, open=True, definite=True))
        return phrase

    def _starts(self, token: int) -> bool:
        return any(self.at(cls, token) for cls in ("actor", "role", "head", "quality", "particle"))

    def _for(self, phrase: Phrase) -> Phrase:
        """Add what an organisation or office is for or whose it is: ل + field, ل + actor."""
        at = self.over(phrase.last)
        field = self.at("field", at)
        if field and field.pro == "ل" and phrase.kind in ("org", "role", "media"):
            return self._field(phrase, field)
        if phrase.kind in _FOR and at < self.end and self.words[at].startswith("ل"):
            inner = self.phrase(at)
            if inner and inner.tag.pro == "ل" and inner.kind in _WHOSE and inner.tag.get("type") not in _TOLD:
                return replace(phrase, last=inner.last, owner=phrase.owner or inner)
        return phrase

    def _field(self, phrase: Phrase, field: Tag) -> Phrase:
        last = field.last
        while last < min(field.last + 3, self.end) and not self.stop[last] and _WORD.match(self.words[last]):
            definite = self.words[last].startswith("ال") or last in self.places
            last = self.places.get(last, last + 1)
            if definite:
                break
        return self._described(replace(phrase, last=last, open=True, definite=True))

    # Persons and their offices

    def _role(self, tag: Tag) -> Phrase | None:
        bound = tag.article or tag.enc not in ("", "ا")
        phrase = Phrase(tag.first, tag.last, "role", tag, definite=bound or self._ends_definite(tag))
        if tag.get("takes") == "name":
            phrase = self._owned(replace(phrase, definite=False))
        else:
            described = self._described(phrase)
            phrase = self._described(self._owned(phrase)) if described.last == tag.last and not bound else described
        for _ in range(3):
            longer = self._office(phrase)
            if longer.last == phrase.last:
                break
            phrase = longer
        if tag.get("rank") == "yes" and phrase.last == tag.last and not self._names_after(tag):
            return None
        return self._holder(replace(phrase, role=(phrase.first, phrase.last)))

    def _names_after(self, tag: Tag) -> bool:
        """Tell whether a name stands right after a title."""
        at = self.over(tag.last)
        return at < self.end and (self.at("person", at) is not None or self.name(at, titled=True) is not None)

    def _office(self, phrase: Phrase) -> Phrase:
        """Add what an office belongs to or is for: باسم, ل, في, لدى, إلى, ب."""
        at = self.over(phrase.last)
        if at + 1 >= self.end:
            return phrase
        word = self.words[at]
        if word == "باسم":
            inner = self.phrase(self.over(at + 1))
            if inner and not inner.tag.pro:
                return replace(phrase, last=inner.last, owner=phrase.owner or inner)
            return self._owned(replace(phrase, last=at + 1))
        if word in ("في", "لدي", "الي", "من") and phrase.tag.get("rank") != "yes":
            return self._within(phrase, self.over(at + 1), word)
        if word.startswith("ب") and phrase.tag.get("rank") != "yes":
            inner = self.phrase(at)
            if inner and inner.tag.pro == "ب" and inner.kind in ("org", "force", "group"):
                return replace(phrase, last=inner.last, owner=phrase.owner or inner)
        return self._for(phrase)

    def _within(self, phrase: Phrase, at: int, word: str) -> Phrase:
        inner = self.phrase(at) if at < self.end else None
        wanted = ("org", "force", "group", "country") if word != "من" else ("force", "group")
        if inner and not inner.tag.pro and inner.kind in wanted:
            return replace(phrase, last=inner.last, owner=phrase.owner or inner)
        place = self.places.get(at)
        if place and word != "من":
            return replace(phrase, last=place, place=(at, place))
        return phrase

    def _holder(self, phrase: Phrase) -> Phrase:
        """Add the name of who holds the office, with or without a comma and a rank before it."""
        at = self.over(phrase.last)
        comma = at < self.end and self.words[at] in "،,:"
        if comma and self.words[at] != ":":
            at = self.over(at + 1)
        if at >= self.end or self.words[at] == ":":
            return phrase
        role = self.at("role", at)
        if role and not role.pro and role.get("rank") == "yes":
            inner = self._role(role)
            if inner and inner.person and not (inner.owner or inner.place):
                return replace(phrase, last=inner.last, person=inner.person, who=inner.who)
        tag = self.at("person", at)
        if tag and not (tag.pro or tag.enc):
            return replace(phrase, last=tag.last, person=(at, tag.last), who=tag)
        full = phrase.owner is not None or bool(phrase.adjectives) or phrase.open or phrase.place is not None
        titled = phrase.last == phrase.tag.last and (phrase.tag.article or phrase.tag.get("rank") == "yes")
        if name := self.name(at, titled=titled and not comma, sure=not comma and (full or phrase.definite)):
            return replace(phrase, last=name[1], person=name)
        return phrase

    def _person(self, phrase: Phrase) -> Phrase:
        """Add the office of a person that follows the name: "X, the director of the Observatory"."""
        at = self.over(phrase.last)
        if at < self.end and self.words[at] in "،,":
            at = self.over(at + 1)
        role = self.at("role", at)
        if role is None or role.pro or role.get("rank") == "yes":
            return phrase
        office = self._office_alone(at)
        if office is None or not (office.owner or office.adjectives):
            return phrase
        return replace(phrase, last=office.last, role=office.role, owner=office.owner, adjectives=office.adjectives)

    def _office_alone(self, at: int) -> Phrase | None:
        office = self.phrase(at)
        return office if office and office.role and office.person is None else None

    def _unknown_person(self, tag: Tag) -> Phrase | None:
        name = self.name(tag.first, start=tag)
        if name is None:
            return None
        return self._person(Phrase(tag.first, name[1], "person", tag, definite=True, person=name))

    def name(
        self, first: int, *, titled: bool = False, sure: bool = False, start: Tag | None = None
    ) -> tuple[int, int] | None:
        """Return the tokens of an unknown person's name from `first`.

        One word is enough after a title (`titled`); after an office (`sure`) it must not have the article;
        elsewhere a known given name has to begin it.
        """
        given = start or self.at("given", first)
        if given is None and not ((titled or sure) and self._name_word(first)):
            return self._quoted_comma_name(first)
        if given is not None and start is None and (given.pro or given.article or given.enc or self.stop[first]):
            return None
        last, counted = (given.last, 1) if given else (first, 0)
        if given and self.words[first] in _JOINS:
            counted = 0
        while counted < 5 and last < self.end and last - first < 8:
            at = last if last == first else self.over(last)
            if not self._name_word(at) or (last > first and self._crosses(last, at)):
                break
            last = at + 1
            counted += self.words[at] not in _JOINS
        while last > first and self.words[last - 1] in _JOINS:
            last -= 1
        many = last - first > 1
        if not (many or (titled and last > first)):
            return None
        if self.words[first].startswith("ال") and not titled and given is None:
            return None
        return first, last

    def _quoted_comma_name(self, first: int) -> tuple[int, int] | None:
        """Return a name of two to four unknown words set between commas."""
        last = first
        while last < min(first + 5, self.end) and self._name_word(last):
            last += 1
        counted = sum(word not in _JOINS for word in self.words[first:last])
        closed = last < self.end and self.words[last] in '،,.:"'
        if first == 0 or self.words[first - 1] not in "،," or not closed or not 2 <= counted <= 4:
            return None
        return None if self.words[first].startswith("ال") else (first, last)

    def _name_word(self, token: int) -> bool:
        if token >= self.end:
            return False
        word = self.words[token]
        given = self.at("given", token)
        if (given or word in _JOINS) and not self.stop[token]:
            return given is None or not given.pro
        if not self._plain(token) or (word[0] == "و" and len(word) > 4):
            return False
        demonym = self.at("demonym", token)
        if demonym:
            return not demonym.pro
        return not any(self.at(cls, token) for cls in ("actor", "role", "head", "country", "quality"))


def _kind(tag: Tag) -> str:
    """Return what sort of actor an entry is: its `kind`, or the kind of its `type`."""
    return tag.get("kind") or _KINDS.get(tag.get("type") or "", "org")


_KINDS = {
    "state": "force",
    "rebel": "group",
    "militia": "group",
    "party": "group",
    "outlet": "media",
    "agency": "media",
}
