"""Every key that an answer may have. What is in no model here is in no answer: fields not named are dropped.

Models whose name begins with `Public` are what the public gets; the desk's add to them. Days are ISO 8601, coordinates
WGS 84 degrees; GeoJSON has longitude first, `lat` and `lon` are named. Spans are code points.
"""

from marsad.web.serialize.models.base import Model
from marsad.web.serialize.models.casualties import Casualties, Series, Toll
from marsad.web.serialize.models.claims import Claim, ClaimPage, PublicClaim
from marsad.web.serialize.models.control import (
    ChangePlace,
    Changes,
    Control,
    ControlHistory,
    ControlItem,
    ControlPlaceRows,
    ControlStrip,
    Gauges,
)
from marsad.web.serialize.models.desk import (
    Glossary,
    Health,
    Intake,
    Method,
    Permalink,
    Places,
    Settings,
    Summary,
    ViewState,
)
from marsad.web.serialize.models.diplomacy import (
    Diplomacy,
    OneTrack,
    Planned,
    PositionRow,
    Positions,
    Said,
    Seat,
    Step,
    Track,
)
from marsad.web.serialize.models.events import Event, EventItem, EventPage, Feature, Map
from marsad.web.serialize.models.reports import PublicReport, PublicReportPage, Report, ReportPage
from marsad.web.serialize.models.timeline import Timeline

__all__ = [
    "Casualties",
    "ChangePlace",
    "Changes",
    "Claim",
    "ClaimPage",
    "Control",
    "ControlHistory",
    "ControlItem",
    "ControlPlaceRows",
    "ControlStrip",
    "Diplomacy",
    "Event",
    "EventItem",
    "EventPage",
    "Feature",
    "Gauges",
    "Glossary",
    "Health",
    "Intake",
    "Map",
    "Method",
    "Model",
    "OneTrack",
    "Permalink",
    "Places",
    "Planned",
    "PositionRow",
    "Positions",
    "PublicClaim",
    "PublicReport",
    "PublicReportPage",
    "Report",
    "ReportPage",
    "Said",
    "Seat",
    "Series",
    "Settings",
    "Step",
    "Summary",
    "Timeline",
    "Toll",
    "Track",
    "ViewState",
]
