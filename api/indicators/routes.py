"""Routes under /indicators."""

from typing import Annotated

from fastapi import Query, Response

from api.access.caller import Context
from api.access.guards import require_access, require_access_at_unit
from api.access.responses import created_response, list_response, no_content, resource_response, updated_response
from api.access.roles import READ, WRITE
from api.access.route_class import requires, resource_router
from api.core.field_types import ResourceId
from api.core.problems import IN_USE, NOT_ACCEPTABLE, NOT_FOUND
from api.db.external_ids import EXTERNAL_ID_TAKEN
from api.http.pagination import Page
from api.indicators import actions
from api.indicators.models import Indicator
from api.indicators.queries import INDICATORS
from api.indicators.rules import INDICATOR_CODE_TAKEN, INDICATOR_MEASURED
from api.indicators.schemas import IndicatorCreate, IndicatorPublic, IndicatorQuery, IndicatorUpdate
from api.journal.record import delete, replace_external_ids

indicators = resource_router("/indicators", "data-packages")
routers = (indicators,)


@indicators.get("", response_model=Page[IndicatorPublic], **requires("indicators", READ, problems=[NOT_ACCEPTABLE]))
async def list_indicators(context: Context, query: Annotated[IndicatorQuery, Query()]) -> Response:
    """List the indicators."""
    return await list_response(context, INDICATORS, query)


@indicators.post(
    "",
    response_model=IndicatorPublic,
    status_code=201,
    **requires("indicators", WRITE, problems=[EXTERNAL_ID_TAKEN, INDICATOR_CODE_TAKEN, NOT_FOUND]),
)
async def create_indicator(context: Context, payload: IndicatorCreate) -> Response:
    """Create an indicator."""
    await require_access_at_unit(context, None)
    [indicator] = await actions.create_indicators(context.session, context.caller, [payload])
    return await created_response(context, INDICATORS, indicator.id)


@indicators.get("/{id}", response_model=IndicatorPublic, **requires("indicators", READ))
async def get_indicator(context: Context, id: ResourceId) -> Response:
    """Get an indicator."""
    return await resource_response(context, INDICATORS, id)


@indicators.patch(
    "/{id}",
    response_model=IndicatorPublic,
    **requires("indicators", WRITE, problems=[EXTERNAL_ID_TAKEN, INDICATOR_CODE_TAKEN, INDICATOR_MEASURED]),
)
async def change_indicator(context: Context, id: ResourceId, payload: IndicatorUpdate) -> Response:
    """Update an indicator; what gives existing measurements their meaning can't be changed."""
    indicator = await require_access(context, Indicator, INDICATORS, id)
    await actions.update_indicator(context.session, context.caller, indicator, payload.changes())
    return await updated_response(context, INDICATORS, id)


@indicators.delete("/{id}", status_code=204, **requires("indicators", WRITE, problems=[EXTERNAL_ID_TAKEN, IN_USE]))
async def delete_indicator(context: Context, id: ResourceId) -> Response:
    """Delete an indicator that has no measurements."""
    indicator = await require_access(context, Indicator, INDICATORS, id)
    await replace_external_ids(context.session, context.caller, indicator, [])
    await delete(context.session, context.caller, indicator)
    return no_content()
