"""/redactions, the auditor's orders; and taking words out of what has no way of its own, by who may write it."""

from typing import Any
from uuid import UUID

from fastapi import Response

from api.access.answers import answer, changed
from api.access.caller import Call, CurrentCall
from api.access.door import may, room
from api.access.guards import within_reach
from api.access.roles import WRITE
from api.agreements.models import Agreement, AgreementWhole
from api.agreements.queries import AGREEMENTS, turns_of
from api.core import clock
from api.core.columns import Id, Thing
from api.core.pages import Listing
from api.focus_areas.models import FocusArea, FocusAreaPublic
from api.focus_areas.queries import FOCUS_AREAS
from api.stakeholder_input.consultations import ConsultationPublic
from api.stakeholder_input.consulted import CONSULTATIONS
from api.stakeholder_input.models import Consultation
from api.stewardship.redacting import Order, redact, thing_of
from api.stewardship.shapes import RedactionDone, RedactionOrder, RedactionShape
from api.themes.models import Theme, ThemePublic
from api.themes.queries import THEMES

redactions = room("/redactions", "redactions")
agreements = room("/agreements", "agreements")
focus_areas = room("/focus-areas", "focus areas")
themes = room("/themes", "themes")
consultations = room("/consultations", "consultations")
routers = (redactions, agreements, focus_areas, themes, consultations)


@redactions.post("", response_model=RedactionDone, **may("redaction_by_order", WRITE))
async def redact_by_order(call: CurrentCall, said: RedactionOrder) -> Response:
    """Take words out of anything by the auditor's order, and from everything that says the same; nothing is read here.

    Words shorter than 20 characters go from the thing and its copies only.
    """
    thing = await thing_of(call.session, said.resource, said.id)
    await redact(call.session, call.caller, thing, Order(said.field, said.part_id, said.reason, by_auditor=True))
    told: dict[str, Any] = said.model_dump() | {"version": thing.version, "done_on": clock.today()}
    return answer(call, told)


async def _redact(call: Call, kind: type[Thing], listing: Listing, id: UUID, said: RedactionShape) -> None:
    thing = await within_reach(call, kind, listing, id)
    await redact(call.session, call.caller, thing, Order(said.field, said.part_id, said.reason))


@agreements.post("/{id}/redact", response_model=AgreementWhole, **may("agreements", WRITE))
async def redact_agreement(call: CurrentCall, id: Id, said: RedactionShape) -> Response:
    """Take words out of an agreement or one of its turns for good; the reason stands in their place."""
    await _redact(call, Agreement, AGREEMENTS, id, said)
    return await changed(call, AGREEMENTS, id, {"turns": await turns_of(call.session, call.scope, id)})


@focus_areas.post("/{id}/redact", response_model=FocusAreaPublic, **may("focus_areas", WRITE))
async def redact_focus_area(call: CurrentCall, id: Id, said: RedactionShape) -> Response:
    """Take words out of a focus area for good; the reason stands in their place."""
    await _redact(call, FocusArea, FOCUS_AREAS, id, said)
    return await changed(call, FOCUS_AREAS, id)


@themes.post("/{id}/redact", response_model=ThemePublic, **may("themes_proposed", WRITE))
async def redact_theme(call: CurrentCall, id: Id, said: RedactionShape) -> Response:
    """Take words out of a theme for good; the reason stands in their place."""
    await _redact(call, Theme, THEMES, id, said)
    return await changed(call, THEMES, id)


@consultations.post("/{id}/redact", response_model=ConsultationPublic, **may("consultations", WRITE))
async def redact_consultation(call: CurrentCall, id: Id, said: RedactionShape) -> Response:
    """Take words out of a consultation for good; the reason stands in their place."""
    await _redact(call, Consultation, CONSULTATIONS, id, said)
    return await changed(call, CONSULTATIONS, id)
