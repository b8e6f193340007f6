"""/follow-ups: planning, one by one and for a whole district; holding; notes and remarks; corrections."""

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
from api.agreements.rules import DUE_IN_THE_PAST, NOT_TAKEN_UP
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
from api.dialogues.rules.hold import ANOTHER_INSTITUTIONS_FOCUS_AREA, HELD_IN_THE_FUTURE
from api.follow_ups.actions import cancel, correct, hold, plan, redact, reopen, write_notes
from api.follow_ups.models import FollowUp, RedactableInFollowUp
from api.follow_ups.queries import FOLLOW_UPS, IS_A_SIDE, IS_CHIEF, IS_LEADER, parts_of
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

_REMARKS = Permission("follow_up_remarks", WRITE)


async def _whole(context: RequestContext, id: UUID, status: int = 200) -> Response:
    row = await fetch_visible(context, FOLLOW_UPS, id)
    whole = {**row, **await parts_of(context.session, context.scope, id)}
    response = json_response(context, whole, version=row["version"], status=status)
    if status == 201:
        response.headers["Location"] = f"/v1/follow-ups/{id}"
    return response


async def _as(
    context: RequestContext,
    id: UUID,
    side: ColumnElement[bool],
    *,
    may: Permission | None = None,
    condition: bool = True,
) -> FollowUp:
    """The follow-up for that side of it; whoever else sees it may not."""
    follow_up = await require_access(context, FollowUp, FOLLOW_UPS, id, may=may, condition=False)
    asked = select(side).where(col(FollowUp.id) == id)
    if not (await context.session.execute(asked, context.scope)).scalar_one():
        raise Problem(NOT_ALLOWED)
    if condition:
        require_version(context.request, follow_up.version)
    return follow_up


async def _at_all(context: RequestContext, wanted: list[FollowUpCreate], at: str = "") -> None:
    """Raise `unknown-reference` for institutions that are not seen, `not-allowed` unless the route reaches all."""
    ids = [one.institution_id for one in wanted]
    seen = await visible_ids(context, INSTITUTIONS, ids)
    places = [f"{at}/{index}" if at else "" for index in range(len(ids))]
    raise_faults(
        Fault(UNKNOWN_REFERENCE, pointer=f"{place}/institution_id")
        for place, id in zip(places, ids, strict=True)
        if id not in seen
    )
    unit = col(Institution.id)
    asked = select(unit).where(unit.in_(seen), reach.within(unit, context.may))
    if set((await context.session.execute(asked, context.scope)).scalars()) != seen:
        raise Problem(NOT_ALLOWED)


@follow_ups.get("", response_model=Page[FollowUpLine], **requires("follow_ups", READ, problems=[NOT_ACCEPTABLE]))
async def list_follow_ups(context: Context, query: Annotated[FollowUpQuery, Query()]) -> Response:
    """List the follow-ups within reach, by the time they are planned for: that and when, and the assessment."""
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
    """Plan a follow-up with who leads an institution."""
    await _at_all(context, [new])
    [follow_up] = await plan.plan_follow_ups(context.session, context.caller, [new])
    return await _whole(context, follow_up.id, 201)


@follow_ups.post(
    "/rounds",
    response_model=FollowUpRoundPublic,
    **requires(
        "follow_ups", WRITE, problems=[INSTITUTION_CLOSED, NOT_IN_FOLLOW_UPS, NOT_ITS_LEADER, UNKNOWN_REFERENCE]
    ),
)
async def plan_follow_up_round(context: Context, new: FollowUpRound) -> Response:
    """Plan follow-ups with many institutions at once, a whole district say: all of them, or none."""
    await _at_all(context, new.follow_ups, "/follow_ups")
    made = await plan.plan_follow_ups(context.session, context.caller, new.follow_ups, "/follow_ups")
    mine = FOLLOW_UPS.select.where(col(FollowUp.id).in_([one.id for one in made]))
    rows = {row.id: dict(row._mapping) for row in await context.session.execute(mine, context.scope)}
    return json_response(context, {"items": [rows[one.id] for one in made]})


@follow_ups.get("/{id}", response_model=FollowUpPublic, **requires("follow_ups", READ))
async def get_follow_up(context: Context, id: ResourceId) -> Response:
    """Read a follow-up: that and when, the assessment, and of its agreements those that the caller sees."""
    await context.read()
    return await _whole(context, id)


@follow_ups.patch(
    "/{id}",
    response_model=FollowUpPublic,
    **requires("follow_ups", WRITE, problems=[INSTITUTION_CLOSED, NOT_ITS_LEADER, WRONG_STATE]),
)
async def change_follow_up(context: Context, id: ResourceId, change: FollowUpUpdate) -> Response:
    """Change the plan of a follow-up that is still planned."""
    follow_up = await require_access(context, FollowUp, FOLLOW_UPS, id)
    await plan.update_follow_up(context.session, context.caller, follow_up, change.given())
    return await _whole(context, id)


