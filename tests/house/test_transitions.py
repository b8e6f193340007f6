"""/transitions agrees with the outcome of each transition, for every resource of the contract, as found in the demo."""

from collections.abc import AsyncIterator

import pytest

from api.core.problems import PROBLEM_TYPES
from tests.support.operations import contract, operations
from tests.support.transition_attempts import Demo, attempt_transitions, built_demo, transitions_in_contract
from tests.support.world import Actor

ROLES = {"administration", "chief", "leader", "staff", "board_member", "admin"}


@pytest.fixture(scope="module")
async def demo(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Demo, list[Actor]]]:
    """The demo, with one person of each of a few roles; tests/torture has all listed users."""
    async with built_demo(tmp_path_factory) as (demo, users):
        username_by_role = {user["role"]: user["username"] for user in reversed(users) if user["role"] in ROLES}
        yield demo, await demo.actors(set(username_by_role.values()))


def test_every_resource_with_transitions_lists_them() -> None:
    assert len(transitions_in_contract()) >= 16
    paths = contract()["paths"]
    unlisted = [resource for resource in transitions_in_contract() if f"/v1/{resource}/{{id}}/transitions" not in paths]
    assert unlisted == []


def test_every_transition_is_in_the_enumeration_of_names() -> None:
    names = contract()["components"]["schemas"]["TransitionName"]["enum"]
    assert names == sorted({verb for verbs in transitions_in_contract().values() for verb in verbs})


async def test_transitions_of_a_resource_out_of_reach_are_refused_like_the_resource(
    demo: tuple[Demo, list[Actor]],
) -> None:
    unknown_id = "0198f3a0-7b8c-7d3e-9a51-0c2b6f1d4e77"
    for resource in transitions_in_contract():
        for actor in demo[1][:2]:
            of_resource = await actor.get(f"/{resource}/{unknown_id}")
            of_transitions = await actor.get(f"/{resource}/{unknown_id}/transitions")
            assert (of_transitions.status_code, of_transitions.json()["code"]) == (
                of_resource.status_code,
                of_resource.json()["code"],
            )


CHANGED_BY_READING = {"read_my_data"}  # it records the reading, which belongs to the caller's own data


async def test_second_read_with_the_etag_gets_304(demo: tuple[Demo, list[Actor]]) -> None:
    reads = 0
    for operation in operations():
        if operation.method != "get" or not operation.signed_in or "{" in operation.path:
            continue
        if operation.name in CHANGED_BY_READING:
            continue
        for actor in demo[1][:3]:
            response = await actor.get(operation.address())
            if response.status_code != 200 or "etag" not in response.headers:
                continue
            reads += 1
            second = await actor.get(operation.address(), headers={"If-None-Match": response.headers["etag"]})
            head = await actor.call("HEAD", operation.address())
            assert (second.status_code, second.content) == (304, b""), operation.name
            assert (head.status_code, head.headers["etag"]) == (200, response.headers["etag"]), operation.name
    assert reads >= 30


async def test_announced_transitions_agree_with_their_outcome(demo: tuple[Demo, list[Actor]]) -> None:
    attempts = await attempt_transitions(demo[1])
    assert attempts.contradictions == []
    assert len(attempts.allowed) >= 25
    assert len(attempts.codes) >= 10
    assert attempts.codes <= set(PROBLEM_TYPES)
