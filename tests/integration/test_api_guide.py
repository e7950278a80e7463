"""The lines of ``docs/api.md`` do what it says, pasted as they are."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from parts.caller import small_clip
from parts.running import Running

GUIDE = Path(__file__).parents[2] / "docs" / "api.md"


@pytest.mark.skipif(shutil.which("curl") is None, reason="the guide is for curl, which is not installed here")
def test_the_guides_lines_make_a_clip_and_play_it(kurzum: Running, tmp_path: Path) -> None:
    pasted = "\n".join(re.findall(r"```sh\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL))
    where = {"ORIGIN": kurzum.tool_origin("us"), "FILE": str(small_clip(tmp_path))}
    done = subprocess.run(
        ["sh", "-eu", "-c", pasted], env={**os.environ, **where}, text=True, capture_output=True, timeout=600
    )
    assert done.returncode == 0, done.stderr + done.stdout
    assert '"state":"published"' in done.stdout
    assert '"counted":1' in done.stdout
    assert '"liked":true' in done.stdout
