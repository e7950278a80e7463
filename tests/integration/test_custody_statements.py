"""No limit without a statement of reasons that was durable before it, whoever writes it (invariant 5)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import msgspec
import psycopg
import pytest

from kurzum.core.clock import FixedClock
from kurzum.core.ids import Ids
from kurzum.custody.statements import NoStatement, Statement, forget, of_clips, read, record
from kurzum.store.pool import Database

PERSON, CLIP, OTHER = (UUID(int=number) for number in (1, 2, 3))
_LIMITS = """
CREATE SCHEMA test;
CREATE TABLE test.clip_limit (person_id uuid, clip_id uuid, statement_id uuid);
CREATE TABLE test.account_limit (person_id uuid, statement_id uuid);
CREATE TRIGGER r BEFORE INSERT OR UPDATE ON test.clip_limit
    FOR EACH ROW EXECUTE FUNCTION custody.require_earlier_statement();
CREATE TRIGGER r BEFORE INSERT OR UPDATE ON test.account_limit
    FOR EACH ROW EXECUTE FUNCTION custody.require_earlier_statement();
"""
_LIMIT_CLIP = "INSERT INTO test.clip_limit VALUES (%s, %s, %s)"
_LIMIT_ACCOUNT = "INSERT INTO test.account_limit VALUES (%s, %s)"
Refusal = psycopg.errors.IntegrityConstraintViolation


@pytest.fixture
async def limited(database: Database) -> Database:
    """The database with two tables of limits, as any room may make them."""
    async with database.write() as conn:
        await conn.execute(_LIMITS)
    return database


@pytest.fixture
def statement(clock: FixedClock) -> Statement:
    return Statement(
        decision="visibility_removal",
        ground="incompatible_content",
        category="violence",
        explanation="The clip shows a fight.",
        territorial_scope=("US", "CA"),
        source_type="voluntary",
        person_id=PERSON,
        clip_id=CLIP,
        applies_from=clock.now(),
    )


async def _record(database: Database, statement: Statement, ids: Ids, clock: FixedClock) -> UUID:
    async with database.write() as conn:
        return await record(conn, statement, ids, clock.now())


async def test_a_limit_after_its_statement_holds(
    limited: Database, statement: Statement, ids: Ids, clock: FixedClock
) -> None:
    reason = await _record(limited, statement, ids, clock)
    async with limited.write() as conn:
        await conn.execute(_LIMIT_CLIP, (PERSON, CLIP, reason))
    async with limited.read() as conn:
        found = await read(conn, reason)
        assert (await of_clips(conn, [CLIP, OTHER])) == [found]
    assert (found.id, found.created_at) == (reason, clock.now())
    assert {field: getattr(found, field) for field in statement.__struct_fields__} == (
        msgspec.structs.asdict(statement) | {"territorial_scope": ["US", "CA"]}
    )


async def test_a_limit_in_the_same_transaction_as_its_statement_is_refused(
    limited: Database, statement: Statement, ids: Ids, clock: FixedClock
) -> None:
    with pytest.raises(Refusal, match="already durable"):
        async with limited.write() as conn:
            reason = await record(conn, statement, ids, clock.now())
            await conn.execute(_LIMIT_CLIP, (PERSON, CLIP, reason))


async def test_savepoints_do_not_get_round_that(
    limited: Database, statement: Statement, ids: Ids, clock: FixedClock
) -> None:
    with pytest.raises(Refusal, match="already durable"):
        async with limited.write() as conn:
            async with conn.transaction():
                reason = await record(conn, statement, ids, clock.now())
            async with conn.transaction():
                await conn.execute(_LIMIT_CLIP, (PERSON, CLIP, reason))


async def test_a_limit_whose_statement_is_not_committed_elsewhere_is_refused(
    limited: Database, statement: Statement, ids: Ids, clock: FixedClock
) -> None:
    async with limited.write() as writer:
        reason = await record(writer, statement, ids, clock.now())
        with pytest.raises(Refusal, match="write it first"):
            async with limited.write() as conn:
                await conn.execute(_LIMIT_CLIP, (PERSON, CLIP, reason))


@pytest.mark.parametrize("reason", [None, UUID(int=99)])
async def test_a_limit_without_a_statement_is_refused(limited: Database, reason: UUID | None) -> None:
    with pytest.raises(Refusal, match="write it first"):
        async with limited.write() as conn:
            await conn.execute(_LIMIT_CLIP, (PERSON, CLIP, reason))


@pytest.mark.parametrize(("person_id", "clip_id"), [(PERSON, OTHER), (OTHER, CLIP), (PERSON, None)])
async def test_a_statement_about_something_else_is_refused(
    limited: Database,
    statement: Statement,
    ids: Ids,
    clock: FixedClock,
    person_id: UUID,
    clip_id: UUID | None,
) -> None:
    reason = await _record(limited, statement, ids, clock)
    with pytest.raises(Refusal, match="something else"):
        async with limited.write() as conn:
            await conn.execute(_LIMIT_CLIP, (person_id, clip_id, reason))


async def test_a_limit_cannot_be_moved_to_another_clip_later(
    limited: Database, statement: Statement, ids: Ids, clock: FixedClock
) -> None:
    reason = await _record(limited, statement, ids, clock)
    async with limited.write() as conn:
        await conn.execute(_LIMIT_CLIP, (PERSON, CLIP, reason))
    with pytest.raises(Refusal, match="something else"):
        async with limited.write() as conn:
            await conn.execute("UPDATE test.clip_limit SET clip_id = %s", (OTHER,))


async def test_accounts_are_limited_by_statements_about_accounts(
    limited: Database, statement: Statement, ids: Ids, clock: FixedClock
) -> None:
    about_clip = await _record(limited, statement, ids, clock)
    about_account = await _record(limited, msgspec.structs.replace(statement, clip_id=None), ids, clock)
    with pytest.raises(Refusal, match="something else"):
        async with limited.write() as conn:
            await conn.execute(_LIMIT_ACCOUNT, (PERSON, about_clip))
    async with limited.write() as conn:
        await conn.execute(_LIMIT_ACCOUNT, (PERSON, about_account))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE custody.statement SET explanation = 'other'",
        "DELETE FROM custody.statement",
        "TRUNCATE custody.statement",
        "UPDATE custody.statement SET person_id = NULL",
        "UPDATE custody.statement SET clip_id = NULL",
        "UPDATE custody.statement SET person_id = NULL, clip_id = NULL, explanation = 'other'",
        "UPDATE custody.statement SET person_id = gen_random_uuid()",
    ],
)
async def test_a_statement_never_changes(
    database: Database, statement: Statement, ids: Ids, clock: FixedClock, change: str
) -> None:
    reason = await _record(database, statement, ids, clock)
    with pytest.raises(Refusal, match="never changed"):
        async with database.write() as conn:
            await conn.execute(change)
    async with database.read() as conn:
        assert (await read(conn, reason)).explanation == statement.explanation


async def test_a_statement_about_somebody_who_is_erased_says_the_same_and_names_nobody(
    limited: Database, statement: Statement, ids: Ids, clock: FixedClock
) -> None:
    reason = await _record(limited, statement, ids, clock)
    account = await _record(limited, msgspec.structs.replace(statement, clip_id=None), ids, clock)
    other = await _record(limited, msgspec.structs.replace(statement, person_id=OTHER), ids, clock)
    async with limited.read() as conn:
        before = [await read(conn, one) for one in (reason, account, other)]
    async with limited.write() as conn:
        await forget(conn, PERSON)
        await forget(conn, PERSON)
    async with limited.read() as conn:
        after = [await read(conn, one) for one in (reason, account, other)]
    nameless = [msgspec.structs.replace(said, person_id=None, clip_id=None) for said in before[:2]]
    assert after == [*nameless, before[2]]
    with pytest.raises(Refusal, match="something else"):
        async with limited.write() as conn:
            await conn.execute(_LIMIT_CLIP, (PERSON, CLIP, reason))
    with pytest.raises(Refusal, match="never changed"):
        async with limited.write() as conn:
            await conn.execute("UPDATE custody.statement SET person_id = %s, clip_id = %s", (PERSON, CLIP))


async def test_a_new_statement_names_whom_it_is_about(
    database: Database, statement: Statement, ids: Ids, clock: FixedClock
) -> None:
    with pytest.raises(Refusal, match="names the person"):
        await _record(database, msgspec.structs.replace(statement, person_id=None, clip_id=None), ids, clock)


async def test_the_transaction_of_a_statement_cannot_be_made_up(
    limited: Database, statement: Statement, ids: Ids, clock: FixedClock
) -> None:
    """Copying a statement under another id with an old transaction's number does not help."""
    await _record(limited, statement, ids, clock)
    copy = """
        INSERT INTO custody.statement SELECT (jsonb_populate_record(
            s, jsonb_build_object('id', %s::uuid, 'made_in', '3')
        )).* FROM custody.statement s RETURNING id"""
    with pytest.raises(Refusal, match="already durable"):
        async with limited.write() as conn:
            await conn.execute(copy, (OTHER,))
            await conn.execute(_LIMIT_CLIP, (PERSON, CLIP, OTHER))


@pytest.mark.parametrize(
    "change",
    [
        {"explanation": ""},
        {"territorial_scope": ()},
        {"category": "Violence!"},
        {"decision": "deletion"},
        {"ends_at": timedelta(0)},
    ],
)
async def test_a_statement_must_be_complete(
    database: Database, statement: Statement, ids: Ids, clock: FixedClock, change: dict[str, object]
) -> None:
    if "ends_at" in change:
        change = {"ends_at": clock.now()}
    wrong = msgspec.structs.replace(statement, **change)
    with pytest.raises(psycopg.errors.CheckViolation):
        await _record(database, wrong, ids, clock)


async def test_an_unknown_statement_is_not_found(database: Database) -> None:
    async with database.read() as conn:
        with pytest.raises(NoStatement):
            await read(conn, OTHER)
