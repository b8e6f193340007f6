"""People's accounts over the service's routes: create a person, sign in, replace a first password."""

from typing import Any

import httpx

from tests.support.world import Actor, World

PASSWORD = "Lærkerne synger kl. 5"
NEW_PASSWORD = "Nattergalen svarer kl. 6"


def pointers_and_codes(response: httpx.Response) -> tuple[int, list[tuple[str, str]]]:
    """Return the status of a problem, and (pointer, code) of each error."""
    return response.status_code, [(error["pointer"], error["code"]) for error in response.json()["errors"]]


def status_and_codes(response: httpx.Response) -> tuple[int, list[str]]:
    """Return the status of a problem, and the codes of its errors, or its own code if it has none."""
    problem = response.json()
    return response.status_code, [error["code"] for error in problem["errors"]] or [problem["code"]]


async def create_person(admin: Actor, username: str = "anna", **fields: Any) -> dict[str, Any]:
    response = await admin.post("/people", {"username": username, "name": username.title(), **fields})
    assert response.status_code == 201, response.text
    person: dict[str, Any] = response.json()
    return person


async def sign_in(world: World, username: str, password: str) -> httpx.Response:
    return await world.token_request(form={"grant_type": "password", "username": username, "password": password})


async def replace_first_password(world: World, username: str, first: str, new: str) -> httpx.Response:
    return await world.client.post("/v1/first-password", json={"username": username, "first": first, "new": new})
