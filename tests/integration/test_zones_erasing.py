"""Erasures of a whole zone: due while nobody is there, and with its worker killed again and again."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import psycopg
from psycopg import sql

from parts.caller import PASSWORD, Caller, small_clip
from parts.standing import SUPERVISOR, Standing, standing
from parts.traces import traces_now, words_of
from parts.waiting import wait_for

SLOW_S = 240
KILLS = 4
OF_VIEWERS = ("people.viewer", "feed.page")


def leave(caller: Caller, **more: Any) -> str:
    answer = caller.http.post("/api/people/me/erase", json={"password": PASSWORD} | more)
    assert answer.status_code == 202, answer.text
    return str(answer.json()["receipt"])


def receipt(zone: Standing, token: str) -> dict[str, Any]:
    """What it tells; nothing while the zone does not answer."""
    try:
        answer = httpx.get(f"{zone.origin}/api/erasures/{token}", timeout=30)
        found: dict[str, Any] = answer.json() if answer.status_code == 200 else {}
    except (httpx.HTTPError, ValueError):
        return {}
    return found


def told(zone: Standing, token: str) -> dict[str, Any]:
    """What it tells once the erasure is done."""
    wait_for(lambda: receipt(zone, token).get("state") == "erased", f"not erased: {zone.said()}", SLOW_S)
    return receipt(zone, token)


def count(conn: psycopg.Connection[Any], table: str) -> int:
    schema, name = table.split(".")
    row = conn.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, name))).fetchone()
    return int(row[0]) if row else 0


def test_erasures_that_are_due_or_cut_off_are_done_after_every_kill(tmp_path: Path) -> None:
    with standing() as zone:
        late, soon = Caller(zone.origin, "US").join("late"), Caller(zone.origin, "US").join("soon")
        film = small_clip(tmp_path, seconds=2)
        clips = [caller.clip(film, "here")["id"] for caller in (late, soon)]
        for caller in (late, soon):
            assert caller.http.get("/api/feed").is_success
        # Their own ids; which viewers they are only the custodian could say.
        people = [caller.get("/api/people/me")["id"] for caller in (late, soon)]
        words = words_of(UUID(one) for one in (*people, *clips))
        with zone.connect() as conn:
            assert traces_now(conn, words) and all(count(conn, table) == 2 for table in OF_VIEWERS)
        tokens = [leave(late), leave(soon, at_once=True)]
        with zone.connect() as conn:
            conn.execute("UPDATE people.erasure SET erase_at = now() + interval '5 s' WHERE begun_at IS NULL")
        # One is begun and one is due, and everything ends; then the worker alone, whatever it does.
        zone.kill(SUPERVISOR)
        zone.again()
        for _ in range(KILLS):
            zone.pid("worker")
            zone.kill("worker")
        for token in tokens:
            assert told(zone, token)["removed"]["clips"] == 1
        with zone.connect() as conn:
            wait_for(lambda: not traces_now(conn, words), f"left: {traces_now(conn, words)}", SLOW_S)
            held = conn.execute("SELECT count(*) FROM store.blob WHERE refs > 0").fetchone()
            assert held == (0,)
            assert [count(conn, table) for table in ("people.erasure", *OF_VIEWERS)] == [0, 0, 0]
        for caller in (late, soon):
            caller.close()
