"""People for tests."""

from __future__ import annotations

from datetime import date

from kurzum.people import SignUp
from kurzum.people.passwords import Cost

CHEAP = Cost(passes=1, memory_kib=64, lanes=1)
"""argon2id as cheap as it gets."""


def wish(
    handle: str,
    *,
    password: str = "correct horse battery",
    birth_date: date = date(1990, 5, 17),
    market: str = "US",
    language: str = "en",
    name: str = "",
    email: str | None = None,
    phone: str | None = None,
) -> SignUp:
    """What somebody says who wants an account."""
    return SignUp(
        handle=handle,
        password=password,
        market=market,
        language=language,
        birth_date=birth_date,
        min_age=13,
        edition_version=1,
        name=name,
        email=email,
        phone=phone,
    )
