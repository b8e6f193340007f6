"""Routes of /agreements; new agreements are created only by holding a dialogue or follow-up."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from api.access.caller import Context, RequestContext
from api.access.guards import require_access
from api.access.responses import list_response, resource_response
from api.access.roles import READ, TRANSITION, WRITE
from api.access.route_class import requires, resource_router
from api.access.transitions import add_transitions_route
from api.agreements import actions
from api.agreements.actions import StatusChange
from api.agreements.models import Agreement, Turn
from api.agreements.queries import AGREEMENTS, turns_of
from api.agreements.rules import DUE_IN_THE_PAST
from api.agreements.schemas import AgreementNote, AgreementPublic, AgreementQuery, AgreementUpdate, AgreementWhole
from api.agreements.transitions import AGREEMENT_TRANSITIONS
from api.core.field_types import ResourceId
from api.core.problems import NOT_ACCEPTABLE, WRONG_STATE
from api.http.pagination import Page
from api.institutions.rules import INSTITUTION_CLOSED

agreements = resource_router("/agreements", "agreements")
routers = (agreements,)


async def _agreement_response(context: RequestContext, id: UUID) -> Response:
    return await resource_response(
        context, AGREEMENTS, id, {"turns": await turns_of(context.session, context.scope, id)}
    )


async def _change_status(context: RequestContext, id: UUID, turn: Turn, payload: AgreementNote) -> Response:
    agreement = await require_access(context, Agreement, AGREEMENTS, id)
    await actions.change_status(context.session, context.caller, [StatusChange(agreement, turn, payload.note)])
    return await _agreement_response(context, id)


@agreements.get(
    "",
    response_model=Page[AgreementPublic],
    **requires("agreements", READ, "agreements_unshared", problems=[NOT_ACCEPTABLE]),
)
async def list_agreements(context: Context, query: Annotated[AgreementQuery, Query()]) -> Response:
    """List the agreements within reach, by due date; unshared ones of follow-ups only for their chief and leader."""
    return await list_response(context, AGREEMENTS, query)


@agreements.get("/{id}", response_model=AgreementWhole, **requires("agreements", READ))
async def get_agreement(context: Context, id: ResourceId) -> Response:
    """Read an agreement with the changes of its status."""
    await context.read_session()
    return await _agreement_response(context, id)


@agreements.patch(
    "/{id}", response_model=AgreementWhole, **requires("agreements", WRITE, problems=[DUE_IN_THE_PAST, WRONG_STATE])
)
async def change_agreement(context: Context, id: ResourceId, change: AgreementUpdate) -> Response:
    """Update the text, responsible person or due date of an open agreement."""
    agreement = await require_access(context, Agreement, AGREEMENTS, id)
    await actions.update_agreement(context.session, context.caller, agreement, change.changes())
    return await _agreement_response(context, id)


@agreements.post(
    "/{id}/done",
    response_model=AgreementWhole,
    **requires("agreements", TRANSITION, problems=[INSTITUTION_CLOSED, WRONG_STATE]),
)
async def complete_agreement(context: Context, id: ResourceId, payload: AgreementNote) -> Response:
    """Mark an agreement as done."""
    return await _change_status(context, id, Turn.done, payload)


@agreements.post(
    "/{id}/drop",
    response_model=AgreementWhole,
    **requires("agreements", TRANSITION, problems=[INSTITUTION_CLOSED, WRONG_STATE]),
)
async def drop_agreement(context: Context, id: ResourceId, payload: AgreementNote) -> Response:
    """Drop an agreement."""
    return await _change_status(context, id, Turn.dropped, payload)


@agreements.post(
    "/{id}/share", response_model=AgreementWhole, **requires("agreements_unshared", TRANSITION, problems=[WRONG_STATE])
)
async def share_agreement(context: Context, id: ResourceId) -> Response:
    """Share an agreement of a follow-up with the institution; its next dialogue then takes it up."""
    agreement = await require_access(context, Agreement, AGREEMENTS, id)
    await actions.share_agreements(context.session, context.caller, [agreement])
    return await _agreement_response(context, id)


@agreements.post(
    "/{id}/reopen",
    response_model=AgreementWhole,
    **requires("agreements", TRANSITION, problems=[INSTITUTION_CLOSED, WRONG_STATE]),
)
async def reopen_agreement(context: Context, id: ResourceId, payload: AgreementNote) -> Response:
    """Reopen an agreement that was marked as done or dropped by mistake."""
    return await _change_status(context, id, Turn.reopened, payload)


add_transitions_route(agreements, Agreement, AGREEMENTS, AGREEMENT_TRANSITIONS, requires("agreements", READ))
