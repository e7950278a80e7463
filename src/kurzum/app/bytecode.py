"""Compiles our own code once, before many processes at once would each do it for themselves.

Started by root, the roles could not even keep what they compile: the code is not theirs to write to.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys

from kurzum.app.launch import SOURCE


async def compile_code() -> None:
    """Compile what is not compiled yet. Where the code is not ours to write to, nothing happens."""
    package = SOURCE / "kurzum"
    if not os.access(package, os.W_OK):
        return
    command = [sys.executable, "-I", "-m", "compileall", "-q", "-x", r"[/\\]static[/\\]", str(package)]
    # What cannot be compiled says so where it is imported.
    await asyncio.to_thread(subprocess.run, command, capture_output=True, check=False)
