"""Confidential texts are found by their readers only: in responses, by search, in errors, logs and metrics."""

import json
import logging
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
import pytest

from api.core import logs
from tests.support.callers import PLACES, actor_at
from tests.support.canaries import Canaries, plant_canaries
from tests.support.operations import UNKNOWN_ID, Operation, operations
from tests.support.policy_table import SIGNED_IN, resource_of
from tests.support.populated_municipality import populate, request_options
from tests.support.world import Actor, World

CSV = {"Accept": "text/csv"}
# Fields that lists search, or might search.
SEARCHABLE = ("title", "name", "text", "notes", "feedback", "secret", "source", "place")


@pytest.fixture
async def planted(world: World) -> tuple[Canaries, dict[str, UUID]]:
    ids = await populate(world)
    leader = await world.actor("leader", world.birk)
    observer, author = await world.actor("staff", world.oak), await world.actor("administration")
    return await plant_canaries(world, leader, observer, author), ids


def addresses_of(canaries: Canaries, ids: dict[str, UUID], operation: Operation) -> list[str]:
    """Return the addresses of a GET: one for each resource with canaries, or one for all rows of a list."""
    resource = resource_of(operation)
    resource_ids = (
        [*canaries.ids.get(resource, []), ids.get(resource, UNKNOWN_ID)] if "{id}" in operation.path else [UNKNOWN_ID]
    )
    addresses = [operation.address(id).replace(str(UNKNOWN_ID), str(ids["cycles"])) for id in resource_ids]
    if operation.page_schema:
        return [f"{address}{'&' if '?' in address else '?'}limit=200&count=true" for address in addresses]
    return addresses


def get_operations() -> list[Operation]:
    return [operation for operation in SIGNED_IN.values() if operation.method == "get"]


def checked(response: httpx.Response) -> httpx.Response:
    """Assert that a response depends on the caller's rights: another refusal would hide what they could read."""
    assert response.status_code in (200, 403, 404, 422), (
        str(response.request.url),
        response.status_code,
        response.text,
    )
    return response


async def all_responses(canaries: Canaries, ids: dict[str, UUID], actor: Actor) -> AsyncIterator[tuple[str, str]]:
    """Yield address and text of each GET response that an actor gets, lists as CSV too."""
    for operation in get_operations():
        for address in addresses_of(canaries, ids, operation):
            response = await actor.get(address)
            yield address, checked(response).text
            if operation.page_schema and response.status_code == 200:
                yield f"{address} as CSV", checked(await actor.get(address, headers=CSV)).text


def reader_names(role: str, place: str) -> frozenset[str]:
    return frozenset({f"{role} at {place}", f"{role} *"})


def readable_words(canaries: Canaries, names: frozenset[str]) -> set[str]:
    return {word for word, (_, readers) in canaries.words.items() if readers & names}


async def differences(canaries: Canaries, ids: dict[str, UUID], actor: Actor, names: frozenset[str]) -> dict[str, Any]:
    """Return the fields that an actor finds without being a reader, and those that a reader does not find."""
    address_by_word: dict[str, str] = {}
    async for address, text in all_responses(canaries, ids, actor):
        if "kanarie" in text:
            address_by_word |= {
                word: address for word in canaries.words if word in text and word not in address_by_word
            }
    readable = readable_words(canaries, names)
    leaks = {
        f"finds {canaries.words[word][0]}": address for word, address in address_by_word.items() if word not in readable
    }
    missing = {f"does not find {canaries.words[word][0]}": "" for word in readable if word not in address_by_word}
    return leaks | missing


@pytest.mark.parametrize("role", PLACES)
async def test_only_readers_find_confidential_texts(
    world: World, planted: tuple[Canaries, dict[str, UUID]], role: str, caplog: pytest.LogCaptureFixture
) -> None:
    canaries, ids = planted
    assert len(canaries.words) > 80
    caplog.set_level(logging.DEBUG)
    logs.quieten()
    wrong = {}
    for place in PLACES[role]:
        actor = await actor_at(world, role, place)
        leaks_and_gaps = await differences(canaries, ids, actor, reader_names(role, place))
        if leaks_and_gaps:
            wrong[f"{role} at {place}"] = leaks_and_gaps
    assert wrong == {}
    await send_words(canaries, actor)
    lines = [logs._JsonLines().format(record) for record in caplog.records]
    assert any('"route":"/v1/follow-ups"' in line for line in lines)
    assert [line for line in lines if "kanarie" in line] == []
    metrics = (await world.client.get("/metrics")).text
    assert "/v1/follow-ups" in metrics
    assert "kanarie" not in metrics


