"""The hash chain of the journal: `verify` detects tampering with the database."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import text

from api.db import transactions
from api.journal import stored_rows
from api.journal.verify import VerificationResult, verify_hash_chain
from tests.support.world import World

ROOT = Path(__file__).parents[2]
Run = Callable[[str], Awaitable[None]]
"""Runs SQL statements, separated by semicolons."""


async def verify_journal(app: FastAPI, known_head: str | None = None, **settings: Any) -> VerificationResult:
    return await verify_hash_chain(app.state.engine, app.state.settings.model_copy(update=settings), known_head)


@pytest.fixture
async def tamper(world: World) -> Run:
    """A journal of several transactions, and a function that changes it in the database."""
    office = await world.actor("administration")
    for city in ("Egeby", "Elleby", "Birkeby"):
        assert (await office.patch(f"/institutions/{world.birk}", {"city": city})).status_code == 200

    async def run(statements: str) -> None:
        async with transactions.write_transaction(world.app.state.engine) as session:
            for sql in statements.split(";"):
                await session.execute(text(sql))

    return run


async def test_unchanged_journal_has_no_findings(world: World, tamper: Run) -> None:
    verdict = await verify_journal(world.app)
    assert verdict.findings == []
    assert verdict.entry_count == 11  # 2 districts, 6 institutions, 3 changes
    assert verdict.link_count == 4
    assert (await verify_journal(world.app, verdict.head)).findings == []


REST = "at, request_id, caller_id, resource, thing_id, unit_id, action, version, fields"
HYPHENS = "substr({0}, 1, 8) || '-' || substr({0}, 9)"
LAST = "(SELECT max(seq) FROM entry)"
TAMPERING = {
    "another action": "UPDATE entry SET action = 'read' WHERE seq = 9",
    "another person": "UPDATE entry SET caller_id = NULL WHERE seq = 9",
    "another time": "UPDATE entry SET at = '2020-01-01 00:00:00+00:00' WHERE seq = 9",
    "another resource": "UPDATE entry SET thing_id = (SELECT thing_id FROM entry WHERE seq = 1) WHERE seq = 9",
    "another kind of resource": "UPDATE entry SET resource = 'grants' WHERE seq = 9",
    "another unit": "UPDATE entry SET unit_id = NULL WHERE seq = 9",
    "another version": "UPDATE entry SET version = 9 WHERE seq = 9",
    "other fields": "UPDATE entry SET fields = '[]' WHERE seq = 9",
    "another request": "UPDATE entry SET request_id = 'x' WHERE seq = 9",
    "an entry deleted": "DELETE FROM entry WHERE seq = 4",
    "the first entry deleted": "DELETE FROM entry WHERE seq = 1",
    "the last entry deleted": f"DELETE FROM entry WHERE seq = {LAST}",
    "a transaction deleted with its link": "DELETE FROM entry WHERE seq = 9; DELETE FROM seal WHERE last_seq = 9",
    "an entry added at the end": "INSERT INTO entry SELECT 12, at, request_id, caller_id, resource, thing_id, unit_id, "
                           "action, version, fields FROM entry WHERE seq = 9",
    "two entries swapped": "UPDATE entry SET seq = 100 WHERE seq = 9; UPDATE entry SET seq = 9 WHERE seq = 10; "
                                 "UPDATE entry SET seq = 10 WHERE seq = 100",
    "a link deleted": "DELETE FROM seal WHERE last_seq = 9",
    "a link that covers more": "UPDATE seal SET last_seq = 12 WHERE last_seq = 11",
    "all links deleted": "DELETE FROM seal",
    "all entries deleted": "DELETE FROM entry",
    "the beginning deleted with its links": "DELETE FROM entry WHERE seq <= 9; DELETE FROM seal WHERE last_seq <= 9",
    "a forged link": "INSERT INTO seal SELECT 12, mac, key FROM seal WHERE last_seq = 11",
    "a link with another key": "UPDATE seal SET key = '0000000000000000' WHERE last_seq = 9",
    "two links swapped": "UPDATE seal SET last_seq = 100 WHERE last_seq = 9; "
                                       "UPDATE seal SET last_seq = 9 WHERE last_seq = 10; "
                                       "UPDATE seal SET last_seq = 10 WHERE last_seq = 100",
    "another HMAC": "UPDATE seal SET mac = (SELECT mac FROM seal WHERE last_seq = 10) WHERE last_seq = 9",
    "an entry with a negative number": f"INSERT INTO entry SELECT -5, {REST} FROM entry WHERE seq = 9",
    "an entry with number 0": f"INSERT INTO entry SELECT 0, {REST} FROM entry WHERE seq = 9",
    "a link with a negative number": "INSERT INTO seal SELECT -5, mac, key FROM seal WHERE last_seq = 9",
    "fields in non-canonical JSON": "UPDATE entry SET fields = '[\"city\" ]' WHERE seq = 9",
    "fields that are not a list": "UPDATE entry SET fields = '7' WHERE seq = 9",
}  # fmt: skip
# SQLite only: its columns accept values of any type.
SQLITE_TAMPERING = {
    "a person in capitals": "UPDATE entry SET caller_id = upper(caller_id) WHERE seq = 9",
    "a person with hyphens": f"UPDATE entry SET caller_id = {HYPHENS.format('caller_id')} WHERE seq = 9",
    "a resource in capitals": "UPDATE entry SET thing_id = upper(thing_id) WHERE seq = 9",
    "a unit with hyphens": f"UPDATE entry SET unit_id = {HYPHENS.format('unit_id')} WHERE seq = 9",
    "a time with an offset": "UPDATE entry SET at = at || '+00:00' WHERE seq = 9",
    "a time with a T": "UPDATE entry SET at = replace(at, ' ', 'T') WHERE seq = 9",
    "a person that is not a UUID": "UPDATE entry SET caller_id = 'nobody' WHERE seq = 9",
    "a time that is not a timestamp": "UPDATE entry SET at = 'now' WHERE seq = 9",
    "fields that are not JSON": "UPDATE entry SET fields = '[' WHERE seq = 9",
    "bytes for an action": "UPDATE entry SET action = CAST(action AS BLOB) WHERE seq = 9",
    "bytes for a person": "UPDATE entry SET caller_id = CAST(caller_id AS BLOB) WHERE seq = 9",
    "bytes for fields": "UPDATE entry SET fields = CAST(fields AS BLOB) WHERE seq = 9",
    "text in invalid UTF-8": "UPDATE entry SET action = CAST(x'ff' AS TEXT) WHERE seq = 9",
    "a version that is not a number": "UPDATE entry SET version = 'x' WHERE seq = 9",
    "an entry number that is not a number": "UPDATE entry SET seq = 'x' WHERE seq = 11",
    "an entry number between two numbers": f"INSERT INTO entry SELECT 8.5, {REST} FROM entry WHERE seq = 9",
    "bytes for an HMAC": "UPDATE seal SET mac = CAST(mac AS BLOB) WHERE last_seq = 9",
    "a key in invalid UTF-8": "UPDATE seal SET key = CAST(x'ff' AS TEXT) WHERE last_seq = 9",
}


def test_security_policy_states_the_number_of_kinds_of_tampering() -> None:
    count = len(TAMPERING) + len(SQLITE_TAMPERING) + 2  # a truncated journal, removed table constraints
    assert f"`tests/journal/test_hash_chain.py`: {count} kinds of tampering" in (ROOT / "SECURITY.md").read_text()


@pytest.mark.parametrize("kind", TAMPERING)
async def test_tampering_is_detected(world: World, tamper: Run, kind: str) -> None:
    assert (await verify_journal(world.app)).findings == []
    await tamper(TAMPERING[kind])
    assert (await verify_journal(world.app)).findings != []


@pytest.mark.parametrize("kind", SQLITE_TAMPERING)
async def test_tampering_with_value_types_that_only_sqlite_accepts_is_detected(
    world: World, tamper: Run, kind: str
) -> None:
    if world.app.state.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL's columns only accept values of their type")
    await tamper(SQLITE_TAMPERING[kind])
    assert (await verify_journal(world.app)).findings != []
    assert (await verify_journal(world.app)).entry_count >= 11, "the other entries are verified too"


async def test_rows_hidden_by_removed_table_constraints_are_detected(
    world: World, tamper: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored_rows, "_BATCH_SIZE", 3)
    assert (await verify_journal(world.app)).findings == []
    await tamper("ALTER TABLE entry RENAME TO kept; CREATE TABLE entry AS SELECT * FROM kept")
    try:
        await tamper(f"INSERT INTO entry SELECT seq, {REST} FROM kept WHERE seq = 3")
        [finding] = (await verify_journal(world.app)).findings
        assert "12 rows of the table entry only 11 have a place" in finding.description
        await tamper(f"INSERT INTO entry SELECT NULL, {REST} FROM kept WHERE seq = 9")
        assert (await verify_journal(world.app)).findings != []
    finally:
        await tamper("DROP TABLE entry; ALTER TABLE kept RENAME TO entry")


@pytest.mark.parametrize("kind", ["a person in capitals", "a time with a T"])
async def test_entry_in_non_canonical_form_is_one_finding(world: World, tamper: Run, kind: str) -> None:
    if world.app.state.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL stores ids and timestamps in one form")
    await tamper(SQLITE_TAMPERING[kind])
    [finding] = (await verify_journal(world.app)).findings
    assert finding == (9, "is stored in another form than it was written, so that searches do not find it")


async def test_entry_with_negative_number_is_one_finding(world: World, tamper: Run) -> None:
    await tamper(TAMPERING["an entry with a negative number"])
    [finding] = (await verify_journal(world.app)).findings
    assert finding == (-5, "has a number that no entry is written with")


async def test_changed_entry_is_one_finding_with_its_number(world: World, tamper: Run) -> None:
    await tamper(TAMPERING["another action"])
    [finding] = (await verify_journal(world.app)).findings
    assert finding.seq == 9


async def test_truncated_journal_is_detected_by_a_known_head(world: World, tamper: Run) -> None:
    head = (await verify_journal(world.app)).head
    await tamper("DELETE FROM entry WHERE seq > 9; DELETE FROM seal WHERE last_seq > 9")
    assert (await verify_journal(world.app)).findings == []
    assert [finding.seq for finding in (await verify_journal(world.app, head)).findings] == [11]


async def test_deleted_journal_is_detected_by_a_known_head(world: World, tamper: Run) -> None:
    head = (await verify_journal(world.app)).head
    await tamper("DELETE FROM entry; DELETE FROM seal")
    # There are people, but no entry of their creation.
    assert [finding.seq for finding in (await verify_journal(world.app)).findings] == [1]
    assert [finding.seq for finding in (await verify_journal(world.app, head)).findings] == [11]
    office = await world.actor("administration")
    assert (await office.patch(f"/institutions/{world.oak}", {"city": "Egeby"})).status_code == 200
    assert (await verify_journal(world.app, head)).findings != []


async def test_journal_with_another_key_is_detected(world: World, tamper: Run) -> None:
    verdict = await verify_journal(world.app, audit_secret=SecretStr("another secret of more than forty characters"))
    assert len(verdict.findings) == verdict.link_count


async def test_new_entries_can_be_written_after_tampering(world: World, tamper: Run) -> None:
    await tamper(TAMPERING["an entry added at the end"])
    office = await world.actor("administration")
    assert (await office.patch(f"/institutions/{world.oak}", {"city": "Egeby"})).status_code == 200
    assert len((await verify_journal(world.app)).findings) == 1


def test_audit_command_reports_findings_and_stores_the_head(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import sqlite3

    from api.cli import main

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SAMMEN_ADMIN_PASSWORD", "gulerod-viser-vej-42")
    monkeypatch.setenv("SAMMEN_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/sammen.db")
    assert main(["create-admin", "anna"]) == 0
    assert main(["audit", "verify", "--head", "head"]) == 0
    assert "no findings; entries removed from the end are found only with a --head file" in capsys.readouterr().out
    assert main(["audit", "verify", "--head", "head"]) == 0
    assert "no findings; head 2:" in capsys.readouterr().out
    assert (tmp_path / "head").read_text().startswith("2:")
    with sqlite3.connect(tmp_path / "sammen.db") as connection:
        connection.execute("DELETE FROM seal")
        connection.execute("DELETE FROM entry")
    connection.close()
    assert main(["audit", "verify"]) == 1
    assert "there are people, but no entry of their creation" in capsys.readouterr().out
    stored_head = (tmp_path / "head").read_text()
    assert main(["audit", "verify", "--head", "head"]) == 1
    assert "is missing now" in capsys.readouterr().out
    assert (tmp_path / "head").read_text() == stored_head
