"""The log says which route, how it went and how long it took; nothing that a request held."""

import json
import logging
from collections.abc import Iterator

import pytest

from api.core import logs
from tests.world import World


class Lines(logging.Handler):
    """Keeps what would be written."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(logs._JsonLines())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def written() -> Iterator[Lines]:
    logs.quieten()
    logging.getLogger("httpx").disabled = True  # the tests' own client
    handler, root = Lines(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield handler
    root.removeHandler(handler)
    logging.getLogger("httpx").disabled = False
    root.setLevel(level)


async def test_nothing_that_was_sent_is_logged(world: World, written: Lines) -> None:
    office, secret = await world.actor("administration"), "hemmelighed"
    for answer in (
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
        assert answer.status_code in (200, 201, 400, 401, 404, 409, 422), answer.text
    text = "\n".join(written.lines)
    assert '"route":"/v1/institutions/{id}"' in text
    assert secret not in text
    assert "010203" not in text
    assert office.token not in text
    assert str(world.birk) not in text


async def test_a_line_tells_how_a_request_went(world: World, written: Lines) -> None:
    office = await world.actor("administration")
    await office.get(f"/institutions/{world.birk}", headers={"X-Request-Id": "r-7"})
    [line] = [json.loads(line) for line in written.lines if '"message":"request"' in line]
    assert line.pop("milliseconds") > 0
    assert line.pop("at").endswith("+00:00")
    assert line == {
        "level": "info", "logger": "api.request", "message": "request", "request_id": "r-7", "method": "GET",
        "route": "/v1/institutions/{id}", "status": 200,
    }  # fmt: skip


def test_an_error_is_logged_by_its_class_and_place_only(written: Lines) -> None:
    try:
        raise ValueError("Key (name)=(hemmelighed) already exists")
    except ValueError as error:
        logs.get("api.test").error("unexpected error", exc_info=error)
    line = json.loads(written.lines[-1])
    assert line["error"]["class"] == "ValueError"
    assert "test_an_error_is_logged" in line["error"]["at"]
    assert "hemmelighed" not in written.lines[-1]
