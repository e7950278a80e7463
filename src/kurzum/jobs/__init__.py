"""Background work on the zone's own queue."""
