"""Mapbox vector tiles of points, made from the snapshot."""
