"""Whatever is sent to any field and any parameter, it is answered, and alike on both databases."""

import json
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Any, TypeVar
from urllib.parse import urlencode
from uuid import UUID

import pytest
from fastapi import FastAPI

from api.app import create_app
from api.core.settings import Settings
from api.migrate import migrate
from api.sign_in import throttling
from tests.support.application import MANY
from tests.support.hostile_payloads import TEXTS, Raw
from tests.support.operations import NOBODY, SECRET, Operation, operations, resolved
from tests.support.policy_table import SIGNED_IN, resource_of
from tests.support.populated_municipality import body_of, settle
from tests.support.request_bodies import Way, placed, way_of
from tests.support.torture.hostile import ONE_OF, PAYLOADS
from tests.support.world import Actor, World, build

Place = TypeVar("Place")
Payload = TypeVar("Payload")
OFTEN = ("address_requests", "caller_requests", "public_requests")
_sent = Counter[int]()
_HERE = "here it stands"


def tried(places: Iterable[Place], payloads: Iterable[Payload]) -> Iterator[tuple[Place, Payload]]:
    """Each place with each payload, or the sample of them."""
    kept = list(payloads)
    return (
        (place, payload)
        for number, place in enumerate(places)
        for turn, payload in enumerate(kept)
        if (number + turn) % ONE_OF == 0
    )


def written(body: Any, way: Way, value: Any) -> bytes:
    if isinstance(value, Raw):
        return json.dumps(placed(body, way, _HERE)).replace(json.dumps(_HERE), value).encode()
    return json.dumps(placed(body, way, value)).encode()


class House:
    """The service on one database, with a thing of each kind, and who may do most of what there is to do."""

    def __init__(self, world: World, settled: dict[str, UUID]) -> None:
        self.world, self.settled = world, settled
        self.callers: list[Actor] = []
        self.versions: dict[tuple[str, UUID], str] = {}

    async def greet(self) -> None:
        """Let everybody sign in anew: all of it takes longer than a token lasts."""
        leader = await self.world.actor("leader", self.world.birk)
        self.callers = [await self.world.actor("administration"), leader, await self.world.actor("admin")]

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
        assert status != 401, "who is not known has tried nothing"
        return status


async def housed(url: str) -> House:
    app: FastAPI = create_app(
        Settings(database_url=url, environment="test", token_secret=SECRET, **dict.fromkeys(OFTEN, MANY))
    )  # type: ignore[arg-type]
    await migrate(app.state.engine, "Egekommune")
    world = await build(app)
    settled = await settle(world)
    return House(world, settled)


@pytest.fixture
async def houses(built: list[House]) -> list[House]:
    for house in built:
        await house.greet()
    return built


@pytest.fixture(scope="module")
async def built(tmp_path_factory: pytest.TempPathFactory, postgres_url: str) -> AsyncIterator[list[House]]:
    made = [await housed(f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('db')}/x.db"), await housed(postgres_url)]
    yield made
    for house in made:
        await house.world.close()
        await house.world.app.state.engine.dispose()


def taking_bodies() -> list[Operation]:
    return [operation for operation in SIGNED_IN.values() if operation.media_type == "application/json"]


def taking_from_everyone() -> list[Operation]:
    return [operation for operation in operations() if operation.media_type is not None and not operation.signed_in]


def test_there_are_enough_of_them() -> None:
    assert len(TEXTS) >= 60
    assert len(PAYLOADS) * sum(len(way_of(operation)) for operation in taking_bodies()) > 10_000


@pytest.mark.parametrize("name", [operation.name for operation in taking_bodies()])
async def test_whatever_stands_in_a_field(houses: list[House], name: str) -> None:
    operation, wrong, seen = SIGNED_IN[name], {}, Counter[int]()
    for way, (about, payload) in tried(way_of(operation), PAYLOADS.items()):
        statuses = []
        for house in houses:
            content = written(body_of(operation, house.settled, house.world)["json"], way, payload)
            statuses.append(await house.send(operation, content))
        seen.update(statuses)
        if statuses[0] != statuses[1] or max(statuses) >= 500:
            wrong[f"{'/'.join(way)}: {about}"] = statuses
    assert wrong == {}
    assert seen[422] or seen[404]
    _sent.update(seen)


@pytest.mark.parametrize("name", SIGNED_IN)
async def test_whatever_stands_in_a_parameter(houses: list[House], name: str) -> None:
    operation, wrong = SIGNED_IN[name], {}
    given = [part["name"] for part in operation.parameters if part["in"] == "query" and operation.method == "get"]
    short = [(about, text) for about, text in TEXTS.items() if len(text) <= 5000]
    for parameter, (about, text) in tried(given, short):
        escaped = "".join(f"%{byte:02x}" for byte in text.encode("utf-8", "surrogatepass"))
        statuses = []
        for house in houses:
            address = operation.address(house.settled.get(resource_of(operation), NOBODY))
            joined = "&" if "?" in address else "?"
            answer = await house.callers[0].call("GET", f"{address}{joined}{parameter}={escaped}")
            assert answer.status_code != 401
            statuses.append(answer.status_code)
        if statuses[0] != statuses[1] or max(statuses) >= 500:
            wrong[f"{parameter}: {about}"] = statuses
        _sent.update(statuses)
    assert wrong == {}


GRANTS: dict[str, tuple[str, ...]] = {
    "password": ("username", "password", "grant_type"),
    "client_credentials": ("client_id", "client_secret"),
    "refresh_token": ("refresh_token",),
}


def given_to_everyone(operation: Operation) -> Iterator[tuple[str, bytes]]:
    """What is sent without a token: about which payload where, and the body."""
    if operation.media_type == "application/json":
        for way, (about, payload) in tried(way_of(operation), PAYLOADS.items()):
            yield f"{'/'.join(way)}: {about}", written(operation.body, way, payload)
        return
    schema = resolved(operation.written["requestBody"]["content"][str(operation.media_type)]["schema"])
    for grant, names in GRANTS.items() if "grant_type" in schema["properties"] else [("", tuple(schema["properties"]))]:
        form = dict.fromkeys(names, "x") | {"grant_type": grant}
        for name, (about, text) in tried(names, TEXTS.items()):
            said = {name: value.encode("utf-8", "surrogatepass") for name, value in {**form, name: text}.items()}
            yield f"{grant}, {name}: {about}", urlencode(said).encode()


@pytest.mark.parametrize("name", [operation.name for operation in taking_from_everyone()])
async def test_whatever_is_sent_without_a_token(
    houses: list[House], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    [operation], wrong = [one for one in taking_from_everyone() if one.name == name], {}
    for patience in ("PAIR", "ACCOUNT", "ADDRESS"):  # no pause: each is to be looked at
        monkeypatch.setattr(throttling, patience, getattr(throttling, patience)._replace(free=1_000_000))
    for about, content in given_to_everyone(operation):
        headers, statuses = {"Content-Type": str(operation.media_type)}, []
        for house in houses:
            client = house.world.client
            answer = await client.request(operation.method, operation.address(), content=content, headers=headers)
            statuses.append(answer.status_code)
        if statuses[0] != statuses[1] or max(statuses) >= 500 or 429 in statuses:
            wrong[about] = statuses
        _sent.update(statuses)
    assert wrong == {}


def test_so_many_were_sent(request: pytest.FixtureRequest) -> None:
    """Of those that this run chose, on both databases together."""
    if not request.config.option.keyword:
        assert sum(_sent.values()) > 2 * 40_000 / ONE_OF
    print(f"{sum(_sent.values()):,} requests: {dict(_sent.most_common())}")  # noqa: T201
