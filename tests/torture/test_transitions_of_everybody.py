"""What transitions say agrees with what POST does, for everybody whom the demo names."""

import pytest

from tests.support.house.transitions import lived, tried_by


async def test_what_transitions_say_agrees_with_what_is_done(tmp_path_factory: pytest.TempPathFactory) -> None:
    async with lived(tmp_path_factory) as (made, users):
        tried = await tried_by(await made.actors({user["username"] for user in users}), sample=3)
    assert tried.wrong == []
    assert len(tried.allowed) >= 40
    assert sum(tried.refused.values()) > 500
