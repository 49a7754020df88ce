"""The views on reports as they are read, from the text to the row and back to the words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from marsad.pipeline import read
from marsad.records import Report
from marsad.views.casualties import casualties
from marsad.views.control import control
from marsad.views.diplomacy import diplomacy
from marsad.views.positions import positions
from marsad.views.rows import ClaimRef, Filter, plain
from marsad.views.timeline import timeline
from tests.views_support import Pair

SAMPLE = Path(__file__).resolve().parent.parent / "examples" / "reports" / "aleppo-2016-12-05.ar.txt"


@cache
def pairs() -> tuple[Pair, ...]:
    report = Report("sample", SAMPLE.read_text(encoding="utf-8"), "ar", dt.date(2016, 12, 5), "Wire")
    return tuple((report, claim) for claim in read(report).claims)


def refs_in(value: Any) -> Iterator[ClaimRef]:
    """Yield every reference to a claim that a row holds."""
    if isinstance(value, ClaimRef):
        yield value
    elif isinstance(value, tuple | list):
        for item in value:
            yield from refs_in(item)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from refs_in(getattr(value, name))


def test_how_many_civilians_and_children_since_when() -> None:
    found = casualties(pairs(), Filter(place="Eastern Aleppo"))
    by_group = {series.group.victims: series for series in found.series}
    civilians, children = by_group["civilians"], by_group["children"]
    assert (civilians.points[-1].low, civilians.points[-1].high) == (311, None)
    assert (children.points[-1].low, children.part_of) == (42, civilians.id)
    assert civilians.start == children.start == dt.date(2016, 11, 15)


def test_every_row_of_every_view_opens_to_its_words() -> None:
    document = pairs()[0][0].document
    claims = {claim.id: claim for _, claim in pairs()}
    tracks = diplomacy(pairs())
    views = (casualties(pairs()), control(pairs()), tracks, positions(pairs(), tracks=tracks), timeline(pairs()))
    for view in views:
        found = list(refs_in(view))
        assert found
        assert plain(view)
        for ref in found:
            assert ref.spans[0] == ("evidence", claims[ref.claim_id].evidence)
            assert all(0 <= span.start < span.end <= len(document) for _, span in ref.spans)


def test_the_vote_and_the_veto_of_one_report_are_one_track() -> None:
    (track,) = [track for track in diplomacy(pairs()) if track.body == "UN Security Council"]
    assert track.outcome == "vetoed"
    assert set(track.vetoed_by) == {"China", "Russia"}
