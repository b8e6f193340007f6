"""/imports."""

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
from api.access.roles import READ, WRITE, open_to, roles_for
from api.access.route_class import StreamingRoute, requires, resource_router
from api.access.transitions import add_transitions_route
from api.core.field_types import ResourceId
from api.core.problems import (
    CONFLICT,
    IN_USE,
    LOOKS_LIKE_CPR_NUMBER,
    NOT_ACCEPTABLE,
    NOT_ALLOWED,
    NOT_FOUND,
    UNKNOWN_REFERENCE,
    WRONG_STATE,
    Problem,
)
from api.data_packages.rules import PACKAGE_OF_ANOTHER_KIND, PACKAGE_RELEASED
from api.db import transactions
from api.db.external_ids import EXTERNAL_ID_TAKEN
from api.dialogues.rules.joint_meetings import MEETING_APART, MEETING_OF_SEVERAL
from api.dialogues.rules.participants import HOLDER_FROM_ELSEWHERE, NOT_OF_THE_HOUSE, NOT_YOUR_SEAT
from api.dialogues.rules.plan import (
    CYCLE_OF_ANOTHER_AREA,
    DIALOGUE_EXISTS,
    EARLIER_DIALOGUE_OPEN,
    NO_SUCH_ROUND,
    NOT_IN_DIALOGUES,
    OUTSIDE_THE_ROUND,
)
from api.focus_areas.rules import THEME_NOT_DECIDED
from api.grants.rules import FROM_SIGN_IN, NOT_FOR_MACHINES, NOT_HELD_THERE, NOT_YOURS, OUT_OF_REACH, TO_ONESELF
from api.http.conditional_requests import require_one_of, require_version
from api.http.content_negotiation import DANISH_CSV, JSON
from api.http.pagination import Page
from api.http.problem_responses import language_of
from api.imports.actions import apply, discard, plan, reverse
from api.imports.actions.plan import reading_of
from api.imports.framework.file_reader import CSV, NDJSON, columns_said, form_of, said_of
from api.imports.framework.upload_spool import SpooledFile, spool_upload
from api.imports.models import Import, State
from api.imports.queries import columns, visible
from api.imports.queries.visible import IMPORTS, MINE
from api.imports.resources.registry import IMPORTABLE
from api.imports.rules import (
    ANOTHER_DIALECT,
    BROKEN_GZIP,
    CHANGED_SINCE,
    CUT_SHORT,
    EMPTY,
    HAS_REJECTED_ROWS,
    HOLDS_NUL,
    LINE_TOO_LONG,
    MISSING_COLUMN,
    NOT_APPLIED,
    NOT_PLANNED,
    OUTDATED,
    REPEATED_COLUMN,
    REPEATED_HEADER,
    TOO_MANY_COLUMNS,
    UNKNOWN_COLUMN,
    UNPACKS_TOO_LARGE,
    UNREADABLE_FILE,
    WRONG_ENCODING,
    check_planned,
)
from api.imports.schemas import FileQuery, ImportPublic, ImportQuery, ImportRowPublic, ImportRowQuery
from api.imports.transitions import IMPORT_TRANSITIONS
from api.indicators.rules import INDICATOR_CODE_TAKEN, INDICATOR_MEASURED
from api.institutions.rules import (
    CLOSING_IS_A_STEP,
    DEPARTMENT_OF_A_DEPARTMENT,
    INSTITUTION_CLOSED,
    INSTITUTION_IN_USE,
    KIND_IN_USE,
    NUMBER_TAKEN,
)
from api.measurements.rules.figure import (
    NOT_FOR_THIS_KIND,
    OUT_OF_BOUNDS,
    PERSONS_MISSING,
    VALUE_AND_STATUS,
    VALUE_NOT_GIVEN,
)
from api.observation_guides.rules import GUIDE_NOT_PUBLISHED
from api.observations.rules import (
    CANNOT_OBSERVE,
    FROM_THE_SAME_INSTITUTION,
    GUIDE_POINTS_MISSING,
    NOBODY_FROM_ANOTHER_INSTITUTION,
    NOT_AN_OBSERVER,
    NOT_YOURS_TO_SEAT,
)
from api.people.rules import LAST_ADMIN, PASSWORD_PROBLEMS
from api.stakeholder_input.rules import AGE_GROUP_FOR_CHILDREN_ONLY, VOICE_NOT_YOURS

arrivals = resource_router("/imports", "imports", route_class=StreamingRoute)
imports = resource_router("/imports", "imports")
routers = (arrivals, imports)

