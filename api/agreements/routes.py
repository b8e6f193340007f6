"""/agreements: made by conversations only; read, mended and turned here."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from api.access.answers import one, page
from api.access.caller import Call, CurrentCall
from api.access.door import may, room
from api.access.guards import within_reach
from api.access.roles import READ, TRANSITION, WRITE
from api.access.transitions import offer
from api.agreements import actions
from api.agreements.actions import Turning
from api.agreements.models import (
    Agreement,
    AgreementNote,
    AgreementPublic,
    AgreementQuery,
    AgreementUpdate,
    AgreementWhole,
    Turn,
)
from api.agreements.queries import AGREEMENTS, turns_of
from api.agreements.steps import AGREEMENT_STEPS
from api.core.columns import Id
from api.core.pages import Page

agreements = room("/agreements", "agreements")
routers = (agreements,)


async def _whole(call: Call, id: UUID) -> Response:
    return await one(call, AGREEMENTS, id, {"turns": await turns_of(call.session, call.scope, id)})


async def _turn(call: Call, id: UUID, turn: Turn, said: AgreementNote) -> Response:
    agreement = await within_reach(call, Agreement, AGREEMENTS, id)
    await actions.turn_agreements(call.session, call.caller, [Turning(agreement, turn, said.note)])
    return await _whole(call, id)


@agreements.get("", response_model=Page[AgreementPublic], **may("agreements", READ, "agreements_unshared"))
async def list_agreements(call: CurrentCall, query: Annotated[AgreementQuery, Query()]) -> Response:
    """List the agreements within reach, by the day they are due; a follow-up's only to its two sides until shared."""
    return await page(call, AGREEMENTS, query)


@agreements.get("/{id}", response_model=AgreementWhole, **may("agreements", READ))
async def get_agreement(call: CurrentCall, id: Id) -> Response:
    """Read an agreement with its turns."""
    await call.read()
    return await _whole(call, id)


@agreements.patch("/{id}", response_model=AgreementWhole, **may("agreements", WRITE))
async def change_agreement(call: CurrentCall, id: Id, change: AgreementUpdate) -> Response:
    """Say an open agreement otherwise, or give it another day or another hand."""
    agreement = await within_reach(call, Agreement, AGREEMENTS, id)
    await actions.change_agreement(call.session, call.caller, agreement, change.given())
    return await _whole(call, id)


@agreements.post("/{id}/done", response_model=AgreementWhole, **may("agreements", TRANSITION))
async def complete_agreement(call: CurrentCall, id: Id, said: AgreementNote) -> Response:
    """Say that an agreement has been kept."""
    return await _turn(call, id, Turn.done, said)


@agreements.post("/{id}/drop", response_model=AgreementWhole, **may("agreements", TRANSITION))
async def drop_agreement(call: CurrentCall, id: Id, said: AgreementNote) -> Response:
    """Let an agreement go."""
    return await _turn(call, id, Turn.dropped, said)


@agreements.post("/{id}/share", response_model=AgreementWhole, **may("agreements_unshared", TRANSITION))
async def share_agreement(call: CurrentCall, id: Id) -> Response:
    """Share an agreement of a follow-up: from then on it is the institution's, and the next dialogue takes it up."""
    agreement = await within_reach(call, Agreement, AGREEMENTS, id)
    await actions.share_agreements(call.session, call.caller, [agreement])
    return await _whole(call, id)


@agreements.post("/{id}/reopen", response_model=AgreementWhole, **may("agreements", TRANSITION))
async def reopen_agreement(call: CurrentCall, id: Id, said: AgreementNote) -> Response:
    """Open an agreement again that was done or dropped by mistake."""
    return await _turn(call, id, Turn.reopened, said)


offer(agreements, Agreement, AGREEMENTS, AGREEMENT_STEPS, may("agreements", READ))
