"""People's keys, on loan from the zone's custodian, and the only way from one id of a person to the other.

Fails closed: without the custodian there is no key, and within 5 seconds of its silence none is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Self
from uuid import UUID

import msgspec

from kurzum.core.clock import Clock, Ticks
from kurzum.core.errors import Conflict, Forbidden, NotFound
from kurzum.core.ids import Entropy, uuid7
from kurzum.custody import wire
from kurzum.custody.heartbeat import Heartbeat, Watcher
from kurzum.custody.leases import Leases
from kurzum.custody.line import Line, unavailable
from kurzum.custody.purposes import Purpose
from kurzum.custody.sealing import Context, DataKey, open_sealed, seal

BEAT_PATIENCE_S = 1.5
PATIENCE_S = 4.0
"""For an answer that may have to be durable first, on a disk with much to do; a loan lasts no longer."""
MOST_LEASES = 20_000
_YEAR_MS = 365 * 24 * 3600 * 1000


class NoSuchPerson(NotFound):
    """This zone's custodian knows no such id."""

    code = "no_such_person"


class KeyDestroyed(NoSuchPerson):
    """The person was erased: what was sealed under their key can never be opened again."""

    code = "key_destroyed"


class NotAllowed(Forbidden):
    """The custodian does not let this process do this for this purpose."""

    code = "purpose_refused"


class PersonIds(msgspec.Struct, frozen=True):
    """The two ids of a new person. Keep them apart: no row, line or job may hold both."""

    person_id: UUID
    pid: UUID


class Handle(msgspec.Struct, frozen=True):
    """One side of one person, for one purpose: seals and opens their fields.

    ``owner`` is the person_id or the pid it was asked by. Do not keep it: ask again for every use, so
    that a person who is gone is gone. Every method raises KeyWiped once the lease is lost.
    """

    zone: str
    owner: UUID
    purpose: Purpose
    key: DataKey
    entropy: Entropy

    def seal(self, category: str, field: str, plain: bytes, schema_version: int = 1) -> bytes:
        """Seal a value as that field of this owner."""
        return seal(self.key, self.context(category, field, schema_version), plain, self.entropy)

    def open(self, category: str, field: str, sealed: bytes, schema_version: int = 1) -> bytes:
        """Open what ``seal`` gave for the same field of the same owner. Raises SealBroken."""
        return open_sealed(self.key, self.context(category, field, schema_version), sealed)

    def context(self, category: str, field: str, schema_version: int = 1) -> Context:
        """The place of a field of this owner, for sealing whole files (``chunks``)."""
        return Context(self.zone, self.owner, category, field, schema_version)


