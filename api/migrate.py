"""Migrating a database to the newest version with Alembic.

Until the first release there is one migration, which is generated again after each change of the models.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from api.access import units
from api.db import transactions
from api.tables import metadata

_SCRIPTS = Path(__file__).resolve().parent.parent / "migrations"


def config() -> Config:
    """Return Alembic's configuration, with the folder of migrations next to this package."""
    configuration = Config()
    configuration.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    configuration.set_main_option("file_template", "%%(rev)s")
    return configuration


def _upgrade(connection: Connection) -> None:
    configuration = config()
    configuration.attributes["connection"] = connection
    command.upgrade(configuration, "head")


def _is_current(connection: Connection) -> bool:
    heads = MigrationContext.configure(connection).get_current_heads()
    return set(heads) == set(ScriptDirectory.from_config(config()).get_heads())


def _missing(connection: Connection) -> list[str]:
    """Return the names of tables and columns of this version that the database does not have."""
    existing = {
        name: {column["name"] for column in columns}
        for (_, name), columns in inspect(connection).get_multi_columns().items()
    }
    missing = []
    for name, table in sorted(metadata.tables.items()):
        if name not in existing:
            missing.append(name)
        else:
            missing += [f"{name}.{column.name}" for column in table.columns if column.name not in existing[name]]
    return missing


async def foreign_tables(engine: AsyncEngine) -> str | None:
    """Return why this version cannot use the tables of the database; None if it can."""
    async with engine.connect() as connection:
        return _explanation(await connection.run_sync(_missing))


def _explanation(missing: list[str]) -> str | None:
    if not missing:
        return None
    names = ", ".join(missing[:3]) + (f" and {len(missing) - 3} more" if len(missing) > 3 else "")
    return (
        f"The database does not have the tables of this version of Sammen: {names} missing. Until the first release, "
        "databases of other versions cannot be migrated: use an empty database, or the version that created this one."
    )


async def is_current(engine: AsyncEngine) -> bool:
    """Return whether the database is at the newest migration."""
    async with engine.connect() as connection:
        return await connection.run_sync(_is_current)


class ForeignTables(Exception):
    """The database is at the newest migration by its own account, but has the tables of another version."""


async def migrate(engine: AsyncEngine, municipality: str) -> bool:
    """Migrate to the newest version and create the municipality's unit, if needed; one process at a time.

    Returns whether there was anything to migrate. Raises ForeignTables, without changing anything, if the database has
    the tables of another version.
    """
    async with transactions.write_transaction(engine) as session:
        connection = await session.connection()
        was_current = await connection.run_sync(_is_current)
        await connection.run_sync(_upgrade)
        if explanation := _explanation(await connection.run_sync(_missing)):
            raise ForeignTables(explanation)
        await units.get_or_create_municipality(session, municipality)
    return not was_current


async def rewrite_first_migration() -> None:
    """Generate the migration 0001 from the models, in place of the existing one."""
    (_SCRIPTS / "versions" / "0001_first_tables.py").unlink(missing_ok=True)
    with TemporaryDirectory() as folder:
        engine = create_async_engine(f"sqlite+aiosqlite:///{folder}/empty.db")

        def generate(connection: Connection) -> None:
            configuration = config()
            configuration.attributes["connection"] = connection
            command.revision(
                configuration, "The tables of the first release", autogenerate=True, rev_id="0001_first_tables"
            )

        async with engine.connect() as connection:
            await connection.run_sync(generate)
        await engine.dispose()
