"""Ranges of clips through the front door, session and visibility checked each time, beside bare Caddy.

Ours and bare are the same Caddy program over the same files, asked by the same wrk for the same ranges, in
turns. Bare is `file_server` with Caddy's own settings; once more with the front door's settings, for these
make Caddy send by sendfile, which its own do not. The processor's time is shared with wrk, as it is for bare.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sysconfig
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from bench.audience import Audience, audience
from bench.measures.figure import Figure, Measure
from bench.wrk import WrkResult, wrk
from kurzum.app.footprint import tree
from kurzum.core.process import cpu_s
from parts.running import free_ports

BAR = 0.55
SECONDS = 5
CONNECTIONS = 16
VIEWERS = 32
SIZES = {"1 MiB": 1 << 20, "256 KiB": 256 << 10}
_LUA = """
local files = {%(files)s}
local tokens = {%(tokens)s}
math.randomseed(%(seed)d)
request = function()
  local file = files[math.random(#files)]
  local at = math.random(0, file[2] - %(size)d)
  local headers = {["Host"] = "localhost", ["Range"] = "bytes=" .. at .. "-" .. (at + %(size)d - 1)}
  if #tokens > 0 then headers["Cookie"] = "kurzum_us=" .. tokens[math.random(#tokens)] end
  return wrk.format("GET", file[1], headers)
end
"""
_BARE = """{
	admin off
	persist_config off
	auto_https off
	log default {
		level ERROR
	}
	%(servers)s
}
http://:%(port)d {
	bind 127.0.0.1
	root * %(root)s
	file_server
}
"""
_AS_THE_DOOR = "servers {\n protocols h1 h2c\n timeouts {\n write_idle -1s\n }\n }"
_OURS, _PLAIN, _SWIFT = "ours", "bare", "bare with the front door's settings"


@dataclass(frozen=True)
class File:
    """A rendition: its address, where its bytes lie, and how many it has when it is open."""

    url: str
    blob: Path
    bytes: int


@dataclass(frozen=True)
class Taken:
    """One run of wrk, and CPU ms a request of what answered."""

    wrk: WrkResult
    cpu_ms: float


def run(times: int) -> list[Figure]:
    """Public clips asked for by signed-in viewers; and private ones by their maker."""
    taken: defaultdict[tuple[str, str], list[Taken]] = defaultdict(list)
    sealed: list[Taken] = []
    with audience(VIEWERS, ["public", "public", "public", "private"]) as there:
        public = _files(there, "public")
        with _bare(there.blobs, "") as plain, _bare(there.blobs, _AS_THE_DOOR) as swift:
            for turn in range(times):
                for name, size in SIZES.items():
                    fits = [file for file in public if file.bytes > size]
                    lua = _script(there.tokens, [(f.url, f.bytes) for f in fits], size, turn)
                    blobs = [(f"/{f.blob.parent.name}/{f.blob.name}", f.bytes) for f in fits]
                    bare = _script((), blobs, size, turn)
                    taken[name, _OURS].append(_ours(there, lua))
                    taken[name, _PLAIN].append(plain.asked(bare))
                    taken[name, _SWIFT].append(swift.asked(bare))
                private = [(f.url, f.bytes) for f in _files(there, "private") if f.bytes > 1 << 20]
                sealed.append(_ours(there, _script([there.maker_token()], private, 1 << 20, turn)))
    return [*(one for name in SIZES for one in _figures(name, taken)), *_sealed(sealed)]


def _figures(name: str, taken: dict[tuple[str, str], list[Taken]]) -> list[Figure]:
    ours, plain, swift = taken[name, _OURS], taken[name, _PLAIN], taken[name, _SWIFT]
    said = f"ranges of {name}"

    def rates(of: Sequence[Taken]) -> list[float]:
        return [one.wrk.requests_per_s for one in of]

    p50, p99 = (statistics.median(getattr(one.wrk, p) for one in ours) for p in ("p50_ms", "p99_ms"))
    errors = sum(one.wrk.errors for one in (*ours, *plain, *swift))
    note = (
        f"{VIEWERS} viewers, {CONNECTIONS} connections; p50 {p50:.1f} ms, p99 {p99:.1f} ms; {errors} errors"
    )
    bar = BAR if name == "1 MiB" else None
    cpu = [one.cpu_ms for one in ours]
    return [
        Figure(f"{said}, public", "1/s", rates(ours), rates(plain), bar, "at least", note),
        Figure(f"{said}, public, beside {_SWIFT}", "1/s", rates(ours), rates(swift)),
        Figure(f"{said}, CPU of all processes", "ms", cpu, [one.cpu_ms for one in plain]),
    ]


def _sealed(taken: Sequence[Taken]) -> list[Figure]:
    mb = (1 << 20) / 1e6
    rates = [one.wrk.requests_per_s * mb for one in taken]
    p99 = statistics.median(one.wrk.p99_ms for one in taken)
    note = f"ranges of 1 MiB, opened by the server as they go; p99 {p99:.0f} ms"
    note += f"; {sum(one.wrk.errors for one in taken)} errors"
    return [
        Figure("sealed clips", "MB/s", rates, note=note),
        Figure("sealed clips, CPU", "s/GB", [one.cpu_ms / mb for one in taken]),
    ]


def _files(there: Audience, visibility: str) -> list[File]:
    found = []
    for card in there.cards:
        if card["visibility"] != visibility:
            continue
        for rendition in card["renditions"]:
            digest, _, suffix = rendition["url"].rsplit("/", 1)[1].partition(".")
            if suffix == "mp4":
                blob = there.blobs / digest[:2] / digest
                asked = there.maker.http.head(rendition["url"])
                found.append(File(rendition["url"], blob, int(asked.headers["content-length"])))
    return found


def _ours(there: Audience, lua: str) -> Taken:
    before = there.cpu_s()
    result = _asked(there.origin, lua)
    after = there.cpu_s()
    return _taken(result, sum(after[role] - before.get(role, 0) for role in after))


@dataclass(frozen=True)
class Bare:
    """A Caddy with nothing but `file_server`."""

    process: subprocess.Popen[bytes]
    origin: str

    def asked(self, lua: str) -> Taken:
        """One run of wrk."""
        before = sum(map(cpu_s, tree(self.process.pid)))
        result = _asked(self.origin, lua)
        return _taken(result, sum(map(cpu_s, tree(self.process.pid))) - before)


@contextmanager
def _bare(root: Path, servers: str) -> Iterator[Bare]:
    port = free_ports(1)
    caddy = Path(sysconfig.get_path("scripts")) / "caddy"
    with tempfile.TemporaryDirectory(prefix="kz") as folder:
        config = Path(folder) / "Caddyfile"
        config.write_text(_BARE % {"servers": servers, "port": port, "root": root}, "utf-8")
        command = [str(caddy), "run", "--config", str(config), "--adapter", "caddyfile"]
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL, env={**os.environ, "HOME": folder})
        try:
            bare = Bare(process, f"http://127.0.0.1:{port}")
            _wait(bare.origin)
            yield bare
        finally:
            process.terminate()
            process.wait(20)


def _wait(origin: str) -> None:
    for _ in range(200):
        try:
            httpx.get(origin)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("Caddy did not answer")


def _asked(origin: str, lua: str) -> WrkResult:
    with tempfile.NamedTemporaryFile("w", suffix=".lua", prefix="kz") as script:
        script.write(lua)
        script.flush()
        return wrk(f"{origin}/", seconds=SECONDS, connections=CONNECTIONS, script=Path(script.name))


def _taken(result: WrkResult, cpu: float) -> Taken:
    return Taken(result, 1000 * cpu / max(1.0, result.requests_per_s * SECONDS))


def _script(tokens: Sequence[str], files: Sequence[tuple[str, int]], size: int, seed: int) -> str:
    listed = ", ".join(f'{{"{address}", {count}}}' for address, count in files)
    quoted = ", ".join(f'"{token}"' for token in tokens)
    return _LUA % {"files": listed, "tokens": quoted, "size": size, "seed": seed + 1}


MEASURES = [Measure("media", "ranges of clips through the front door, beside bare Caddy", minutes=6, run=run)]
