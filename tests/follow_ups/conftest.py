"""What every test of follow-ups begins with."""

import pytest

from tests.follow_ups.meetings import Meetings, begin
from tests.world import World


@pytest.fixture
async def meetings(world: World) -> Meetings:
    """March 2026: the chief of Nord and the leader of Birkeskolen."""
    return await begin(world)
