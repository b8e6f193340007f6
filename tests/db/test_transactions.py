"""One writer at a time, on both databases; nothing is answered before it is kept; a database that is away is named."""

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


async def test_fifty_who_read_and_write_at_once_lose_nothing(world: World) -> None:
    engine: AsyncEngine = world.app.state.engine
    async with transactions.write_transaction(engine) as session:
        session.add(FailedSignIns(key="counter", failures=0, last_at=clock.now()))

    async def turn() -> None:
        # A read before it, so that connections come back from being used for a single statement.
        async with transactions.single_statement(engine) as connection:
            await connection.execute(text("SELECT 1"))
        async with transactions.write_transaction(engine) as session:
            row = (await session.execute(select(FailedSignIns).where(col(FailedSignIns.key) == "counter"))).scalar_one()
            seen = row.failures
            await asyncio.sleep(0.001)
            row.failures = seen + 1

    await asyncio.gather(*(turn() for _ in range(50)))
    async with transactions.read_transaction(engine) as session:
        assert (await session.execute(select(col(FailedSignIns.failures)))).scalar_one() == 50


async def test_fifty_changes_of_one_version_make_one(world: World) -> None:
    office = await world.actor("administration")
    path = f"/institutions/{world.birk}"
    tag = (await office.get(path)).headers["etag"]
    made = await asyncio.gather(*(office.patch(path, {"city": f"By {n}"}, etag=tag) for n in range(50)))
    assert sorted(answer.status_code for answer in made) == [200] + [412] * 49
    assert (await office.get(path)).json()["version"] == 2


async def test_fifty_of_one_number_make_one(world: World) -> None:
    office = await world.actor("administration")
    body = {"name": "Ny skole", "kind": "school", "number": "A12345"}
    made = await asyncio.gather(*(office.post("/institutions", body) for _ in range(50)))
    assert sorted(answer.status_code for answer in made) == [201] + [409] * 49


async def test_reads_do_not_wait_for_the_writer(world: World) -> None:
    office = await world.actor("administration")
    async with transactions.write_transaction(world.app.state.engine) as session:
        row = (await session.execute(select(Institution).where(col(Institution.id) == world.birk))).scalar_one()
        row.city = "Egeby"
        await session.flush()
        seen = await asyncio.wait_for(office.get(f"/institutions/{world.birk}"), 2)
    assert seen.json()["city"] is None
    assert (await office.get(f"/institutions/{world.birk}")).json()["city"] == "Egeby"


async def test_a_read_of_several_statements_sees_one_moment(world: World) -> None:
    engine = world.app.state.engine
    name = select(col(Institution.city)).where(col(Institution.id) == world.birk)
    async with transactions.read_transaction(engine) as session:
        before = (await session.execute(name)).scalar_one()
        async with transactions.write_transaction(engine) as writer:
            row = (await writer.execute(select(Institution).where(col(Institution.id) == world.birk))).scalar_one()
            row.city = "Egeby"
        assert (await session.execute(name)).scalar_one() == before


async def test_what_is_refused_leaves_nothing(world: World) -> None:
    office = await world.actor("administration")
    before = (await office.get("/institutions?count=true")).json()["total"]
    body = {"name": "Ny skole", "kind": "school", "external_ids": [{"system": "stil", "id": "1"}]}
    assert (await office.post("/institutions", body)).status_code == 201
    assert (await office.post("/institutions", body)).status_code == 409
    assert (await office.get("/institutions?count=true")).json()["total"] == before + 1


async def test_a_commit_that_fails_is_not_answered_201(world: World) -> None:
    office = await world.actor("administration")
    engine = world.app.state.engine.sync_engine

    def fail(connection: Any) -> None:
        raise RuntimeError("the disk is full")

    event.listen(engine, "commit", fail)
    try:
        answer = await office.post("/institutions", {"name": "Ny skole", "kind": "school"})
    finally:
        event.remove(engine, "commit", fail)
    assert (answer.status_code, answer.json()["code"]) == (500, "internal-error")
    assert (await office.get("/institutions?q=ny+skole&count=true")).json()["total"] == 0


def impatient(world: World) -> Any:
    """The same service on the same database, as another process that does not wait long."""
    settings = world.app.state.settings.model_copy(update={"lock_timeout_seconds": 0.3, "database_pool": 2})
    return create_app(settings)


async def test_who_waits_too_long_for_the_writer_is_told_to_try_again(world: World) -> None:
    office = await world.actor("administration")
    other = impatient(world)
    headers = {"Authorization": f"Bearer {office.token}"}
    body = {"name": "Ny skole", "kind": "school"}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(other), base_url="http://sammen.test") as client:
        async with transactions.write_transaction(world.app.state.engine):
            refused = await client.post("/v1/institutions", json=body, headers=headers)
            assert (await client.get("/v1/institutions", headers=headers)).status_code == 200
        assert (refused.status_code, refused.json()["code"], refused.json()["retryable"]) == (503, "busy", True)
        assert refused.headers["retry-after"] == "1"
        assert (await client.post("/v1/institutions", json=body, headers=headers)).status_code == 201
    await other.state.engine.dispose()


