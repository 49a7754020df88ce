"""A briefing as one HTML page for print: no script, nothing from elsewhere, every text escaped by lxml. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from importlib.resources import files
from typing import Any

from lxml import html
from lxml.builder import E

from marsad import __version__
from marsad.web.briefing import charts
from marsad.web.briefing.content import MOST, Brief, Citation, Line
from marsad.web.briefing.words import Words

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_RUN = re.compile(r"\d[\d,]*(?:[-–]\d[\d,]*)+(?: – \d[\d,]*(?:[-–]\d[\d,]*)+)?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_SIGNS = ("◌", "◐")
_RTL = ("ar", "he", "fa", "ur", "ckb", "ps")


def page(brief: Brief) -> str:
    """Return the whole page; the same briefing gives the same text, byte for byte."""
    words = Words(brief.asked.lang)
    direction = "rtl" if brief.asked.lang == "ar" else "ltr"
    root = E.html(
        E.head(
            E.meta(charset="utf-8"),
            E.meta({"http-equiv": "Content-Security-Policy", "content": _POLICY}),
            E.title(_title(brief, words)),
            E.style(files("marsad.web").joinpath("briefing", "page.css").read_text(encoding="utf-8")),
        ),
        E.body(
            _header(brief, words), _maps(brief, words),
            *_section(words, "changed", brief.changed, ("day", "place", "before", "after")),
            *_ledger(brief, words),
            *_section(words, "disagree", brief.disagreements, ("what", "difference", "one", "other")),
            *_section(words, "diplomacy", brief.diplomacy, ("parties", "steps", "outcome")),
            _limits(brief, words), _citations(brief.citations, words),
        ),
        lang=brief.asked.lang, dir=direction,
    )  # fmt: skip
    made: str = html.tostring(root, encoding="unicode", doctype="<!DOCTYPE html>")
    return made + "\n"


def clean(text: str) -> str:
    """Return a text without control characters, and without those that turn the direction of what follows."""
    return _UNFIT.sub("\ufffd", text)


def bdi(text: str) -> Any:
    """Return a text of others: its direction is its own."""
    return E.bdi(*runs(clean(text)))


def runs(text: str) -> list[Any]:
    """Return a text in parts: days and ranges run left to right, which after Arabic letters they would not."""
    parts: list[Any] = []
    at = 0
    for hit in _RUN.finditer(text):
        parts += [text[at : hit.start()], E.span(hit[0], {"dir": "ltr", "class": "run"})]
        at = hit.end()
    return [*parts, text[at:]]


def filled(words: Words, key: str, **given: object) -> list[Any]:
    """Return a text of the briefing whose values, numbers of versions and hashes, run left to right by themselves."""
    marked = words.text(key, **{name: f"\ue000{clean(str(value))}\ue000" for name, value in given.items()})
    made: list[Any] = []
    for at, part in enumerate(marked.split("\ue000")):
        made += [E.span(part, {"dir": "ltr", "class": "run"})] if at % 2 else signed(part)
    return made


def signed(text: str) -> list[Any]:
    """Return a text in parts: the signs of what no second person has read stand out, as they do before sentences."""
    return [E.b(part, {"class": "sign"}) if part in _SIGNS else part for part in re.split("([◌◐])", text)]


def _title(brief: Brief, words: Words) -> str:
    return clean(words.text("title", place=brief.asked.place or words.text("everywhere")))


def _header(brief: Brief, words: Words) -> Any:
    asked, origin = brief.asked, brief.origin
    if origin.hash is not None:
        said = filled(words, "from_edition", version=origin.version, hash=origin.hash)
    else:
        said = filled(words, "from_record", version=origin.version)
    return E.header(
        E.h1(_title(brief, words)),
        E.p(*runs(words.text("period", since=asked.since, until=asked.until)), " · ", words.text("reported")),
        E.p(*said, {"class": "small"}),
    )


def _maps(brief: Brief, words: Words) -> Any:
    heading = E.h2(words.text("map"))
    frame = charts.frame_of((*brief.before, *brief.after))
    if frame is None:
        return E.section(heading, E.p(words.text("map_none")))
    holders = charts.holders_of(brief.before, brief.after)
    figures = [
        E.figure(charts.draw(states, frame, holders, words), E.figcaption(day.isoformat()))
        for states, day in ((brief.before, brief.asked.since), (brief.after, brief.asked.until))
    ]
    pointless = sum(state.lat is None for state in brief.after)
    outside = sum(state.lat is not None and not frame.holds(state) for state in brief.after)
    note = [words.text("map_note")]
    note += [words.text(name, n=n) for name, n in (("map_pointless", pointless), ("map_outside", outside)) if n]
    return E.section(
        heading, E.div({"class": "maps"}, *figures), _legend(holders, words), E.p(" ".join(note), {"class": "small"})
    )


def _legend(holders: Sequence[str], words: Words) -> Any:
    keys = [
        E.li(E.svg(charts.of_holder(name, holders, 6, 6), viewBox="0 0 12 12"), " ", bdi(words.actor(name)))
        for name in holders[:6]
    ]
    mixed = words.text("list").join(words.term("control_state", state) for state in ("contested", "mixed", "unknown"))
    ring = E.li(E.svg(charts.shape("ring", 6, 6, "#555"), viewBox="0 0 12 12"), " ", mixed)
    siege = E.circle(cx="6", cy="6", r="5", fill="none", stroke="#111", **{"stroke-dasharray": "2 2"})
    besieged = E.li(E.svg(siege, viewBox="0 0 12 12"), " ", words.term("control_state", "besieged"))
    return E.ul({"class": "legend"}, *keys, ring, besieged)


def _section(words: Words, name: str, lines: Sequence[Line], heads: Sequence[str]) -> list[Any]:
    if not lines:
        return [E.section(E.h2(words.text(name)), E.p(words.text(f"{name}_none")))]
    return [E.section(E.h2(words.text(name)), *_table(words, lines, heads))]


def _ledger(brief: Brief, words: Words) -> list[Any]:
    if not brief.tolls and not brief.series:
        return [E.section(E.h2(words.text("ledger")), E.p(words.text("ledger_none")))]
    made = [E.h2(words.text("ledger"))]
    for name, lines, figures in (("tolls", brief.tolls, "range"), ("series", brief.series, "figures")):
        if lines:
            made += [E.h3(words.text(name)), *_table(words, lines, ("what", figures, "by", "when", "where"))]
    return [E.section(*made)]


def _table(words: Words, lines: Sequence[Line], heads: Sequence[str]) -> list[Any]:
    direction = "rtl" if words.lang == "ar" else "ltr"
    rows = [E.tr(*(_cell(cell, direction) for cell in line.cells), E.td(_numbers(line.refs))) for line in lines[:MOST]]
    table = E.table(E.thead(E.tr(*(E.th(words.text(head)) for head in heads), E.th("#"))), E.tbody(*rows))
    rest = len(lines) - MOST
    return [table, E.p(words.text("more_rows", n=rest), {"class": "small"})] if rest > 0 else [table]


def _cell(text: str, direction: str) -> Any:
    """Return a cell in the direction of the page, whatever letter it begins with: the sentence in it is ours."""
    inside = E.bdi(*runs(clean(text)), dir=direction)
    return E.td(inside, {"class": "day"}) if _DAY.fullmatch(text) else E.td(inside)


def _numbers(refs: Iterable[int]) -> Any:
    """Return the numbers of sentences, each leading to its sentence."""
    made = E.span({"class": "refs", "dir": "ltr"})
    for n in refs:
        link = E.a(f"[{n}]", href=f"#c{n}")
        link.tail = " "
        made.append(link)
    return made


def _limits(brief: Brief, words: Words) -> Any:
    said = [
        words.text(
            "limit_count", claims=brief.claims, reports=brief.reports, outlets=brief.outlets, every=brief.every
        ),
        words.text("limit_reported"), words.text("limit_lineage"), words.text("limit_places"),
    ]  # fmt: skip
    if brief.machine:
        said.append(words.text("limit_machine", n=brief.machine))
    if brief.alone:
        said.append(words.text("limit_alone", n=brief.alone))
    if brief.origin.gone:
        said.append(words.text("limit_gone", n=brief.origin.gone))
    return E.section({"class": "limits"}, E.h2(words.text("limits")), E.ul(*map(E.li, said)))


def _citations(citations: Sequence[Citation], words: Words) -> Any:
    return E.section(
        {"class": "cited"}, E.h2(words.text("cited")),
        E.ol(*(_citation(c, words) for c in citations)),
        E.footer(words.text("page_of", version=__version__)),
    )  # fmt: skip


def _citation(c: Citation, words: Words) -> Any:
    direction = "rtl" if c.lang in _RTL else "ltr"
    where = (bdi(c.outlet or words.text("outlet_none")), ", ", c.published or words.text("undated"))
    more = (E.br(), E.span(clean(c.url), {"class": "url", "dir": "ltr"})) if c.url else ()
    return E.li(
        {"id": f"c{c.number}"},
        E.q(*_standing(c), clean(c.words), lang=c.lang, dir=direction),
        E.div({"class": "small"}, *where, " · ", E.code(c.key), *more),
    )


def _standing(c: Citation) -> list[Any]:
    """Return the sign of a claim that no second person has read."""
    return [*signed("◌" if c.machine else "◐"), " "] if c.machine or c.alone else []
