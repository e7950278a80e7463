"""What the source itself says that it keeps, logs, counts and writes: read from its syntax, nothing is run.

Each function takes one file's text and says what it finds, so that a test can hand it a made-up file as well.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "kurzum"

_HOLDERS = {
    "Counter", "Derived", "Fresh", "Held", "OrderedDict", "WeakKeyDictionary", "WeakValueDictionary",
    "_Newest", "array", "bytearray", "defaultdict", "deque", "dict", "empty", "full", "list", "set", "zeros",
}  # fmt: skip
_OF_MODULES = _HOLDERS - {"Counter", "array", "dict", "empty", "full", "list", "set", "zeros"}
_CACHES = {"cache", "lru_cache"}
_LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}
_METRICS = {"Counter", "Gauge", "Histogram", "Summary", "Tally", "_counter"}
_FORMS = {"json", "msgpack", "toml", "yaml"}
_WRITING = {"encode", "Encoder", "dumps", "dump"}
_STORAGE = re.compile(r"\b(localStorage|sessionStorage|indexedDB|caches|document\.cookie|cookieStore)\b")
_KEY = re.compile(r"""["'`](kurzum[.-][^"'`]*)["'`]""")
_FILLED = re.compile(r"\$\{[^}]*\}")
_COMMENTS = re.compile(r"/\*.*?\*/|^\s*//.*?$", re.DOTALL | re.MULTILINE)


def python_files() -> Iterator[tuple[str, str]]:
    """Module (below ``kurzum``) and text of every file of the package; demo films hold nobody's data."""
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if parts[0] != "demo":
            yield ".".join(part for part in parts if part != "__init__"), path.read_text("utf-8")


def client_files() -> Iterator[tuple[str, str]]:
    """Path and text of every file that browsers run."""
    for path in sorted((ROOT / "client" / "src").rglob("*")):
        if path.suffix in {".ts", ".tsx", ".js"} and ".test." not in path.name:
            yield str(path.relative_to(ROOT / "client" / "src")), path.read_text("utf-8")


def held(module: str, text: str) -> set[str]:
    """What objects and modules keep in memory: ``module.Class.attribute``, ``module.name``."""
    found = set()
    tree = ast.parse(text)
    for one in ast.walk(tree):
        if isinstance(one, ast.ClassDef):
            found |= {f"{module}.{one.name}.{name}" for name in _held_by(one)}
        if isinstance(one, ast.FunctionDef) and any(_name(by) in _CACHES for by in one.decorator_list):
            found.add(f"{module}.{one.name}")
    for node in tree.body:
        for name, value in _assigned(node):
            made = isinstance(value, ast.Call) and _name(value.func) in _CACHES | _OF_MODULES
            if made or (isinstance(value, ast.Dict) and not value.keys and name != "COLUMNS"):
                found.add(f"{module}.{name}")
    return found


def _held_by(holder: ast.ClassDef) -> Iterator[str]:
    for method in holder.body:
        if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(method):
                for name, value in _assigned(node):
                    own, _, inside = name.partition(".")
                    if own == "self" and inside and "." not in inside and _holds(value):
                        yield inside


def _holds(value: ast.expr) -> bool:
    """Whether it begins something that is filled later: an empty or a made container, or a few of them."""
    match value:
        case ast.Call():
            return _name(value.func) in _HOLDERS
        case ast.IfExp():
            return _holds(value.body) or _holds(value.orelse)
        case ast.List():
            return not value.elts
        case ast.Dict():
            return not value.keys or any(_holds(one) for one in value.values)
        case ast.Tuple():
            return any(_holds(one) for one in value.elts)
    return False


def _assigned(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(node, ast.Assign):
        for target in node.targets:
            yield _dotted(target), node.value
    elif isinstance(node, ast.AnnAssign) and node.value is not None:
        yield _dotted(node.target), node.value


def logged(text: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Events that are logged, and the fields of each. What is put into an event's own words is ``{}``."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        fields = frozenset(one.arg or "**" for one in node.keywords)
        if isinstance(node.func, ast.Attribute) and node.func.attr in _LEVELS:
            if _dotted(node.func.value).rpartition(".")[2].lstrip("_") in ("log", "logger"):
                yield _words(node.args[0]) if node.args else "**", fields
        elif _name(node.func) == "say" and len(node.args) == 2:
            yield _words(node.args[0]), fields
        elif _name(node.func) == "bind_contextvars":
            yield "", fields


def metrics(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Metrics by name, and their labels."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and (
            _name(node.func) in _METRICS or _name(node.func).endswith("MetricFamily")
        ):
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value, _labels(node)


def _labels(call: ast.Call) -> tuple[str, ...]:
    given = [one.value for one in call.keywords if one.arg in ("labels", "labelnames")]
    given += call.args[2:3]
    for one in given:
        if isinstance(one, ast.Tuple | ast.List):
            return tuple(_words(label) for label in one.elts)
    return ()


def writes(text: str) -> bool:
    """Whether a file turns values into JSON, MessagePack or the like: what is stored or sent begins so."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Attribute) and node.attr in _WRITING and _form(_dotted(node.value)):
            return True
        if isinstance(node, ast.ImportFrom) and _form(node.module or ""):
            return True
    return False


def asked(text: str) -> set[str]:
    """Headers and parts of the address that a file reads of a request: ``header NAME``, ``address NAME``."""
    found = set()
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Call(func=ast.Attribute(attr="get" | "getall"), args=[first, *_]):
                found |= _of_request(_dotted(node.func), first)
            case ast.Call(args=[ast.Name(id="headers"), *others]):
                for other in others:
                    found |= _of_request("headers.get", other)
            case ast.Compare(left=left, ops=[ast.In() | ast.NotIn()], comparators=[where]):
                found |= _of_request(f"{_dotted(where)}.get", left)
    return found


def _of_request(call: str, name: ast.expr) -> set[str]:
    kind = {"headers": "header", "heads": "header", "query_params": "address", "cookies": "cookie"}.get(
        call.split(".")[-2] if "." in call else ""
    )
    if kind == "cookie":
        return {"header cookie"}
    if kind is None or not isinstance(name, ast.Constant):
        return set()
    said = name.value.decode() if isinstance(name.value, bytes) else str(name.value)
    return {f"{kind} {said}"}


def _form(name: str) -> bool:
    return name.rpartition(".")[2] in _FORMS


def device_keys(text: str) -> set[str] | None:
    """Names under which a file of the client keeps something in the browser; None where it keeps nothing."""
    code = _COMMENTS.sub("", text)
    if not _STORAGE.search(code):
        return None
    return set(_KEY.findall(_FILLED.sub("*", code)))


def interface_fields(text: str, name: str) -> list[str]:
    """The fields of a TypeScript interface."""
    body = re.search(rf"export interface {name}\b[^{{]*\{{(.*?)^\}}", text, re.DOTALL | re.MULTILINE)
    return re.findall(r"^  (\w+)\??:", _COMMENTS.sub("", body[1]), re.MULTILINE) if body else []


def _words(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_words(part) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return "{}"


def _name(node: ast.expr) -> str:
    while isinstance(node, ast.Subscript | ast.Call):
        node = node.value if isinstance(node, ast.Subscript) else node.func
    return _dotted(node).rpartition(".")[2]


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""
