"""Every call of the OpenAPI document through the front door of a running zone, with what it allows and what
it does not: no fault of ours, and no answer that the document does not announce. Signed out, signed in with
clips and people that exist, and the calls that end a session."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from parts.caller import Caller, small_clip
from parts.running import Running

SEED, EXAMPLES = 20261122, 8
CHECKS = (
    "not_a_server_error", "status_code_conformance", "content_type_conformance",
    "response_schema_conformance", "response_headers_conformance", "negative_data_rejection",
    "unsupported_method", "allow_header_conformance",
)  # fmt: skip
ENDS_THE_SESSION = ("DELETE /api/sessions", "DELETE /api/sessions/current")
MOST_TOO_OFTEN = 0.02
# Of a header that nobody knows that check wants a refusal, and HTTP wants it ignored.
IGNORES = """
[[operations]]
include-path-regex = "^/api/uploads"
checks.negative_data_rejection.enabled = false
"""


@dataclass(frozen=True)
class Furnished:
    """A zone with somebody's published clip, and somebody with an own clip and an upload."""

    origin: str
    token: str
    settings: Path


@pytest.fixture(scope="module")
def furnished(kurzum: Running, tmp_path_factory: pytest.TempPathFactory) -> Furnished:
    folder = tmp_path_factory.mktemp("schema")
    origin = kurzum.tool_origin("us")
    maker, tester = Caller(origin, "US").join("schema_maker"), Caller(origin, "US").join("schema_tester")
    film = small_clip(folder)
    shown = maker.clip(film, "for everybody")
    name = shown["renditions"][0]["url"].rsplit("/", 1)[1]
    own = tester.http.post("/api/clips", json={"upload": tester.upload(film)}).json()["id"]
    settings = folder / "schemathesis.toml"
    settings.write_text(
        _settings([shown["id"], own], ["schema_maker", "schema_tester"], name, tester.upload(film))
    )
    token = tester.http.headers["Authorization"]
    maker.close()
    tester.close()
    return Furnished(origin, token, settings)


def _settings(clips: list[str], handles: list[str], name: str, upload: str) -> str:
    """What Schemathesis puts, more often than not, where a clip, a person, a file or an upload is named."""
    lines = ["[checks]", "enabled = false", *(f"{check}.enabled = true" for check in CHECKS), IGNORES]
    known = {"path.clip": clips, "path.handle": handles, "path.name": [name], "path.upload": [upload]}
    known["path.key"] = [*handles, "dance"]
    for what, values in (known | {"query.market": ["US"], "query.zone": ["us"]}).items():
        word = what.replace(".", "_")
        lines += [f"[dictionaries.{word}]", f"values = {json.dumps(values)}"]
        lines += [f'[parameters."{what}"]', f'dictionary = "{word}"', "probability = 0.6"]
    return "\n".join([*lines, ""])


def _run(furnished: Furnished, folder: Path, *words: str) -> Counter[int]:
    """Run Schemathesis; how many answers had which status. Fails with its report."""
    har = folder / "calls.har"
    done = subprocess.run(
        [
            *(str(Path(sys.executable).parent / "schemathesis"), "--config-file", str(furnished.settings)),
            *("run", f"{furnished.origin}/schema/openapi.json", "--seed", str(SEED)),
            *("--max-examples", str(EXAMPLES), "--continue-on-failure", "--no-color", "--warnings", "off"),
            # Hypothesis, which draws the cases, changes the limits of the whole process while it does.
            *("--workers", "1", "--request-timeout", "60"),
            *("--report", "har", "--report-har-path", str(har), *words),
        ],
        cwd=folder,
        text=True,
        capture_output=True,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-20_000:]
    found = Counter(entry["response"]["status"] for entry in json.loads(har.read_text())["log"]["entries"])
    assert found.total() > 0
    assert found[429] <= MOST_TOO_OFTEN * found.total(), found
    return found


def test_signed_out(furnished: Furnished, tmp_path: Path) -> None:
    _run(furnished, tmp_path, "--phases", "coverage")


def test_signed_in(furnished: Furnished, tmp_path: Path) -> None:
    found = _run(
        furnished, tmp_path, "--phases", "coverage,fuzzing", "-H", f"Authorization: {furnished.token}",
        *(word for name in ENDS_THE_SESSION for word in ("--exclude-name", name)),
    )  # fmt: skip
    assert found[401] < found[200]


def test_the_calls_that_end_a_session(
    furnished: Furnished, caller: Callable[[str], Caller], tmp_path: Path
) -> None:
    token = caller("us").join("schema_leaver").http.headers["Authorization"]
    _run(
        furnished, tmp_path, "--phases", "coverage,fuzzing", "-H", f"Authorization: {token}",
        *(word for name in ENDS_THE_SESSION for word in ("--include-name", name)),
    )  # fmt: skip
