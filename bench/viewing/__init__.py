"""Viewers for load: people as a zone's door sees them, cheap enough for hundreds on a part of one core."""
