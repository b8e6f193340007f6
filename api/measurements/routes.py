"""Routes under /measurements."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response

from api.access.caller import Context, RequestContext
from api.access.guards import require_access, require_access_at_unit, resolve_references
from api.access.responses import created_response, list_response, no_content, resource_response, updated_response
from api.access.roles import READ, TRANSITION, WRITE, Permission
from api.access.route_class import requires, resource_router
from api.access.transitions import add_transitions_route
from api.core.field_types import ResourceId
from api.core.problems import IN_USE, NOT_ACCEPTABLE, NOT_FOUND, UNKNOWN_REFERENCE
from api.data_packages.models import DataPackage
from api.data_packages.queries import PACKAGES
from api.data_packages.rules import PACKAGE_OF_ANOTHER_KIND, PACKAGE_RELEASED
from api.http.conditional_requests import require_version
from api.http.pagination import Page
from api.indicators.models import Indicator
from api.indicators.queries import INDICATORS
from api.institutions.models import Institution
from api.institutions.queries import INSTITUTIONS
from api.institutions.rules import INSTITUTION_CLOSED
from api.measurements.actions import correct, create, delete, update
from api.measurements.models import Measurement
from api.measurements.queries.comparisons import compare, only
from api.measurements.queries.corrections import corrections_of
from api.measurements.queries.visible import MEASUREMENTS
from api.measurements.rules.validation import (
    INDICATOR_NOT_FOR_THIS_KIND,
    MEASUREMENT_EXISTS,
    OUT_OF_BOUNDS,
    PERSONS_MISSING,
    VALUE_AND_STATUS,
    VALUE_NOT_PROVIDED,
)
from api.measurements.schemas import (
    MeasurementCreate,
    MeasurementDetail,
    MeasurementPublic,
    MeasurementQuery,
    MeasurementUpdate,
)
from api.measurements.transitions import MEASUREMENT_TRANSITIONS
from api.redaction.schemas import CorrectionCreate

measurements = resource_router("/measurements", "data-packages")
routers = (measurements,)
_RUNNING = Permission("packages_released", WRITE)


async def _detail(context: RequestContext, id: UUID) -> dict[str, Any]:
    """Return the fields that `MeasurementDetail` adds: the comparison and the corrections."""
    comparisons = await compare(context.session, only(id))
    return {"comparison": comparisons.get(id), "corrections": await corrections_of(context.session, id)}


@measurements.get(
    "", response_model=Page[MeasurementPublic], **requires("packages_released", READ, problems=[NOT_ACCEPTABLE])
)
async def list_measurements(context: Context, query: Annotated[MeasurementQuery, Query()]) -> Response:
    """List the measurements within reach; suppressed values are null, with status `suppressed`."""
    return await list_response(context, MEASUREMENTS, query)


@measurements.post(
    "",
    response_model=MeasurementDetail,
    status_code=201,
    **requires(
        "packages_draft",
        WRITE,
        problems=[
            INSTITUTION_CLOSED,
            MEASUREMENT_EXISTS,
            INDICATOR_NOT_FOR_THIS_KIND,
            NOT_FOUND,
            OUT_OF_BOUNDS,
            PACKAGE_OF_ANOTHER_KIND,
            PACKAGE_RELEASED,
            PERSONS_MISSING,
            UNKNOWN_REFERENCE,
            VALUE_AND_STATUS,
        ],
    ),
)
async def create_measurement(context: Context, payload: MeasurementCreate) -> Response:
    """Create a measurement in a draft package, or a running one; use an import for many."""
    await resolve_references(
        context,
        {
            "/institution_id": (Institution, INSTITUTIONS, payload.institution_id),
            "/indicator_id": (Indicator, INDICATORS, payload.indicator_id),
            "/package_id": (DataPackage, PACKAGES, payload.package_id),
        },
    )
    may = context.permission if payload.package_id else _RUNNING
    await require_access_at_unit(context, payload.institution_id, permission=may)
    [id] = await create.create_measurements(context.session, context.caller, [payload])
    return await created_response(context, MEASUREMENTS, id, await _detail(context, id))


async def _require_writable(context: RequestContext, id: UUID) -> Measurement:
    """Return the measurement if the caller may write it; running measurements are written by data suppliers only."""
    measurement = await require_access(context, Measurement, MEASUREMENTS, id, check_version=False)
    if measurement.package_id is None:
        await require_access_at_unit(context, measurement.institution_id, permission=_RUNNING)
    require_version(context.request, measurement.version)
    return measurement


@measurements.get("/{id}", response_model=MeasurementDetail, **requires("packages_released", READ))
async def get_measurement(context: Context, id: ResourceId) -> Response:
    """Get a measurement with its comparison and corrections."""
    await context.read_session()
    return await resource_response(context, MEASUREMENTS, id, await _detail(context, id))


@measurements.patch(
    "/{id}",
    response_model=MeasurementDetail,
    **requires(
        "packages_draft",
        WRITE,
        problems=[OUT_OF_BOUNDS, PACKAGE_RELEASED, PERSONS_MISSING, VALUE_AND_STATUS, VALUE_NOT_PROVIDED],
    ),
)
async def change_measurement(context: Context, id: ResourceId, payload: MeasurementUpdate) -> Response:
    """Update a running measurement or one in a draft package; correct released ones instead."""
    await _require_writable(context, id)
    await update.update_measurements(context.session, context.caller, {id: payload.changes()})
    return await updated_response(context, MEASUREMENTS, id, await _detail(context, id))


@measurements.delete("/{id}", status_code=204, **requires("packages_draft", WRITE, problems=[IN_USE, PACKAGE_RELEASED]))
async def delete_measurement(context: Context, id: ResourceId) -> Response:
    """Delete a running measurement or one in a draft package."""
    measurement = await _require_writable(context, id)
    await delete.delete_measurement(context.session, context.caller, measurement)
    return no_content()


@measurements.post(
    "/{id}/correct",
    response_model=MeasurementDetail,
    **requires("packages_draft", TRANSITION, problems=[OUT_OF_BOUNDS, PERSONS_MISSING, VALUE_AND_STATUS]),
)
async def correct_measurement(context: Context, id: ResourceId, correction: CorrectionCreate) -> Response:
    """Add a correction to a measurement; with `becomes` it replaces value, n, standard_error or status."""
    measurement = await require_access(context, Measurement, MEASUREMENTS, id)
    await correct.correct_measurement(context.session, context.caller, measurement, correction)
    return await updated_response(context, MEASUREMENTS, id, await _detail(context, id))


add_transitions_route(
    measurements, Measurement, MEASUREMENTS, MEASUREMENT_TRANSITIONS, requires("packages_released", READ)
)
