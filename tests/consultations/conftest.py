"""Fixtures of the tests of consultations."""

from collections.abc import AsyncIterator
from datetime import date

import pytest

from api.http.rate_limits import RateLimiter
from tests.support.consultations.builders import set_today
from tests.support.world import World


@pytest.fixture(autouse=True)
async def march_2026(world: World) -> AsyncIterator[None]:
    """10 March 2026, with a rate limit for people without an account that no test reaches by accident."""
    world.app.state.public_rate = RateLimiter(10_000, 60)
    set_today(date(2026, 3, 10))
    yield
    world.app.state.public_rate = RateLimiter(10_000, 60)
