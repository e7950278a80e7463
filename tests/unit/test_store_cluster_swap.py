"""The exchange of a cluster's data, cut off after each of its steps and gone on with."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kurzum.store import cluster_swap


class Cut(Exception):
    """The power goes."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, version in (("data", "15"), ("next/data", "18")):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "PG_VERSION").write_text(version)
    return tmp_path


def version(path: Path) -> str | None:
    return (path / "PG_VERSION").read_text() if path.exists() else None


@pytest.mark.parametrize("steps", range(8))
def test_cut_off_anywhere_it_ends_with_the_old_or_the_new(
    folder: Path, steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = iter(range(steps))

    def step() -> None:
        if next(left, None) is None:
            raise Cut

    with monkeypatch.context() as patch:
        for name in ("rename", "unlink"):
            _before(patch, Path, name, step)
        _before(patch, os, "fsync", step)
        try:
            cluster_swap.begin(folder, 15)
        except Cut:
            assert version(folder / "data") == "15" or version(folder / "data.15") == "15"
    begun = (folder / cluster_swap.NOTE).exists()
    assert cluster_swap.finish(folder) == begun
    if begun or version(folder / "data") == "18":
        assert (version(folder / "data"), version(folder / "data.15")) == ("18", "15")
    else:
        assert (version(folder / "data"), version(folder / "next" / "data")) == ("15", "18")


def _before(patch: pytest.MonkeyPatch, owner: object, name: str, step: object) -> None:
    real = getattr(owner, name)

    def with_step(*args: object, **more: object) -> object:
        step()  # type: ignore[operator]
        return real(*args, **more)

    patch.setattr(owner, name, with_step)


def test_where_nothing_was_begun_nothing_happens(folder: Path) -> None:
    assert not cluster_swap.finish(folder)
    assert version(folder / "data") == "15"


def test_data_of_before_is_found(folder: Path) -> None:
    cluster_swap.begin(folder, 15)
    assert cluster_swap.earlier(folder) == [folder / "data.15"]
