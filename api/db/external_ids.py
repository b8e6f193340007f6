"""External ids: the ids of a resource in other systems, each unique within its system and kind of resource."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from pydantic import Field
from sqlalchemy import ColumnElement, UniqueConstraint, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from api.core.field_types import ShortLine
from api.core.identifiers import new_id
from api.core.problems import Fault, problem_type
from api.core.schemas import RequestSchema, ResponseSchema
from api.db.columns import Column
from api.db.sql_functions import json_objects

EXTERNAL_ID_TAKEN = problem_type(
    "external-id-taken",
    409,
    ("The external id is already in use", "Det eksterne id er allerede i brug"),
    (
        "Find out what it belongs to: within a system, an external id can be used only once.",
        "Undersøg, hvad det hører til: inden for et system kan et eksternt id kun bruges én gang.",
    ),
)


class ExternalId(SQLModel, table=True):
    """The id of one resource in one other system."""

    __tablename__ = "external_id"
    __table_args__ = (UniqueConstraint("resource", "system", "external_id", name="external_id_once"),)

    id: UUID = Column(default_factory=new_id, primary_key=True)
    resource: str = Column(max_length=40)
    thing_id: UUID = Column(index=True)
    system: str = Column(max_length=64)
    external_id: str = Column(max_length=64)


class ExternalIdShape(RequestSchema):
    """The id of a resource in another system."""

    system: ShortLine = Field(description="The other system, such as `stil` or `kmd-elev`.")
    id: ShortLine = Field(description="The id in that system.")


class ExternalIdPublic(ResponseSchema):
    """The id of a resource in another system."""

    system: str = Field(max_length=64, description="The other system.")
    id: str = Field(max_length=64, description="The id in that system.")


ExternalIds = list[ExternalIdShape]


def external_ids_of(resource: str, thing_id: Any) -> ColumnElement[Any]:
    """Return the column `external_ids` of a listing: `[{"system", "id"}, ...]`."""
    ids = (
        select(col(ExternalId.system).label("system"), col(ExternalId.external_id).label("id"))
        .where(col(ExternalId.resource) == resource, col(ExternalId.thing_id) == thing_id)
        .order_by(col(ExternalId.system), col(ExternalId.external_id))
        .correlate(thing_id.table)
        .subquery()
    )
    return select(json_objects("system", ids.c.system, "id", ids.c.id)).scalar_subquery()


async def set_external_ids(
    session: AsyncSession, resource: str, ids_by_thing: Mapping[UUID, Sequence[tuple[str, str]]]
) -> list[Fault]:
    """Replace the external ids of resources, given as (system, id) pairs.

    Returns a fault for each pair that another resource has already; then nothing is changed.
    """
    pairs = {pair for ids in ids_by_thing.values() for pair in ids}
    systems = {system for system, _ in pairs}
    rows = await session.execute(
        select(col(ExternalId.system), col(ExternalId.external_id)).where(
            col(ExternalId.resource) == resource,
            col(ExternalId.system).in_(systems),
            col(ExternalId.external_id).in_({id for _, id in pairs}),
            col(ExternalId.thing_id).not_in(ids_by_thing.keys()),
        )
    )
    taken = {(row[0], row[1]) for row in rows} & pairs
    if taken:
        return [Fault(EXTERNAL_ID_TAKEN, pointer="/external_ids") for _ in taken]
    await session.execute(
        delete(ExternalId).where(
            col(ExternalId.resource) == resource, col(ExternalId.thing_id).in_(ids_by_thing.keys())
        )
    )
    session.add_all(
        ExternalId(resource=resource, thing_id=thing_id, system=system, external_id=id)
        for thing_id, ids in ids_by_thing.items()
        for system, id in dict.fromkeys(ids)
    )
    await session.flush()
    return []


async def resources_of_external_ids(
    session: AsyncSession, resource: str, pairs: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], UUID]:
    """Return the id of the resource that has each external id; unknown external ids are left out."""
    distinct = set(pairs)
    if not distinct:
        return {}
    rows = await session.execute(
        select(col(ExternalId.system), col(ExternalId.external_id), col(ExternalId.thing_id)).where(
            col(ExternalId.resource) == resource,
            col(ExternalId.system).in_({system for system, _ in distinct}),
            col(ExternalId.external_id).in_({id for _, id in distinct}),
        )
    )
    return {(system, id): thing_id for system, id, thing_id in rows if (system, id) in distinct}


async def external_ids_of_resources(
    session: AsyncSession, resource: str, thing_ids: Iterable[UUID]
) -> dict[UUID, list[tuple[str, str]]]:
    """Return the external ids of those resources that have any."""
    rows = await session.execute(
        select(col(ExternalId.thing_id), col(ExternalId.system), col(ExternalId.external_id)).where(
            col(ExternalId.resource) == resource, col(ExternalId.thing_id).in_(list(thing_ids))
        )
    )
    ids: dict[UUID, list[tuple[str, str]]] = {}
    for thing_id, system, id in rows:
        ids.setdefault(thing_id, []).append((system, id))
    return ids
