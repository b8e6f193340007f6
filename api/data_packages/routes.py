"""Routes under /data-packages."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from api.access.caller import Context, RequestContext
from api.access.guards import require_access, require_access_at_unit, resolve_references
from api.access.responses import created_response, list_response, no_content, resource_response, updated_response
from api.access.roles import READ, TRANSITION, WRITE
from api.access.route_class import requires, resource_router
from api.access.transitions import add_transitions_route
from api.core.field_types import ResourceId
from api.core.problems import IN_USE, NOT_ACCEPTABLE, NOT_FOUND, UNKNOWN_REFERENCE
from api.data_packages import actions
from api.data_packages.models import DataPackage
from api.data_packages.queries import PACKAGES
from api.data_packages.rules import (
    PACKAGE_EMPTY,
    PACKAGE_NOT_RELEASED,
    PACKAGE_RELEASED,
    PACKAGE_REVISED,
    PACKAGE_TITLE_TAKEN,
)
from api.data_packages.schemas import PackageCreate, PackagePublic, PackageQuery, PackageUpdate
from api.data_packages.transitions import PACKAGE_TRANSITIONS
from api.db.external_ids import EXTERNAL_ID_TAKEN
from api.http.pagination import Page
from api.themes.models import Theme
from api.themes.queries import THEMES

packages = resource_router("/data-packages", "data-packages")
routers = (packages,)


async def _require_themes(context: RequestContext, ids: list[UUID]) -> None:
    """Raise `unknown-reference` unless the caller can see all of these themes."""
    await resolve_references(context, {f"/theme_ids/{index}": (Theme, THEMES, id) for index, id in enumerate(ids)})


@packages.get("", response_model=Page[PackagePublic], **requires("packages_released", READ, problems=[NOT_ACCEPTABLE]))
async def list_data_packages(context: Context, query: Annotated[PackageQuery, Query()]) -> Response:
    """List the data packages, the latest half-year first; drafts are listed for administrators and data suppliers."""
    return await list_response(context, PACKAGES, query)


@packages.post(
    "",
    response_model=PackagePublic,
    status_code=201,
    **requires(
        "packages_draft", WRITE, problems=[EXTERNAL_ID_TAKEN, NOT_FOUND, PACKAGE_TITLE_TAKEN, UNKNOWN_REFERENCE]
    ),
)
async def create_data_package(context: Context, payload: PackageCreate) -> Response:
    """Create a data package, as a draft."""
    await require_access_at_unit(context, None)
    await _require_themes(context, payload.theme_ids)
    [package] = await actions.create_packages(context.session, context.caller, [payload])
    return await created_response(context, PACKAGES, package.id)


@packages.get("/{id}", response_model=PackagePublic, **requires("packages_released", READ))
async def get_data_package(context: Context, id: ResourceId) -> Response:
    """Get a data package."""
    return await resource_response(context, PACKAGES, id)


@packages.patch(
    "/{id}",
    response_model=PackagePublic,
    **requires(
        "packages_draft", WRITE, problems=[EXTERNAL_ID_TAKEN, PACKAGE_RELEASED, PACKAGE_TITLE_TAKEN, UNKNOWN_REFERENCE]
    ),
)
async def change_data_package(context: Context, id: ResourceId, payload: PackageUpdate) -> Response:
    """Update a draft."""
    package = await require_access(context, DataPackage, PACKAGES, id)
    await _require_themes(context, payload.theme_ids)
    await actions.update_package(context.session, context.caller, package, payload.changes())
    return await updated_response(context, PACKAGES, id)


@packages.delete(
    "/{id}",
    status_code=204,
    **requires("packages_draft", WRITE, problems=[EXTERNAL_ID_TAKEN, IN_USE, PACKAGE_RELEASED]),
)
async def delete_data_package(context: Context, id: ResourceId) -> Response:
    """Delete a draft that has no measurements."""
    package = await require_access(context, DataPackage, PACKAGES, id)
    await actions.delete_package(context.session, context.caller, package)
    return no_content()


@packages.post(
    "/{id}/release",
    response_model=PackagePublic,
    **requires("packages_draft", TRANSITION, problems=[PACKAGE_EMPTY, PACKAGE_RELEASED]),
)
async def release_data_package(context: Context, id: ResourceId) -> Response:
    """Release a draft: the institutions see it, with small groups suppressed, and it is final."""
    package = await require_access(context, DataPackage, PACKAGES, id)
    await actions.release_package(context.session, context.caller, package)
    return await updated_response(context, PACKAGES, id)


@packages.post(
    "/{id}/withdraw",
    response_model=PackagePublic,
    **requires("packages_draft", TRANSITION, problems=[PACKAGE_NOT_RELEASED]),
)
async def withdraw_data_package(context: Context, id: ResourceId) -> Response:
    """Withdraw a released package; the revision that it superseded becomes current again."""
    package = await require_access(context, DataPackage, PACKAGES, id)
    await actions.withdraw_package(context.session, context.caller, package)
    return await updated_response(context, PACKAGES, id)


@packages.post(
    "/{id}/revise",
    response_model=PackagePublic,
    status_code=201,
    **requires("packages_draft", TRANSITION, problems=[PACKAGE_NOT_RELEASED, PACKAGE_REVISED]),
)
async def revise_data_package(context: Context, id: ResourceId) -> Response:
    """Create a revision of a released package: a draft with the same measurements, to supersede it once released."""
    package = await require_access(context, DataPackage, PACKAGES, id)
    revision = await actions.revise_package(context.session, context.caller, package)
    return await created_response(context, PACKAGES, revision.id)


add_transitions_route(packages, DataPackage, PACKAGES, PACKAGE_TRANSITIONS, requires("packages_released", READ))
