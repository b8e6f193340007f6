"""Hostile payloads in every field and parameter get a response below 500, with the same status on both databases."""

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
from tests.support.application import SECRET, UNLIMITED_REQUESTS
from tests.support.hostile_payloads import ONE_OF, PAYLOADS, TEXTS, Raw
from tests.support.operations import UNKNOWN_ID, Operation, operations, resolve_reference
from tests.support.policy_table import SIGNED_IN, resource_of
from tests.support.populated_municipality import populate, request_options
from tests.support.request_bodies import FieldPath, body_paths, replace_value
from tests.support.world import Actor, World, build_world

Place = TypeVar("Place")
Payload = TypeVar("Payload")
RATE_LIMITS = ("address_requests", "caller_requests", "public_requests")
_statuses = Counter[int]()
_PLACEHOLDER = "the payload goes here"


def sample_pairs(places: Iterable[Place], payloads: Iterable[Payload]) -> Iterator[tuple[Place, Payload]]:
    """Yield each place with each payload, or every `ONE_OF`th of these pairs."""
    payload_list = list(payloads)
    return (
        (place, payload)
        for place_number, place in enumerate(places)
        for payload_number, payload in enumerate(payload_list)
        if (place_number + payload_number) % ONE_OF == 0
    )


def encode(body: Any, path: FieldPath, value: Any) -> bytes:
    """Return a JSON body with the value at the path."""
    if isinstance(value, Raw):
        with_placeholder = json.dumps(replace_value(body, path, _PLACEHOLDER))
        return with_placeholder.replace(json.dumps(_PLACEHOLDER), value).encode()
    return json.dumps(replace_value(body, path, value)).encode()


class Target:
    """The application on one database, with a resource of each kind, and callers who may call most operations."""

    def __init__(self, world: World, ids: dict[str, UUID]) -> None:
        self.world, self.ids = world, ids
        self.callers: list[Actor] = []
        self.etags: dict[tuple[str, UUID], str] = {}

    async def sign_in_callers(self) -> None:
        """Create callers with new tokens: the tests together take longer than a token is valid."""
        leader = await self.world.actor("leader", self.world.birk)
        self.callers = [await self.world.actor("administration"), leader, await self.world.actor("admin")]

    async def send(self, operation: Operation, content: bytes) -> int:
        """Send as the first caller who is allowed; return the status, and keep the ETag of a changed resource."""
        resource = resource_of(operation)
        key = (resource, self.ids.get(resource, UNKNOWN_ID))
        status = 0
        for caller in self.callers:
            headers = {"Content-Type": "application/json", "If-Match": self.etags.get(key, '"1"')}
            address = operation.address(key[1])
            response = await caller.call(operation.method, address, content=content, headers=headers)
            status = response.status_code
            if status == 200 and "etag" in response.headers:
                self.etags[key] = response.headers["etag"]
            if status not in (403, 404):
                break
        assert status != 401, "a caller who is not signed in tests nothing"
        return status


async def build_target(url: str) -> Target:
    limits: Any = dict.fromkeys(RATE_LIMITS, UNLIMITED_REQUESTS)
    app: FastAPI = create_app(Settings(database_url=url, environment="test", token_secret=SECRET, **limits))
    await migrate(app.state.engine, "Egekommune")
    world = await build_world(app)
    return Target(world, await populate(world))


@pytest.fixture
async def targets(built_targets: list[Target]) -> list[Target]:
    for target in built_targets:
        await target.sign_in_callers()
    return built_targets


@pytest.fixture(scope="module")
async def built_targets(tmp_path_factory: pytest.TempPathFactory, postgres_url: str) -> AsyncIterator[list[Target]]:
    sqlite_url = f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('db')}/x.db"
    both = [await build_target(sqlite_url), await build_target(postgres_url)]
    yield both
    for target in both:
        await target.world.close()
        await target.world.app.state.engine.dispose()


def operations_with_json_body() -> list[Operation]:
    return [operation for operation in SIGNED_IN.values() if operation.media_type == "application/json"]


def public_operations_with_body() -> list[Operation]:
    return [operation for operation in operations() if operation.media_type is not None and not operation.signed_in]


def test_there_are_enough_payloads_and_fields() -> None:
    assert len(TEXTS) >= 60
    fields = sum(len(body_paths(operation)) for operation in operations_with_json_body())
    assert len(PAYLOADS) * fields > 10_000


