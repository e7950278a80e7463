"""The tree of commands, and how they fail."""

from __future__ import annotations

import sys

from cyclopts import App, CycloptsError

import kurzum
from kurzum.core.errors import KurzumError

app = App(
    name="kurzum",
    help="Short videos, and promises about people's data that anyone can check.",
    version=kurzum.__version__,
    print_error=False,
    exit_on_error=False,
    suppress_keyboard_interrupt=False,
)
# Named, not imported: a command costs only what it needs itself.
app.command("kurzum.cli.up:up", name="up")
app.command("kurzum.cli.zone:zone", name="zone")
app.command("kurzum.cli.custodian:custodian", name="custodian")
app.command("kurzum.cli.clip:clip", name="clip")
app.command("kurzum.cli.feed:feed", name="feed")
app.command("kurzum.cli.verify:verify", name="verify")


def run() -> None:
    """Run the command that the command line names; exit 1 with one line on stderr when it fails."""
    try:
        app()
    except KurzumError as error:
        fail(error.message)
    except BrokenPipeError:
        # Whoever read what we print has gone.
        sys.exit(1)
    except OSError as error:
        fail(f"{error}; check the path, its owner and the room on the disk")
    except CycloptsError as error:
        fail(f"{error}; 'kurzum --help' and 'kurzum COMMAND --help' show what there is")
    except KeyboardInterrupt:
        fail("stopped before it was done")


def fail(why: str) -> None:
    """Say why, in one line, and exit 1."""
    print("kurzum: " + " ".join(why.split()), file=sys.stderr)
    sys.exit(1)
