"""Builds a zone's rooms from settings; the only place that picks an implementation."""