_TEXT = {"schema": {"type": "string", "format": "binary", "maxLength": 2_000_000_000}}
_BODY = {
    "required": True,
    "description": "The file: CSV (UTF-8 unless charset says windows-1252) or NDJSON; `Content-Encoding: gzip` may be. "
    "Beside the columns of its resource it may have `source_line`: the line of another file that a row was made from. "
    f"The columns, or members, of each resource (in bold those that are required):\n\n{columns.listed()}",
    "content": {CSV: _TEXT, NDJSON: _TEXT},
}


@arrivals.post(
    "",
    response_model=ImportPublic,
    status_code=201,
    **requires(
        "imports",
        WRITE,
        requestBody=_BODY,
        problems=[
            AGE_GROUP_FOR_CHILDREN_ONLY,
            ANOTHER_DIALECT,
            BROKEN_GZIP,
            CANNOT_OBSERVE,
            CLOSING_IS_A_STEP,
            CUT_SHORT,
            CYCLE_OF_ANOTHER_AREA,
            DEPARTMENT_OF_A_DEPARTMENT,
            DIALOGUE_EXISTS,
            EARLIER_DIALOGUE_OPEN,
            EMPTY,
            EXTERNAL_ID_TAKEN,
            FROM_SIGN_IN,
            FROM_THE_SAME_INSTITUTION,
            GUIDE_NOT_PUBLISHED,
            GUIDE_POINTS_MISSING,
            HAS_REJECTED_ROWS,
            HOLDER_FROM_ELSEWHERE,
            HOLDS_NUL,
            INDICATOR_CODE_TAKEN,
            INDICATOR_MEASURED,
            INSTITUTION_CLOSED,
            INSTITUTION_IN_USE,
            IN_USE,
            KIND_IN_USE,
            LAST_ADMIN,
            LINE_TOO_LONG,
            MEETING_APART,
            MEETING_OF_SEVERAL,
            MISSING_COLUMN,
            NOBODY_FROM_ANOTHER_INSTITUTION,
            NOT_AN_OBSERVER,
            NOT_FOR_MACHINES,
            NOT_FOR_THIS_KIND,
            NOT_FOUND,
            NOT_HELD_THERE,
            NOT_IN_DIALOGUES,
            NOT_OF_THE_HOUSE,
            NOT_PLANNED,
            NOT_YOURS,
            NOT_YOURS_TO_SEAT,
            NOT_YOUR_SEAT,
            NO_SUCH_ROUND,
            NUMBER_TAKEN,
            OUTDATED,
            OUTSIDE_THE_ROUND,
            OUT_OF_BOUNDS,
            OUT_OF_REACH,
            PACKAGE_OF_ANOTHER_KIND,
            PACKAGE_RELEASED,
            PERSONS_MISSING,
            REPEATED_COLUMN,
            REPEATED_HEADER,
            THEME_NOT_DECIDED,
            TOO_MANY_COLUMNS,
            TO_ONESELF,
            UNKNOWN_COLUMN,
            UNKNOWN_REFERENCE,
            UNPACKS_TOO_LARGE,
            UNREADABLE_FILE,
            VALUE_AND_STATUS,
            VALUE_NOT_GIVEN,
            VOICE_NOT_YOURS,
            WRONG_ENCODING,
            WRONG_STATE,
            *PASSWORD_PROBLEMS,
        ],
    ),
)
async def plan_import(context: Context, query: Annotated[FileQuery, Query()]) -> Response:
    """Bring a file and get the plan of what it would change; nothing is changed, unless `apply` asks for it.

    A plan that nobody carries out ends after two weeks, or what the service is set to, and its rows are removed.
    """
    said, key = said_of(context.request), idempotency.read_key(context.request)
    caller = await _who_brings(context, query)
    async with spool_upload(context.request, context.request.app.state.settings.import_bytes) as file:
        mark = idempotency.fingerprint(context.request, file.sha256)
        async with transactions.read_transaction(context.engine) as session:
            answered = await idempotency.find_replay(session, caller.id, key, mark) if key else None
        if answered is not None:
            return answered
        made = await _plan(context, query, said, file, caller)
    try:
        return await _show(context, made, key, mark, at_once=query.apply)
    finally:
        await plan.discard_hidden_plan(context.engine, made.id)  # what was shown is no longer forgotten


async def _who_brings(context: RequestContext, query: FileQuery) -> Caller:
    async with transactions.read_transaction(context.engine) as session:
        caller = await load_caller(session, context.claims)
    wanted = IMPORTABLE[query.resource].may
    if not caller.may(context.may):
        raise Problem(NOT_ALLOWED)
    if not caller.may(wanted):  # some may bring files, but not of these
        may_both = set(roles_for(context.may)) & set(roles_for(wanted))
        raise Problem(NOT_ALLOWED, detail=open_to([role for role in Role if role in may_both]))
    return caller


