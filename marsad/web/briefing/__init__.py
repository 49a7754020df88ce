"""The briefing: one page for print, in Arabic or English, from the record or from a frozen edition (docs/review.md)."""
