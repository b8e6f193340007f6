"""Addresses of evidence."""

from tests.support.dialogue_story import Story


def evidence_path(story: Story, **parameters: object) -> str:
    """The address of the evidence of the story's institution (or `at`) in the first round."""
    query = {"cycle_id": story.cycle, "round": 1, **parameters}
    institution_id = query.pop("at", story.world.birk)
    return f"/institutions/{institution_id}/evidence?" + "&".join(f"{name}={value}" for name, value in query.items())
