"""Slots of a casualty from the words around it: whose side, by whom, by what, and over how long."""

from __future__ import annotations

from typing import Final

from marsad.lang.ar.clauses import stretch
from marsad.lang.ar.rules.casualty_people import Group, side
from marsad.lang.sentence import Sentence, Tag
from marsad.lang.times import Anaphor, Date, TimeHit, Window

_ARMED: Final = frozenset(("force", "group"))
_DOERS: Final = frozenset(("force", "group", "country", "people", "org", "weapon_platform"))
_AFTER: Final = 6  # tokens after a group in which its side is looked for
PRONOUNS: Final = frozenset(("ه", "ها", "هم", "هما", "هن"))  # "ي" is the ending of a noun before its owner: مقاتلي
_LEAD: Final = 8  # tokens of a time that leads a sentence
_MANY: Final = 1000  # no single event of these reports has so many: such a figure sums up
_OVER: Final = frozenset(("خلال", "طوال", "طيله", "منذ"))
_LINKS: Final = frozenset(("من", "في", "صفوف", "بين", "وسط", "ضمن"))
_FILLERS: Final = frozenset("علي الاقل افراد رجال ابناء كبيره فادحه بشريه جسيمه كبار".split())
_BEFORE_OTHERS: Final = frozenset("من مع ضد علي الي عن في قبل بين طيران مقاتلات طائرات حساب".split())
_PERIODS: Final = frozenset(("month", "year", "week", "decade"))


def belonging(sentence: Sentence, group: Group) -> Group:
    """Return the group with its side and kind from what follows it: "22 من عناصر …", "قتلى في صفوف …"."""
    group = _by_head(sentence, group)
    at, links = group.last, 0
    while at < min(len(sentence), group.last + _AFTER):
        word = sentence.words[at]
        if victim := sentence.at("victim", at):
            if not links:
                return group
            group = _kind(group, victim)
            entity = sentence.at("entity", at)
            if entity is not None and entity.of.actor:
                return _sided(group, entity)
            if victim.enc in PRONOUNS:
                return owned(sentence, group, at)
        elif (entity := sentence.at("entity", at)) is not None:
            return _sided(group, entity) if links or entity.pro in ("ل", "ب") else group
        elif word not in _LINKS and word not in _FILLERS:
            return group
        links += word in _LINKS
        at += 1
    return group


def _by_head(sentence: Sentence, group: Group) -> Group:
    """Return the group with the side that its own noun says: "عناصر داعش", "حوثيا", "عناصره"."""
    entity = sentence.at("entity", group.head)
    if entity is not None and (entity.of.actor or (entity.of.kind in _ARMED and entity.value)):
        group = _sided(group, entity)
    if group.affiliation is None and (demonym := sentence.at("demonym", group.head)) and demonym.attrs.get("actor"):
        group = group.but(affiliation=demonym.value)
    noun = sentence.at("victim", group.head)
    return owned(sentence, group, group.head) if noun and noun.enc in PRONOUNS else group


def _kind(group: Group, victim: Tag) -> Group:
    """Return the group with the kind of victims that "of …" adds."""
    if group.victims in (None, "people") and group.affiliation is None and victim.attrs.get("n") == "p":
        return group.but(victims=victim.value)
    return group


def _sided(group: Group, entity: Tag) -> Group:
    of = entity.of
    if of.kind not in ("force", "group", "people", "org", "person", "role", "country") or group.affiliation:
        return group
    if of.kind == "country":
        return group
    victims = "combatants" if of.kind in _ARMED and group.victims in (None, "people") else group.victims
    return group.but(victims=victims, affiliation=side(of))


def owned(sentence: Sentence, group: Group, at: int) -> Group:
    """Give "22 of its members" the side named before."""
    before = [
        entity
        for entity in reversed(sentence.of("entity"))
        if entity.last <= at and entity.of.actor and entity.of.kind in ("force", "group", "country", "org", "people")
    ]
    for entity in sorted(before, key=lambda e: _governed(sentence, e)):
        if entity is not None:
            victims = "combatants" if entity.of.kind in _ARMED and group.victims == "people" else group.victims
            return group.but(affiliation=side(entity.of), victims=victims)
    return group


def _governed(sentence: Sentence, entity: Tag) -> bool:
    """Tell whether a preposition or another noun stands before an entity, so that a pronoun seldom means it."""
    before = sentence.words[entity.first - 1] if entity.first else ""
    return entity.pro.endswith(("ب", "ل", "ك")) or before in _BEFORE_OTHERS or before.startswith(("ب", "لل"))


def _doer(entity: Tag) -> str | None:
    """Return the side of an entity that may have done it; of "gunmen" no side is known."""
    of = entity.of
    return side(of) if of.kind in _DOERS else None