async def _plan(
    context: RequestContext, query: FileQuery, said: tuple[str, str], file: SpooledFile, caller: Caller
) -> Import:
    importable = IMPORTABLE[query.resource]
    form = form_of(file.file, *said, query.dialect, importable.readers, importable.required)
    made = Import(
        author_id=caller.id,
        author_name=caller.name,
        target=query.resource,
        strategy=query.strategy,
        filename=query.filename,
        dialect=form.dialect,
        columns=list(form.columns),
        sha256=file.sha256,
        size=file.size,
        empty_clears=columns_said(query.empty_clears, form),
        only_new=columns_said(query.only_new, form),
    )
    await plan.make_plan(file, reading_of(context.engine, caller, context.scope, importable, form, made), made)
    return made


async def _show(context: RequestContext, made: Import, key: str | None, mark: str, *, at_once: bool) -> Response:
    async with context.writing() as session:
        answered = await idempotency.find_replay(session, context.caller.id, key, mark) if key else None
        if answered is not None:
            return answered  # a twin of this request was faster
        found = await plan.show_plan(session, context.caller, made)
        if at_once and not found.rejected:
            await apply.apply_plan(session, context.caller, context.scope, found)
        response = await created_response(context, IMPORTS, made.id)
        if key:
            await idempotency.store_response(session, context.caller.id, key, mark, response)
        return response


@imports.get("", response_model=Page[ImportPublic], **requires("imports", READ, problems=[NOT_ACCEPTABLE]))
async def list_imports(context: Context, query: Annotated[ImportQuery, Query()]) -> Response:
    """List the imports that you brought, newest first; with `thing_id`, those that wrote a thing."""
    return await list_response(context, IMPORTS, query)


@imports.get("/{id}", response_model=ImportPublic, **requires("imports", READ))
async def get_import(context: Context, id: ResourceId) -> Response:
    """Read an import."""
    return await resource_response(context, IMPORTS, id)


@imports.get("/{id}/rows", response_model=Page[ImportRowPublic], **requires("imports", READ, problems=[NOT_ACCEPTABLE]))
async def list_import_rows(context: Context, id: ResourceId, query: Annotated[ImportRowQuery, Query()]) -> Response:
    """List the rows of an import with what becomes of them and why; as CSV, with the columns of the file.

    Of a plan with more than 5,000 refused rows the first 5,000 are kept and no row after them; all are counted.
    """
    found, language = await fetch_visible(context, IMPORTS, id), language_of(context.request)
    if (wanted := negotiated_type(context.request)) != JSON:
        danish = wanted == DANISH_CSV
        lines = visible.rows_as_csv(context.glance, id, found["columns"], query, language, danish=danish)
        return csv_response(lines, "rows", danish=danish)
    async with context.glance() as connection:
        body = await visible.rows_page(connection, id, found["columns"], query, language)
    return with_next_link(context, json_response(context, body), body["next_cursor"])


@imports.post(
    "/{id}/apply",
    response_model=ImportPublic,
    **requires(
        "imports",
        WRITE,
        problems=[
            AGE_GROUP_FOR_CHILDREN_ONLY,
            CANNOT_OBSERVE,
            CLOSING_IS_A_STEP,
            CONFLICT,
            CYCLE_OF_ANOTHER_AREA,
            DEPARTMENT_OF_A_DEPARTMENT,
            DIALOGUE_EXISTS,
            EARLIER_DIALOGUE_OPEN,
            EXTERNAL_ID_TAKEN,
            FROM_SIGN_IN,
            FROM_THE_SAME_INSTITUTION,
            GUIDE_NOT_PUBLISHED,
            GUIDE_POINTS_MISSING,
            HAS_REJECTED_ROWS,
            HOLDER_FROM_ELSEWHERE,
            INDICATOR_CODE_TAKEN,
            INDICATOR_MEASURED,
            INSTITUTION_CLOSED,
            INSTITUTION_IN_USE,
            IN_USE,
            KIND_IN_USE,
            LAST_ADMIN,
            LOOKS_LIKE_CPR_NUMBER,
            MEETING_APART,
            MEETING_OF_SEVERAL,
            NOBODY_FROM_ANOTHER_INSTITUTION,
            NOT_AN_OBSERVER,
            NOT_FOR_MACHINES,
            NOT_FOR_THIS_KIND,
            NOT_HELD_THERE,
            NOT_IN_DIALOGUES,
            NOT_OF_THE_HOUSE,
            NOT_PLANNED,
            NOT_YOURS,
            NOT_YOURS_TO_SEAT,
            NOT_YOUR_SEAT,
            NO_SUCH_ROUND,
            NUMBER_TAKEN,
            OUTDATED,
            OUTSIDE_THE_ROUND,
            OUT_OF_BOUNDS,
            OUT_OF_REACH,
            PACKAGE_OF_ANOTHER_KIND,
            PACKAGE_RELEASED,
            PERSONS_MISSING,
            THEME_NOT_DECIDED,
            TO_ONESELF,
            UNKNOWN_REFERENCE,
            VALUE_AND_STATUS,
            VALUE_NOT_GIVEN,
            VOICE_NOT_YOURS,
            WRONG_STATE,
            *PASSWORD_PROBLEMS,
        ],
    ),
)
async def apply_import(context: Context, id: ResourceId) -> Response:
    """Carry out exactly this plan, all of it or nothing; once it is applied, the same answer again."""
    found = await require_access(context, Import, IMPORTS, id, also=MINE, condition=False)
    if found.state == State.applied:
        require_one_of(context.request, found.version - 1, found.version)
    else:
        require_version(context.request, found.version)
        await apply.apply_plan(context.session, context.caller, context.scope, found)
    return await updated_response(context, IMPORTS, id)


