"""The errors that every room's own errors descend from.

    KurzumError
    ├── Refused        the input is not acceptable as it is
    ├── SignedOut      nobody is signed in
    ├── Forbidden      somebody is, but may not
    ├── NotFound       there is no such thing, or none that this reader may know of
    ├── Conflict       it clashes with what is there
    ├── TooMany        too often; holds when to try again
    ├── Unavailable    a part of the zone does not answer; nothing was lost
    └── NotBuilt       promised, not there yet

A room subclasses these in the words of its trade. HTTP status codes are chosen in ``web`` alone.
"""

from __future__ import annotations


class KurzumError(Exception):
    """An error with a stable ``code`` and a ``message`` for people: what, why, what to do."""

    code: str = "error"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if code is not None:
            self.code = code


class Refused(KurzumError):
    """The input is not acceptable; ``fields`` says why for each field of it."""

    code = "bad_input"

    def __init__(
        self, message: str, *, code: str | None = None, fields: dict[str, str] | None = None
    ) -> None:
        super().__init__(message, code=code)
        self.fields = fields or {}


class SignedOut(KurzumError):
    """The call needs somebody signed in."""

    code = "signed_out"


class Forbidden(KurzumError):
    """The one who asks may not do this."""

    code = "forbidden"


class NotFound(KurzumError):
    """No such thing, or none that the one who asks may know of."""

    code = "not_found"


class Conflict(KurzumError):
    """It clashes with what is already there."""

    code = "conflict"


class TooMany(KurzumError):
    """Too often. ``retry_after_s``: seconds until it is worth trying again."""

    code = "rate_limited"

    def __init__(self, message: str, *, retry_after_s: int, code: str | None = None) -> None:
        super().__init__(message, code=code)
        self.retry_after_s = retry_after_s


class Unavailable(KurzumError):
    """A part of the zone does not answer now. Nothing that was acknowledged is lost."""

    code = "unavailable"


class NotBuilt(KurzumError):
    """Promised by the contract, not built yet."""

    code = "not_built"
