"""Transactions: one writer at a time on both databases, commit before the response, and named database errors."""

import asyncio
import os
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import event, select, text
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col

from api.app import create_app
from api.core import clock
from api.core.settings import Settings
from api.db import transactions
from api.db.engine import make_engine, missing_file
from api.institutions.models import Institution
from api.sign_in.models import FailedSignIns
from tests.support.application import SECRET
from tests.support.world import World


async def test_fifty_concurrent_writers_lose_no_update(world: World) -> None:
    engine: AsyncEngine = world.app.state.engine
    async with transactions.write_transaction(engine) as session:
        session.add(FailedSignIns(key="counter", failures=0, last_at=clock.now()))

    async def increment() -> None:
        # A read first, so that connections are returned to the pool from single statements too.
        async with transactions.single_statement(engine) as connection:
            await connection.execute(text("SELECT 1"))
        async with transactions.write_transaction(engine) as session:
            row = (await session.execute(select(FailedSignIns).where(col(FailedSignIns.key) == "counter"))).scalar_one()
            failures = row.failures
            await asyncio.sleep(0.001)
            row.failures = failures + 1

    await asyncio.gather(*(increment() for _ in range(50)))
    async with transactions.read_transaction(engine) as session:
        assert (await session.execute(select(col(FailedSignIns.failures)))).scalar_one() == 50


async def test_one_of_fifty_concurrent_changes_of_a_version_succeeds(world: World) -> None:
    office = await world.actor("administration")
    path = f"/institutions/{world.birk}"
    tag = (await office.get(path)).headers["etag"]
    responses = await asyncio.gather(*(office.patch(path, {"city": f"By {n}"}, etag=tag) for n in range(50)))
    assert sorted(response.status_code for response in responses) == [200] + [412] * 49
    assert (await office.get(path)).json()["version"] == 2


async def test_one_of_fifty_concurrent_institutions_with_a_number_is_created(world: World) -> None:
    office = await world.actor("administration")
    body = {"name": "Ny skole", "kind": "school", "number": "A12345"}
    responses = await asyncio.gather(*(office.post("/institutions", body) for _ in range(50)))
    assert sorted(response.status_code for response in responses) == [201] + [409] * 49


async def test_administration_reads_without_waiting_for_the_writer(world: World) -> None:
    office = await world.actor("administration")
    async with transactions.write_transaction(world.app.state.engine) as session:
        row = (await session.execute(select(Institution).where(col(Institution.id) == world.birk))).scalar_one()
        row.city = "Egeby"
        await session.flush()
        while_writing = await asyncio.wait_for(office.get(f"/institutions/{world.birk}"), 2)
    assert while_writing.json()["city"] is None
    assert (await office.get(f"/institutions/{world.birk}")).json()["city"] == "Egeby"


async def test_read_transaction_sees_one_snapshot(world: World) -> None:
    engine = world.app.state.engine
    name = select(col(Institution.city)).where(col(Institution.id) == world.birk)
    async with transactions.read_transaction(engine) as session:
        before = (await session.execute(name)).scalar_one()
        async with transactions.write_transaction(engine) as writer:
            row = (await writer.execute(select(Institution).where(col(Institution.id) == world.birk))).scalar_one()
            row.city = "Egeby"
        assert (await session.execute(name)).scalar_one() == before


async def test_refused_request_inserts_no_rows(world: World) -> None:
    office = await world.actor("administration")
    before = (await office.get("/institutions?count=true")).json()["total"]
    body = {"name": "Ny skole", "kind": "school", "external_ids": [{"system": "stil", "id": "1"}]}
    assert (await office.post("/institutions", body)).status_code == 201
    assert (await office.post("/institutions", body)).status_code == 409
    assert (await office.get("/institutions?count=true")).json()["total"] == before + 1


async def test_failed_commit_is_not_answered_201(world: World) -> None:
    office = await world.actor("administration")
    engine = world.app.state.engine.sync_engine

    def fail(connection: Any) -> None:
        raise RuntimeError("the disk is full")

    event.listen(engine, "commit", fail)
    try:
        response = await office.post("/institutions", {"name": "Ny skole", "kind": "school"})
    finally:
        event.remove(engine, "commit", fail)
    assert (response.status_code, response.json()["code"]) == (500, "internal-error")
    assert (await office.get("/institutions?q=ny+skole&count=true")).json()["total"] == 0


def application_with_short_timeout(world: World) -> Any:
    """Return another application on the same database, as of another process, which waits for 0.3 seconds only."""
    settings = world.app.state.settings.model_copy(update={"lock_timeout_seconds": 0.3, "database_pool": 2})
    return create_app(settings)


async def test_writer_who_waits_too_long_is_answered_busy(world: World) -> None:
    office = await world.actor("administration")
    other = application_with_short_timeout(world)
    headers = {"Authorization": f"Bearer {office.token}"}
    body = {"name": "Ny skole", "kind": "school"}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(other), base_url="http://sammen.test") as client:
        async with transactions.write_transaction(world.app.state.engine):
            busy = await client.post("/v1/institutions", json=body, headers=headers)
            assert (await client.get("/v1/institutions", headers=headers)).status_code == 200
        assert (
            busy.status_code,
            busy.json()["code"],
            busy.json()["retryable"],
        ) == (503, "busy", True)
        assert busy.headers["retry-after"] == "1"
        assert (await client.post("/v1/institutions", json=body, headers=headers)).status_code == 201
    await other.state.engine.dispose()


