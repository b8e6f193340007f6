"""The units that claims name: by number, id, district's name, or what another system calls them."""

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
from api.municipal_sign_in.rules import Claim

Place = tuple[str, str]
"""By what, and the name: both empty for the municipality."""


async def units_named(session: AsyncSession, claims: Iterable[Claim]) -> dict[Place, UUID]:
    """The unit of each name that there is; the others are left out."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        wanted[claim.unit_by].add(claim.unit)
    found: dict[Place, UUID] = {}
    for by, names in wanted.items():
        if not by:
            top = await units.municipality(session)
            found |= {("", ""): top.id} if top else {}
            continue
        told = {_spelled(by, name): name for name in names}
        rows = await session.execute(_asked(by, [key for key in told if key is not None]))
        found |= {(by, told[key]): id for key, id in rows}
    return found


def _spelled(by: str, name: str) -> Any:
    """The name as it is stored; None where nothing can have it."""
    if by == "district":
        return danish_key(name)
    if by == "id":
        try:
            return UUID(name)
        except ValueError:
            return None
    return name


def _asked(by: str, names: list[Any]) -> Select[Any, UUID]:
    key: Any
    also: list[Any] = []
    if by == "number":
        key, id = col(Institution.number), col(Institution.id)
    elif by == "id":
        key, id = col(Unit.id), col(Unit.id)
    elif by == "district":
        key, id, also = col(Unit.name_key), col(Unit.id), [col(Unit.kind) == UnitKind.district]
    else:
        of = col(ExternalId.resource).in_(["institutions", "districts"])
        key, id = col(ExternalId.external_id), col(ExternalId.thing_id)
        also = [of, col(ExternalId.system) == by.removeprefix("external:")]
    return select(key, id).where(key.in_(names), *also)
