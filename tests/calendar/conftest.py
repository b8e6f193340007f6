"""Fixtures for tests of the calendar."""

import pytest

from tests.support.dialogue_story import Story, begin
from tests.support.world import World


@pytest.fixture
async def story(world: World) -> Story:
    """March 2026: a theme, a focus area at Birkeskolen, a figure and input of children."""
    return await begin(world)
