"""Uploads and responses of imports; files of institutions by default."""

from typing import Any

import httpx

from tests.support.world import Actor

HEADER = "number,name,kind,district"


async def upload_file(
    actor: Actor, text: str | bytes, resource: str = "institutions", **options: Any
) -> httpx.Response:
    """Upload a file; `kind` is its media type, other options are query parameters."""
    media_type = options.pop("kind", "text/csv")
    headers = {"Content-Type": media_type, **options.pop("headers", {})}
    content = text.encode() if isinstance(text, str) else text
    params = {"resource": resource, **options}
    return await actor.call("POST", "/imports", content=content, headers=headers, params=params)


async def apply_plan(actor: Actor, plan: httpx.Response) -> httpx.Response:
    assert plan.status_code == 201, plan.text
    return await actor.call("POST", f"/imports/{plan.json()['id']}/apply", etag=plan.headers["etag"])


async def reverse_import(actor: Actor, applied: httpx.Response) -> httpx.Response:
    path = f"/imports/{applied.json()['id']}"
    return await actor.call("POST", f"{path}/reverse", etag=(await actor.get(path)).headers["etag"])


async def rejections(actor: Actor, plan: httpx.Response) -> dict[int, list[tuple[str | None, str]]]:
    """Return the columns and codes of the faults of rejected rows, by line."""
    assert plan.status_code == 201, plan.text
    response = await actor.get(f"/imports/{plan.json()['id']}/rows?outcome=rejected&limit=200")
    assert response.status_code == 200, response.text
    return {
        row["line"]: [(fault["column"], fault["code"]) for fault in row["faults"]] for row in response.json()["items"]
    }


async def planned_changes(actor: Actor, plan: httpx.Response) -> dict[int, dict[str, tuple[str | None, str | None]]]:
    """Return the values before and after of each column that changes, by line."""
    assert plan.status_code == 201, plan.text
    response = await actor.get(f"/imports/{plan.json()['id']}/rows?limit=200")
    assert response.status_code == 200, response.text
    return {
        row["line"]: {change["column"]: (change["before"], change["after"]) for change in row["changes"]}
        for row in response.json()["items"]
    }
