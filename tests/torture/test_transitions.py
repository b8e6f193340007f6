"""/transitions agrees with the outcome of each transition, for every user of the demo."""

import pytest

from tests.support.transition_attempts import attempt_transitions, built_demo


async def test_announced_transitions_agree_with_their_outcome(tmp_path_factory: pytest.TempPathFactory) -> None:
    async with built_demo(tmp_path_factory) as (demo, users):
        actors = await demo.actors({user["username"] for user in users})
        attempts = await attempt_transitions(actors, sample_size=3)
    assert attempts.contradictions == []
    assert len(attempts.allowed) >= 40
    assert sum(attempts.refused.values()) > 500
