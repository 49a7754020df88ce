"""The composition of the reader, on one screen."""

from __future__ import annotations

from marsad.records import Reading, Report


def read(report: Report) -> Reading:
    """Return what `report` says; never raises on prose."""
    return Reading(report)
