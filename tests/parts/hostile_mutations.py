"""Mutations of good clips: the n-th is the same in every run, so what it broke can be looked at again."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from parts.hostile_boxes import boxes
from parts.hostile_seeds import Seed

INTERESTING = (0, 1, 2, 7, 8, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
"""Numbers at the edges of what fields hold."""
HEAD = 2048
"""So far in from either end the tables and headers of small clips lie."""
Chance = random.Random
Mutation = Callable[[bytearray, Chance, Sequence[Seed]], None]


@dataclass(frozen=True)
class Mutant:
    """A changed clip. ``name``: number, seed and what was done, so that it can be made again."""

    name: str
    data: bytes


def mutant(seeds: Sequence[Seed], number: int) -> Mutant:
    """Mutation ``number`` of the seed whose turn it is; one to three changes upon each other."""
    chance = random.Random(number)  # noqa: S311 (the same in every run is what is wanted)
    seed = seeds[number % len(seeds)]
    data = bytearray(seed.data)
    done = []
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        change = chance.choice(CHANGES)
        change(data, chance, seeds)
        done.append(change.__name__)
    return Mutant(f"{number} {seed.name} {'+'.join(done)}", bytes(data))


def flip_bits(data: bytearray, chance: Chance, _seeds: Sequence[Seed]) -> None:
    for _ in range(chance.choice((1, 4, 16, 64, 400))):
        data[_at(data, chance)] ^= 1 << chance.randrange(8)


def flip_headers(data: bytearray, chance: Chance, _seeds: Sequence[Seed]) -> None:
    for _ in range(chance.choice((1, 2, 8, 32))):
        data[_in_headers(data, chance)] ^= 1 << chance.randrange(8)


def set_numbers(data: bytearray, chance: Chance, _seeds: Sequence[Seed]) -> None:
    for _ in range(chance.choice((1, 2, 8))):
        width = chance.choice((1, 2, 4, 8))
        at = _in_headers(data, chance)
        data[at : at + width] = (chance.choice(INTERESTING) & ((1 << 8 * width) - 1)).to_bytes(width, "big")


def set_sizes(data: bytearray, chance: Chance, _seeds: Sequence[Seed]) -> None:
    """A box's or an element's size says something else."""
    if bytes(data[4:8]) == b"ftyp":
        one = chance.choice([b.at for b in boxes(bytes(data))] or [0])
        size = int.from_bytes(data[one : one + 4], "big")
        wrong = chance.choice((*INTERESTING, size + 1, max(0, size - 1), size * 2, size + 8))
        data[one : one + 4] = (wrong & 0xFFFFFFFF).to_bytes(4, "big")
    else:
        at = _in_headers(data, chance)
        data[at] = chance.choice((0x01, 0x08, 0x10, 0x20, 0x40, 0x80, 0xFF))


def set_fields(data: bytearray, chance: Chance, _seeds: Sequence[Seed]) -> None:
    """Four bytes within some box say something else."""
    inner = [b for b in boxes(bytes(data)) if b.end - b.content >= 8 and b.kind != b"mdat"]
    if not inner:
        set_numbers(data, chance, ())
        return
    for _ in range(chance.choice((1, 2, 5))):
        one = chance.choice(inner)
        at = one.content + chance.randrange(min(64, one.end - one.content - 3))
        data[at : at + 4] = chance.choice(INTERESTING).to_bytes(4, "big")


def swap_chunks(data: bytearray, chance: Chance, _seeds: Sequence[Seed]) -> None:
    size = chance.choice((4, 16, 64, 512, 4096))
    one, other = _at(data, chance), _at(data, chance)
    if abs(one - other) >= size and max(one, other) + size <= len(data):
        data[one : one + size], data[other : other + size] = (
            data[other : other + size],
            data[one : one + size],
        )


def swap_boxes(data: bytearray, chance: Chance, seeds: Sequence[Seed]) -> None:
    found = [b for b in boxes(bytes(data)) if b.kind != b"mdat"]
    if len(found) < 2:
        swap_chunks(data, chance, seeds)
        return
    one, other = sorted(chance.sample(found, 2), key=lambda b: b.at)
    if one.end <= other.at:
        data[:] = b"".join(
            (data[: one.at], data[other.at : other.end], data[one.end : other.at],
             data[one.at : one.end], data[other.end :])
        )  # fmt: skip


def repeat(data: bytearray, chance: Chance, _seeds: Sequence[Seed]) -> None:
    at, size = _at(data, chance), chance.choice((8, 64, 1024))
    data[at:at] = data[at : at + size] * chance.choice((1, 10, 500))


def cut_out(data: bytearray, chance: Chance, _seeds: Sequence[Seed]) -> None:
    at = _at(data, chance)
    del data[at : at + chance.choice((1, 3, 64, 4096))]


def put_in(data: bytearray, chance: Chance, _seeds: Sequence[Seed]) -> None:
    at, size = _at(data, chance), chance.choice((1, 4, 100, 5000))
    data[at:at] = chance.choice((bytes(size), b"\xff" * size, chance.randbytes(size)))


def splice(data: bytearray, chance: Chance, seeds: Sequence[Seed]) -> None:
    """It begins as one clip and goes on as another."""
    other = chance.choice(seeds).data
    data[_at(data, chance) :] = other[chance.randrange(len(other)) :]


def truncate(data: bytearray, chance: Chance, _seeds: Sequence[Seed]) -> None:
    del data[max(16, _at(data, chance)) :]


CHANGES: tuple[Mutation, ...] = (
    flip_bits, flip_headers, set_numbers, set_sizes, set_fields, swap_chunks, swap_boxes, repeat, cut_out,
    put_in, splice, truncate,
)  # fmt: skip


def _at(data: bytearray, chance: Chance) -> int:
    if not data:
        data.append(0)
    return chance.randrange(len(data))


def _in_headers(data: bytearray, chance: Chance) -> int:
    if not data:
        data.append(0)
    near = min(HEAD, len(data))
    return chance.choice((chance.randrange(near), len(data) - 1 - chance.randrange(near)))
