"""Helpers shared by tests."""

import httpx

from tests.support.world import Actor


async def reverse(actor: Actor, done: httpx.Response) -> httpx.Response:
    path = f"/imports/{done.json()['id']}"
    return await actor.call("POST", f"{path}/reverse", etag=(await actor.get(path)).headers["etag"])
