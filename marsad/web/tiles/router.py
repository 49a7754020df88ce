"""`/tiles/{z}/{x}/{y}.mvt`: claims by place as points, closer ones joined; any filter of the API."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from fastapi import APIRouter, Depends, Path, Request, Response

from marsad.records import KINDS
from marsad.web.filters import Now, Wanted, no_others
from marsad.web.index import Asked
from marsad.web.problems import missing
from marsad.web.reply import Kept, headers_of, matches, tag_of
from marsad.web.serialize.words import place_ar
from marsad.web.snapshot import Snapshot
from marsad.web.tiles.encode import EXTENT, TilePoint, Value, encode
from marsad.web.tiles.grid import DEEPEST, Spot, code_of, fractions, joined, level_of, stretch

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
        body = encode(LAYER, (_point(spot, at, z, x, y) for spot in stretch(spots_of(at, asked, z), z, x, y)))
        kept.put(tag, body)
    return Response(body, media_type=MEDIA_TYPE, headers=headers)


def _point(spot: Spot, at: Snapshot, z: int, x: int, y: int) -> TilePoint:
    across, down = fractions(spot.lat, spot.lon)
    side = 1 << z
    column = min(EXTENT - 1, max(0, int((across * side - x) * EXTENT)))
    row = min(EXTENT - 1, max(0, int((down * side - y) * EXTENT)))
    place = at.index.spots[spot.place]
    counts: dict[str, Value] = {kind: number for kind, number in zip(KINDS, spot.counts, strict=True) if number}
    named: dict[str, Value] = {"place": spot.place, "name": (place.name or place.text).split(",")[0]}
    arabic = place_ar(place.gazetteer_id)
    if arabic:
        named["name_ar"] = arabic
    return TilePoint(column, row, {"claims": spot.total, "places": spot.places, **counts, **named})


def spots_of(at: Snapshot, asked: Asked, zoom: int) -> list[Spot]:
    """Return all points as a zoom shows them, in the order of their codes; made once for each filter."""
    finest = at.once(("spots of", asked), lambda: _finest(at, asked))
    level = level_of(zoom)
    return at.once(("cells", asked, level), lambda: joined(finest, level))


def _finest(at: Snapshot, asked: Asked) -> list[Spot]:
    column = at.index.spot
    inside = column.inside(at.index.chosen(asked))
    numbers = np.asarray([KINDS.index(kind) for kind in at.index.kind.values], np.int64)
    kinds = np.repeat(numbers[at.index.kind.codes], np.diff(column.starts))[inside]
    every = len(column.values) * len(KINDS)
    tally = np.bincount(column.codes[inside] * np.int64(len(KINDS)) + kinds, minlength=every).reshape(-1, len(KINDS))
    codes, found = at.once(("tile codes",), lambda: _codes(at)), []
    for number in np.flatnonzero(tally.sum(axis=1)).tolist():
        name, counts = column.values[number], tuple(tally[number].tolist())
        place = at.index.spots[name]
        assert place.lat is not None
        assert place.lon is not None
        found.append(Spot(codes[number], place.lat, place.lon, name, 1, sum(counts), counts))
    return sorted(found, key=lambda spot: (spot.code, spot.place))


def _codes(at: Snapshot) -> list[int]:
    places = [at.index.spots[name] for name in at.index.spot.values]
    return [code_of(place.lat or 0.0, place.lon or 0.0) for place in places]
