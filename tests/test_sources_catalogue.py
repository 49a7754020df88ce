"""A catalogue is checked as a whole, and every fault has its line (marsad/sources/catalogue.py)."""

from __future__ import annotations

from pathlib import Path

import pytest

from marsad.errors import CatalogueError
from marsad.sources.catalogue import load
from tests.store_support import ROOT

GOOD = """
sources:
  - id: a
    name: {ar: "أ", en: "A"}
    side: Syrian government
    country: SY
    language: ar
    kind: feed
    addresses: ["HTTPS://Example.org/feed"]
    date: day-first
    time_zone: Asia/Damascus
    rate: 1m
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "sources.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def faults(folder: Path, text: str) -> str:
    with pytest.raises(CatalogueError) as caught:
        load(written(folder, text))
    return str(caught.value)


def test_a_catalogue_is_read(tmp_path: Path) -> None:
    found = load(written(tmp_path, GOOD))
    assert not found.settings.fetch, "nothing is fetched unless it is asked for"
    (source,) = found.sources
    assert (source.id, source.name, source.name_ar, source.side) == ("a", "A", "أ", "Syrian government")
    assert source.addresses == ("https://example.org/feed",)
    assert (source.order, source.time_zone, source.rate, source.line) == ("day-first", "Asia/Damascus", 60.0, 3)
    assert source.online
    assert found.source("a") is source
    assert found.source("b") is None


def test_the_example_is_good_and_fetches_nothing() -> None:
    found = load(ROOT / "examples" / "sources.yaml")
    assert not found.settings.fetch
    assert len(found.sources) >= 5
    assert all(source.name_ar for source in found.sources)
    (folder,) = [source for source in found.sources if source.kind == "folder"]
    assert Path(folder.addresses[0]).is_dir()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("id: a", "id: A b", "line 3 (A b): `id` is a short name"),
        ("kind: feed", "kind: rss", "`kind` is one of feed, page, folder, channel, not 'rss'"),
        ("country: SY", "country: Syria", "`country` is a country in two capitals"),
        ("country: SY", "country: NO", "put NO in quotes"),
        ("language: ar", "language: fr", "`language` is ar or en"),
        ("time_zone: Asia/Damascus", "time_zone: Damascus", "a time zone such as Asia/Damascus, not 'Damascus'"),
        ("rate: 1m", "rate: fast", "`rate` is a time such as 30s"),
        ("date: day-first", "date: backwards", "`date` says how dates are printed"),
        ("side:", "sides:", "`sides` is no field of it"),
        ("side: Syrian government", "side: 7", "`side` is a text"),
        ("    side: Syrian government", "    side: x\n    sponsor: y", "not both"),
        ('name: {ar: "أ", en: "A"}', "name: A", "`name` gives its name in both languages"),
        ('["HTTPS://Example.org/feed"]', "https://example.org/", "`addresses` is a list"),
        ('["HTTPS://Example.org/feed"]', '["folder/x"]', "a feed needs an address that begins with https://"),
        ('["HTTPS://Example.org/feed"]', '["http://localhost/"]', "of this machine"),
        ('["HTTPS://Example.org/feed"]', '["file:///etc/passwd"]', "only http and https"),
        ('["HTTPS://Example.org/feed"]', '["http://1.1.1.1@127.0.0.1/"]', "before @"),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert old in GOOD
    told = faults(tmp_path, GOOD.replace(old, new))
    assert words in told
    assert "sources.yaml, line " in told


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "write `sources:`"),
        ("- x", "write `sources:`"),
        ("sources: []", "is no list"),
        ("sources: [x]", "'x' is no source"),
        ("a: b: c", "it is no YAML"),
        ("sources: [\n", "it is no YAML"),
        ("settings: {fetch: yes please}" + GOOD, "`fetch` is true or false, not 'yes please'"),
        ("settings: {ports: 80}" + GOOD, "`ports` is a list of numbers"),
        ("settings: {every: often}" + GOOD, "`every` is a time"),
        ("settings: {megabytes: -1}" + GOOD, "`megabytes` is a number above 0"),
        ("settings: {megabyte: 1}" + GOOD, "`megabyte` is no field"),
        ("settings: fast" + GOOD, "`settings` holds no fields"),
        ("settings: &a {fetch: true}\nother: *a" + GOOD, "in place of the alias *a"),
        ("settings: {fetch: true, fetch: false}" + GOOD, "fetch is given twice"),
        ("? [a, b]\n: c" + GOOD, "is no name of a field"),
        (GOOD + GOOD.replace("\nsources:\n", ""), "the id is taken by the source of line 3"),
        ("x: !!python/object/apply:os.system ['true']" + GOOD, "it is no YAML"),
    ],
)
def test_what_is_no_catalogue_is_refused(tmp_path: Path, text: str, words: str) -> None:
    assert words in faults(tmp_path, text)


def test_all_faults_are_listed_at_once(tmp_path: Path) -> None:
    told = faults(tmp_path, GOOD.replace("kind: feed", "kind: rss").replace("language: ar", "language: xx"))
    assert [line.partition(": ")[2][:10] for line in told.splitlines()] == ["`kind` is ", "`language`"]


def test_a_file_that_is_missing_or_in_another_encoding_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"none\.yaml: it cannot be opened"):
        load(tmp_path / "none.yaml")
    path = tmp_path / "a.yaml"
    path.write_bytes("sources: [é]".encode("latin-1"))
    with pytest.raises(CatalogueError, match="UTF-8"):
        load(path)
