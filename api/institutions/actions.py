"""Create, update, move and delete districts and institutions."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import units
from api.access.caller import Caller
from api.access.models import FIRST_DAY, Unit, UnitKind
from api.core import clock
from api.core.danish_collation import danish_key
from api.core.identifiers import new_id
from api.core.problems import CONFLICT, Fault, Problem, raise_faults
from api.db.columns import ResourceModel
from api.db.external_ids import ExternalIdShape, external_ids_of_resources, set_external_ids
from api.institutions.models import District, Institution, Succession
from api.institutions.queries import district_names, kinds_in_use, numbers_ever_used
from api.institutions.rules import INSTITUTION_IN_USE, check_days, check_ending, check_kind, check_numbers
from api.institutions.schemas import DistrictCreate, InstitutionCreate, InstitutionMove
from api.journal.record import change, change_all, create, delete, touch


def _pairs(external_ids: Sequence[ExternalIdShape]) -> list[tuple[str, str]]:
    return [(external_id.system, external_id.id) for external_id in external_ids]


async def _municipality(session: AsyncSession) -> Unit:
    municipality = await units.find_municipality(session)
    if municipality is None:
        raise RuntimeError("the municipality is created when the service starts")
    return municipality


async def create_districts(
    session: AsyncSession, caller: Caller | None, requests: Sequence[DistrictCreate]
) -> list[District]:
    """Create districts, directly below the municipality; raises `conflict` for a name that is taken."""
    taken_keys = await district_names(session, [danish_key(request.name) for request in requests])
    raise_faults(Fault(CONFLICT, pointer="/name") for request in requests if danish_key(request.name) in taken_keys)
    municipality = await _municipality(session)
    districts, placements = [], []
    for request in requests:
        district = District(id=new_id(), name=request.name, name_key=danish_key(request.name))
        unit = Unit(id=district.id, kind=UnitKind.district, name=request.name, name_key=district.name_key)
        districts.append(district)
        placements.append((unit, municipality.id))
    await units.insert_units(session, placements)
    await create(session, caller, districts)
    external_ids = {
        district.id: _pairs(request.external_ids) for district, request in zip(districts, requests, strict=True)
    }
    raise_faults(await set_external_ids(session, "districts", external_ids))
    return districts


async def create_institutions(
    session: AsyncSession,
    caller: Caller | None,
    requests: Sequence[InstitutionCreate],
    ids: Sequence[UUID] | None = None,
) -> list[Institution]:
    """Create institutions and departments; the caller of this function has checked their parents and districts.

    `ids` are used where an import has reserved them.
    """
    numbers = [request.number for request in requests if request.number]
    faults = check_numbers(numbers, await numbers_ever_used(session, numbers))
    for request in requests:
        faults += check_days(request.active_from, request.active_until)
    raise_faults(faults)
    municipality = await _municipality(session)
    institutions, placements = [], []
    for request, id in zip(requests, ids or [new_id() for _ in requests], strict=True):
        values = request.model_dump(exclude={"external_ids", "district_id"})
        institution = Institution(id=id, name_key=danish_key(request.name), **values)
        kind = UnitKind.institution if request.parent_id is None else UnitKind.department
        unit = Unit(id=institution.id, kind=kind, name=request.name, name_key=institution.name_key)
        institutions.append(institution)
        placements.append((unit, request.parent_id or request.district_id or municipality.id))
    await units.insert_units(session, placements)
    await create(session, caller, institutions)
    external_ids = {
        institution.id: _pairs(request.external_ids)
        for institution, request in zip(institutions, requests, strict=True)
        if request.external_ids
    }
    raise_faults(await set_external_ids(session, "institutions", external_ids))
    return institutions


async def _rename_unit(session: AsyncSession, values: dict[str, Any], id: UUID) -> None:
    """If the name changes, add its sort key to the values, and rename the unit."""
    if "name" in values:
        values["name_key"] = danish_key(values["name"])
        unit = (await session.execute(select(Unit).where(col(Unit.id) == id))).scalar_one()
        unit.name, unit.name_key = values["name"], values["name_key"]


async def _replace_external_ids(
    session: AsyncSession,
    caller: Caller | None,
    thing: ResourceModel,
    present: Sequence[tuple[str, str]],
    external_ids: Sequence[Any],
) -> None:
    pairs = sorted(_pairs(external_ids))
    if pairs != sorted(present):
        raise_faults(await set_external_ids(session, thing.resource, {thing.id: pairs}))
        await touch(session, caller, thing, "updated", ["external_ids"])


async def update_district(
    session: AsyncSession, caller: Caller | None, district: District, values: Mapping[str, Any]
) -> None:
    """Update a district's name or external ids; raises `conflict` for a name that is taken."""
    values = dict(values)
    external_ids = values.pop("external_ids", None)
    if "name" in values and danish_key(values["name"]) != district.name_key:
        taken_keys = await district_names(session, [danish_key(values["name"])])
        raise_faults(Fault(CONFLICT, pointer="/name") for _ in taken_keys)
    await _rename_unit(session, values, district.id)
    await change(session, caller, district, values)
    if external_ids is not None:
        present = await external_ids_of_resources(session, district.resource, [district.id])
        await _replace_external_ids(session, caller, district, present.get(district.id, []), external_ids)


