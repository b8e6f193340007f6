"""A million rows past their time let go by the nightly purge, and somebody erased from among as many."""

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
from tests.benchmarks.imports import SECRET
from tests.support.import_rows import plant
from tests.support.postgres import start
from tests.support.world import World, build_world

OLD = datetime(2015, 3, 1, 12, tzinfo=UTC)
SCALE = 1_000_000


async def _more(session: Any, table: str, rows: int, **new: str) -> None:
    """So many copies of the one row of a table, each with an id of its own, and these expressions for columns."""
    sqlite = session.get_bind().dialect.name == "sqlite"
    numbers = (
        f"(WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {rows}) SELECT n FROM c)"
        if sqlite
        else f"generate_series(1, {rows}) AS c(n)"
    )
    random = "lower(hex(randomblob(16)))" if sqlite else "gen_random_uuid()"
    names = [column.name for column in metadata.tables[table].columns]
    said = {name: f't."{name}"' for name in names} | ({"id": random} if "id" in names else {}) | new
    said = {name: one.replace("RANDOM", random if sqlite else f"{random}::text") for name, one in said.items()}
    into, values = ", ".join(f'"{name}"' for name in said), ", ".join(said.values())
    await session.execute(
        text(f'INSERT INTO "{table}" ({into}) SELECT {values} FROM "{table}" t, {numbers} {"c" if sqlite else ""}')
    )


async def fill(world: World, rows: int) -> UUID:
    """`rows` each of sign-ins with their tokens, lines of files and words of input, all past their time, and a tenth
    as many observations; answers somebody who may be erased."""
    async with transactions.write_transaction(world.app.state.engine) as session:
        who = await plant(session, world, Person, name="Ida Marie Holm", name_key="x", username="ida.holm")
        others = await plant(session, world, Person, name="Bo", name_key="bo", username="bo")
        signed = await plant(session, world, SignIn, person_id=others, began_at=OLD, ends_at=OLD)
        await plant(session, world, RefreshToken, sign_in_id=signed, secret_hash="s")
        await plant(session, world, StoredResponse, caller_id=others, at=OLD, answer=b'{"name": "Eva"}', key_hash="k")
        words = "Vi vil gerne have flere steder at være i fred, når vi læser."
        await plant(session, world, Input, text=words, collected_on=OLD.date(), people_count=1, author_id=others)
        await plant(
            session,
            world,
            Observation,
            feedback=words,
            status="shared",
            planned_for=OLD,
            observed_on=OLD.date(),
            fed_back_on=OLD.date(),
        )
        file = Import(
            author_id=others,
            author_name="Bo",
            target=Resource.people,
            strategy=Strategy.upsert,
            state=State.applied,
            columns=["username"],
            sha256="0" * 64,
            size=1,
            created_at=OLD,
            applied_at=OLD,
        )
        session.add(file)
        await session.flush()
        session.add(
            ImportRow(import_id=file.id, line=1, outcome=Outcome.create, cells='["eva", "Eva Holm"]', faults="[]")
        )
        await session.flush()
        await _more(session, "sign_in", rows)
        key = "id" if session.get_bind().dialect.name == "sqlite" else "id::text"
        await session.execute(
            text(
                "INSERT INTO refresh_token (id, sign_in_id, secret_hash, used_at) SELECT "
                + ("lower(hex(randomblob(16)))" if "::" not in key else "gen_random_uuid()")
                + f", id, {key}, NULL FROM sign_in WHERE id NOT IN (SELECT sign_in_id FROM refresh_token)"
            )
        )
        await _more(session, "replay", rows // 10, key_hash="RANDOM")
        await _more(session, "stakeholder_input", rows)
        await _more(session, "observation", rows // 10)
        await _more(session, "import_row", rows, line="c.n + 1")
        return who


async def measure(url: str, rows: int) -> None:
    """Print what it takes."""
    app = create_app(Settings(database_url=url, environment="test", token_secret=SECRET))  # type: ignore[arg-type]
    await migrate(app.state.engine, "Egekommune")
    world = await build_world(app)
    began = time.perf_counter()
    who = await fill(world, rows)
    print(f"  filled in {time.perf_counter() - began:.0f} s", flush=True)  # noqa: T201
    began = time.perf_counter()
    async with transactions.write_transaction(app.state.engine) as session:
        await erase_person(session, None, await session.get_one(Person, who))
    print(f"  somebody erased in {time.perf_counter() - began:.1f} s", flush=True)  # noqa: T201
    for dry in (True, False):
        began = time.perf_counter()
        told = await purge(app.state.engine, app.state.settings, dry_run=dry)
        gone = sum(one.number for one in told)
        at_most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        how, took = "counted" if dry else "let go", time.perf_counter() - began
        print(f"  {gone:,} {how} in {took:.1f} s, {at_most:.0f} MB", flush=True)  # noqa: T201
    await world.close()
    await app.state.engine.dispose()


def main(rows: int = SCALE) -> None:
    """Both databases."""
    clock.move(datetime.now(UTC) + timedelta(0))
    with tempfile.TemporaryDirectory() as folder:
        print("SQLite")  # noqa: T201
        asyncio.run(measure(f"sqlite+aiosqlite:///{folder}/x.db", rows))
    with start(durable=True) as server:
        print("PostgreSQL")  # noqa: T201
        asyncio.run(measure(server.create_database("stewarding"), rows))


if __name__ == "__main__":
    import sys

    main(int(sys.argv[1]) if sys.argv[1:] else SCALE)
