"""Each operation of the contract is a method of both clients: each method is called, and what it sends is compared."""

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
from sammen import contract

CONTRACT = Path(__file__).parents[3] / "openapi" / "openapi.json"
BY_HAND = {("POST", "/v1/token"), ("POST", "/v1/token/revoke"), ("POST", "/v1/imports")}
"""What signing in, signing out and `imports.run` send; their own tests show it."""
NOT_FOR_US = {("GET", "/v1/calendar.ics")}
"""What calendar programs read by an address that `client.calendar.create()` tells."""
OTHERS = {"run", "plan", "rejected", "act", "read", "export", "export_to"}
"""What is no operation of its own."""
ID = str(uuid.UUID(int=1))

pytestmark = pytest.mark.skipif(not CONTRACT.exists(), reason="the contract is not beside the client")


def operations() -> set[tuple[str, str]]:
    paths = json.loads(CONTRACT.read_text(encoding="utf-8"))["paths"]
    verbs = {"get", "post", "put", "patch", "delete"}
    return {
        (verb.upper(), path) for path, one in paths.items() if path.startswith("/v1/") for verb in one if verb in verbs
    }


class Heard:
    """What was sent, as operations of the contract."""

    def __init__(self) -> None:
        self.known = {
            (verb, re.compile(re.sub(r"\{\w+\}", "[^/]+", path))): (verb, path) for verb, path in operations()
        }
        self.found: set[tuple[str, str]] = set()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        place = request.url.path.replace(ID, "{id}")
        hits = [name for (verb, path), name in self.known.items() if verb == request.method and path.fullmatch(place)]
        exact = [name for name in hits if re.sub(r"\{\w+\}", "{id}", name[1]) == place]
        assert exact, f"{request.method} {place} is no operation of the contract"
        self.found.add(exact[0])
        return httpx.Response(200, json={"items": [], "next_cursor": None, "total": None})


def methods(client: Any) -> Iterator[Any]:
    """Every method of every room, and the rooms that are called themselves."""
    for name in contract.RESOURCES:
        room = getattr(client, name)
        if callable(room):
            yield room
        for word, one in inspect.getmembers(room, inspect.ismethod):
            if not word.startswith("_") and word not in OTHERS and word != "with_raw_response":
                yield one
    for word, one in inspect.getmembers(client, inspect.ismethod):
        if not word.startswith("_") and word not in {"sign_in", "sign_out", "close", "aclose"}:
            yield one


def called(method: Any) -> Any:
    """A method with an id for each thing that it wants."""
    wanted = inspect.signature(method).parameters.values()
    ids = [ID for one in wanted if one.kind is one.POSITIONAL_ONLY and one.default is one.empty]
    named = {one.name: "x" for one in wanted if one.kind is one.KEYWORD_ONLY and one.default is one.empty}
    return method(*ids, **named)


def test_every_operation_is_a_method_of_the_client() -> None:
    heard = Heard()
    with sammen.Client("https://sammen.test", token="t", transport=httpx.MockTransport(heard)) as client:
        for method in methods(client):
            with suppress(sammen.SammenError):  # what is answered fits few of them
                answer = called(method)
                if hasattr(answer, "page"):
                    answer.page()
    assert operations() - heard.found == BY_HAND | NOT_FOR_US


async def test_every_operation_is_a_method_of_the_asynchronous_client() -> None:
    heard = Heard()
    async with sammen.AsyncClient("https://sammen.test", token="t", transport=httpx.MockTransport(heard)) as client:
        for method in methods(client):
            with suppress(sammen.SammenError):
                answer = called(method)
                answer = answer.page() if hasattr(answer, "page") else answer
                await answer
    assert operations() - heard.found == BY_HAND | NOT_FOR_US
