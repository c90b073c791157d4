"""Commands of `guanxi` that come in groups."""
