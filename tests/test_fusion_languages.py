"""Reports of one event in two languages, read by the reader itself, land in one event."""

from __future__ import annotations

import datetime as dt

from marsad.fusion import fuse
from marsad.pipeline import read
from marsad.records import Report

DAY = dt.date(2016, 12, 5)
ARABIC = "قُتل خمسة مدنيين في قصف لقوات النظام على حي السكري في حلب يوم الأحد، وفق ما أفاد الدفاع المدني."
ENGLISH = (
    "Five civilians were killed on Sunday in government shelling of the Sukkari district of Aleppo, "
    "the Syrian Observatory for Human Rights said."
)


def test_an_english_and_an_arabic_report_of_one_event_meet() -> None:
    readings = [read(Report("ar", ARABIC, "ar", DAY, "A")), read(Report("en", ENGLISH, "en", DAY, "B"))]
    assert all(len(reading.claims) == 2 for reading in readings)
    (event,) = fuse(readings).events
    assert len(event.claims) == 4
    assert len(event.lineages) == 2
    (figure,) = event.figures
    assert (figure.harm, figure.victims, figure.min, figure.max) == ("killed", "civilians", 5, 5)