def _runs(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether a time is a period: since a date, a month or a year, some weeks; a day or a night is none."""
    time: TimeHit = tag.of
    said = time.expression
    if isinstance(said, Window):
        return said.unit in _PERIODS or (said.unit == "day" and (said.count or 0) > 1)
    if isinstance(said, Date):
        narrow = said.day, said.weekday, said.day_step, said.part
        wide = said.year, said.month, said.year_step, said.month_step, said.season
        over = _OVER.intersection(sentence.words[max(0, tag.first - 2) : tag.last])
        return bool(over) and all(value is None for value in narrow) and any(value is not None for value in wide)
    if isinstance(said, Anaphor):
        return said.same_period
    return time.since


class Slots:
    """Reads what a sentence says of the act behind its casualties."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence

    def cause(self, trigger: Tag, group: Group) -> str | None:
        """Return the kind of attack that the harm itself or the nearest act says: one after it, else one before it."""
        if trigger.value == "abducted":
            return "abduction"
        if trigger.value == "detained":
            return None
        own = self.sentence.at("strike", trigger.first)
        if own is not None and own.attrs.get("fixed") == "yes":
            return own.value
        at = max(trigger.first, group.last - 1)
        acts = [tag for tag in self.sentence.of("strike", "arm") if tag.first != trigger.first and self._is_act(tag)]
        after = [tag for tag in acts if at <= tag.first < self._end(at)]
        before = [tag for tag in acts if tag.first < trigger.first]
        chosen = after[0] if after else before[-1] if before else None
        return self._typed(chosen) if chosen else None

    def _end(self, token: int) -> int:
        """Return where what follows `token` stops speaking of it: at a word that opens another clause."""
        for tag in self.sentence.of("opener", "content"):
            if tag.first > token:
                return tag.first
        return len(self.sentence)

    def _is_act(self, tag: Tag) -> bool:
        """Tell whether a word is an act by itself: "سقوط" and "إطلاق" are with an arm, "قتل" is not."""
        return tag.attrs.get("need") is None or self.sentence.after("arm", tag.last, within=2) is not None

    def _typed(self, act: Tag) -> str:
        if act.cls == "arm" or act.attrs.get("fixed") == "yes":
            return act.value
        arm = self.sentence.after("arm", act.last, within=2)
        return arm.value if arm else act.value

    def perpetrator(self, trigger: Tag, group: Group) -> str | None:
        """Return who did it, by the words of the casualty: "على يد …", "برصاص …", the subject of an active verb."""
        sentence = self.sentence
        end = self._end(max(trigger.first, group.last - 1))
        for tag in sentence.of("agent"):
            if trigger.first < tag.first < end and (entity := sentence.at("entity", tag.last)):
                return _doer(entity)
        if trigger.attrs.get("by") == "yes" and (subject := self._subject(trigger, group)):
            return subject
        for tag in sentence.of("arm"):
            if trigger.first <= tag.first < end and (owner := sentence.at("entity", tag.last)):
                return _doer(owner)
        for tag in sentence.of("launch", "strike"):  # "ألغام زرعها …", "غارات شنتها …"
            if tag.enc in PRONOUNS and trigger.first < tag.first < end and (doer := sentence.at("entity", tag.last)):
                return _doer(doer)
        return None

    def _subject(self, trigger: Tag, group: Group) -> str | None:
        if trigger.enc in PRONOUNS and (doer := self.sentence.at("entity", trigger.last)):
            return _doer(doer)
        for entity in self.sentence.of("entity"):
            if trigger.last <= entity.first and entity.last <= group.first and entity.first - trigger.last <= 2:
                return _doer(entity)
        before = self.sentence.before("entity", trigger.first, within=1)
        if before is not None and group.first >= trigger.last and trigger.attrs.get("form") == "verb":
            return _doer(before) if self._acts(before, trigger) else None
        return None

    def _acts(self, entity: Tag, verb: Tag) -> bool:
        """Tell whether an entity before a verb is its subject: whom the report credits (بحسب X، قُتل) is not."""
        if "،" in self.sentence.words[entity.last : verb.first]:
            return False
        return not any(tag.last == entity.first for tag in self.sentence.of("credit"))

    def cumulative(self, trigger: Tag, group: Group) -> bool:
        """Tell whether the figure runs over a period: "منذ …", "خلال شهرين", "في العام الماضي", a war's toll."""
        sentence = self.sentence
        if group.figure.low == group.figure.high == 1:
            return False
        first, last = stretch(sentence, trigger.first)
        last = max(last, stretch(sentence, group.last - 1)[1])
        first = min(first, group.first)
        first = 0 if first <= _LEAD else first  # "ومنذ ذلك اليوم، قتل …"
        if any(first <= tag.first < last for tag in sentence.of("running", "war")):
            return True
        if (group.figure.low or 0) >= _MANY:
            return True
        return any(_runs(sentence, tag) for tag in sentence.of("time") if first <= tag.first < last)
