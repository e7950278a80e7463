"""How accounts begin.

The person's side and the viewing side are written in transactions of their own, so that not even a row's
transaction id joins them.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
from psycopg.errors import UniqueViolation

from kurzum.core.clock import Clock
from kurzum.custody.categories import Category
from kurzum.custody.keys import Keys
from kurzum.custody.purposes import Purpose
from kurzum.people import ages, handles, passwords, wording
from kurzum.people.errors import HandleTaken, NoSuchHandle
from kurzum.people.fields import sealed_field
from kurzum.people.passwords import Passwords
from kurzum.people.profiles import Profiles
from kurzum.people.viewers import Viewers
from kurzum.store.pool import Database
from kurzum.store.queries import load

_SQL = load("kurzum.people", "accounts.sql")
_ERASURES = load("kurzum.people", "erasures.sql")


class SignUp(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody who wants an account says. Market, language and edition were checked above."""

    handle: str
    password: str
    market: str
    language: str
    birth_date: date
    min_age: int
    edition_version: int
    name: str = ""
    email: str | None = None
    phone: str | None = None


class Joining:
    """Makes accounts."""

    def __init__(
        self,
        database: Database,
        keys: Keys,
        clock: Clock,
        passwords: Passwords,
        viewers: Viewers,
        profiles: Profiles,
    ) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._passwords = passwords
        self._viewers = viewers
        self._profiles = profiles

    async def sign_up(self, wish: SignUp) -> UUID:
        """A new account; its person_id.

        Raises BadHandle, HandleTaken, WeakPassword, BadBirthDate, TooYoung, BadProfile, Busy,
        CustodianUnavailable, DatabaseUnavailable. Nothing is stored when it raises.
        """
        today = self._clock.now().date()
        tier = ages.admit(wish.birth_date, today, wish.min_age)
        handle = handles.acceptable(wish.handle)
        passwords.accept(wish.password, handle)
        name = wording.name(wish.name)
        email = wording.email(wish.email) if wish.email else None
        phone = wording.phone(wish.phone) if wish.phone else None
        await self._must_be_free(handle)
        verifier = await self._passwords.hash(wish.password)
        ids = await self._keys.new_person(Purpose.SIGN_UP)
        key = await self._keys.person(ids.person_id, Purpose.SIGN_UP)
        person = {
            "person_id": ids.person_id,
            "handle": handle,
            "name": name,
            "bio": "",
            "market": wish.market,
            "language": wish.language,
            "bot": False,
            "edition_version": wish.edition_version,
            "created_at": self._clock.now(),
            "birth_date": sealed_field(key, Category.IDENTITY, "birth_date", wish.birth_date.isoformat()),
            "email": sealed_field(key, Category.CONTACT, "email", email),
            "phone": sealed_field(key, Category.CONTACT, "phone", phone),
        }
        await self._viewers.add(ids.pid, wish.market, wish.language, tier)
        await self._store(person, sealed_field(key, Category.CONTACT, "verifier", verifier))
        return ids.person_id

    async def add_bot(self, handle: str, name: str, bio: str, language: str, market: str) -> UUID:
        """An account that says it is a bot and lets nobody in; on a second call the one that is there.

        Raises BadHandle, BadProfile, HandleTaken by a person, CustodianUnavailable.
        """
        handle = handles.acceptable(handle)
        try:
            there = await self._profiles.by_handle(handle)
        except NoSuchHandle:
            await self._must_be_free(handle)
        else:
            if not there.bot:
                raise HandleTaken
            return there.person_id
        ids = await self._keys.new_person(Purpose.DEMO)
        person = {
            "person_id": ids.person_id,
            "handle": handle,
            "name": wording.name(name),
            "bio": wording.bio(bio),
            "market": market,
            "language": language,
            "bot": True,
            "edition_version": 1,
            "created_at": self._clock.now(),
            "birth_date": None,
            "email": None,
            "phone": None,
        }
        await self._viewers.add(ids.pid, market, language, "adult")
        await self._store(person, None)
        return ids.person_id

    async def _must_be_free(self, handle: str) -> None:
        async with self._database.read() as conn:
            row = await (await conn.execute(_SQL.handle_used, {"handle": handle})).fetchone()
        if row is None or row[0]:
            raise HandleTaken

    async def _store(self, person: dict[str, object], verifier: bytes | None) -> None:
        credential = {"person_id": person["person_id"], "verifier": verifier, "now": person["created_at"]}
        try:
            async with self._database.write() as conn:
                await conn.execute(_SQL.take_handle, person)
                await conn.execute(_SQL.add_person, person)
                if verifier is not None:
                    await conn.execute(_SQL.add_credential, credential)
        except UniqueViolation:
            # Somebody was faster. The key that was made has nothing under it; the eraser takes it away.
            now = person["created_at"]
            vain = {"person_id": person["person_id"], "now": now, "erase_at": now, "begun_at": now}
            async with self._database.write() as conn:
                await conn.execute(_ERASURES.ask, vain | {"receipts": []})
            raise HandleTaken from None
