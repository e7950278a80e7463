"""Markets, languages and editions are data that holds together."""

from __future__ import annotations

import re

import msgspec
import pytest

from kurzum.markets import LANGUAGES, MARKETS, UnknownMarket, amend, edition_for
from kurzum.markets.edition import build


def test_there_are_175_markets_with_codes_and_names() -> None:
    assert len(MARKETS) == 175
    assert all(re.fullmatch("[A-Z]{2}", code) and market.code == code for code, market in MARKETS.items())
    assert len({market.name for market in MARKETS.values()}) == 175
    assert {"US", "CA", "AU", "NZ", "DE", "CN"} <= MARKETS.keys()


def test_there_are_65_languages_with_endonyms_and_directions() -> None:
    assert len(LANGUAGES) == 65
    assert all(re.fullmatch("[a-z]{2,3}(-[A-Z][a-z]{3})?", code) for code in LANGUAGES)
    assert len({language.name for language in LANGUAGES.values()}) == 65
    assert {code for code, it in LANGUAGES.items() if it.direction == "rtl"} == {"ar", "fa", "he", "ur"}
    assert LANGUAGES["de"].name == "Deutsch"


def test_every_market_has_an_edition_and_some_differ() -> None:
    editions = {code: edition_for(code) for code in MARKETS}
    assert all(edition.id == code for code, edition in editions.items())
    assert [editions[code].min_age for code in ("US", "KR", "FR", "DE")] == [13, 14, 15, 16]
    assert all(edition.clip_min_ms < edition.clip_max_ms for edition in editions.values())
    assert (editions["US"].clip_min_ms, editions["US"].clip_max_ms) == (15_000, 60_000)
    assert editions["US"].allows("foryou")
    assert not editions["US"].allows("teleport")


def test_an_unknown_market_has_a_reason_for_people() -> None:
    with pytest.raises(UnknownMarket, match="two letters"):
        edition_for("XX")
    with pytest.raises(UnknownMarket):
        edition_for("us")


def test_a_value_out_of_bounds_or_an_unknown_one_is_refused() -> None:
    default = msgspec.to_builtins(edition_for("US"))
    with pytest.raises(msgspec.ValidationError):
        build(default, {"US": {"min_age": 5}})
    with pytest.raises(msgspec.ValidationError):
        build(default, {"US": {"minimum_age": 14}})
    with pytest.raises(UnknownMarket):
        build(default, {"XX": {}})


def test_an_installation_lays_its_own_changes_over_the_editions() -> None:
    try:
        amend({"default": {"clip_min_ms": 2_000}, "US": {"min_age": 18}})
        assert edition_for("US").min_age == 18
        assert edition_for("US").clip_min_ms == edition_for("KR").clip_min_ms == 2_000
        assert edition_for("KR").min_age == 14, "what the files say of a market stays"
    finally:
        amend({})
    assert edition_for("US").clip_min_ms == 15_000


@pytest.mark.parametrize("wrong", [{"US": {"min_age": 3}}, {"default": {"no_such_rule": 1}}])
def test_a_wrong_change_is_refused(wrong: dict[str, dict[str, int]]) -> None:
    before = edition_for("US")
    with pytest.raises(msgspec.ValidationError):
        amend(wrong)
    assert edition_for("US") == before
