"""The audit trail over the service's routes, and its seals against who meddles with the database."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import text

from api.db import transactions
from api.journal import stored_rows
from api.journal.verify import Verdict, verify
from tests.support.world import World

ROOT = Path(__file__).parents[2]
Run = Callable[[str], Awaitable[None]]


async def test_the_auditor_finds_who_changed_what(world: World) -> None:
    office, auditor = await world.actor("administration"), await world.actor("auditor")
    changed = await office.patch(f"/institutions/{world.birk}", {"city": "Egeby", "phone": "12345678"})
    request = changed.headers["x-request-id"]
    found = await auditor.get(f"/audit?thing_id={world.birk}&action=updated")
    assert found.status_code == 200, found.text
    [entry] = found.json()["items"]
    assert (entry["actor_id"], entry["resource"], entry["unit_name"]) == (str(office.id), "institutions", "Birkeskolen")
    assert (sorted(entry["fields"]), entry["request_id"]) == (["city", "phone"], request)
    assert "Egeby" not in found.text


SEARCHES = [
    "actor_id={office}", "unit_id={birk}", "request_id={request}", "resource=institutions", "action=updated",
    "from={at}", "to=2199-01-01T00:00:00Z",
]  # fmt: skip


@pytest.mark.parametrize("asked", SEARCHES)
async def test_the_trail_is_searched_by_person_unit_and_time(world: World, asked: str) -> None:
    office, auditor = await world.actor("administration"), await world.actor("auditor")
    changed = await office.patch(f"/institutions/{world.birk}", {"city": "Egeby"})
    [entry] = (await auditor.get(f"/audit?thing_id={world.birk}&action=updated")).json()["items"]
    values = {
        "office": office.id,
        "birk": world.birk,
        "request": changed.headers["x-request-id"],
        "at": entry["at"],
    }
    everything = (await auditor.get("/audit?limit=200")).json()["items"]
    narrowed = (await auditor.get("/audit?limit=200&" + asked.format(**values))).json()["items"]
    assert entry in narrowed
    fields = {"actor_id": "actor_id", "request_id": "request_id", "resource": "resource", "action": "action"}
    name = asked.partition("=")[0]
    if name in fields:
        wanted = [one for one in everything if str(one[fields[name]]) == asked.format(**values).partition("=")[2]]
        assert narrowed == wanted
    if name in ("unit_id", "from"):
        assert len(narrowed) < len(everything)
        other = {"unit_id": f"unit_id={world.oak}", "from": "from=2199-01-01T00:00:00Z"}[name]
        assert entry not in (await auditor.get(f"/audit?limit=200&{other}")).json()["items"]


async def test_the_trail_is_walked_page_by_page_without_gaps(world: World) -> None:
    auditor = await world.actor("auditor")
    ids, path = [], "/v1/audit?limit=3&sort=id"
    while path:
        answer = await auditor.get(path)
        ids += [one["id"] for one in answer.json()["items"]]
        path = answer.links.get("next", {}).get("url", "")
    assert ids == list(range(1, len(ids) + 1))
    assert len(ids) > 6


async def test_nobody_else_reads_the_trail(world: World) -> None:
    for role, unit in (("administration", None), ("chief", world.north), ("leader", world.birk)):
        refused = await (await world.actor(role, unit)).get("/audit")
        assert (refused.status_code, refused.json()["code"]) == (403, "not-allowed")


# --- seals ---


async def judged(app: FastAPI, kept: str | None = None, **settings: Any) -> Verdict:
    return await verify(app.state.engine, app.state.settings.model_copy(update=settings), kept)


@pytest.fixture
async def meddle(world: World) -> Run:
    """A journal of several transactions, and a hand in its database."""
    office = await world.actor("administration")
    for city in ("Egeby", "Elleby", "Birkeby"):
        assert (await office.patch(f"/institutions/{world.birk}", {"city": city})).status_code == 200

    async def run(statement: str) -> None:
        async with transactions.write_transaction(world.app.state.engine) as session:
            for one in statement.split(";"):
                await session.execute(text(one))

    return run


async def test_an_untouched_journal_is_all_as_it_was_written(world: World, meddle: Run) -> None:
    verdict = await judged(world.app)
    assert verdict.findings == []
    assert verdict.entries == 11  # 2 districts, 6 institutions, 3 changes
    assert verdict.seals == 4
    assert (await judged(world.app, verdict.head)).findings == []


REST = "at, request_id, caller_id, resource, thing_id, unit_id, action, version, fields"
HYPHENS = "substr({0}, 1, 8) || '-' || substr({0}, 9)"
LAST = "(SELECT max(seq) FROM entry)"
MEDDLING = {
    "another action": "UPDATE entry SET action = 'read' WHERE seq = 9",
    "another person": "UPDATE entry SET caller_id = NULL WHERE seq = 9",
    "another moment": "UPDATE entry SET at = '2020-01-01 00:00:00+00:00' WHERE seq = 9",
    "another thing": "UPDATE entry SET thing_id = (SELECT thing_id FROM entry WHERE seq = 1) WHERE seq = 9",
    "another kind of thing": "UPDATE entry SET resource = 'grants' WHERE seq = 9",
    "another unit": "UPDATE entry SET unit_id = NULL WHERE seq = 9",
    "another version": "UPDATE entry SET version = 9 WHERE seq = 9",
    "other fields": "UPDATE entry SET fields = '[]' WHERE seq = 9",
    "another request": "UPDATE entry SET request_id = 'x' WHERE seq = 9",
    "one gone": "DELETE FROM entry WHERE seq = 4",
    "the first gone": "DELETE FROM entry WHERE seq = 1",
    "the last gone": f"DELETE FROM entry WHERE seq = {LAST}",
    "a transaction gone with its seal": "DELETE FROM entry WHERE seq = 9; DELETE FROM seal WHERE last_seq = 9",
    "one more at the end": "INSERT INTO entry SELECT 12, at, request_id, caller_id, resource, thing_id, unit_id, "
                           "action, version, fields FROM entry WHERE seq = 9",
    "two in each other's place": "UPDATE entry SET seq = 100 WHERE seq = 9; UPDATE entry SET seq = 9 WHERE seq = 10; "
                                 "UPDATE entry SET seq = 10 WHERE seq = 100",
    "a seal gone": "DELETE FROM seal WHERE last_seq = 9",
    "a seal that covers more": "UPDATE seal SET last_seq = 12 WHERE last_seq = 11",
    "all seals gone": "DELETE FROM seal",
    "all entries gone": "DELETE FROM entry",
    "the beginning gone with its seals": "DELETE FROM entry WHERE seq <= 9; DELETE FROM seal WHERE last_seq <= 9",
    "a seal made up": "INSERT INTO seal SELECT 12, mac, key FROM seal WHERE last_seq = 11",
    "a seal of another key": "UPDATE seal SET key = '0000000000000000' WHERE last_seq = 9",
    "two seals in each other's place": "UPDATE seal SET last_seq = 100 WHERE last_seq = 9; "
                                       "UPDATE seal SET last_seq = 9 WHERE last_seq = 10; "
                                       "UPDATE seal SET last_seq = 10 WHERE last_seq = 100",
    "another seal": "UPDATE seal SET mac = (SELECT mac FROM seal WHERE last_seq = 10) WHERE last_seq = 9",
    "one before all others": f"INSERT INTO entry SELECT -5, {REST} FROM entry WHERE seq = 9",
    "one at naught": f"INSERT INTO entry SELECT 0, {REST} FROM entry WHERE seq = 9",
    "a seal before all others": "INSERT INTO seal SELECT -5, mac, key FROM seal WHERE last_seq = 9",
    "fields spelled otherwise": "UPDATE entry SET fields = '[\"city\" ]' WHERE seq = 9",
    "fields that are none": "UPDATE entry SET fields = '7' WHERE seq = 9",
}  # fmt: skip
# What only SQLite takes: there a column holds whatever it is given.
LOOSE = {
    "a person in capitals": "UPDATE entry SET caller_id = upper(caller_id) WHERE seq = 9",
    "a person with hyphens": f"UPDATE entry SET caller_id = {HYPHENS.format('caller_id')} WHERE seq = 9",
    "a thing in capitals": "UPDATE entry SET thing_id = upper(thing_id) WHERE seq = 9",
    "a unit with hyphens": f"UPDATE entry SET unit_id = {HYPHENS.format('unit_id')} WHERE seq = 9",
    "a moment with an offset": "UPDATE entry SET at = at || '+00:00' WHERE seq = 9",
    "a moment with a T": "UPDATE entry SET at = replace(at, ' ', 'T') WHERE seq = 9",
    "a person that is none": "UPDATE entry SET caller_id = 'nobody' WHERE seq = 9",
    "a moment that is none": "UPDATE entry SET at = 'now' WHERE seq = 9",
    "fields that are no JSON": "UPDATE entry SET fields = '[' WHERE seq = 9",
    "bytes for an action": "UPDATE entry SET action = CAST(action AS BLOB) WHERE seq = 9",
    "bytes for a person": "UPDATE entry SET caller_id = CAST(caller_id AS BLOB) WHERE seq = 9",
    "bytes for fields": "UPDATE entry SET fields = CAST(fields AS BLOB) WHERE seq = 9",
    "letters that are none": "UPDATE entry SET action = CAST(x'ff' AS TEXT) WHERE seq = 9",
    "a version that is none": "UPDATE entry SET version = 'x' WHERE seq = 9",
    "a number that is none": "UPDATE entry SET seq = 'x' WHERE seq = 11",
    "a number between two": f"INSERT INTO entry SELECT 8.5, {REST} FROM entry WHERE seq = 9",
    "bytes for a seal": "UPDATE seal SET mac = CAST(mac AS BLOB) WHERE last_seq = 9",
    "a seal's letters that are none": "UPDATE seal SET key = CAST(x'ff' AS TEXT) WHERE last_seq = 9",
}


def test_as_many_kinds_are_tried_as_is_said() -> None:
    tried = len(MEDDLING) + len(LOOSE) + 2  # the end cut off, a table without its bounds
    assert f"`tests/journal/test_audit.py`: {tried} kinds of tampering" in (ROOT / "SECURITY.md").read_text()


@pytest.mark.parametrize("what", MEDDLING)
async def test_meddling_with_the_database_shows(world: World, meddle: Run, what: str) -> None:
    assert (await judged(world.app)).findings == []
    await meddle(MEDDLING[what])
    assert (await judged(world.app)).findings != []


@pytest.mark.parametrize("what", LOOSE)
async def test_what_sqlite_takes_for_a_value_shows(world: World, meddle: Run, what: str) -> None:
    if world.app.state.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL's columns hold nothing but their type")
    await meddle(LOOSE[what])
    assert (await judged(world.app)).findings != []
    assert (await judged(world.app)).entries >= 11, "the rest is judged too"


async def test_a_table_without_its_bounds_hides_nothing(
    world: World, meddle: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored_rows, "_CHUNK", 3)
    assert (await judged(world.app)).findings == []
    await meddle("ALTER TABLE entry RENAME TO kept; CREATE TABLE entry AS SELECT * FROM kept")
    try:
        await meddle(f"INSERT INTO entry SELECT seq, {REST} FROM kept WHERE seq = 3")
        [finding] = (await judged(world.app)).findings
        assert "12 rows of the table entry only 11 have a place" in finding.words
        await meddle(f"INSERT INTO entry SELECT NULL, {REST} FROM kept WHERE seq = 9")
        assert (await judged(world.app)).findings != []
    finally:
        await meddle("DROP TABLE entry; ALTER TABLE kept RENAME TO entry")


@pytest.mark.parametrize("what", ["a person in capitals", "a moment with a T"])
async def test_one_that_is_spelled_otherwise_is_one_finding(world: World, meddle: Run, what: str) -> None:
    if world.app.state.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL spells ids and moments in one way")
    await meddle(LOOSE[what])
    [finding] = (await judged(world.app)).findings
    assert finding == (9, "is spelled otherwise than it was written, so that searches do not find it")


async def test_one_before_all_others_is_one_finding(world: World, meddle: Run) -> None:
    await meddle(MEDDLING["one before all others"])
    [finding] = (await judged(world.app)).findings
    assert finding == (-5, "stands where no entry is ever written")


async def test_one_changed_entry_is_one_finding_and_names_the_place(world: World, meddle: Run) -> None:
    await meddle(MEDDLING["another action"])
    [finding] = (await judged(world.app)).findings
    assert finding.seq == 9


async def test_what_was_cut_off_at_the_end_shows_by_the_head_that_was_kept(world: World, meddle: Run) -> None:
    head = (await judged(world.app)).head
    await meddle("DELETE FROM entry WHERE seq > 9; DELETE FROM seal WHERE last_seq > 9")
    assert (await judged(world.app)).findings == []
    assert [finding.seq for finding in (await judged(world.app, head)).findings] == [11]


async def test_a_journal_that_is_gone_altogether_shows_by_the_head_that_was_kept(world: World, meddle: Run) -> None:
    head = (await judged(world.app)).head
    await meddle("DELETE FROM entry; DELETE FROM seal")
    assert [finding.seq for finding in (await judged(world.app)).findings] == [1]  # there are people, and no beginning
    assert [finding.seq for finding in (await judged(world.app, head)).findings] == [11]
    office = await world.actor("administration")
    assert (await office.patch(f"/institutions/{world.oak}", {"city": "Egeby"})).status_code == 200
    assert (await judged(world.app, head)).findings != []


async def test_a_journal_sealed_with_another_key_shows(world: World, meddle: Run) -> None:
    other = await judged(world.app, audit_secret=SecretStr("another secret of more than forty characters"))
    assert len(other.findings) == other.seals


async def test_the_journal_goes_on_after_meddling(world: World, meddle: Run) -> None:
    await meddle(MEDDLING["one more at the end"])
    office = await world.actor("administration")
    assert (await office.patch(f"/institutions/{world.oak}", {"city": "Egeby"})).status_code == 200
    assert len((await judged(world.app)).findings) == 1


def test_the_command_tells_and_keeps_the_head(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import sqlite3

    from api.cli import main
    from api.core.settings import settings

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SAMMEN_ADMIN_PASSWORD", "gulerod-viser-vej-42")
    monkeypatch.setenv("SAMMEN_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/sammen.db")
    settings.cache_clear()
    try:
        assert main(["create-admin", "anna"]) == 0
        assert main(["audit", "verify", "--head", "head"]) == 0
        assert "all as it was written, as far as there is anything" in capsys.readouterr().out
        assert main(["audit", "verify", "--head", "head"]) == 0
        assert "all as it was written; head 2:" in capsys.readouterr().out
        assert (tmp_path / "head").read_text().startswith("2:")
        with sqlite3.connect(tmp_path / "sammen.db") as connection:
            connection.execute("DELETE FROM seal")
            connection.execute("DELETE FROM entry")
        connection.close()
        assert main(["audit", "verify"]) == 1
        assert "there are people, and nothing says how they came" in capsys.readouterr().out
        kept = (tmp_path / "head").read_text()
        assert main(["audit", "verify", "--head", "head"]) == 1
        assert "not there any more" in capsys.readouterr().out
        assert (tmp_path / "head").read_text() == kept
    finally:
        settings.cache_clear()
