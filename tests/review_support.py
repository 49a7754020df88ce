"""What the tests of the review room share: a record with claims, and readers with aliases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from marsad.records import Claim, Report
from marsad.review.desk import Wish, act
from marsad.review.states import Case
from marsad.store.reviews import Reviews
from marsad.store.store import Store
from marsad.store.types import Arrival

FIRST, SECOND, EDITOR = "reader-1", "reader-2", "editor-1"

TEXTS = (
    "قُتل خمسة مدنيين بينهم طفلان في غارة جوية على حي الشعار في حلب يوم الاثنين، بحسب المرصد السوري لحقوق الإنسان.",
    "قتل سبعة مدنيين في غارة جوية على حي الشعار في حلب يوم الاثنين، بحسب الدفاع المدني.",
    "سيطرت قوات النظام على حي الصاخور في حلب يوم الثلاثاء.",
)


def reports() -> list[Report]:
    import datetime as dt

    return [
        Report(f"r{number}", text, "ar", dt.date(2016, 12, 6), f"outlet-{number}", f"عنوان {number}")
        for number, text in enumerate(TEXTS, 1)
    ]


@contextmanager
def record(database: str) -> Iterator[tuple[Store, Reviews]]:
    """Yield an open record with three reports that were read."""
    from marsad.pipeline import read

    with Store.open(database) as store:
        made = [read(report) for report in reports()]
        store.add_many([
            Arrival(r.report, r.report.text.encode(), claims=r.claims, issues=r.issues, reader_version="1")
            for r in made
        ])  # fmt: skip
        yield store, Reviews(store)


def claims(store: Store, report_id: str = "r1") -> list[Claim]:
    return [found.claim for found in store.claims() if found.report_id == report_id]


def casualty(store: Store, report_id: str = "r1") -> Claim:
    return next(claim for claim in claims(store, report_id) if claim.kind == "casualty")


def do(reviews: Reviews, verb: str, key: str, by: str = FIRST, **more: Any) -> Case:
    (case,) = act(reviews, [Wish(verb, key, by, **{"why": "read it twice"} | more)])
    return case
