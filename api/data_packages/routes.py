"""/indicators, /data-packages and /measurements."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response

from api.access.answers import changed, created, deleted, one, page
from api.access.caller import Call, CurrentCall
from api.access.door import may, room
from api.access.guards import at_unit, referred, within_reach
from api.access.roles import READ, TRANSITION, WRITE, May
from api.access.transitions import offer
from api.core.columns import Id
from api.core.conditions import require_version
from api.core.pages import Page
from api.corrections.models import CorrectionCreate
from api.data_packages import actions, changing, correcting, measuring
from api.data_packages.comparisons import compare, only
from api.data_packages.figures import (
    MeasurementCreate,
    MeasurementDetail,
    MeasurementPublic,
    MeasurementQuery,
    MeasurementUpdate,
)
from api.data_packages.models import DataPackage, Indicator, Measurement
from api.data_packages.packages import (
    IndicatorCreate,
    IndicatorPublic,
    IndicatorQuery,
    IndicatorUpdate,
    PackageCreate,
    PackagePublic,
    PackageQuery,
    PackageUpdate,
)
from api.data_packages.queries import INDICATORS, MEASUREMENTS, PACKAGES
from api.data_packages.steps import MEASUREMENT_STEPS, PACKAGE_STEPS
from api.institutions.models import Institution
from api.institutions.queries import INSTITUTIONS
from api.journal.record import delete, give_external_ids
from api.themes.models import Theme
from api.themes.queries import THEMES

indicators = room("/indicators", "data-packages")
packages = room("/data-packages", "data-packages")
measurements = room("/measurements", "data-packages")
routers = (indicators, packages, measurements)
_RUNNING = May("packages_released", WRITE)


@indicators.get("", response_model=Page[IndicatorPublic], **may("indicators", READ))
async def list_indicators(call: CurrentCall, query: Annotated[IndicatorQuery, Query()]) -> Response:
    """List the indicators."""
    return await page(call, INDICATORS, query)


@indicators.post("", response_model=IndicatorPublic, status_code=201, **may("indicators", WRITE))
async def create_indicator(call: CurrentCall, new: IndicatorCreate) -> Response:
    """Make an indicator."""
    await at_unit(call, None)
    [indicator] = await actions.create_indicators(call.session, call.caller, [new])
    return await created(call, INDICATORS, indicator.id)


@indicators.get("/{id}", response_model=IndicatorPublic, **may("indicators", READ))
async def get_indicator(call: CurrentCall, id: Id) -> Response:
    """Read an indicator."""
    return await one(call, INDICATORS, id)


@indicators.patch("/{id}", response_model=IndicatorPublic, **may("indicators", WRITE))
async def change_indicator(call: CurrentCall, id: Id, change: IndicatorUpdate) -> Response:
    """Change what is said of an indicator; not what its figures rest on."""
    indicator = await within_reach(call, Indicator, INDICATORS, id)
    await actions.change_indicator(call.session, call.caller, indicator, change.given())
    return await changed(call, INDICATORS, id)


@indicators.delete("/{id}", status_code=204, **may("indicators", WRITE))
async def delete_indicator(call: CurrentCall, id: Id) -> Response:
    """Delete an indicator that has no figures."""
    indicator = await within_reach(call, Indicator, INDICATORS, id)
    await give_external_ids(call.session, call.caller, indicator, [])
    await delete(call.session, call.caller, indicator)
    return deleted()


# --- packages ---


async def _themes(call: Call, ids: list[UUID]) -> None:
    await referred(call, {f"/theme_ids/{place}": (Theme, THEMES, id) for place, id in enumerate(ids)})


@packages.get("", response_model=Page[PackagePublic], **may("packages_released", READ))
async def list_data_packages(call: CurrentCall, query: Annotated[PackageQuery, Query()]) -> Response:
    """List the data packages, the latest half-year first; drafts for those who make them."""
    return await page(call, PACKAGES, query)


@packages.post("", response_model=PackagePublic, status_code=201, **may("packages_draft", WRITE))
async def create_data_package(call: CurrentCall, new: PackageCreate) -> Response:
    """Make a data package, as a draft."""
    await at_unit(call, None)
    await _themes(call, new.theme_ids)
    [package] = await actions.create_packages(call.session, call.caller, [new])
    return await created(call, PACKAGES, package.id)


@packages.get("/{id}", response_model=PackagePublic, **may("packages_released", READ))
async def get_data_package(call: CurrentCall, id: Id) -> Response:
    """Read a data package."""
    return await one(call, PACKAGES, id)


@packages.patch("/{id}", response_model=PackagePublic, **may("packages_draft", WRITE))
async def change_data_package(call: CurrentCall, id: Id, change: PackageUpdate) -> Response:
    """Change what is said of a draft."""
    package = await within_reach(call, DataPackage, PACKAGES, id)
    await _themes(call, change.theme_ids)
    await actions.change_package(call.session, call.caller, package, change.given())
    return await changed(call, PACKAGES, id)


@packages.delete("/{id}", status_code=204, **may("packages_draft", WRITE))
async def delete_data_package(call: CurrentCall, id: Id) -> Response:
    """Delete a draft that holds no figures."""
    package = await within_reach(call, DataPackage, PACKAGES, id)
    await actions.delete_package(call.session, call.caller, package)
    return deleted()


@packages.post("/{id}/release", response_model=PackagePublic, **may("packages_draft", TRANSITION))
async def release_data_package(call: CurrentCall, id: Id) -> Response:
    """Release a draft: the institutions see it, small groups are withheld, and it is final."""
    package = await within_reach(call, DataPackage, PACKAGES, id)
    await actions.release_package(call.session, call.caller, package)
    return await changed(call, PACKAGES, id)


@packages.post("/{id}/withdraw", response_model=PackagePublic, **may("packages_draft", TRANSITION))
async def withdraw_data_package(call: CurrentCall, id: Id) -> Response:
    """Take a released package back; the one that it superseded counts again."""
    package = await within_reach(call, DataPackage, PACKAGES, id)
    await actions.withdraw_package(call.session, call.caller, package)
    return await changed(call, PACKAGES, id)


@packages.post("/{id}/revise", response_model=PackagePublic, status_code=201, **may("packages_draft", TRANSITION))
async def revise_data_package(call: CurrentCall, id: Id) -> Response:
    """Make a new revision of a released package: a draft with the same figures, which supersedes it when released."""
    package = await within_reach(call, DataPackage, PACKAGES, id)
    revision = await actions.revise_package(call.session, call.caller, package)
    return await created(call, PACKAGES, revision.id)


# --- measurements ---


async def _detail(call: Call, id: UUID) -> dict[str, Any]:
    compared = await compare(call.session, only(id))
    corrections = await correcting.corrections_of(call.session, id)
    return {"comparison": compared.get(id), "corrections": corrections}


@measurements.get("", response_model=Page[MeasurementPublic], **may("packages_released", READ))
async def list_measurements(call: CurrentCall, query: Annotated[MeasurementQuery, Query()]) -> Response:
    """List the figures within reach; what is withheld is null, with status `suppressed`. Not sorted by value."""
    return await page(call, MEASUREMENTS, query)


@measurements.post("", response_model=MeasurementDetail, status_code=201, **may("packages_draft", WRITE))
async def create_measurement(call: CurrentCall, new: MeasurementCreate) -> Response:
    """Take a figure into a draft package, or as a running one; many at a time come by import."""
    await referred(
        call,
        {
            "/institution_id": (Institution, INSTITUTIONS, new.institution_id),
            "/indicator_id": (Indicator, INDICATORS, new.indicator_id),
            "/package_id": (DataPackage, PACKAGES, new.package_id),
        },
    )
    await at_unit(call, new.institution_id, may=call.may if new.package_id else _RUNNING)
    [id] = await measuring.add_measurements(call.session, call.caller, [new])
    return await created(call, MEASUREMENTS, id, await _detail(call, id))


async def _mine(call: Call, id: UUID) -> Measurement:
    """The measurement, if the caller may write it: running figures are the data suppliers'."""
    measurement = await within_reach(call, Measurement, MEASUREMENTS, id, condition=False)
    if measurement.package_id is None:
        await at_unit(call, measurement.institution_id, may=_RUNNING)
    require_version(call.request, measurement.version)
    return measurement


