"""The lines around the title of a page, and the dates that they print."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import html

from marsad.sources.formats.lines import Line, Stamp, lines, tidy, tidy_edges
from marsad.sources.furniture import is_read_also
from marsad.sources.printed import Printed, Role, dates, role_of
from marsad.text.fold import match

_NEVER = frozenset({"nav", "footer", "aside", "form"})
_ELSEWHERE = re.compile(
    r"related|recommend|also|read-?more|more-?(?:news|stor|from)|popular|most-?|trending|latest|sidebar|widget|comment"
    r"|disqus|footer|copyright|breadcrumb|\bnav|menu|archive|ticker|breaking|promo|newsletter|masthead|top-?bar|weather"
    r"|today|current-?date|caption|gallery|advert"
)
_OPEN = frozenset({"html", "body", "main", "article"})
_LINES_AFTER, _LINES_BEFORE = 14, 4
_LONGEST = 140
_PROSE_WORDS = 14
_STOPS = (".", "؟", "!", "…", "?")
_LINK_WORDS = 4
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_FEW_WORDS = 2  # a place or a name, beside a date in one part of a line
_PARTS = re.compile(r"[|•·–—]|\s-+\s?|\s?-+\s|\s/\s|//")
_WEAK_PARTS = re.compile(r"[،,:()\[\]\n]")
_AGO = re.compile(r"(?:^|\W)(?:(?:منذ|قبل)\s+\S+(?:\s+\S+)?|\d+\s+\w+\s+ago|اليوم|أمس|yesterday|today)\W*$", re.I)
_PICTURES = ("img", "picture", "figure", "video")
_CLOCK = re.compile(
    r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?|[apAP]\.?[mM]\.?|GMT|UTC|\b[صم]\b|\bهـ?\b|الساعة|بتوقيت|مساء|صباحا?|ظهرا?|at\b|في\b"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A date near the title: its day, None where the words leave it open; what it is called; the words."""

    day: dt.date | None
    role: Role
    words: str
    stamped: bool = False


def near_title(tree: html.HtmlElement, title: str | None, lang: str) -> list[Candidate]:
    """Return the dates printed around the title, in their order; none where the title is not found in the page."""
    heading = _heading(tree, title)
    if heading is None:
        return []
    holders = {heading, *heading.iterancestors()}
    every = list(lines(tree, lambda element: element not in holders and _is_elsewhere(element)))
    at = _at(every, heading, title)
    return [] if at is None else [found for line in _around(every, at, heading) for found in _candidates(line, lang)]


def _heading(tree: html.HtmlElement, title: str | None) -> html.HtmlElement | None:
    """Return the element that shows the title: a heading with its words, else the only h1, else any block with them."""
    wanted = _titles(title)
    headings = list(tree.iter("h1", "h2", "h3"))
    found = next((element for element in headings if _key(element.text_content()) in wanted), None)
    if found is None:
        first = [element for element in headings if element.tag == "h1" and element.text_content().strip()]
        found = first[0] if len(first) == 1 else None
    if found is None and wanted:
        found = next((line.element for line in lines(tree) if _key(line.text) in wanted), None)
    return found


def _titles(title: str | None) -> frozenset[str]:
    """Return the title, and it without the name of the site before or after a dash."""
    parts = re.split(r"\s[|–—:-]+\s", title or "")
    forms = [title or "", " - ".join(parts[:-1]), parts[0]]
    return frozenset(key for form in forms if len(key := _key(form)) > 8)


def _key(text: str) -> str:
    return " ".join(re.findall(r"\w+", match(text[:400])))


def _is_elsewhere(element: html.HtmlElement) -> bool:
    if element.tag in _NEVER:
        return True
    if element.tag in _OPEN and element.tag != "article":
        return False
    names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('role') or ''}".lower()
    return bool(names.strip()) and bool(_ELSEWHERE.search(names))


def _at(every: list[Line], heading: html.HtmlElement, title: str | None) -> int | None:
    inside = [number for number, line in enumerate(every) if _is_in(line.element, heading)]
    if heading.tag in ("h1", "h2", "h3"):
        return inside[-1] if inside else None
    wanted = _titles(title)
    return next((number for number in inside if _key(every[number].text) in wanted), None)


def _is_in(element: html.HtmlElement, holder: html.HtmlElement) -> bool:
    return element is holder or any(above is holder for above in element.iterancestors())


def _around(every: list[Line], at: int, heading: html.HtmlElement) -> Iterator[Line]:
    """Yield the lines before the title in its own article, and those after it until the story has begun."""
    own = next((element for element in heading.iterancestors("article", "main", "header")), heading.getparent())
    for line in every[max(0, at - _LINES_BEFORE) : at]:
        if own is not None and own.tag != "body" and _is_in(line.element, own):
            yield line
    prose = 0
    for number in range(at + 1, min(len(every), at + 1 + _LINES_AFTER)):
        line = every[number]
        text = tidy(line.text)
        linked_heading = line.element.tag in _HEADINGS and line.linked > 0
        if is_read_also(text) or role_of(text) == "end" or line.element.tag == "h1" or linked_heading:
            return
        if is_prose(text):
            prose += 1
            if prose > 1 or _has_other_days(every[number + 1 :]):
                return
        elif not _is_of_another(every[number - 1 : number + 2], heading) and not _is_of_picture(line, heading):
            yield line


