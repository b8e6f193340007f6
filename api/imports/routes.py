"""Routes of /imports."""

from typing import Annotated

from fastapi import Query, Response

from api.access import idempotency
from api.access.caller import Caller, Context, RequestContext, load_caller
from api.access.guards import require_access
from api.access.models import Role
from api.access.responses import (
    created_response,
    csv_response,
    fetch_visible,
    json_response,
    list_response,
    negotiated_type,
    no_content,
    resource_response,
    updated_response,
    with_next_link,
)
from api.access.roles import READ, WRITE, roles_for, roles_hint
from api.access.route_class import StreamingRoute, requires, resource_router
from api.access.transitions import add_transitions_route
from api.core.field_types import ResourceId
from api.core.problems import CONFLICT, LOOKS_LIKE_CPR_NUMBER, NOT_ACCEPTABLE, NOT_ALLOWED, NOT_FOUND, Problem
from api.db import transactions
from api.http.conditional_requests import require_one_of, require_version
from api.http.content_negotiation import DANISH_CSV, JSON
from api.http.pagination import Page
from api.http.problem_responses import language_of
from api.imports.actions import apply, discard, plan, reverse
from api.imports.framework.file_reader import CSV, NDJSON, columns_of_parameter, declared_type, detect_format
from api.imports.framework.upload_spool import SpooledFile, spool_upload
from api.imports.models import Import, State
from api.imports.queries.columns import markdown_list
from api.imports.queries.rows import rows_as_csv, rows_page
from api.imports.queries.visible import IMPORTS, MAY_IMPORT
from api.imports.resources.registry import IMPORTABLE
from api.imports.resources.row_problems import ROW_PROBLEMS
from api.imports.rules import (
    ANOTHER_DIALECT,
    BROKEN_GZIP,
    FILE_EMPTY,
    FILE_HOLDS_NUL,
    IMPORT_CHANGED_SINCE,
    IMPORT_NOT_APPLIED,
    IMPORT_NOT_PLANNED,
    LINE_TOO_LONG,
    MISSING_COLUMN,
    PLAN_HAS_REJECTED_ROWS,
    PLAN_OUTDATED,
    REPEATED_COLUMN,
    REPEATED_HEADER,
    TOO_MANY_COLUMNS,
    UNKNOWN_COLUMN,
    UNPACKS_TOO_LARGE,
    UNREADABLE_FILE,
    UPLOAD_CUT_SHORT,
    WRONG_ENCODING,
    check_planned,
)
from api.imports.schemas import FileQuery, ImportPublic, ImportQuery, ImportRowPublic, ImportRowQuery
from api.imports.transitions import IMPORT_TRANSITIONS

uploads = resource_router("/imports", "imports", route_class=StreamingRoute)
imports = resource_router("/imports", "imports")
routers = (uploads, imports)

_FILE_SCHEMA = {"schema": {"type": "string", "format": "binary", "maxLength": 2_000_000_000}}
_REQUEST_BODY = {
    "required": True,
    "description": "The file: CSV (in UTF-8 unless charset is windows-1252) or NDJSON, optionally with "
    "`Content-Encoding: gzip`. Besides the columns of its resource it may have `source_line`: the line of another "
    "file from which a row was made. "
    f"The columns, or fields, of each resource (required ones in bold):\n\n{markdown_list()}",
    "content": {CSV: _FILE_SCHEMA, NDJSON: _FILE_SCHEMA},
}


@uploads.post(
    "",
    response_model=ImportPublic,
    status_code=201,
    **requires(
        "imports",
        WRITE,
        requestBody=_REQUEST_BODY,
        problems=[
            *ROW_PROBLEMS,
            ANOTHER_DIALECT,
            BROKEN_GZIP,
            FILE_EMPTY,
            FILE_HOLDS_NUL,
            IMPORT_NOT_PLANNED,
            LINE_TOO_LONG,
            MISSING_COLUMN,
            NOT_FOUND,
            PLAN_HAS_REJECTED_ROWS,
            PLAN_OUTDATED,
            REPEATED_COLUMN,
            REPEATED_HEADER,
            TOO_MANY_COLUMNS,
            UNKNOWN_COLUMN,
            UNPACKS_TOO_LARGE,
            UNREADABLE_FILE,
            UPLOAD_CUT_SHORT,
            WRONG_ENCODING,
        ],
    ),
)
async def plan_import(context: Context, query: Annotated[FileQuery, Query()]) -> Response:
    """Upload a file and plan its import. Nothing is changed before the plan is applied, unless `apply` is set.

    A plan that is not applied expires after two weeks, or the configured number of days, and its rows are deleted.
    """
    declared, key = declared_type(context.request), idempotency.read_idempotency_key(context.request)
    caller = await _load_importer(context, query)
    async with spool_upload(context.request, context.request.app.state.settings.import_bytes) as file:
        fingerprint = idempotency.request_fingerprint(context.request, file.sha256)
        async with transactions.read_transaction(context.engine) as session:
            replay = await idempotency.find_replay(session, caller.id, key, fingerprint) if key else None
        if replay is not None:
            return replay
        planned = await _plan_file(context, query, declared, file, caller)
    try:
        return await _publish_plan(context, planned, key, fingerprint, apply_at_once=query.apply)
    finally:
        await plan.delete_unpublished_plan(context.engine, planned.id)


async def _load_importer(context: RequestContext, query: FileQuery) -> Caller:
    """Return the caller; raises `not-allowed` unless they may import this resource."""
    async with transactions.read_transaction(context.engine) as session:
        caller = await load_caller(session, context.claims)
    permission = IMPORTABLE[query.resource].permission
    if not caller.has_permission(context.permission):
        raise Problem(NOT_ALLOWED)
    if not caller.has_permission(permission):  # the caller may import other resources
        allowed_roles = set(roles_for(context.permission)) & set(roles_for(permission))
        raise Problem(NOT_ALLOWED, detail=roles_hint([role for role in Role if role in allowed_roles]))
    return caller


