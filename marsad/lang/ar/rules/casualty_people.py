"""People as a noun names them: "جنديا تركيا", "طفلان", "القيادي فلان", "قتيلا" -> Group.

What befell a group is for the readers of words of harm to say, but for nouns that say it themselves (قتيل).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from marsad.lang.ar.entities import Entity, name_at
from marsad.lang.sentence import Sentence, Tag
from marsad.records import Count

_SAME: Final = "as it was"
# "مدنيَين" with its vowel: two, not some
_DUALS: Final = ("\u064eين", "\u064eي\u0652ن", "\u064eين\u0650", "\u064eي\u0652ن\u0650")
_TWO: Final = frozenset(("اثنين", "اثنان", "احدهما", "احداهما", "كلاهما"))
VAGUE: Final = Count(None, None, "vague")
_HEADS: Final = ("harmed", "other", "victim", "demonym")
_ONE: Final = frozenset(("واحد", "واحده", "واحدا", "اخر", "اخرا", "اخري", "اخرين", "اخرون", "اخران"))
_NO_NAMES: Final = ("particle", "locative", "strike", "arm", "number", "time", "verb", "place", "control", "bring")
_REASONS: Final = frozenset("جراء اثر نتيجه بسبب عقب خلال اثناء ضمن وسط فور غداه بفعل قبيل بعيد حيال".split())
_ARMED: Final = frozenset(("force", "group"))


@dataclass(init=False, slots=True, unsafe_hash=True)  # never changed; written out as `Tag` is
class Group:
    """Tokens `[first, last)` that count people; `head` is the noun (or the number, where it stands alone).

    `harm` is set when the noun itself says what befell them (قتيل). `other`: "12 others", "a third", or a number
    alone; their kind is that of those named before. `sure` groups are people wherever they stand.
    """

    first: int
    last: int
    head: int
    figure: Count
    victims: str | None
    affiliation: str | None
    harm: str | None
    other: bool
    definite: bool
    sure: bool
    plural: bool  # a plural or dual noun with no number
    body: bool

    def __init__(
        self, first: int, last: int, head: int, figure: Count, victims: str | None = None,
        affiliation: str | None = None, harm: str | None = None, other: bool = False, definite: bool = False,
        sure: bool = False, plural: bool = False, body: bool = False,
    ) -> None:  # fmt: skip
        self.first = first
        self.last = last
        self.head = head
        self.figure = figure
        self.victims = victims
        self.affiliation = affiliation
        self.harm = harm
        self.other = other
        self.definite = definite
        self.sure = sure
        self.plural = plural
        self.body = body

    def but(
        self, *, first: int | None = None, last: int | None = None, figure: Count | None = None,
        victims: str | None = _SAME, affiliation: str | None = _SAME, harm: str | None = _SAME,
        other: bool | None = None, definite: bool | None = None, sure: bool | None = None, plural: bool | None = None,
    ) -> Group:  # fmt: skip
        """Return the group with what is given in place of what it has."""
        return Group(
            self.first if first is None else first,
            self.last if last is None else last,
            self.head,
            self.figure if figure is None else figure,
            self.victims if victims == _SAME else victims,
            self.affiliation if affiliation == _SAME else affiliation,
            self.harm if harm == _SAME else harm,
            self.other if other is None else other,
            self.definite if definite is None else definite,
            self.sure if sure is None else sure,
            self.plural if plural is None else plural,
            self.body,
        )


def vague(words: str | None) -> Count:
    """Return the count of people of whom these words tell no number."""
    return Count(None, None, "vague", words)


def worded(count: Count, words: str) -> Count:
    """Return a count by the words that give it."""
    return Count(count.low, count.high, count.qualifier, words, count.span)


def head_at(sentence: Sentence, at: int) -> Group | None:
    """Return the counted noun at `at`: who they are or what befell them."""
    if any(tag.pro for cls in _HEADS if (tag := sentence.at(cls, at))):
        return None
    return _bare_head(sentence, at)


def _bare_head(sentence: Sentence, at: int) -> Group | None:
    if (harmed := sentence.at("harmed", at)) is not None:
        group = Group(at, harmed.last, at, VAGUE, harm=harmed.value, body=harmed.attrs.get("body") == "yes")
        after = sentence.at("demonym", harmed.last)
        return group.but(last=after.last, affiliation=nation(after)) if after and not after.pro else group
    if (other := sentence.at("other", at)) is not None:
        return Group(at, other.last, at, VAGUE, other=True)
    if (victim := sentence.at("victim", at)) is not None:
        return _described(sentence, Group(at, victim.last, at, VAGUE, victims=victim.value), victim)
    if (demonym := sentence.at("demonym", at)) is not None:
        return _people(sentence, demonym)
    return None


def _people(sentence: Sentence, demonym: Tag) -> Group:
    group = Group(demonym.first, demonym.last, demonym.first, VAGUE, "people", nation(demonym))
    victim = sentence.at("victim", demonym.last)
    if demonym.attrs.get("actor"):
        group = group.but(victims="combatants")
    return group.but(victims=victim.value, last=victim.last) if victim else group


def nation(demonym: Tag) -> str:
    return demonym.value if demonym.attrs.get("actor") else (demonym.attrs.get("people") or demonym.value)


def _described(sentence: Sentence, group: Group, victim: Tag) -> Group:
    """Add the adjective of nation after the noun, and whose they are: "جنديا تركيا", "عناصر داعش"."""
    last = group.last
    if last < len(sentence) and sentence.words[last] in _ONE:
        group = group.but(last=last + 1)
        last = group.last
    if (
        last < len(sentence)
        and (second := sentence.at("victim", last))
        and not second.pro
        and group.victims == "people"
    ):
        group = group.but(victims=second.value, last=second.last)  # "مواطنين مدنيين", "فلسطيني مدني"
        last = group.last
    if (
        (harmed := sentence.at("harmed", last))
        and not harmed.pro
        and not harmed.article
        and not harmed.attrs.get("body")
    ):
        return group.but(last=harmed.last, harm=harmed.value)  # "10 أطفال قتلى"
    if last < len(sentence) and sentence.at("demonym", last) and not sentence.at("demonym", last).pro:  # type: ignore[union-attr]
        demonym = sentence.at("demonym", last)
        assert demonym is not None
        serving = group.victims == "police" or sentence.at("serving", group.head) is not None
        armed = serving and not demonym.attrs.get("actor")  # of "Iraqi gunmen" only the nation is known
        who = f"{demonym.get('adj')} forces" if armed and demonym.attrs.get("adj") else nation(demonym)
        return group.but(last=demonym.last, affiliation=who)
    return group


def noun_at(sentence: Sentence, token: int, direct: bool, named: bool) -> Group | None:
    """Return a group with no number word: a singular, a dual, a plural, a named person."""
    if not sentence.any_at(_HEADS, token):
        return _person(sentence, token, loose=direct) if named else None
    tag = sentence.at("harmed", token) or sentence.at("other", token) or sentence.at("victim", token)
    if tag is None:
        demonym = sentence.at("demonym", token)
        if demonym is not None and _stands_alone(sentence, demonym, direct):
            return _counted(sentence, _people(sentence, demonym), demonym, _form(sentence, demonym))
        return _person(sentence, token, loose=direct) if named else None
    if tag.attrs.get("counted") == "yes" or (tag.cls == "victim" and sentence.at("actor", token) is not None):
        return None  # طالبان are no two students
    if (
        tag.cls == "harmed"
        and tag.article
        and tag.attrs.get("n") == "1"
        and (titled := noun_at(sentence, tag.last, False, named))
    ):
        return titled.but(first=token) if titled.figure.low == 1 and titled.definite else None  # "الشهيد القائد …"
    head = _bare_head(sentence, token)
    assert head is not None
    group = _counted(sentence, head, tag, tag.attrs.get("n") or "p")
    if tag.cls == "victim" and tag.attrs.get("n") == "1" and tag.article:
        return _named(sentence, group)
    return group


def _stands_alone(sentence: Sentence, demonym: Tag, direct: bool) -> bool:
    """Tell whether an adjective of nation is a noun: "فلسطينيان", "أن فلسطينيا قتل"."""
    first = demonym.first
    said = first > 0 and not demonym.article and not demonym.pro and sentence.at("content", first - 1) is not None
    return direct or _dual(sentence, first) or (said and not demonym.attrs.get("actor"))


def _form(sentence: Sentence, demonym: Tag) -> str:
    word = sentence.words[demonym.first]
    if word.endswith("ان") or _dual(sentence, demonym.first):
        return "2"
    return "p" if word.endswith(("ون", "ين")) else "1"


def _dual(sentence: Sentence, token: int) -> bool:
    number = sentence.at("number", token)
    return number is not None and number.of.noun and number.of.value == 2


def _counted(sentence: Sentence, group: Group, tag: Tag, form: str) -> Group:
    if _dual(sentence, tag.first) or sentence.words[min(tag.last, len(sentence) - 1)] in _TWO:
        form = "2"
    text = sentence.text(tag.first, tag.last)
    if form == "p" and text.endswith(_DUALS):
        form = "2"
    if form == "p":
        return group.but(figure=vague(text), definite=tag.article or tag.enc not in ("", "ا"), plural=True)
    exact = Count(int(form), int(form), "exact", text)
    return group.but(figure=exact, definite=tag.article, plural=form == "2", sure=form == "2")


def _named(sentence: Sentence, group: Group) -> Group:
    """Widen "القيادي" by the name and the side that the entity at it gives."""
    entity = entity_at(sentence, group.first)
    if entity is None:
        return group
    return with_entity(group, entity.of).but(last=max(group.last, entity.last))


def _may_be_name(sentence: Sentence, token: int) -> bool:
    """Tell whether an unknown name may start: before a family name with the article."""
    words = sentence.words
    if token + 1 >= len(words) or not words[token + 1].startswith("ال") or words[token].startswith("ال"):
        return False
    return words[token] not in _REASONS and not sentence.any_at(_NO_NAMES, token)


def _person(sentence: Sentence, token: int, *, loose: bool) -> Group | None:
    """Return one named person: victims from the side that the entity is on."""
    known = sentence.at("entity", token) or sentence.at("given", token)
    if known is None and not (loose and _may_be_name(sentence, token)):
        return None
    inside = sentence.covering("entity", token)
    if inside is not None and inside.first < token:
        return None
    entity = name_at(sentence, token)
    if entity is None or entity.of.person is None:
        return None
    text = sentence.text(entity.first, entity.last)
    group = Group(entity.first, entity.last, entity.first, Count(1, 1, "exact", text), "people", definite=True)
    who: Entity = entity.of
    if who.actor:
        role = "officials" if who.country else "combatants"
        group = group.but(affiliation=who.actor, victims=role if who.role else "people")
    return group


def entity_at(sentence: Sentence, at: int) -> Tag | None:
    return sentence.at("entity", at) if at < len(sentence) else None


def side(entity: Entity) -> str | None:
    """Return the side that an entity is or belongs to: a force by its own name, anybody else by their side's."""
    if entity.actor is None:
        return None
    return entity.name if entity.kind in _ARMED and entity.name else entity.actor


def with_entity(group: Group, entity: Entity) -> Group:
    name = side(entity)
    victims = group.victims
    if victims in (None, "people") and entity.kind in _ARMED:
        victims = "combatants"
    return group.but(victims=victims, affiliation=group.affiliation or name or None)
