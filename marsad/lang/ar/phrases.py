"""Read the noun phrases of actors, from their first word forwards: bodies, and persons with their offices.

`القوات` + adjectives, `وزير خارجية` + owner, `المتحدث باسم` + actor, an office + its holder's name. Quotation marks
inside are stepped over: outlets set names and doubts in them.
"""

from __future__ import annotations

from marsad.lang.ar.phrase_bodies import BODIES, Bodies, kind_of
from marsad.lang.ar.phrase_words import STARTS, Phrase
from marsad.lang.sentence import Tag

__all__ = ["STARTS", "Phrase", "Reader"]


class Reader(Bodies):
    """Reads the phrases of one sentence."""

    def phrase(self, first: int) -> Phrase | None:
        """Return the phrase that starts at token `first`."""
        if first in self.known:
            return self.known[first]
        here = self.sentence.starting(first)
        if not here:
            return None
        self.known[first] = None  # a phrase does not contain itself
        phrase = self._phrase(first, here)
        if phrase is not None:
            self.known[first] = phrase
        return phrase

    def _phrase(self, first: int, here: list[Tag]) -> Phrase | None:
        actor: Tag | None = None  # of each class the longest
        person: Tag | None = None
        head: Tag | None = None
        role: Tag | None = None
        for tag in here:
            match tag.cls:
                case "actor":
                    actor = tag if actor is None or tag.last > actor.last else actor
                case "person":
                    person = tag if person is None or tag.last > person.last else person
                case "head":
                    head = tag if head is None or tag.last > head.last else head
                case "role":
                    role = tag if role is None or tag.last > role.last else role
        if actor and (actor.attrs.get("quoted") is None or self.in_quotes(actor)):
            return self._named(Phrase(first, actor.last, kind_of(actor), actor, definite=True))
        if person and not person.enc and (not person.attrs.get("weak") or self.speaks(person)):
            return self._person(Phrase(first, person.last, "person", person, person=(first, person.last), who=person))
        if self.stops(first) and self.sentence.at("particle", first):
            return None
        return self._headed(first, head, role)

    def _headed(self, first: int, head: Tag | None, role: Tag | None) -> Phrase | None:
        head = head if head and self.heads(head) else None
        role = role if role and self.heads(role) else None
        if role and (head is None or role.last >= head.last):
            rank = role.attrs.get("rank") == "yes"
            if not (head and rank) or (role.article and self._names_after(role)):
                return self._role(role)
        return self._head(head) if head else self._of_people(first)

    def _of_people(self, first: int) -> Phrase | None:
        sentence = self.sentence
        if tag := sentence.at("country", first):
            return Phrase(first, tag.last, "country", tag, definite=True)
        if (tag := sentence.at("given", first)) and self.begins(tag):
            return self._unknown_person(tag)
        if (tag := sentence.at("demonym", first)) and tag.enc in ("", "ا") and self.is_people(tag):
            return self._in_place(self._described(Phrase(first, tag.last, "people", tag, definite=tag.article)))
        return None

    # Persons and their offices

    def _role(self, tag: Tag) -> Phrase | None:
        bound = tag.article or tag.enc not in ("", "ا")
        phrase = Phrase(tag.first, tag.last, "role", tag, definite=bound or self._ends_definite(tag))
        if tag.attrs.get("takes") == "name":
            phrase = self._owned(phrase.but(phrase.last, definite=False))
        else:
            described = self._described(phrase)
            phrase = self._described(self._owned(phrase)) if described.last == tag.last and not bound else described
        for _ in range(3):
            longer = self._office(phrase)
            if longer.last == phrase.last:
                break
            phrase = longer
        if tag.attrs.get("rank") == "yes" and phrase.last == tag.last and not self._names_after(tag):
            return None
        held = self._holder(phrase.but(phrase.last, role=(phrase.first, phrase.last)))
        return self._person(held) if tag.attrs.get("rank") == "yes" and held.person else held

    def _names_after(self, tag: Tag) -> bool:
        """Tell whether a name stands right after a title."""
        at = self.over[tag.last]
        if at >= self.end or tag.enc not in ("", "ا"):
            return False
        if tag.attrs.get("plain") and self.sentence.at("given", at) is None:
            return False
        return self.sentence.at("person", at) is not None or self.name(at, titled=True) is not None

    def _office(self, phrase: Phrase) -> Phrase:
        """Add what an office belongs to or is for: باسم, ل, في, لدى, إلى, ب."""
        at = self.over[phrase.last]
        if at + 1 >= self.end:
            return phrase
        word = self.words[at]
        if word == "باسم":
            inner = self.phrase(self.over[at + 1])
            if inner and not inner.tag.pro:
                return phrase.but(inner.last, owner=phrase.owner or inner)
            return self._owned(phrase.but(at + 1))
        if word in ("في", "لدي", "الي", "من") and phrase.tag.attrs.get("rank") != "yes":
            return self._within(phrase, self.over[at + 1], word)
        if word.startswith("ب") and phrase.tag.attrs.get("rank") != "yes":
            inner = self.phrase(at)
            if inner and inner.tag.pro == "ب" and inner.kind in BODIES:
                return phrase.but(inner.last, owner=phrase.owner or inner)
        return self._for(phrase)

    def _within(self, phrase: Phrase, at: int, word: str) -> Phrase:
        inner = self.phrase(at) if at < self.end else None
        wanted = ("org", "force", "group", "country") if word != "من" else ("force", "group")
        if inner and not inner.tag.pro and inner.kind in wanted:
            return phrase.but(inner.last, owner=phrase.owner or inner)
        place = self.places.get(at)
        if place and word != "من":
            return phrase.but(place, place=(at, place))
        return phrase

    def _holder(self, phrase: Phrase) -> Phrase:
        """Add the name of who holds the office, with or without a comma and a rank before it."""
        at = self.over[phrase.last]
        comma = at < self.end and self.words[at] in "،,"
        if comma:
            at = self.over[at + 1]
        if at >= self.end:
            return phrase
        role = self.sentence.at("role", at)
        if role and not role.pro and role.attrs.get("rank") == "yes":
            inner = self._role(role)
            if inner and inner.person and not (inner.owner or inner.place):
                return phrase.but(inner.last, person=inner.person, who=inner.who)
        tag = self.sentence.at("person", at)
        if tag and not (tag.pro or tag.enc):
            return phrase.but(tag.last, person=(at, tag.last), who=tag)
        full = phrase.owner is not None or bool(phrase.adjectives) or phrase.open or phrase.place is not None
        single = phrase.tag.article and phrase.last - phrase.first == 1
        titled = phrase.last == phrase.tag.last and (single or phrase.tag.attrs.get("rank") == "yes")
        if name := self.name(at, titled=titled and not comma, sure=not comma and (full or phrase.definite)):
            return phrase.but(name[1], person=name)
        return phrase

    def _person(self, phrase: Phrase) -> Phrase:
        """Add the office of a person that follows the name: "X, the director of the Observatory"."""
        at = self.over[phrase.last]
        if at < self.end and self.words[at] in "،,":
            at = self.over[at + 1]
        role = self.sentence.at("role", at)
        if role is None or role.pro or role.attrs.get("rank") == "yes":
            return phrase
        office = self._office_alone(at)
        if office is None or not (office.owner or office.adjectives):
            return phrase
        return Phrase(
            phrase.first, office.last, phrase.kind, phrase.tag, phrase.definite, office.adjectives, office.owner,
            phrase.person, phrase.who, office.role, phrase.place, phrase.open, phrase.against,
        )  # fmt: skip

    def _office_alone(self, at: int) -> Phrase | None:
        office = self.phrase(at)
        return office if office and office.role and office.person is None else None

    def _unknown_person(self, tag: Tag) -> Phrase | None:
        name = self.name(tag.first, start=tag)
        if name is None:
            return None
        return self._person(Phrase(tag.first, name[1], "person", tag, definite=True, person=name))
