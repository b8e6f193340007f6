"""Two hundred keys, each sent fifty times at once, have exactly two hundred effects: whatever is made by POST."""

import pytest

from tests.support.creations import REQUESTS, ground
from tests.support.house.once import KEPT, effects
from tests.support.operations import Operation
from tests.support.world import World

KEYS, TWINS = 200, 50
FEWER = {"create_cycle": 80}  # two years each, and half-years are counted to the end of the next century


@pytest.mark.parametrize("operation", KEPT, ids=lambda one: one.name)
async def test_two_hundred_keys_have_two_hundred_effects(world: World, operation: Operation) -> None:
    at = await ground(world)
    keys = FEWER.get(operation.name, KEYS)
    for key in range(keys + 3):
        await REQUESTS[operation.name](at, key)
    await effects(at, operation, keys, TWINS)
