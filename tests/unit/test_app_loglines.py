"""What a process says without meaning to, in crashes and of libraries, holds none of their words."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from kurzum.app.loglines import Answers, line
from kurzum.custody.fields import LOG_FIELDS

SECRET = "zq-canary-in-a-message"


@pytest.mark.parametrize(
    "crash",
    [
        "raise ValueError(SECRET)",
        "import threading; t = threading.Thread(target=lambda: int(SECRET)); t.start(); t.join()",
        "import logging; logging.getLogger('lib').error('said %s', SECRET)",
        "import logging\ntry:\n    int(SECRET)\nexcept ValueError:\n    logging.exception(SECRET)",
        "import warnings; warnings.warn(SECRET)",
        "class A:\n    def __del__(self):\n        raise ValueError(SECRET)\na = A(); del a",
        """import asyncio
async def fails():
    raise ValueError(SECRET)
async def main():
    asyncio.create_task(fails())
    await asyncio.sleep(0.01)
asyncio.run(main())""",
    ],
)
@pytest.mark.parametrize(
    "how",
    ["kurzum.app.loglines import without_words as set_up", "kurzum.app.logs import to_stderr as set_up"],
)
def test_a_crash_has_no_words(crash: str, how: str) -> None:
    program = f"from {how}\nset_up()\nSECRET = {SECRET!r}\n{crash}"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stderr
    assert SECRET not in said
    for one in said.splitlines():
        assert set(json.loads(one)) <= set(LOG_FIELDS), one
    assert "error" in said or "complains" in said, "that it happened is said"


def test_what_has_no_category_is_left_out() -> None:
    assert json.loads(line({"event": "x", "email": SECRET, "count": 1})) == {"event": "x", "count": 1}


async def test_a_line_of_an_answer_is_json_of_known_fields(capfd: pytest.CaptureFixture[str]) -> None:
    answers = Answers()
    for number in range(300):
        answers.note("GET", "/api/clips/{clip:uuid}", 200 + number, 0.0125, "01a2")
    answers.hand_on()
    lines = [json.loads(one) for one in capfd.readouterr().err.splitlines()]
    assert [one["status"] for one in lines] == [200 + number for number in range(300)]
    assert all(set(one) <= set(LOG_FIELDS) and one["ms"] == 12.5 for one in lines)
