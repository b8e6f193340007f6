"""What not everybody may read is found by those who may, and by nobody else, whichever way they look for it."""

import json
import logging
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
import pytest

from api.core import logs
from tests.support.callers import PLACES, Called, at
from tests.support.canaries import Planted, plant_everything
from tests.support.operations import NOBODY, Operation, operations
from tests.support.policy_table import SIGNED_IN, resource_of
from tests.support.populated_municipality import body_of, settle
from tests.support.world import Actor, World

CSV = {"Accept": "text/csv"}
# What a reader looks for, where they may look for words.
SEARCHED = ("title", "name", "text", "notes", "feedback", "secret", "source", "place")


@pytest.fixture
async def planted(world: World) -> tuple[Planted, dict[str, UUID]]:
    settled = await settle(world)
    leader = await world.actor("leader", world.birk)
    observer, author = await world.actor("staff", world.oak), await world.actor("administration")
    return await plant_everything(world, leader, observer, author), settled


def addresses(planted: Planted, settled: dict[str, UUID], operation: Operation) -> list[str]:
    """Where a reading operation is asked: of each thing of its kind, and of all that a list holds."""
    room = resource_of(operation)
    ids = [*planted.ids.get(room, []), settled.get(room, NOBODY)] if "{id}" in operation.path else [NOBODY]
    found = [operation.address(id).replace(str(NOBODY), str(settled["cycles"])) for id in ids]
    if operation.listed:
        return [f"{one}{'&' if '?' in one else '?'}limit=200&count=true" for one in found]
    return found


def reading() -> list[Operation]:
    return [operation for operation in SIGNED_IN.values() if operation.method == "get"]


def _judged(answer: httpx.Response) -> httpx.Response:
    """An answer that says something of the caller's rights: who is turned away for another reason has read nothing."""
    assert answer.status_code in (200, 403, 404, 422), (str(answer.request.url), answer.status_code, answer.text)
    return answer


async def all_that_is_read(planted: Planted, settled: dict[str, UUID], actor: Actor) -> AsyncIterator[tuple[str, str]]:
    """Each answer that somebody gets, with the address that they asked."""
    for operation in reading():
        for address in addresses(planted, settled, operation):
            answer = await actor.get(address)
            yield address, _judged(answer).text
            if operation.listed and answer.status_code == 200:
                yield f"{address} as CSV", _judged(await actor.get(address, headers=CSV)).text


def names_of(role: str, place: str) -> frozenset[str]:
    return frozenset({f"{role} at {place}", f"{role} *"})


def may_read(planted: Planted, names: frozenset[str]) -> set[str]:
    return {word for word, (_, readers) in planted.words.items() if readers & names}


async def judged(planted: Planted, settled: dict[str, UUID], actor: Actor, names: frozenset[str]) -> dict[str, Any]:
    """The words that somebody finds without being meant to, and those that they are meant to find and do not."""
    found: dict[str, str] = {}
    async for address, text in all_that_is_read(planted, settled, actor):
        if "kanarie" in text:
            found |= {word: address for word in planted.words if word in text and word not in found}
    meant = may_read(planted, names)
    told = {f"finds {planted.words[word][0]}": at for word, at in found.items() if word not in meant}
    return told | {f"does not find {planted.words[word][0]}": "" for word in meant if word not in found}


@pytest.mark.parametrize("role", PLACES)
async def test_only_who_may_read_it_finds_it(
    world: World, planted: tuple[Planted, dict[str, UUID]], role: str, caplog: pytest.LogCaptureFixture
) -> None:
    made, settled = planted
    assert len(made.words) > 80
    caplog.set_level(logging.DEBUG)
    logs.quieten()
    wrong = {}
    for place in PLACES[role]:
        actor = await at(world, role, place)
        told = await judged(made, settled, actor, names_of(role, place))
        if told:
            wrong[f"{role} at {place}"] = told
    assert wrong == {}
    await looked_for(made, actor)
    lines = [logs._JsonLines().format(record) for record in caplog.records]
    assert any('"route":"/v1/follow-ups"' in line for line in lines)
    assert [line for line in lines if "kanarie" in line] == []
    counted = (await world.client.get("/metrics")).text
    assert "/v1/follow-ups" in counted
    assert "kanarie" not in counted


