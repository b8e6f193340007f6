"""Two hundred idempotency keys, each sent fifty times concurrently, have two hundred effects: every creation."""

import pytest

from tests.support.creations import REQUESTS, creation_context
from tests.support.idempotency import STORED, assert_one_effect_per_key
from tests.support.operations import Operation
from tests.support.world import World

KEYS, COPIES = 200, 50
FEWER_KEYS = {"create_cycle": 80}  # a cycle takes two years, and half-years end with the next century


@pytest.mark.parametrize("operation", STORED, ids=lambda operation: operation.name)
async def test_two_hundred_keys_have_two_hundred_effects(world: World, operation: Operation) -> None:
    context = await creation_context(world)
    keys = FEWER_KEYS.get(operation.name, KEYS)
    for key in range(keys + 3):
        await REQUESTS[operation.name](context, key)
    await assert_one_effect_per_key(context, operation, keys, COPIES)
