"""Claims and judgements to events: pure functions, without I/O (docs/fusion.md)."""
