"""Helpers shared by tests."""

from typing import Any

import httpx
from sqlalchemy import text

from api.tables import metadata
from tests.support.world import World

ASKED = {"X-Request-Id": "the-same-for-every-request"}


async def everything_kept(world: World) -> dict[str, tuple[int, int]]:
    """For each table, how many rows it has and a hash of all that they hold."""
    found = {}
    async with world.app.state.engine.connect() as connection:
        for table in metadata.sorted_tables:
            read = await connection.execute(text(f'SELECT * FROM "{table.name}"'))  # our own names
            rows = sorted(repr(tuple(row)) for row in read)
            found[table.name] = (len(rows), hash("\n".join(rows)))
    return found


def said(answer: httpx.Response) -> tuple[Any, ...]:
    """All that an answer says, but when it was given and how many more may be asked for."""
    headers = {name: value for name, value in answer.headers.items() if name not in ("date", "ratelimit")}
    return answer.status_code, answer.content, headers