async def test_who_finds_no_connection_is_told_to_try_again(world: World) -> None:
    office = await world.actor("administration")
    other = impatient(world)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(other), base_url="http://sammen.test") as client:
        async with other.state.engine.connect(), other.state.engine.connect():
            headers = {"Authorization": f"Bearer {office.token}"}
            refused = await client.get("/v1/institutions", headers=headers)
            assert (await client.get("/health/ready")).status_code == 503
        assert (refused.status_code, refused.json()["code"]) == (503, "busy")
        assert (await client.get("/health/ready")).status_code == 200
    await other.state.engine.dispose()


@pytest.mark.parametrize(
    "url", ["sqlite+aiosqlite:///{folder}/none/sammen.db", "postgresql+psycopg://u:p@127.0.0.1:9/none"]
)
async def test_a_database_that_is_away_is_named(world: World, tmp_path: Path, url: str) -> None:
    office = await world.actor("administration")
    settings = Settings(database_url=url.format(folder=tmp_path), environment="test", token_secret=SECRET)
    away = create_app(settings)
    headers = {"Authorization": f"Bearer {office.token}"}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(away), base_url="http://sammen.test") as client:
        for answer in (
            await client.get("/v1/institutions", headers=headers),
            await client.post("/v1/institutions", json={"name": "Ny skole", "kind": "school"}, headers=headers),
            await client.get("/v1/me", headers=headers),
            await client.post("/v1/token", data={"grant_type": "password", "username": "u", "password": "p" * 12}),
            await client.get("/health/ready"),
        ):
            assert (answer.status_code, answer.json()["code"]) == (503, "database-unavailable"), answer.text
            assert answer.headers["retry-after"] == "5"
            assert "127.0.0.1" not in answer.text
        assert (await client.get("/health/live")).status_code == 200
    await away.state.engine.dispose()


async def test_a_connection_that_the_server_ended_is_replaced(world: World) -> None:
    engine, office = world.app.state.engine, await world.actor("administration")
    if engine.dialect.name == "sqlite":
        return  # there is no server that could
    assert (await office.get("/institutions")).status_code == 200
    async with transactions.single_statement(engine) as connection:
        others = "pid <> pg_backend_pid() AND datname = current_database()"
        await connection.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"))
        ended = await office.get("/institutions")
    assert ended.status_code in (200, 503), ended.text
    assert [(await office.get("/institutions")).status_code for _ in range(3)] == [200] * 3


async def test_nothing_of_a_transaction_is_left_for_who_glances_next(world: World) -> None:
    engine = world.app.state.engine
    for opened in (transactions.write_transaction, transactions.staging_transaction, transactions.read_transaction):
        async with opened(engine) as session:
            await session.execute(select(1))
        with suppress(ZeroDivisionError):
            async with opened(engine) as session:
                await session.execute(select(1))
                raise ZeroDivisionError
        async with transactions.single_statement(engine) as connection:
            driver = (await connection.get_raw_connection()).driver_connection
            await connection.execute(select(1))
            if engine.dialect.name == "postgresql":
                assert driver is not None
                assert driver.autocommit
                assert driver.info.transaction_status == 0  # idle: nothing was begun around it


def test_sqlite_keeps_what_it_has_said(tmp_path: Path) -> None:
    # SQLite's own defaults would let a foreign key dangle and a committed page be lost with the power.
    async def ask() -> list[Any]:
        engine = make_engine(Settings(database_url=f"sqlite+aiosqlite:///{tmp_path}/x.db"))
        async with engine.connect() as connection:
            names = ("journal_mode", "foreign_keys", "synchronous")
            found = [(await connection.execute(text(f"PRAGMA {name}"))).scalar_one() for name in names]
        await engine.dispose()
        return found

    assert asyncio.run(ask()) == ["wal", 1, 2]
    assert sqlite3.sqlite_version_info >= (3, 38)  # JSON functions are built in


@pytest.fixture
def usual_umask() -> Iterator[None]:
    """As most machines have it: what is made can be read by all."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.mark.usefixtures("usual_umask")
def test_a_new_file_of_sqlite_is_its_owners_alone(tmp_path: Path) -> None:
    def modes_now() -> dict[str, str]:
        return {one.name: oct(one.stat().st_mode & 0o777) for one in tmp_path.iterdir()}

    async def modes(file: Path) -> dict[str, str]:
        engine = make_engine(Settings(database_url=f"sqlite+aiosqlite:///{file}"))
        async with engine.connect() as connection:
            await connection.execute(text("CREATE TABLE x (y)"))
            await connection.commit()
            found = modes_now()  # while there is something beside the file
        await engine.dispose()
        return found

    assert asyncio.run(modes(tmp_path / "x.db")) == {"x.db": "0o600", "x.db-shm": "0o600", "x.db-wal": "0o600"}
    (tmp_path / "theirs.db").touch(0o640)
    assert asyncio.run(modes(tmp_path / "theirs.db"))["theirs.db"] == "0o640", "who made it decides"
    assert not missing_file(Settings(database_url="sqlite+aiosqlite:///file:x?mode=memory&uri=true"))
