"""The service on both databases, empty at the start of each test; and a small municipality to live in."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import Table, insert, select, text

from api.access import units
from api.app import create_app
from api.core import clock
from api.core.settings import Settings
from api.db import transactions
from api.http.rate_limits import RateLimiter
from api.migrate import migrate
from api.tables import metadata
from tests.support import problem_observer
from tests.support.application import MANY, SECRET
from tests.support.world import World, build, in_process

pytest_plugins = ["tests.support.postgres_plugin"]


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
async def app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[FastAPI]:
    """The service in this process, migrated, on SQLite and on PostgreSQL in turn."""
    if request.param == "sqlite":
        url = f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('db')}/sammen.db"
    else:
        url = request.getfixturevalue("postgres_url")
    settings = Settings(
        database_url=url,
        environment="test",
        token_secret=SECRET,
        municipality="Egekommune",
        address_requests=MANY,
        caller_requests=MANY,
        public_requests=MANY,
    )
    made = create_app(settings)
    await migrate(made.state.engine, settings.municipality)
    yield made
    await made.state.engine.dispose()


@pytest.fixture
async def empty(app: FastAPI) -> FastAPI:
    """The service with nothing in it but the municipality; emptied again by DELETE, which is faster than TRUNCATE."""
    await _empty(app)
    return app


async def _empty(app: FastAPI, rows: "Rows | None" = None) -> None:
    """Leave the municipality alone, or these rows."""
    deletions = [f'DELETE FROM "{table.name}"' for table in reversed(metadata.sorted_tables)]
    if app.state.engine.dialect.name == "postgresql":  # in one trip
        deletions = [f"DO $$ BEGIN {'; '.join(deletions)}; END $$"]
    async with transactions.write_transaction(app.state.engine) as session:
        for deletion in deletions:
            await session.execute(text(deletion))
        if rows is None:
            await units.create_municipality(session, "Egekommune")
        for table, values in rows or ():
            await session.execute(insert(table), values)


Rows = list[tuple[Table, list[dict[str, Any]]]]


@pytest.fixture(scope="session")
async def _built(app: FastAPI) -> tuple[World, Rows]:
    """A small municipality as the service makes it, and its rows: put there again for each test, which is faster."""
    await _empty(app)
    built = await build(app)
    await built.close()
    rows = []
    async with transactions.read_transaction(app.state.engine) as session:
        for table in metadata.sorted_tables:
            found = await session.execute(select(table))
            if values := [dict(row) for row in found.mappings()]:
                rows.append((table, values))
    return built, rows


@pytest.fixture
async def world(app: FastAPI, _built: tuple[World, Rows]) -> AsyncIterator[World]:
    """Two districts with schools, day care and leisure, and whoever a test needs to sign in."""
    app.state.public_rate = RateLimiter(MANY, 60)  # whatever a test before has set
    first, rows = _built
    await _empty(app, rows)
    made = World(app, in_process(app), first.municipality, dict(first.units))
    yield made
    await made.close()


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    """A test that moves the clock moves it for itself alone."""
    yield
    clock.move(None)


@pytest.fixture(scope="session")
def _watched() -> None:
    problem_observer.watch()


@pytest.fixture(autouse=True)
def _named(_watched: None) -> Iterator[None]:
    """Every refusal that a test is given, whatever it is about, is one that its operation names in the contract,
    in Danish without English words and in English without Danish ones."""
    yield
    found, mixed, unsaid = (
        sorted(problem_observer.unnamed),
        sorted(problem_observer.mixed),
        sorted(problem_observer.unsaid),
    )
    for kept in (problem_observer.unnamed, problem_observer.mixed, problem_observer.unsaid):
        kept.clear()
    assert found == [], "api/core/contract_problems.py does not find them"
    assert mixed == [], "each language has words of its own"
    assert unsaid == [], "api/core/contract_parts.py says nothing of these members"


@pytest.fixture(scope="session")
def contract() -> dict[str, Any]:
    """The contract as the code makes it."""
    made = create_app(Settings(database_url="sqlite+aiosqlite:///unused.db", environment="test", token_secret=SECRET))
    return made.openapi()
