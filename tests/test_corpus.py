"""Every rule reads its corpus page, `tests/corpus/<lang>/<rule>.md`, exactly: all its claims and nothing more.

A page is Markdown. Prose explains; a case is a report and what must be read from it:

    A denial is a claim too.

    >> headline, where the case needs one
    > قُتل ثلاثة مدنيين وأصيب نحو 20 آخرين بقصف على حلب.
    > (consecutive lines are the lines of one report)
    - casualty harm=killed count=3 victims=civilians place=Aleppo «قُتل ثلاثة مدنيين»
    - casualty harm=injured count=~20 victims=civilians

    > لا خبر هنا.
    - none

The page's name begins with a kind of claim (`attack.md`, `casualty_toll.md`): all claims of that kind are expected,
one a line, in any order; claims of other kinds are not looked at. A page whose name begins otherwise says
`kinds: attack, control` on a line of its own. An expected line names the kind, then `slot=value` pairs (slots of
docs/codebook.md; those left out are not looked at), then «words» which must hold the evidence, or one of the repeats,
or be held by it. Values with blanks stand in double quotes; `-` is null or empty.

    count         12  >300 (more than)  >=300 (at least)  ~300 (about)  <=300 (up to)  5-7 (range)  vague
    time          2016-11-15  2016-11-15..2016-12-05  ..2016-12-05  2016-11-15..
    place         names separated by `;`, each found in a place's name or text, as many as there are places
    participants  names separated by `;`, exactly these
    subset_of     the number of the expected line (from 1) that holds the whole
    cumulative    yes  no
    actors, speakers, sources: the name or the printed text, whole
    content, extent: equal to the slot's text, or a part of it
    everything else: equal

Reports are published on 2016-12-05; a line `published: 2018-01-31` changes that for the cases below it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from marsad.interchange import reading_to_dict
from marsad.pipeline import pack_of, read
from marsad.records import KINDS, Report

Json = dict[str, Any]
CORPUS = Path(__file__).parent / "corpus"
# Pages in layouts of their own, read by the tests of their grammars
GRAMMARS = {"dates", "entities", "numbers", "places"}
PAGES = sorted(page for page in CORPUS.glob("*/*.md") if page.stem not in GRAMMARS)

_PAIR = re.compile(r'(\w+)=("[^"]*"|\S+)')
_EVIDENCE = re.compile(r"«(.*)»\s*$")
_COUNT = re.compile(r"(>=|<=|>|~)?(\d+)(?:-(\d+))?")
_BOUND = {">=": "at_least", "<=": "up_to", ">": "more_than", "~": "about", None: "exact"}


@dataclass(frozen=True)
class Expected:
    """One expected claim: its kind, the slots that are looked at, and words of its evidence."""

    kind: str
    slots: dict[str, str]
    words: str | None
    line: str


@dataclass
class Case:
    """A report and the claims that must be read from it."""

    page: Path
    number: int  # line of the page
    published: dt.date
    kinds: tuple[str, ...]
    title: str | None = None
    lines: list[str] = field(default_factory=list)
    expected: list[Expected] = field(default_factory=list)
    closed: bool = False  # expected lines have begun

    @property
    def id(self) -> str:
        return f"{self.page.parent.name}/{self.page.name}:{self.number}"


# Reading pages


def cases(page: Path) -> Iterator[Case]:
    """Yield the cases of a page. Raises ValueError with page and line for what is not in the format."""
    published = dt.date(2016, 12, 5)
    kinds: tuple[str, ...] = tuple(kind for kind in KINDS if page.stem.split("_")[0] == kind)
    case: Case | None = None
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("published:"):
            published = dt.date.fromisoformat(line.partition(":")[2].strip())
        elif line.startswith("kinds:"):
            kinds = tuple(kind.strip() for kind in line.partition(":")[2].split(","))
        elif line.startswith(">"):
            if case is None or case.closed:
                yield from _finished(case)
                case = Case(page, number, published, kinds)
            if line.startswith(">>"):
                case.title = line[2:].strip()
            else:
                case.lines.append(line[1:].strip())
        elif line.startswith("- ") and case is not None:
            case.closed = True
            if line.strip() != "- none":
                case.expected.append(_expected(line, f"{page.name}:{number}"))
    yield from _finished(case)


def _finished(case: Case | None) -> Iterator[Case]:
    if case is None:
        return
    if not case.closed:
        raise ValueError(f"{case.id}: a case without expected lines (write `- none` for an abstention)")
    if not case.kinds:
        raise ValueError(f"{case.id}: the page's name is no kind, and it has no line `kinds: …`")
    yield case


def _expected(line: str, where: str) -> Expected:
    rest = line[2:].strip()
    words = _EVIDENCE.search(rest)
    if words:
        rest = rest[: words.start()]
    kind, _, rest = rest.partition(" ")
    slots = {key: value.strip('"') for key, value in _PAIR.findall(rest)}
    left = _PAIR.sub("", rest).strip()
    if kind not in KINDS or left:
        raise ValueError(f"{where}: expected `- kind slot=value … «words»`, got {left or kind!r}")
    return Expected(kind, slots, words.group(1) if words else None, line)


# Comparing


def fits(expected: Expected, claim: Json) -> bool:
    """Tell whether a claim is the expected one, its whole (`subset_of`) aside."""
    if claim["kind"] != expected.kind:
        return False
    passages = [claim["evidence"], *claim["also"]]
    if expected.words is not None and not any(_within(expected.words, passage) for passage in passages):
        return False
    for slot, value in expected.slots.items():
        if slot not in claim:
            raise ValueError(f"{expected.line}: a {expected.kind} has no slot {slot!r}")
        if slot != "subset_of" and not _slot_fits(slot, value, claim[slot]):
            return False
    return True


def _slot_fits(slot: str, value: str, found: Any) -> bool:
    if value == "-":
        return not found or (slot == "time" and found["start"] is None and found["end"] is None)
    if slot == "cumulative":
        return bool(found) == (value == "yes")
    if not found:
        return False
    if slot == "count":
        return _count_fits(value, found)
    if slot == "time":
        start, dots, end = value.partition("..")
        return (found["start"] or "", found["end"] or "") == (start, end if dots else start)
    if slot == "place":
        names = [name.strip() for name in value.split(";")]
        return len(names) == len(found) and all(any(_place_fits(n, p) for p in found) for n in names)
    if slot == "participants":
        return sorted(name.strip() for name in value.split(";")) == sorted(found)
    if slot in ("content", "extent"):
        return value in found
    if isinstance(found, dict):
        return value in (found.get("name"), found.get("text"))
    return bool(value == found)


def _count_fits(value: str, found: Json) -> bool:
    if value == "vague":
        return bool(found["qualifier"] == "vague")
    hit = _COUNT.fullmatch(value)
    if hit is None:
        raise ValueError(f"count={value} is not in the format")
    sign, first, last = hit.group(1), int(hit.group(2)), hit.group(3)
    if last:
        return (found["low"], found["high"], found["qualifier"]) == (first, int(last), "range")
    bound = found["high"] if sign == "<=" else found["low"]
    return (bound, found["qualifier"]) == (first, _BOUND[sign])


def _place_fits(name: str, place: Json) -> bool:
    return name == place["text"] or name in (place["name"] or "")


def _within(a: str, b: str) -> bool:
    return a in b or b in a


def assigned(expected: list[Expected], claims: list[Json]) -> list[Json] | None:
    """Return a claim for every expected line, each used once and the wholes right, or None."""

    def place(number: int, chosen: list[Json]) -> list[Json] | None:
        if number == len(expected):
            return chosen if all(_whole_fits(e, c, chosen) for e, c in zip(expected, chosen, strict=True)) else None
        for claim in claims:
            if all(claim is not taken for taken in chosen) and fits(expected[number], claim):
                found = place(number + 1, [*chosen, claim])
                if found is not None:
                    return found
        return None

    return place(0, [])


def _whole_fits(expected: Expected, claim: Json, chosen: list[Json]) -> bool:
    value = expected.slots.get("subset_of")
    if value is None:
        return True
    whole = None if value == "-" else chosen[int(value) - 1]["id"]
    return bool(claim["subset_of"] == whole)


def shown(claim: Json) -> str:
    hidden = {"id", "kind", "evidence", "span", "also", "also_spans", "spans", "inferred", "rule"}
    slots = " ".join(f"{key}={value!r}" for key, value in claim.items() if key not in hidden and value)
    return f"- {claim['id']} {claim['kind']} {slots} «{claim['evidence']}» [{claim['rule']}]"


# Tests


@pytest.mark.parametrize("case", [case for page in PAGES for case in cases(page)], ids=lambda case: case.id)
def test_case_is_read_exactly(case: Case) -> None:
    lang = case.page.parent.name
    report = Report("case", "\n".join(case.lines), lang, case.published, title=case.title)
    claims = [claim for claim in reading_to_dict(read(report))["claims"] if claim["kind"] in case.kinds]
    found = assigned(case.expected, claims)
    right = found is not None and len(found) == len(claims)
    assert right, "\n  ".join(
        (
            case.id,
            *(f"> {line}" for line in report.document.splitlines()),
            *("expected", *(expected.line for expected in case.expected)),
            *("read", *(shown(claim) for claim in claims)),
        )
    )


@pytest.mark.parametrize("lang", sorted({page.parent.name for page in PAGES}))
def test_every_rule_has_a_page(lang: str) -> None:
    pages = {page.stem for page in PAGES if page.parent.name == lang}
    rules = {rule.name for rule in pack_of(lang).rules}
    assert rules <= pages, f"no page in tests/corpus/{lang} for {sorted(rules - pages)}"


def test_a_rules_page_has_cases_and_abstentions() -> None:
    for page in PAGES:
        if page.stem.split("_")[0] not in KINDS:
            continue
        read_here = list(cases(page))
        assert any(not case.expected for case in read_here), f"{page}: no abstention (`- none`)"
        assert any(case.expected for case in read_here), f"{page}: no case that is read"
