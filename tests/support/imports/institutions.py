"""Helpers shared by tests."""

from typing import Any

import httpx

from tests.support.world import Actor

HEADER = "number,name,kind,district"


async def bring(actor: Actor, text: str | bytes, resource: str = "institutions", **options: Any) -> httpx.Response:
    """Send a file as the client does."""
    kind = options.pop("kind", "text/csv")
    headers = {"Content-Type": kind, **options.pop("headers", {})}
    content = text.encode() if isinstance(text, str) else text
    params = {"resource": resource, **options}
    return await actor.call("POST", "/imports", content=content, headers=headers, params=params)


async def apply(actor: Actor, plan: httpx.Response) -> httpx.Response:
    assert plan.status_code == 201, plan.text
    return await actor.call("POST", f"/imports/{plan.json()['id']}/apply", etag=plan.headers["etag"])


async def reasons(actor: Actor, plan: httpx.Response) -> dict[int, list[tuple[str | None, str]]]:
    assert plan.status_code == 201, plan.text
    answer = await actor.get(f"/imports/{plan.json()['id']}/rows?outcome=rejected&limit=200")
    assert answer.status_code == 200, answer.text
    return {row["line"]: [(one["column"], one["code"]) for one in row["faults"]] for row in answer.json()["items"]}


async def changes(actor: Actor, plan: httpx.Response) -> dict[int, dict[str, tuple[str | None, str | None]]]:
    assert plan.status_code == 201, plan.text
    answer = await actor.get(f"/imports/{plan.json()['id']}/rows?limit=200")
    assert answer.status_code == 200, answer.text
    return {
        row["line"]: {one["column"]: (one["before"], one["after"]) for one in row["changes"]}
        for row in answer.json()["items"]
    }
