"""Bringing a database to the newest migration; until the first release there is one, written anew."""

from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from api.access import units
from api.core import database

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


async def is_current(engine: AsyncEngine) -> bool:
    """Whether the database is at the newest migration."""
    async with engine.connect() as connection:
        return await connection.run_sync(_is_current)


async def migrate(engine: AsyncEngine, municipality: str) -> None:
    """Upgrade to the newest migration and found the municipality, if neither is done yet; one process at a time."""
    async with database.writing(engine) as session:
        connection = await session.connection()
        await connection.run_sync(_upgrade)
        await units.found_municipality(session, municipality)


async def rewrite_first() -> None:
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
