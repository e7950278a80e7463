"""Ages: from a birth date to the only thing about it that is kept open, the age tier."""

from __future__ import annotations

from datetime import date

from kurzum.people.errors import BadBirthDate, TooYoung

_OLDEST = 125


def age_on(birth: date, day: date) -> int:
    """Full years on a day. Who was born on 29 February is a year older from 1 March on in other years."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def tier_of(birth: date, day: date) -> str:
    """``13_15``, ``16_17`` or ``adult``. The first one also holds whoever should be younger than 13."""
    age = age_on(birth, day)
    if age < 16:
        return "13_15"
    return "16_17" if age < 18 else "adult"


def admit(birth: date, day: date, min_age: int) -> str:
    """The age tier of somebody who wants an account. Raises BadBirthDate, TooYoung."""
    if birth > day or age_on(birth, day) > _OLDEST:
        raise BadBirthDate
    if age_on(birth, day) < min_age:
        raise TooYoung(min_age)
    return tier_of(birth, day)
