"""Payloads for holding dialogues."""

from typing import Any

from tests.support.dialogue_story import Story


def hold_payload(story: Story, **other: Any) -> dict[str, Any]:
    """Return a payload that chooses the focus area and makes an agreement about it."""
    decision = {"focus_area_id": str(story.focus_area), "decision": "choose", "development": "some", "note": "Nu"}
    agreement = {
        "text": "Faste rutiner ved skift",
        "responsible": "Indskolingen",
        "due_on": "2026-06-01",
        "focus_area_id": str(story.focus_area),
    }
    return {"decisions": [decision], "agreements": [agreement], **other}
