"""Fixtures of the tests that walk all operations."""

import pytest

from tests.support.creations import Ground, ground
from tests.support.world import World


@pytest.fixture
async def at(world: World) -> Ground:
    """What requests that create something refer to, on each database."""
    return await ground(world)
