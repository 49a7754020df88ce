"""The elements of an English noun phrase of actors, from its first word on, and the names of persons."""

from __future__ import annotations

from dataclasses import dataclass

from marsad.lang.sentence import Sentence, Tag

_CLASSES = ("actor", "person", "role", "head", "country", "demonym", "quality", "place")
_BODIES = frozenset(("org", "force", "media"))
_HYPHENS = ("-led", "-backed", "-linked", "-affiliated", "-aligned", "-allied", "-supported", "-based", "-dominated")
_JOINS = frozenset("al bin ibn abu de van der el ben ul of".split())
_NO_NAME = frozenset(
    "the a an in on at of and or but if as by for from to with after before when while he she it they his "
    "her its their this that these those there here who which what where more most some many several at "
    "all no not also both i we you however meanwhile tags read photo source related reporting editing "
    "twitter facebook according security center centre media office city province district street road "
    "south north east west northern southern eastern western army air force war state".split()
)
_KNOWN = ("place", "given", "actor", "country", "demonym", "head", "role", "harm")
_LONGEST = 5


@dataclass(frozen=True, slots=True)
class Element:
    """Tokens `[first, last)` of a phrase: a tag, or a word such as "US-led" (class `hyphen`)."""

    cls: str
    first: int
    last: int
    of: Tag


def proper(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether a tag may be a name where it stands: with a capital letter, two letters all in capitals."""
    if tag.get("lower") == "yes" or tag.cls in ("role", "head", "quality"):
        return True
    light = sentence.tokens[tag.first].light
    if (
        tag.last - tag.first == 1
        and len(light) <= 3
        and light.lower() in ("us", "is", "it", "who", "un", "au", "ap", "aa", "pa")
    ):
        return light.isupper()
    return any(token.light[0].isupper() or "-" in token.light for token in sentence.tokens[tag.first : tag.last])


def elements(sentence: Sentence, first: int) -> list[Element]:
    """Return the elements of the phrase at `first`: descriptions, then the last word that can be its head."""
    found: list[Element] = []
    at = first
    while at < len(sentence) and len(found) < 8:
        element = _element(sentence, at, found)
        if element is None:
            break
        found.append(element)
        at = element.last
        if element.cls == "person" and element.of.get("poss") is None:
            break
    while found and found[-1].cls in ("quality", "hyphen"):
        found.pop()
    while (
        len(found) > 1
        and found[-1].cls == "demonym"
        and found[-1].of.get("people") != sentence.text(found[-1].first, found[-1].last)
    ):
        found.pop()
    while found and found[-1].cls in ("quality", "hyphen"):
        found.pop()
    return found


def _element(sentence: Sentence, at: int, before: list[Element]) -> Element | None:
    word = sentence.words[at]
    if "-" in word and word.endswith(_HYPHENS) and sentence.at("actor", at) is None:
        return Element("hyphen", at, at + 1, Tag("hyphen", word, at, at + 1))
    best: Element | None = None
    for cls in _CLASSES:
        tag = sentence.at(cls, at)
        if tag is None or not proper(sentence, tag) or (best is not None and tag.last <= best.last):
            continue
        if _follows(sentence, tag, before):
            best = Element(cls, at, tag.last, tag)
    return best


def _follows(sentence: Sentence, tag: Tag, before: list[Element]) -> bool:
    """Tell whether a tag may go on with a phrase that has these elements."""
    if tag.cls == "place":
        return not before and _names_body(sentence, tag)
    if not before:
        return True
    last = before[-1]
    if last.cls == "head":
        return (
            tag.cls in ("head", "role")
            and last.of.get("n") != "p"
            and not (tag.cls == "head" and tag.get("kind") == "document")
        )
    if last.cls == "role":
        return tag.cls == "role"
    if tag.cls in ("country", "person"):
        return last.cls in ("demonym", "quality") and tag.cls == "person"
    if tag.cls == "actor" and last.cls in ("actor", "country"):
        return (
            last.of.get("poss") == "yes"
            or tag.get("side") == "yes"
            or (last.cls == "country" and tag.get("lower") == "yes")
        )
    if tag.cls == "demonym":
        return last.cls in ("quality", "hyphen", "demonym")
    if tag.cls == "quality" and last.cls in ("country", "actor"):
        return sentence.any_at(("head", "quality", "role", "actor"), tag.last)
    return True


def _names_body(sentence: Sentence, place: Tag) -> bool:
    """Tell whether a place's name begins the name of a body: "Idlib University", "Aleppo Police Command"."""
    if (
        place.of.anaphor
        or place.of.cue
        or place.of.relation
        or sentence.words[place.first - 1 : place.first] == ("in",)
    ):
        return False
    for at in (place.last, place.last + 1):
        head = sentence.at("head", at)
        if head is not None:
            return head.get("kind") in _BODIES
        if sentence.at("quality", at) is None:
            return False
    return False


def name(sentence: Sentence, first: int, *, single: bool = False, titled: bool = False) -> int:
    """Return where a person's name of capitalised unknown words at `first` ends, 0 where there is none.

    `single`: one word is enough. `titled`: an office stands before it, so that a place's name may be a first name.
    """
    at = first
    counted = 0
    while at < len(sentence) and counted < _LONGEST and _name_word(sentence, at, first, titled=titled):
        counted += sentence.words[at] not in _JOINS
        at += 1
    while at > first and sentence.words[at - 1] in _JOINS:
        at -= 1
    return at if counted >= (1 if single else 2) and at > first else 0


def _name_word(sentence: Sentence, at: int, first: int, *, titled: bool) -> bool:
    word, light = sentence.words[at], sentence.tokens[at].light
    if word in _JOINS and at > first:
        return at + 1 < len(sentence) and sentence.tokens[at + 1].light[0].isupper()
    if not (light[0].isupper() or light.startswith(("al-", "el-"))) or word in _NO_NAME or not light[0].isalpha():
        return False
    if sentence.at("given", at) is not None:
        return True
    if sentence.any_at(("actor", "country", "demonym", "head", "role", "time", "speech", "number"), at):
        return False
    return at > first or sentence.at("place", at) is None or _first_name(sentence, at, titled=titled)


def _first_name(sentence: Sentence, at: int, *, titled: bool) -> bool:
    """Tell whether a place's name is a first name here: at the head of a clause, before an unknown capitalised word."""
    if at and not titled and sentence.words[at - 1] not in (",", '"', "said", "but"):
        return False
    after = at + 1
    if after >= len(sentence) or not sentence.tokens[after].light[0].isupper() or sentence.words[after] in _NO_NAME:
        return False
    return not any(
        sentence.at(cls, after) for cls in ("place", "given", "actor", "country", "demonym", "head", "role", "harm")
    )
