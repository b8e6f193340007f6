"""/heightened-supervision: opened and closed by follow-ups only; its action plan and the board's comments here."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from sqlalchemy import ColumnElement, select
from sqlmodel import col

from api.access.caller import Context, RequestContext
from api.access.guards import require_access
from api.access.responses import list_response, resource_response
from api.access.roles import READ, WRITE
from api.access.route_class import requires, resource_router
from api.access.transitions import add_transitions_route
from api.core.field_types import ResourceId
from api.core.problems import NOT_ACCEPTABLE, NOT_ALLOWED, UNKNOWN_REFERENCE, WRONG_STATE, Problem
from api.heightened_supervision.actions import comment, plan_actions, redact
from api.heightened_supervision.models import HeightenedSupervision
from api.heightened_supervision.queries import ACTS, COMMENTS, HEIGHTENED_SUPERVISION, REDACTS, parts_of
from api.heightened_supervision.schemas import (
    ActionPlanShape,
    CommentShape,
    HeightenedSupervisionPublic,
    HeightenedSupervisionQuery,
    HeightenedSupervisionWhole,
    SupervisionRedact,
)
from api.heightened_supervision.transitions import HEIGHTENED_SUPERVISION_TRANSITIONS
from api.http.conditional_requests import require_version
from api.http.pagination import Page

heightened_supervision = resource_router("/heightened-supervision", "heightened supervision")
routers = (heightened_supervision,)


async def _whole(context: RequestContext, id: UUID) -> Response:
    return await resource_response(context, HEIGHTENED_SUPERVISION, id, await parts_of(context.session, id))


async def _for(context: RequestContext, id: UUID, relation: ColumnElement[bool]) -> HeightenedSupervision:
    """The thing for those of the route's roles whose part this is; the others see it and may not."""
    found = await require_access(context, HeightenedSupervision, HEIGHTENED_SUPERVISION, id, condition=False)
    asked = select(relation).where(col(HeightenedSupervision.id) == id)
    if not (await context.session.execute(asked, context.scope)).scalar_one():
        raise Problem(NOT_ALLOWED)
    require_version(context.request, found.version)
    return found


@heightened_supervision.get(
    "",
    response_model=Page[HeightenedSupervisionPublic],
    **requires("heightened_supervision", READ, problems=[NOT_ACCEPTABLE]),
)
async def list_heightened_supervision(
    context: Context, query: Annotated[HeightenedSupervisionQuery, Query()]
) -> Response:
    """List the heightened supervision within reach, the latest first."""
    return await list_response(context, HEIGHTENED_SUPERVISION, query)


@heightened_supervision.get(
    "/{id}", response_model=HeightenedSupervisionWhole, **requires("heightened_supervision", READ)
)
async def get_heightened_supervision(context: Context, id: ResourceId) -> Response:
    """Read a heightened supervision with its grounds, its action plan and the parent board's comments."""
    await context.read()
    return await _whole(context, id)


@heightened_supervision.put(
    "/{id}/actions",
    response_model=HeightenedSupervisionWhole,
    **requires("heightened_supervision", WRITE, problems=[UNKNOWN_REFERENCE, WRONG_STATE]),
)
async def plan_supervision_actions(context: Context, id: ResourceId, plan: ActionPlanShape) -> Response:
    """Write the action plan, all of it each time, as chief or leader; what was planned once stays in it."""
    found = await _for(context, id, ACTS)
    await plan_actions.plan_actions(context.session, context.caller, found, plan.actions)
    return await _whole(context, id)


@heightened_supervision.post(
    "/{id}/redact",
    response_model=HeightenedSupervisionWhole,
    **requires("heightened_supervision", WRITE, problems=[UNKNOWN_REFERENCE]),
)
async def redact_heightened_supervision(context: Context, id: ResourceId, said: SupervisionRedact) -> Response:
    """Take words out of it for good: the chief a reason or closing words, chief and leader an action, the board its
    comment."""
    found = await _for(context, id, REDACTS[said.field])
    await redact.redact(context.session, context.caller, found, said)
    return await _whole(context, id)


@heightened_supervision.post(
    "/{id}/comments", response_model=HeightenedSupervisionWhole, **requires("heightened_supervision", WRITE)
)
async def comment_heightened_supervision(context: Context, id: ResourceId, said: CommentShape) -> Response:
    """Comment on it as a member of the parent board."""
    found = await _for(context, id, COMMENTS)
    await comment.add_comment(context.session, context.caller, found, said.text)
    return await _whole(context, id)


add_transitions_route(
    heightened_supervision,
    HeightenedSupervision,
    HEIGHTENED_SUPERVISION,
    HEIGHTENED_SUPERVISION_TRANSITIONS,
    requires("heightened_supervision", READ),
)
