"""Fixtures of the tests of heightened supervision."""

import pytest

from tests.support.follow_up_meetings import Meetings, begin
from tests.support.world import World


@pytest.fixture
async def meetings(world: World) -> Meetings:
    """Follow-ups of the chief of Nord with the leader of Birkeskolen, in March 2026."""
    return await begin(world)
