"""Fixtures of the tests of observations."""

from datetime import UTC, datetime

import pytest

from api.core import clock
from tests.support.observation_visit import Visit, begin_visit
from tests.support.world import World


@pytest.fixture
async def visit(world: World) -> Visit:
    """A published guide and the people of an observation at Birkeskolen, on 16 March 2026."""
    clock.move(datetime(2026, 3, 16, 9, tzinfo=UTC))
    return await begin_visit(world)
