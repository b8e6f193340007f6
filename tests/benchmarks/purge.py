"""The nightly purge of a million expired rows, and the erasure of a person among as many."""

import asyncio
import resource
import tempfile
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from api.access.models import StoredResponse
from api.app import create_app
from api.core import clock
from api.core.settings import Settings
from api.db import transactions
from api.imports.models import Import, ImportRow, Outcome, Resource, State, Strategy
from api.migrate import migrate
from api.observations.models import Observation
from api.privacy.actions.erase import erase_person
from api.privacy.actions.purge import purge
from api.sign_in.models import Person, RefreshToken, SignIn
from api.stakeholder_input.models import Input
from api.tables import metadata
from tests.benchmarks.accounts import SECRET
from tests.support.postgres import start
from tests.support.table_rows import insert_row
from tests.support.world import World, build_world

EXPIRED = datetime(2015, 3, 1, 12, tzinfo=UTC)
SCALE = 1_000_000


async def _copy_row(session: Any, table: str, copies: int, **expressions: str) -> None:
    """Copy the one row of a table so many times, with new ids and with SQL expressions for some columns."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    numbers = (
        f"(WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {copies}) SELECT n FROM c)"
        if is_sqlite
        else f"generate_series(1, {copies}) AS c(n)"
    )
    random_id = "lower(hex(randomblob(16)))" if is_sqlite else "gen_random_uuid()"
    names = [column.name for column in metadata.tables[table].columns]
    values = {name: f't."{name}"' for name in names} | ({"id": random_id} if "id" in names else {}) | expressions
    random_text = random_id if is_sqlite else f"{random_id}::text"
    values = {name: value.replace("RANDOM", random_text) for name, value in values.items()}
    columns, selected = ", ".join(f'"{name}"' for name in values), ", ".join(values.values())
    alias = "c" if is_sqlite else ""
    await session.execute(
        text(f'INSERT INTO "{table}" ({columns}) SELECT {selected} FROM "{table}" t, {numbers} {alias}')
    )


async def fill(world: World, rows: int) -> UUID:
    """Insert expired rows; return the id of a person who may be erased.

    They are `rows` each of sign-ins with their tokens, import rows and input, and a tenth as many observations.
    """
    async with transactions.write_transaction(world.app.state.engine) as session:
        erasable = await insert_row(session, world, Person, name="Ida Marie Holm", name_key="x", username="ida.holm")
        colleague = await insert_row(session, world, Person, name="Bo", name_key="bo", username="bo")
        sign_in = await insert_row(session, world, SignIn, person_id=colleague, began_at=EXPIRED, ends_at=EXPIRED)
        await insert_row(session, world, RefreshToken, sign_in_id=sign_in, secret_hash="s")
        await insert_row(
            session, world, StoredResponse, caller_id=colleague, at=EXPIRED, answer=b'{"name": "Eva"}', key_hash="k"
        )
        wish = "Vi vil gerne have flere steder at være i fred, når vi læser."
        await insert_row(
            session, world, Input, text=wish, collected_on=EXPIRED.date(), people_count=1, author_id=colleague
        )
        await insert_row(
            session,
            world,
            Observation,
            feedback=wish,
            status="shared",
            planned_for=EXPIRED,
            observed_on=EXPIRED.date(),
            fed_back_on=EXPIRED.date(),
        )
        import_ = Import(
            author_id=colleague,
            author_name="Bo",
            target=Resource.people,
            strategy=Strategy.upsert,
            state=State.applied,
            columns=["username"],
            sha256="0" * 64,
            size=1,
            created_at=EXPIRED,
            applied_at=EXPIRED,
        )
        session.add(import_)
        await session.flush()
        session.add(
            ImportRow(import_id=import_.id, line=1, outcome=Outcome.create, cells='["eva", "Eva Holm"]', faults="[]")
        )
        await session.flush()
        await _copy_row(session, "sign_in", rows)
        key = "id" if session.get_bind().dialect.name == "sqlite" else "id::text"
        await session.execute(
            text(
                "INSERT INTO refresh_token (id, sign_in_id, secret_hash, used_at) SELECT "
                + ("lower(hex(randomblob(16)))" if "::" not in key else "gen_random_uuid()")
                + f", id, {key}, NULL FROM sign_in WHERE id NOT IN (SELECT sign_in_id FROM refresh_token)"
            )
        )
        await _copy_row(session, "replay", rows // 10, key_hash="RANDOM")
        await _copy_row(session, "stakeholder_input", rows)
        await _copy_row(session, "observation", rows // 10)
        await _copy_row(session, "import_row", rows, line="c.n + 1")
        return erasable


async def measure(url: str, rows: int) -> None:
    """Print seconds and peak memory of erasing a person, and of counting and purging expired rows."""
    app = create_app(Settings(database_url=url, environment="test", token_secret=SECRET))  # type: ignore[arg-type]
    await migrate(app.state.engine, "Egekommune")
    world = await build_world(app)
    start_time = time.perf_counter()
    person_id = await fill(world, rows)
    print(f"  filled in {time.perf_counter() - start_time:.0f} s", flush=True)  # noqa: T201
    start_time = time.perf_counter()
    async with transactions.write_transaction(app.state.engine) as session:
        await erase_person(session, None, await session.get_one(Person, person_id))
    print(f"  a person erased in {time.perf_counter() - start_time:.1f} s", flush=True)  # noqa: T201
    for dry_run in (True, False):
        start_time = time.perf_counter()
        report = await purge(app.state.engine, app.state.settings, dry_run=dry_run)
        purged_rows = sum(line.number for line in report)
        peak_memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        verb, seconds = "counted" if dry_run else "purged", time.perf_counter() - start_time
        print(f"  {purged_rows:,} {verb} in {seconds:.1f} s, {peak_memory:.0f} MB", flush=True)  # noqa: T201
    await world.close()
    await app.state.engine.dispose()


def main(rows: int = SCALE) -> None:
    """Measure on both databases."""
    clock.move(datetime.now(UTC) + timedelta(0))
    with tempfile.TemporaryDirectory() as folder:
        print("SQLite")  # noqa: T201
        asyncio.run(measure(f"sqlite+aiosqlite:///{folder}/x.db", rows))
    with start(durable=True) as server:
        print("PostgreSQL")  # noqa: T201
        asyncio.run(measure(server.create_database("purge"), rows))


if __name__ == "__main__":
    import sys

    main(int(sys.argv[1]) if sys.argv[1:] else SCALE)
