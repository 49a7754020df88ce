"""The formats that claims can be written in, by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from marsad.errors import ExportError
from marsad.exports import acled, csv, evidence, ftm, geojson, geoparquet, hxl, jsonl, plover, ucdp
from marsad.exports.dataset import Exporter

_ALL = (
    Exporter("csv", ".csv", "text/csv", csv.export),
    Exporter("jsonl", ".jsonl", "application/x-ndjson", jsonl.export),
    Exporter("geojson", ".geojson", "application/geo+json", geojson.export),
    Exporter("geoparquet", ".parquet", "application/vnd.apache.parquet", geoparquet.export, extra="marsad[exports]"),
    Exporter("acled-like", ".acled-like.csv", "text/csv", acled.export),
    Exporter("ucdp-ged-like", ".ucdp-ged-like.csv", "text/csv", ucdp.export),
    Exporter("plover", ".plover.jsonl", "application/x-ndjson", plover.export),
    Exporter("hxl", ".hxl.csv", "text/csv", hxl.export),
    Exporter("ftm", ".ftm.json", "application/x-ndjson", ftm.export),
    Exporter("evidence", ".evidence.zip", "application/zip", evidence.export),
)
EXPORTERS: Mapping[str, Exporter] = MappingProxyType({exporter.name: exporter for exporter in _ALL})


def exporter(name: str) -> Exporter:
    """Return a format by its name. Raises ExportError that lists them where there is none."""
    if name not in EXPORTERS:
        raise ExportError(f"no format is called {name!r}; there are {', '.join(EXPORTERS)}")
    return EXPORTERS[name]