@imports.post(
    "/{id}/reverse",
    response_model=ImportPublic,
    **requires(
        "imports",
        WRITE,
        problems=[
            AGE_GROUP_FOR_CHILDREN_ONLY,
            CANNOT_OBSERVE,
            CHANGED_SINCE,
            CLOSING_IS_A_STEP,
            CONFLICT,
            CYCLE_OF_ANOTHER_AREA,
            DEPARTMENT_OF_A_DEPARTMENT,
            DIALOGUE_EXISTS,
            EARLIER_DIALOGUE_OPEN,
            EXTERNAL_ID_TAKEN,
            FROM_SIGN_IN,
            FROM_THE_SAME_INSTITUTION,
            GUIDE_NOT_PUBLISHED,
            GUIDE_POINTS_MISSING,
            HOLDER_FROM_ELSEWHERE,
            INDICATOR_CODE_TAKEN,
            INDICATOR_MEASURED,
            INSTITUTION_CLOSED,
            INSTITUTION_IN_USE,
            IN_USE,
            KIND_IN_USE,
            LAST_ADMIN,
            LOOKS_LIKE_CPR_NUMBER,
            MEETING_APART,
            MEETING_OF_SEVERAL,
            NOBODY_FROM_ANOTHER_INSTITUTION,
            NOT_AN_OBSERVER,
            NOT_APPLIED,
            NOT_FOR_MACHINES,
            NOT_FOR_THIS_KIND,
            NOT_HELD_THERE,
            NOT_IN_DIALOGUES,
            NOT_OF_THE_HOUSE,
            NOT_YOURS,
            NOT_YOURS_TO_SEAT,
            NOT_YOUR_SEAT,
            NO_SUCH_ROUND,
            NUMBER_TAKEN,
            OUTSIDE_THE_ROUND,
            OUT_OF_BOUNDS,
            OUT_OF_REACH,
            PACKAGE_OF_ANOTHER_KIND,
            PACKAGE_RELEASED,
            PERSONS_MISSING,
            THEME_NOT_DECIDED,
            TO_ONESELF,
            UNKNOWN_REFERENCE,
            VALUE_AND_STATUS,
            VALUE_NOT_GIVEN,
            VOICE_NOT_YOURS,
            WRONG_STATE,
            *PASSWORD_PROBLEMS,
        ],
    ),
)
async def reverse_import(context: Context, id: ResourceId) -> Response:
    """Put back what this import did, all of it or nothing, while nothing of it was changed since."""
    found = await require_access(context, Import, IMPORTS, id, also=MINE, condition=False)
    if found.state == State.reversed:
        require_one_of(context.request, found.version - 1, found.version)
    else:
        require_version(context.request, found.version)
        await reverse.reverse_import(context.session, context.caller, context.scope, found)
    return await updated_response(context, IMPORTS, id)


@imports.delete("/{id}", status_code=204, response_class=Response, **requires("imports", WRITE, problems=[NOT_PLANNED]))
async def discard_import(context: Context, id: ResourceId) -> Response:
    """Discard a plan: its rows go, what file it was stays in the list."""
    found = await require_access(context, Import, IMPORTS, id, also=MINE)
    check_planned(found)
    await discard.discard_plan(context.session, context.caller, found)
    return no_content()


add_transitions_route(imports, Import, IMPORTS, IMPORT_TRANSITIONS, requires("imports", READ))
