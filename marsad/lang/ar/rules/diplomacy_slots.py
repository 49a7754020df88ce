"""Who takes part in a matter of diplomacy, before which body, where, and the words that say how far it has come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from marsad.lang.ar.clauses import clause_of
from marsad.lang.ar.entities import Entity, named
from marsad.lang.mention import Frame
from marsad.lang.sentence import Sentence, Tag

Range = tuple[int, int]

_BODIES = ("Council", "Assembly", "League", "Parliament", "Congress", "Court", "Tribunal", "OPCW", "Organisation")
_FORUMS = frozenset(("UN Security Council", "UN General Assembly", "UN Human Rights Council"))
_PARTIES = frozenset(("force", "group", "org", "country", "people", "person", "role"))
_PLACED = frozenset(("ceasefire", "agreement", "meeting", "talks", "visit", "mediation"))
_AT = frozenset(
    ("في", "داخل", "شمال", "جنوب", "شرق", "غرب", "شمالي", "جنوبي", "شرقي", "غربي", "انحاء", "ارجاء", "عموم")
)
_ABOUT = frozenset(("بشان", "حول", "ازاء", "تجاه"))
_RELATIVE = frozenset(("الذي", "التي", "الذين", "اللذين", "اللتين"))
_WHERE = _AT | _ABOUT
_MOVED = frozenset(("الي", "الى"))
_LONGEST = 40  # tokens of a passage
_CALL = 8  # tokens between a call and what it calls for
_NEAR = 4  # tokens between a strong word and what it acts on


def passage(sentence: Sentence, tags: list[Tag]) -> Range:
    """Return the clauses of the words of a matter, cut to a sentence's worth."""
    first, _ = clause_of(sentence, tags[0].first)
    _, last = clause_of(sentence, tags[-1].first)
    first = max(first, tags[0].first - _LONGEST // 2)
    return first, max(min(last, tags[0].first + _LONGEST), tags[0].last)


def beside(sentence: Sentence, cls: str, head: Tag, before: int, after: int) -> bool:
    """Tell whether a tag of `cls` starts within so many tokens before or after `head`."""
    return any(head.first - before <= tag.first <= head.last - 1 + after for tag in sentence.of(cls))


# How far it has come


def deals(sentence: Sentence, first: int, last: int) -> list[Tag]:
    """Return the words of tokens `[first, last)` that say how far a matter has come."""
    return [tag for tag in sentence.of("deal") if first <= tag.first < last and _weighs(sentence, tag)]


def _weighs(sentence: Sentence, tag: Tag) -> bool:
    """A withdrawal rejects a matter only where it is from one: الانسحاب من الاتفاق, not من حلب."""
    if tag.get("from") is None:
        return True
    return any(tag.last < head.first <= tag.last + 2 for head in sentence.of("parley"))


def strong(sentence: Sentence, tags: list[Tag]) -> bool:
    """Tell whether a word acts on the matter itself, right beside it: "reached a truce", "the talks collapsed"."""
    head, last = tags[0], tags[-1].last
    return any(
        tag.get("strong") and (0 <= head.first - tag.last <= _NEAR or 0 <= tag.first - last <= 2)
        for tag in sentence.of("deal")
    )


def ahead(sentence: Sentence, token: int) -> bool:
    """Tell whether the words that govern `token` speak of what is to come."""
    first, last = clause_of(sentence, token)
    if sentence.at("content", first) is not None and first:
        first = clause_of(sentence, first - 1)[0]
    return any(first <= tag.first < last for tag in sentence.of("future"))


def opinion(sentence: Sentence, token: int) -> bool:
    """Tell whether what stands at `token` is only thought, hoped or rumoured in the words before it."""
    first, _ = clause_of(sentence, token)
    if sentence.at("content", first) is not None and first:
        first = clause_of(sentence, first - 1)[0]
    return any(first <= tag.first < token for tag in sentence.of("opinion"))


def heeded(sentence: Sentence, head: Tag) -> bool:
    """Tell whether the words before only speak of keeping or breaking the matter: "respect for the truce"."""
    first, _ = clause_of(sentence, head.first)
    for tag in sentence.of("heed"):
        if max(first, head.first - _NEAR) <= tag.first < head.first:
            return not any(tag.first < deal.first < head.first and deal.get("strong") for deal in sentence.of("deal"))
    return False


def refused(sentence: Sentence, head: Tag) -> bool:
    """Tell whether somebody refuses the meeting."""
    return any(0 <= head.first - tag.last <= _NEAR and tag.value == "rejected" for tag in sentence.of("deal"))


def failed_later(sentence: Sentence, token: int) -> bool:
    """Tell whether a clause after `token` says that it came to nothing: "but it collapsed within days"."""
    but = next((at for at in range(token, len(sentence)) if sentence.words[at].startswith("لكن")), None)
    return but is not None and any(
        but < tag.first <= but + _CALL and tag.value == "failed" for tag in sentence.of("deal")
    )


def effort(sentence: Sentence, head: Tag) -> bool:
    """Tell whether somebody works towards it: "efforts to hold a meeting"."""
    return any(0 <= head.first - tag.last <= _NEAR for tag in sentence.of("deal") if tag.get("effort"))


def asked_by_a_party(sentence: Sentence, head: Tag) -> bool:
    """Tell whether a call for the matter, where there is one, comes from a state, a body, a force or a leader."""
    first, _ = clause_of(sentence, head.first)
    first = max((at for at in range(first, head.first) if sentence.words[at] in _RELATIVE), default=first)
    calls = [
        t for t in sentence.of("deal") if t.get("appeal") and max(first, head.first - _CALL) <= t.first < head.first
    ]
    return not calls or any(_calls(sentence, call, tag) for call in calls for tag in sentence.of("entity"))


def _calls(sentence: Sentence, call: Tag, tag: Tag) -> bool:
    beside = call.last <= tag.first <= call.last + 1 or 0 <= call.first - tag.last <= 1
    return beside and tag.of.kind in _PARTIES and (tag.of.kind != "people" or tag.of.actor is not None)


def adopted(sentence: Sentence, head: Tag) -> bool:
    """Tell whether a draft is adopted in the words before it."""
    first, _ = clause_of(sentence, head.first)
    return any(first <= tag.first < head.first for tag in sentence.of("deal") if tag.get("adopts"))


# What it is


def halted(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether إطلاق النار is what stops: وقفا من جانب واحد لإطلاق النار."""
    before = sentence.words[max(0, tag.first - _NEAR) : tag.first]
    return tag.pro.endswith("ل") and any(word.lstrip("بل") in ("وقف", "وقفا") for word in before)


def numbered(sentence: Sentence, head: Tag) -> bool:
    """Tell whether a resolution is named by its number: القرار رقم 1701."""
    return any(head.last <= tag.first <= head.last + 3 for tag in sentence.of("number"))


def owned(sentence: Sentence, head: Tag) -> bool:
    """Tell whether the body follows the word at once: قرار مجلس الأمن."""
    tag = sentence.at("entity", head.last)
    return tag is not None and international(tag.of.name)


def international(body: str | None) -> bool:
    return body is not None and (body.startswith(("UN ", "United Nations")) or "League" in body or body == "OPCW")


def judged(body: str | None) -> bool:
    return body is not None and ("Court" in body or "Tribunal" in body)


def arrives(sentence: Sentence, head: Tag, last: int) -> bool:
    """Tell whether a person of rank is said to arrive somewhere: subject right beside the verb, إلى after it."""
    subject = sentence.at("entity", head.last) or sentence.before("entity", head.first, within=0)
    if subject is None or subject.of.kind not in ("person", "role") or subject.of.role is None:
        return False
    return any(word in _MOVED for word in sentence.words[head.last : last])


# Parties


def both(sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether the clause speaks of "the two sides"."""
    return any(first <= tag.first < last for tag in sentence.of("both"))


def parties(sentence: Sentence, tags: list[Tag], kind: str, first: int, last: int) -> tuple[str, ...]:
    """Return the English names of who takes part, in the order of the text, each once.

    After "between" only those named there; a resolution has sponsors alone.
    """
    adjectives = list(_adjectives(sentence, [*tags, *deals(sentence, first, last)]))
    found = adjectives if kind in ("resolution", "draft_resolution") else []
    if not found:
        start = first if kind == "mediation" else _between(sentence, tags[0], last) or first
        named_here = [tag for tag in sentence.of("entity") if start <= tag.first < last and _takes_part(sentence, tag)]
        if kind == "visit":
            named_here = [tag for tag in named_here if tag.of.kind != "country" or tag.first < tags[0].first]
        apart = [tag for tag in named_here if not any(tag.first <= a.first < tag.last for a in adjectives)]
        found = [] if kind == "resolution" else sorted([*adjectives, *apart], key=lambda t: t.first)
    names = tuple(dict.fromkeys(name for tag in found if (name := _name(sentence, tag))))
    parties = tuple(name for name in names if name not in _FORUMS)
    return parties or (names if kind == "vote" else ())


def speaker(sentence: Sentence, frames: Iterable[Frame], head: Tag) -> tuple[str, ...]:
    """Return the speaker where what is said is the speaker's own act: "said that he will meet"."""
    for frame in frames:
        if frame.first <= head.first < frame.last and sentence.at("self", frame.first):
            return (frame.speaker.name or frame.speaker.text,)
    return ()


def antecedent(sentence: Sentence, head: Tag) -> tuple[str, ...]:
    """Return whom a relative clause is about: "the envoy, who visited Oman"."""
    at = next(
        (i for i in range(head.first - 1, max(-1, head.first - _NEAR), -1) if sentence.words[i] in _RELATIVE), None
    )
    tag = sentence.before("entity", at, within=1) if at is not None else None
    name = _name(sentence, tag) if tag is not None and tag.of.kind in ("person", "role") else ""
    return (name,) if name else ()


def _between(sentence: Sentence, head: Tag, last: int) -> int | None:
    """Return where the parties start after "between" that follows a word."""
    return next((at + 1 for at in range(head.last, min(last, head.last + 12)) if sentence.words[at] == "بين"), None)


def _takes_part(sentence: Sentence, tag: Tag) -> bool:
    entity: Entity = tag.of
    if entity.kind not in _PARTIES or _speaks(sentence, tag) or _elsewhere(sentence, tag):
        return False
    return entity.kind != "people" or entity.actor is not None


def _adjectives(sentence: Sentence, tags: list[Tag]) -> Iterator[Tag]:
    """Yield the nationalities that describe a word of the matter: "the Egyptian-British agreement"."""
    for head in tags:
        at = head.last
        while at < min(len(sentence), head.last + 6):
            tag = sentence.at("demonym", at)
            if tag is not None:
                yield tag
                at = tag.last
            elif sentence.words[at] in '-،"' or sentence.at("extra", at):
                at += 1
            else:
                break


def _speaks(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether an entity only tells the matter: it stands right after a verb of saying."""
    verb = sentence.at("verb", tag.first - 1) if tag.first else None
    if verb is None or verb.value != "say" or sentence.words[verb.first] == "بين":
        return False
    return sentence.at("deal", verb.first) is None


def _elsewhere(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether a country is only where it happens."""
    entity: Entity = tag.of
    if entity.kind != "country":
        return False
    return tag.pro.endswith("ب") or (tag.first > 0 and sentence.words[tag.first - 1] in _WHERE)


def _name(sentence: Sentence, tag: Tag) -> str:
    if tag.cls == "demonym":
        return tag.value
    entity: Entity = tag.of
    if entity.kind == "person" or entity.person:
        who = named(sentence, tag)
        return who.name or who.text
    return entity.name or entity.actor or ""


# Body and place


def body(sentence: Sentence, first: int, last: int) -> str | None:
    """Return the forum that tokens `[first, last)` name: a council, an assembly, a court, else the United Nations."""
    names = [tag.of.name for tag in sentence.of("entity") if first <= tag.first < last and tag.of.kind == "org"]
    forum = next((name for name in names if any(word in name for word in _BODIES)), None)
    return forum or ("United Nations" if "United Nations" in names else None)


def place(sentence: Sentence, tags: list[Tag], kind: str, first: int, last: int) -> tuple[Tag, ...]:
    """Return where a matter is: the place reached by "in" after its word, else before it; for a visit, any place."""
    if kind not in _PLACED:
        return ()
    head = tags[0]
    if kind == "visit":
        return _visited(sentence, head, last)
    every = [t for t in sentence.of("place") if first <= t.first < last and _reached(sentence, t, kind)]
    every.sort(key=lambda t: (t.first < head.first, abs(t.first - head.first)))
    return tuple(every[:1])


def _visited(sentence: Sentence, head: Tag, last: int) -> tuple[Tag, ...]:
    """Return the place that إلى leads to ("the capital Aden" is Aden), else the first one after a verb of visiting."""
    after = [
        t for t in sentence.of("place") if head.last <= t.first < last and sentence.covering("time", t.first) is None
    ]
    to = next((at for at in range(head.last, last) if sentence.words[at] in _MOVED), None)
    if to is not None:
        return tuple([t for t in after if to < t.first <= to + _NEAR - 1][-1:])
    return tuple(after[:1])


def _reached(sentence: Sentence, tag: Tag, kind: str) -> bool:
    before = sentence.words[tag.first - 1] if tag.first else ""
    if before in _ABOUT:
        return kind == "agreement"
    return bool(tag.of.relation) or before in _AT or (bool(tag.of.offset) and sentence.words[tag.first][0] == "ب")