async def test_reader_without_a_free_connection_is_answered_busy(world: World) -> None:
    office = await world.actor("administration")
    other = application_with_short_timeout(world)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(other), base_url="http://sammen.test") as client:
        async with other.state.engine.connect(), other.state.engine.connect():
            headers = {"Authorization": f"Bearer {office.token}"}
            busy = await client.get("/v1/institutions", headers=headers)
            assert (await client.get("/health/ready")).status_code == 503
        assert (busy.status_code, busy.json()["code"]) == (503, "busy")
        assert (await client.get("/health/ready")).status_code == 200
    await other.state.engine.dispose()


@pytest.mark.parametrize(
    "url", ["sqlite+aiosqlite:///{folder}/none/sammen.db", "postgresql+psycopg://u:p@127.0.0.1:9/none"]
)
async def test_unreachable_database_is_answered_503(world: World, tmp_path: Path, url: str) -> None:
    office = await world.actor("administration")
    settings = Settings(database_url=url.format(folder=tmp_path), environment="test", token_secret=SECRET)
    app = create_app(settings)
    headers = {"Authorization": f"Bearer {office.token}"}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://sammen.test") as client:
        for response in (
            await client.get("/v1/institutions", headers=headers),
            await client.post("/v1/institutions", json={"name": "Ny skole", "kind": "school"}, headers=headers),
            await client.get("/v1/me", headers=headers),
            await client.post("/v1/token", data={"grant_type": "password", "username": "u", "password": "p" * 12}),
            await client.get("/health/ready"),
        ):
            assert (response.status_code, response.json()["code"]) == (503, "database-unavailable"), response.text
            assert response.headers["retry-after"] == "5"
            assert "127.0.0.1" not in response.text
        assert (await client.get("/health/live")).status_code == 200
    await app.state.engine.dispose()


async def test_connection_closed_by_the_server_is_replaced(world: World) -> None:
    engine, office = world.app.state.engine, await world.actor("administration")
    if engine.dialect.name == "sqlite":
        return  # it has no server
    assert (await office.get("/institutions")).status_code == 200
    async with transactions.single_statement(engine) as connection:
        others = "pid <> pg_backend_pid() AND datname = current_database()"
        await connection.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"))
        on_closed = await office.get("/institutions")
    assert on_closed.status_code in (200, 503), on_closed.text
    assert [(await office.get("/institutions")).status_code for _ in range(3)] == [200] * 3


async def test_connection_is_in_autocommit_after_a_transaction(world: World) -> None:
    engine = world.app.state.engine
    for transaction in (
        transactions.write_transaction,
        transactions.staging_transaction,
        transactions.read_transaction,
    ):
        async with transaction(engine) as session:
            await session.execute(select(1))
        with suppress(ZeroDivisionError):
            async with transaction(engine) as session:
                await session.execute(select(1))
                raise ZeroDivisionError
        async with transactions.single_statement(engine) as connection:
            driver = (await connection.get_raw_connection()).driver_connection
            await connection.execute(select(1))
            if engine.dialect.name == "postgresql":
                assert driver is not None
                assert driver.autocommit
                assert driver.info.transaction_status == 0  # idle: no transaction has begun


def test_sqlite_is_durable_and_checks_foreign_keys(tmp_path: Path) -> None:
    # SQLite's defaults do not check foreign keys, and can lose a committed page in a power failure.
    async def pragmas() -> list[Any]:
        engine = make_engine(Settings(database_url=f"sqlite+aiosqlite:///{tmp_path}/x.db"))
        async with engine.connect() as connection:
            names = ("journal_mode", "foreign_keys", "synchronous")
            values = [(await connection.execute(text(f"PRAGMA {name}"))).scalar_one() for name in names]
        await engine.dispose()
        return values

    assert asyncio.run(pragmas()) == ["wal", 1, 2]
    assert sqlite3.sqlite_version_info >= (3, 38)  # JSON functions are built in


@pytest.fixture
def usual_umask() -> Iterator[None]:
    """The umask of most machines: new files can be read by everybody."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.mark.usefixtures("usual_umask")
def test_new_sqlite_file_can_be_read_by_its_owner_only(tmp_path: Path) -> None:
    def current_modes() -> dict[str, str]:
        return {file.name: oct(file.stat().st_mode & 0o777) for file in tmp_path.iterdir()}

    async def modes_with(file: Path) -> dict[str, str]:
        engine = make_engine(Settings(database_url=f"sqlite+aiosqlite:///{file}"))
        async with engine.connect() as connection:
            await connection.execute(text("CREATE TABLE x (y)"))
            await connection.commit()
            modes = current_modes()  # while the -wal and -shm files exist
        await engine.dispose()
        return modes

    assert asyncio.run(modes_with(tmp_path / "x.db")) == {"x.db": "0o600", "x.db-shm": "0o600", "x.db-wal": "0o600"}
    (tmp_path / "existing.db").touch(0o640)
    assert asyncio.run(modes_with(tmp_path / "existing.db"))["existing.db"] == "0o640", "an existing file is kept"
    assert not missing_file(Settings(database_url="sqlite+aiosqlite:///file:x?mode=memory&uri=true"))