async def _plan_file(
    context: RequestContext, query: FileQuery, declared: tuple[str, str], file: SpooledFile, caller: Caller
) -> Import:
    importable = IMPORTABLE[query.resource]
    file_format = detect_format(file.file, *declared, query.dialect, importable.parsers, importable.required_columns)
    import_ = Import(
        author_id=caller.id,
        author_name=caller.name,
        target=query.resource,
        strategy=query.strategy,
        filename=query.filename,
        dialect=file_format.dialect,
        columns=list(file_format.columns),
        sha256=file.sha256,
        size=file.size,
        empty_clears=columns_of_parameter(query.empty_clears, file_format),
        only_new=columns_of_parameter(query.only_new, file_format),
    )
    planning = plan.planning_context(context.engine, caller, context.scope, importable, file_format, import_)
    await plan.make_plan(file, planning, import_)
    return import_


async def _publish_plan(
    context: RequestContext, planned: Import, key: str | None, fingerprint: str, *, apply_at_once: bool
) -> Response:
    async with context.write_transaction() as session:
        replay = await idempotency.find_replay(session, context.caller.id, key, fingerprint) if key else None
        if replay is not None:
            return replay  # a concurrent request with the same key was faster
        import_ = await plan.publish_plan(session, context.caller, planned)
        if apply_at_once and not import_.rejected:
            await apply.apply_plan(session, context.caller, context.scope, import_)
        response = await created_response(context, IMPORTS, planned.id)
        if key:
            await idempotency.store_response(session, context.caller.id, key, fingerprint, response)
        return response


@imports.get("", response_model=Page[ImportPublic], **requires("imports", READ, problems=[NOT_ACCEPTABLE]))
async def list_imports(context: Context, query: Annotated[ImportQuery, Query()]) -> Response:
    """List your own imports, newest first; with `thing_id`, those that created or updated a thing."""
    return await list_response(context, IMPORTS, query)


@imports.get("/{id}", response_model=ImportPublic, **requires("imports", READ))
async def get_import(context: Context, id: ResourceId) -> Response:
    """Read an import."""
    return await resource_response(context, IMPORTS, id)


@imports.get("/{id}/rows", response_model=Page[ImportRowPublic], **requires("imports", READ, problems=[NOT_ACCEPTABLE]))
async def list_import_rows(context: Context, id: ResourceId, query: Annotated[ImportRowQuery, Query()]) -> Response:
    """List the rows of an import with their outcomes, faults and changes; as CSV, with the columns of the file.

    If more than 5,000 rows are rejected, no row after these is stored; all rows are counted.
    """
    import_, language = await fetch_visible(context, IMPORTS, id), language_of(context.request)
    if (media_type := negotiated_type(context.request)) != JSON:
        danish = media_type == DANISH_CSV
        lines = rows_as_csv(context.statement_connection, id, import_["columns"], query, language, danish=danish)
        return csv_response(lines, "rows", danish=danish)
    async with context.statement_connection() as connection:
        body = await rows_page(connection, id, import_["columns"], query, language)
    return with_next_link(context, json_response(context, body), body["next_cursor"])


@imports.post(
    "/{id}/apply",
    response_model=ImportPublic,
    **requires(
        "imports",
        WRITE,
        problems=[
            *ROW_PROBLEMS,
            CONFLICT,
            IMPORT_NOT_PLANNED,
            LOOKS_LIKE_CPR_NUMBER,
            PLAN_HAS_REJECTED_ROWS,
            PLAN_OUTDATED,
        ],
    ),
)
async def apply_import(context: Context, id: ResourceId) -> Response:
    """Apply exactly this plan, as a whole or not at all. Applying it again returns the same response."""
    import_ = await require_access(context, Import, IMPORTS, id, or_condition=MAY_IMPORT, check_version=False)
    if import_.state == State.applied:
        require_one_of(context.request, import_.version - 1, import_.version)
    else:
        require_version(context.request, import_.version)
        await apply.apply_plan(context.session, context.caller, context.scope, import_)
    return await updated_response(context, IMPORTS, id)


@imports.post(
    "/{id}/reverse",
    response_model=ImportPublic,
    **requires(
        "imports",
        WRITE,
        problems=[*ROW_PROBLEMS, CONFLICT, IMPORT_CHANGED_SINCE, IMPORT_NOT_APPLIED, LOOKS_LIKE_CPR_NUMBER],
    ),
)
async def reverse_import(context: Context, id: ResourceId) -> Response:
    """Reverse this import, as a whole or not at all, while nothing that it wrote was changed since."""
    import_ = await require_access(context, Import, IMPORTS, id, or_condition=MAY_IMPORT, check_version=False)
    if import_.state == State.reversed:
        require_one_of(context.request, import_.version - 1, import_.version)
    else:
        require_version(context.request, import_.version)
        await reverse.reverse_import(context.session, context.caller, context.scope, import_)
    return await updated_response(context, IMPORTS, id)


@imports.delete(
    "/{id}",
    status_code=204,
    response_class=Response,
    **requires("imports", WRITE, problems=[IMPORT_NOT_PLANNED]),
)
async def discard_import(context: Context, id: ResourceId) -> Response:
    """Discard a plan: its rows are deleted, the import itself stays in the list."""
    import_ = await require_access(context, Import, IMPORTS, id, or_condition=MAY_IMPORT)
    check_planned(import_)
    await discard.discard_plan(context.session, context.caller, import_)
    return no_content()


add_transitions_route(imports, Import, IMPORTS, IMPORT_TRANSITIONS, requires("imports", READ))
