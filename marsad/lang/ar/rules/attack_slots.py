"""Who attacks and who is attacked, read from the words around the act."""

from __future__ import annotations

from marsad.lang.ar.clauses import clause_of
from marsad.lang.ar.entities import Entity, named, nation
from marsad.lang.sentence import Sentence, Tag
from marsad.records import Named

Range = tuple[int, int]

_SIDES = frozenset(("force", "group", "country", "people", "weapon_platform", "person"))
_BREAKS = frozenset(
    ("في", "من", "الي", "عن", "علي", "حتي", "مع", "بين", "ضد", "صوب", "باتجاه", "تجاه", "ب", "عبر", "دون", "لدي", "عند")
    + ("خلال", "بعد", "قبل", "منذ", "اثناء", "اثر", "عقب", "قرب", "داخل", "خارج", "وسط", "شرق", "غرب", "شمال", "جنوب")
    + ("شرقي", "غربي", "شمالي", "جنوبي", "فوق", "تحت", "حول", "قباله", "ضمن", "جراء", "نتيجه", "بسبب", "الذي", "التي")
    + (
        "الذين",
        "اللذين",
        "اللتين",
        "فجر",
        "صباح",
        "مساء",
        "ليل",
        "ظهر",
        "يوم",
        "امس",
        "اليوم",
        "و",
        "او",
        "ثم",
        "بواسطه",
        "باستخدام",
    )
    + ("بعدد", "عدد", "بالتزامن", "بالتعاون", "الطرفين", "عليه", "عليها", "عليهم", "بينهما", "حين", "عندما")
    + ("بشكل", "بصوره", "بهدف", "بدعم", "حيث", "لاستعاده", "وذلك", "كما", "ردا", "انطلاقا", "لليوم", "بينها", "بينهم")
)
_FIGHTERS = frozenset(("state", "rebel", "militia", "party"))
_STATES = frozenset(("government", "authorities", "command", "state", "party"))
_MARKS = frozenset("،؛.:()-–!؟…,;")
_QUOTES = frozenset("\"'«»“”")
_ADVERBS = ("لم", "لن", "لا", "قد", "ما", "يوميا", "مجددا", "مباشره", "بالقرب", "مره", "مرات", "ليلا", "بسكين", "تزامنا")
_LONGEST = 9


def actor_at(sentence: Sentence, token: int) -> Tag | None:
    """Return the entity at `token` where it can be a side of an attack."""
    tag = sentence.at("entity", token)
    return tag if tag is not None and _side(sentence, tag) else None


