"""Errors as problem details (RFC 9457). The only place that turns a room's error into an HTTP status.

Nothing of the request is repeated, and no trace is shown.
"""

from __future__ import annotations

import errno
import traceback
from http import HTTPStatus
from typing import Any

import msgspec
import psycopg
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException

from kurzum.core import errors
from kurzum.web.journal import request_id

MEDIA_TYPE = "application/problem+json"
_log = structlog.get_logger("kurzum.web")

_STATUS: tuple[tuple[type[errors.KurzumError], int], ...] = (
    (errors.SignedOut, 401),
    (errors.Forbidden, 403),
    (errors.NotFound, 404),
    (errors.Conflict, 409),
    (errors.TooMany, 429),
    (errors.NotBuilt, 501),
    (errors.Unavailable, 503),
    (errors.Refused, 400),
)
_BY_CODE = {
    "too_large": 413,
    "unsupported_type": 415,
    "other_request": 422,
    "checksum_mismatch": 460,
    "upload_expired": 410,
    "upload_version": 412,
    "upload_too_large": 413,
    "upload_busy": 423,
}

_OF_STATUS: dict[int, tuple[str, str]] = {
    400: (
        "bad_input",
        "The request cannot be understood, so nothing was changed. Check it against /schema/openapi.json.",
    ),
    404: ("not_found", "There is nothing at this address, or nothing that you may see."),
    405: (
        "method_not_allowed",
        "This address does not take that method. The Allow header lists the ones it does.",
    ),
    406: ("not_acceptable", "There is no such form of this."),
    413: ("too_large", "The request is larger than this address takes, so it was not read. Send less."),
    415: ("unsupported_type", "This address does not take that type of content. Send application/json."),
}
_SHORT = (errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN)
_PLAIN = ("Expected ", "Object missing required field ", "Invalid UUID", "Invalid RFC3339 ")
"""Beginnings of msgspec's reasons that never repeat what was sent."""


class Problem(msgspec.Struct, kw_only=True, omit_defaults=True):
    """RFC 9457. ``code`` is stable and for programs, ``detail`` is for people; ``request`` is the id of the
    request, for whoever asks the operator about it."""

    title: str
    status: int
    code: str
    detail: str
    type: str = "about:blank"
    fields: dict[str, str] = {}
    zone: str | None = None
    origin: str | None = None
    retry_after_s: int | None = None
    request: str | None = None


class WrongZone(errors.Conflict):
    """Another zone serves this market: holds its name and its origin. The body was not read."""

    code = "wrong_zone"

    def __init__(self, zone: str, origin: str) -> None:
        super().__init__(
            f"Another zone serves this, and nothing that you sent was read here. Use {origin} instead."
        )
        self.zone = zone
        self.origin = origin


class TooLarge(errors.Refused):
    """More bytes than this address takes."""

    code = "too_large"


class UnsupportedType(errors.Refused):
    """Content of a type that this address does not take."""

    code = "unsupported_type"


def status_of(error: errors.KurzumError) -> int:
    """The HTTP status of a room's error."""
    if error.code in _BY_CODE:
        return _BY_CODE[error.code]
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def of_room(_: Request[Any, Any, Any], error: errors.KurzumError) -> Response[bytes]:
    """The answer to an error that a room raised."""
    status = status_of(error)
    problem = Problem(
        title=HTTPStatus(status).phrase if status != 460 else "Checksum Mismatch",
        status=status,
        code=error.code,
        detail=error.message,
    )
    headers = {}
    if isinstance(error, errors.Refused):
        problem.fields = error.fields
    if isinstance(error, WrongZone):
        problem.zone, problem.origin = error.zone, error.origin
    if isinstance(error, errors.TooMany):
        problem.retry_after_s = error.retry_after_s
        headers["retry-after"] = str(error.retry_after_s)
    if isinstance(error, errors.Unavailable):
        headers["retry-after"] = "2"
    return _answer(problem, headers)


def of_framework(_: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    """The answer to an error of the web framework: no such route, an unreadable body, a wrong parameter."""
    status = min(500, error.status_code)
    if status >= 500:
        return of_fault(_, error)
    code, detail = _OF_STATUS.get(status, _OF_STATUS[400])
    problem = Problem(title=HTTPStatus(status).phrase, status=status, code=code, detail=detail)
    if isinstance(error, ValidationException):
        problem.fields = _fields(error.extra)
    return _answer(problem, {k: v for k, v in (error.headers or {}).items() if k.lower() == "allow"})


def of_bad_value(_: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """The answer where a value was refused as such: by the database, or as JSON nested without end."""
    _log.warning("value refused", error=type(error).__name__, at=_where(error))
    code, detail = _OF_STATUS[400]
    return _answer(Problem(title="Bad Request", status=400, code=code, detail=detail), {})


def of_machine(_: Request[Any, Any, Any], error: OSError) -> Response[bytes]:
    """The answer where the machine is short of something: of room on a disk, of descriptors, of memory."""
    if error.errno not in _SHORT:
        return of_fault(_, error)
    _log.error("machine is short", error=errno.errorcode[error.errno], at=_where(error))
    code, detail = "short", (
        "This zone's machine is short of something just now, so this was not done. What was saved is safe; "
        "try again in a few seconds, and tell the operator if it stays."
    )  # fmt: skip
    problem = Problem(title=HTTPStatus(503).phrase, status=503, code=code, detail=detail)
    return _answer(problem, {"retry-after": "2"})


def of_fault(_: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """The answer to a fault of ours. The log gets kind and place only: messages may hold people's words."""
    _log.error("fault", error=type(error).__name__, at=_where(error))
    detail = (
        "Something went wrong here. What was saved is safe; try again, and tell the operator if it stays."
    )
    return _answer(Problem(title="Internal Server Error", status=500, code="internal", detail=detail), {})


EXCEPTION_HANDLERS: dict[Any, Any] = {
    errors.KurzumError: of_room,
    HTTPException: of_framework,
    psycopg.DataError: of_bad_value,
    RecursionError: of_bad_value,
    OSError: of_machine,
    Exception: of_fault,
}


def answer_to(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """The answer to any error, by the handler of its nearest kind, as the framework picks it."""
    handler = next(EXCEPTION_HANDLERS[kind] for kind in type(error).__mro__ if kind in EXCEPTION_HANDLERS)
    found: Response[bytes] = handler(request, error)
    return found


def _answer(problem: Problem, headers: dict[str, str]) -> Response[bytes]:
    problem.request = request_id()
    return Response(
        msgspec.json.encode(problem),
        status_code=problem.status,
        media_type=MEDIA_TYPE,
        headers={"cache-control": "no-store"} | headers,
    )


def _fields(extra: object) -> dict[str, str]:
    """Names and plain reasons of what a validation refused; they repeat nothing of what was sent."""
    if not isinstance(extra, list):
        return {}
    found: dict[str, str] = {}
    for entry in extra:
        message = str(entry.get("message", ""))
        name = str(entry.get("key", "body"))
        if "unknown field" in message:
            found[name] = "This call does not know one of the fields that were sent."
        else:
            found[name] = message if message.startswith(_PLAIN) else "This value cannot be used here."
    return found


def _where(error: BaseException) -> str:
    """The innermost places in our own code, as ``file:line``; no messages, no values."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "/kurzum/" in f.filename]
    return " < ".join(f"{f.filename.rsplit('/kurzum/', 1)[-1]}:{f.lineno}" for f in reversed(frames[-3:]))
