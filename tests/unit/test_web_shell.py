"""The client's page with tags of its own."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kurzum.web.shell import NotThere, Shell, Tags, render

INDEX = "<!doctype html><html><head><meta charset=utf-8><title>Kurzum</title></head><body><div id=app></body>"


class Reader(HTMLParser):
    """Which elements a page has, and what its tags and title say."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.tags: dict[str, str] = {}
        self.title = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        found = dict(attrs)
        if tag == "meta" and "property" in found:
            self.tags[str(found["property"])] = str(found["content"])

    def handle_data(self, data: str) -> None:
        if self.elements and self.elements[-1] == "title":
            self.title += data


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=80))
def test_whatever_people_write_stays_text(words: str) -> None:
    tags = Tags(words, (("og:description", words), ("og:url", "http://us.localhost:8000/c/1")))
    reader = read(render(tags))
    assert set(reader.elements) == {"title", "meta"}
    assert reader.tags["og:title"] == reader.tags["og:description"] == words
    assert reader.title.split(" · Kurzum")[0].strip() == words.split(" · Kurzum")[0].strip()


def test_the_tags_stand_in_the_head_of_the_clients_page(tmp_path: Path) -> None:
    index = tmp_path / "index.html"
    index.write_text(INDEX)
    shell = Shell(index)
    assert shell.page(None) == INDEX
    page = shell.page(Tags("</title><script>alert(1)</script>", (("og:image", '"><b>'), ("og:video", ""))))
    reader = read(page)
    assert "script" not in reader.elements
    assert reader.elements.count("title") == 1
    assert reader.tags["og:image"] == '"><b>'
    assert "og:video" not in reader.tags
    assert page.index("og:image") < page.index("</head>")
    assert page.endswith("<body><div id=app></body>")


def test_a_new_build_is_seen_and_a_missing_one_is_said(tmp_path: Path) -> None:
    index = tmp_path / "index.html"
    shell = Shell(index)
    with pytest.raises(NotThere):
        shell.page(None)
    index.write_text("<head></head>one")
    assert "one" in shell.page(None)
    index.write_text("<head></head>another")
    assert "another" in shell.page(None)


def test_a_page_begins_with_what_it_brings_and_names_its_own_parts_by_their_hashes(
    tmp_path: Path,
) -> None:
    index = tmp_path / "link.html"
    script = 'document.querySelector("#first video")'
    index.write_text(
        "<head><style>b{}</style><title>Kurzum</title></head><body class=x><div id=app></div>"
        f'<template><script type="module" src="/a.js"></script></template><script>{script}</script></body>'
    )
    shell = Shell(index)
    page = shell.page(Tags("A clip"), "<video></video>")
    assert "<body class=x><video></video><div id=app>" in page
    assert f"<script>{script}</script>" in page
    policy = dict(part.split(" ", 1) for part in shell.policy().split("; "))
    assert policy["script-src"] == f"'self' {hashed(script)}"
    assert policy["style-src"] == f"'self' {hashed('b{}')}"
    assert policy["default-src"] == "'self'"


def hashed(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