def _side(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether an entity fights: a force, a group, a state; of organisations a government or a party."""
    entity: Entity = tag.of
    if entity.kind in _SIDES:
        return not _adjective(sentence, tag)
    known = sentence.at("actor", tag.first)
    if known is not None:
        return known.get("type") in _FIGHTERS
    head = sentence.at("head", tag.first)
    return entity.kind == "org" and head is not None and head.value in _STATES


def _adjective(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether the word describes an act before it: هجوم انتحاري."""
    arm = sentence.at("arm", tag.first)
    return arm is not None and arm.get("kind") == "manner" and any(t.last == tag.first for t in sentence.of("strike"))


def manager(sentence: Sentence, token: int, first: int) -> Tag | None:
    """Return who managed, went on or began to do the act named at `token`: تمكنت القوات من اقتحام, يواصل قصف."""
    for verb in reversed(sentence.of("manage")):
        if first <= verb.first < token:
            if any(verb.last <= tag.first < token for tag in sentence.of("strike")):
                return None
            return genitive(sentence, verb.last, token)[0] or actor_before(sentence, verb.first, first)
    return None


def past_times(sentence: Sentence, at: int, limit: int) -> int:
    """Step over times and a comma after them."""
    start = at
    while at < limit and (tag := sentence.at("time", at)):
        at = tag.last
    return at + 1 if start < at < limit and sentence.words[at] in "،," else at


def capital(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether an entity is a capital that may be meant as a place: قصف دمشق."""
    country = sentence.at("country", tag.first)
    return country is not None and country.get("metonym") == "yes" and country.last == tag.last


def actor_before(sentence: Sentence, token: int, first: int) -> Tag | None:
    """Return the actor that stands before `token` with nothing but times and particles between (from `first` on)."""
    for tag in reversed(sentence.of("entity")):
        if tag.first < first:
            return None
        if tag.last <= token and not tag.pro.endswith(("ب", "ل", "ك")) and _side(sentence, tag):
            return tag if _light(sentence, tag.last, token) and not _after_preposition(sentence, tag.first) else None
    return None


def subject(sentence: Sentence, token: int) -> Tag | None:
    """Return the nearest actor before `token` that stands as a subject: no preposition before it, not in a genitive."""
    for tag in reversed(sentence.of("entity")):
        if tag.last > token or tag.pro.endswith(("ب", "ل", "ك")) or not _side(sentence, tag) or tag.of.kind == "person":
            continue
        before = tag.first - 1
        if before < 0 or sentence.words[before] in _OPENERS or sentence.at("content", before) or _verb_at(sentence, before):
            return tag
    return None


_OPENERS = frozenset((*"،,؛:.", "و", "ثم", "بينما", "فيما", "لكن", "كما"))


def _verb_at(sentence: Sentence, token: int) -> bool:
    return any(tag.get("form") == "verb" and tag.first <= token < tag.last for tag in sentence.tags)


def _light(sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether tokens `[first, last)` hold nothing of weight: times, particles, "قد"."""
    return all(
        word in _LIGHT or word in _MARKS or word in _QUOTES or sentence.covering("time", at) is not None
        for at, word in enumerate(sentence.words[first:last], first)
    )


_LIGHT = frozenset(
    ("قد", "كان", "كانت", "كانوا", "ايضا", "امس", "اليوم", "الذي", "التي", "الذين", "لا", "تزال", "يزال", "تواصل")
)


def _after_preposition(sentence: Sentence, token: int) -> bool:
    return token > 0 and sentence.words[token - 1] in (
        "علي",
        "ضد",
        "من",
        "في",
        "الي",
        "عن",
        "مع",
        "بين",
        "تجاه",
        "باتجاه",
    )


def phrase(sentence: Sentence, first: int, limit: int) -> Range | None:
    """Return the noun phrase that starts at `first`: up to a preposition, a verb, a time, a mark or `limit`."""
    words = sentence.words
    first = _counted(sentence, first, limit)
    if first >= limit or words[first] in _BREAKS or words[first] in _ADVERBS or words[first] in _MARKS or _conjoined(sentence, first):
        return None
    last = first
    while last < min(limit, first + _LONGEST):
        if words[last] in _MARKS or (last > first and (words[last] in _BREAKS or _ends_phrase(sentence, last))):
            break
        known = sentence.at("entity", last)
        last = known.last if known and known.last <= limit else last + 1
    while last > first and (words[last - 1] in _QUOTES and words[first] not in _QUOTES and _odd(words[first:last])):
        last -= 1
    return (first, last) if last > first and not _ends_phrase(sentence, first) else None


def _counted(sentence: Sentence, first: int, limit: int) -> int:
    """Step over a figure and what stands around it: "at least", "about 70", "a number of"."""
    words = sentence.words
    while first < limit:
        tag = sentence.covering("number", first)
        if tag is not None:
            first = tag.last
        elif words[first : first + 4] == _AT_LEAST:
            first += 4
        elif words[first] in _AMOUNTS or (words[first] in ("من", "عن") and words[first - 1] in _AMOUNTS):
            first += 1
        else:
            return first
    return first


_AT_LEAST = ("ما", "لا", "يقل", "عن")
_AMOUNTS = frozenset(
    ("سلسله", "مجموعه", "نحو", "حوالي", "قرابه", "اكثر", "عدد", "عددا", "عشرات", "مييات", "الاف", "العديد", "بعض", "احد", "احدي")
)


def _conjoined(sentence: Sentence, at: int) -> bool:
    """Tell whether the word is no object: it carries ب or ك, or "and"."""
    word = sentence.words[at]
    pros = {tag.pro for tag in sentence.tags if tag.first == at}
    return any(pro.endswith(("ب", "ك")) for pro in pros) or (word[0] in "وف" and len(word) > 4 and "" not in pros)


def phrase_before(sentence: Sentence, end: int, first: int) -> Range | None:
    """Return the noun phrase that ends at token `end`, the relative pronoun between stepped over."""
    words = sentence.words
    if end > first and words[end - 1] in ("التي", "الذي", "الذين"):
        end -= 1
    start = end
    while start > first and end - start < _LONGEST:
        word = words[start - 1]
        if word in _MARKS or word in _BREAKS or word in _LIGHT or sentence.at("content", start - 1):
            break
        if _verb_at(sentence, start - 1) or sentence.covering("time", start - 1):
            break
        start -= 1
    return (start, end) if start < end else None


def holder(sentence: Sentence, target: Range, limit: int) -> Range:
    """Return who holds the places attacked, where a clause on them says so: areas that the factions control."""
    last = target[1]
    if last < limit and sentence.words[last] in _HELD:
        for tag in sentence.of("entity"):
            if last < tag.first <= last + 4 and _side(sentence, tag):
                return tag.first, tag.last
    return target


_HELD = frozenset(("تسيطر", "يسيطر", "التي", "خاضعه", "الخاضعه", "تخضع"))


def held_by(sentence: Sentence, first: int, limit: int) -> Range | None:
    """Return from whom ground is to be taken: من سيطرة, من قبضة, من أيدي."""
    for at in range(first, min(limit, len(sentence)) - 2):
        if sentence.words[at] == "من" and sentence.words[at + 1] in ("سيطره", "قبضه", "ايدي", "يد"):
            tag = actor_at(sentence, at + 2)
            return (tag.first, tag.last) if tag else None
    return None


def _odd(words: tuple[str, ...]) -> bool:
    return sum(word in _QUOTES for word in words) % 2 == 1


def _ends_phrase(sentence: Sentence, at: int) -> bool:
    if sentence.at("strike", at) or sentence.at("time", at) or sentence.at("opener", at) or sentence.at("launch", at):
        return True
    if sentence.at("content", at) or sentence.at("toward", at):
        return True
    if (arm := sentence.at("arm", at)) and arm.pro.endswith("ب"):
        return True
    verb = sentence.at("verb", at) or sentence.at("harm", at) or sentence.at("bring", at)
    return verb is not None and verb.get("form") == "verb"


def genitive(sentence: Sentence, at: int, limit: int) -> tuple[Tag | None, int]:
    """Return the actor right after an act (adjectives stepped over) and where what follows it starts."""
    at = skip(sentence, at, limit)
    if at < limit and (tag := actor_at(sentence, at)) and not tag.pro.endswith("ب"):
        return tag, tag.last
    return None, at


def skip(sentence: Sentence, at: int, limit: int) -> int:
    """Step over adjectives of the act, times and quotation marks from `at` on."""
    while at < limit:
        if sentence.words[at] in _QUOTES:
            at += 1
            continue
        tag = _describes(sentence, at) or sentence.at("time", at) or sentence.at("demonym", at)
        if tag is None or tag.pro.endswith(("ب", "ل")):
            return at
        at = tag.last
    return at


def _describes(sentence: Sentence, at: int) -> Tag | None:
    """Return the adjective of an act at `at`: "heavy", "military", "by air"."""
    arm = sentence.at("arm", at)
    return arm if arm and arm.get("kind") == "manner" else sentence.at("degree", at) or sentence.at("military", at)


def instrument_end(sentence: Sentence, at: int, limit: int) -> int:
    """Step over an instrument and the comma after it, where the object stands behind them."""
    arm = sentence.at("arm", at)
    if arm is None or not arm.pro.endswith("ب"):
        return at
    at = skip(sentence, arm.last, limit)
    while at < limit and sentence.words[at] in ("مناسب", "مناسبه"):
        at += 1
    return at + 1 if at < limit and sentence.words[at] in "،," else arm.first


def adjective_nation(sentence: Sentence, at: int, limit: int) -> Tag | None:
    """Return the nationality among the adjectives after an act: الغارات الروسية."""
    for token in range(at, min(at + 4, limit)):
        tag = sentence.at("demonym", token)
        if tag is not None:
            return tag
        if sentence.words[token] not in _QUOTES and _describes(sentence, token) is None:
            return None
    return None


def toward(sentence: Sentence, first: int, limit: int, words: tuple[str, ...] = ()) -> Range | None:
    """Return the phrase after على، ضد، باتجاه … in tokens `[first, limit)`."""
    for tag in sentence.of("toward"):
        if first <= tag.first < limit and not tag.enc:
            if sentence.words[tag.last - 1] == "علي" and not _aims(sentence, tag):
                continue
            if found := phrase(sentence, tag.last, limit):
                return found
    return None


def _aims(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether على points at a target: not "in reply to", "at least", "along", "on the border"."""
    before = sentence.words[tag.first - 1] if tag.first else ""
    after = sentence.words[tag.last] if tag.last < len(sentence) else ""
    return before not in _REPLIES and after not in _ADVERBIAL


_REPLIES = frozenset(("ردا", "رد", "الرد", "وردا", "بناء", "علاوه", "السيطره", "حصل", "حصلت", "سيطر", "سيطرت", "استولي", "استولت", "ادي", "عثر"))
_ADVERBIAL = frozenset(("الاقل", "الاكثر", "اكثر", "طول", "الحدود", "حدود", "الرغم", "مدي", "متن", "مدار", "يد", "ايدي", "خلفيه", "اثر", "حد", "بعد", "مقربه", "مستوي", "جبهات", "محاور", "ان", "انه", "انها", "ارتفاع", "اثرها", "اثره", "مشارف", "مسافه"))


def to_object(sentence: Sentence, first: int, limit: int) -> Range | None:
    """Return the phrase after ل: قصف النظام للمدينة."""
    for at in range(first, min(first + 3, limit)):
        word = sentence.words[at]
        if word.startswith("لل") and len(word) > 4:
            return phrase(sentence, at, limit)
        entity = sentence.at("entity", at)
        if entity and entity.pro.endswith("ل"):
            return phrase(sentence, at, limit)
    return None


def by_agent(sentence: Sentence, first: int, limit: int) -> Tag | None:
    """Return the actor after من قبل، على يد …"""
    for tag in sentence.of("agent"):
        if first <= tag.first < limit and (found := actor_at(sentence, tag.last)):
            return found
    return None


def actor_named(sentence: Sentence, tag: Tag) -> Named | None:
    """Return an entity or a nationality for the slot of the attacker."""
    return nation(sentence, tag.first) if tag.cls == "demonym" else named(sentence, tag)


def target_named(sentence: Sentence, at: Range) -> Named:
    """Return a target: its printed phrase, and the neutral name of the actor it is or belongs to."""
    first, last = at
    start = sentence.tokens[first].start + _proclitics(sentence, first)
    span = sentence.folded.span(start, sentence.tokens[last - 1].end)
    inside = next((t for t in sentence.of("entity") if first <= t.first and t.last <= last), None)
    entity: Entity | None = inside.of if inside else None
    name = entity.name if entity and entity.name else (entity.actor if entity else None)
    return Named(span.of(sentence.folded.printed), name or None, span)


def _proclitics(sentence: Sentence, first: int) -> int:
    tag = next((t for t in sentence.tags if t.first == first and t.pro), None)
    if tag is None:
        return 0
    cut = len(tag.pro)
    word = sentence.words[first]
    return cut - 1 if word[cut - 1 :].startswith("لل") else cut


def clause_end(sentence: Sentence, token: int) -> int:
    return clause_of(sentence, token)[1]
