"""Finds a Chromium for the journeys, and gets one where there is none.

In this order: what the system has, what playwright has or can install, apt as root; else a message that
says what to do. `python tests/parts/browser.py --install` does that once, ahead of the tests.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

SYSTEM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--mute-audio",
)


def arguments() -> list[str]:
    """Chromium's switches: nothing asked of the outside; no inner sandbox where root would be refused one."""
    return [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else list(QUIET)


def executable() -> Path | None:
    """The path of a Chromium on this machine, or None."""
    for name in SYSTEM:
        if found := shutil.which(name):
            return Path(found)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    return own if own.exists() else None


def install() -> Path:
    """A Chromium, installed where need be. SystemExit with what to do where that cannot be."""
    if found := executable():
        return found
    tries = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        tries += [["apt-get", "-q", "update"], ["apt-get", "-q", "-y", "install", "chromium"]]
    for command in tries:
        print("looking for a browser:", " ".join(command), flush=True)
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if found := executable():
            return found
    raise SystemExit(
        "The journeys need Chromium, and none could be installed. "
        "Install it (Debian: apt-get install chromium) and run make test again."
    )


if __name__ == "__main__":
    print(f"browser: {install() if '--install' in sys.argv else executable()}")
