"""The visit that every test of observations begins with."""

from datetime import UTC, datetime

import pytest

from api.core import clock
from tests.support.observation_visit import Visit, begin
from tests.support.world import World


@pytest.fixture
async def visit(world: World) -> Visit:
    """March 2026, at Birkeskolen."""
    clock.move(datetime(2026, 3, 16, 9, tzinfo=UTC))
    return await begin(world)
