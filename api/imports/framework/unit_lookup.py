"""Lookup of units (institutions, departments, districts) by the names that a file gives them."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.roles import READ, TRANSITION, WRITE, Permission
from api.core.danish_collation import danish_key
from api.db.external_ids import resources_of_external_ids
from api.imports.framework.external_id_cells import parse_uuid, split_external_id
from api.institutions import queries

READ_REGISTER, WRITE_REGISTER, MOVE = (
    Permission("register", READ),
    Permission("register", WRITE),
    Permission("register", TRANSITION),
)


async def find_units(
    session: AsyncSession, names: Collection[str], reachable: frozenset[UUID], *, districts: bool = True
) -> dict[str, UUID]:
    """Return the ids of the reachable units that are named by number, own id, `system:id` or name of a district.

    Names of districts are looked up only if `districts` is set.
    """
    pairs = {name: split_external_id(name) for name in names if ":" in name}
    id_by_pair = await resources_of_external_ids(session, "institutions", pairs.values())
    ids: dict[str, UUID] = {name: id_by_pair[pair] for name, pair in pairs.items() if pair in id_by_pair}
    ids |= await queries.numbers_ever_used(session, [name for name in names if name not in pairs])
    if districts:
        district_ids = {key: id for id, key, _ in await queries.all_districts(session)}
        ids |= {
            name: district_ids[danish_key(name)]
            for name in names
            if name not in ids and danish_key(name) in district_ids
        }
    ids |= {name: id for name in names if (id := parse_uuid(name)) is not None}
    return {name: id for name, id in ids.items() if id in reachable}