async def looked_for(planted: Planted, actor: Actor) -> None:
    """Let somebody send the words: where lists are searched, as an address, as an id, in a body, in a header."""
    for word in list(planted.words)[::9]:
        for address in (f"/v1/themes?q={word}", f"/v1/themes?{word}={word}", f"/v1/{word}", f"/v1/themes/{word}"):
            await actor.get(address, headers={"X-Request-Id": f"{word} {word}", "If-None-Match": f'"{word}"'})
        await actor.post(f"/follow-ups?{word}=1", {word: word}, headers={"Idempotency-Key": word})


async def test_those_whom_it_is_between_find_it(world: World, planted: tuple[Planted, dict[str, UUID]]) -> None:
    made, settled = planted
    for actor, name, role in (
        (made.leader, "the leader", ("leader", "birk")),
        (made.observer, "the observer", ("staff", "oak")),
        (made.author, "the author", ("administration", "municipality")),
    ):
        assert await judged(made, settled, actor, names_of(*role) | {name}) == {}, name


async def test_nobody_finds_it_without_signing_in(world: World, planted: tuple[Planted, dict[str, UUID]]) -> None:
    made, settled = planted
    gets = [operation for operation in operations() if operation.method == "get" and operation.path.startswith("/v1/")]
    addresses_of_all = [one for operation in gets for one in addresses(made, settled, operation)]
    for address in [*addresses_of_all, "/metrics", "/openapi.json"]:
        answer = await world.client.get(address)
        assert "kanarie" not in answer.text, address


@pytest.mark.parametrize(
    "role, place", [("administration", "municipality"), ("leader", "oak"), ("board_member", "birk")]
)
async def test_looking_for_a_word_does_not_tell_whether_it_is_there(
    world: World, planted: tuple[Planted, dict[str, UUID]], role: str, place: str
) -> None:
    """No list that can be searched counts what holds a word that one may not read."""
    made, _settled = planted
    actor, told = await at(world, role, place), {}
    hidden = {word: about for word, (about, readers) in made.words.items() if not readers & names_of(role, place)}
    looked_for = {word: about for word, about in hidden.items() if about.split(".")[-1].startswith(SEARCHED)}
    assert len(looked_for) > 5
    for operation in reading():
        if operation.listed and any(part["name"] == "q" for part in operation.parameters):
            for word, about in looked_for.items():
                answer = await actor.get(f"{operation.address()}?q={word}&count=true")
                if answer.status_code == 200 and (answer.json()["total"] or answer.json()["items"]):
                    told[f"{operation}: {about}"] = answer.json()["total"]
    assert told == {}


@pytest.mark.parametrize("role, place", [("administration", "south"), ("leader", "oak"), ("board_member", "birk")])
async def test_a_refusal_holds_nothing_of_it(
    world: World, planted: tuple[Planted, dict[str, UUID]], role: str, place: str
) -> None:
    """What somebody may not do, and what they do wrongly, is refused in words that hold nothing of the thing."""
    made, settled = planted
    who, hidden = Called("", await at(world, role, place)), set(made.words) - may_read(made, names_of(role, place))
    for operation in SIGNED_IN.values():
        for id in made.ids.get(resource_of(operation), []) if operation.conditional else []:
            given = body_of(operation, settled, world)
            headers = {**given.pop("headers", {}), "If-Match": '"99"'}
            answer = await who.actor.call(operation.method, operation.address(id), headers=headers, **given)
            assert answer.status_code >= 400
            assert not [word for word in hidden if word in answer.text], (str(operation), json.dumps(answer.json()))
