"""/redactions, the auditor's orders; and /redact of resources without a rule of their own."""

from uuid import UUID

from fastapi import Response

from api.access.caller import Context, RequestContext
from api.access.guards import require_access
from api.access.responses import json_response, updated_response
from api.access.roles import WRITE
from api.access.route_class import requires, resource_router
from api.agreements.models import Agreement
from api.agreements.queries import AGREEMENTS, turns_of
from api.agreements.schemas import AgreementWhole
from api.consultations.models import Consultation
from api.consultations.queries.visible import CONSULTATIONS
from api.consultations.schemas import ConsultationPublic
from api.core import clock
from api.core.field_types import ResourceId
from api.core.problems import UNKNOWN_REFERENCE
from api.db.columns import ResourceModel
from api.focus_areas.models import FocusArea
from api.focus_areas.queries import FOCUS_AREAS
from api.focus_areas.schemas import FocusAreaPublic
from api.http.pagination import Listing
from api.privacy.actions.redact import RedactionRequest, load_resource, redact
from api.privacy.schemas import RedactionDone, RedactionOrder, RedactionShape
from api.themes.models import Theme
from api.themes.queries import THEMES
from api.themes.schemas import ThemePublic

redactions = resource_router("/redactions", "redactions")
agreements = resource_router("/agreements", "agreements")
focus_areas = resource_router("/focus-areas", "focus areas")
themes = resource_router("/themes", "themes")
consultations = resource_router("/consultations", "consultations")
routers = (redactions, agreements, focus_areas, themes, consultations)


@redactions.post(
    "", response_model=RedactionDone, **requires("redaction_by_order", WRITE, problems=[UNKNOWN_REFERENCE])
)
async def redact_by_order(context: Context, order: RedactionOrder) -> Response:
    """Redact a field of any resource by the auditor's order, and everything that holds the same text.

    The response contains nothing of the text. A text shorter than 20 characters is redacted in the resource and its
    copies only.
    """
    thing = await load_resource(context.session, order.resource, order.id)
    request = RedactionRequest(order.field, order.part_id, order.reason, by_auditor=True)
    await redact(context.session, context.caller, thing, request)
    return json_response(context, {**order.model_dump(), "version": thing.version, "done_on": clock.today()})


async def _redact(
    context: RequestContext, resource_model: type[ResourceModel], listing: Listing, id: UUID, redaction: RedactionShape
) -> None:
    thing = await require_access(context, resource_model, listing, id)
    request = RedactionRequest(redaction.field, redaction.part_id, redaction.reason)
    await redact(context.session, context.caller, thing, request)


@agreements.post(
    "/{id}/redact", response_model=AgreementWhole, **requires("agreements", WRITE, problems=[UNKNOWN_REFERENCE])
)
async def redact_agreement(context: Context, id: ResourceId, redaction: RedactionShape) -> Response:
    """Redact a text of an agreement or of one of its turns for good; a mark with the reason replaces it."""
    await _redact(context, Agreement, AGREEMENTS, id, redaction)
    return await updated_response(
        context, AGREEMENTS, id, {"turns": await turns_of(context.session, context.scope, id)}
    )


@focus_areas.post(
    "/{id}/redact", response_model=FocusAreaPublic, **requires("focus_areas", WRITE, problems=[UNKNOWN_REFERENCE])
)
async def redact_focus_area(context: Context, id: ResourceId, redaction: RedactionShape) -> Response:
    """Redact a text of a focus area for good; a mark with the reason replaces it."""
    await _redact(context, FocusArea, FOCUS_AREAS, id, redaction)
    return await updated_response(context, FOCUS_AREAS, id)


@themes.post(
    "/{id}/redact", response_model=ThemePublic, **requires("themes_proposed", WRITE, problems=[UNKNOWN_REFERENCE])
)
async def redact_theme(context: Context, id: ResourceId, redaction: RedactionShape) -> Response:
    """Redact a text of a theme for good; a mark with the reason replaces it."""
    await _redact(context, Theme, THEMES, id, redaction)
    return await updated_response(context, THEMES, id)


@consultations.post(
    "/{id}/redact", response_model=ConsultationPublic, **requires("consultations", WRITE, problems=[UNKNOWN_REFERENCE])
)
async def redact_consultation(context: Context, id: ResourceId, redaction: RedactionShape) -> Response:
    """Redact a text of a consultation for good; a mark with the reason replaces it."""
    await _redact(context, Consultation, CONSULTATIONS, id, redaction)
    return await updated_response(context, CONSULTATIONS, id)
