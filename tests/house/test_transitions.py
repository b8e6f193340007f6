"""What transitions say agrees with what POST does, for every thing of the contract, as it stands in the demo."""

from collections.abc import AsyncIterator

import pytest

from api.core.problems import PROBLEM_TYPES
from tests.support.house.transitions import Demo, lived, tried_by, verbs
from tests.support.operations import contract, operations
from tests.support.world import Actor

FEW = {"administration", "chief", "leader", "staff", "board_member", "admin"}


@pytest.fixture(scope="module")
async def demo(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Demo, list[Actor]]]:
    """One person of each of a few roles; all who are told in tests/torture."""
    async with lived(tmp_path_factory) as (made, users):
        one_of_each = {user["role"]: user["username"] for user in reversed(users) if user["role"] in FEW}
        yield made, await made.actors(set(one_of_each.values()))


def test_each_thing_that_something_is_done_to_says_what_may_be_done() -> None:
    assert len(verbs()) >= 16
    assert [thing for thing in verbs() if f"/v1/{thing}/{{id}}/transitions" not in contract()["paths"]] == []


def test_every_transition_has_a_name_with_words_in_the_vocabulary() -> None:
    named = contract()["components"]["schemas"]["TransitionName"]["enum"]
    assert named == sorted({verb for offered in verbs().values() for verb in offered})


async def test_who_does_not_see_a_thing_does_not_learn_what_may_be_done(demo: tuple[Demo, list[Actor]]) -> None:
    nobody = "0198f3a0-7b8c-7d3e-9a51-0c2b6f1d4e77"
    for thing in verbs():
        for actor in demo[1][:2]:
            one = await actor.get(f"/{thing}/{nobody}")
            asked = await actor.get(f"/{thing}/{nobody}/transitions")
            assert (asked.status_code, asked.json()["code"]) == (one.status_code, one.json()["code"])


CHANGED_BY_READING = {"read_my_data"}  # that it was read is itself held about them


async def test_whatever_was_read_is_a_304_the_second_time(demo: tuple[Demo, list[Actor]]) -> None:
    asked = 0
    for operation in operations():
        if operation.method != "get" or not operation.signed_in or "{" in operation.path:
            continue
        if operation.name in CHANGED_BY_READING:
            continue
        for actor in demo[1][:3]:
            answer = await actor.get(operation.address())
            if answer.status_code != 200 or "etag" not in answer.headers:
                continue
            asked += 1
            again = await actor.get(operation.address(), headers={"If-None-Match": answer.headers["etag"]})
            head = await actor.call("HEAD", operation.address())
            assert (again.status_code, again.content) == (304, b""), operation.name
            assert (head.status_code, head.headers["etag"]) == (200, answer.headers["etag"]), operation.name
    assert asked >= 30


async def test_what_transitions_say_agrees_with_what_is_done(demo: tuple[Demo, list[Actor]]) -> None:
    tried = await tried_by(demo[1])
    assert tried.wrong == []
    assert len(tried.allowed) >= 25
    assert len(tried.codes) >= 10
    assert tried.codes <= set(PROBLEM_TYPES)
