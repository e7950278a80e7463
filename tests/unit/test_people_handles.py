"""Which handles people may have."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kurzum.people import handles
from kurzum.people.errors import BadHandle

LETTERS = string.ascii_lowercase + string.digits + "_"


@given(st.text(max_size=30))
def test_a_handle_is_either_refused_or_stays_as_it_is(text: str) -> None:
    try:
        handle = handles.normalise(text)
    except BadHandle:
        return
    assert handles.normalise(handle) == handle
    assert handles.normalise(handle.upper()) == handle
    assert handles.normalise(f" @{handle} ") == handle
    assert 3 <= len(handle) <= 24
    assert set(handle) <= set(LETTERS + ".")
    assert not handle.startswith(".")
    assert ".." not in handle


@given(st.text(alphabet=LETTERS, min_size=3, max_size=24))
def test_every_word_of_the_alphabet_can_be_looked_up(text: str) -> None:
    assert handles.normalise(text) == text


@pytest.mark.parametrize("text", ["anna", "a.b.c", "max_muster", "x2y", "Anna.Bell", "drei0", "___a"])
def test_ordinary_handles_are_accepted(text: str) -> None:
    assert handles.acceptable(text) == text.lower()


@pytest.mark.parametrize(
    "text",
    [
        *("", "ab", "a" * 25, "a b c", "änna", "ann\0a", "ann\ud800a", ".anna", "anna.", "an..na", "an-na"),
        *("12345", "1.2.3", "___", "аnna"),
    ],
)
def test_what_is_no_handle_is_refused(text: str) -> None:
    with pytest.raises(BadHandle) as refused:
        handles.acceptable(text)
    assert "handle" in refused.value.fields


@pytest.mark.parametrize(
    "text",
    [
        *(
            "admin",
            "adm1n",
            "Adm.in",
            "a_d_m_i_n",
            "me",
            "m.e_",
            "root",
            "r00t",
            "operator",
            "0perat0r",
            "syste_m",
        ),
        *(
            "kurzum",
            "kurzurn",
            "KURZUM_help",
            "the.kurzum",
            "kurz_um",
            "k.u.r.z.u.m",
            "qurzum",
            "kurzvm",
            "kursum",
        ),
        *("moderat0r", "supp0rt", "officiai", "offlcial", "cust0dian"),
    ],
)
def test_nobody_may_pass_for_the_service(text: str) -> None:
    with pytest.raises(BadHandle):
        handles.acceptable(text)


@given(st.text(alphabet=LETTERS + ".", min_size=3, max_size=24))
def test_what_looks_alike_has_one_skeleton(text: str) -> None:
    shown = handles.skeleton(text)
    assert handles.skeleton(text.replace("o", "0").replace("l", "1")) == shown
    assert handles.skeleton(text.replace("_", "")) == shown
