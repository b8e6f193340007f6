"""Making, changing and moving districts and institutions; each takes many."""

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


def _pairs(ids: Sequence[ExternalIdShape]) -> list[tuple[str, str]]:
    return [(id_.system, id_.id) for id_ in ids]


async def _top(session: AsyncSession) -> Unit:
    top = await units.municipality(session)
    if top is None:
        raise RuntimeError("the municipality is founded when the service starts")
    return top


async def create_districts(
    session: AsyncSession, caller: Caller | None, wanted: Sequence[DistrictCreate]
) -> list[District]:
    """New districts, directly under the municipality."""
    taken = await district_names(session, [danish_key(one.name) for one in wanted])
    raise_faults(Fault(CONFLICT, pointer="/name") for one in wanted if danish_key(one.name) in taken)
    top = await _top(session)
    made, placed = [], []
    for one in wanted:
        district = District(id=new_id(), name=one.name, name_key=danish_key(one.name))
        made.append(district)
        unit = Unit(id=district.id, kind=UnitKind.district, name=one.name, name_key=district.name_key)
        placed.append((unit, top.id))
    await units.place_unit(session, placed)
    await create(session, caller, made)
    ids = {district.id: _pairs(one.external_ids) for district, one in zip(made, wanted, strict=True)}
    raise_faults(await set_external_ids(session, "districts", ids))
    return made


async def create_institutions(
    session: AsyncSession,
    caller: Caller | None,
    wanted: Sequence[InstitutionCreate],
    ids: Sequence[UUID] | None = None,
) -> list[Institution]:
    """New institutions and departments; a parent is there already, districts are checked by who calls.

    `ids` are theirs where they were promised before.
    """
    numbers = [one.number for one in wanted if one.number]
    faults = check_numbers(numbers, await numbers_ever_used(session, numbers))
    for one in wanted:
        faults += check_days(one.active_from, one.active_until)
    raise_faults(faults)
    top = await _top(session)
    made, placed = [], []
    for one, id in zip(wanted, ids or [new_id() for _ in wanted], strict=True):
        fields = one.model_dump(exclude={"external_ids", "district_id"})
        institution = Institution(id=id, name_key=danish_key(one.name), **fields)
        kind = UnitKind.institution if one.parent_id is None else UnitKind.department
        unit = Unit(id=institution.id, kind=kind, name=one.name, name_key=institution.name_key)
        made.append(institution)
        placed.append((unit, one.parent_id or one.district_id or top.id))
    await units.place_unit(session, placed)
    await create(session, caller, made)
    others = {thing.id: _pairs(one.external_ids) for thing, one in zip(made, wanted, strict=True) if one.external_ids}
    raise_faults(await set_external_ids(session, "institutions", others))
    return made


async def _rename(session: AsyncSession, values: dict[str, Any], id: UUID) -> None:
    if "name" in values:
        values["name_key"] = danish_key(values["name"])
        unit = (await session.execute(select(Unit).where(col(Unit.id) == id))).scalar_one()
        unit.name, unit.name_key = values["name"], values["name_key"]


async def _set_ids(
    session: AsyncSession,
    caller: Caller | None,
    thing: ResourceModel,
    now: Sequence[tuple[str, str]],
    wanted: Sequence[Any],
) -> None:
    pairs = sorted(_pairs(wanted))
    if pairs != sorted(now):
        raise_faults(await set_external_ids(session, thing.resource, {thing.id: pairs}))
        await touch(session, caller, thing, "updated", ["external_ids"])


async def update_district(
    session: AsyncSession, caller: Caller | None, district: District, values: Mapping[str, Any]
) -> None:
    """Rename a district, or say what other systems call it."""
    values = dict(values)
    ids = values.pop("external_ids", None)
    if "name" in values and danish_key(values["name"]) != district.name_key:
        taken = await district_names(session, [danish_key(values["name"])])
        raise_faults(Fault(CONFLICT, pointer="/name") for _ in taken)
    await _rename(session, values, district.id)
    await change(session, caller, district, values)
    if ids is not None:
        now = await external_ids_of_resources(session, district.resource, [district.id])
        await _set_ids(session, caller, district, now.get(district.id, []), ids)


async def update_institutions(
    session: AsyncSession, caller: Caller | None, changes: Sequence[tuple[Institution, Mapping[str, Any]]]
) -> None:
    """Change what is said of institutions, each of them once."""
    numbers = [v["number"] for thing, v in changes if v.get("number") and v["number"] != thing.number]
    faults = check_numbers(numbers, await numbers_ever_used(session, numbers) if numbers else {})
    other = [thing.id for thing, values in changes if values.get("kind", thing.kind) != thing.kind]
    in_use = await kinds_in_use(session, other)
    for thing, values in changes:
        faults += check_kind(thing, values.get("kind", thing.kind), in_use)
        begins, ends = (values.get(name, getattr(thing, name)) for name in ("active_from", "active_until"))
        faults += check_days(begins, ends) + check_ending(thing, ends, clock.today())
    raise_faults(faults)
    named = [thing.id for thing, values in changes if "name" in values]
    found = (await session.execute(select(Unit).where(col(Unit.id).in_(named)))).scalars() if named else ()
    unit_of = {unit.id: unit for unit in found}
    now = await external_ids_of_resources(
        session, "institutions", [thing.id for thing, v in changes if "external_ids" in v]
    )
    told: list[tuple[Institution, Mapping[str, Any], Sequence[str]]] = []
    pairs: dict[UUID, list[tuple[str, str]]] = {}
    for thing, given in changes:
        values = {name: value for name, value in given.items() if name != "external_ids"}
        if "name" in values:
            values["name_key"] = danish_key(values["name"])
            unit_of[thing.id].name, unit_of[thing.id].name_key = values["name"], values["name_key"]
        wanted = sorted(set(_pairs(given["external_ids"]))) if "external_ids" in given else None
        if wanted is not None and wanted != sorted(now.get(thing.id, [])):
            pairs[thing.id] = wanted
        told.append((thing, values, ["external_ids"] if thing.id in pairs else []))
    raise_faults(await set_external_ids(session, "institutions", pairs) if pairs else [])
    await change_all(session, caller, told)


async def write_history(session: AsyncSession) -> None:
    """Let who reads an institution read those that went on in it, wherever it lies now."""
    found = (await session.execute(select(Succession).order_by(col(Succession.since_on)))).scalars()
    told = [units.Succession(one.predecessor_id, one.successor_id, one.since_on) for one in found]
    await units.write_history(session, told)


async def move_institution(
    session: AsyncSession, caller: Caller | None, institution: Institution, move: InstitutionMove
) -> None:
    """Let an institution lie in another district from a day on, or a department at another institution; access follows
    on that day. Who calls has judged the move."""
    if institution.parent_id is None:
        await units.move_unit(session, institution.id, move.district_id or (await _top(session)).id, move.on)
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
        await units.remove_unit(session, thing.id)
    except (Problem, IntegrityError) as error:
        raise Problem(INSTITUTION_IN_USE) from error
