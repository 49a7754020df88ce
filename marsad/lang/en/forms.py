"""Inflect the marked forms of the English lexicon: verbs, nouns, and names with their possessives.

`v:strike/struck/stricken on` gives the forms of the first word of a verb (past and participle only where they are
irregular); `n:aid worker` and `n:man/men` give singular and plural of the last word of a noun; `p:Syria` gives a name
and its possessive, with the apostrophe and, as many texts lose it, without.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

Form = tuple[str, Mapping[str, str]]

_VOWELS = "aeiou"
_SIBILANTS = ("s", "x", "z", "ch", "sh")


def expand(form: str) -> Iterator[Form]:
    """Yield every inflected form of `form` with its features, or `form` itself when it is not marked.

    Stops part words ("U.S."), as they do in tokens.
    """
    form = " ".join(form.replace(".-", ". - ").replace(".", " . ").split()) if "." in form else form
    if form.startswith("v:"):
        yield from _verb(form[2:])
    elif form.startswith("n:"):
        yield from _noun(form[2:])
    elif form.startswith("p:"):
        yield from _name(form[2:])
    else:
        yield form, {}


def _verb(form: str) -> Iterator[Form]:
    head, _, rest = form.partition(" ")
    base, *irregular = head.split("/")
    past = irregular[0] if irregular else _past(base)
    part = irregular[1] if len(irregular) > 1 else past
    features = {
        base: {"vf": "base", "tense": "present"},
        _third(base): {"vf": "s", "tense": "present"},
        _ing(base): {"vf": "ing", "tense": "none"},
        past: {"vf": "past", "tense": "past"},
    }
    features[part] = {"vf": "ed" if part == past else "part", "tense": "past"}
    for word, found in features.items():
        yield f"{word} {rest}".strip(), {"form": "verb", **found}


def _noun(form: str) -> Iterator[Form]:
    front, _, head = form.rpartition(" ")
    one, _, many = head.partition("/")
    for word, number in ((one, "1"), (many or plural(one), "p")):
        yield f"{front} {word}".strip(), {"n": number}


def _name(form: str) -> Iterator[Form]:
    yield form, {}
    if not form.endswith(("s", "S")):
        yield f"{form}'s", {"poss": "yes"}
        yield f"{form}s", {"poss": "yes"}


def plural(word: str) -> str:
    """Return the regular plural of a noun, which is also the third person of a verb."""
    if word.endswith(_SIBILANTS):
        return f"{word}es"
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return f"{word[:-1]}ies"
    return f"{word}s"


def _third(base: str) -> str:
    return f"{base}es" if base.endswith("o") else plural(base)


def _past(base: str) -> str:
    if base.endswith("e"):
        return f"{base}d"
    if base.endswith("y") and base[-2] not in _VOWELS:
        return f"{base[:-1]}ied"
    return f"{_doubled(base)}ed"


def _ing(base: str) -> str:
    if base.endswith("ie"):
        return f"{base[:-2]}ying"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        return f"{base[:-1]}ing"
    return f"{_doubled(base)}ing"


def _doubled(base: str) -> str:
    """Double the last letter of a short word with one vowel: stab, stabbed. Longer words carry the stress elsewhere."""
    if len(base) < 3 or base[-1] in f"{_VOWELS}wxy" or base[-2] not in _VOWELS or base[-3] in _VOWELS:
        return base
    vowels = sum(letter in _VOWELS for letter in base)
    return base + base[-1] if vowels == 1 or base in _STRESSED_LAST else base


_STRESSED_LAST = frozenset(
    "admit permit submit commit omit refer prefer occur repel expel compel rebut regret abet".split()
)
