"""The errors of the catalogue.

Refused
├── BadCaption
├── BadClip            another field of a clip is not acceptable
└── UploadTooLarge     more bytes than the edition allows
NotFound
├── NoSuchClip
├── NoSuchUpload
└── UploadExpired      it was there; its time is over
Conflict
├── WrongState         the clip cannot go from where it stands to there
├── RunLost            another run has taken the clip
├── UploadIncomplete   bytes are missing
├── WrongOffset        the bytes do not continue what is there
├── UploadInUse        a clip is being made of it
├── UploadBusy         another request writes to it now
└── WrongChecksum      the bytes are not those that the sender meant
TooMany
└── TooManyUploads
"""

from __future__ import annotations

from kurzum.core.errors import Conflict, NotFound, Refused, TooMany


class BadCaption(Refused):
    code = "bad_caption"


class BadClip(Refused):
    code = "bad_clip"


class NoSuchClip(NotFound):
    code = "not_found"

    def __init__(self) -> None:
        super().__init__("There is no such clip, or it is not for you to see.")


class NoSuchUpload(NotFound):
    code = "not_found"

    def __init__(self) -> None:
        super().__init__("There is no such upload. Start a new one.")


class UploadExpired(NotFound):
    code = "upload_expired"

    def __init__(self) -> None:
        super().__init__("This upload was left unfinished for too long and is gone. Start a new one.")


class WrongState(Conflict):
    code = "wrong_state"


class RunLost(Conflict):
    code = "run_lost"

    def __init__(self) -> None:
        super().__init__("Another run has taken this clip, or it is gone. This one stops here.")


class UploadIncomplete(Conflict):
    code = "upload_incomplete"


class UploadInUse(Conflict):
    code = "upload_in_use"

    def __init__(self) -> None:
        super().__init__("A clip is being made of this upload. Delete the clip instead.")


class WrongOffset(Conflict):
    """``received``: bytes that are here, where the next request must begin."""

    code = "upload_wrong_offset"

    def __init__(self, received: int) -> None:
        super().__init__(f"The upload stands at {received} bytes. Ask for the offset and go on from there.")
        self.received = received


class UploadBusy(Conflict):
    code = "upload_busy"

    def __init__(self) -> None:
        super().__init__("Another request writes to this upload. Nothing is lost: try again in a moment.")


class SenderGone(Conflict):
    code = "upload_broken_off"

    def __init__(self) -> None:
        super().__init__("The connection broke off. What arrived is kept: ask for the offset and go on.")


class WrongChecksum(Conflict):
    code = "checksum_mismatch"

    def __init__(self) -> None:
        super().__init__("The bytes arrived damaged and were dropped. Send them again.")


class UploadTooLarge(Refused):
    code = "upload_too_large"


class TooManyUploads(TooMany):
    code = "too_many_uploads"
