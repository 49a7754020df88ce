"""Many reports on an engine: reports in, tables of claims out, nothing lost and nothing doubled (docs/batch.md)."""
