"""Fixtures for tests of follow-ups."""

import pytest

from tests.support.follow_up_meetings import Meetings, begin
from tests.support.world import World


@pytest.fixture
async def meetings(world: World) -> Meetings:
    """March 2026: the chief of Nord and the leader of Birkeskolen."""
    return await begin(world)
