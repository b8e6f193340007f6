"""Uploads that lack something: a column that is needed, or their end."""

import json
from io import BytesIO
from typing import Any

import pytest

from api.core.problems import Problem
from api.imports.framework.file_reader import detect_format
from tests.support.world import World


def test_a_file_without_a_column_that_is_needed_is_refused_by_its_name() -> None:
    with pytest.raises(Problem) as refused:
        detect_format(
            BytesIO(b"number,city\n"), "text/csv", "utf-8", None, dict.fromkeys(("number", "city", "name")), {"name"}
        )
    assert refused.value.kind.code == "missing-column"


async def test_an_upload_that_breaks_off_leaves_nothing(world: World) -> None:
    office = await world.actor("administration")
    coming: list[dict[str, Any]] = [
        {"type": "http.request", "body": b"name,kind\n", "more_body": True},
        {"type": "http.disconnect"},
    ]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return coming.pop(0) if coming else {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    headers = {"authorization": f"Bearer {office.token}", "content-type": "text/csv"}
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/v1/imports",
        "raw_path": b"/v1/imports",
        "query_string": b"resource=institutions",
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        "app": world.app,
        "state": {},
    }
    await world.app(scope, receive, send)  # type: ignore[arg-type]
    body = json.loads(b"".join(message.get("body", b"") for message in sent))
    assert (sent[0]["status"], body["code"]) == (400, "upload-cut-short")
    assert (await office.get("/imports?count=true")).json()["total"] == 0
