"""Each operation of the contract is a method of both clients: every method is called, and its request compared."""

import inspect
import json
import re
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
import sammen
from sammen.sync.resources import Resources

CONTRACT = Path(__file__).parents[3] / "openapi" / "openapi.json"
HAND_WRITTEN = {("POST", "/v1/token"), ("POST", "/v1/token/revoke"), ("POST", "/v1/imports")}
"""The requests of sign-in, sign-out and `imports.run`, which have tests of their own."""
NOT_COVERED = {("GET", "/v1/calendar.ics")}
"""Read by calendar programs, at an address that `client.calendar.create()` returns."""
GENERIC_METHODS = {"run", "plan", "rejected", "act", "read", "export", "export_to", "with_raw_response"}
CLIENT_METHODS = {"sign_in", "sign_out", "close", "aclose", "request", "paginate"}
ID = str(uuid.UUID(int=1))

pytestmark = pytest.mark.skipif(not CONTRACT.exists(), reason="the contract is not beside the client")


def operations() -> set[tuple[str, str]]:
    """Method and path of every operation."""
    paths = json.loads(CONTRACT.read_text(encoding="utf-8"))["paths"]
    methods = {"get", "post", "put", "patch", "delete"}
    return {
        (method.upper(), path)
        for path, item in paths.items()
        if path.startswith("/v1/")
        for method in item
        if method in methods
    }


class Recorder:
    """Records which operations are requested."""

    def __init__(self) -> None:
        self._patterns = {
            (method, re.compile(re.sub(r"\{\w+\}", "[^/]+", path))): (method, path) for method, path in operations()
        }
        self.requested: set[tuple[str, str]] = set()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.replace(ID, "{id}")
        matches = [
            operation
            for (method, pattern), operation in self._patterns.items()
            if method == request.method and pattern.fullmatch(path)
        ]
        exact = [operation for operation in matches if re.sub(r"\{\w+\}", "{id}", operation[1]) == path]
        assert exact, f"{request.method} {path} is not an operation of the contract"
        self.requested.add(exact[0])
        return httpx.Response(200, json={"items": [], "next_cursor": None, "total": None})


def methods(client: Any) -> Iterator[Any]:
    """Every method of every resource, and those of the client that are operations."""
    for name, attribute in vars(Resources).items():
        if name.startswith("_"):
            continue
        if inspect.isfunction(attribute):
            yield getattr(client, name)
            continue
        resource = getattr(client, name)
        if callable(resource):
            yield resource
        for method_name, method in inspect.getmembers(resource, inspect.ismethod):
            if not method_name.startswith("_") and method_name not in GENERIC_METHODS:
                yield method
    own = {name for name, _ in inspect.getmembers(client, inspect.ismethod) if not name.startswith("_")}
    assert own - set(vars(Resources)) <= CLIENT_METHODS


def call(method: Any) -> Any:
    """Call a method with an id for each positional parameter that is required."""
    parameters = inspect.signature(method).parameters.values()
    ids = [ID for p in parameters if p.kind is p.POSITIONAL_ONLY and p.default is p.empty]
    keywords = {p.name: "x" for p in parameters if p.kind is p.KEYWORD_ONLY and p.default is p.empty}
    return method(*ids, **keywords)


def test_every_operation_is_a_method_of_the_client() -> None:
    recorder = Recorder()
    with sammen.Client("https://sammen.test", token="t", transport=httpx.MockTransport(recorder)) as client:
        for method in methods(client):
            with suppress(sammen.SammenError):  # the response matches few of them
                result = call(method)
                if hasattr(result, "page"):
                    result.page()
    assert operations() - recorder.requested == HAND_WRITTEN | NOT_COVERED


async def test_every_operation_is_a_method_of_the_asynchronous_client() -> None:
    recorder = Recorder()
    async with sammen.AsyncClient("https://sammen.test", token="t", transport=httpx.MockTransport(recorder)) as client:
        for method in methods(client):
            with suppress(sammen.SammenError):
                result = call(method)
                await (result.page() if hasattr(result, "page") else result)
    assert operations() - recorder.requested == HAND_WRITTEN | NOT_COVERED
