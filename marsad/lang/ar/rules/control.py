"""Who holds, takes, loses, nears, rings or gives up which ground.

A word of control has a shape (lexicon/control.tsv): it says where its holder, its ground and the one who loses stand.
Abstains on control of anything but ground (a fire, a market, a match), on conditions, threats and exercises, and on
words of movement without an armed actor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from marsad.lang.ar.clauses import clause_of, hypothetical, negated, tense, uncertain
from marsad.lang.ar.entities import named
from marsad.lang.ar.rules import control_ground as ground
from marsad.lang.ar.rules import control_sides as sides
from marsad.lang.mention import Document, Mention
from marsad.lang.sentence import Sentence, Tag
from marsad.records import Certainty, Control, Named

TRIGGERS: tuple[str, ...] = ("control", "hands")

_ON = frozenset(("علي",))
_ON_IT = frozenset(("عليها", "عليه", "عليهما", "عليهم"))
_FROM = frozenset(("من",))
_TOWARD = frozenset(("الي", "نحو", "باتجاه", "صوب", "في", "داخل", "من", "علي", "تجاه", "عند"))
_AT = frozenset(("في", "علي", "حول", "قرب", "داخل", "عند", "قباله", "شمال", "جنوب", "شرق", "غرب", "وسط", "خارج", "ضمن"))
_AWAY = frozenset(("الي", "نحو", "باتجاه", "صوب", "تجاه"))
_OUTSIDE = frozenset(("خارج", "عن", "فقدان", "فقد", "فقدت", "خسر", "خسرت"))
_KEEPING = frozenset(("استمرار", "مناطق", "المناطق", "مناطق", "ابقت", "ظل", "ابقي", "نقاط", "خريطه"))


@dataclass(slots=True)
class Act:
    """An act of control while it is read."""

    tag: Tag
    action: str
    first: int
    last: int
    actor: Named | None = None
    loser: Named | None = None
    places: tuple[Tag, ...] | None = None
    extent: tuple[int, int] | None = None
    aimed: bool = False


def read(sentence: Sentence, document: Document) -> Iterator[Mention]:
    """Yield who holds or takes what in the sentence."""
    reader = _Reader(sentence, document)
    for tag in reader.heads():
        if hypothetical(sentence, tag.first):
            continue
        act = reader.act(tag)
        if act is not None:
            yield _mention(sentence, act)


class _Reader:
    """Reads the acts of one sentence."""

    def __init__(self, sentence: Sentence, document: Document) -> None:
        self.sentence = sentence
        self.document = document
        self.shapes: dict[str, Callable[[Tag], Act | None]] = {
            "over": self.over,
            "take": self.take,
            "oust": self.oust,
            "fall": self.fall,
            "leave": self.leave,
            "move": self.move,
            "ring": self.ring,
            "give": self.give,
            "seat": self.seat,
            "post": self.post,
            "send": self.send,
            "area": self.area,
        }

    def heads(self) -> Iterator[Tag]:
        """Yield one tag of control a token: the noun where noun and verb are written alike and a noun stands there."""
        sentence = self.sentence
        seen = -1
        for tag in sentence.of("control", "hands"):
            if tag.first < seen or (tag.cls == "hands" and tag.value != "hold"):
                continue
            found = [t for t in sentence.of(tag.cls) if t.first == tag.first and t.last == tag.last]
            nouns = [t for t in found if not _is_verb(t)]
            best = nouns[0] if nouns and (len(nouns) == len(found) or self.noun_stands(tag)) else found[0]
            if nouns and best in nouns and len(nouns) < len(found) and not self.noun_stands(tag):
                best = next(t for t in found if _is_verb(t))
            seen = best.last
            entity = sentence.covering("entity", best.first)
            if entity is None or entity.first == best.first == entity.last - 1 or entity.of.kind == "document":
                yield best

    def noun_stands(self, tag: Tag) -> bool:
        """Tell whether a noun must stand at `tag`: after a preposition or a verb, or behind one glued to it."""
        before = self.sentence.words[tag.first - 1] if tag.first else ""
        return tag.article or tag.pro[-1:] in ("ب", "ل", "ك") or before in _NOUN_AFTER or self.governs(tag.first - 1)

    def governs(self, token: int) -> bool:
        return any(self.sentence.at(cls, token) for cls in ("gain", "aim", "fight", "state"))

    def act(self, tag: Tag) -> Act | None:
        if tag.cls == "hands":
            return self.in_hands(tag)
        read_shape = self.shapes.get(tag.get("shape") or "")
        return read_shape(tag) if read_shape else None

    # Sides

    def governor(self, tag: Tag) -> Tag | None:
        """Return the verb or noun that governs a noun: تمكن … من, معركة, محاولة …"""
        first, _ = clause_of(self.sentence, tag.first)
        best: Tag | None = None
        for other in self.sentence.tags:
            if not first <= other.first < other.last <= tag.first or other.cls == "particle":
                continue
            noun = other.cls in ("gain", "aim") or (other.cls == "control" and other.get("shape") in ("take", "over"))
            if other.get("form") == "verb" or noun or (other.cls == "fight" and other.last == tag.first):
                if best is None or other.first > best.first or (other.first == best.first and other.cls in ("gain", "aim")):
                    best = other
        return best

    def subject(self, tag: Tag, *, object_is_pronoun: bool = False) -> Named | None:
        """Return who does what `tag` says."""
        sentence = self.sentence
        first, last = clause_of(sentence, tag.first)
        if _is_verb(tag):
            return self.verb_subject(tag, object_is_pronoun=object_is_pronoun)
        if found := sides.right_after(sentence, tag.last, last):
            if not found.pro.endswith("ل"):
                return named(sentence, found)
        if tag.enc:
            return sides.carried(sentence, self.document, tag.first, sides.gender_of(tag))
        governor = self.governor(tag)
        if governor is not None:
            return self.subject(governor)
        nominal = sides.nominal(sentence, first, tag.first)
        if nominal is not None:
            return named(sentence, nominal)
        return sides.carried(sentence, self.document, tag.first, "")

    def verb_subject(self, tag: Tag, *, object_is_pronoun: bool) -> Named | None:
        sentence = self.sentence
        first, last = clause_of(sentence, tag.first)
        relative, _ = sides.antecedent(sentence, tag.first)
        if relative >= 0 and not object_is_pronoun:
            if found := sides.entity_before(sentence, relative):
                return named(sentence, found)
        found = sides.right_after(sentence, tag.last, last)
        if found is None and relative < 0:
            found = sides.nominal(sentence, first, tag.first)
        if found is not None:
            return named(sentence, found)
        return sides.carried(sentence, self.document, tag.first, sides.gender_of_verb(tag))

    def loser(self, first: int, last: int) -> Named | None:
        """Return the actor after "من" in tokens `[first, last)`: من التنظيم، من أيدي المتمردين."""
        for at in range(first, last - 1):
            if self.sentence.words[at] == "من":
                start = at + 1 + (self.sentence.words[at + 1] in ("ايدي", "يد", "سيطره", "قبضه", "جيوب", "عناصر"))
                found = sides.right_after(self.sentence, start, last)
                if found is not None and found.of.kind in ("force", "group", "org"):
                    return named(self.sentence, found)
        return None

    # Ground

    def object_after(self, tag: Tag, words: frozenset[str]) -> tuple[int, int] | None:
        """Return the object behind one of `words` after `tag`, where it is ground."""
        sentence = self.sentence
        _, last = clause_of(sentence, tag.first)
        at = ground.after_word(sentence, tag.last, words, last)
        if at is None and last + 1 < len(sentence) and sentence.words[last] in "،," and sentence.words[last + 1] in words:
            at, last = last + 2, clause_of(sentence, last + 1)[1]
        if at is None or at >= last:
            return None
        first, end = ground.zone(sentence, at, last)
        return (first, end) if ground.is_ground(sentence, first, end) else None

    def direct(self, tag: Tag) -> tuple[int, int] | None:
        """Return the direct object of `tag`, its subject and times stepped over, where it is ground."""
        sentence = self.sentence
        _, last = clause_of(sentence, tag.first)
        at = sides.over(sentence, tag.last, last)
        for _ in range(2):
            if at >= last or ground.is_ground(sentence, *ground.zone(sentence, at, last)):
                break
            subject = sides.armed(sentence, at) or sentence.at("entity", at)
            if subject is None:
                return None
            at = sides.over(sentence, subject.last, last)
            while at < last and sentence.words[at] in "،," and at + 1 < last:
                at += 1
        first, end = ground.zone(sentence, at, last)
        return (first, end) if ground.is_ground(sentence, first, end) else None

    def make(self, tag: Tag, action: str, actor: Named | None, at: tuple[int, int] | None, *, back: bool = False) -> Act:
        """Return an act whose ground is the object `at`, or with `back` the place named before."""
        sentence = self.sentence
        act = Act(tag, action, tag.first, tag.last, actor)
        if at is not None:
            act.places = ground.places(sentence, *at) or None
            act.extent = ground.extent(sentence, *at)
            act.last = max(act.last, at[1])
            act.loser = self.loser(*at)
        elif back:
            act.places = ground.before(sentence, tag.first) or None
            if act.places:
                act.first = min(act.first, act.places[0].first)
        first, last = clause_of(sentence, tag.first)
        act.first = min(act.first, first if back or tag.first - first < 12 else max(first, tag.first - 8))
        act.last = max(act.last, min(last, tag.last + 6))
        return act

    # Shapes

    def over(self, tag: Tag) -> Act | None:
        """X سيطر على Y، سيطرة X على Y، تحت سيطرة X، Y التي يسيطر عليها X."""
        sentence = self.sentence
        noun = not _is_verb(tag)
        before = sentence.words[tag.first - 1] if tag.first else ""
        if noun and before in _OUTSIDE:
            return None
        state = noun and self.is_state(tag)
        if state:
            return self.in_state(tag)
        at = self.object_after(tag, _ON)
        _, last = clause_of(sentence, tag.first)
        pronoun = at is None and any(word in _ON_IT for word in sentence.words[tag.last : min(tag.last + 6, last + 3)])
        if at is None and not pronoun:
            return None
        actor = self.subject(tag, object_is_pronoun=pronoun)
        action = "captures"
        if (not noun and tag.get("tense") == "present") or tag.value == "holds" or before in _KEEPING:
            action = "holds"
        act = self.make(tag, action, actor, at, back=pronoun)
        return self.aim(act)

    def is_state(self, tag: Tag) -> bool:
        first, _ = clause_of(self.sentence, tag.first)
        before = self.sentence.words[tag.first - 1] if tag.first else ""
        if before in ("تحت", "مناطق", "المناطق", "منطقه") or (before == "في" and tag.value == "holds"):
            return True
        return tag.pro.endswith("ل") and any(
            first <= s.first and 0 <= tag.first - s.last <= 5 for s in self.sentence.of("state")
        )

    def in_state(self, tag: Tag) -> Act | None:
        """Read "under the control of X": the ground stands before, or after its holder."""
        sentence = self.sentence
        first, last = clause_of(sentence, tag.first)
        holder = sides.right_after(sentence, tag.last, last)
        if holder is None:
            at = tag.last
            while at < min(last, tag.last + 4) and sides.armed(sentence, at) is None:
                at += 1
            holder = sides.armed(sentence, at) if at < last else None
        actor = named(sentence, holder) if holder else None
        if actor is None and tag.enc:
            actor = sides.carried(sentence, self.document, tag.first, sides.gender_of(tag))
        if actor is None:
            return None
        act = self.make(tag, "holds", actor, None, back=True)
        ahead = ground.places(sentence, holder.last if holder else tag.last, last)
        if ahead and (act.places is None or act.places[0].first < first):
            act.places = ahead
        act.last = max(act.last, holder.last if holder else tag.last, ahead[-1].last if ahead and act.places == ahead else 0)
        return act

    def take(self, tag: Tag) -> Act | None:
        """X استعاد Y، استعادة Y، استعادة X Y، Y الذي استعاده X."""
        sentence = self.sentence
        if self.carries(tag):
            return None
        verb = _is_verb(tag)
        pronoun = bool(tag.enc)
        at = None if pronoun and verb else self.direct(tag)
        if at is None and not pronoun:
            return None
        if tag.get("need") == "force" and not self.armed_in_clause(tag):
            return None
        actor = self.take_actor(tag, at, pronoun=pronoun and verb)
        if tag.get("need") == "force" and actor is None:
            return None
        action = "holds" if verb and tag.get("tense") == "present" and tag.get("hold") else tag.value
        act = self.make(tag, action, actor, at, back=at is None)
        if act.loser is None and at is None:
            act.loser = self.loser(tag.last, clause_of(sentence, tag.first)[1])
        return self.aim(act)

    def take_actor(self, tag: Tag, at: tuple[int, int] | None, *, pronoun: bool) -> Named | None:
        if not _is_verb(tag) and tag.enc:
            governor = self.governor(tag)
            if governor is not None:
                return self.subject(governor)
            return sides.carried(self.sentence, self.document, tag.first, "")
        return self.subject(tag, object_is_pronoun=pronoun)

    def carries(self, tag: Tag) -> bool:
        """Tell whether what is taken is control itself: استعاد السيطرة على."""
        _, last = clause_of(self.sentence, tag.first)
        return any(
            tag.last <= other.first < min(last, tag.last + 8) and other.get("shape") == "over" and not _is_verb(other)
            for other in self.sentence.of("control")
        ) and not any(tag.last <= p.first < tag.last + 3 for p in self.sentence.of("place"))

    def armed_in_clause(self, tag: Tag) -> bool:
        first, last = clause_of(self.sentence, tag.first)
        return any(
            first <= e.first < min(last, tag.last + 8) and e.of.kind in ("force", "group") and sides.armed(self.sentence, e.first)
            for e in self.sentence.of("entity")
        )

    def oust(self, tag: Tag) -> Act | None:
        """X طرد Z من Y."""
        sentence = self.sentence
        _, last = clause_of(sentence, tag.first)
        at = self.object_after(tag, _FROM)
        if at is None:
            return None
        losers = [e for e in sentence.of("entity") if tag.last <= e.first < at[0] and sides.armed(sentence, e.first)]
        if not losers and not tag.enc:
            return None
        verb = _is_verb(tag)
        actor = self.subject(tag, object_is_pronoun=bool(tag.enc)) if verb else None
        if not verb:
            governor = self.governor(tag)
            actor = self.subject(governor) if governor else sides.carried(sentence, self.document, tag.first, "")
        act = self.make(tag, "captures", actor, at)
        if losers:
            act.loser = named(sentence, losers[-1])
        return self.aim(act)

    def fall(self, tag: Tag) -> Act | None:
        """Y سقطت بيد X."""
        sentence = self.sentence
        _, last = clause_of(sentence, tag.first)
        hands = next((h for h in sentence.of("hands") if tag.last <= h.first < last), None)
        if hands is None:
            return None
        taker = sides.right_after(sentence, hands.last, last)
        at = self.direct(tag)
        if taker is None or (at is None and _is_verb(tag) and not ground.before(sentence, tag.first)):
            return None
        act = self.make(tag, "captures", named(sentence, taker), at, back=at is None)
        act.last = max(act.last, taker.last)
        return act

    def leave(self, tag: Tag) -> Act | None:
        """X انسحب من Y."""
        sentence = self.sentence
        _, last = clause_of(sentence, tag.first)
        at = self.object_after(tag, _FROM)
        forced = self.own_force(tag)
        if forced is None and (at is None or tag.get("need") == "force"):
            return None
        actor = named(sentence, forced) if forced else self.subject(tag)
        if actor is None:
            return None
        if at is not None:
            end = next((i for i in range(*at) if sentence.words[i] in _AWAY), at[1])
            at = (at[0], end)
        elif tag.get("need") == "force":
            return None
        act = self.make(tag, "withdraws", actor, at)
        act.loser = None
        return act

    def own_force(self, tag: Tag) -> Tag | None:
        """Return the force or group that is the subject of `tag` in its own words."""
        sentence = self.sentence
        first, last = clause_of(sentence, tag.first)
        found = sides.right_after(sentence, tag.last, last)
        if found is None and _is_verb(tag):
            relative, _ = sides.antecedent(sentence, tag.first)
            found = sides.entity_before(sentence, relative) if relative >= 0 else sides.nominal(sentence, first, tag.first)
        if found is None and not _is_verb(tag) and not tag.enc:
            governor = self.governor(tag)
            return self.own_force(governor) if governor is not None and governor.first < tag.first else None
        return found if found is not None and found.of.kind in ("force", "group") else None

    def move(self, tag: Tag) -> Act | None:
        """X تقدم نحو Y."""
        sentence = self.sentence
        forced = self.own_force(tag)
        actor = named(sentence, forced) if forced else None
        if actor is None and tag.enc and not _is_verb(tag):
            actor = sides.carried(sentence, self.document, tag.first, sides.gender_of(tag))
        at = self.object_after(tag, _TOWARD)
        if actor is None or at is None:
            return None
        return self.make(tag, "advances", actor, at)

    def ring(self, tag: Tag) -> Act | None:
        """X حاصر Z في Y."""
        sentence = self.sentence
        _, last = clause_of(sentence, tag.first)
        forced = self.own_force(tag)
        if forced is None:
            return None
        start = forced.last if forced.first > tag.first else tag.last
        start = sides.over(sentence, start, last)
        held = sides.armed(sentence, start) if start < last else None
        at = (start, ground.zone(sentence, start, last)[1]) if start < last else None
        if held is None and (at is None or not ground.is_ground(sentence, *at)):
            return None
        act = self.make(tag, "besieges", named(sentence, forced), at)
        act.loser = named(sentence, held) if held else None
        return act

    def give(self, tag: Tag) -> Act | None:
        """X سلم Y إلى Z."""
        at = self.direct(tag)
        if at is None:
            return None
        return self.make(tag, "hands_over", self.subject(tag), at)

    def seat(self, tag: Tag) -> Act | None:
        """Y معقل X."""
        sentence = self.sentence
        first, last = clause_of(sentence, tag.first)
        owner = next(
            (e for e in sentence.of("entity") if tag.last <= e.first <= tag.last + 2 and sides.armed(sentence, e.first)), None
        )
        actor = named(sentence, owner) if owner else None
        if actor is None and tag.enc:
            actor = sides.carried(sentence, self.document, tag.first, sides.gender_of(tag))
        if actor is None:
            return None
        act = self.make(tag, "holds", actor, None, back=True)
        end = owner.last if owner else tag.last
        ahead = ground.places(sentence, end, min(last, end + 6))
        near = act.places is not None and tag.first - act.places[-1].last <= 3
        if ahead and not near:
            act.places = ahead
        act.last = max(act.last, end, ahead[0].last if ahead else 0)
        return act

    def post(self, tag: Tag) -> Act | None:
        """X تمركز في Y."""
        forced = self.own_force(tag)
        at = self.object_after(tag, _AT)
        if forced is None or at is None:
            return None
        return self.make(tag, "holds", named(self.sentence, forced), at)

    def send(self, tag: Tag) -> Act | None:
        """X نشر قوات في Y."""
        sentence = self.sentence
        at = self.object_after(tag, _AT)
        if at is None:
            return None
        sent = [e for e in sentence.of("entity") if tag.last <= e.first < at[0] and e.of.kind in ("force", "group", "weapon_platform")]
        if not sent:
            return None
        actor = self.subject(tag) if _is_verb(tag) else named(sentence, sent[0])
        return self.make(tag, "holds", actor, at)

    def area(self, tag: Tag) -> Act | None:
        """مناطق X."""
        sentence = self.sentence
        found = sides.armed(sentence, tag.last) if tag.last < len(sentence) else None
        if found is None or found.of.kind not in ("force", "group") or tag.article or found.pro:
            return None
        _, last = clause_of(sentence, tag.first)
        ahead = ground.places(sentence, found.last, min(last, found.last + 6))
        act = self.make(tag, "holds", named(sentence, found), None)
        act.places = ahead or None
        act.last = max(act.last, found.last, ahead[-1].last if ahead else 0)
        return act

    def in_hands(self, tag: Tag) -> Act | None:
        """Y التي كانت في أيدي X."""
        sentence = self.sentence
        first, last = clause_of(sentence, tag.first)
        if any(first <= t.first < last and t.get("shape") == "fall" for t in sentence.of("control")):
            return None
        relative, _ = sides.antecedent(sentence, tag.first)
        holder = sides.right_after(sentence, tag.last, last)
        if holder is None or relative < 0:
            return None
        act = self.make(tag, "holds", named(sentence, holder), None, back=True)
        act.last = max(act.last, holder.last)
        return act

    # Aims

    def aim(self, act: Act) -> Act:
        """Turn a taking into a contest where it is only aimed at: لاستعادة، محاولة السيطرة، معركة تحرير."""
        tag = act.tag
        if act.action != "captures" or _is_verb(tag) and not self.subjunctive(tag):
            return act
        governor: Tag | None = tag
        while governor is not None:
            if governor.pro.endswith("ل") and not _is_verb(governor):
                act.action = "contests"
            if governor is not tag and governor.cls in ("aim", "fight"):
                act.action = "contests"
            if governor is not tag and _is_verb(governor):
                break
            governor = self.governor(governor)
        return act

    def subjunctive(self, tag: Tag) -> bool:
        return tag.first > 0 and self.sentence.words[tag.first - 1] == "ان" and tag.get("tense") == "present"


_NOUN_AFTER = frozenset(
    ("في", "من", "علي", "الي", "بعد", "قبل", "منذ", "عن", "مع", "تحت", "اثر", "عقب", "خلال", "اي", "نحو", "جراء", "نتيجه", "خلال", "غداه")
    + ("حيث", "استمرار", "بدء", "اعلان", "خبر", "شرط", "مقابل", "بشان", "اتفاق", "مناطق", "اجل")
)


def _is_verb(tag: Tag) -> bool:
    """Tell whether a tag is a verb: one of "over" with a pronoun is its noun (سيطرتها)."""
    return tag.get("form") == "verb" and not (tag.enc and tag.get("shape") == "over")


def _mention(sentence: Sentence, act: Act) -> Mention:
    token = act.tag.first
    extent = sentence.text(*act.extent) if act.extent else None
    return Mention(
        kind="control",
        rule="control",
        sentence=sentence.index,
        first=act.first,
        last=act.last,
        trigger=token,
        detail=Control(act.action, act.actor, act.loser, extent),
        certainty=_certainty(sentence, act),
        tense=tense(sentence, token),
        place=act.places,
        tokens=(("extent", *act.extent),) if act.extent else (),
    )


def _certainty(sentence: Sentence, act: Act) -> Certainty | None:
    token = act.tag.first
    if negated(sentence, token):
        return "denied"
    if tense(sentence, token) == "future":
        return "planned"
    return "uncertain" if uncertain(sentence, token) else None
