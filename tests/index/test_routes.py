"""The index lists the entry points of the service."""

import httpx

from tests.support.operations import app
from tests.support.world import World, in_process_client

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


async def get(path: str, **headers: str) -> httpx.Response:
    async with in_process_client(app()) as client:
        return await client.get(path, headers=headers)


async def test_every_path_of_the_index_exists(world: World) -> None:
    index = await get("/")
    assert index.json()["name"] == "Sammen"
    for name, path in index.json().items():
        if path.startswith("/"):
            status = {"sign_in": 405, "me": 401}.get(name, 200)
            assert (await world.client.get(path)).status_code == status, name
    for_browser = await get("/", Accept=BROWSER)
    assert (for_browser.status_code, for_browser.headers["location"]) == (307, "docs")
