"""/measurements."""

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
from api.measurements.actions import correct, create, update
from api.measurements.models import Measurement
from api.measurements.queries.comparisons import compare, only
from api.measurements.queries.visible import MEASUREMENTS
from api.measurements.rules.figure import (
    MEASURED_ALREADY,
    NOT_FOR_THIS_KIND,
    OUT_OF_BOUNDS,
    PERSONS_MISSING,
    VALUE_AND_STATUS,
    VALUE_NOT_GIVEN,
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


# --- measurements ---


async def _detail(context: RequestContext, id: UUID) -> dict[str, Any]:
    compared = await compare(context.session, only(id))
    corrections = await correct.corrections_of(context.session, id)
    return {"comparison": compared.get(id), "corrections": corrections}


@measurements.get(
    "", response_model=Page[MeasurementPublic], **requires("packages_released", READ, problems=[NOT_ACCEPTABLE])
)
async def list_measurements(context: Context, query: Annotated[MeasurementQuery, Query()]) -> Response:
    """List the figures within reach; what is withheld is null, with status `suppressed`. Not sorted by value."""
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
            MEASURED_ALREADY,
            NOT_FOR_THIS_KIND,
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
async def create_measurement(context: Context, new: MeasurementCreate) -> Response:
    """Take a figure into a draft package, or as a running one; many at a time come by import."""
    await resolve_references(
        context,
        {
            "/institution_id": (Institution, INSTITUTIONS, new.institution_id),
            "/indicator_id": (Indicator, INDICATORS, new.indicator_id),
            "/package_id": (DataPackage, PACKAGES, new.package_id),
        },
    )
    await require_access_at_unit(context, new.institution_id, may=context.may if new.package_id else _RUNNING)
    [id] = await create.create_measurements(context.session, context.caller, [new])
    return await created_response(context, MEASUREMENTS, id, await _detail(context, id))


async def _mine(context: RequestContext, id: UUID) -> Measurement:
    """The measurement, if the caller may write it: running figures are the data suppliers'."""
    measurement = await require_access(context, Measurement, MEASUREMENTS, id, condition=False)
    if measurement.package_id is None:
        await require_access_at_unit(context, measurement.institution_id, may=_RUNNING)
    require_version(context.request, measurement.version)
    return measurement


@measurements.get("/{id}", response_model=MeasurementDetail, **requires("packages_released", READ))
async def get_measurement(context: Context, id: ResourceId) -> Response:
    """Read a figure with what it is compared with and what was corrected."""
    await context.read()
    return await resource_response(context, MEASUREMENTS, id, await _detail(context, id))


@measurements.patch(
    "/{id}",
    response_model=MeasurementDetail,
    **requires(
        "packages_draft",
        WRITE,
        problems=[OUT_OF_BOUNDS, PACKAGE_RELEASED, PERSONS_MISSING, VALUE_AND_STATUS, VALUE_NOT_GIVEN],
    ),
)
async def change_measurement(context: Context, id: ResourceId, change: MeasurementUpdate) -> Response:
    """Change a running figure, or one of a draft; released ones are corrected."""
    await _mine(context, id)
    await update.update_measurements(context.session, context.caller, {id: change.given()})
    return await updated_response(context, MEASUREMENTS, id, await _detail(context, id))


@measurements.delete("/{id}", status_code=204, **requires("packages_draft", WRITE, problems=[IN_USE, PACKAGE_RELEASED]))
async def delete_measurement(context: Context, id: ResourceId) -> Response:
    """Delete a running figure, or one of a draft."""
    measurement = await _mine(context, id)
    await correct.delete_measurement(context.session, context.caller, measurement)
    return no_content()


@measurements.post(
    "/{id}/correct",
    response_model=MeasurementDetail,
    **requires("packages_draft", TRANSITION, problems=[OUT_OF_BOUNDS, PERSONS_MISSING, VALUE_AND_STATUS]),
)
async def correct_measurement(context: Context, id: ResourceId, correction: CorrectionCreate) -> Response:
    """Let a correction stand beside a figure; with `becomes` it replaces value, n, standard_error or status."""
    measurement = await require_access(context, Measurement, MEASUREMENTS, id)
    await correct.correct_measurement(context.session, context.caller, measurement, correction)
    return await updated_response(context, MEASUREMENTS, id, await _detail(context, id))


add_transitions_route(
    measurements, Measurement, MEASUREMENTS, MEASUREMENT_TRANSITIONS, requires("packages_released", READ)
)
