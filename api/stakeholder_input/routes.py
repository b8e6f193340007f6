"""Routes of `/stakeholder-input` and its statistics."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response

from api.access.caller import Context, RequestContext
from api.access.guards import require_access, require_access_at_unit, resolve_references
from api.access.responses import created_response, fetch_visible, json_response, list_response
from api.access.roles import READ, TRANSITION, WRITE, roles_for
from api.access.route_class import requires, resource_router, with_problems
from api.access.transitions import add_transitions_route
from api.consultations.queries.results import results_of
from api.consultations.queries.statistics import statistics_by_question
from api.core import clock
from api.core.field_types import ResourceId
from api.core.problems import NOT_ACCEPTABLE, NOT_FOUND, UNKNOWN_REFERENCE, WRONG_STATE, raise_faults
from api.db import transactions
from api.db.external_ids import EXTERNAL_ID_TAKEN
from api.focus_areas.models import FocusArea
from api.focus_areas.queries import FOCUS_AREAS
from api.focus_areas.rules import THEME_NOT_DECIDED
from api.http.pagination import Page
from api.institutions.models import Institution
from api.institutions.queries import INSTITUTIONS
from api.institutions.rules import INSTITUTION_CLOSED
from api.stakeholder_input import actions
from api.stakeholder_input.models import Grouping, Input
from api.stakeholder_input.queries.statistics import count_voices, statistics_response
from api.stakeholder_input.queries.visible import INPUTS, MAY_CHANGE, READ_INPUT, WRITE_INPUT
from api.stakeholder_input.rules import (
    AGE_GROUP_FOR_CHILDREN_ONLY,
    HALF_YEAR_NOT_CLOSED,
    VOICE_NOT_YOURS,
    requested_half_years,
)
from api.stakeholder_input.schemas import (
    InputAnswer,
    InputCreate,
    InputPublic,
    InputQuery,
    InputRedact,
    InputStatistics,
    InputUpdate,
    InputWhole,
    InputWithdraw,
    StatisticsQuery,
)
from api.stakeholder_input.transitions import INPUT_TRANSITIONS, LEADERS
from api.themes.models import Theme
from api.themes.queries import THEMES

stakeholder_input = resource_router("/stakeholder-input", "stakeholder input")
routers = (stakeholder_input,)

# Roles that write input read back what they wrote.
_readers = {*roles_for(READ_INPUT), *roles_for(WRITE_INPUT)}
_READ = requires("stakeholder_input", READ, roles=_readers)


async def _changeable(context: RequestContext, id: UUID) -> Input:
    """Return input that the caller may change: any for leader and staff, for others what they wrote."""
    return await require_access(context, Input, INPUTS, id, permission=LEADERS, or_condition=MAY_CHANGE)


async def _detail_response(context: RequestContext, id: UUID) -> Response:
    """Return the response of a single piece of input, with the results of the consultation that it counts people of."""
    row, results = await fetch_visible(context, INPUTS, id), None
    if row["consultation_id"] is not None and row["counted_in_id"] is None:
        results = (await results_of(await context.read_session(skip_role_check=True), [id])).get(id)
    return json_response(context, {**row, "results": results}, version=row["version"])


async def _check_references(context: RequestContext, values: Mapping[str, Any]) -> None:
    """Raise `unknown-reference` for references to something that the caller does not see."""
    await resolve_references(
        context,
        {
            "/institution_id": (Institution, INSTITUTIONS, values.get("institution_id")),
            "/theme_id": (Theme, THEMES, values.get("theme_id")),
            "/focus_area_id": (FocusArea, FOCUS_AREAS, values.get("focus_area_id")),
        },
    )


@stakeholder_input.get("", response_model=Page[InputPublic], **with_problems(_READ, NOT_ACCEPTABLE))
async def list_stakeholder_input(context: Context, query: Annotated[InputQuery, Query()]) -> Response:
    """List the stakeholder input within reach; text that the caller may not read is null."""
    return await list_response(context, INPUTS, query)


@stakeholder_input.post(
    "",
    response_model=InputWhole,
    status_code=201,
    **requires(
        "stakeholder_input",
        WRITE,
        problems=[
            AGE_GROUP_FOR_CHILDREN_ONLY,
            EXTERNAL_ID_TAKEN,
            INSTITUTION_CLOSED,
            NOT_FOUND,
            THEME_NOT_DECIDED,
            UNKNOWN_REFERENCE,
            VOICE_NOT_YOURS,
        ],
    ),
)
async def add_stakeholder_input(context: Context, new: InputCreate) -> Response:
    """Add input of children, young people, parents, staff or a board."""
    await _check_references(context, dict(new))
    await require_access_at_unit(context, new.institution_id)
    [input] = await actions.create_inputs(context.session, context.caller, [new])
    return await created_response(context, INPUTS, input.id, {"results": None})


@stakeholder_input.get(
    "/statistics", response_model=InputStatistics, **requires("input_statistics", READ, problems=[HALF_YEAR_NOT_CLOSED])
)
async def get_input_statistics(context: Context, query: Annotated[StatisticsQuery, Query()]) -> Response:
    """Count the stakeholder input within reach, by half-year and one grouping.

    Only complete half-years are covered. Small groups are suppressed.
    """
    half_year_names, faults = requested_half_years(query.from_, query.to, clock.today())
    raise_faults(faults)
    session = await context.read_session()
    if query.by is Grouping.question:
        return json_response(context, await statistics_by_question(session, context.scope, half_year_names))
    counts = await count_voices(session, context.scope, query.by, half_year_names)
    threshold = transactions.settings_of(session).small_group
    return json_response(context, statistics_response(query.by, half_year_names, counts, threshold))


@stakeholder_input.get("/{id}", response_model=InputWhole, **_READ)
async def get_stakeholder_input(context: Context, id: ResourceId) -> Response:
    """Read one piece of stakeholder input; text that the caller may not read is null."""
    return await _detail_response(context, id)


@stakeholder_input.patch(
    "/{id}",
    response_model=InputWhole,
    **requires(
        "stakeholder_input",
        WRITE,
        problems=[
            AGE_GROUP_FOR_CHILDREN_ONLY,
            EXTERNAL_ID_TAKEN,
            THEME_NOT_DECIDED,
            UNKNOWN_REFERENCE,
            VOICE_NOT_YOURS,
            WRONG_STATE,
        ],
    ),
)
async def change_stakeholder_input(context: Context, id: ResourceId, changes: InputUpdate) -> Response:
    """Change input that is not withdrawn: leader and staff any, others what they wrote."""
    input = await _changeable(context, id)
    # What the input already refers to may have become invisible since: only new references are checked.
    values = changes.changes()
    await _check_references(
        context, {name: value for name, value in values.items() if value != getattr(input, name, None)}
    )
    await actions.update_inputs(context.session, context.caller, [(input, values)])
    return await _detail_response(context, id)


@stakeholder_input.post(
    "/{id}/answer", response_model=InputWhole, **requires("stakeholder_input", TRANSITION, problems=[WRONG_STATE])
)
async def answer_stakeholder_input(context: Context, id: ResourceId, new_answer: InputAnswer) -> Response:
    """Answer input: record what was done about it."""
    input = await require_access(context, Input, INPUTS, id)
    answers = [(input, new_answer.answer)]
    await actions.answer_inputs(context.session, context.caller, answers, answered_on=new_answer.answered_on)
    return await _detail_response(context, id)


@stakeholder_input.post(
    "/{id}/withdraw", response_model=InputWhole, **requires("stakeholder_input", WRITE, problems=[WRONG_STATE])
)
async def withdraw_stakeholder_input(context: Context, id: ResourceId, withdrawal: InputWithdraw) -> Response:
    """Withdraw input: its text and answer are erased everywhere, the reason is stored."""
    input = await _changeable(context, id)
    await actions.withdraw_inputs(context.session, context.caller, [input], withdrawal.reason)
    return await _detail_response(context, id)


@stakeholder_input.post(
    "/{id}/redact", response_model=InputWhole, **requires("stakeholder_input", WRITE, problems=[WRONG_STATE])
)
async def redact_stakeholder_input(context: Context, id: ResourceId, redaction: InputRedact) -> Response:
    """Redact text of input: it is erased everywhere, the reason is stored."""
    input = await _changeable(context, id)
    await actions.redact_input(context.session, context.caller, input, redaction.fields, redaction.reason)
    return await _detail_response(context, id)


add_transitions_route(stakeholder_input, Input, INPUTS, INPUT_TRANSITIONS, _READ)