@pytest.mark.parametrize("name", [operation.name for operation in operations_with_json_body()])
async def test_hostile_field_of_a_body_gets_the_same_status_on_both_databases(targets: list[Target], name: str) -> None:
    operation, wrong, counts = SIGNED_IN[name], {}, Counter[int]()
    for path, (payload_name, payload) in sample_pairs(body_paths(operation), PAYLOADS.items()):
        statuses = []
        for target in targets:
            body = request_options(operation, target.ids, target.world)["json"]
            statuses.append(await target.send(operation, encode(body, path, payload)))
        counts.update(statuses)
        if statuses[0] != statuses[1] or max(statuses) >= 500:
            wrong[f"{'/'.join(path)}: {payload_name}"] = statuses
    assert wrong == {}
    assert counts[422] or counts[404]
    _statuses.update(counts)


@pytest.mark.parametrize("name", SIGNED_IN)
async def test_hostile_text_in_a_query_gets_the_same_status_on_both_databases(targets: list[Target], name: str) -> None:
    operation, wrong = SIGNED_IN[name], {}
    parameters = [
        parameter["name"]
        for parameter in operation.parameters
        if parameter["in"] == "query" and operation.method == "get"
    ]
    short_texts = [(text_name, text) for text_name, text in TEXTS.items() if len(text) <= 5000]
    for parameter, (text_name, text) in sample_pairs(parameters, short_texts):
        encoded = "".join(f"%{byte:02x}" for byte in text.encode("utf-8", "surrogatepass"))
        statuses = []
        for target in targets:
            address = operation.address(target.ids.get(resource_of(operation), UNKNOWN_ID))
            separator = "&" if "?" in address else "?"
            response = await target.callers[0].call("GET", f"{address}{separator}{parameter}={encoded}")
            assert response.status_code != 401
            statuses.append(response.status_code)
        if statuses[0] != statuses[1] or max(statuses) >= 500:
            wrong[f"{parameter}: {text_name}"] = statuses
        _statuses.update(statuses)
    assert wrong == {}


GRANT_TYPES: dict[str, tuple[str, ...]] = {
    "password": ("username", "password", "grant_type"),
    "client_credentials": ("client_id", "client_secret"),
    "refresh_token": ("refresh_token",),
}


def public_bodies(operation: Operation) -> Iterator[tuple[str, bytes]]:
    """Yield a description and the content of each hostile body for a public operation, JSON or form-encoded."""
    if operation.media_type == "application/json":
        for path, (payload_name, payload) in sample_pairs(body_paths(operation), PAYLOADS.items()):
            yield f"{'/'.join(path)}: {payload_name}", encode(operation.body, path, payload)
        return
    schema = resolve_reference(operation.definition["requestBody"]["content"][str(operation.media_type)]["schema"])
    fields = schema["properties"]
    for grant_type, names in GRANT_TYPES.items() if "grant_type" in fields else [("", tuple(fields))]:
        form = dict.fromkeys(names, "x") | {"grant_type": grant_type}
        for name, (text_name, text) in sample_pairs(names, TEXTS.items()):
            encoded = {key: value.encode("utf-8", "surrogatepass") for key, value in {**form, name: text}.items()}
            yield f"{grant_type}, {name}: {text_name}", urlencode(encoded).encode()


@pytest.mark.parametrize("name", [operation.name for operation in public_operations_with_body()])
async def test_hostile_field_of_a_public_body_gets_the_same_status_on_both_databases(
    targets: list[Target], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    [operation], wrong = [candidate for candidate in public_operations_with_body() if candidate.name == name], {}
    for throttle in ("PAIR", "ACCOUNT", "ADDRESS"):  # no throttling: every request is to be processed
        monkeypatch.setattr(throttling, throttle, getattr(throttling, throttle)._replace(free=1_000_000))
    for description, content in public_bodies(operation):
        headers, statuses = {"Content-Type": str(operation.media_type)}, []
        for target in targets:
            client = target.world.client
            response = await client.request(operation.method, operation.address(), content=content, headers=headers)
            statuses.append(response.status_code)
        if statuses[0] != statuses[1] or max(statuses) >= 500 or 429 in statuses:
            wrong[description] = statuses
        _statuses.update(statuses)
    assert wrong == {}


def test_enough_requests_were_sent(request: pytest.FixtureRequest) -> None:
    """Count the requests of this run on both databases; a run of selected tests is not checked."""
    if not request.config.option.keyword:
        assert sum(_statuses.values()) > 2 * 40_000 / ONE_OF
    print(f"{sum(_statuses.values()):,} requests: {dict(_statuses.most_common())}")  # noqa: T201
