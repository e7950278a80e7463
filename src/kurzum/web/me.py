"""One's own account: seeing and changing it, the password, and the end of it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec
from litestar import get, patch, post
from litestar.params import JSONBody
from litestar.response import Response
from litestar.status_codes import HTTP_200_OK, HTTP_202_ACCEPTED, HTTP_204_NO_CONTENT

from kurzum.custody.purposes import Purpose
from kurzum.people import Changes
from kurzum.web.cookies import no_cookie
from kurzum.web.languages import known_language
from kurzum.web.rooms import AnyRequest, Rooms, TheRooms
from kurzum.web.tries import counted_try
from kurzum.web.viewer import TheViewer, signed_in


class MyCounts(msgspec.Struct, frozen=True):
    """Totals of a person."""

    clips: int
    followers: int
    following: int


class Me(msgspec.Struct, frozen=True):
    """An account as its owner sees it. ``erase_at``: when it will be erased, if it is ``leaving``."""

    id: UUID
    handle: str
    name: str
    bio: str
    market: str
    language: str
    zone: str
    custodian: str
    email: str | None
    phone: str | None
    age_tier: str
    created_at: datetime
    counts: MyCounts
    state: Literal["active", "leaving"]
    erase_at: datetime | None


class MyChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to change. An empty e-mail, or null, removes it."""

    name: str | msgspec.UnsetType = msgspec.UNSET
    bio: str | msgspec.UnsetType = msgspec.UNSET
    language: str | msgspec.UnsetType = msgspec.UNSET
    email: str | msgspec.UnsetType | None = msgspec.UNSET


class NewPassword(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The password that is, and the one that shall be."""

    old: str
    new: str


class Farewell(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One's own password, to be sure. ``at_once``: with no days in which to change one's mind."""

    password: str
    at_once: bool = False


class Erasing(msgspec.Struct, frozen=True):
    """The account is signed out and hidden. ``erasing``: its erasure has begun; ``leaving``: it begins at
    ``erase_at``. ``receipt`` is a token for ``GET /api/erasures/RECEIPT``, told this once."""

    state: Literal["leaving", "erasing"]
    erase_at: datetime | None
    receipt: str


async def me_of(rooms: Rooms, person_id: UUID) -> Me:
    """The account as its owner sees it. Raises CustodianUnavailable."""
    account = await rooms.people.accounts.account(person_id)
    pid = await rooms.keys.pid(person_id, Purpose.ACCOUNT)
    graph = await rooms.people.graph.counts(pid)
    clips, _ = (await rooms.clips.catalogue.counts_of([person_id]))[person_id]
    return Me(
        id=person_id,
        handle=account.handle,
        name=account.name,
        bio=account.bio,
        market=account.market,
        language=account.language,
        zone=rooms.zone.name,
        custodian=rooms.zone.custodian,
        email=account.email,
        phone=account.phone,
        age_tier=await rooms.people.viewers.age_tier(pid),
        created_at=account.created_at,
        counts=MyCounts(clips, graph.followers, graph.following),
        state=account.state,
        erase_at=account.erase_at,
    )


@get("/api/people/me", guards=[signed_in])
async def show_me(rooms: TheRooms, viewer: TheViewer) -> Me:
    """One's own account."""
    return await me_of(rooms, viewer.person())


@patch("/api/people/me", guards=[signed_in])
async def change_me(data: JSONBody[MyChanges], rooms: TheRooms, viewer: TheViewer) -> Me:
    """Change name, bio, language or e-mail."""
    given = {k: v for k, v in msgspec.structs.asdict(data).items() if v is not msgspec.UNSET}
    if "language" in given:
        known_language(given["language"])
    if "email" in given:
        given["email"] = given["email"] or ""
    await rooms.people.accounts.change(viewer.person(), Changes(**given))
    rooms.people.sessions.forget()
    return await me_of(rooms, viewer.person())


@post("/api/people/me/password", guards=[signed_in], status_code=HTTP_204_NO_CONTENT)
async def change_password(
    data: JSONBody[NewPassword], request: AnyRequest, rooms: TheRooms, viewer: TheViewer
) -> None:
    """Change the password. Every other session and token ends."""
    person_id = viewer.person()
    async with counted_try(request, viewer.handle or ""):
        await rooms.people.accounts.change_password(person_id, data.old, data.new)
    await rooms.people.sessions.end_all(person_id, but=viewer.session_id)


@post("/api/people/me/erase", guards=[signed_in], status_code=HTTP_202_ACCEPTED)
async def erase_me(
    data: JSONBody[Farewell], request: AnyRequest, rooms: TheRooms, viewer: TheViewer
) -> Response[Erasing]:
    """Delete the account: signed out and hidden now, everything erased some days later, or at once.

    Until then one may sign in and stay. Asked again it happens when it would have, or at once.
    """
    person_id = viewer.person()
    async with counted_try(request, viewer.handle or ""):
        await rooms.people.accounts.confirm(person_id, data.password)
    asked = await rooms.people.erasures.ask(person_id, at_once=data.at_once)
    if asked.state == "erasing":
        await rooms.erasure_asked(person_id)
    told = Erasing(asked.state, asked.erase_at, asked.receipt)
    return Response(told, cookies=[no_cookie(rooms)])


@post("/api/people/me/stay", guards=[signed_in], status_code=HTTP_200_OK)
async def stay(rooms: TheRooms, viewer: TheViewer) -> Me:
    """Change one's mind: nothing is erased, and everybody sees it as before. Again changes nothing."""
    await rooms.people.erasures.stay(viewer.person())
    return await me_of(rooms, viewer.person())


handlers = [show_me, change_me, change_password, erase_me, stay]
