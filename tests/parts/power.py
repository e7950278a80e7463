"""Cuts the power between any two steps that files go through, in this process."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest


class PowerCut(BaseException):
    """Nothing catches this: what was done until now is what lies on the disk."""


@contextmanager
def cut_before(step: int) -> Iterator[Callable[[], int]]:
    """Cut the power before that write, flush, renaming or removal, counted from 0; gives how many there
    were."""
    done = 0

    def counted(work: Callable[..., Any]) -> Callable[..., Any]:
        def stepped(*given: Any, **named: Any) -> Any:
            nonlocal done
            if done >= step:
                raise PowerCut
            done += 1
            return work(*given, **named)

        return stepped

    with pytest.MonkeyPatch.context() as patched:
        for owner, name in ((os, "write"), (os, "fsync"), (Path, "rename"), (Path, "unlink")):
            patched.setattr(owner, name, counted(getattr(owner, name)))
        yield lambda: done
