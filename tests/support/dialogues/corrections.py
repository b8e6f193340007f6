"""Helpers shared by tests."""

from typing import Any

import httpx

from tests.support.dialogue_story import Story


async def corrected(story: Story, id: str, **said: Any) -> httpx.Response:
    return await story.leader.call(
        "POST",
        f"/dialogues/{id}/corrections",
        json={"reason": "Skrevet forkert", **said},
        etag=(await story.leader.get(f"/dialogues/{id}")).headers["etag"],
    )
