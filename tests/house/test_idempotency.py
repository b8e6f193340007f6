"""A creation has one effect for each idempotency key, however often and concurrently it is sent: every such POST."""

import pytest

from tests.support.creations import EXCLUDED, REQUESTS, WITH_SECRET, CreationContext, creations
from tests.support.idempotency import COPIES, KEYS, STORED, assert_one_effect_per_key, is_same_response
from tests.support.operations import Operation, operations
from tests.support.table_snapshots import snapshot_tables


def test_every_creation_is_tried_or_excluded_with_a_reason() -> None:
    assert {creation.name for creation in creations()} == set(REQUESTS), "add its request to tests/support/creations.py"
    assert len(STORED) >= 20
    posts = {operation.name for operation in operations() if operation.method == "post"}
    assert set(EXCLUDED) <= posts
    assert all(len(reason) > 20 for reason in EXCLUDED.values())


def test_every_creation_takes_an_idempotency_key() -> None:
    with_key = {
        operation.name
        for operation in operations()
        if any(parameter["name"] == "Idempotency-Key" for parameter in operation.parameters)
    }
    assert {creation.name for creation in creations()} <= with_key
    assert {operation.name for operation in operations() if operation.method == "post"} - with_key == {
        "issue_token",
        "revoke_token",
        "replace_first_password",
    }


@pytest.mark.parametrize("operation", STORED, ids=lambda operation: operation.name)
async def test_repeated_request_is_replayed_and_changes_nothing(context: CreationContext, operation: Operation) -> None:
    for number in (1, 2):
        await REQUESTS[operation.name](context, number)  # creates what the requests refer to
    before = await snapshot_tables(context.world)
    first = await context.send(operation, 1, "the-key")
    assert first.status_code < 300, first.text
    after_first = await snapshot_tables(context.world)
    assert after_first != before
    repeated = await context.send(operation, 1, "the-key")
    assert is_same_response(first, repeated), repeated.text
    assert repeated.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    if operation.media_type:
        different = await context.send(operation, 2, "the-key")
        assert (different.status_code, different.json()["code"]) == (422, "idempotency-key-reused"), different.text
    assert await snapshot_tables(context.world) == after_first


@pytest.mark.parametrize("operation", STORED, ids=lambda operation: operation.name)
async def test_concurrent_copies_of_a_request_have_one_effect(context: CreationContext, operation: Operation) -> None:
    for key in range(KEYS + 3):
        await REQUESTS[operation.name](context, key)  # creates what the request refers to
    await assert_one_effect_per_key(context, operation, KEYS, COPIES)


@pytest.mark.parametrize(
    "operation",
    [creation for creation in creations() if creation.name in WITH_SECRET],
    ids=lambda operation: operation.name,
)
async def test_response_with_a_secret_is_never_replayed(context: CreationContext, operation: Operation) -> None:
    first, repeated = await context.send(operation, 1, "the-key"), await context.send(operation, 1, "the-key")
    assert (first.status_code, repeated.status_code) in {(201, 201), (200, 200)}
    assert "idempotency-replayed" not in repeated.headers
    assert first.content != repeated.content
