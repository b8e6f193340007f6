"""Concurrent requests with one idempotency key, and the number of rows that they insert."""

import asyncio

import httpx
from sqlalchemy import func, select

from api.tables import metadata
from tests.support.creations import WITH_SECRET, CreationContext, creations
from tests.support.operations import Operation

KEYS, COPIES, KEYS_AT_ONCE = 4, 6, 4  # tests/torture: 200 keys, 50 copies
STORED = [creation for creation in creations() if creation.name not in WITH_SECRET]
"""The creations whose response is stored and replayed."""
_INSERTS_NOTHING = {"revoke_calendar_address"}


async def count_rows(context: CreationContext) -> int:
    """Return the number of rows in all tables, without stored responses."""
    tables = [table for table in metadata.sorted_tables if table.name != "replay"]
    assert len(tables) + 1 == len(metadata.sorted_tables)
    async with context.world.app.state.engine.connect() as connection:
        return sum(
            [(await connection.execute(select(func.count()).select_from(table))).scalar_one() for table in tables]
        )


def is_same_response(response: httpx.Response, other: httpx.Response) -> bool:
    """Return whether two responses have the same status, content, ETag, Location and media type."""
    headers = ("etag", "location", "content-type")
    return (response.status_code, response.content, [response.headers.get(name) for name in headers]) == (
        other.status_code,
        other.content,
        [other.headers.get(name) for name in headers],
    )


async def _send_copies(context: CreationContext, operation: Operation, keys: range, copies: int) -> None:
    """Send copies of each key's request at once and one more later; assert that all successful ones are the same."""
    requests = (context.send(operation, key, f"key-{key}") for key in keys for _ in range(copies))
    responses = await asyncio.gather(*requests)
    for index, key in enumerate(keys):
        later = await context.send(operation, key, f"key-{key}")
        of_key = [*responses[index * copies : (index + 1) * copies], later]
        # A copy that waited too long for the lock gets 503 and has no effect: it is sent again.
        assert {response.status_code for response in of_key if response.status_code >= 300} <= {409, 503}, of_key[
            0
        ].text
        successful = [response for response in of_key if response.status_code < 300]
        assert all(is_same_response(successful[0], response) for response in successful)
        assert sum("idempotency-replayed" not in response.headers for response in successful) <= 1


async def assert_one_effect_per_key(context: CreationContext, operation: Operation, keys: int, copies: int) -> None:
    """Assert that copies of requests with as many keys insert the rows of as many single requests.

    A single request is measured second, since the first of all may insert more.
    """
    assert (await context.send(operation, keys + 1, "first")).status_code < 300
    before_single = await count_rows(context)
    assert (await context.send(operation, keys + 2, "single")).status_code < 300
    rows_per_request = await count_rows(context) - before_single
    for begin in range(0, keys, KEYS_AT_ONCE):
        await _send_copies(context, operation, range(begin, min(begin + KEYS_AT_ONCE, keys)), copies)
    assert await count_rows(context) - before_single == rows_per_request * (keys + 1)
    assert (rows_per_request > 0) == (operation.name not in _INSERTS_NOTHING)
