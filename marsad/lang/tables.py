"""Read lexicons from their tables, and keep them compiled between runs.

A row is `class ⇥ forms ⇥ value ⇥ attributes`. Forms are in ordinary spelling, alternatives separated by `|`; a
pack's `expand` turns a marked form (`v:` a verb, `adj:` an adjective) into its inflected ones. Attributes are
`key=value` pairs separated by `;`.

Folding and inflecting some twenty thousand forms takes a third of a second, so the result is kept (text/compiled.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.resources.abc import Traversable

from marsad.errors import PackError
from marsad.lang.lexicon import Lexicon
from marsad.text.compiled import code, compiled
from marsad.text.fold import light, match

Expand = Callable[[str], Iterable[tuple[str, Mapping[str, str]]]]
_NONE: Mapping[str, str] = {}
_LIKE_ARTICLES = ("أل", "إل", "آل")  # the article's letters once hamza is folded
_READERS = (
    ("marsad.lang", "tables.py"), ("marsad.lang", "lexicon.py"), ("marsad.lang.ar", "forms.py"),
    ("marsad.lang.en", "forms.py"), ("marsad.text", "fold.py"), ("marsad.text", "words.py"),
)  # fmt: skip


def plain(form: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Expand nothing: the form is what is written."""
    yield form, _NONE


def load(folder: Traversable, expand: Expand = plain, skip: frozenset[str] = frozenset()) -> Lexicon:
    """Return the lexicon of every `*.tsv` in `folder`, those of another layout (`skip`) aside.

    Raises PackError that names table and line where a row is malformed.
    """
    found = sorted((f.name, f) for f in folder.iterdir() if f.name.endswith(".tsv") and f.name not in skip)
    tables = [(name, file.read_text(encoding="utf-8")) for name, file in found]
    if not expand.__module__.startswith("marsad."):
        return _filled(tables, expand)  # inflected by code of others
    return Lexicon.filed(*compiled("lexicon", _sources(tables, expand), lambda: _filled(tables, expand).packed()))


def _filled(tables: list[tuple[str, str]], expand: Expand) -> Lexicon:
    lexicon = Lexicon()
    for name, text in tables:
        _file(lexicon, name, text, expand)
    return lexicon


def _sources(tables: list[tuple[str, str]], expand: Expand) -> Iterator[bytes]:
    """Yield what a lexicon is made from: the names of its tables and of what inflects them, all texts, and the code."""
    yield f"{expand.__module__}.{expand.__qualname__}".encode()
    yield from (code(*module) for module in _READERS)
    for name, text in tables:
        yield f"{name}\n{text}".encode()


def _file(lexicon: Lexicon, table: str, text: str, expand: Expand) -> None:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) < 3 or not cells[0] or not cells[1]:
            raise PackError(f"{table}, line {number}: want class, forms and value between tabs, got {line!r}")
        attrs = _attributes(cells[3]) if len(cells) > 3 else _NONE
        for form in cells[1].split("|"):
            for spelled, extra in expand(form.strip()):
                words = tuple(match(spelled).split())
                if not words:
                    raise PackError(f"{table}, line {number}: an empty form in {cells[1]!r}")
                lexicon.put(cells[0], cells[2], words, {**extra, **attrs}, _rooted(spelled))


def _rooted(spelled: str) -> tuple[int, ...]:
    if not any(letters in spelled for letters in _LIKE_ARTICLES):
        return ()
    return tuple(i for i, word in enumerate(light(spelled).split()) if word[:2] in _LIKE_ARTICLES)


def _attributes(cell: str) -> Mapping[str, str]:
    pairs = (part.partition("=") for part in cell.split(";") if part.strip())
    return {key.strip(): value.strip() for key, _, value in pairs}
