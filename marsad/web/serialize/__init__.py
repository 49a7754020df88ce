"""Rows to the JSON of the API: models that list every key there is, and the functions that fill them."""
