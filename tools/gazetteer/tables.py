"""Read the tables of this folder, and write those that ship."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from marsad.lang.ar.place_words import place_words
from marsad.text.words import bare
from tools.gazetteer.draft import Draft, latin_forms, written

HERE = Path(__file__).parent
PLACES = "# key\tkind\tcountry\twithin\tname\tnames_ar\tlat\tlon\tpopulation\tflags"
NAMES = "# name as written\tplaces\tname without articles\tc: also an ordinary word, a: short for a name given before"


def rows(name: str) -> Iterator[list[str]]:
    """Yield the cells of every line of a table, comments aside."""
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield [cell.strip() for cell in line.split("\t")]


def words(name: str) -> set[str]:
    """Return the names of a table of names."""
    return {written(word) for row in rows(name) for word in row[0].split("|")}


def write_places(drafts: Sequence[Draft], out: Path) -> None:
    """Write places.tsv, one place a line, in the order of `drafts`."""
    position = {draft.key: draft.position for draft in drafts}
    lines = [PLACES]
    for d in drafts:
        within = str(position[d.within]) if d.within else ""
        cells = [d.key, d.kind, d.country, within, d.english[0], "|".join(d.arabic)]
        lines.append("\t".join([*cells, degrees(d.lat), degrees(d.lon), str(d.population or ""), d.flags]))
    (out / "places.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def degrees(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}".rstrip("0").rstrip(".")


def write_names(drafts: Sequence[Draft], out: Path) -> None:
    """Write one table a script: a reader of Arabic has no use for the Latin names, and loads faster without."""
    arabic: dict[str, list[int]] = defaultdict(list)
    latin: dict[str, list[int]] = defaultdict(list)
    for draft in drafts:
        for name in dict.fromkeys(map(written, draft.arabic)):
            arabic[name].append(draft.position)
        for name in dict.fromkeys(form for english in draft.english for form in latin_forms(english)):
            latin[name].append(draft.position)
    cues = place_words().words
    dropped = words("not_places.tsv") | {w for w, uses in cues.items() if uses.keys() & {"cue", "relation", "link"}}
    flags = dict.fromkeys(words("common_words.tsv") | {w for w, uses in cues.items() if "title" in uses}, "c")
    flags |= dict.fromkeys(words("anaphors.tsv"), "a")
    for script, table in (("arabic", arabic), ("latin", latin)):
        lines = [NAMES, *(_line(n, table[n], flags) for n in sorted(table) if n not in dropped and len(n) > 1)]
        (out / f"names.{script}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _line(name: str, ids: Sequence[int], flags: Mapping[str, str]) -> str:
    key = " ".join(map(bare, name.split()))
    return "\t".join([name, " ".join(map(str, ids)), key if key != name else "", flags.get(name, "")])
