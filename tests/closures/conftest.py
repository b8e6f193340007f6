"""Fixtures of the tests of closures: a school with an agreement, a focus area and a planned dialogue."""

import pytest

from tests.support.dialogue_story import Story, begin
from tests.support.world import World


@pytest.fixture
async def story(world: World) -> Story:
    """10 March 2026, as in the tests of dialogues."""
    return await begin(world)
