"""The room's parts, wired together."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from kurzum.core.clock import Clock
from kurzum.core.ids import Entropy, Ids
from kurzum.custody.keys import Keys
from kurzum.people.accounts import Accounts
from kurzum.people.answers import Answers
from kurzum.people.away import Away
from kurzum.people.erasures import QUIET, Erasures
from kurzum.people.exports import Exports
from kurzum.people.graph import Graph
from kurzum.people.joining import Joining
from kurzum.people.passwords import Cost, Passwords
from kurzum.people.profiles import Profiles
from kurzum.people.receipts import Receipts
from kurzum.people.returning import Returning
from kurzum.people.sessions import Sessions
from kurzum.people.viewers import Viewers
from kurzum.store.pool import Database


class People:
    """Everybody of one zone."""

    def __init__(
        self,
        database: Database,
        keys: Keys,
        clock: Clock,
        ids: Ids,
        entropy: Entropy,
        *,
        session_days: int = 30,
        erase_days: int = 7,
        quiet: timedelta = QUIET,
        cost: Cost | None = None,
    ) -> None:
        """``session_days``: how long a session lives unused; ``erase_days``: how long whoever wants to be
        erased may change their mind; ``quiet``: see ``erasures.QUIET``; ``cost``: of a password check. The
        last two are for tests.
        """
        self._passwords = Passwords(entropy, cost)
        self.viewers = Viewers(database, clock)
        self.profiles = Profiles(database, clock)
        self.graph = Graph(database, clock)
        self.sessions = Sessions(database, clock, ids, entropy, timedelta(days=session_days))
        self.joining = Joining(database, keys, clock, self._passwords, self.viewers, self.profiles)
        self.accounts = Accounts(database, keys, clock, self._passwords, self.viewers, self.profiles)
        self.away = Away(database)
        self.receipts = Receipts(database, clock, entropy)
        self.erasures = Erasures(
            database, keys, clock, self.graph, self.viewers, self.sessions, self.profiles, self.receipts,
            timedelta(days=erase_days), quiet,
        )  # fmt: skip
        self.returning = Returning(database, keys, self.erasures, self.graph, self.viewers)
        self.answers = Answers(database, keys, clock)
        self.exports = Exports(database, clock, ids)
        self.erasures.also(self.exports.forget)

    async def add_bot(self, handle: str, name: str, bio: str, language: str, market: str) -> UUID:
        """A clearly artificial creator; the one that is there, on a second call. See ``Joining.add_bot``."""
        return await self.joining.add_bot(handle, name, bio, language, market)

    async def sweep(self) -> None:
        """Delete what has run out, finish erasures that are due or broke off: a regular job of the worker."""
        await self.sessions.sweep()
        await self.answers.sweep()
        await self.receipts.sweep()
        await self.exports.sweep()
        await self.erasures.finish_all()

    def close(self) -> None:
        """Let the threads go."""
        self._passwords.close()
