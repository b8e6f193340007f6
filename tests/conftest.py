"""Fixtures of all tests: the application on both databases, an empty database, and a small municipality."""

import gc
import sys
from collections.abc import AsyncIterator, Iterator
from importlib.util import find_spec
from typing import Any

import pytest
from fastapi import FastAPI

from api.access import units
from api.app import create_app
from api.core import clock
from api.core.settings import Settings
from api.db import transactions
from api.http.rate_limits import RateLimiter
from api.migrate import migrate
from tests.support import problem_observer
from tests.support.application import SECRET, UNLIMITED_REQUESTS
from tests.support.stored_rows import StoredRows, delete_rows, store_rows
from tests.support.world import World, build_world, in_process_client

pytest_plugins = ["tests.support.password_cost", "tests.support.postgres_plugin"]

if find_spec("sniffio") is None:
    # httpx imports it for each request in this process, and Python searches all folders again if there is none.
    sys.modules["sniffio"] = None  # type: ignore[assignment]  # an import then fails at once


def pytest_configure() -> None:
    """Collect garbage less often than by default: a run has many objects that live until its end."""
    gc.set_threshold(50_000, 20, 20)


def pytest_collection_finish() -> None:
    """Keep the collected tests and the application's modules out of every garbage collection."""
    gc.freeze()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
async def app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[FastAPI]:
    """The application in this process, migrated, on SQLite and on PostgreSQL in turn."""
    if request.param == "sqlite":
        url = f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('db')}/sammen.db"
    else:
        url = request.getfixturevalue("postgres_url")
    settings = Settings(
        database_url=url,
        environment="test",
        token_secret=SECRET,
        municipality="Egekommune",
        address_requests=UNLIMITED_REQUESTS,
        caller_requests=UNLIMITED_REQUESTS,
        public_requests=UNLIMITED_REQUESTS,
    )
    application = create_app(settings)
    await migrate(application.state.engine, settings.municipality)
    yield application
    await application.state.engine.dispose()


@pytest.fixture(scope="session")
async def _empty_rows(app: FastAPI) -> StoredRows:
    """The rows of an empty database: the municipality only."""
    await delete_rows(app)
    async with transactions.write_transaction(app.state.engine) as session:
        await units.get_or_create_municipality(session, "Egekommune")
    return await store_rows(app)


@pytest.fixture
async def empty(app: FastAPI, _empty_rows: StoredRows) -> FastAPI:
    """The application with an empty database: the municipality only."""
    await _empty_rows.restore()
    return app


@pytest.fixture(scope="session")
async def _world_with_rows(app: FastAPI, _empty_rows: StoredRows) -> tuple[World, StoredRows]:
    """A small municipality built by the service, and its rows.

    Each test restores the rows, which is faster than building the municipality again.
    """
    await _empty_rows.restore()
    built = await build_world(app)
    await built.close()
    return built, await store_rows(app)


@pytest.fixture
async def world(app: FastAPI, _world_with_rows: tuple[World, StoredRows]) -> AsyncIterator[World]:
    """Two districts with schools, day care and leisure; a test adds the people that it needs."""
    app.state.public_rate = RateLimiter(UNLIMITED_REQUESTS, 60)  # an earlier test may have set another
    built, rows = _world_with_rows
    await rows.restore()
    world_of_test = World(app, in_process_client(app), built.municipality, dict(built.units))
    yield world_of_test
    await world_of_test.close()


@pytest.fixture(autouse=True)
def _reset_clock() -> Iterator[None]:
    """Reset the clock after a test that moved it."""
    yield
    clock.move(None)


@pytest.fixture(scope="session")
def _observe_problems() -> None:
    problem_observer.observe()


@pytest.fixture(autouse=True)
def _only_declared_problems(_observe_problems: None) -> Iterator[None]:
    """Fail a test that gets a problem which its operation does not declare, or whose texts mix the languages."""
    yield
    undeclared, mixed, unknown_members = (
        sorted(problem_observer.undeclared),
        sorted(problem_observer.mixed_languages),
        sorted(problem_observer.unknown_members),
    )
    problem_observer.reset()
    assert undeclared == [], "declare these problems with the routes of the operations"
    assert mixed == [], "these texts have words of the other language, or are the same in both"
    assert unknown_members == [], "api/openapi/problem_schema.py does not have these members"


@pytest.fixture(scope="session")
def contract() -> dict[str, Any]:
    """The OpenAPI contract generated from the code."""
    settings = Settings(database_url="sqlite+aiosqlite:///unused.db", environment="test", token_secret=SECRET)
    return create_app(settings).openapi()
