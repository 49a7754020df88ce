"""The API and the desk over HTTP (docs/api.md). What is answered is made of a snapshot of the record, never of SQL."""