def _has_other_days(after: list[Line]) -> bool:
    """Tell a page that goes on with entries of several days, such as a live report, from a text under its summary."""
    texts = [text for line in after if len(text := tidy(line.text)) <= _LONGEST and not is_prose(text)]
    return len({date.day for text in texts for date in dates(text) if date.role in ("published", "")}) > 1


def _is_of_another(around: list[Line], heading: html.HtmlElement) -> bool:
    """Tell a line between a headline that leads to another story, or the name of another thing, and what follows."""
    before, after = around[0], around[2:]
    label = before.element is not heading and role_of(tidy(before.text)) == "other"
    return label or any(_is_headline(line, heading) for line in (before, *after))


def _is_of_picture(line: Line, heading: html.HtmlElement) -> bool:
    """Tell the words under a picture: the block that they stand in holds it, and not the title."""
    for block in (line.element, line.element.getparent()):
        if block is None or block.tag in _OPEN or _is_in(heading, block):
            return False
        if any(True for _ in block.iter(*_PICTURES)):
            return True
    return False


def is_prose(text: str) -> bool:
    """Tell sentences from labels: many words, or some that end in a full stop."""
    words = len(text.split())
    return words > 2 * _PROSE_WORDS or (words >= _PROSE_WORDS // 2 and text.endswith(_STOPS))


def _is_headline(line: Line, heading: html.HtmlElement) -> bool:
    """Tell a link to another story: what stands under it is that story's."""
    text = tidy(line.text)
    return line.element is not heading and len(text.split()) >= _LINK_WORDS and line.linked > len(text) * 0.7


def _candidates(line: Line, lang: str) -> Iterator[Candidate]:
    text = tidy(line.text)
    if len(text) > _LONGEST or is_prose(text):
        return
    printed = [date for date in dates(text, lang) if date.role != "other"]
    rest = text
    for date in printed:
        rest = rest.replace(date.span.of(text), "")
    named = any(date.role for date in printed)
    if not named and len(rest.split()) >= _LINK_WORDS and line.linked > len(text) * 0.5:
        return  # another story, with its date
    edges = tidy_edges(line)
    alone = [date for date in printed if date.role == "updated" or _stands_alone(text, date, printed, edges)]
    if not printed and not line.stamps and len(text) < _LONGEST // 3 and _AGO.search(text):
        yield Candidate(None, "", text)
    for date in alone:
        yield Candidate(date.day, date.role, date.span.of(text))
    if not alone or len(line.stamps) > 1:
        yield from (found for stamp in line.stamps if (found := _stamped(stamp, line, text, lang)))


def _stamped(stamp: Stamp, line: Line, text: str, lang: str) -> Candidate | None:
    """Return the date of a <time>; None where it belongs to a headline in the same line."""
    before = tidy(line.text[: stamp.at])
    role: Role = role_of(before) or _role_of_names(stamp.names)
    day = _iso_day(stamp.value)
    if day is None or role in ("other", "end") or (not role and len(before.split()) >= _LINK_WORDS):
        return None
    return Candidate(day, role, stamp.value, stamped=True)


def _iso_day(value: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value.strip()[:10])
    except ValueError:
        return None


def _role_of_names(names: str) -> Role:
    if re.search(r"publi|pubdate|posted|datecreated|entry-date", names):
        return "published"
    return "updated" if re.search(r"updat|modif", names) else ""


def _stands_alone(text: str, date: Printed, others: list[Printed], edges: frozenset[int]) -> bool:
    """Tell a date that is a part of its own in the line, but for a clock and a cue, from one inside other words.

    Beside a bar or a dash there may be some words, beside a comma or the edge of a piece a name or a place.
    """
    if date.role == "published":
        return True
    start = max((other.span.end for other in others if other.span.end <= date.span.start), default=0)
    end = min((other.span.start for other in others if other.span.start >= date.span.end), default=len(text))
    before, after = _PARTS.split(text[start : date.span.start])[-1], _PARTS.split(text[date.span.end : end])[0]
    if before.rstrip().endswith(":"):
        return False  # the date of something else
    near = _CLOCK.sub(" ", _WEAK_PARTS.split(before)[-1]).strip()
    words_before = len(_CLOCK.sub(" ", before).split())
    ends = date.span.end in edges or len(_CLOCK.sub(" ", _WEAK_PARTS.split(after)[0]).split()) <= 1
    return ends and words_before <= _FEW_WORDS and (not near or date.span.start in edges)
