"""The tables are what the migrations make of an empty database, on both databases, and can be taken away again."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect
from sqlalchemy.ext.asyncio import AsyncEngine

from api.core import database
from api.core.settings import Settings
from api.migrate import config, migrate
from api.tables import metadata


@pytest.fixture(params=["sqlite", "postgresql"])
async def engine(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    """An empty database of its own."""
    if request.param == "sqlite":
        url = f"sqlite+aiosqlite:///{tmp_path}/empty.db"
    else:
        url = request.getfixturevalue("postgres_server").create_database("migrated")
    made = database.make_engine(Settings(database_url=url, environment="test"))
    yield made
    await made.dispose()


async def in_writing(engine: AsyncEngine, act: object) -> object:
    async with database.writing(engine) as session:
        connection = await session.connection()
        return await connection.run_sync(act)  # type: ignore[arg-type]


def tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {"alembic_version"}


async def test_the_models_are_what_the_migrations_make(engine: AsyncEngine) -> None:
    await migrate(engine, "Egekommune")

    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    assert await in_writing(engine, differences) == []
    assert await in_writing(engine, tables) == set(metadata.tables)


async def test_migrating_again_changes_nothing(engine: AsyncEngine) -> None:
    await migrate(engine, "Egekommune")
    await migrate(engine, "Egekommune")
    async with database.glancing(engine) as connection:
        found = await connection.exec_driver_sql("SELECT name FROM unit")
        assert found.scalars().all() == ["Egekommune"]


async def test_a_migration_can_be_taken_back(engine: AsyncEngine) -> None:
    await migrate(engine, "Egekommune")

    def down(connection: Connection) -> None:
        alembic = config()
        alembic.attributes["connection"] = connection
        command.downgrade(alembic, "base")

    await in_writing(engine, down)
    assert await in_writing(engine, tables) == set()
    await migrate(engine, "Egekommune")
    assert await in_writing(engine, tables) == set(metadata.tables)
