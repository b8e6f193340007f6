"""Whatever is sent to any field and any parameter, it is answered, and alike on both databases."""

import json
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI

from api.app import create_app
from api.core.settings import Settings
from api.migrate import migrate
from tests.house.decided import SIGNED_IN, resource_of
from tests.house.everything import body_of, settle
from tests.house.operations import NOBODY, SECRET, Operation, resolved
from tests.torture.payloads import TEXTS, VALUES, Raw
from tests.world import Actor, World, build

Way = tuple[str, ...]
PAYLOADS = {**{f"text, {name}": text for name, text in TEXTS.items()}, **VALUES}
_HERE = "here it stands"


def ways(schema: dict[str, Any], way: Way = ()) -> Iterator[Way]:
    """The way to each value of a body."""
    schema = resolved(schema)
    for part in [*schema.get("anyOf", []), *schema.get("oneOf", [])]:
        yield from ways(part, way)
    if way:
        yield way
    if "items" in schema:
        yield from ways(schema["items"], (*way, "0"))
    for name, part in schema.get("properties", {}).items():
        yield from ways(part, (*way, name))
    if isinstance(schema.get("additionalProperties"), dict):
        yield from ways(schema["additionalProperties"], (*way, "x"))


def placed(body: Any, way: Way, value: Any) -> Any:
    """The body with the value at its place; what is missing on the way is made."""
    if not way:
        return value
    if way[0] == "0":
        rest = list(body[1:]) if isinstance(body, list) else []
        return [placed(body[0] if isinstance(body, list) and body else {}, way[1:], value), *rest]
    members = dict(body) if isinstance(body, dict) else {}
    return {**members, way[0]: placed(members.get(way[0]), way[1:], value)}


def written(body: Any, way: Way, value: Any) -> bytes:
    if isinstance(value, Raw):
        return json.dumps(placed(body, way, _HERE)).replace(json.dumps(_HERE), value).encode()
    return json.dumps(placed(body, way, value)).encode()


class House:
    """The service on one database, with a thing of each kind, and who may do most of what there is to do."""

    def __init__(self, world: World, settled: dict[str, UUID], callers: list[Actor]) -> None:
        self.world, self.settled, self.callers = world, settled, callers
        self.versions: dict[tuple[str, UUID], str] = {}

    async def send(self, operation: Operation, content: bytes) -> int:
        """The status; the version of what was changed is kept for the next time."""
        room = resource_of(operation)
        thing = (room, self.settled.get(room, NOBODY))
        status = 0
        for caller in self.callers:
            headers = {"Content-Type": "application/json", "If-Match": self.versions.get(thing, '"1"')}
            address = operation.address(thing[1])
            answer = await caller.call(operation.method, address, content=content, headers=headers)
            status = answer.status_code
            if status == 200 and "etag" in answer.headers:
                self.versions[thing] = answer.headers["etag"]
            if status not in (403, 404):
                break
        return status


async def housed(url: str) -> House:
    app: FastAPI = create_app(Settings(database_url=url, environment="test", token_secret=SECRET))  # type: ignore[arg-type]
    await migrate(app.state.engine, "Egekommune")
    world = await build(app)
    settled = await settle(world)
    callers = [await world.actor("administration"), await world.actor("leader", world.birk), await world.actor("admin")]
    return House(world, settled, callers)


@pytest.fixture(scope="module")
async def houses(tmp_path_factory: pytest.TempPathFactory, postgres_url: str) -> AsyncIterator[list[House]]:
    made = [await housed(f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('db')}/x.db"), await housed(postgres_url)]
    yield made
    for house in made:
        await house.world.close()
        await house.world.app.state.engine.dispose()


def taking_bodies() -> list[Operation]:
    found = [operation for operation in SIGNED_IN.values() if operation.media_type == "application/json"]
    # Passwords are computed for long, and tests/people says what is taken.
    return [operation for operation in found if operation.name not in ("change_my_password", "create_person")]


def way_of(operation: Operation) -> list[Way]:
    schema = resolved(operation.written["requestBody"])["content"]["application/json"]["schema"]
    return list(dict.fromkeys(ways(schema)))


def test_there_are_enough_of_them() -> None:
    assert len(TEXTS) >= 60
    assert len(PAYLOADS) * sum(len(way_of(operation)) for operation in taking_bodies()) > 10_000


@pytest.mark.parametrize("name", [operation.name for operation in taking_bodies()])
async def test_whatever_stands_in_a_field(houses: list[House], name: str) -> None:
    operation, wrong, seen = SIGNED_IN[name], {}, Counter[int]()
    for way in way_of(operation):
        for about, payload in PAYLOADS.items():
            statuses = []
            for house in houses:
                content = written(body_of(operation, house.settled, house.world)["json"], way, payload)
                statuses.append(await house.send(operation, content))
            seen.update(statuses)
            if statuses[0] != statuses[1] or max(statuses) >= 500:
                wrong[f"{'/'.join(way)}: {about}"] = statuses
    assert wrong == {}
    assert seen[422] or seen[404]


@pytest.mark.parametrize("name", SIGNED_IN)
async def test_whatever_stands_in_a_parameter(houses: list[House], name: str) -> None:
    operation, wrong = SIGNED_IN[name], {}
    given = [part["name"] for part in operation.parameters if part["in"] == "query"]
    for parameter in given if operation.method == "get" else []:
        for about, text in TEXTS.items():
            if len(text) > 5000:
                continue
            escaped = "".join(f"%{byte:02x}" for byte in text.encode("utf-8", "surrogatepass"))
            statuses = []
            for house in houses:
                address = operation.address(house.settled.get(resource_of(operation), NOBODY))
                joined = "&" if "?" in address else "?"
                answer = await house.callers[0].call("GET", f"{address}{joined}{parameter}={escaped}")
                statuses.append(answer.status_code)
            if statuses[0] != statuses[1] or max(statuses) >= 500:
                wrong[f"{parameter}: {about}"] = statuses
    assert wrong == {}
