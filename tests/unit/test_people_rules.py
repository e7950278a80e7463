"""Ages, words and passwords: the rules alone."""

from __future__ import annotations

import asyncio
import os
from datetime import date, timedelta

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import VerifyMismatchError
from hypothesis import given
from hypothesis import strategies as st

from kurzum.people import ages, passwords, wording
from kurzum.people.errors import BadBirthDate, BadProfile, Busy, TooYoung, WeakPassword
from kurzum.people.passwords import Cost, Passwords
from parts.chance import seeded

TODAY = date(2026, 11, 22)
CHEAP = Cost(passes=1, memory_kib=64, lanes=1, threads=1, waiting=1)


@pytest.mark.parametrize(
    ("birth", "tier"),
    [
        (date(2013, 11, 22), "13_15"),
        (date(2010, 11, 23), "13_15"),
        (date(2010, 11, 22), "16_17"),
        (date(2008, 11, 23), "16_17"),
        (date(2008, 11, 22), "adult"),
        (date(1926, 1, 1), "adult"),
    ],
)
def test_the_age_tier_changes_on_the_birthday(birth: date, tier: str) -> None:
    assert ages.admit(birth, TODAY, 13) == tier


def test_a_day_too_young_is_too_young() -> None:
    with pytest.raises(TooYoung) as refused:
        ages.admit(date(2013, 11, 23), TODAY, 13)
    assert "13" in refused.value.message
    with pytest.raises(TooYoung):
        ages.admit(date(2011, 1, 1), TODAY, 16)


@pytest.mark.parametrize("birth", [date(2026, 11, 23), date(1, 1, 1), date(1890, 1, 1)])
def test_nobody_is_born_tomorrow_or_in_another_age(birth: date) -> None:
    with pytest.raises(BadBirthDate):
        ages.admit(birth, TODAY, 13)


@given(st.dates(date(1905, 1, 1), TODAY), st.integers(0, 40_000))
def test_nobody_grows_younger(birth: date, days: int) -> None:
    later = min(TODAY, birth + timedelta(days))
    order = ["13_15", "16_17", "adult"]
    assert order.index(ages.tier_of(birth, later)) <= order.index(ages.tier_of(birth, TODAY))
    assert ages.age_on(birth, later) <= ages.age_on(birth, TODAY)


@given(st.text(max_size=300))
def test_names_and_bios_are_refused_or_stay_as_they_are(text: str) -> None:
    for rule in (wording.name, wording.bio):
        try:
            kept = rule(text)
        except BadProfile:
            continue
        assert rule(kept) == kept
        assert "\0" not in kept
        kept.encode()


def test_words_of_many_scripts_and_emoji_are_kept() -> None:
    for text in ("Zoë Müller", "שלום", "नमस्ते", "👩‍👩‍👧", "مرحبا", "你好"):
        assert wording.name(text) == text
    assert wording.bio("one\r\ntwo") == "one\ntwo"


@pytest.mark.parametrize("text", ["a\u202eb", "a\nb", "a\x07b", "a" * 41, "a\u200bb"])
def test_names_that_hide_something_are_refused(text: str) -> None:
    with pytest.raises(BadProfile):
        wording.name(text)


def test_contact_is_brought_into_one_form() -> None:
    assert wording.phone("+49 (170) 123-4567") == "+491701234567"
    assert wording.email(" anna@example.org ") == "anna@example.org"
    for wrong in ("anna", "a@b", "a b@example.org", "a@@example.org", "a" * 250 + "@example.org"):
        with pytest.raises(BadProfile):
            wording.email(wrong)
    for wrong in ("0170 1234567", "+0123456789", "call me", "+49123456789012345"):
        with pytest.raises(BadProfile):
            wording.phone(wrong)


@pytest.mark.parametrize(
    "password", ["short", "123456789", "1234567890", "aaaaaaaaaaaa", "anna.bell", "anna.bell1", "x" * 257]
)
def test_weak_passwords_are_refused(password: str) -> None:
    with pytest.raises(WeakPassword):
        passwords.accept(password, "anna.bell")


def test_long_and_odd_passwords_are_fine() -> None:
    for password in ("correct horse battery", "пароль-надёжный", "🐎🔋📎✅🌍🐱🍎🌲🎈🚲", "x y z " * 42):
        assert passwords.accept(password, "anna") == password


async def test_a_password_opens_its_own_verifier_only() -> None:
    checker = Passwords(seeded(), CHEAP)
    verifier = await checker.hash("correct horse battery")
    assert verifier.startswith("$argon2id$")
    assert await checker.check(verifier, "correct horse battery")
    assert not await checker.check(verifier, "correct horse batterz")
    assert not await checker.check(None, "nobody's password")
    assert not await checker.check("no verifier at all", "correct horse battery")
    assert not await checker.check(verifier, "\ud800 is no text but an answer all the same")
    assert await checker.hash("correct horse battery") != verifier
    checker.close()


async def test_nobodys_password_is_checked_with_the_work_of_anybodys() -> None:
    checker = Passwords(seeded(), CHEAP)
    anybodys = extract_parameters(await checker.hash("correct horse battery"))
    assert extract_parameters(checker._decoy) == anybodys
    with pytest.raises(VerifyMismatchError):
        PasswordHasher().verify(checker._decoy, "correct horse battery")
    checker.close()


async def test_a_verifier_of_other_costs_still_opens() -> None:
    before = PasswordHasher(2, 128, 4).hash("correct horse battery")
    checker = Passwords(seeded(), CHEAP)
    assert await checker.check(before, "correct horse battery")
    checker.close()


def test_checks_leave_cores_to_who_answers_pages() -> None:
    cost = Cost()
    assert cost.threads * cost.lanes <= max(1, (os.cpu_count() or 2) // 2)


async def test_too_many_at_once_are_sent_away() -> None:
    checker = Passwords(seeded(), CHEAP)
    done = await asyncio.gather(*(checker.hash("correct horse") for _ in range(5)), return_exceptions=True)
    assert sum(isinstance(answer, Busy) for answer in done) == 3
    assert (await checker.hash("correct horse")).startswith("$argon2id$")
    checker.close()
