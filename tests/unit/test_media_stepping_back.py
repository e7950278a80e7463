"""Children of a clip leave the processors to others, and never come before whoever started them."""

from __future__ import annotations

import subprocess
import sys

import pytest

_CHILD = """
import os, sys
from kurzum.media.child.launch import step_back
before = os.nice(int(sys.argv[1]))
step_back(int(sys.argv[2]))
print(before, os.getpriority(os.PRIO_PROCESS, 0))
"""


@pytest.mark.parametrize(("begun", "wanted"), [(0, 19), (6, 0), (6, 1), (15, 5)])
def test_who_steps_back_never_comes_forward(begun: int, wanted: int) -> None:
    words = [sys.executable, "-c", _CHILD, str(begun), str(wanted)]
    # In a session of its own, as a clip's child is: the number of ours stays as it is.
    done = subprocess.run(words, capture_output=True, text=True, check=True, start_new_session=True)
    before, after = map(int, done.stdout.split())
    assert after == max(before, wanted)
