"""/districts and /institutions."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from api.access.caller import Context, RequestContext
from api.access.guards import require_access, require_access_at_unit, resolve_references
from api.access.responses import created_response, list_response, no_content, resource_response, updated_response
from api.access.roles import READ, TRANSITION, WRITE
from api.access.route_class import requires, resource_router
from api.core import clock
from api.core.field_types import ResourceId
from api.core.problems import IN_USE, NOT_ACCEPTABLE, NOT_FOUND, UNKNOWN_REFERENCE, raise_faults
from api.db.external_ids import EXTERNAL_ID_TAKEN
from api.http.pagination import Page
from api.institutions import actions
from api.institutions.models import District, Institution
from api.institutions.queries import DISTRICTS, INSTITUTIONS, neighbours_of
from api.institutions.rules import (
    CLOSING_IS_A_STEP,
    DEPARTMENT_OF_A_DEPARTMENT,
    INSTITUTION_CLOSED,
    INSTITUTION_IN_USE,
    KIND_IN_USE,
    NUMBER_TAKEN,
    check_move,
    check_new_department,
    check_parent,
)
from api.institutions.schemas import (
    DistrictCreate,
    DistrictPublic,
    DistrictQuery,
    DistrictUpdate,
    InstitutionCreate,
    InstitutionMove,
    InstitutionPublic,
    InstitutionQuery,
    InstitutionUpdate,
    InstitutionWhole,
)

districts = resource_router("/districts", "districts")
institutions = resource_router("/institutions", "institutions")
routers = (districts, institutions)


async def _detail_response(context: RequestContext, id: UUID) -> Response:
    async with context.statement_connection() as connection:
        neighbours = await neighbours_of(connection, context.scope, id)
    return await resource_response(context, INSTITUTIONS, id, neighbours)


@districts.get("", response_model=Page[DistrictPublic], **requires("register", READ, problems=[NOT_ACCEPTABLE]))
async def list_districts(context: Context, query: Annotated[DistrictQuery, Query()]) -> Response:
    """List the districts within reach."""
    return await list_response(context, DISTRICTS, query)


@districts.post(
    "",
    response_model=DistrictPublic,
    status_code=201,
    **requires("register", WRITE, problems=[EXTERNAL_ID_TAKEN, NOT_FOUND]),
)
async def create_district(context: Context, new: DistrictCreate) -> Response:
    """Create a district, directly below the municipality."""
    await require_access_at_unit(context, None)
    [district] = await actions.create_districts(context.session, context.caller, [new])
    return await created_response(context, DISTRICTS, district.id)


@districts.get("/{id}", response_model=DistrictPublic, **requires("register", READ))
async def get_district(context: Context, id: ResourceId) -> Response:
    """Read a district."""
    return await resource_response(context, DISTRICTS, id)


@districts.patch("/{id}", response_model=DistrictPublic, **requires("register", WRITE, problems=[EXTERNAL_ID_TAKEN]))
async def change_district(context: Context, id: ResourceId, change: DistrictUpdate) -> Response:
    """Update a district's name or external ids."""
    district = await require_access(context, District, DISTRICTS, id)
    await actions.update_district(context.session, context.caller, district, change.changes())
    return await updated_response(context, DISTRICTS, id)


@districts.delete(
    "/{id}", status_code=204, **requires("register", WRITE, problems=[EXTERNAL_ID_TAKEN, INSTITUTION_IN_USE, IN_USE])
)
async def delete_district(context: Context, id: ResourceId) -> Response:
    """Delete a district that was created by mistake and has no institutions."""
    district = await require_access(context, District, DISTRICTS, id)
    await actions.delete_unit(context.session, context.caller, district)
    return no_content()


@institutions.get("", response_model=Page[InstitutionPublic], **requires("register", READ, problems=[NOT_ACCEPTABLE]))
async def list_institutions(context: Context, query: Annotated[InstitutionQuery, Query()]) -> Response:
    """List the institutions and departments within reach, by name in Danish alphabetical order."""
    return await list_response(context, INSTITUTIONS, query)


@institutions.post(
    "",
    response_model=InstitutionWhole,
    status_code=201,
    **requires(
        "register",
        WRITE,
        problems=[
            DEPARTMENT_OF_A_DEPARTMENT,
            EXTERNAL_ID_TAKEN,
            INSTITUTION_CLOSED,
            NOT_FOUND,
            NUMBER_TAKEN,
            UNKNOWN_REFERENCE,
        ],
    ),
)
async def create_institution(context: Context, new: InstitutionCreate) -> Response:
    """Create an institution, or with `parent_id` a department."""
    references = await resolve_references(
        context,
        {
            "/district_id": (District, DISTRICTS, new.district_id),
            "/parent_id": (Institution, INSTITUTIONS, new.parent_id),
        },
    )
    await require_access_at_unit(context, new.parent_id or new.district_id)
    parent = references["/parent_id"]
    raise_faults(check_parent(parent, new.district_id is not None) + check_new_department(parent, clock.today()))
    [institution] = await actions.create_institutions(context.session, context.caller, [new])
    return await created_response(context, INSTITUTIONS, institution.id, {"predecessors": [], "successors": []})


@institutions.get("/{id}", response_model=InstitutionWhole, **requires("register", READ))
async def get_institution(context: Context, id: ResourceId) -> Response:
    """Read an institution or a department, with its predecessors and successors."""
    return await _detail_response(context, id)


@institutions.patch(
    "/{id}",
    response_model=InstitutionWhole,
    **requires("register", WRITE, problems=[CLOSING_IS_A_STEP, EXTERNAL_ID_TAKEN, KIND_IN_USE, NUMBER_TAKEN]),
)
async def change_institution(context: Context, id: ResourceId, change: InstitutionUpdate) -> Response:
    """Update an institution; `active_until` is the first day on which it is closed."""
    institution = await require_access(context, Institution, INSTITUTIONS, id)
    await actions.update_institutions(context.session, context.caller, [(institution, change.changes())])
    return await _detail_response(context, id)


@institutions.delete(
    "/{id}", status_code=204, **requires("register", WRITE, problems=[EXTERNAL_ID_TAKEN, INSTITUTION_IN_USE, IN_USE])
)
async def delete_institution(context: Context, id: ResourceId) -> Response:
    """Delete an institution or a department that was created by mistake and that nothing refers to."""
    institution = await require_access(context, Institution, INSTITUTIONS, id)
    await actions.delete_unit(context.session, context.caller, institution)
    return no_content()


@institutions.post(
    "/{id}/move",
    response_model=InstitutionWhole,
    **requires("register", TRANSITION, problems=[DEPARTMENT_OF_A_DEPARTMENT, INSTITUTION_CLOSED, UNKNOWN_REFERENCE]),
)
async def move_institution(context: Context, id: ResourceId, move: InstitutionMove) -> Response:
    """Move an institution to another district from a day on, or a department to another institution.

    Its departments, and access to it, follow.
    """
    institution = await require_access(context, Institution, INSTITUTIONS, id)
    references = await resolve_references(
        context,
        {
            "/district_id": (District, DISTRICTS, move.district_id),
            "/parent_id": (Institution, INSTITUTIONS, move.parent_id),
        },
    )
    raise_faults(check_move(institution, references["/parent_id"], move, clock.today()))
    await require_access_at_unit(context, move.parent_id or move.district_id)
    await actions.move_institution(context.session, context.caller, institution, move)
    return await _detail_response(context, id)
