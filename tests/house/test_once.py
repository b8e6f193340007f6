"""Whatever is made is made once for each key, however often and at once it is sent: every POST of the contract."""

import pytest

from tests.support.creations import APART, REQUESTS, SECRET, Ground, creations
from tests.support.house.once import KEPT, KEYS, TWINS, effects, same
from tests.support.house.reach import everything_kept
from tests.support.operations import Operation, operations


def test_every_post_is_tried_or_says_why_not() -> None:
    assert {creation.name for creation in creations()} == set(REQUESTS), "say in creations.py how the new one is called"
    assert len(KEPT) >= 20
    posts = {operation.name for operation in operations() if operation.method == "post"}
    assert set(APART) <= posts
    assert all(len(reason) > 20 for reason in APART.values())


def test_what_is_tried_takes_a_key() -> None:
    takes = {
        operation.name
        for operation in operations()
        if any(part["name"] == "Idempotency-Key" for part in operation.parameters)
    }
    assert {creation.name for creation in creations()} <= takes
    assert {operation.name for operation in operations() if operation.method == "post"} - takes == {
        "issue_token",
        "revoke_token",
        "replace_first_password",
    }


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


@pytest.mark.parametrize("operation", KEPT, ids=lambda one: one.name)
async def test_twins_sent_at_once_have_one_effect(at: Ground, operation: Operation) -> None:
    for key in range(KEYS + 3):
        await REQUESTS[operation.name](at, key)  # what it refers to is there before
    await effects(at, operation, KEYS, TWINS)


@pytest.mark.parametrize(
    "operation", [creation for creation in creations() if creation.name in SECRET], ids=lambda one: one.name
)
async def test_what_holds_a_secret_is_never_told_again(at: Ground, operation: Operation) -> None:
    first, again = await at.send(operation, 1, "the-key"), await at.send(operation, 1, "the-key")
    assert (first.status_code, again.status_code) in {(201, 201), (200, 200)}
    assert "idempotency-replayed" not in again.headers
    assert first.content != again.content
