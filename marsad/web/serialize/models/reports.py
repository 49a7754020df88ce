"""Reports: search, and one with all its claims."""

from __future__ import annotations

from marsad.web.serialize.models.base import Day, Mark, Model, Page, PublicReportRef
from marsad.web.serialize.models.claims import ClaimItem


class Snippet(Model):
    text: str
    start: int
    marks: list[Mark]


class PublicReportItem(PublicReportRef):
    """`echo_of` is the report that printed much the same text first, `echoes` how many did after it."""

    state: str
    claims: int
    kinds: dict[str, int]
    echo_of: str | None
    echoes: int


class ReportItem(PublicReportItem):
    snippet: Snippet | None
    issues: int


class PublicReportPage(Page):
    items: list[PublicReportItem]


class ReportPage(Page):
    items: list[ReportItem]


class Echo(Model):
    """Another printing; `alike` is the share of runs of three words that both have, of all that either has."""

    id: str
    title: str | None
    outlet: str | None
    published: Day
    first: bool
    alike: float


class Issue(Model):
    reason: str
    start: int | None
    end: int | None
    text: str | None


class Furniture(Model):
    kind: str
    start: int
    end: int


class Archive(Model):
    sha256: str
    fetched_at: str
    origin: str | None
    reader_version: str | None
    bytes: int
    source: str | None
    details: list[tuple[str, str]]


class PublicReport(PublicReportItem):
    """A report without its text: the sentences of its published claims are in the claims."""

    version: str
    items: list[ClaimItem]
    printings: list[Echo]


class Report(PublicReport):
    """`document` is what every span points into: the title, a line feed and the text."""

    document: str
    title_end: int
    spans: dict[str, list[Mark]]
    furniture: list[Furniture]
    unread: list[Issue]
    versions: list[Echo]
    archive: Archive | None
