"""The story that tests of evidence share."""

import pytest

from tests.support.dialogue_story import Story, begin
from tests.support.world import World


@pytest.fixture
async def story(world: World) -> Story:
    return await begin(world)
