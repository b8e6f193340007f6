"""Health checks and metrics."""

import re

from tests.support.world import World


async def test_health_endpoints_report_alive_and_ready(world: World) -> None:
    assert (await world.client.get("/health/live")).json() == {"status": "alive"}
    assert (await world.client.get("/health/ready")).json() == {"status": "ready"}


async def test_metrics_count_requests_by_route_method_and_status(world: World) -> None:
    office = await world.actor("administration")
    await office.get(f"/institutions/{world.birk}?hemmelighed=1")
    await office.get(f"/institutions/{world.birk}")
    await office.call("HEMMELIGHED", "/hemmelighed")
    await office.get("/hemmelighed")
    response = await world.client.get("/metrics")
    assert response.headers["content-type"].startswith("text/plain")
    text = response.text
    assert re.search(r'sammen_requests_total\{method="GET",route="/v1/institutions/\{id\}",status="200"\} \d', text)
    assert re.search(r'sammen_requests_total\{method="other",route="none",status="404"\} \d', text)
    assert re.search(r'sammen_request_seconds_count\{method="GET",route="/v1/institutions/\{id\}"\} \d', text)
    assert "process_resident_memory_bytes" in text
    assert "hemmelighed" not in text.lower()
    assert str(world.birk) not in text
