"""``kurzum zone inventory``: every field once, by category, for people and for programs."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import msgspec
import pytest

from kurzum.app.inventory import Inventory, OfCategory, Place, inventory_of
from kurzum.cli.inventory import inventory
from kurzum.core.settings import BadSettings
from kurzum.custody import fields, listed
from kurzum.custody.categories import COLUMNS, Category


def places(found: Inventory, category: str) -> tuple[Place, ...]:
    (one,) = [one for one in found.categories if one.category == category]
    return one.places


def kept(found: Inventory, place: str) -> set[str]:
    return {one.kept for category in found.categories for one in category.places if one.place == place}


def test_every_listed_field_is_in_it_once(tmp_path: Path) -> None:
    found = inventory_of(tmp_path, None)
    counted: Counter[str] = Counter()
    for category in found.categories:
        for place in category.places:
            counted[place.kind] += len(place.fields)
    personal = [key for key, value in listed.HELD.values() if key is not value]
    named = [
        key
        for key in personal
        if key in (Category.PERSON_ID, Category.PID, Category.LOCATION, Category.TOKEN_HASH)
    ]
    assert counted == {
        "column": len(COLUMNS),
        "document": len(listed.STORED) + len(listed.BY_HAND),
        "file": len(listed.FILES),
        "event": sum(1 for name in fields.EVENT_FIELDS if not name.startswith("feature.")),
        "feature": sum(1 for name in fields.EVENT_FIELDS if name.startswith("feature.")),
        "job": len(listed.JOB_ARGUMENTS),
        "memory": len(listed.HELD) + len(named),
        "log": len(fields.LOG_FIELDS),
        "metric": len(fields.METRICS) + len(fields.METRIC_LABELS),
        "device": len(listed.DEVICE),
        "sent": len(listed.SPOKEN) + len(listed.ASKED),
    }
    assert [one.category for one in found.categories] == list(Category)


def test_every_place_says_how_long(tmp_path: Path) -> None:
    found = inventory_of(tmp_path, None)
    assert [
        place for one in found.categories for place in one.places if not place.kept or "{" in place.kept
    ] == []


def test_it_says_where_somebodys_own_things_are(tmp_path: Path) -> None:
    found = inventory_of(tmp_path, None)
    assert places(found, "identity")[0] == Place(
        kind="column", place="people.person", kept="until the account is erased", fields=("birth_date",)
    )
    (page,) = [one for one in places(found, "behaviour") if one.place == "feed.page.sealed"]
    assert {"Record.picks", "Record.features", "Reason.params"} <= set(page.fields)
    kinds = {one.kind for one in places(found, "location")}
    assert kinds == {"memory", "sent"}


def test_settings_say_how_long_and_which_zone(tmp_path: Path) -> None:
    (tmp_path / "kurzum.toml").write_text("session_days = 7\nupload_hours = 3\n")
    found = inventory_of(tmp_path, "world")
    assert [zone.name for zone in found.zones] == ["world"]
    assert kept(found, "people.session") == {"7 days unused, or until signed out"}
    assert all("else 3 hours" in words for words in kept(found, "clips.upload"))
    with pytest.raises(BadSettings, match="no zone 'mars'"):
        inventory_of(tmp_path, "mars")


def test_its_json_has_the_documented_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inventory(home=tmp_path, json=True)
    told = capsys.readouterr().out
    raw = json.loads(told)
    assert msgspec.json.decode(told, type=Inventory, strict=True) == inventory_of(tmp_path, None)
    assert set(raw) == {"v", "zones", "categories"}
    assert raw["v"] == 1
    assert set(raw["zones"][0]) == {"name", "markets", "custodian"}
    assert set(raw["categories"][0]) == {"category", "says", "protected", "thief", "places"}
    assert set(raw["categories"][0]["places"][0]) == {"kind", "place", "kept", "fields"}


def test_its_words_have_every_category_and_field(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inventory(home=tmp_path)
    told = " ".join(capsys.readouterr().out.split())
    found = inventory_of(tmp_path, None)
    assert [one.category for one in found.categories if one.says not in told] == []
    for one in found.categories:
        assert isinstance(one, OfCategory)
        assert one.thief.split(";")[0] in told
        for place in one.places:
            assert place.fields[0] in told, place