class Keys:
    """The custodian's client. ``async with Keys(...)``, one a process."""

    def __init__(
        self,
        socket: Path,
        zone: str,
        clock: Clock,
        entropy: Entropy,
        *,
        most_leases: int = MOST_LEASES,
        ticks: Ticks | None = None,
        patience_s: float = PATIENCE_S,
        beat_patience_s: float = BEAT_PATIENCE_S,
    ) -> None:
        self.zone = zone
        self._line = Line(socket, ticks or (lambda: clock.ms() / 1000))
        self._patience_s = patience_s
        self._clock = clock
        self._entropy = entropy
        self._leases = Leases(most_leases)
        self._heartbeat = Heartbeat(self._line, self._leases, beat_patience_s)

    async def open(self) -> None:
        """Begin the heartbeat. The custodian need not be there yet."""
        await self._heartbeat.open()

    async def close(self) -> None:
        """Give every lease back."""
        await self._heartbeat.close()
        await self._line.close()

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def watch(self, dropped: Watcher) -> None:
        """Call ``dropped`` with ids whose leases ended (None: all), to drop what they opened."""
        self._heartbeat.watchers.append(dropped)

    @property
    def held(self) -> bool:
        """Whether the custodian has answered lately, so that leases are valid."""
        return self._heartbeat.held

    @property
    def lent(self) -> int:
        """How many keys are on loan."""
        return self._leases.lent()

    async def new_person(self, purpose: Purpose) -> PersonIds:
        """A new person with new keys, durable there. Raises CustodianUnavailable, NotAllowed."""
        ids = PersonIds(uuid7(self._clock.ms(), self._entropy(10)), self._new_pid())
        await self._ask(wire.NewKey([wire.Pair(ids.person_id, ids.pid)], purpose))
        return ids

    async def person(self, person_id: UUID, purpose: Purpose) -> Handle:
        """The public side. Raises CustodianUnavailable, KeyDestroyed, NoSuchPerson, NotAllowed."""
        return (await self._handles("person", [person_id], purpose, strict=True))[person_id]

    async def viewer(self, pid: UUID, purpose: Purpose) -> Handle:
        """The viewing side of a person, under another key. Raises as ``person``."""
        key = self._leases.key("viewer", pid) if self.held else None
        if key is not None:
            return Handle(self.zone, pid, purpose, key, self._entropy)
        return (await self._handles("viewer", [pid], purpose, strict=True))[pid]

    async def handles(self, side: wire.Side, ids: Iterable[UUID], purpose: Purpose) -> dict[UUID, Handle]:
        """Many at once; the destroyed and unknown are left out. Raises CustodianUnavailable, NotAllowed."""
        return await self._handles(side, ids, purpose, strict=False)

    async def pid(self, person_id: UUID, purpose: Purpose) -> UUID:
        """The pid of one person. Raises as ``person``."""
        pid = self._leases.link("person", person_id) if self.held else None
        if pid is not None:
            return pid
        return await self._linked_one("person", person_id, purpose)

    async def pids(self, person_ids: Iterable[UUID], purpose: Purpose) -> dict[UUID, UUID]:
        """person_id -> pid; those destroyed or unknown are not among them."""
        return await self._linked("person", person_ids, purpose)

    async def person_id(self, pid: UUID, purpose: Purpose) -> UUID:
        """The person_id of one viewer. Raises as ``person``."""
        return await self._linked_one("viewer", pid, purpose)

    async def persons(self, pids: Iterable[UUID], purpose: Purpose) -> dict[UUID, UUID]:
        """pid -> person_id; those destroyed or unknown are not among them."""
        return await self._linked("viewer", pids, purpose)

    async def destroy(self, person_ids: Iterable[UUID], purpose: Purpose) -> list[bytes]:
        """Destroy these people's keys and links for ever. Again is fine. Raises CustodianUnavailable.

        Returns their stones: keep them, for ``destroy_again`` where an older copy of the keys comes back.
        """
        stones: list[bytes] = []
        for part in _parts(person_ids):
            answer = await self._ask(wire.Destroy(part, purpose))
            if isinstance(answer, wire.Destroyed):
                stones += answer.stones
        # The next pulse would drop them too, here and everywhere; this process need not wait for it.
        await self._heartbeat.beat()
        return stones

    async def renew(self, person_ids: Iterable[UUID], purpose: Purpose) -> None:
        """New keys and a new pid for people whom the custodian does not know; those of before stay lost."""
        for part in _parts(person_ids):
            pairs = [wire.Pair(person_id, self._new_pid()) for person_id in part]
            await self._ask(wire.NewKey(pairs, purpose))

    async def destroy_again(self, stones: Sequence[bytes], purpose: Purpose) -> None:
        """Destroy whoever was destroyed before. Raises CustodianUnavailable."""
        for at in range(0, len(stones), wire.MOST_IDS):
            await self._ask(wire.DestroyAgain(list(stones[at : at + wire.MOST_IDS]), purpose))
        await self._heartbeat.beat()

    async def standing(
        self, side: wire.Side, ids: Iterable[UUID], purpose: Purpose
    ) -> tuple[list[UUID], list[UUID]]:
        """Which of those ids are destroyed, and which the custodian never knew."""
        destroyed: list[UUID] = []
        unknown: list[UUID] = []
        for part in _parts(ids):
            answer = await self._ask(wire.Standing(side, part, purpose))
            if not isinstance(answer, wire.Stood):
                raise unavailable()
            destroyed += answer.destroyed
            unknown += answer.unknown
        return destroyed, unknown

    async def _handles(
        self, side: wire.Side, ids: Iterable[UUID], purpose: Purpose, *, strict: bool
    ) -> dict[UUID, Handle]:
        found: dict[UUID, DataKey] = {}
        missing: list[UUID] = []
        for owner in dict.fromkeys(ids):
            key = self._leases.key(side, owner) if self.held else None
            if key is None:
                missing.append(owner)
            else:
                found[owner] = key
        for part in _parts(missing):
            answer = await self._ask(wire.Unwrap(side, part, purpose))
            if not isinstance(answer, wire.Keys):
                raise unavailable()
            for lent in answer.lent:
                found[lent.owner] = self._leases.keep_key(side, lent.owner, DataKey(lent.key_id, lent.key))
                lent.key[:] = bytes(len(lent.key))
            if strict and answer.destroyed:
                raise KeyDestroyed("this person was erased; nothing of them can be opened")
        if strict and len(found) != 1:
            raise NoSuchPerson("the custodian of this zone knows no such person")
        return {owner: Handle(self.zone, owner, purpose, key, self._entropy) for owner, key in found.items()}

    async def _linked(self, side: wire.Side, ids: Iterable[UUID], purpose: Purpose) -> dict[UUID, UUID]:
        found: dict[UUID, UUID] = {}
        missing: list[UUID] = []
        for owner in dict.fromkeys(ids):
            other = self._leases.link(side, owner) if self.held else None
            if other is None:
                missing.append(owner)
            else:
                found[owner] = other
        for part in _parts(missing):
            request = wire.Pids(part, purpose) if side == "person" else wire.People(part, purpose)
            answer = await self._ask(request)
            if not isinstance(answer, wire.Links):
                raise unavailable()
            for pair in answer.pairs:
                self._leases.keep_link(pair.person_id, pair.pid)
                known, other = (pair.person_id, pair.pid) if side == "person" else (pair.pid, pair.person_id)
                found[known] = other
        return found

    async def _linked_one(self, side: wire.Side, owner: UUID, purpose: Purpose) -> UUID:
        found = await self._linked(side, [owner], purpose)
        if owner not in found:
            raise NoSuchPerson("the custodian of this zone knows no such person, or they were erased")
        return found[owner]

    async def _ask(self, request: wire.Request) -> wire.Answer:
        await self._heartbeat.ensure()
        answer = await self._line.ask(request, self._patience_s)
        if isinstance(answer, wire.Failure):
            kind = {"forbidden": NotAllowed, "ids_clash": Conflict}.get(answer.code)
            if kind is None:
                raise unavailable()
            raise kind(answer.message)
        return answer

    def _new_pid(self) -> UUID:
        # A pid made in the same moment as its person_id would join the two by their times, so its time is
        # any within the past year.
        back = int.from_bytes(self._entropy(8), "big") % _YEAR_MS
        return uuid7(self._clock.ms() - back, self._entropy(10))


def _parts(ids: Iterable[UUID]) -> list[list[UUID]]:
    listed: Sequence[UUID] = list(dict.fromkeys(ids))
    return [list(listed[at : at + wire.MOST_IDS]) for at in range(0, len(listed), wire.MOST_IDS)]
