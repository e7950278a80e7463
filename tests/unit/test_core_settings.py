"""What can be set, where it may be set, and how wrong settings are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from kurzum.core.settings import BadSettings, Settings, load


def _file(folder: Path, text: str) -> Path:
    path = folder / "kurzum.toml"
    path.write_text(text)
    return path


def _ports(settings: Settings) -> dict[str, int]:
    return {zone.name: zone.port for zone in settings.zones}


def test_without_a_file_there_are_two_zones() -> None:
    settings = load(None, {})
    us, world = settings.zones
    assert (us.name, us.markets, us.origin) == ("us", ("US",), "http://us.localhost:8000")
    assert (world.name, world.markets, world.origin) == ("world", ("*",), "http://world.localhost:8100")
    assert settings.home.is_absolute()
    assert settings.folder("us") == settings.home / "zones" / "us"


def test_the_command_line_wins_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    path = _file(tmp_path, 'port = 7000\nhome = "/one"\n[zones.us]\nmarkets = ["US"]\n')
    assert _ports(load(path, {})) == {"us": 7000}
    assert _ports(load(path, {"KURZUM_PORT": "7500"})) == {"us": 7500}
    assert _ports(load(path, {"KURZUM_PORT": "7500"}, port=9000)) == {"us": 9000}
    assert load(path, {"KURZUM_HOME": "/two"}).home == Path("/two")
    assert load(path, {"KURZUM_HOME": "/two"}, home=Path("/three")).home == Path("/three")


def test_some_zones_can_be_chosen_and_keep_their_ports() -> None:
    assert _ports(load(None, {}, zones=["world"])) == {"world": 8100}
    assert _ports(load(None, {"KURZUM_ZONES": "world"})) == {"world": 8100}
    assert _ports(load(None, {"KURZUM_ZONES": "world"}, zones=["us"])) == {"us": 8000}


def test_a_zone_can_name_real_servers() -> None:
    environ = {"KURZUM_US_DATABASE_URL": "postgresql://db/us", "KURZUM_US_BLOBS_URL": "s3://clips"}
    zone = load(None, environ).zone("us")
    assert (zone.database_url, zone.blobs_url) == ("postgresql://db/us", "s3://clips")
    assert load(None, environ).zone("world").database_url is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("port = 'x'", ["port", "number"]),
        ("ports = 8000", ["ports", "remove"]),
        ("session_days = 0", ["session_days"]),
        ("erase_days = 0", ["erase_days", "1 to 30"]),
        ("erase_days = 31", ["erase_days", "1 to 30"]),
        ("port = 70000", ["70000", "65535"]),
        ("port = [", ["TOML"]),
        ("zones = 3", ["zones", "table"]),
        ("[zones.us]\nmarkets = []", ["zones.us.markets", "empty"]),
        ("[zones.us]\nmarkets = ['us']", ["'us'", "capitals"]),
        ("[zones.us]\nmarkets = ['US']\nprot = 1", ["prot"]),
        ("[zones.us]\nname = 'eu'\nmarkets = ['US']", ["zones.us.name", "remove"]),
        ("[zones.US]\nmarkets = ['US']", ["lower-case"]),
        ("[zones.us]\nmarkets = ['US']\norigin = 'us.example'", ["origin", "https://"]),
        ("[zones.a]\nmarkets = ['US']\n[zones.b]\nmarkets = ['US']", ["US", "also served by 'a'"]),
        ("[zones.a]\nmarkets = ['US']\nport = 1\n[zones.b]\nmarkets = ['CA']\nport = 1", ["also that of"]),
    ],
)
def test_a_wrong_file_is_refused_with_its_name_and_the_key(
    tmp_path: Path, text: str, words: list[str]
) -> None:
    path = _file(tmp_path, text)
    with pytest.raises(BadSettings) as refused:
        load(path, {})
    for word in [str(path), *words]:
        assert word in refused.value.message


@pytest.mark.parametrize(
    ("environ", "word"),
    [
        ({"KURZUM_PROT": "1"}, "KURZUM_PORT"),
        ({"KURZUM_PORT": "many"}, "number"),
        ({"KURZUM_EU_DATABASE_URL": "x"}, "no such setting"),
        ({"KURZUM_ZONES": "eu"}, "no zone 'eu'"),
    ],
)
def test_a_wrong_environment_is_refused(environ: dict[str, str], word: str) -> None:
    with pytest.raises(BadSettings, match=word):
        load(None, environ)


def test_a_missing_file_and_an_unknown_zone_are_named(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=r"none\.toml"):
        load(tmp_path / "none.toml", {})
    with pytest.raises(BadSettings, match="us, world"):
        load(None, {}).zone("eu")
