"""/agreements: made by conversations only; read, mended and turned here."""

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


async def _whole(context: RequestContext, id: UUID) -> Response:
    return await resource_response(
        context, AGREEMENTS, id, {"turns": await turns_of(context.session, context.scope, id)}
    )


async def _turn(context: RequestContext, id: UUID, turn: Turn, said: AgreementNote) -> Response:
    agreement = await require_access(context, Agreement, AGREEMENTS, id)
    await actions.change_status(context.session, context.caller, [StatusChange(agreement, turn, said.note)])
    return await _whole(context, id)


@agreements.get(
    "",
    response_model=Page[AgreementPublic],
    **requires("agreements", READ, "agreements_unshared", problems=[NOT_ACCEPTABLE]),
)
async def list_agreements(context: Context, query: Annotated[AgreementQuery, Query()]) -> Response:
    """List the agreements within reach, by the day they are due; a follow-up's only to its two sides until shared."""
    return await list_response(context, AGREEMENTS, query)


@agreements.get("/{id}", response_model=AgreementWhole, **requires("agreements", READ))
async def get_agreement(context: Context, id: ResourceId) -> Response:
    """Read an agreement with its turns."""
    await context.read()
    return await _whole(context, id)


@agreements.patch(
    "/{id}", response_model=AgreementWhole, **requires("agreements", WRITE, problems=[DUE_IN_THE_PAST, WRONG_STATE])
)
async def change_agreement(context: Context, id: ResourceId, change: AgreementUpdate) -> Response:
    """Say an open agreement otherwise, or give it another day or another hand."""
    agreement = await require_access(context, Agreement, AGREEMENTS, id)
    await actions.update_agreement(context.session, context.caller, agreement, change.given())
    return await _whole(context, id)


@agreements.post(
    "/{id}/done",
    response_model=AgreementWhole,
    **requires("agreements", TRANSITION, problems=[INSTITUTION_CLOSED, WRONG_STATE]),
)
async def complete_agreement(context: Context, id: ResourceId, said: AgreementNote) -> Response:
    """Say that an agreement has been kept."""
    return await _turn(context, id, Turn.done, said)


@agreements.post(
    "/{id}/drop",
    response_model=AgreementWhole,
    **requires("agreements", TRANSITION, problems=[INSTITUTION_CLOSED, WRONG_STATE]),
)
async def drop_agreement(context: Context, id: ResourceId, said: AgreementNote) -> Response:
    """Let an agreement go."""
    return await _turn(context, id, Turn.dropped, said)


@agreements.post(
    "/{id}/share", response_model=AgreementWhole, **requires("agreements_unshared", TRANSITION, problems=[WRONG_STATE])
)
async def share_agreement(context: Context, id: ResourceId) -> Response:
    """Share an agreement of a follow-up: from then on it is the institution's, and the next dialogue takes it up."""
    agreement = await require_access(context, Agreement, AGREEMENTS, id)
    await actions.share_agreements(context.session, context.caller, [agreement])
    return await _whole(context, id)


@agreements.post(
    "/{id}/reopen",
    response_model=AgreementWhole,
    **requires("agreements", TRANSITION, problems=[INSTITUTION_CLOSED, WRONG_STATE]),
)
async def reopen_agreement(context: Context, id: ResourceId, said: AgreementNote) -> Response:
    """Open an agreement again that was done or dropped by mistake."""
    return await _turn(context, id, Turn.reopened, said)


add_transitions_route(agreements, Agreement, AGREEMENTS, AGREEMENT_TRANSITIONS, requires("agreements", READ))
