"""Every call of the OpenAPI document, with what it allows and what it does not: never a fault of ours."""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import uvicorn

from kurzum.core.clock import FixedClock
from kurzum.core.ids import Ids
from kurzum.custody import Keys
from kurzum.store.pool import Database
from kurzum.web.app import create_app
from kurzum.web.limits import Limits, Rate
from parts.rooms import NEW, build_rooms, join

OFTEN = Rate(1_000_000, 1_000_000)
NEVER = Limits(**dict.fromkeys(Limits.__struct_fields__, OFTEN))
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


@pytest.fixture
async def origin(
    database: Database, keys: Keys, clock: FixedClock, ids: Ids, tmp_path: Path
) -> AsyncIterator[str]:
    """The zone's web app on a port of its own, as uvicorn serves it."""
    app = create_app(build_rooms(database, keys, clock, ids, tmp_path, NEVER))
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, lifespan="off", log_config=None, access_log=False, ws="none")  # type: ignore[arg-type]
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    await serving


@pytest.mark.parametrize(("side", "phases"), [("signed out", "coverage"), ("signed in", "coverage,fuzzing")])
async def test_no_call_makes_the_server_fail(side: str, phases: str, origin: str) -> None:
    async with httpx.AsyncClient(base_url=origin) as client:
        await join(client, "anna")
        token = (await client.post("/api/tokens", json={k: NEW[k] for k in ("handle", "password")})).json()[
            "token"
        ]
    words = [
        *("run", f"{origin}/schema/openapi.json", "--seed", "20261122", "--max-examples", "5"),
        *("--phases", phases, "--checks", CHECKS, "--continue-on-failure", "--no-color"),
        # These end the session that the others need, or do not end by themselves.
        *("--exclude-path-regex", "(/erase|/password|/progress|/api/sessions.*)$"),
        *(("-H", f"Authorization: Bearer {token}") if side == "signed in" else ()),
    ]
    run = await asyncio.create_subprocess_exec(
        *(str(Path(sys.executable).parent / "st"), *words),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await run.communicate()
    assert run.returncode == 0, said.decode()[-8_000:]
