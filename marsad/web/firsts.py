"""What later answers of a view are made from: worked out by asking for everything, so that no reader waits for it."""

from __future__ import annotations

from marsad.web.index import Asked
from marsad.web.ogc.collections import COLLECTIONS
from marsad.web.ogc.router import extent_of
from marsad.web.routes import about, control, ledgers, map, timeline
from marsad.web.routes.events import chosen
from marsad.web.snapshot import Snapshot
from marsad.web.tiles.router import spots_of
from marsad.web.views import ground_places

_ALL = Asked()


def ask(at: Snapshot) -> None:
    """Ask each view for everything, and for few rows of it."""
    about.summary_of(at, _ALL, 1)
    about.places_by(at, "a", 1)
    map.fullest_places(at)
    chosen(at, _ALL)
    control.states_of(at, _ALL, None, 1, None)
    control.changes_of(at, _ALL, 1, None)
    control.history_of(at, _ALL, 1, None)
    ground_places(at)
    ledgers.casualties_of(at, _ALL, (None, None, None), 1, None, None)
    ledgers.diplomacy_of(at, _ALL, 1, None, 1)
    ledgers.positions_of(at, _ALL, None, 1, None, 1)
    timeline.lanes_of(at, _ALL, None, "asc", 1, None)
    spots_of(at, _ALL)
    for made in COLLECTIONS.values():
        extent_of(made, at)
