"""Countries, languages and editions, as data."""
