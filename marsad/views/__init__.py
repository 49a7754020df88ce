"""Claims to rows: casualties, control, diplomacy, positions, timeline. Pure functions, without I/O (docs/views.md)."""
