"""Snapshots of all tables, to see whether a request changed anything; and responses in a form that compares."""

from typing import Any

import httpx
from sqlalchemy import text

from api.tables import metadata
from tests.support.world import World

SAME_REQUEST_ID = {"X-Request-Id": "the-same-for-every-request"}
"""A header that makes two refusals equal: they hold the request id."""


async def snapshot_tables(world: World) -> dict[str, tuple[int, int]]:
    """Return for each table the number of its rows and a hash of their values."""
    snapshot = {}
    async with world.app.state.engine.connect() as connection:
        for table in metadata.sorted_tables:
            result = await connection.execute(text(f'SELECT * FROM "{table.name}"'))  # names of our own tables
            rows = sorted(repr(tuple(row)) for row in result)
            snapshot[table.name] = (len(rows), hash("\n".join(rows)))
    return snapshot


def comparable(response: httpx.Response) -> tuple[Any, ...]:
    """Return status, content and headers, without the date and the rest of the rate limit."""
    headers = {name: value for name, value in response.headers.items() if name not in ("date", "ratelimit")}
    return response.status_code, response.content, headers
