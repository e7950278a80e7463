"""Restarts, logs, locks and settings as the supervisor keeps them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kurzum.app import settings_file
from kurzum.app.doors import PortBusy, listen_at, listen_on
from kurzum.app.homelock import HomeInUse, hold, holder
from kurzum.app.identities import NoUsersLeft, casts
from kurzum.app.launch import Identity
from kurzum.app.logfile import LogFile
from kurzum.app.places import ROLES, Places, places, private_folder
from kurzum.app.restarts import LONGEST_DELAY_S, LOOP, WINDOW_S, Restarts
from kurzum.core.errors import Refused
from kurzum.core.settings import load
from parts.running import free_ports


def test_what_never_did_its_work_is_started_again_later_and_later_within_bounds() -> None:
    restarts = Restarts()
    delays = [restarts.ended(at, worked=False) for at in range(12)]
    assert 0 < delays[0] <= 0.5 and delays == sorted(delays)
    assert delays[-1] == LONGEST_DELAY_S <= 5


def test_what_has_worked_is_started_again_at_once_however_often_it_failed_before() -> None:
    restarts = Restarts()
    in_vain = [restarts.ended(at, worked=False) for at in range(6)]
    assert [restarts.ended(6 + at, worked=True) for at in range(4)] == [0] * 4
    assert restarts.ended(10, worked=False) == in_vain[0], "it begins anew"
    assert restarts.looping


def test_however_often_what_works_is_killed_no_start_is_put_off() -> None:
    for seconds in (0.6, 2.5, 6.0):
        restarts = Restarts()
        assert {restarts.ended(seconds * turn, worked=True) for turn in range(100)} == {0}


def test_a_loop_is_told_from_single_ends() -> None:
    often, rarely = Restarts(), Restarts()
    for turn in range(LOOP):
        often.ended(turn, worked=False)
        rarely.ended(turn * WINDOW_S * 2, worked=False)
    assert often.looping and not rarely.looping
    assert rarely.ended(LOOP * WINDOW_S * 2, worked=False) == Restarts().ended(0, worked=False)


def test_a_log_stays_small_and_private(tmp_path: Path) -> None:
    path = tmp_path / "server.log"
    log = LogFile(path, most=100, kept=2)
    for turn in range(50):
        log.write(f"line {turn:03}\n".encode() * 3)
    assert log.last_line() == "line 049"
    log.close()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["server.log", "server.log.1", "server.log.2"]
    assert all(p.stat().st_size <= 100 and p.stat().st_mode & 0o077 == 0 for p in tmp_path.iterdir())


def test_a_home_has_one_holder(tmp_path: Path) -> None:
    assert holder(tmp_path) is None
    with hold(tmp_path):
        assert holder(tmp_path) is not None
        with pytest.raises(HomeInUse, match="another --home"), hold(tmp_path):
            pass
    assert holder(tmp_path) is None


def test_settings_come_back_as_they_were(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        "port = 9000\nuser_numbers = [30000, 40000]\n"
        '[limits]\nsign_ups = [3, 1.5]\n[zones.eu]\nmarkets = ["DE", "FR"]\nport = 9500\n'
        'custodian = "Stiftung \\"Ä\\""\norigin = "https://eu.example.org"\n'
        'database_url = "postgresql://db/eu"\n[zones.rest]\nmarkets = ["*"]\n'
    )
    settings = load(own, {}, home=tmp_path)
    settings_file.write(settings)
    used, known = settings_file.read(tmp_path, {})
    assert used == known == settings
    assert (tmp_path / settings_file.NAME).stat().st_mode & 0o077 == 0


def test_the_command_line_overrules_the_file_and_keeps_the_other_zones(tmp_path: Path) -> None:
    settings_file.write(load(None, {}, home=tmp_path, port=9000))
    used, known = settings_file.read(tmp_path, {}, port=9200, zones=["world"], demo=False)
    assert [(zone.name, zone.port) for zone in used.zones] == [("world", 9300)]
    assert [(zone.name, zone.port) for zone in known.zones] == [("us", 9200), ("world", 9300)]
    assert not used.demo


def test_sockets_move_where_a_home_is_too_long_for_them() -> None:
    short, long = Path("/srv/kurzum"), Path("/srv") / ("x" * 90)
    assert places(short, "us").sockets == short / "zones" / "us" / "sockets"
    moved = places(long, "us")
    assert moved.folder == long / "zones" / "us"
    assert moved.sockets.parts[1] == "tmp" and len(str(moved.sockets)) < 60
    assert moved == places(long, "us") != places(long, "world")
    assert isinstance(moved, Places)


def test_a_busy_port_is_an_error_of_its_own() -> None:
    port = free_ports(1)
    opened = listen_at(port, "us")
    with pytest.raises(PortBusy, match=f"port {port} of zone 'us'"):
        listen_at(port, "us")
    for one in opened:
        one.close()


def test_a_socket_can_lie_at_a_path_of_any_length(tmp_path: Path) -> None:
    deep = tmp_path / ("y" * 100)
    deep.mkdir()
    listening = listen_on(deep / "admin.sock", 0o600)
    assert (deep / "admin.sock").stat().st_mode & 0o777 == 0o600
    listening.close()


def test_a_strangers_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "target").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "target")
    with pytest.raises(Refused, match="somebody else"):
        private_folder(tmp_path / "link", 0o700)


def test_users_come_from_the_range_and_stay_a_homes_own(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        assert casts(tmp_path, ["us"])["us"].identity("server") == Identity()
        return
    first = casts(tmp_path, ["us"], (30_000, 31_000))["us"]
    again = casts(tmp_path, ["us", "world"], (50_000, 59_000))
    numbers = {cast.identity(role).uid for cast in again.values() for role in ROLES}
    assert again["us"] == first
    assert len(numbers) == 2 * len(ROLES) and all(30_000 <= (number or 0) <= 31_000 for number in numbers)
    with pytest.raises(NoUsersLeft, match="user_numbers"):
        casts(tmp_path / "none", ["us"], (30_000, 30_010))
