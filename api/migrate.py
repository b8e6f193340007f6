"""Bringing a database to the newest migration; until the first release there is one, written anew."""

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
    """Alembic's configuration, wherever the package lies."""
    made = Config()
    made.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    made.set_main_option("file_template", "%%(rev)s")
    return made


def _upgrade(connection: Connection) -> None:
    alembic = config()
    alembic.attributes["connection"] = connection
    command.upgrade(alembic, "head")


def _is_current(connection: Connection) -> bool:
    found = MigrationContext.configure(connection).get_current_heads()
    return set(found) == set(ScriptDirectory.from_config(config()).get_heads())


def _missing(connection: Connection) -> list[str]:
    """The tables and columns of this version that the database has not, by name."""
    found = {
        name: {column["name"] for column in columns}
        for (_, name), columns in inspect(connection).get_multi_columns().items()
    }
    return [
        name if name not in found else f"{name}.{column.name}"
        for name, table in sorted(metadata.tables.items())
        for column in (table.columns if name in found else list(table.columns)[:1])
        if name not in found or column.name not in found[name]
    ]


async def foreign_tables(engine: AsyncEngine) -> str | None:
    """Why this version cannot use the tables that are there; None if it can."""
    async with engine.connect() as connection:
        return _told(await connection.run_sync(_missing))


def _told(missing: list[str]) -> str | None:
    if not missing:
        return None
    told = ", ".join(missing[:3]) + (f" and {len(missing) - 3} more" if len(missing) > 3 else "")
    return (
        f"The tables are not those of this version of Sammen: {told} missing. Until the first release there is no way "
        "from one version's tables to the next: use an empty database, or the version that made this one."
    )


async def is_current(engine: AsyncEngine) -> bool:
    """Whether the database is at the newest migration."""
    async with engine.connect() as connection:
        return await connection.run_sync(_is_current)


class ForeignTables(Exception):
    """The database says that it is at this migration, and its tables are another version's."""


async def migrate(engine: AsyncEngine, municipality: str) -> bool:
    """Upgrade to the newest migration and found the municipality, if neither is done yet; one process at a time.

    Answers whether there was anything to do; raises OtherTables, with nothing changed, if the tables are not ours.
    """
    async with transactions.write_transaction(engine) as session:
        connection = await session.connection()
        current = await connection.run_sync(_is_current)
        await connection.run_sync(_upgrade)
        if why_not := _told(await connection.run_sync(_missing)):
            raise ForeignTables(why_not)
        await units.create_municipality(session, municipality)
    return not current


async def rewrite_first_migration() -> None:
    """Write 0001 anew from the models."""
    (_SCRIPTS / "versions" / "0001_first_tables.py").unlink(missing_ok=True)
    with TemporaryDirectory() as empty:
        engine = create_async_engine(f"sqlite+aiosqlite:///{empty}/empty.db")

        def write(connection: Connection) -> None:
            alembic = config()
            alembic.attributes["connection"] = connection
            command.revision(alembic, "The tables of the first release", autogenerate=True, rev_id="0001_first_tables")

        async with engine.connect() as connection:
            await connection.run_sync(write)
        await engine.dispose()
