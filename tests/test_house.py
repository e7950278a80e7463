"""The house itself: sizes, names, front doors, no clock and no chance below `app`."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "kurzum"
ROOMS = sorted(p.name for p in SOURCE.iterdir() if (p / "__init__.py").exists())
UPPER = {"app", "cli"}
EMPTY_NAMES = {"utils", "util", "common", "helpers", "base", "manager", "misc"}

CLOCKS_AND_CHANCE = {
    "time.time",
    "time.time_ns",
    "time.monotonic",
    "time.monotonic_ns",
    "datetime.now",
    "datetime.utcnow",
    "datetime.datetime.now",
    "datetime.date.today",
    "date.today",
    "os.urandom",
    "os.getrandom",
    "uuid.uuid1",
    "uuid.uuid4",
    "uuid4",
    "np.random.default_rng()",
}
CHANCE_MODULES = {"random", "secrets"}


def files(*rooms: str) -> Iterator[Path]:
    for room in rooms:
        yield from sorted((SOURCE / room).rglob("*.py"))


def dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def tracked() -> list[Path]:
    try:
        done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return [
            p
            for p in ROOT.rglob("*")
            if p.is_file() and "node_modules" not in p.parts and ".venv" not in p.parts
        ]
    return [ROOT / name for name in done.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def code(*suffixes: str) -> list[Path]:
    return [p for p in tracked() if p.suffix in suffixes]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_has_a_front_door(room: str) -> None:
    tree = ast.parse((SOURCE / room / "__init__.py").read_text())
    assert (ast.get_docstring(tree) or "").strip(), f"{room} does not say what it promises"
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(
            isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets
        ):
            names = ast.literal_eval(node.value)
            assert len(names) <= 10, f"{room} shows {len(names)} names at its door; ten are enough"


def test_files_are_of_one_idea() -> None:
    lengths = {p: len(p.read_text().splitlines()) for p in code(".py", ".ts", ".tsx", ".css")}
    long = {str(p.relative_to(ROOT)): n for p, n in lengths.items() if n > 400}
    assert not long, f"over 400 lines: {long}"


def test_functions_are_short() -> None:
    total, long = 0, []
    for path in files(*ROOMS):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                total += 1
                size = (node.end_lineno or node.lineno) - node.lineno + 1
                if size > 40:
                    long.append(f"{path.relative_to(ROOT)}:{node.name} ({size})")
    assert len(long) <= max(1, total * 3 // 100), (
        f"{len(long)} of {total} functions are over 40 lines: {long}"
    )


def test_names_say_something() -> None:
    empty = [str(p.relative_to(ROOT)) for p in code(".py", ".ts", ".tsx") if p.stem in EMPTY_NAMES]
    assert not empty, f"names that say nothing: {empty}"


def test_no_clock_and_no_chance_below_app() -> None:
    found = []
    for path in files(*(r for r in ROOMS if r not in UPPER)):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and dotted(node.func) in CLOCKS_AND_CHANCE:
                found.append(f"{path.relative_to(ROOT)}:{node.lineno} {dotted(node.func)}")
            if isinstance(node, ast.Import) and any(a.name in CHANCE_MODULES for a in node.names):
                found.append(f"{path.relative_to(ROOT)}:{node.lineno} import of chance")
            if isinstance(node, ast.ImportFrom) and node.module in CHANCE_MODULES and node.level == 0:
                found.append(f"{path.relative_to(ROOT)}:{node.lineno} import of chance")
    assert not found, "time, chance and ids come in as arguments below app: " + ", ".join(found)


def test_sql_is_in_sql_files() -> None:
    statement = re.compile(
        r"^\s*(select\s.+\sfrom|insert\s+into|update\s+\S+\s+set|delete\s+from)\s", re.IGNORECASE | re.DOTALL
    )
    found = []
    for path in files(*(r for r in ROOMS if r != "store")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and statement.match(node.value):
                found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert not found, f"SQL belongs into .sql files: {found}"


def test_lock_files_name_no_package_index() -> None:
    locks = [
        p for p in tracked() if p.suffix == ".lock" or p.name == "package-lock.json" or p.name == ".npmrc"
    ]
    assert locks
    for lock in locks:
        text = lock.read_text()
        assert not re.search(
            r"--(extra-)?index-url|--find-links|resolved\"|(registry|index|mirror)\S*://", text
        ), lock


def test_nothing_is_left_undone_in_silence() -> None:
    unfinished = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
    found = []
    for path in code(".py", ".ts", ".tsx", ".sql"):
        if path == Path(__file__):
            continue
        found += [
            f"{path.relative_to(ROOT)}:{n}"
            for n, line in enumerate(path.read_text().splitlines(), 1)
            if unfinished.search(line)
        ]
    assert not found, f"unfinished: {found}"


def test_pages_ask_no_third_party() -> None:
    address = re.compile(r"https?://([a-z0-9.-]+)", re.IGNORECASE)
    allowed = ("localhost", "127.0.0.1", "www.w3.org", "schema.org", "ogp.me")
    found = []
    for path in tracked():
        if "client" not in path.parts or path.suffix not in {
            ".ts",
            ".tsx",
            ".css",
            ".html",
            ".webmanifest",
            ".svg",
        }:
            continue
        if re.search(r"\.test\.tsx?$", path.name) or "dev" in path.relative_to(ROOT).parts:
            continue
        for host in address.findall(path.read_text()):
            if not host.endswith(allowed) and "." in host:
                found.append(f"{path.relative_to(ROOT)}: {host}")
    assert not found, found
