"""/districts and /institutions."""

from typing import Annotated

from fastapi import Query, Response

from api.access.answers import changed, created, one, page
from api.access.caller import CurrentCall
from api.access.door import may, room
from api.access.guards import at_unit, referred, within_reach
from api.access.roles import READ, TRANSITION, WRITE
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
from api.institutions.queries import DISTRICTS, INSTITUTIONS
from api.institutions.rules import check_parent, refuse_departments

districts = room("/districts", "districts")
institutions = room("/institutions", "institutions")
routers = (districts, institutions)


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


@institutions.get("", response_model=Page[InstitutionPublic], **may("register", READ))
async def list_institutions(call: CurrentCall, query: Annotated[InstitutionQuery, Query()]) -> Response:
    """List the institutions and departments within reach, by name as Danes sort them."""
    return await page(call, INSTITUTIONS, query)


@institutions.post("", response_model=InstitutionPublic, status_code=201, **may("register", WRITE))
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
    refuse(check_parent(found["/parent_id"], new.district_id is not None))
    [institution] = await actions.create_institutions(call.session, call.caller, [new])
    return await created(call, INSTITUTIONS, institution.id)


@institutions.get("/{id}", response_model=InstitutionPublic, **may("register", READ))
async def get_institution(call: CurrentCall, id: Id) -> Response:
    """Read an institution or a department."""
    return await one(call, INSTITUTIONS, id)


@institutions.patch("/{id}", response_model=InstitutionPublic, **may("register", WRITE))
async def change_institution(call: CurrentCall, id: Id, change: InstitutionUpdate) -> Response:
    """Change what is said of an institution; `active_until` closes it from that day on."""
    institution = await within_reach(call, Institution, INSTITUTIONS, id)
    await actions.change_institutions(call.session, call.caller, [(institution, change.given())])
    return await changed(call, INSTITUTIONS, id)


@institutions.post("/{id}/move", response_model=InstitutionPublic, **may("register", TRANSITION))
async def move_institution(call: CurrentCall, id: Id, move: InstitutionMove) -> Response:
    """Move an institution to another district from a day on; its departments, and access, follow."""
    institution = await within_reach(call, Institution, INSTITUTIONS, id)
    await referred(call, {"/district_id": (District, DISTRICTS, move.district_id)})
    await at_unit(call, move.district_id)
    refuse_departments(institution)
    await actions.move_institution(call.session, call.caller, institution, move.district_id, move.on)
    return await changed(call, INSTITUTIONS, id)