@follow_ups.post(
    "/{id}/cancel", response_model=FollowUpPublic, **requires("follow_ups", TRANSITION, problems=[WRONG_STATE])
)
async def cancel_follow_up(context: Context, id: ResourceId, said: FollowUpCancel) -> Response:
    """Cancel a planned follow-up, with a reason."""
    follow_up = await require_access(context, FollowUp, FOLLOW_UPS, id)
    await cancel.cancel_follow_ups(context.session, context.caller, [follow_up], said.reason)
    return await _whole(context, id)


@follow_ups.post(
    "/{id}/reopen",
    response_model=FollowUpPublic,
    **requires("follow_ups", TRANSITION, problems=[INSTITUTION_CLOSED, NOT_IN_FOLLOW_UPS, WRONG_STATE]),
)
async def reopen_follow_up(context: Context, id: ResourceId) -> Response:
    """Plan a cancelled follow-up again."""
    follow_up = await require_access(context, FollowUp, FOLLOW_UPS, id)
    await reopen.reopen_follow_up(context.session, context.caller, follow_up)
    return await _whole(context, id)


@follow_ups.post(
    "/{id}/hold",
    response_model=FollowUpPublic,
    **requires(
        "follow_ups",
        TRANSITION,
        problems=[
            ANOTHER_INSTITUTIONS_FOCUS_AREA,
            CONCERN_WITHOUT_REASON,
            DUE_IN_THE_PAST,
            HELD_IN_THE_FUTURE,
            INSTITUTION_CLOSED,
            NOT_TAKEN_UP,
            UNKNOWN_REFERENCE,
            WRONG_STATE,
        ],
    ),
)
async def hold_follow_up(context: Context, id: ResourceId, said: FollowUpHold) -> Response:
    """Hold a follow-up: assess, agree, take up agreements, keep the notes; a concern opens heightened supervision."""
    follow_up = await require_access(context, FollowUp, FOLLOW_UPS, id)
    await hold.hold_follow_up(context.session, context.caller, follow_up, said)
    return await _whole(context, id)


@follow_ups.post(
    "/{id}/corrections",
    response_model=FollowUpPublic,
    **requires("follow_ups", TRANSITION, problems=[HELD_IN_THE_FUTURE, WRONG_STATE]),
)
async def correct_follow_up(context: Context, id: ResourceId, said: FollowUpCorrection) -> Response:
    """Let a correction stand beside a held follow-up; heightened supervision follows a corrected assessment or day.

    An assessment is not corrected once a later one counts, nor the day past another follow-up that it disagrees with.
    """
    follow_up = await require_access(context, FollowUp, FOLLOW_UPS, id)
    await correct.correct_follow_up(context.session, context.caller, follow_up, said)
    return await _whole(context, id)


@follow_ups.post(
    "/{id}/redact",
    response_model=FollowUpPublic,
    **requires("follow_up_notes", WRITE, "follow_up_remarks", problems=[UNKNOWN_REFERENCE]),
)
async def redact_follow_up(context: Context, id: ResourceId, said: FollowUpRedact) -> Response:
    """Take words out of a follow-up for good: the chief topics, notes and why it is cancelled, the leader a remark."""
    theirs = said.field == RedactableInFollowUp.remark
    side, row = (IS_LEADER, _REMARKS) if theirs else (IS_CHIEF, None)
    follow_up = await _as(context, id, side, may=row)
    await redact.redact_follow_up(context.session, context.caller, follow_up, said)
    return await _whole(context, id)


@follow_ups.get("/{id}/notes", response_model=NotesPublic, **requires("follow_up_notes", READ))
async def read_follow_up_notes(context: Context, id: ResourceId) -> Response:
    """Read topics, notes and remarks as its leader, while leading there, or as chief; each reading is recorded."""
    async with context.writing() as session:  # though it is a GET: no reading without its entry in the journal
        context.require_role()
        follow_up = await _as(context, id, IS_A_SIDE, condition=False)
        notes = await write_notes.read_notes(session, context.caller, follow_up)
    return json_response(context, notes, version=follow_up.version)


@follow_ups.put(
    "/{id}/notes", response_model=FollowUpPublic, **requires("follow_up_notes", WRITE, problems=[WRONG_STATE])
)
async def prepare_follow_up_notes(context: Context, id: ResourceId, said: NotesShape) -> Response:
    """Write the topics and notes of a planned follow-up as its chief: all of them, each time."""
    follow_up = await _as(context, id, IS_CHIEF)
    await write_notes.write_notes(context.session, context.caller, follow_up, said)
    return await _whole(context, id)


@follow_ups.post("/{id}/remarks", response_model=FollowUpPublic, **requires("follow_up_remarks", WRITE))
async def remark_on_follow_up(context: Context, id: ResourceId, said: RemarkShape) -> Response:
    """Add a remark as its leader; it stays, beside the notes."""
    follow_up = await _as(context, id, IS_LEADER)
    await write_notes.write_remark(context.session, context.caller, follow_up, said.text)
    return await _whole(context, id)


add_transitions_route(follow_ups, FollowUp, FOLLOW_UPS, FOLLOW_UP_TRANSITIONS, requires("follow_ups", READ))
