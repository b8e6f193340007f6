"""Routes of `/heightened-supervision`; follow-ups alone open and close it."""

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


async def _detail_response(context: RequestContext, id: UUID) -> Response:
    """Return the response of a single heightened supervision."""
    return await resource_response(context, HEIGHTENED_SUPERVISION, id, await parts_of(context.session, id))


async def _require_relation(context: RequestContext, id: UUID, relation: ColumnElement[bool]) -> HeightenedSupervision:
    """Return the heightened supervision; raise `not-allowed` unless `relation` holds for the caller.

    The route's policy names every role that may write some part of it; `relation` narrows that to one part. The version
    is checked last, so that a caller without access gets 403 and not 412.
    """
    supervision = await require_access(context, HeightenedSupervision, HEIGHTENED_SUPERVISION, id, check_version=False)
    is_related = select(relation).where(col(HeightenedSupervision.id) == id)
    if not (await context.session.execute(is_related, context.scope)).scalar_one():
        raise Problem(NOT_ALLOWED)
    require_version(context.request, supervision.version)
    return supervision


@heightened_supervision.get(
    "",
    response_model=Page[HeightenedSupervisionPublic],
    **requires("heightened_supervision", READ, problems=[NOT_ACCEPTABLE]),
)
async def list_heightened_supervision(
    context: Context, query: Annotated[HeightenedSupervisionQuery, Query()]
) -> Response:
    """List the heightened supervision within reach, most recently opened first."""
    return await list_response(context, HEIGHTENED_SUPERVISION, query)


@heightened_supervision.get(
    "/{id}", response_model=HeightenedSupervisionWhole, **requires("heightened_supervision", READ)
)
async def get_heightened_supervision(context: Context, id: ResourceId) -> Response:
    """Read a heightened supervision with its grounds, action plan and comments of the parent board."""
    await context.read_session()
    return await _detail_response(context, id)


@heightened_supervision.put(
    "/{id}/actions",
    response_model=HeightenedSupervisionWhole,
    **requires("heightened_supervision", WRITE, problems=[UNKNOWN_REFERENCE, WRONG_STATE]),
)
async def plan_supervision_actions(context: Context, id: ResourceId, plan: ActionPlanShape) -> Response:
    """Replace the action plan, as chief or leader; planned actions cannot be removed, only dropped."""
    supervision = await _require_relation(context, id, ACTS)
    await plan_actions.plan_actions(context.session, context.caller, supervision, plan.actions)
    return await _detail_response(context, id)


@heightened_supervision.post(
    "/{id}/redact",
    response_model=HeightenedSupervisionWhole,
    **requires("heightened_supervision", WRITE, problems=[UNKNOWN_REFERENCE]),
)
async def redact_heightened_supervision(context: Context, id: ResourceId, redaction: SupervisionRedact) -> Response:
    """Redact text of a heightened supervision.

    The chief redacts a reason or closing text, chief and leader an action, and the parent board a comment.
    """
    supervision = await _require_relation(context, id, REDACTS[redaction.field])
    await redact.redact(context.session, context.caller, supervision, redaction)
    return await _detail_response(context, id)


@heightened_supervision.post(
    "/{id}/comments", response_model=HeightenedSupervisionWhole, **requires("heightened_supervision", WRITE)
)
async def comment_heightened_supervision(context: Context, id: ResourceId, new_comment: CommentShape) -> Response:
    """Comment on a heightened supervision as a member of the parent board."""
    supervision = await _require_relation(context, id, COMMENTS)
    await comment.add_comment(context.session, context.caller, supervision, new_comment.text)
    return await _detail_response(context, id)


add_transitions_route(
    heightened_supervision,
    HeightenedSupervision,
    HEIGHTENED_SUPERVISION,
    HEIGHTENED_SUPERVISION_TRANSITIONS,
    requires("heightened_supervision", READ),
)
