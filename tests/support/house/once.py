"""Helpers shared by tests."""

import asyncio

import httpx
from sqlalchemy import func, select

from api.tables import metadata
from tests.support.creations import SECRET, Ground, creations
from tests.support.operations import Operation

KEYS, TWINS, AT_ONCE = 4, 6, 4  # tests/torture: 200 keys, 50 twins
KEPT = [creation for creation in creations() if creation.name not in SECRET]


async def rows(at: Ground) -> int:
    """How many rows there are in all tables, whatever they hold, but for the answers that are kept."""
    tables = [table for table in metadata.sorted_tables if table.name != "replay"]
    assert len(tables) + 1 == len(metadata.sorted_tables)
    async with at.world.app.state.engine.connect() as connection:
        return sum(
            [(await connection.execute(select(func.count()).select_from(table))).scalar_one() for table in tables]
        )


def same(one: httpx.Response, other: httpx.Response) -> bool:
    kept = ("etag", "location", "content-type")
    return (one.status_code, one.content, [one.headers.get(name) for name in kept]) == (
        other.status_code,
        other.content,
        [other.headers.get(name) for name in kept],
    )


async def together(at: Ground, operation: Operation, keys: range, twins: int) -> None:
    """Send each key's request so many times at once, and once more; there is one answer to each, all others are it."""
    jobs = (at.send(operation, key, f"key-{key}") for key in keys for _ in range(twins))
    answers = await asyncio.gather(*jobs)
    for index, key in enumerate(keys):
        mine = [*answers[index * twins : (index + 1) * twins], await at.send(operation, key, f"key-{key}")]
        # A twin that waited too long for its turn is told to come again: it had no effect.
        assert {one.status_code for one in mine if one.status_code >= 300} <= {409, 503}, mine[0].text
        made = [one for one in mine if one.status_code < 300]
        assert all(same(made[0], one) for one in made)
        assert sum("idempotency-replayed" not in one.headers for one in made) <= 1


async def effects(at: Ground, operation: Operation, keys: int, twins: int) -> None:
    """As many keys have as many effects: each the rows of one that comes alone, and not as the first of all."""
    assert (await at.send(operation, keys + 1, "first")).status_code < 300
    before = await rows(at)
    assert (await at.send(operation, keys + 2, "alone")).status_code < 300
    one = await rows(at) - before
    for begin in range(0, keys, AT_ONCE):
        await together(at, operation, range(begin, min(begin + AT_ONCE, keys)), twins)
    assert await rows(at) - before == one * (keys + 1)
    assert (one > 0) == (operation.name not in CHANGES_ONLY)


CHANGES_ONLY = {"revoke_calendar_address"}  # a change of what is there, and no row
