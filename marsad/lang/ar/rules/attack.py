"""Attacks: who struck whom, with what.

An act is a noun (قصف، غارات التحالف على …) or a verb (استهدفت، هاجم); an arm beside it says its type; a verb that
only carries it (شن، نفذ، تعرض) gives attacker or target. Abstains on threats, conditions, exercises, and on weak
nouns (عملية، ضربة) with neither attacker, target nor arm.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from itertools import pairwise

from marsad.lang.ar.clauses import clause_of, denied, hypothetical, negated, stretch, tense, uncertain
from marsad.lang.ar.rules import attack_slots as slots
from marsad.lang.ar.rules.attack_slots import Range
from marsad.lang.mention import Document, Mention
from marsad.lang.sentence import Sentence, Tag
from marsad.records import Attack, Certainty
from marsad.text.fold import match
from marsad.text.words import bare

TRIGGERS: tuple[str, ...] = ("strike",)

_INSTRUMENT = frozenset(("عبر", "بواسطه", "باستخدام", "باستعمال", "خلال", "من", "ب", "مستخدمه", "مستخدما", "مستخدمين"))
_HITS = frozenset(("استهدف", "ضرب", "هاجم"))
_THIS = frozenset(("هذا", "هذه", "ذلك", "تلك", "هذين"))


@dataclass(slots=True)
class Act:
    """An act while it is read: its word, its stretch of tokens, its sides."""

    tag: Tag
    first: int
    last: int
    type: str
    verb: bool
    attacker: Tag | None = None
    carried: bool = False  # the attacker stands farther off: the subject of the sentence
    target: Range | None = None
    arms: list[Tag] = field(default_factory=list)


def read(sentence: Sentence, document: Document) -> Iterator[Mention]:
    """Yield an attack for every act of the sentence."""
    acts: list[Act] = []
    tags = list(_heads(sentence))
    for index, tag in enumerate(tags):
        limit = tags[index + 1].first if index + 1 < len(tags) else len(sentence)
        act = _act(sentence, tag, limit)
        act.arms += _later_arms(sentence, act, limit)
        if acts and _belongs(sentence, acts[-1], act):
            _join(acts[-1], act)
        else:
            if acts and act.attacker is None and _coordinated(sentence, acts[-1], act):
                act.attacker, act.carried = acts[-1].attacker, True
            acts.append(act)
    for act in acts:
        _settle(sentence, act)
    for index, act in enumerate(acts):
        if _holds(sentence, document, act):
            before = acts[index - 1] if index else None
            yield _mention(sentence, document, act, before)
            if means := _second_means(act):
                yield _mention(sentence, document, replace(act, type=means), before)


def _heads(sentence: Sentence) -> Iterator[Tag]:
    """Yield one tag of an act a token: the noun where noun and verb are written alike and a noun stands there."""
    seen = -1
    for tag in sentence.of("strike"):
        if tag.first < seen:
            continue
        best = _best(sentence, tag.first)
        seen = best.last
        if not _idle(sentence, best) and not _dawn(sentence, best):
            yield best


def _best(sentence: Sentence, first: int) -> Tag:
    found = [tag for tag in sentence.of("strike") if tag.first == first]
    longest = max(tag.last for tag in found)
    found = [tag for tag in found if tag.last == longest]
    nouns = [tag for tag in found if tag.get("form") != "verb"]
    noun_place = first == 0 or found[0].article or found[0].pro[-1:] in ("ب", "ل", "ك") or _before_noun(sentence, first)
    return nouns[0] if nouns and (noun_place or len(nouns) == len(found)) else next(t for t in found if t not in nouns)


def _before_noun(sentence: Sentence, first: int) -> bool:
    word = sentence.words[first - 1]
    return word in ("في", "من", "علي", "الي", "جراء", "نتيجه", "اثر", "بعد", "قبل", "بسبب", "عن", "مع", "تحت") or bool(
        sentence.at("suffer", first - 1) or sentence.at("launch", first - 1) or sentence.at("wary", first - 1)
    )


def _idle(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether the word is no act here: "stopping the bombardment", "the danger of an attack"."""
    if tag.get("form") == "verb":
        return False
    back = 3 if tag.pro.endswith("ل") else 1  # وقف شامل لإطلاق النار
    return any(sentence.at("wary", at) for at in range(max(0, tag.first - back), tag.first))


