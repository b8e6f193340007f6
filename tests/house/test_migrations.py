"""Migrations create exactly the tables of the models, on both databases, and can be downgraded."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from api.app import create_app
from api.core.settings import Settings
from api.db import transactions
from api.db.engine import make_engine
from api.db.error_reports import problem_for_error
from api.migrate import ForeignTables, config, foreign_tables, migrate
from api.tables import metadata


@pytest.fixture(params=["sqlite", "postgresql"])
async def engine(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    """An engine for a new, empty database."""
    if request.param == "sqlite":
        url = f"sqlite+aiosqlite:///{tmp_path}/empty.db"
    else:
        url = request.getfixturevalue("postgres_server").create_database("migrated")
    new_engine = make_engine(Settings(database_url=url, environment="test"))
    yield new_engine
    await new_engine.dispose()


async def run_sync(engine: AsyncEngine, function: object) -> object:
    async with transactions.write_transaction(engine) as session:
        connection = await session.connection()
        return await connection.run_sync(function)  # type: ignore[arg-type]


def tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {"alembic_version"}


async def test_migrations_create_the_tables_of_the_models(engine: AsyncEngine) -> None:
    await migrate(engine, "Egekommune")

    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    assert await run_sync(engine, differences) == []
    assert await run_sync(engine, tables) == set(metadata.tables)


async def test_migrating_again_changes_nothing(engine: AsyncEngine) -> None:
    await migrate(engine, "Egekommune")
    await migrate(engine, "Egekommune")
    async with transactions.single_statement(engine) as connection:
        names = await connection.exec_driver_sql("SELECT name FROM unit")
        assert names.scalars().all() == ["Egekommune"]


async def test_migrations_can_be_downgraded_and_applied_again(engine: AsyncEngine) -> None:
    await migrate(engine, "Egekommune")

    def downgrade(connection: Connection) -> None:
        alembic = config()
        alembic.attributes["connection"] = connection
        command.downgrade(alembic, "base")

    await run_sync(engine, downgrade)
    assert await run_sync(engine, tables) == set()
    await migrate(engine, "Egekommune")
    assert await run_sync(engine, tables) == set(metadata.tables)


async def test_database_of_another_version_is_reported_with_the_missing_column(engine: AsyncEngine) -> None:
    await migrate(engine, "Egekommune")
    assert await foreign_tables(engine) is None
    async with transactions.write_transaction(engine) as session:
        await session.execute(text("ALTER TABLE theme RENAME COLUMN title TO headline"))
    with pytest.raises(ForeignTables, match=r"theme\.title missing"):
        await migrate(engine, "Egekommune")
    app = create_app(Settings(database_url=engine.url.render_as_string(hide_password=False), environment="test"))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://sammen.test") as client:
        response = await client.get("/health/ready")
        assert (response.status_code, response.json()["code"]) == (503, "database-of-another-version")
        async with transactions.write_transaction(engine) as session:
            await session.execute(text("ALTER TABLE theme RENAME COLUMN headline TO title"))
        assert (await client.get("/health/ready")).status_code == 200
    await app.state.engine.dispose()


async def test_missing_column_is_not_reported_as_an_unavailable_database(engine: AsyncEngine) -> None:
    for statement in ("SELECT absent FROM unit", "SELECT 1 FROM absent"):
        await migrate(engine, "Egekommune")
        with pytest.raises(DBAPIError) as error:
            async with transactions.single_statement(engine) as connection:
                await connection.execute(text(statement))
        assert problem_for_error(error.value) is None
