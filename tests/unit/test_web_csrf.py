"""Which requests may act: the whole table, against the rule as measured.md states it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kurzum.web.csrf import from_own_page

METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "PROPFIND"]
HOSTS = ["us.localhost:8000", "world.localhost:8100", "localhost:8000", "us.localhost", "evil.example"]
ORIGINS = [f"{scheme}://{host}" for scheme in ("http", "https") for host in HOSTS] + [
    "null",
    "",
    "http://",
    "[",
    "x",
]
SITES = ["same-origin", "same-site", "cross-site", "none", "", "Same-Origin"]


def expected(method: str, site: str | None, origin: str | None, host: str | None) -> bool:
    """The rule in other words: safe, said same-origin, or own Origin if nothing is said, or no browser."""
    if method in ("GET", "HEAD", "OPTIONS"):
        return True
    said = [site == "same-origin"] if site is not None else []
    own = [host is not None and origin in (f"http://{host}", f"https://{host}")] if origin is not None else []
    return (said or own or [True])[0]


@given(
    st.sampled_from(METHODS),
    st.none() | st.sampled_from(SITES),
    st.none() | st.sampled_from(ORIGINS),
    st.none() | st.sampled_from(HOSTS),
)
def test_the_table_holds(method: str, site: str | None, origin: str | None, host: str | None) -> None:
    assert from_own_page(method, site, origin, host) is expected(method, site, origin, host)


@given(st.sampled_from(["POST", "PUT", "PATCH", "DELETE"]), st.text(), st.text(max_size=40))
def test_no_other_word_or_origin_opens_it(method: str, site: str, origin: str) -> None:
    if site != "same-origin":
        assert not from_own_page(method, site, None, "us.localhost:8000")
    if origin not in ("http://us.localhost:8000", "https://us.localhost:8000"):
        assert not from_own_page(method, None, origin, "us.localhost:8000")


@pytest.mark.parametrize(
    ("site", "origin", "passes"),
    [
        ("same-origin", "http://us.localhost:8000", True),
        ("same-site", "http://us.localhost:8000", False),
        ("cross-site", "http://us.localhost:8000", False),
        (None, "http://us.localhost:8000", True),
        (None, "http://US.localhost:8000", True),
        (None, "http://world.localhost:8100", False),
        (None, "http://us.localhost:8100", False),
        (None, "null", False),
        (None, None, True),
    ],
)
def test_a_post_to_a_zone(site: str | None, origin: str | None, passes: bool) -> None:
    assert from_own_page("POST", site, origin, "us.localhost:8000") is passes
