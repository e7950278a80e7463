"""Text fields of a person, sealed one by one under their own key."""

from __future__ import annotations

from kurzum.custody.categories import Category
from kurzum.custody.keys import Handle


def sealed_field(key: Handle, category: Category, field: str, value: str | None) -> bytes | None:
    """A text as that field of the key's owner; None stays None."""
    return None if value is None else key.seal(category, field, value.encode())


def opened_field(key: Handle, category: Category, field: str, sealed: bytes | None) -> str | None:
    """What ``sealed_field`` was given. Raises SealBroken."""
    return None if sealed is None else key.open(category, field, bytes(sealed)).decode()
