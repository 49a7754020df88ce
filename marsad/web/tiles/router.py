"""`/tiles/{z}/{x}/{y}.mvt`: claims by place as points, closer ones joined; any filter of the API."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from fastapi import APIRouter, Depends, Path, Request, Response

from marsad.records import KINDS
from marsad.web.columns import Whole as Numbers
from marsad.web.filters import Now, Wanted, no_others
from marsad.web.index import Asked
from marsad.web.problems import missing
from marsad.web.reply import Kept, headers_of, matches, tag_of
from marsad.web.serialize.words import place_ar
from marsad.web.snapshot import Snapshot
from marsad.web.tiles.encode import EXTENT, TilePoint, Value, encode
from marsad.web.tiles.grid import DEEPEST, Cell, Spots, code_of, fractions, level_of

router = APIRouter(tags=["tiles"], dependencies=[Depends(no_others)])
MEDIA_TYPE = "application/vnd.mapbox-vector-tile"
LAYER = "claims"
Whole = Annotated[int, Path(ge=0, lt=2**DEEPEST)]


@router.get("/tiles/{z}/{x}/{y}.mvt", response_class=Response)
def tile(request: Request, at: Now, asked: Wanted, z: Annotated[int, Path(ge=0, le=DEEPEST)], x: Whole, y: Whole
         ) -> Response:  # fmt: skip
    """Layer `claims`: how many `claims`, of which kinds, of how many `places`; the name of the fullest place."""
    if x >= 1 << z or y >= 1 << z:
        raise missing(f"tile {z}/{x}/{y}: at zoom {z} there are {1 << z} a side")
    tag = tag_of(request, at)
    headers = headers_of(at, tag)
    if matches(request, tag):
        return Response(status_code=304, headers=headers)
    kept: Kept = request.app.state.kept
    body = kept.get(tag)
    if body is None:
        cells = spots_of(at, asked).stretch(z, x, y).joined(level_of(z))
        body = encode(LAYER, (_point(cell, at, z, x, y) for cell in cells))
        kept.put(tag, body)
    return Response(body, media_type=MEDIA_TYPE, headers=headers)


def _point(cell: Cell, at: Snapshot, z: int, x: int, y: int) -> TilePoint:
    spot = at.index.spot.values[cell.place]
    place = at.index.spots[spot]
    assert place.lat is not None
    assert place.lon is not None
    across, down = fractions(place.lat, place.lon)
    side = 1 << z
    column = min(EXTENT - 1, max(0, int((across * side - x) * EXTENT)))
    row = min(EXTENT - 1, max(0, int((down * side - y) * EXTENT)))
    counts: dict[str, Value] = {kind: number for kind, number in zip(KINDS, cell.counts, strict=True) if number}
    named: dict[str, Value] = {"place": spot, "name": (place.name or place.text).split(",")[0]}
    arabic = place_ar(place.gazetteer_id)
    if arabic:
        named["name_ar"] = arabic
    return TilePoint(column, row, {"claims": sum(cell.counts), "places": cell.places, **counts, **named})


def spots_of(at: Snapshot, asked: Asked) -> Spots:
    """Return the points of all places with claims that are asked for; made once for each filter."""
    return at.once(("spots of", asked), lambda: _spots(at, asked))


def _spots(at: Snapshot, asked: Asked) -> Spots:
    column = at.index.spot
    codes, order, kinds = at.once(("tile order",), lambda: _order(at))
    told = kinds[column.inside(at.index.chosen(asked))]
    tally = np.bincount(told, minlength=len(column.values) * len(KINDS)).reshape(-1, len(KINDS))[order]
    here = np.flatnonzero(tally.any(axis=1))
    return Spots(codes[here], order[here], tally[here].astype(np.int32))


def _order(at: Snapshot) -> tuple[Numbers, Numbers, Numbers]:
    """Return the codes of places and their numbers in the order of codes, of two at one point by name; and for each
    place of each claim its number and the claim's kind as one number."""
    column = at.index.spot
    places = [at.index.spots[name] for name in column.values]
    codes = [code_of(place.lat or 0.0, place.lon or 0.0) for place in places]
    order = sorted(range(len(codes)), key=lambda n: (codes[n], column.values[n]))
    numbers = np.asarray([KINDS.index(kind) for kind in at.index.kind.values], np.int32)
    kinds = np.repeat(numbers[at.index.kind.codes], np.diff(column.starts))
    pairs = column.codes.astype(np.int32) * len(KINDS) + kinds
    return np.asarray([codes[n] for n in order], np.int64), np.asarray(order, np.int32), pairs
