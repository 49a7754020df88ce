"""OGC API Features, part 1: core and GeoJSON."""
