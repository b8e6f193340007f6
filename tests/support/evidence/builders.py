"""Helpers shared by tests."""

import pytest

from tests.support.dialogue_story import Story, begin
from tests.support.world import World


@pytest.fixture
async def story(world: World) -> Story:
    return await begin(world)


def path(story: Story, **other: object) -> str:
    asked = {"cycle_id": story.cycle, "round": 1, **other}
    at = asked.pop("at", story.world.birk)
    return f"/institutions/{at}/evidence?" + "&".join(f"{name}={value}" for name, value in asked.items())
