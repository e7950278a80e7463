"""How many requests a second an address answers: asked by `wrk`, or by our own client where it is missing.

`wrk` speaks TCP only. To install it: `apt-get install wrk`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_SPARE_S = 15.0
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}
_ERRORS = re.compile(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)")
_OTHER = re.compile(r"Non-2xx or 3xx responses: (\d+)")


class WrkFailed(RuntimeError):
    """It could not be measured: what the tool said."""


@dataclass(frozen=True)
class WrkResult:
    """``errors``: broken connections, timeouts, and answers that are neither 2xx nor 3xx.

    ``cpu_s_of_wrk``: CPU seconds of the asking side. ``tool``: ``wrk``, or ``own client``, which costs
    several times as much CPU, so that rates near its own limit say nothing of the server.
    """

    requests_per_s: float
    p50_ms: float
    p99_ms: float
    errors: int
    cpu_s_of_wrk: float
    tool: str = "wrk"


def wrk(
    url: str,
    *,
    seconds: int = 5,
    connections: int = 16,
    threads: int = 1,
    script: Path | None = None,
    headers: Mapping[str, str] | None = None,
) -> WrkResult:
    """Ask ``url`` as fast as it answers, for so many seconds. ``script``: for wrk, in Lua.

    Raises WrkFailed; also where a script is given and there is no wrk.
    """
    tool = shutil.which("wrk")
    if tool is None and script is not None:
        raise WrkFailed("a script needs wrk, which is not here: apt-get install wrk")
    said = [word for name, value in (headers or {}).items() for word in ("-H", f"{name}: {value}")]
    if tool is not None:
        how = [f"-t{threads}", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "--latency"]
        words = [tool, *how, *(("-s", str(script)) if script else ()), *said, url]
    else:
        shape = ["--connections", str(connections), "--seconds", str(seconds)]
        words = [sys.executable, "-m", "bench.plain_client", *shape, *said, url]
    output, cpu_s = _run(words, seconds + _SPARE_S)
    return read_wrk(output, cpu_s) if tool is not None else _read_own(output, cpu_s)


def read_wrk(output: str, cpu_s: float) -> WrkResult:
    """What wrk printed, as figures. Raises WrkFailed."""
    rate = re.search(r"Requests/sec:\s+([\d.]+)", output)
    if rate is None:
        raise WrkFailed(f"wrk said nothing that can be read: {output[-500:]!r}")
    broken = _ERRORS.search(output)
    other = _OTHER.search(output)
    errors = (sum(map(int, broken.groups())) if broken else 0) + (int(other[1]) if other else 0)
    return WrkResult(float(rate[1]), _percentile(output, 50), _percentile(output, 99), errors, cpu_s)


def _percentile(output: str, percent: int) -> float:
    found = re.search(rf"^\s+{percent}%\s+([\d.]+)(us|ms|s|m)\s*$", output, re.MULTILINE)
    return float(found[1]) * _UNITS[found[2]] if found else float("nan")


def _read_own(output: str, cpu_s: float) -> WrkResult:
    told = json.loads(output)
    return WrkResult(
        told["requests_per_s"], told["p50_ms"], told["p99_ms"], told["errors"], cpu_s, tool="own client"
    )


def _run(words: Sequence[str], seconds: float) -> tuple[str, float]:
    """What it printed and its CPU seconds; ended by force when it takes longer."""
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(words, stdout=out, stderr=out, cwd=Path(__file__).parents[1])
        timer = threading.Timer(seconds, process.kill)
        timer.start()
        try:
            _, status, used = os.wait4(process.pid, 0)
        finally:
            timer.cancel()
        # It is reaped already; a later wait must not ask the kernel again.
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        output = out.read().decode(errors="replace")
    if process.returncode != 0:
        raise WrkFailed(f"{words[0]} ended with {process.returncode}: {output.strip()[-500:]}")
    return output, used.ru_utime + used.ru_stime