InstitutionChange = tuple[Institution, Mapping[str, Any]]


async def update_institutions(
    session: AsyncSession, caller: Caller | None, changes: Sequence[InstitutionChange]
) -> None:
    """Update institutions, each of them once, in a few statements for all; raises every fault before any change."""
    raise_faults(await _update_faults(session, changes))
    renamed_ids = [institution.id for institution, values in changes if "name" in values]
    units_to_rename = select(Unit).where(col(Unit.id).in_(renamed_ids))
    unit_of = {unit.id: unit for unit in (await session.execute(units_to_rename)).scalars()} if renamed_ids else {}
    present = await external_ids_of_resources(
        session, "institutions", [institution.id for institution, values in changes if "external_ids" in values]
    )
    recorded: list[tuple[Institution, Mapping[str, Any], Sequence[str]]] = []
    changed_pairs: dict[UUID, list[tuple[str, str]]] = {}
    for institution, all_values in changes:
        values = {name: value for name, value in all_values.items() if name != "external_ids"}
        if "name" in values:
            values["name_key"] = danish_key(values["name"])
            unit = unit_of[institution.id]
            unit.name, unit.name_key = values["name"], values["name_key"]
        if "external_ids" in all_values:
            pairs = sorted(set(_pairs(all_values["external_ids"])))
            if pairs != sorted(present.get(institution.id, [])):
                changed_pairs[institution.id] = pairs
        recorded.append((institution, values, ["external_ids"] if institution.id in changed_pairs else []))
    raise_faults(await set_external_ids(session, "institutions", changed_pairs) if changed_pairs else [])
    await change_all(session, caller, recorded)


async def _update_faults(session: AsyncSession, changes: Sequence[InstitutionChange]) -> list[Fault]:
    new_numbers = [
        values["number"]
        for institution, values in changes
        if values.get("number") and values["number"] != institution.number
    ]
    faults = check_numbers(new_numbers, await numbers_ever_used(session, new_numbers) if new_numbers else {})
    with_new_kind = [
        institution.id for institution, values in changes if values.get("kind", institution.kind) != institution.kind
    ]
    in_use = await kinds_in_use(session, with_new_kind)
    for institution, values in changes:
        active_from, active_until = (
            values.get(name, getattr(institution, name)) for name in ("active_from", "active_until")
        )
        faults += check_kind(institution, values.get("kind", institution.kind), in_use)
        faults += check_days(active_from, active_until) + check_ending(institution, active_until, clock.today())
    return faults


async def write_history(session: AsyncSession) -> None:
    """Give everybody with access to an institution access to its predecessors, whichever district it is in now."""
    rows = (await session.execute(select(Succession).order_by(col(Succession.since_on)))).scalars()
    successions = [units.Succession(row.predecessor_id, row.successor_id, row.since_on) for row in rows]
    await units.rebuild_history(session, successions)


async def move_institution(
    session: AsyncSession, caller: Caller | None, institution: Institution, move: InstitutionMove
) -> None:
    """Move an institution to another district from a day on, or a department to another institution.

    Access follows on that day. The caller of this function has checked the move.
    """
    if institution.parent_id is None:
        parent_id = move.district_id or (await _municipality(session)).id
        await units.move_unit(session, institution.id, parent_id, move.on)
        await write_history(session)
        await touch(session, caller, institution, "moved", ["district_id"])
    elif move.parent_id is not None and move.parent_id != institution.parent_id:
        await units.move_unit(session, institution.id, move.parent_id, move.on)
        await write_history(session)
        await change(session, caller, institution, {"parent_id": move.parent_id}, "moved")


async def delete_unit(session: AsyncSession, caller: Caller | None, thing: District | Institution) -> None:
    """Delete an institution or a district made by mistake; raises `institution-in-use` once anything refers to it."""
    if await units.units_below(session, thing.id, FIRST_DAY) != {thing.id}:
        raise Problem(INSTITUTION_IN_USE)
    await set_external_ids(session, thing.resource, {thing.id: []})
    try:
        await delete(session, caller, thing)
        await units.delete_unit(session, thing.id)
    except (Problem, IntegrityError) as error:
        raise Problem(INSTITUTION_IN_USE) from error
