"""The log has the route, status and duration of a request, and nothing of its content."""

import json
import logging
from collections.abc import Iterator

import httpx
import pytest

from api.app import create_app
from api.core import logs
from api.db import transactions
from tests.support.postgres import free_port
from tests.support.world import World


class LogLines(logging.Handler):
    """Collects the formatted log lines."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(logs._JsonLines())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def log() -> Iterator[LogLines]:
    logs.quieten()
    logging.getLogger("httpx").disabled = True  # the test client
    handler, root = LogLines(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield handler
    root.removeHandler(handler)
    logging.getLogger("httpx").disabled = False
    root.setLevel(level)


async def test_content_of_requests_is_not_logged(world: World, log: LogLines) -> None:
    office, secret = await world.actor("administration"), "hemmelighed"
    for response in (
        await office.post("/institutions", {"name": f"{secret} 010203-1234", "kind": "school"}),
        await office.post("/institutions", {"name": f"Skolen {secret}", "kind": "school", "number": "900001"}),
        await office.post("/institutions", {"name": f"Ny {secret}", "kind": "school", "email": f"{secret}@example.dk"}),
        await office.get(f"/institutions?q={secret}"),
        await office.get(f"/institutions/{secret}"),
        await office.get(f"/institutions/{world.birk}"),
        await office.get(f"/{secret}"),
        await world.client.post("/v1/token", data={"grant_type": "password", "username": "u1", "password": secret}),
        await world.client.get("/v1/me", headers={"Authorization": f"Bearer {secret}"}),
    ):
        assert response.status_code in (200, 201, 400, 401, 404, 409, 422), response.text
    text = "\n".join(log.lines)
    assert '"route":"/v1/institutions/{id}"' in text
    assert secret not in text
    assert "010203" not in text
    assert office.token not in text
    assert str(world.birk) not in text


async def test_request_is_logged_with_route_status_and_duration(world: World, log: LogLines) -> None:
    office = await world.actor("administration")
    await office.get(f"/institutions/{world.birk}", headers={"X-Request-Id": "r-7"})
    [line] = [json.loads(line) for line in log.lines if '"message":"request"' in line]
    assert line.pop("milliseconds") > 0
    assert line.pop("at").endswith("+00:00")
    assert line == {
        "level": "info",
        "logger": "api.request",
        "message": "request",
        "request_id": "r-7",
        "method": "GET",
        "route": "/v1/institutions/{id}",
        "status": 200,
    }


def test_error_is_logged_without_its_message(log: LogLines) -> None:
    try:
        raise ValueError("Key (name)=(hemmelighed) already exists")
    except ValueError as error:
        logs.get("api.test").error("unexpected error", exc_info=error)
    line = json.loads(log.lines[-1])
    assert line["error"]["class"] == "ValueError"
    assert "test_error_is_logged" in line["error"]["at"]
    assert "hemmelighed" not in log.lines[-1]


async def status_and_error(world: World, log: LogLines, path: str, **settings: object) -> tuple[int, dict[str, object]]:
    """Return the status of a GET to the same service with other settings, and the error that is logged for it."""
    office = await world.actor("administration")
    app = create_app(world.app.state.settings.model_copy(update=settings))
    headers = {"Authorization": f"Bearer {office.token}", "X-Request-Id": "r-8"}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://sammen.test") as client:
        response = await client.get(path, headers=headers)
    await app.state.engine.dispose()
    [line] = [json.loads(line) for line in log.lines if '"level":"error"' in line]
    return response.status_code, line


@pytest.mark.parametrize("path", ["/v1/institutions", "/health/ready"])
async def test_unavailable_database_is_logged_with_its_cause(world: World, log: LogLines, path: str) -> None:
    unreachable = f"postgresql+psycopg://sammen:hemmelighed@127.0.0.1:{free_port()}/x"
    status, line = await status_and_error(world, log, path, database_url=unreachable)
    assert (status, line["request_id"], line["problem"]) == (503, "r-8", "database-unavailable")
    assert (line["cause"], line["why"]) == ("OperationalError", "nothing is listening there")
    assert "hemmelighed" not in "".join(log.lines)


async def test_timeout_of_a_waiting_writer_is_logged(world: World, log: LogLines) -> None:
    office = await world.actor("administration")
    app = create_app(world.app.state.settings.model_copy(update={"lock_timeout_seconds": 0.2}))
    headers = {"Authorization": f"Bearer {office.token}", "X-Request-Id": "r-9"}
    async with (
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://sammen.test") as client,
        transactions.write_transaction(app.state.engine),
    ):
        response = await client.post(
            "/v1/institutions", json={"name": "Hemmelighed", "kind": "school"}, headers=headers
        )
    await app.state.engine.dispose()
    [line] = [json.loads(line) for line in log.lines if '"level":"error"' in line]
    assert (response.status_code, line["request_id"], line["problem"]) == (503, "r-9", "busy")
    assert (line["cause"], line["why"]) == ("TimeoutError", "timeout while other requests of this process were writing")
    assert "Hemmelighed" not in "".join(log.lines)
