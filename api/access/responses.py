"""What the door hands out: a page, a thing, what a change made of it; each with its ETag, or 304."""

import csv
import io
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from api.access.caller import RequestContext, unauthorized
from api.core.csv_safety import escape_formula
from api.core.problems import NOT_ACCEPTABLE, NOT_ALLOWED, NOT_FOUND, Problem
from api.db.columns import ResourceModel
from api.http import conditional_requests, pagination
from api.http.content_negotiation import CSV, DANISH_CSV, JSON, negotiate
from api.http.list_parameters import ListParameters
from api.http.pagination import AccessCheck, Listing


def _enter(gate: AccessCheck) -> None:
    if not gate.known:
        raise unauthorized()
    if not gate.allowed:
        raise Problem(NOT_ALLOWED)


def negotiated_type(request: Request) -> str:
    """What a list is answered as: JSON, or CSV in one of two dialects where Accept prefers that."""
    accept = request.headers.get("accept") or "*/*"
    if accept == "*/*":
        return JSON
    found = negotiate(accept, (JSON, CSV, DANISH_CSV))
    if found is None:
        raise Problem(NOT_ACCEPTABLE)
    return found


def json_response(context: RequestContext, body: Any, *, version: int | None = None, status: int = 200) -> Response:
    """An answer's bytes with their ETag; 304 without them if the caller has them already."""
    content = pagination.to_json_bytes(body)
    tag = conditional_requests.etag(content, version)
    if context.request.method in {"GET", "HEAD"} and conditional_requests.matches_if_none_match(context.request, tag):
        return Response(status_code=304, headers={"ETag": tag})
    return Response(content, status, {"ETag": tag}, JSON)


async def list_response(context: RequestContext, listing: Listing, window: ListParameters) -> Response:
    """One page of a list, or the whole list as CSV where Accept asks for that."""
    wanted = negotiated_type(context.request)
    if wanted != JSON:
        return await _csv(context, listing, window, danish=wanted == DANISH_CSV)
    async with context.glance() as connection:
        gate, body = await pagination.fetch_page(connection, listing, window, context.scope)
    _enter(gate)
    return with_next_link(context, json_response(context, body), body["next_cursor"])


def with_next_link(context: RequestContext, response: Response, cursor: str | None) -> Response:
    """A page's answer with the address of the next one, if there is one."""
    if cursor:
        asked = [(name, value) for name, value in context.request.query_params.multi_items() if name != "cursor"]
        following = urlencode([*asked, ("cursor", cursor)])
        response.headers["Link"] = f'<{context.request.url.path}?{following}>; rel="next"'
    return response


async def resource_response(
    context: RequestContext, listing: Listing, id: UUID, extra: Mapping[str, Any] | None = None
) -> Response:
    """A single thing, with what else belongs into its answer."""
    row = await fetch_visible(context, listing, id)
    return json_response(context, {**row, **(extra or {})}, version=row["version"])


async def fetch_visible(context: RequestContext, listing: Listing, id: UUID) -> dict[str, Any]:
    """A single thing as it is answered; raises `not-found` if the caller does not see it."""
    async with context.glance() as connection:
        gate, row = await pagination.fetch_one(connection, listing, id, context.scope)
    _enter(AccessCheck(gate.known, True) if row is not None else gate)
    if row is None:
        raise Problem(NOT_FOUND)
    return row


async def updated_response(
    context: RequestContext, listing: Listing, id: UUID, extra: Mapping[str, Any] | None = None
) -> Response:
    """A thing as its change left it."""
    return await resource_response(context, listing, id, extra)


async def created_response(
    context: RequestContext, listing: Listing, id: UUID, extra: Mapping[str, Any] | None = None
) -> Response:
    """A new thing: 201 with its Location."""
    row = await fetch_visible(context, listing, id)
    response = json_response(context, {**row, **(extra or {})}, version=row["version"], status=201)
    response.headers["Location"] = f"/v1/{listing.name}/{id}"
    return response


def state_after_change(
    seen: Mapping[str, Any], resource: ResourceModel, changes: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """A response as it was seen before a change, with the resource's new values.

    It is not read again: callers who end their own role, or deactivate themselves, could no longer see it.
    """
    current = {name: getattr(resource, name) for name in seen if name in type(resource).model_fields}
    return {**seen, **current, **(changes or {})}


def no_content() -> Response:
    """Nothing is left to show."""
    return Response(status_code=204)


# --- CSV ---


def _cell(value: Any, danish: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        text = repr(value)
        return text.replace(".", ",") if danish else text
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list | dict):
        return pagination.to_json_bytes(value).decode()
    text = value.isoformat().replace("+00:00", "Z") if hasattr(value, "isoformat") else str(value)
    return escape_formula(text)


async def _csv(context: RequestContext, listing: Listing, window: ListParameters, *, danish: bool) -> Response:
    names = [column.key or "" for column in listing.select.selected_columns]
    window = window.model_copy(update={"cursor": None})
    async with context.glance() as connection:
        gate, _ = await pagination.fetch_page(
            connection, listing, window.model_copy(update={"limit": 1}), context.scope
        )
    _enter(gate)
    scope = context.scope

    lines = csv_lines(names, pagination.iterate_all(context.glance, listing, window, scope), danish=danish)
    return csv_response(lines, listing.name, danish=danish)


async def csv_lines(
    names: Sequence[str], chunks: AsyncIterator[Sequence[Mapping[str, Any]]], *, danish: bool
) -> AsyncIterator[str]:
    """Chunks of rows as lines of CSV below the names of their columns."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if danish else ",", lineterminator="\r\n")
    out.write("\ufeff" if danish else "")
    writer.writerow(names)
    async for rows in chunks:
        for row in rows:
            writer.writerow([_cell(row[name], danish) for name in names])
        yield out.getvalue()
        out.seek(0)
        out.truncate()


def csv_response(lines: AsyncIterator[str], name: str, *, danish: bool) -> Response:
    """Lines of CSV as an answer that streams."""
    kind = "text/csv; charset=utf-8; header=present" + ("; dialect=danish" if danish else "")
    disposition = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return StreamingResponse(lines, media_type=kind, headers=disposition)