def _dawn(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether فجر is the dawn: the verb "blew up" has its subject right after it."""
    word = sentence.words[tag.first]
    return word.endswith("فجر") and len(word) < 5 and slots.actor_at(sentence, tag.last) is None


def _act(sentence: Sentence, tag: Tag, limit: int) -> Act:
    first, last = stretch(sentence, tag.first)
    whole, limit = limit, min(limit, last)
    act = Act(tag, tag.first, max(limit, tag.last), tag.value, tag.get("form") == "verb")
    if tag.value == "clash":
        _clash(sentence, act)
    elif act.verb:
        _verb(sentence, act, first, whole)
    else:
        _noun(sentence, act, first)
    if act.attacker is None:
        act.attacker = slots.by_agent(sentence, tag.last, act.last)
    shot = _shot(sentence, act, first)
    if act.target is not None:
        act.target = slots.holder(sentence, act.target, len(sentence))
    act.arms = _arms(sentence, act, first) + shot
    if act.attacker is None and not act.verb:
        act.attacker = slots.manager(sentence, tag.first, first)
    if act.attacker is None and (act.verb or tag.enc not in ("", "ا")) and tag.value != "clash" and not shot:
        act.attacker, act.carried = slots.subject(sentence, tag.first), True
    return act


# Verbs


def _verb(sentence: Sentence, act: Act, first: int, limit: int) -> None:
    tag = act.tag
    actor, at = slots.genitive(sentence, tag.last, act.last)
    if tag.get("part"):
        act.target = slots.phrase(sentence, tag.last, act.last)
        return
    before = None if tag.enc and actor else slots.actor_before(sentence, tag.first, first)
    if before is not None:
        act.attacker, at = before, slots.skip(sentence, tag.last, act.last)
        act.first = before.first
    elif actor is not None:
        act.attacker = actor
    at = slots.skip(sentence, slots.instrument_end(sentence, at, limit), limit)
    if at == act.last < limit and sentence.words[at] in "،,":
        act.last = min(limit, clause_of(sentence, at + 1)[1])
        at = slots.skip(sentence, at + 1, act.last)
    if tag.enc not in ("", "ا"):
        return
    prep = tag.get("prep")
    if tag.get("after") == "arm":
        act.target = slots.toward(sentence, at, act.last)
    elif prep == "على":
        act.target = slots.toward(sentence, at, act.last)
    elif prep == "مع":
        act.target = _after(sentence, at, act.last, "مع")
    elif prep:
        act.target = slots.to_object(sentence, at, act.last)
    else:
        act.target = slots.phrase(sentence, at, act.last) or slots.toward(sentence, at, act.last)


def _after(sentence: Sentence, first: int, limit: int, word: str) -> Range | None:
    at = next((i for i in range(first, limit) if sentence.words[i] == word), None)
    return slots.phrase(sentence, at + 1, limit) if at is not None and at + 1 < limit else None


# Nouns


def _noun(sentence: Sentence, act: Act, first: int) -> None:
    tag = act.tag
    carrier = _carrier(sentence, tag.first, first)
    if carrier is not None:
        act.first = carrier.first
        _carried(sentence, act, carrier, first)
    actor, at = slots.genitive(sentence, tag.last, act.last)
    after = tag.get("after")
    if actor is not None and _is_target(sentence, actor, after, at, act.last):
        actor, at = None, actor.first
    if act.attacker is None:
        act.attacker = actor or slots.adjective_nation(sentence, tag.last, act.last) or _doer(sentence, act)
    if tag.enc not in ("", "ا") and after == "target":
        return
    act.target = act.target or slots.toward(sentence, at, act.last) or slots.to_object(sentence, at, act.last)
    act.target = act.target or _suffered(sentence, act) or slots.held_by(sentence, at, act.last)
    if act.target is None and after in ("target", "either"):
        act.target = slots.phrase(sentence, slots.skip(sentence, at, act.last), act.last)


def _suffered(sentence: Sentence, act: Act) -> Range | None:
    """Return who suffers in a clause on the act: هجوم تعرضت له القوات."""
    for verb in sentence.of("suffer"):
        if act.tag.last <= verb.first < act.last and verb.get("form") == "verb":
            at = verb.last + (sentence.words[verb.last : verb.last + 1] in (("له",), ("لها",)))
            return slots.phrase(sentence, at, act.last)
    return None


def _is_target(sentence: Sentence, actor: Tag, after: str | None, at: int, limit: int) -> bool:
    """Tell whether the actor right after an act is its target: استهداف القوات, قصف دمشق."""
    if after == "attacker":
        return False
    if after == "target" and actor.of.kind == "weapon_platform" and not slots.to_object(sentence, at, limit):
        return not actor.value or actor.value.endswith(("drones", "warships"))
    if after == "either":
        return slots.capital(sentence, actor)
    return not _object_follows(sentence, at, limit)


def _doer(sentence: Sentence, act: Act) -> Tag | None:
    """Return the actor of a clause on the act: "raids that X launched", "bombardment from X's planes"."""
    for verb in sentence.of("launch"):
        if act.tag.last <= verb.first < act.last and verb.get("form") == "verb":
            actor, _ = slots.genitive(sentence, verb.last, act.last)
            if actor is not None:
                return actor
    at = slots.skip(sentence, act.tag.last, act.last)
    if at + 1 < act.last and sentence.words[at] == "من":
        return slots.actor_at(sentence, at + 1)
    return None


def _object_follows(sentence: Sentence, at: int, limit: int) -> bool:
    if slots.to_object(sentence, at, limit):
        return True
    found = slots.phrase(sentence, at, limit)
    return found is not None and not sentence.words[found[0]].startswith("ال")


def _carrier(sentence: Sentence, token: int, first: int) -> Tag | None:
    """Return the verb (شن، تعرض …) that carries the noun at `token`, within its clause."""
    for tag in reversed(sentence.of("launch", "suffer")):
        if first <= tag.first and tag.last <= token and token - tag.last <= 12:
            return tag if not any(tag.last <= t.first < token for t in sentence.of("strike")) else None
    return None


def _carried(sentence: Sentence, act: Act, carrier: Tag, first: int) -> None:
    actor, at = slots.genitive(sentence, carrier.last, act.tag.first)
    if carrier.cls == "launch":
        act.attacker = actor or slots.actor_before(sentence, carrier.first, first)
        return
    at = slots.past_times(sentence, carrier.last, act.tag.first)
    before = slots.phrase_before(sentence, carrier.first, first) if carrier.get("form") == "verb" else None
    act.target = before or slots.phrase(sentence, at, act.tag.first)


# Clashes


def _clash(sentence: Sentence, act: Act) -> None:
    """Read two sides: "between A and B", "A clashed with B"."""
    between = _after(sentence, act.tag.last, act.last, "بين")
    if between is not None:
        sides = [
            t for t in sentence.of("entity") if between[0] <= t.first < act.last and slots.actor_at(sentence, t.first)
        ]
        if sides:
            act.attacker = sides[0]
        if len(sides) > 2 and "جهه" in sentence.words[between[0] : act.last]:
            sides[1] = sides[-1]
        if len(sides) > 1:
            act.target = (sides[1].first, sides[1].last)
        return
    first, _ = stretch(sentence, act.tag.first)
    actor, at = slots.genitive(sentence, act.tag.last, act.last)
    act.attacker = (slots.actor_before(sentence, act.tag.first, first) if act.verb else None) or actor
    act.target = _after(sentence, at, act.last, "مع") or slots.toward(sentence, at, act.last)
    carrier = None if act.verb else _carrier(sentence, act.tag.first, first)
    if carrier is not None and carrier.cls == "launch" and act.attacker is None:
        _carried(sentence, act, carrier, first)


# What is used


def _arms(sentence: Sentence, act: Act, first: int) -> list[Tag]:
    """Return the arms that belong to the act: its adjectives, its instruments, the platform that attacks."""
    found = []
    for arm in sentence.of("arm"):
        if not (first <= arm.first < act.last):
            continue
        if act.tag.get("need") == "air" and not _instrument(sentence, act, arm):
            continue
        inside = act.attacker is not None and act.attacker.first <= arm.first < act.attacker.last
        kind = arm.get("kind")
        if (inside and kind == "platform" and arm.get("vague") is None) or (
            arm.first >= act.tag.last and (_manner(sentence, act, arm) or _instrument(sentence, act, arm))
        ):
            found.append(arm)
    return found


def _later_arms(sentence: Sentence, act: Act, limit: int) -> list[Tag]:
    """Return arms of an instrument set off by a comma: "hit the base, by drones"."""
    found = []
    for arm in sentence.of("arm"):
        if act.last <= arm.first < limit:
            first, _ = clause_of(sentence, arm.first)
            start = first + (sentence.words[first] in ("وذلك", '"'))
            opens = start < len(sentence) and (sentence.words[start] in _INSTRUMENT or arm.first == start)
            if opens and _instrument(sentence, act, arm):
                found.append(arm)
    return found


def _manner(sentence: Sentence, act: Act, arm: Tag) -> bool:
    if act.tag.get("after") == "arm":
        return arm.first - act.tag.last <= 5 and (arm.get("kind") in ("arm", "mine", "platform"))
    return not act.verb and arm.get("kind") == "manner" and arm.first - act.tag.last <= 3


def _instrument(sentence: Sentence, act: Act, arm: Tag) -> bool:
    """Tell whether an arm stands after ب, بواسطة …, with or without a figure between."""
    if arm.pro.endswith("ب"):
        return arm.get("vague") is None or not arm.article
    at = arm.first - 1
    while at > act.tag.first and (sentence.covering("number", at) or sentence.words[at] in _COUNTING):
        if sentence.words[at].startswith("ب"):
            return True
        at -= 1
    return sentence.words[at] in _INSTRUMENT or sentence.words[at] in _WITH_COUNT


_COUNTING = frozenset(("عدد", "نوع", "طراز", "من", "سرب", "رشقه"))
_WITH_COUNT = frozenset(("بعدد", "بعده", "بنحو", "باكثر", "بعشرات", "بسرب", "برشقه"))


def _shot(sentence: Sentence, act: Act, first: int) -> list[Tag]:
    """Return the arm that is the verb's own subject: "the missile hit"."""
    near = [arm for arm in sentence.of("arm") if first <= arm.first and arm.last <= act.tag.first <= arm.last + 4]
    return near[-1:] if act.verb and near and act.attacker is None and near[-1].get("kind") != "manner" else []


# Acts of one deed


def _belongs(sentence: Sentence, known: Act, act: Act) -> bool:
    """Tell whether a second word only says more of the same deed: "raids that hit", "hit with shelling"."""
    between = sentence.words[known.tag.last : act.tag.first]
    if not between:
        heavier = not act.verb and (not known.tag.get("after") if known.verb else known.tag.value == "other")
        return heavier or (not known.verb and not act.verb and known.tag.get("weak") is not None)
    if act.tag.get("part"):
        return not _parted(sentence, known.tag.last, act.tag.first)
    if act.verb and not known.verb:
        own = act.attacker is not None and not act.carried
        return not (own or act.tag.get("after") == "arm" or act.tag.pro[:1] in ("و", "ف")) and (
            act.type in ("other", known.type) and not _parted(sentence, known.tag.last, act.tag.first)
        )
    if known.verb and not act.verb and act.tag.pro.endswith("ب"):
        return known.type == "other" and stretch(sentence, known.tag.first) == stretch(sentence, act.tag.first)
    return False


def _coordinated(sentence: Sentence, known: Act, act: Act) -> bool:
    """Tell whether an act is joined by "and" to one before it in the same clause, whose attacker it then has."""
    joined = act.tag.pro.startswith("و") or sentence.words[act.tag.first - 1] in ("و", "عن")
    return joined and act.type != "clash" and stretch(sentence, known.tag.first) == stretch(sentence, act.tag.first)


def _parted(sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether a clause of its own opens in tokens `[first, last)`."""
    return last - first > 14 or any(first <= tag.first < last for tag in sentence.of("opener", "content"))


def _join(known: Act, act: Act) -> None:
    if act.type != "other" and (known.type == "other" or known.tag.get("weak")):
        known.type, known.tag = act.type, act.tag
    known.attacker = known.attacker or (None if act.carried else act.attacker)
    known.target = known.target or act.target
    known.arms += act.arms
    known.last = act.last


def _settle(sentence: Sentence, act: Act) -> None:
    """Choose the type: a fixed one stays, an arm decides, a plain attack by nobody named is not yet an assault."""
    if act.tag.get("fixed") or act.type == "clash":
        return
    types = [arm.value for arm in act.arms] + _platform(sentence, act.attacker)
    if act.type == "bombing":
        types = [kind for kind in types if kind in ("bombing", "suicide_bombing")]
    if not types:
        if act.tag.get("plain") and act.attacker is None and not _wide(sentence, act):
            act.type = "other"
        return
    strongest = next((t for t in ("chemical", "suicide_bombing", "drone") if t in types), types[0])
    if not (act.type == "shelling" and strongest == "missile"):
        act.type = strongest


def _second_means(act: Act) -> str | None:
    """Return the type of a second arm that is joined to the first by "and": one claim per means."""
    if act.tag.get("fixed") or act.type in ("clash", "bombing", "ground_assault"):
        return None
    for first, second in pairwise(sorted(act.arms, key=lambda arm: arm.first)):
        joined = second.pro.startswith("و") and second.first - first.last <= 2
        if joined and second.value != first.value and second.value != act.type and {second.value, act.type} != _ONE:
            return second.value
    return None


_ONE = {"shelling", "missile"}  # "with rockets and shells" is one means


def _wide(sentence: Sentence, act: Act) -> bool:
    """Tell whether an attack is an offensive: wide, military, or meant to take ground."""
    words = sentence.words[act.tag.last : act.last]
    return any(word in _OFFENSIVE for word in words) or any(m.first == act.tag.last for m in sentence.of("military"))


_OFFENSIVE = frozenset(("واسع", "واسعا", "لاستعاده", "للسيطره", "لتحرير", "لطرد", "شامل", "شاملا", "بريا", "عنيف", "عنيفا"))


def _platform(sentence: Sentence, attacker: Tag | None) -> list[str]:
    """Return the type that the attacker's first word says: طائرات, مدفعية."""
    if attacker is None or attacker.cls != "entity":
        return []
    name = attacker.value
    word = bare(sentence.words[attacker.first][len(attacker.pro.rstrip("ل")) :])
    known = platforms().get(word) or ("airstrike" if name.endswith("air force") else None)
    return [known] if known else []


@cache
def platforms() -> dict[str, str]:
    """Return the type of attack by the single words of platforms, as the lexicon's `arm` rows give them."""
    found: dict[str, str] = {}
    table = files("marsad.lang.ar") / "lexicon" / "attack.tsv"
    for line in table.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if cells[0] == "arm" and cells[3] == "kind=platform":
            found |= {match(form): cells[2] for form in cells[1].split("|") if " " not in form}
    return found


def _holds(sentence: Sentence, document: Document, act: Act) -> bool:
    """Tell whether the act is told as having happened, with what its word needs."""
    tag = act.tag
    if hypothetical(sentence, tag.first) or tense(sentence, tag.first) == "future" or _feared(sentence, document, act):
        return False
    if negated(sentence, tag.first) and not _undone(sentence, act):
        return False
    if act.type == "execution" and _JUDGED.intersection(sentence.words):
        return False
    if not _fulfilled(sentence, act, tag.get("need")):
        return False
    return not (tag.get("weak") and act.attacker is None and act.target is None and not act.arms)


def _feared(sentence: Sentence, document: Document, act: Act) -> bool:
    """Tell whether somebody warns of the act or threatens it."""
    at = act.tag.first
    return any(f.act in ("warn", "threaten") and f.first <= at < f.last for f in document.frames_of(sentence))


_JUDGED = frozenset(("محكمه", "المحكمه", "قضت", "محكوم", "الحكم", "حكم", "حكما", "بتهمه", "قضاء", "القضاء"))


def _fulfilled(sentence: Sentence, act: Act, need: str | None) -> bool:
    if need in ("arm", "mine"):
        return any(arm.get("kind") == "mine" or need == "arm" for arm in act.arms)
    if need == "force":
        return act.attacker is not None
    if need == "killer":
        return (
            act.attacker is not None
            and act.attacker.of is not None
            and act.target is not None
            and act.attacker.of.kind in ("force", "group")
        )
    if need == "air":
        return any(act.tag.last <= arm.first < act.last for arm in sentence.of("arm"))
    if need == "military":
        return bool(act.arms) or any(0 <= m.first - act.tag.last <= 1 for m in sentence.of("military"))
    return True


# Mentions


def _mention(sentence: Sentence, document: Document, act: Act, before: Act | None) -> Mention:
    first, last = _evidence(sentence, act, before)
    tag = act.tag
    accused = any(f.act == "accuse" and f.first <= tag.first < f.last for f in document.frames_of(sentence))
    attacker = None if accused or act.attacker is None else slots.actor_named(sentence, act.attacker)
    target = slots.target_named(sentence, act.target) if act.target else None
    return Mention(
        kind="attack",
        rule="attack/war" if act.tag.get("war") else "attack/again" if _again(sentence, act) else "attack",
        sentence=sentence.index,
        first=first,
        last=last,
        trigger=tag.first,
        detail=Attack(act.type, attacker, target),
        certainty=_certainty(sentence, act),
        tense=tense(sentence, tag.first),
    )


def _certainty(sentence: Sentence, act: Act) -> Certainty | None:
    if _undone(sentence, act):
        return "denied"
    return "uncertain" if uncertain(sentence, act.tag.first) else None


def _undone(sentence: Sentence, act: Act) -> bool:
    """Tell whether the act is denied: by somebody, or by لم before its verb."""
    at = act.tag.first
    return denied(sentence, at) or (act.verb and at > 0 and sentence.words[at - 1] == "لم" and act.attacker is not None)


def _again(sentence: Sentence, act: Act) -> bool:
    """Tell whether the words point back to an attack told before: "the attack", "these raids", a bare "attack"."""
    before = sentence.words[act.tag.first - 1] if act.tag.first else ""
    if before in _THIS:
        return True
    if act.verb or act.attacker is not None:
        return False
    if act.arms:
        return act.tag.article and act.target is None and act.tag.value == "other"
    return act.tag.article or (act.target is None and act.type == "other")


def _evidence(sentence: Sentence, act: Act, before: Act | None) -> Range:
    first, last = clause_of(sentence, act.tag.first)
    start = max(first, before.last) if before and before.last <= act.first else first
    end = max(min(act.last, last), act.tag.last, act.target[1] if act.target else 0)
    return min(start, act.first), end
