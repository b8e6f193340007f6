"""/imports."""

from typing import Annotated

from fastapi import Query, Response

from api.access import replay
from api.access.answers import answer, changed, created, csv_answer, deleted, linked, look, one, page, wanted_of
from api.access.caller import Call, Caller, CurrentCall, load_caller
from api.access.door import WideDoor, may, room
from api.access.guards import within_reach
from api.access.models import Role
from api.access.roles import READ, WRITE, open_to, roles_for
from api.access.transitions import offer
from api.core import database
from api.core.accept import DANISH_CSV, JSON
from api.core.columns import Id
from api.core.conditions import require_one_of, require_version
from api.core.pages import Page
from api.core.problems import NOT_ALLOWED, Problem, language_of
from api.imports import actions, columns, queries, reversal
from api.imports.files import CSV, NDJSON, columns_said, form_of, said_of
from api.imports.models import (
    FileQuery,
    Import,
    ImportPublic,
    ImportQuery,
    ImportRowPublic,
    ImportRowQuery,
    State,
)
from api.imports.plan import reading_of
from api.imports.queries import IMPORTS, MINE
from api.imports.rules import check_planned
from api.imports.spool import Spooled, spooled
from api.imports.steps import IMPORT_STEPS

arrivals = room("/imports", "imports", route_class=WideDoor)
imports = room("/imports", "imports")
routers = (arrivals, imports)

_TEXT = {"schema": {"type": "string", "format": "binary", "maxLength": 2_000_000_000}}
_BODY = {
    "required": True,
    "description": "The file: CSV (UTF-8 unless charset says windows-1252) or NDJSON; `Content-Encoding: gzip` may be. "
    "Beside the columns of its resource it may have `source_line`: the line of another file that a row was made from. "
    f"The columns, or members, of each resource (in bold those that are required):\n\n{columns.listed()}",
    "content": {CSV: _TEXT, NDJSON: _TEXT},
}


@arrivals.post("", response_model=ImportPublic, status_code=201, **may("imports", WRITE, requestBody=_BODY))
async def plan_import(call: CurrentCall, query: Annotated[FileQuery, Query()]) -> Response:
    """Bring a file and get the plan of what it would change; nothing is changed, unless `apply` asks for it.

    A plan that nobody carries out ends after two weeks, or what the service is set to, and its rows are removed.
    """
    said, key = said_of(call.request), replay.key_of(call.request)
    caller = await _who_brings(call, query)
    async with spooled(call.request, call.request.app.state.settings.import_bytes) as file:
        mark = replay.fingerprint(call.request, file.sha256)
        async with database.reading(call.engine) as session:
            answered = await replay.find(session, caller.id, key, mark) if key else None
        if answered is not None:
            return answered
        made = await _plan(call, query, said, file, caller)
    try:
        return await _show(call, made, key, mark, at_once=query.apply)
    finally:
        await actions.forget(call.engine, made.id)  # what was shown is no longer forgotten


async def _who_brings(call: Call, query: FileQuery) -> Caller:
    async with database.reading(call.engine) as session:
        caller = await load_caller(session, call.claims)
    wanted = actions.IMPORTABLE[query.resource].may
    if not caller.may(call.may):
        raise Problem(NOT_ALLOWED)
    if not caller.may(wanted):  # some may bring files, but not of these
        may_both = set(roles_for(call.may)) & set(roles_for(wanted))
        raise Problem(NOT_ALLOWED, detail=open_to([role for role in Role if role in may_both]))
    return caller


async def _plan(call: Call, query: FileQuery, said: tuple[str, str], file: Spooled, caller: Caller) -> Import:
    importable = actions.IMPORTABLE[query.resource]
    form = form_of(file.file, *said, query.dialect, importable.readers, importable.required)
    made = Import(
        author_id=caller.id, author_name=caller.name, target=query.resource, strategy=query.strategy,
        filename=query.filename, dialect=form.dialect, columns=list(form.columns), sha256=file.sha256, size=file.size,
        empty_clears=columns_said(query.empty_clears, form), only_new=columns_said(query.only_new, form),
    )  # fmt: skip
    await actions.make_plan(file, reading_of(call.engine, caller, call.scope, importable, form, made), made)
    return made