async def send_words(canaries: Canaries, actor: Actor) -> None:
    """Send every ninth word in a search, a path, an id, headers and a body: logs and metrics must not repeat it."""
    for word in list(canaries.words)[::9]:
        for address in (f"/v1/themes?q={word}", f"/v1/themes?{word}={word}", f"/v1/{word}", f"/v1/themes/{word}"):
            await actor.get(address, headers={"X-Request-Id": f"{word} {word}", "If-None-Match": f'"{word}"'})
        await actor.post(f"/follow-ups?{word}=1", {word: word}, headers={"Idempotency-Key": word})


async def test_participants_find_the_texts_of_their_own_meetings(
    world: World, planted: tuple[Canaries, dict[str, UUID]]
) -> None:
    canaries, ids = planted
    for actor, name, role in (
        (canaries.leader, "the leader", ("leader", "birk")),
        (canaries.observer, "the observer", ("staff", "oak")),
        (canaries.author, "the author", ("administration", "municipality")),
    ):
        assert await differences(canaries, ids, actor, reader_names(*role) | {name}) == {}, name


async def test_confidential_texts_are_not_found_without_signing_in(
    world: World, planted: tuple[Canaries, dict[str, UUID]]
) -> None:
    canaries, ids = planted
    gets = [operation for operation in operations() if operation.method == "get" and operation.path.startswith("/v1/")]
    addresses = [address for operation in gets for address in addresses_of(canaries, ids, operation)]
    for address in [*addresses, "/metrics", "/openapi.json"]:
        response = await world.client.get(address)
        assert "kanarie" not in response.text, address


@pytest.mark.parametrize(
    "role, place", [("administration", "municipality"), ("leader", "oak"), ("board_member", "birk")]
)
async def test_search_finds_no_text_that_the_caller_may_not_read(
    world: World, planted: tuple[Canaries, dict[str, UUID]], role: str, place: str
) -> None:
    """Otherwise a caller could find out whether a text exists by searching for it and reading the count."""
    canaries, _ids = planted
    actor, totals = await actor_at(world, role, place), {}
    names = reader_names(role, place)
    hidden = {word: name for word, (name, readers) in canaries.words.items() if not readers & names}
    searched = {word: name for word, name in hidden.items() if name.split(".")[-1].startswith(SEARCHABLE)}
    assert len(searched) > 5
    for operation in get_operations():
        if operation.page_schema and any(parameter["name"] == "q" for parameter in operation.parameters):
            for word, name in searched.items():
                response = await actor.get(f"{operation.address()}?q={word}&count=true")
                if response.status_code == 200 and (response.json()["total"] or response.json()["items"]):
                    totals[f"{operation}: {name}"] = response.json()["total"]
    assert totals == {}


@pytest.mark.parametrize("role, place", [("administration", "south"), ("leader", "oak"), ("board_member", "birk")])
async def test_refusals_hold_no_text_that_the_caller_may_not_read(
    world: World, planted: tuple[Canaries, dict[str, UUID]], role: str, place: str
) -> None:
    canaries, ids = planted
    actor = await actor_at(world, role, place)
    hidden = set(canaries.words) - readable_words(canaries, reader_names(role, place))
    for operation in SIGNED_IN.values():
        for id in canaries.ids.get(resource_of(operation), []) if operation.conditional else []:
            options = request_options(operation, ids, world)
            headers = {**options.pop("headers", {}), "If-Match": '"99"'}
            response = await actor.call(operation.method, operation.address(id), headers=headers, **options)
            assert response.status_code >= 400
            assert not [word for word in hidden if word in response.text], (str(operation), json.dumps(response.json()))
