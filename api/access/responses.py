"""Responses that all routes share: a page, a resource, a changed or created resource, each with its ETag; and CSV."""

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


def _require_access(gate: AccessCheck) -> None:
    """Raise `not-signed-in` or `not-allowed` unless the access check of a list passed."""
    if not gate.known:
        raise unauthorized()
    if not gate.allowed:
        raise Problem(NOT_ALLOWED)


def negotiated_type(request: Request) -> str:
    """Return the media type of a list response: JSON, or CSV in one of two dialects, by the Accept header.

    Raises `not-acceptable`.
    """
    accept = request.headers.get("accept") or "*/*"
    if accept == "*/*":
        return JSON
    media_type = negotiate(accept, (JSON, CSV, DANISH_CSV))
    if media_type is None:
        raise Problem(NOT_ACCEPTABLE)
    return media_type


def json_response(context: RequestContext, body: Any, *, version: int | None = None, status: int = 200) -> Response:
    """Serialize a body to JSON with its ETag; 304 without content if the client's If-None-Match matches."""
    content = pagination.to_json_bytes(body)
    tag = conditional_requests.etag(content, version)
    if context.request.method in {"GET", "HEAD"} and conditional_requests.matches_if_none_match(context.request, tag):
        return Response(status_code=304, headers={"ETag": tag})
    return Response(content, status, {"ETag": tag}, JSON)


async def list_response(context: RequestContext, listing: Listing, query: ListParameters) -> Response:
    """Return one page of a list as JSON, or the complete list as CSV, by the Accept header."""
    media_type = negotiated_type(context.request)
    if media_type != JSON:
        return await _csv_list_response(context, listing, query, danish=media_type == DANISH_CSV)
    async with context.statement_connection() as connection:
        gate, body = await pagination.fetch_page(connection, listing, query, context.scope)
    _require_access(gate)
    return with_next_link(context, json_response(context, body), body["next_cursor"])


def with_next_link(context: RequestContext, response: Response, cursor: str | None) -> Response:
    """Add the Link header (RFC 8288) with the address of the next page, if there is one."""
    if cursor:
        parameters = [(name, value) for name, value in context.request.query_params.multi_items() if name != "cursor"]
        next_query = urlencode([*parameters, ("cursor", cursor)])
        response.headers["Link"] = f'<{context.request.url.path}?{next_query}>; rel="next"'
    return response


async def resource_response(
    context: RequestContext, listing: Listing, id: UUID, extra: Mapping[str, Any] | None = None
) -> Response:
    """Return a single resource, with `extra` fields that its listing does not hold."""
    row = await fetch_visible(context, listing, id)
    return json_response(context, {**row, **(extra or {})}, version=row["version"])


async def fetch_visible(context: RequestContext, listing: Listing, id: UUID) -> dict[str, Any]:
    """Load the fields of a single resource; raise `not-found` if it is not visible to the caller."""
    async with context.statement_connection() as connection:
        gate, row = await pagination.fetch_one(connection, listing, id, context.scope)
    _require_access(AccessCheck(gate.known, True) if row is not None else gate)
    if row is None:
        raise Problem(NOT_FOUND)
    return row


async def updated_response(
    context: RequestContext, listing: Listing, id: UUID, extra: Mapping[str, Any] | None = None
) -> Response:
    """Return a resource after a change."""
    return await resource_response(context, listing, id, extra)


async def created_response(
    context: RequestContext, listing: Listing, id: UUID, extra: Mapping[str, Any] | None = None
) -> Response:
    """Return a new resource: 201 with its Location."""
    row = await fetch_visible(context, listing, id)
    response = json_response(context, {**row, **(extra or {})}, version=row["version"], status=201)
    response.headers["Location"] = f"/v1/{listing.name}/{id}"
    return response


def state_after_change(
    seen: Mapping[str, Any], resource: ResourceModel, changes: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return the fields of a response that was loaded before a change, with the new values of the resource.

    The resource is not loaded again: callers who end their own role, or deactivate themselves, can no longer see it.
    """
    current = {name: getattr(resource, name) for name in seen if name in type(resource).model_fields}
    return {**seen, **current, **(changes or {})}


def no_content() -> Response:
    """Return 204 without content."""
    return Response(status_code=204)


# --- CSV ---


def _format_cell(value: Any, danish: bool) -> str:
    """Format a value for CSV: `danish` writes decimal commas; formulas are escaped."""
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


async def _csv_list_response(
    context: RequestContext, listing: Listing, query: ListParameters, *, danish: bool
) -> Response:
    """Stream the complete list as CSV. Access is checked first, since the status is sent before the rows are read."""
    names = [column.key or "" for column in listing.select.selected_columns]
    query = query.model_copy(update={"cursor": None})
    async with context.statement_connection() as connection:
        gate, _ = await pagination.fetch_page(connection, listing, query.model_copy(update={"limit": 1}), context.scope)
    _require_access(gate)
    chunks = pagination.iterate_all(context.statement_connection, listing, query, context.scope)
    return csv_response(csv_lines(names, chunks, danish=danish), listing.name, danish=danish)


async def csv_lines(
    names: Sequence[str], chunks: AsyncIterator[Sequence[Mapping[str, Any]]], *, danish: bool
) -> AsyncIterator[str]:
    """Yield CSV text for each chunk of rows, after a header line with the column names."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if danish else ",", lineterminator="\r\n")
    out.write("\ufeff" if danish else "")
    writer.writerow(names)
    async for rows in chunks:
        for row in rows:
            writer.writerow([_format_cell(row[name], danish) for name in names])
        yield out.getvalue()
        out.seek(0)
        out.truncate()


def csv_response(lines: AsyncIterator[str], name: str, *, danish: bool) -> Response:
    """Return a streaming CSV response with the file name `<name>.csv`."""
    media_type = "text/csv; charset=utf-8; header=present" + ("; dialect=danish" if danish else "")
    disposition = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return StreamingResponse(lines, media_type=media_type, headers=disposition)
