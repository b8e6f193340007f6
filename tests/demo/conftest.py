"""Fixtures of the tests of the demo."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime

import pytest
from fastapi import FastAPI

from api.core import clock
from api.demo.build import build
from api.demo.municipality import Municipality
from tests.support.stored_rows import StoredRows, store_rows

BuildDemo = Callable[..., Awaitable[Municipality]]


@pytest.fixture(scope="session")
def _built_demos(app: FastAPI) -> dict[date, tuple[Municipality, StoredRows]]:
    """The demos that were built in the database of an application, by day."""
    return {}


@pytest.fixture
async def build_demo(empty: FastAPI, _built_demos: dict[date, tuple[Municipality, StoredRows]]) -> BuildDemo:
    """Builds the demo as of a day, to which it moves the clock, or as of today.

    If an earlier test has built the demo of that day, its rows are restored, which is much faster.
    """

    async def build_on(day: str | None = None) -> Municipality:
        if day is not None:
            clock.move(datetime.fromisoformat(f"{day}T10:00:00").astimezone(UTC))
        today = clock.today()
        if today in _built_demos:
            municipality, rows = _built_demos[today]
            await rows.restore()
        else:
            municipality = await build(empty.state.engine)
            _built_demos[today] = municipality, await store_rows(empty)
        return municipality

    return build_on
