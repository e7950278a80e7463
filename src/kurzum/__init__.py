"""Kurzum: short videos, and promises about people's data that anyone can check."""

__version__ = "0.2.0.dev0"
