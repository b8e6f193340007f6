"""Routes of /follow-ups."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from sqlalchemy import ColumnElement, select
from sqlmodel import col

from api.access import reach
from api.access.caller import Context, RequestContext
from api.access.guards import require_access, visible_ids
from api.access.responses import fetch_visible, json_response, list_response
from api.access.roles import READ, TRANSITION, WRITE, Permission
from api.access.route_class import requires, resource_router
from api.access.transitions import add_transitions_route
from api.agreements.rules import AGREEMENTS_NOT_TAKEN_UP, DUE_IN_THE_PAST
from api.core.field_types import ResourceId
from api.core.problems import (
    NOT_ACCEPTABLE,
    NOT_ALLOWED,
    NOT_FOUND,
    UNKNOWN_REFERENCE,
    WRONG_STATE,
    Fault,
    Problem,
    raise_faults,
)
from api.dialogues.rules.focus_areas import FOCUS_AREA_OF_ANOTHER_INSTITUTION
from api.dialogues.rules.hold import HELD_IN_THE_FUTURE
from api.follow_ups.actions import cancel, correct, hold, plan, read_notes, redact, reopen, update, write_notes
from api.follow_ups.models import FollowUp, RedactableInFollowUp
from api.follow_ups.queries.detail import detail_of
from api.follow_ups.queries.visible import FOLLOW_UPS, IS_CHIEF, IS_CHIEF_OR_LEADER, IS_LEADER
from api.follow_ups.rules import CONCERN_WITHOUT_REASON, NOT_IN_FOLLOW_UPS, NOT_ITS_LEADER
from api.follow_ups.schemas.hold import (
    FollowUpCorrection,
    FollowUpHold,
    FollowUpPublic,
    FollowUpRedact,
    FollowUpRoundPublic,
    NotesPublic,
    NotesShape,
    RemarkShape,
)
from api.follow_ups.schemas.plan import (
    FollowUpCancel,
    FollowUpCreate,
    FollowUpLine,
    FollowUpQuery,
    FollowUpRound,
    FollowUpUpdate,
)
from api.follow_ups.transitions import FOLLOW_UP_TRANSITIONS
from api.http.conditional_requests import require_version
from api.http.pagination import Page
from api.institutions.models import Institution
from api.institutions.queries import INSTITUTIONS
from api.institutions.rules import INSTITUTION_CLOSED

follow_ups = resource_router("/follow-ups", "follow-ups")
routers = (follow_ups,)

_WRITE_REMARKS = Permission("follow_up_remarks", WRITE)


async def _follow_up_response(context: RequestContext, id: UUID, status: int = 200) -> Response:
    row = await fetch_visible(context, FOLLOW_UPS, id)
    body = {**row, **await detail_of(context.session, context.scope, id)}
    response = json_response(context, body, version=row["version"], status=status)
    if status == 201:
        response.headers["Location"] = f"/v1/follow-ups/{id}"
    return response


async def _require_party(
    context: RequestContext,
    id: UUID,
    is_party: ColumnElement[bool],
    *,
    permission: Permission | None = None,
    check_version: bool = True,
) -> FollowUp:
    """Return the follow-up if the caller is this party of it (chief, leader or either); raise `not-allowed` if not."""
    follow_up = await require_access(context, FollowUp, FOLLOW_UPS, id, permission=permission, check_version=False)
    query = select(is_party).where(col(FollowUp.id) == id)
    if not (await context.session.execute(query, context.scope)).scalar_one():
        raise Problem(NOT_ALLOWED)
    if check_version:
        require_version(context.request, follow_up.version)
    return follow_up


async def _require_access_to_all(context: RequestContext, plans: list[FollowUpCreate], pointer: str = "") -> None:
    """Require that the caller sees all institutions of the plans and may plan follow-ups at all of them.

    Raises `unknown-reference` for those that are not visible, else `not-allowed`.
    """
    seen_ids = await visible_ids(context, INSTITUTIONS, [plan.institution_id for plan in plans])
    raise_faults(
        Fault(UNKNOWN_REFERENCE, pointer=f"{pointer}/{index}/institution_id" if pointer else "/institution_id")
        for index, plan in enumerate(plans)
        if plan.institution_id not in seen_ids
    )
    institution_id = col(Institution.id)
    query = select(institution_id).where(
        institution_id.in_(seen_ids), reach.unit_in_reach(institution_id, context.permission)
    )
    if set((await context.session.execute(query, context.scope)).scalars()) != seen_ids:
        raise Problem(NOT_ALLOWED)


@follow_ups.get("", response_model=Page[FollowUpLine], **requires("follow_ups", READ, problems=[NOT_ACCEPTABLE]))
async def list_follow_ups(context: Context, query: Annotated[FollowUpQuery, Query()]) -> Response:
    """List the follow-ups within reach, by planned start: planning and assessment, without topics and notes."""
    return await list_response(context, FOLLOW_UPS, query)


@follow_ups.post(
    "",
    response_model=FollowUpPublic,
    status_code=201,
    **requires(
        "follow_ups",
        WRITE,
        problems=[INSTITUTION_CLOSED, NOT_FOUND, NOT_IN_FOLLOW_UPS, NOT_ITS_LEADER, UNKNOWN_REFERENCE],
    ),
)
async def plan_follow_up(context: Context, new: FollowUpCreate) -> Response:
    """Plan a follow-up with the leader of an institution."""
    await _require_access_to_all(context, [new])
    [follow_up] = await plan.plan_follow_ups(context.session, context.caller, [new])
    return await _follow_up_response(context, follow_up.id, 201)


@follow_ups.post(
    "/rounds",
    response_model=FollowUpRoundPublic,
    **requires(
        "follow_ups", WRITE, problems=[INSTITUTION_CLOSED, NOT_IN_FOLLOW_UPS, NOT_ITS_LEADER, UNKNOWN_REFERENCE]
    ),
)
async def plan_follow_up_round(context: Context, new: FollowUpRound) -> Response:
    """Plan follow-ups with many institutions, such as a district: all of them, or none."""
    await _require_access_to_all(context, new.follow_ups, "/follow_ups")
    planned = await plan.plan_follow_ups(context.session, context.caller, new.follow_ups, "/follow_ups")
    query = FOLLOW_UPS.select.where(col(FollowUp.id).in_([follow_up.id for follow_up in planned]))
    rows = {row.id: dict(row._mapping) for row in await context.session.execute(query, context.scope)}
    return json_response(context, {"items": [rows[follow_up.id] for follow_up in planned]})


@follow_ups.get("/{id}", response_model=FollowUpPublic, **requires("follow_ups", READ))
async def get_follow_up(context: Context, id: ResourceId) -> Response:
    """Read a follow-up with its assessment and the agreements that the caller sees."""
    await context.read_session()
    return await _follow_up_response(context, id)


@follow_ups.patch(
    "/{id}",
    response_model=FollowUpPublic,
    **requires("follow_ups", WRITE, problems=[INSTITUTION_CLOSED, NOT_ITS_LEADER, WRONG_STATE]),
)
async def change_follow_up(context: Context, id: ResourceId, change: FollowUpUpdate) -> Response:
    """Update the plan of a follow-up that is still planned."""
    follow_up = await require_access(context, FollowUp, FOLLOW_UPS, id)
    await update.update_follow_up(context.session, context.caller, follow_up, change.changes())
    return await _follow_up_response(context, id)


@follow_ups.post(
    "/{id}/cancel", response_model=FollowUpPublic, **requires("follow_ups", TRANSITION, problems=[WRONG_STATE])
)
async def cancel_follow_up(context: Context, id: ResourceId, payload: FollowUpCancel) -> Response:
    """Cancel a planned follow-up with a reason."""
    follow_up = await require_access(context, FollowUp, FOLLOW_UPS, id)
    await cancel.cancel_follow_ups(context.session, context.caller, [follow_up], payload.reason)
    return await _follow_up_response(context, id)


@follow_ups.post(
    "/{id}/reopen",
    response_model=FollowUpPublic,
    **requires("follow_ups", TRANSITION, problems=[INSTITUTION_CLOSED, NOT_IN_FOLLOW_UPS, WRONG_STATE]),
)
async def reopen_follow_up(context: Context, id: ResourceId) -> Response:
    """Plan a cancelled follow-up again."""
    follow_up = await require_access(context, FollowUp, FOLLOW_UPS, id)
    await reopen.reopen_follow_up(context.session, context.caller, follow_up)
    return await _follow_up_response(context, id)


@follow_ups.post(
    "/{id}/hold",
    response_model=FollowUpPublic,
    **requires(
        "follow_ups",
        TRANSITION,
        problems=[
            AGREEMENTS_NOT_TAKEN_UP,
            CONCERN_WITHOUT_REASON,
            DUE_IN_THE_PAST,
            FOCUS_AREA_OF_ANOTHER_INSTITUTION,
            HELD_IN_THE_FUTURE,
            INSTITUTION_CLOSED,
            UNKNOWN_REFERENCE,
            WRONG_STATE,
        ],
    ),
)
async def hold_follow_up(context: Context, id: ResourceId, payload: FollowUpHold) -> Response:
    """Hold a follow-up: store assessment, agreements and notes; a concern opens heightened supervision."""
    follow_up = await require_access(context, FollowUp, FOLLOW_UPS, id)
    await hold.hold_follow_up(context.session, context.caller, follow_up, payload)
    return await _follow_up_response(context, id)


@follow_ups.post(
    "/{id}/corrections",
    response_model=FollowUpPublic,
    **requires("follow_ups", TRANSITION, problems=[HELD_IN_THE_FUTURE, WRONG_STATE]),
)
async def correct_follow_up(context: Context, id: ResourceId, payload: FollowUpCorrection) -> Response:
    """Add a correction to a held follow-up; heightened supervision follows a corrected assessment or day.

    The assessment cannot be corrected after a later follow-up was held. The day cannot be moved past another follow-up
    if one of them records a concern.
    """
    follow_up = await require_access(context, FollowUp, FOLLOW_UPS, id)
    await correct.correct_follow_up(context.session, context.caller, follow_up, payload)
    return await _follow_up_response(context, id)


@follow_ups.post(
    "/{id}/redact",
    response_model=FollowUpPublic,
    **requires("follow_up_notes", WRITE, "follow_up_remarks", problems=[UNKNOWN_REFERENCE]),
)
async def redact_follow_up(context: Context, id: ResourceId, payload: FollowUpRedact) -> Response:
    """Redact a text of a follow-up: the chief topics, notes and the reason for cancellation, the leader a remark."""
    if payload.field == RedactableInFollowUp.remark:
        follow_up = await _require_party(context, id, IS_LEADER, permission=_WRITE_REMARKS)
    else:
        follow_up = await _require_party(context, id, IS_CHIEF)
    await redact.redact_follow_up(context.session, context.caller, follow_up, payload)
    return await _follow_up_response(context, id)


@follow_ups.get("/{id}/notes", response_model=NotesPublic, **requires("follow_up_notes", READ))
async def read_follow_up_notes(context: Context, id: ResourceId) -> Response:
    """Read topics, notes and remarks as its chief or current leader; each reading is recorded."""
    async with context.write_transaction() as session:  # a GET that writes: each reading is recorded in the journal
        context.require_role()
        follow_up = await _require_party(context, id, IS_CHIEF_OR_LEADER, check_version=False)
        notes = await read_notes.read_notes(session, context.caller, follow_up)
    return json_response(context, notes, version=follow_up.version)


@follow_ups.put(
    "/{id}/notes", response_model=FollowUpPublic, **requires("follow_up_notes", WRITE, problems=[WRONG_STATE])
)
async def prepare_follow_up_notes(context: Context, id: ResourceId, payload: NotesShape) -> Response:
    """Replace the topics and notes of a planned follow-up as its chief."""
    follow_up = await _require_party(context, id, IS_CHIEF)
    await write_notes.write_notes(context.session, context.caller, follow_up, payload)
    return await _follow_up_response(context, id)


@follow_ups.post("/{id}/remarks", response_model=FollowUpPublic, **requires("follow_up_remarks", WRITE))
async def remark_on_follow_up(context: Context, id: ResourceId, payload: RemarkShape) -> Response:
    """Add a remark as its leader; remarks cannot be changed afterwards."""
    follow_up = await _require_party(context, id, IS_LEADER)
    await write_notes.write_remark(context.session, context.caller, follow_up, payload.text)
    return await _follow_up_response(context, id)


add_transitions_route(follow_ups, FollowUp, FOLLOW_UPS, FOLLOW_UP_TRANSITIONS, requires("follow_ups", READ))
