"""/districts and /institutions."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from api.access.answers import changed, created, deleted, one, page
from api.access.caller import Call, CurrentCall
from api.access.door import may, room
from api.access.guards import at_unit, referred, within_reach
from api.access.roles import READ, TRANSITION, WRITE
from api.core import clock
from api.core.columns import Id
from api.core.pages import Page
from api.core.problems import refuse
from api.institutions import actions
from api.institutions.models import (
    District,
    DistrictCreate,
    DistrictPublic,
    DistrictQuery,
    DistrictUpdate,
    Institution,
    InstitutionCreate,
    InstitutionMove,
    InstitutionPublic,
    InstitutionQuery,
    InstitutionUpdate,
)
from api.institutions.queries import DISTRICTS, INSTITUTIONS, neighbours_of
from api.institutions.rules import check_move, check_new_department, check_parent
from api.institutions.succession import InstitutionWhole

districts = room("/districts", "districts")
institutions = room("/institutions", "institutions")
routers = (districts, institutions)


async def _whole(call: Call, id: UUID) -> Response:
    async with call.glance() as connection:
        neighbours = await neighbours_of(connection, call.scope, id)
    return await one(call, INSTITUTIONS, id, neighbours)


@districts.get("", response_model=Page[DistrictPublic], **may("register", READ))
async def list_districts(call: CurrentCall, query: Annotated[DistrictQuery, Query()]) -> Response:
    """List the districts within reach."""
    return await page(call, DISTRICTS, query)


@districts.post("", response_model=DistrictPublic, status_code=201, **may("register", WRITE))
async def create_district(call: CurrentCall, new: DistrictCreate) -> Response:
    """Make a district, directly under the municipality."""
    await at_unit(call, None)
    [district] = await actions.create_districts(call.session, call.caller, [new])
    return await created(call, DISTRICTS, district.id)


@districts.get("/{id}", response_model=DistrictPublic, **may("register", READ))
async def get_district(call: CurrentCall, id: Id) -> Response:
    """Read a district."""
    return await one(call, DISTRICTS, id)


@districts.patch("/{id}", response_model=DistrictPublic, **may("register", WRITE))
async def change_district(call: CurrentCall, id: Id, change: DistrictUpdate) -> Response:
    """Change a district's name or external ids."""
    district = await within_reach(call, District, DISTRICTS, id)
    await actions.change_district(call.session, call.caller, district, change.given())
    return await changed(call, DISTRICTS, id)


@districts.delete("/{id}", status_code=204, **may("register", WRITE))
async def delete_district(call: CurrentCall, id: Id) -> Response:
    """Delete a district made by mistake, in which nothing lies."""
    district = await within_reach(call, District, DISTRICTS, id)
    await actions.delete_unit(call.session, call.caller, district)
    return deleted()


@institutions.get("", response_model=Page[InstitutionPublic], **may("register", READ))
async def list_institutions(call: CurrentCall, query: Annotated[InstitutionQuery, Query()]) -> Response:
    """List the institutions and departments within reach, by name as Danes sort them."""
    return await page(call, INSTITUTIONS, query)


@institutions.post("", response_model=InstitutionWhole, status_code=201, **may("register", WRITE))
async def create_institution(call: CurrentCall, new: InstitutionCreate) -> Response:
    """Make an institution, or with `parent_id` a department."""
    found = await referred(
        call,
        {
            "/district_id": (District, DISTRICTS, new.district_id),
            "/parent_id": (Institution, INSTITUTIONS, new.parent_id),
        },
    )
    await at_unit(call, new.parent_id or new.district_id)
    parent = found["/parent_id"]
    refuse(check_parent(parent, new.district_id is not None) + check_new_department(parent, clock.today()))
    [institution] = await actions.create_institutions(call.session, call.caller, [new])
    return await created(call, INSTITUTIONS, institution.id, {"predecessors": [], "successors": []})


@institutions.get("/{id}", response_model=InstitutionWhole, **may("register", READ))
async def get_institution(call: CurrentCall, id: Id) -> Response:
    """Read an institution or a department, with what it came from and what it became."""
    return await _whole(call, id)


@institutions.patch("/{id}", response_model=InstitutionWhole, **may("register", WRITE))
async def change_institution(call: CurrentCall, id: Id, change: InstitutionUpdate) -> Response:
    """Change what is said of an institution; `active_until` says from when it is closed."""
    institution = await within_reach(call, Institution, INSTITUTIONS, id)
    await actions.change_institutions(call.session, call.caller, [(institution, change.given())])
    return await _whole(call, id)


@institutions.delete("/{id}", status_code=204, **may("register", WRITE))
async def delete_institution(call: CurrentCall, id: Id) -> Response:
    """Delete an institution or a department made by mistake, which nothing refers to."""
    institution = await within_reach(call, Institution, INSTITUTIONS, id)
    await actions.delete_unit(call.session, call.caller, institution)
    return deleted()


@institutions.post("/{id}/move", response_model=InstitutionWhole, **may("register", TRANSITION))
async def move_institution(call: CurrentCall, id: Id, move: InstitutionMove) -> Response:
    """Move an institution to another district from a day on, or a department to another institution.

    What lies below it, and access, follow.
    """
    institution = await within_reach(call, Institution, INSTITUTIONS, id)
    found = await referred(
        call,
        {
            "/district_id": (District, DISTRICTS, move.district_id),
            "/parent_id": (Institution, INSTITUTIONS, move.parent_id),
        },
    )
    refuse(check_move(institution, found["/parent_id"], move, clock.today()))
    await at_unit(call, move.parent_id or move.district_id)
    await actions.move_institution(call.session, call.caller, institution, move)
    return await _whole(call, id)