async def _show(call: Call, made: Import, key: str | None, mark: str, *, at_once: bool) -> Response:
    async with call.writing() as session:
        answered = await replay.find(session, call.caller.id, key, mark) if key else None
        if answered is not None:
            return answered  # a twin of this request was faster
        found = await actions.show_plan(session, call.caller, made)
        if at_once and not found.rejected:
            await actions.apply_plan(session, call.caller, call.scope, found)
        response = await created(call, IMPORTS, made.id)
        if key:
            await replay.keep(session, call.caller.id, key, mark, response)
        return response


@imports.get("", response_model=Page[ImportPublic], **may("imports", READ))
async def list_imports(call: CurrentCall, query: Annotated[ImportQuery, Query()]) -> Response:
    """List the imports that you brought, newest first; with `thing_id`, those that wrote a thing."""
    return await page(call, IMPORTS, query)


@imports.get("/{id}", response_model=ImportPublic, **may("imports", READ))
async def get_import(call: CurrentCall, id: Id) -> Response:
    """Read an import."""
    return await one(call, IMPORTS, id)


@imports.get("/{id}/rows", response_model=Page[ImportRowPublic], **may("imports", READ))
async def list_import_rows(call: CurrentCall, id: Id, query: Annotated[ImportRowQuery, Query()]) -> Response:
    """List the rows of an import with what becomes of them and why; as CSV, with the columns of the file.

    Of a plan with more than 5,000 refused rows the first 5,000 are kept and no row after them; all are counted.
    """
    found, language = await look(call, IMPORTS, id), language_of(call.request)
    if (wanted := wanted_of(call.request)) != JSON:
        danish = wanted == DANISH_CSV
        lines = queries.rows_as_csv(call.glance, id, found["columns"], query, language, danish=danish)
        return csv_answer(lines, "rows", danish=danish)
    async with call.glance() as connection:
        body = await queries.rows_page(connection, id, found["columns"], query, language)
    return linked(call, answer(call, body), body["next_cursor"])


@imports.post("/{id}/apply", response_model=ImportPublic, **may("imports", WRITE))
async def apply_import(call: CurrentCall, id: Id) -> Response:
    """Carry out exactly this plan, all of it or nothing; once it is applied, the same answer again."""
    found = await within_reach(call, Import, IMPORTS, id, also=MINE, condition=False)
    if found.state == State.applied:
        require_one_of(call.request, found.version - 1, found.version)
    else:
        require_version(call.request, found.version)
        await actions.apply_plan(call.session, call.caller, call.scope, found)
    return await changed(call, IMPORTS, id)


@imports.post("/{id}/reverse", response_model=ImportPublic, **may("imports", WRITE))
async def reverse_import(call: CurrentCall, id: Id) -> Response:
    """Put back what this import did, all of it or nothing, while nothing of it was changed since."""
    found = await within_reach(call, Import, IMPORTS, id, also=MINE, condition=False)
    if found.state == State.reversed:
        require_one_of(call.request, found.version - 1, found.version)
    else:
        require_version(call.request, found.version)
        await reversal.reverse_import(call.session, call.caller, call.scope, found)
    return await changed(call, IMPORTS, id)


@imports.delete("/{id}", status_code=204, response_class=Response, **may("imports", WRITE))
async def discard_import(call: CurrentCall, id: Id) -> Response:
    """Discard a plan: its rows go, what file it was stays in the list."""
    found = await within_reach(call, Import, IMPORTS, id, also=MINE)
    check_planned(found)
    await actions.discard_plan(call.session, call.caller, found)
    return deleted()


offer(imports, Import, IMPORTS, IMPORT_STEPS, may("imports", READ))
