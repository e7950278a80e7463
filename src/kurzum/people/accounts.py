"""Accounts: how one gets in, and what their owner sees and changes. How they begin is in ``joining.py``."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

from kurzum.core.clock import Clock
from kurzum.custody.categories import Category
from kurzum.custody.keys import KeyDestroyed, Keys
from kurzum.custody.keys import NoSuchPerson as NoSuchKey
from kurzum.custody.purposes import Purpose
from kurzum.people import ages, handles, passwords, wording
from kurzum.people.errors import BadHandle, NoSuchHandle, WrongCredentials, WrongPassword
from kurzum.people.fields import opened_field, sealed_field
from kurzum.people.passwords import Passwords
from kurzum.people.profiles import Profiles
from kurzum.people.viewers import Viewers
from kurzum.store.pool import Database
from kurzum.store.queries import load

_SQL = load("kurzum.people", "accounts.sql")


class Account(msgspec.Struct, frozen=True):
    """An account as its owner sees it. ``erase_at``: when it is to be erased, while it is ``leaving``."""

    person_id: UUID
    handle: str
    name: str
    bio: str
    market: str
    language: str
    bot: bool
    created_at: datetime
    birth_date: date | None
    email: str | None
    phone: str | None
    state: Literal["active", "leaving"]
    erase_at: datetime | None


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """What to change; None leaves as it is, an empty e-mail removes it."""

    name: str | None = None
    bio: str | None = None
    language: str | None = None
    email: str | None = None


class Accounts:
    """Opens and changes accounts."""

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

    async def sign_in(self, handle: str, password: str) -> UUID:
        """The person_id behind handle and password, with the same work where there is none.

        Raises WrongCredentials, Busy, CustodianUnavailable, DatabaseUnavailable.
        """
        found: tuple[UUID, bytes] | None = None
        try:
            normal = handles.normalise(handle)
            async with self._database.read() as conn:
                found = await (await conn.execute(_SQL.credential_of_handle, {"handle": normal})).fetchone()
        except BadHandle:
            pass
        verifier: str | None = None
        if found is not None:
            verifier = await self._open_verifier(*found)
        if not await self._passwords.check(verifier, password) or found is None:
            raise WrongCredentials
        await self._grow_older(found[0])
        return found[0]

    async def confirm(self, person_id: UUID, password: str) -> None:
        """Check the password of somebody signed in. Raises WrongPassword, Busy, CustodianUnavailable."""
        async with self._database.read() as conn:
            row = await (await conn.execute(_SQL.credential_of_person, {"person_id": person_id})).fetchone()
        verifier = await self._open_verifier(person_id, row[0]) if row else None
        if not await self._passwords.check(verifier, password):
            raise WrongPassword

    async def change_password(self, person_id: UUID, old: str, new: str) -> None:
        """Replace the password. Raises WrongPassword, WeakPassword, Busy, CustodianUnavailable."""
        profile = (await self._profiles.makers([person_id])).get(person_id)
        if profile is None:
            raise NoSuchHandle
        await self.confirm(person_id, old)
        passwords.accept(new, profile.handle)
        verifier = await self._passwords.hash(new)
        key = await self._keys.person(person_id, Purpose.ACCOUNT)
        sealed = sealed_field(key, Category.CONTACT, "verifier", verifier)
        async with self._database.write() as conn:
            await conn.execute(
                _SQL.change_credential,
                {"person_id": person_id, "verifier": sealed, "now": self._clock.now()},
            )

    async def account(self, person_id: UUID) -> Account:
        """The account as its owner sees it. Raises NoSuchHandle, CustodianUnavailable."""
        async with self._database.read() as conn:
            row = await (await conn.execute(_SQL.account, {"person_id": person_id})).fetchone()
        if row is None:
            raise NoSuchHandle
        key = await self._keys.person(person_id, Purpose.ACCOUNT)
        found = dict(zip(Account.__struct_fields__, row, strict=True))
        born = opened_field(key, Category.IDENTITY, "birth_date", found["birth_date"])
        found["birth_date"] = date.fromisoformat(born) if born else None
        for field in ("email", "phone"):
            found[field] = opened_field(key, Category.CONTACT, field, found[field])
        return Account(**found)

    async def change(self, person_id: UUID, changes: Changes) -> None:
        """Change what is given. Raises BadProfile, CustodianUnavailable."""
        values: dict[str, object] = {
            "person_id": person_id,
            "name": None if changes.name is None else wording.name(changes.name),
            "bio": None if changes.bio is None else wording.bio(changes.bio),
            "language": changes.language,
            "with_email": changes.email is not None,
            "email": None,
        }
        if changes.email:
            key = await self._keys.person(person_id, Purpose.ACCOUNT)
            values["email"] = sealed_field(key, Category.CONTACT, "email", wording.email(changes.email))
        pid = await self._keys.pid(person_id, Purpose.ACCOUNT) if changes.language else None
        async with self._database.write() as conn:
            await conn.execute(_SQL.change_account, values)
        self._profiles.forget(person_id)
        if pid is not None:
            await self._viewers.change(pid, language=changes.language)

    async def _open_verifier(self, person_id: UUID, sealed: bytes) -> str | None:
        try:
            key = await self._keys.person(person_id, Purpose.SIGN_IN)
        except (KeyDestroyed, NoSuchKey):
            return None
        return opened_field(key, Category.CONTACT, "verifier", sealed)

    async def _grow_older(self, person_id: UUID) -> None:
        """The age tier follows the birth date; a sign-in is a good moment to look."""
        account = await self.account(person_id)
        if account.birth_date is None:
            return
        pid = await self._keys.pid(person_id, Purpose.SIGN_IN)
        tier = ages.tier_of(account.birth_date, self._clock.now().date())
        if tier != await self._viewers.age_tier(pid):
            await self._viewers.change(pid, age_tier=tier)
