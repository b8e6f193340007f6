"""Look up the units that claims name: by number, id, name of a district, or id in an external system."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import units
from api.access.models import Unit, UnitKind
from api.core.danish_collation import danish_key
from api.db.external_ids import ExternalId
from api.institutions.models import Institution
from api.municipal_sign_in.rules import ClaimedRole

UnitName = tuple[str, str]
"""The `unit_by` and `unit` of a claimed role; both are empty for the municipality."""


async def find_units(session: AsyncSession, roles: Iterable[ClaimedRole]) -> dict[UnitName, UUID]:
    """Return the ids of the units that claimed roles name; names without a unit are left out."""
    names_by_kind: dict[str, set[str]] = defaultdict(set)
    for role in roles:
        names_by_kind[role.unit_by].add(role.unit)
    ids: dict[UnitName, UUID] = {}
    for unit_by, names in names_by_kind.items():
        if not unit_by:
            top = await units.find_municipality(session)
            ids |= {("", ""): top.id} if top else {}
            continue
        name_by_key = {_stored_key(unit_by, name): name for name in names}
        keys = [key for key in name_by_key if key is not None]
        rows = await session.execute(_select_units(unit_by, keys))
        ids |= {(unit_by, name_by_key[key]): id for key, id in rows}
    return ids


def _stored_key(unit_by: str, name: str) -> Any:
    """Return a name as it is stored; None if no unit can have it."""
    if unit_by == "district":
        return danish_key(name)
    if unit_by == "id":
        try:
            return UUID(name)
        except ValueError:
            return None
    return name


def _select_units(unit_by: str, keys: list[Any]) -> Select[Any, UUID]:
    """Return the select of (key, unit id) for the keys."""
    key: Any
    conditions: list[Any] = []
    if unit_by == "number":
        key, id = col(Institution.number), col(Institution.id)
    elif unit_by == "id":
        key, id = col(Unit.id), col(Unit.id)
    elif unit_by == "district":
        key, id, conditions = col(Unit.name_key), col(Unit.id), [col(Unit.kind) == UnitKind.district]
    else:
        is_unit = col(ExternalId.resource).in_(["institutions", "districts"])
        key, id = col(ExternalId.external_id), col(ExternalId.thing_id)
        conditions = [is_unit, col(ExternalId.system) == unit_by.removeprefix("external:")]
    return select(key, id).where(key.in_(keys), *conditions)
