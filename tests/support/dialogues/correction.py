"""Corrections of dialogues."""

from typing import Any

import httpx

from tests.support.dialogue_story import Story


async def post_correction(story: Story, id: str, **fields: Any) -> httpx.Response:
    """Post a correction as the leader, with the current ETag and a reason."""
    return await story.leader.call(
        "POST",
        f"/dialogues/{id}/corrections",
        json={"reason": "Skrevet forkert", **fields},
        etag=(await story.leader.get(f"/dialogues/{id}")).headers["etag"],
    )
