"""Helpers shared by tests."""

from typing import Any

import httpx

from tests.support.world import Actor, World

PASSWORD = "Lærkerne synger kl. 5"
NEW = "Nattergalen svarer kl. 6"


def codes(answer: Any) -> tuple[int, list[tuple[str, str]]]:
    return answer.status_code, [(error["pointer"], error["code"]) for error in answer.json()["errors"]]


async def make(admin: Actor, username: str = "anna", **more: Any) -> dict[str, Any]:
    answer = await admin.post("/people", {"username": username, "name": username.title(), **more})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def sign_in(world: World, username: str, password: str) -> httpx.Response:
    return await world.token_request(form={"grant_type": "password", "username": username, "password": password})


async def choose(world: World, username: str, first: str, new: str) -> httpx.Response:
    return await world.client.post("/v1/first-password", json={"username": username, "first": first, "new": new})
