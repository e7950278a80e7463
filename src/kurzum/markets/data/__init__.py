"""The room's TOML files, and how they are read."""

from __future__ import annotations

from importlib.resources import files
from typing import TypeVar

import msgspec

T = TypeVar("T")


def read(name: str, form: type[T]) -> T:
    """A file of this folder in a given form; msgspec.ValidationError where it has another."""
    return msgspec.toml.decode(files(__name__).joinpath(name).read_bytes(), type=form)
