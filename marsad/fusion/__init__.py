"""Claims and judgements to events: pure functions, without I/O (docs/fusion.md)."""

from marsad.fusion.fuse import fuse
from marsad.fusion.render import to_json

__all__ = ["fuse", "to_json"]
