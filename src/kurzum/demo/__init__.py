"""Draws demo clips with code."""
