"""What is laid over closed folders, decided on a real tree of folders and links."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kurzum.app.reveal import first_closed, passable, plan, route, within

STRANGER = 54_321


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """``closed/deep/python`` behind 0700, ``open/venv/bin/python`` as a link to it."""
    root = tmp_path.resolve()
    (root / "closed" / "deep" / "lib").mkdir(parents=True)
    (root / "closed" / "deep" / "python").touch()
    (root / "closed" / "other").mkdir()
    (root / "open" / "venv").mkdir(parents=True)
    (root / "open" / "venv" / "python").symlink_to(root / "closed" / "link" / "python")
    (root / "closed" / "link").symlink_to("deep")
    return root


def closed_at(*folders: Path) -> Callable[[str], bool]:
    closed = {str(folder) for folder in folders}
    return lambda folder: folder not in closed


def test_a_route_follows_every_link(tree: Path) -> None:
    real, links = route(str(tree / "open" / "venv" / "python"))
    assert real == str(tree / "closed" / "deep" / "python")
    assert [at for at, _ in links] == [str(tree / "open" / "venv" / "python"), str(tree / "closed" / "link")]


def test_endless_links_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(OSError, match="too many"):
        route(str(tmp_path / "a"))


def test_nothing_is_covered_where_all_is_open(tree: Path) -> None:
    found = plan([str(tree / "open" / "venv" / "python")], [], closed_at())
    assert found.covers == () and found.binds == () and found.links == ()


def test_only_what_is_needed_comes_back(tree: Path) -> None:
    wanted = [str(tree / "open" / "venv" / "python"), str(tree / "closed" / "deep" / "lib")]
    found = plan(wanted, [str(tree / "closed" / "other")], closed_at(tree / "closed"))
    assert found.covers == (str(tree / "closed"),)
    assert dict(found.binds) == {
        str(tree / "closed" / "deep" / "python"): False,
        str(tree / "closed" / "deep" / "lib"): False,
        str(tree / "closed" / "other"): True,
    }
    assert found.links == ((str(tree / "closed" / "link"), "deep"),)


def test_the_outermost_closed_folder_is_covered_once(tree: Path) -> None:
    closed = closed_at(tree / "closed", tree / "closed" / "deep")
    found = plan([str(tree / "closed" / "deep" / "lib")], [str(tree / "closed" / "other")], closed)
    assert found.covers == (str(tree / "closed"),)


def test_the_mode_of_a_folder_decides(tree: Path) -> None:
    closed = tree / "closed"
    closed.chmod(0o710)
    group = closed.stat().st_gid
    assert not passable(STRANGER, ())(str(closed))
    assert passable(STRANGER, (group,))(str(closed))
    assert passable(closed.stat().st_uid, ())(str(closed))
    closed.chmod(0o711)
    assert passable(STRANGER, ())(str(closed))


def test_the_first_closed_folder_is_above_the_path() -> None:
    closed = closed_at(Path("/a/b"))
    assert first_closed("/a/b/c/d", closed) == "/a/b"
    assert first_closed("/a/b", closed) is None
    assert first_closed("/x", lambda folder: folder != "/") == "/"


def test_within_is_about_whole_names() -> None:
    assert within("/a/b", "/a") and within("/a", "/a") and within("/a", "/")
    assert not within("/ab", "/a")
