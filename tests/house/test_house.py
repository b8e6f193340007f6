"""The house's own addresses."""

import re

import httpx
import pytest

from tests.house.operations import app, contract
from tests.world import World


async def get(path: str, **headers: str) -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app()), base_url="http://sammen.test") as client:
        return await client.get(path, headers=headers)


async def test_the_documentation_asks_no_other_host() -> None:
    page = await get("/docs")
    policy = page.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert not re.search(r"https?:|\*|script-src[^;]*unsafe", policy)
    assert not re.search(r"//|<script>|\son\w+=", page.text)
    for file in re.findall(r'(?:src|href)="([^"]+)"', page.text):
        asset = await get(f"/{file}")
        assert asset.status_code == 200
        assert len(asset.content) > 50
        known = await get(f"/{file}", **{"If-None-Match": asset.headers["etag"]})
        assert (known.status_code, known.content) == (304, b"")
    assert 'url": "openapi.json"' in (await get("/docs/start.js")).text
    assert '"validatorUrl": null' in (await get("/docs/start.js")).text


@pytest.mark.parametrize("file", ["nothing.js", "..%2f__init__.py", "swagger-ui.css.map"])
async def test_the_documentation_has_no_other_files(file: str) -> None:
    assert (await get(f"/docs/{file}")).status_code == 404


async def test_the_contract_is_served() -> None:
    answer = await get("/openapi.json")
    assert answer.json() == contract()
    assert (await get("/openapi.json", **{"If-None-Match": answer.headers["etag"]})).status_code == 304


BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


async def test_the_beginning_leads_on(world: World) -> None:
    index = await get("/")
    assert index.json()["name"] == "Sammen"
    for name, path in index.json().items():
        if path.startswith("/"):
            status = {"sign_in": 405, "me": 401}.get(name, 200)
            assert (await world.client.get(path)).status_code == status, name
    led = await get("/", Accept=BROWSER)
    assert (led.status_code, led.headers["location"]) == (307, "docs")


async def test_every_refusal_is_listed() -> None:
    listed = await get("/problems")
    assert [item["code"] for item in listed.json()["items"]] == sorted(contract()["x-problems"])
    danish = await get("/problems", Accept=BROWSER, **{"Accept-Language": "da"})
    assert 'lang="da"' in danish.text
    for code in contract()["x-problems"]:
        assert f'href="problems/{code}"' in danish.text
    page = await get("/problems/not-found", Accept=BROWSER)
    assert 'href="../problems"' in page.text
    assert (await get("/problems", Accept="application/json, text/html;q=0.5")).json()["items"]


async def test_a_monitor_is_told_how_things_are(world: World) -> None:
    assert (await world.client.get("/health/live")).json() == {"status": "alive"}
    assert (await world.client.get("/health/ready")).json() == {"status": "ready"}


async def test_requests_are_counted_by_route_method_and_status(world: World) -> None:
    office = await world.actor("administration")
    await office.get(f"/institutions/{world.birk}?hemmelighed=1")
    await office.get(f"/institutions/{world.birk}")
    await office.call("HEMMELIGHED", "/hemmelighed")
    await office.get("/hemmelighed")
    answer = await world.client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    text = answer.text
    assert re.search(r'sammen_requests_total\{method="GET",route="/v1/institutions/\{id\}",status="200"\} \d', text)
    assert re.search(r'sammen_requests_total\{method="other",route="none",status="404"\} \d', text)
    assert re.search(r'sammen_request_seconds_count\{method="GET",route="/v1/institutions/\{id\}"\} \d', text)
    assert "process_resident_memory_bytes" in text
    assert "hemmelighed" not in text.lower()
    assert str(world.birk) not in text
