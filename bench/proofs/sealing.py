"""Sealed values stay in their places, and no nonce is used twice under one key, to the full counts."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.proofs.part import Part, Tally
from parts.sealed_twice import nonces_used_twice
from parts.swapped import fields, opened_elsewhere, places

_SEALS, _PROCESSES = 10_000_000, 8
_PEOPLE = 2


def _run(tally: Tally) -> None:
    while tally.wanted():
        where = places(fields(), _PEOPLE)
        opened = list(opened_elsewhere(where))
        with tempfile.TemporaryDirectory(prefix="kz-nonces-") as folder:
            sealed, twice = nonces_used_twice(Path(folder), _SEALS, _PROCESSES)
        if opened or twice:
            first = f", first {opened[0]}" if opened else ""
            tally.failed(f"{len(opened)} values opened elsewhere{first}; {twice} nonces were used twice")
        else:
            tally.passed(swaps_refused=len(where) * (len(where) - 1), seals=sealed)


PARTS = [Part("sealing", "no value opens elsewhere, no nonce is used twice", 1, "whole count", 6, _run)]
