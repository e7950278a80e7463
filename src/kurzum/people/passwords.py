"""Passwords: what is accepted, and argon2id off the event loop.

Memory and passes are those of the second recommendation of RFC 9106 (64 MiB, 3), in one lane: lanes are
threads, and with four of them a few checks take the processor away from who answers pages.
"""

from __future__ import annotations

import asyncio
import os
from base64 import b64encode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from typing import TypeVar

import msgspec
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from kurzum.core.ids import Entropy
from kurzum.people.errors import Busy, WeakPassword

SHORTEST, LONGEST = 10, 256
_SALT_BYTES, _TAG_BYTES = 16, 32
_OFTEN_TRIED = frozenset(
    (files("kurzum.people") / "data/often_tried_passwords.txt").read_text("utf-8").split()
)
T = TypeVar("T")


class Cost(msgspec.Struct, frozen=True):
    """What one check costs, and how many may run and wait: on half of the cores, for some seconds at most."""

    passes: int = 3
    memory_kib: int = 65_536
    lanes: int = 1
    threads: int = max(1, (os.cpu_count() or 2) // 2)
    waiting: int = 32


def accept(password: str, handle: str) -> str:
    """The password, if it may be used. Raises WeakPassword. Counted in characters; spaces count."""
    if len(password) < SHORTEST:
        raise WeakPassword(f"Use at least {SHORTEST} characters for the password.")
    if len(password) > LONGEST:
        raise WeakPassword(f"Use at most {LONGEST} characters for the password.")
    plain = password.lower()
    if handle in plain and len(plain.replace(handle, "")) < SHORTEST // 2:
        raise WeakPassword("This password is little more than the handle. Choose another.")
    if plain in _OFTEN_TRIED or len(set(plain)) < 4:
        raise WeakPassword("This password is among the first that anybody would try. Choose another.")
    return password


class Passwords:
    """Hashes and checks passwords in a few threads of its own."""

    def __init__(self, entropy: Entropy, cost: Cost | None = None) -> None:
        self._entropy = entropy
        self._cost = cost or Cost()
        self._hasher = PasswordHasher(self._cost.passes, self._cost.memory_kib, self._cost.lanes)
        self._threads = ThreadPoolExecutor(self._cost.threads, "passwords")
        self._decoy = _nobodys(self._cost, entropy)
        self._in_work = 0

    async def hash(self, password: str) -> str:
        """The argon2id verifier of a password, in PHC form. Raises Busy."""
        salt = self._entropy(_SALT_BYTES)
        return await self._off_the_loop(lambda: self._hasher.hash(_bytes(password), salt=salt))

    async def check(self, verifier: str | None, password: str) -> bool:
        """Whether the password is the verifier's. Without one: False, after the same work. Raises Busy."""
        right = await self._off_the_loop(lambda: self._matches(verifier or self._decoy, password))
        return right and verifier is not None

    def close(self) -> None:
        """Let the threads go."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _matches(self, verifier: str, password: str) -> bool:
        try:
            return self._hasher.verify(verifier, _bytes(password))
        except (VerificationError, InvalidHashError):
            return False

    async def _off_the_loop(self, work: Callable[[], T]) -> T:
        if self._in_work >= self._cost.threads + self._cost.waiting:
            raise Busy
        self._in_work += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._in_work -= 1


def _nobodys(cost: Cost, entropy: Entropy) -> str:
    """A verifier of no password, to be checked with the same work as anybody's; making it takes none."""
    salt, tag = (b64encode(entropy(size)).decode().rstrip("=") for size in (_SALT_BYTES, _TAG_BYTES))
    costs = f"m={cost.memory_kib},t={cost.passes},p={cost.lanes}"
    return f"$argon2id$v=19${costs}${salt}${tag}"


def _bytes(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")
