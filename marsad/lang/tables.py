"""Read lexicons from their tables, and keep them compiled between runs.

A row is `class ⇥ forms ⇥ value ⇥ attributes`. Forms are in ordinary spelling, alternatives separated by `|`; a
pack's `expand` turns a marked form (`v:` a verb, `adj:` an adjective) into its inflected ones. Attributes are
`key=value` pairs separated by `;`.

Folding and inflecting some twenty thousand forms takes a third of a second, so the result is kept in the user's cache
folder (`XDG_CACHE_HOME`, else `~/.cache`) under a digest of the tables, of the code that reads them and of Python's
version: as Python keeps its own compiled modules, by `marshal`, behind the digest of its bytes. A cache that cannot be
read or written is done without.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from marsad.errors import PackError
from marsad.lang.lexicon import Lexicon
from marsad.text.fold import light, match

Expand = Callable[[str], Iterable[tuple[str, Mapping[str, str]]]]
_NONE: Mapping[str, str] = {}
_LIKE_ARTICLES = ("أل", "إل", "آل")  # the article's letters once hamza is folded
_DIGEST = 32  # bytes of SHA-256
_STALE = 7 * 86_400  # seconds that the compiled tables of another version are kept
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
    kept = _kept(tables, expand)
    lexicon = _read(kept) if kept else None
    if lexicon is None:
        lexicon = Lexicon()
        for name, text in tables:
            _file(lexicon, name, text, expand)
        if kept:
            _keep(kept, lexicon)
    return lexicon


def _kept(tables: list[tuple[str, str]], expand: Expand) -> Path | None:
    """Return the file in which the lexicon of these tables is kept, None for one inflected by code of others."""
    if not expand.__module__.startswith("marsad."):
        return None
    digest = hashlib.sha256(f"{sys.version} {expand.__module__}.{expand.__qualname__}".encode())
    for package, name in _READERS:
        source = files(package) / name
        digest.update(source.read_bytes() if source.is_file() else b"")
    for name, text in tables:
        digest.update(f"{name}\n{text}\n".encode())
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "marsad" / f"lexicon-{digest.hexdigest()[:32]}.bin"


def _read(kept: Path) -> Lexicon | None:
    try:
        data = kept.read_bytes()
        if hashlib.sha256(data[_DIGEST:]).digest() == data[:_DIGEST]:
            return Lexicon.filed(*marshal.loads(data[_DIGEST:]))
    except (OSError, ValueError, TypeError, EOFError):
        pass  # not there, or not ours: it is made anew
    return None


def _keep(kept: Path, lexicon: Lexicon) -> None:
    phrases = {key: [tuple(entry) for entry in entries] for key, entries in lexicon.phrases.items()}
    data = marshal.dumps((phrases, lexicon.longest, lexicon.seconds))
    fresh = kept.with_suffix(f".{os.getpid()}")
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(hashlib.sha256(data).digest() + data)
        fresh.replace(kept)
        for old in kept.parent.glob("lexicon-*"):
            if old != kept and old.stat().st_mtime < kept.stat().st_mtime - _STALE:
                old.unlink()
    except OSError:
        with suppress(OSError):  # a read-only home: nothing is kept
            fresh.unlink(missing_ok=True)


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
