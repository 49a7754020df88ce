"""Inflect the marked forms of the Arabic lexicons: third persons of verbs, genders and numbers of adjectives.

`v:قتل/يقتل` gives the third persons of past and imperfect; `adj:سوري` gives the feminine, dual and plural.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

Form = tuple[str, Mapping[str, str]]


def expand(form: str) -> Iterator[Form]:
    """Yield every inflected form of `form` with its features, or `form` itself when it is not marked."""
    if form.startswith("v:"):
        past, _, imperfect = form[2:].partition("/")
        first, _, rest = past.partition(" ")
        for verb, features in _past(first):
            yield f"{verb} {rest}".strip(), features
        if imperfect:
            first, _, rest = imperfect.partition(" ")
            for verb, features in _imperfect(first):
                yield f"{verb} {rest}".strip(), features
    elif form.startswith("adj:"):
        yield from ((word, {}) for word in _adjective(form[4:]))
    else:
        yield form, {}


def _past(verb: str) -> Iterator[Form]:
    weak = verb.endswith(("ا", "ى"))
    stem = verb[:-1] if weak else verb
    endings = {"ت": ("singular", "f"), "وا": ("plural", "m"), "تا": ("dual", "f")}
    yield verb, {"form": "verb", "tense": "past", "number": "singular", "gender": "m"}
    for ending, (number, gender) in endings.items():
        yield stem + ending, {"form": "verb", "tense": "past", "number": number, "gender": gender}
    if not weak:
        yield verb + "ا", {"form": "verb", "tense": "past", "number": "dual"}
        yield verb + "ن", {"form": "verb", "tense": "past", "number": "plural"}


def _imperfect(verb: str) -> Iterator[Form]:
    stem = verb[:-1] if verb.endswith(("ي", "و", "ى")) else verb
    long = verb[:-1] + "ي" if verb.endswith("ى") else verb
    for prefix, gender in (("ي", "m"), ("ت", "f")):
        yield prefix + verb[1:], {"form": "verb", "tense": "present", "number": "singular", "gender": gender}
        yield prefix + stem[1:] + "ون", {"form": "verb", "tense": "present", "number": "plural"}
        yield prefix + stem[1:] + "وا", {"form": "verb", "tense": "present", "number": "plural"}
        yield prefix + long[1:] + "ان", {"form": "verb", "tense": "present", "number": "dual"}
        yield prefix + long[1:] + "ا", {"form": "verb", "tense": "present", "number": "dual"}
    if stem != verb:
        yield from ((prefix + stem[1:], {"form": "verb", "tense": "present", "number": "singular"}) for prefix in "يت")


def _adjective(word: str) -> Iterator[str]:
    feminine = word if word.endswith("ة") else word + "ة"
    stem = feminine[:-1]
    yield from (word, feminine, stem + "ان", stem + "ين", stem + "ون", stem + "ات", stem + "تان", stem + "تين")
