"""What a sentence's casualty readers share: the finds so far, and what makes a passage no event."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from marsad.lang.ar.clauses import clause_of, hypothetical, negated, stretch, tense, uncertain
from marsad.lang.ar.rules.casualty_people import Group
from marsad.lang.ar.rules.casualty_slots import belonging
from marsad.lang.mention import Document, Mention
from marsad.lang.sentence import Sentence, Tag
from marsad.records import Certainty

_APART: Final = 8  # tokens between a stretch of clauses and the accident that it is about
_AIMS: Final = frozenset(("لقتل", "لاغتيال", "لاعتقال", "لخطف", "لاسر", "لاحتجاز"))
_LEADS_TO: Final = (
    "ادي",
    "ادت",
    "يودي",
    "تودي",
    "تعرض",
    "يتعرض",
    "نتيج",
    "ضحي",
    "ادان",
    "تنديد",
    "رد",
)  # harm that was done
_CAUSED: Final = 4  # tokens between such a word and the harm
_IN_CASE: Final = (("في", "حال"), ("في", "حاله"), ("حال",))
_BACK: Final = 2  # sentences that a whole is looked for in


@dataclass(init=False, slots=True, eq=False)  # written out as `Tag` is
class Find:
    """A group of people and what befell them; `whole` is the find that it is a part of.

    `passage` is set where the words that carry the find are other than the clause of its trigger.
    """

    harm: str
    group: Group
    trigger: Tag
    certainty: Certainty | None
    whole: Find | None
    passage: tuple[int, int] | None
    mention: Mention | None = field(repr=False)

    def __init__(
        self, harm: str, group: Group, trigger: Tag, certainty: Certainty | None = None, whole: Find | None = None,
        passage: tuple[int, int] | None = None,
    ) -> None:  # fmt: skip
        self.harm = harm
        self.group = group
        self.trigger = trigger
        self.certainty = certainty
        self.whole = whole
        self.passage = passage
        self.mention = None


class Finds:
    """The finds of one sentence; `used` leads from the head token of a group to its find."""

    def __init__(self, sentence: Sentence, document: Document) -> None:
        self.sentence = sentence
        self.document = document
        self.every: list[Find] = []
        self.used: dict[int, Find] = {}

    def add(
        self,
        harm: str,
        group: Group,
        trigger: Tag,
        *,
        certainty: Certainty | None = None,
        whole: Find | None = None,
        passage: tuple[int, int] | None = None,
        shared: bool = False,
    ) -> Find | None:
        """Take in a find, but for "160 a day". Of a `shared` group another find holds the figure."""
        if (rate := self.sentence.after("rate", group.last, within=2)) and not _one_day(self.sentence, rate):
            return None
        if certainty is None and negated(self.sentence, trigger.first):
            certainty = "denied"
        if certainty is None and uncertain(self.sentence, trigger.first):
            certainty = "uncertain"
        find = Find(harm, belonging(self.sentence, group), trigger, certainty, whole, passage)
        self.every.append(find)
        if not shared:
            self.used[group.head] = find
        return find

    def free(self, group: Group | None) -> bool:
        """Tell whether a group is there and no find has taken it."""
        return group is not None and group.head not in self.used

    def _by_accident(self, tag: Tag) -> bool:
        sentence = self.sentence
        if not sentence.has("accident"):
            return False
        first, last = stretch(sentence, tag.first)
        return any(
            first - _APART <= accident.first < last + _APART
            for accident in sentence.of("accident")
            if not accident.first or sentence.words[accident.first - 1] != "غير"  # "غير مرض": not satisfying
        )

    def unreal(self, tag: Tag) -> bool:
        """Tell whether what `tag` says did not happen, or is still to come, or had no fighting for its cause."""
        sentence = self.sentence
        attempt = sentence.before("attempt", tag.first, within=2)
        if (attempt is not None and attempt.first >= clause_of(sentence, tag.first)[0]) or self._by_accident(tag):
            return True
        if _purpose(sentence, tag) or _supposed(sentence, tag):
            return True
        return bool(hypothetical(sentence, tag.first)) or tense(sentence, tag.first) == "future"

    def earlier(self, harm: str | None = None) -> Find | None:
        """Return the last whole (of `harm`) that this sentence, or one of those right before it, tells of."""
        found = [find for find in self.every if find.whole is None and harm in (None, find.harm)]
        if found:
            return found[-1]
        for sentence in self.document.before(self.sentence, _BACK):
            known: list[Find] = [f for f in sentence.finds if f.whole is None and harm in (None, f.harm)]
            if known:
                return known[-1]
        return None

    def keep(self) -> None:
        """Leave the finds with the sentence, where later ones look for their wholes, and mark it as one of casualties.

        The mark holds no finds: they hold tags, and that would be a ring, which only the garbage collector ends.
        """
        self.sentence.finds = self.every
        self.sentence.add([Tag("casualties", "", 0, 0)])


def _purpose(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether ل makes the harm what something is for: "bullets fired to kill a man" (لقتل)."""
    if tag.cls != "harming" or tag.pro != "ل" or sentence.words[tag.first] not in _AIMS:
        return False
    before = sentence.words[max(0, tag.first - _CAUSED) : tag.first]
    return bool(before) and not any(word.startswith(_LEADS_TO) for word in before)


def _supposed(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether a condition follows the harm in its clause: "آلاف الجرحى في حال توسع الحرب"."""
    conditions = sentence.of("condition")
    if not conditions:
        return False
    _, last = clause_of(sentence, tag.first)
    return any(tag.last <= c.first < last and sentence.words[c.first : c.last] in _IN_CASE for c in conditions)


def _one_day(sentence: Sentence, rate: Tag) -> bool:
    """Tell whether "في اليوم" is of one day, "في اليوم نفسه", and no rate."""
    return any(rate.first < time.first < rate.last < time.last for time in sentence.of("time"))
