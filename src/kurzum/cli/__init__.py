"""The commands. Each says what it does with ``--help``, and on failure one line: what, why, what to do."""

from __future__ import annotations

__all__ = ["main"]


def main() -> None:
    """Run ``kurzum`` with the arguments of the command line."""
    from kurzum.cli.commands import run

    run()
