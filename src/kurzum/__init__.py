"""Kurzum: short videos, and promises about people's data that anyone can check."""

__version__ = "0.1.0"
