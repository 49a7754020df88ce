"""Where the record is kept: the one package that knows SQL."""
