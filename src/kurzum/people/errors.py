"""What can go wrong with accounts.

Refused      BadHandle, BadProfile, BadBirthDate, TooYoung, WeakPassword, TooManyEdges
SignedOut    WrongCredentials      at sign-in
Forbidden    WrongPassword         when somebody signed in must give it again
NotFound     NoSuchHandle, NoSuchReceipt, NoExport
Conflict     HandleTaken, OtherRequest, StillRunning, AccountLeaving, ExportLost
TooMany      ExportTooSoon
Unavailable  Busy
"""

from __future__ import annotations

from kurzum.core.errors import Conflict, Forbidden, NotFound, Refused, SignedOut, TooMany, Unavailable


class BadHandle(Refused):
    """A handle that nobody may have."""

    def __init__(self, why: str) -> None:
        super().__init__(f"This handle cannot be used. {why}", fields={"handle": why})


class BadProfile(Refused):
    """A name, bio, language, e-mail or phone that cannot be used."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"This {field} cannot be used. {why}", fields={field: why})


class BadBirthDate(Refused):
    """No date on which somebody alive was born."""

    def __init__(self) -> None:
        why = "Give the day you were born, as 1999-12-31."
        super().__init__(f"This birth date cannot be used. {why}", fields={"birth_date": why})


class TooYoung(Refused):
    """Younger than the market's edition allows. Nothing was stored."""

    code = "too_young"

    def __init__(self, min_age: int) -> None:
        super().__init__(f"In this country Kurzum is for people from {min_age} years on. Nothing was stored.")


class WeakPassword(Refused):
    """A password that is too easily found."""

    code = "weak_password"

    def __init__(self, why: str) -> None:
        super().__init__(why, fields={"password": why})


class TooManyEdges(Refused):
    """More follows, blocks or mutes than one person may have."""

    code = "too_many"


class WrongCredentials(SignedOut):
    """Handle and password do not go together, or there is no such handle: which one is not said."""

    code = "bad_password"

    def __init__(self) -> None:
        super().__init__("Handle and password do not go together. Check both and try again.")


class WrongPassword(Forbidden):
    """The password that somebody signed in gave again is not theirs."""

    code = "bad_password"

    def __init__(self) -> None:
        super().__init__("This is not your password, so nothing was changed. Check it and try again.")


class NoSuchHandle(NotFound):
    """Nobody has this handle, or nobody whom this viewer may see."""

    def __init__(self) -> None:
        super().__init__("Nobody here has this handle. Check how it is written.")


class NoSuchReceipt(NotFound):
    """No receipt of an erasure has this token, or its time is over."""

    code = "no_such_receipt"

    def __init__(self) -> None:
        super().__init__(
            "There is no such receipt here. Check that it is whole, and of this zone. Receipts are kept for "
            "13 months."
        )


class AccountLeaving(Conflict):
    """Somebody whose account is to be erased may do nothing that others would see."""

    code = "account_leaving"

    def __init__(self) -> None:
        super().__init__(
            "Your account is about to be erased and hidden from others, so this was not done. "
            "Choose to stay in your settings (POST /api/people/me/stay), then do it again."
        )


class HandleTaken(Conflict):
    """Somebody has this handle, or had it once."""

    code = "handle_taken"

    def __init__(self) -> None:
        super().__init__("This handle is taken. Choose another one.")


class OtherRequest(Conflict):
    """The Idempotency-Key was used for another request."""

    code = "other_request"

    def __init__(self) -> None:
        super().__init__(
            "This Idempotency-Key was used for another request. Nothing was done; use a new key."
        )


class StillRunning(Conflict):
    """The first request with this Idempotency-Key has not been answered yet."""

    code = "still_running"

    def __init__(self) -> None:
        super().__init__("The first request with this key is still being done. Ask again in a few seconds.")


class Busy(Unavailable):
    """Too many passwords are being checked at once."""

    code = "busy"

    def __init__(self) -> None:
        super().__init__(
            "Very many people are signing in just now. Nothing was changed; try again in a moment."
        )


class NoExport(NotFound):
    """No copy of the person's data is ready."""

    code = "no_export"

    def __init__(self) -> None:
        super().__init__("No copy of your data is ready. Ask for one, or wait until it is made.")


class ExportLost(Conflict):
    """Another run makes this export now, or nobody does: what this run does no longer counts."""

    code = "export_lost"

    def __init__(self) -> None:
        super().__init__("This run of the export was replaced by another one.")


class ExportTooSoon(TooMany):
    """A copy was made within the past day."""

    def __init__(self, retry_after_s: int) -> None:
        hours = -(-retry_after_s // 3600)
        super().__init__(
            f"A copy of your data can be made once a day. Ask again in {hours} hour{'s' * (hours > 1)}; "
            "nothing was changed.",
            retry_after_s=retry_after_s,
        )
