"""Whatever is made is made once for each key, however often and at once it is sent: every POST of the contract."""

import asyncio

import httpx
import pytest
from sqlalchemy import func, select

from api.tables import metadata
from tests.house.creations import APART, REQUESTS, SECRET, Ground, creations, ground
from tests.house.operations import Operation, operations
from tests.house.test_reach import everything_kept
from tests.world import World

KEYS, TWINS, AT_ONCE = 4, 6, 4  # tests/torture: 200 keys, 50 twins
KEPT = [one for one in creations() if one.name not in SECRET]


@pytest.fixture
async def at(world: World) -> Ground:
    return await ground(world)


def test_every_post_is_tried_or_says_why_not() -> None:
    assert {one.name for one in creations()} == set(REQUESTS), "say in creations.py how the new one is called"
    assert len(KEPT) >= 20
    posts = {one.name for one in operations() if one.method == "post"}
    assert set(APART) <= posts
    assert all(len(reason) > 20 for reason in APART.values())


def test_what_is_tried_takes_a_key() -> None:
    takes = {one.name for one in operations() if any(part["name"] == "Idempotency-Key" for part in one.parameters)}
    assert {one.name for one in creations()} <= takes
    assert {one.name for one in operations() if one.method == "post"} - takes == {
        "issue_token", "revoke_token", "replace_first_password",
    }  # fmt: skip


async def rows(at: Ground) -> int:
    """How many rows there are in all tables, whatever they hold, but for the answers that are kept."""
    tables = [table for table in metadata.sorted_tables if table.name != "replay"]
    assert len(tables) + 1 == len(metadata.sorted_tables)
    async with at.world.app.state.engine.connect() as connection:
        return sum([(await connection.execute(select(func.count()).select_from(one))).scalar_one() for one in tables])


def same(one: httpx.Response, other: httpx.Response) -> bool:
    kept = ("etag", "location", "content-type")
    return (one.status_code, one.content, [one.headers.get(name) for name in kept]) == (
        other.status_code, other.content, [other.headers.get(name) for name in kept],
    )  # fmt: skip


@pytest.mark.parametrize("operation", KEPT, ids=lambda one: one.name)
async def test_sent_again_it_is_answered_alike_and_nothing_is_done(at: Ground, operation: Operation) -> None:
    await REQUESTS[operation.name](at, 1)
    await REQUESTS[operation.name](at, 2)  # what they refer to is there before
    before = await everything_kept(at.world)
    first = await at.send(operation, 1, "the-key")
    assert first.status_code < 300, first.text
    done = await everything_kept(at.world)
    assert done != before
    again = await at.send(operation, 1, "the-key")
    assert same(first, again), again.text
    assert again.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    if operation.media_type:
        other = await at.send(operation, 2, "the-key")
        assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused"), other.text
    assert await everything_kept(at.world) == done


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


@pytest.mark.parametrize("operation", KEPT, ids=lambda one: one.name)
async def test_twins_sent_at_once_have_one_effect(at: Ground, operation: Operation) -> None:
    for key in range(KEYS + 3):
        await REQUESTS[operation.name](at, key)  # what it refers to is there before
    await effects(at, operation, KEYS, TWINS)


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


@pytest.mark.parametrize("operation", [one for one in creations() if one.name in SECRET], ids=lambda one: one.name)
async def test_what_holds_a_secret_is_never_told_again(at: Ground, operation: Operation) -> None:
    first, again = await at.send(operation, 1, "the-key"), await at.send(operation, 1, "the-key")
    assert (first.status_code, again.status_code) in {(201, 201), (200, 200)}
    assert "idempotency-replayed" not in again.headers
    assert first.content != again.content