@measurements.get("/{id}", response_model=MeasurementDetail, **may("packages_released", READ))
async def get_measurement(call: CurrentCall, id: Id) -> Response:
    """Read a figure with what it is compared with and what was corrected."""
    await call.read()
    return await one(call, MEASUREMENTS, id, await _detail(call, id))


@measurements.patch("/{id}", response_model=MeasurementDetail, **may("packages_draft", WRITE))
async def change_measurement(call: CurrentCall, id: Id, change: MeasurementUpdate) -> Response:
    """Change a running figure, or one of a draft; released ones are corrected."""
    await _mine(call, id)
    await changing.change_measurements(call.session, call.caller, {id: change.given()})
    return await changed(call, MEASUREMENTS, id, await _detail(call, id))


@measurements.delete("/{id}", status_code=204, **may("packages_draft", WRITE))
async def delete_measurement(call: CurrentCall, id: Id) -> Response:
    """Delete a running figure, or one of a draft."""
    measurement = await _mine(call, id)
    await correcting.delete_measurement(call.session, call.caller, measurement)
    return deleted()


@measurements.post("/{id}/correct", response_model=MeasurementDetail, **may("packages_draft", TRANSITION))
async def correct_measurement(call: CurrentCall, id: Id, correction: CorrectionCreate) -> Response:
    """Let a correction stand beside a figure; with `becomes` it replaces value, n, standard_error or status."""
    measurement = await within_reach(call, Measurement, MEASUREMENTS, id)
    await correcting.correct_measurement(call.session, call.caller, measurement, correction)
    return await changed(call, MEASUREMENTS, id, await _detail(call, id))


offer(packages, DataPackage, PACKAGES, PACKAGE_STEPS, may("packages_released", READ))
offer(measurements, Measurement, MEASUREMENTS, MEASUREMENT_STEPS, may("packages_released", READ))
