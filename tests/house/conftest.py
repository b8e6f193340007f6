"""Fixtures of the tests that iterate over all operations."""

import pytest

from tests.support.creations import CreationContext, creation_context
from tests.support.world import World


@pytest.fixture
async def context(world: World) -> CreationContext:
    """Callers and resources for requests that create something, on each database."""
    return await creation_context(world)
