"""External ids: what other systems call a thing; each unique within its system and kind of thing."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from pydantic import Field
from sqlalchemy import JSON, ColumnElement, UniqueConstraint, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction
from sqlmodel import SQLModel, col

from api.core.field_types import ShortLine
from api.core.identifiers import new_id
from api.core.problems import Fault, problem_type
from api.core.schemas import RequestSchema, ResponseSchema
from api.db.columns import Column

EXTERNAL_ID_TAKEN = problem_type(
    "external-id-taken",
    409,
    ("Another thing has this external id", "En anden har dette eksterne id"),
    (
        "Look up which one has it; an id belongs to one thing within its system.",
        "Slå op, hvem der har det; et id hører til én ting inden for sit system.",
    ),
)


class ExternalId(SQLModel, table=True):
    """What one other system calls one thing."""

    __tablename__ = "external_id"
    __table_args__ = (UniqueConstraint("resource", "system", "external_id", name="external_id_once"),)

    id: UUID = Column(default_factory=new_id, primary_key=True)
    resource: str = Column(max_length=40)
    thing_id: UUID = Column(index=True)
    system: str = Column(max_length=64)
    external_id: str = Column(max_length=64)


class ExternalIdShape(RequestSchema):
    """What one other system calls a thing."""

    system: ShortLine = Field(description="The other system, such as `stil` or `kmd-elev`.")
    id: ShortLine = Field(description="The thing's id there.")


class ExternalIdPublic(ResponseSchema):
    """What one other system calls a thing."""

    system: str = Field(max_length=64, description="The other system.")
    id: str = Field(max_length=64, description="The thing's id there.")


ExternalIds = list[ExternalIdShape]


class json_objects(GenericFunction[Any]):  # an SQL function, named as one
    """An array of objects, one a row: key, value, key, value ... (text values only: UUIDs are spelled differently)."""

    type = JSON()
    inherit_cache = True


@compiles(json_objects, "sqlite")
def _sqlite(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    return f"json_group_array(json_object({compiler.process(element.clauses, **kw)}))"


@compiles(json_objects, "postgresql")
def _postgresql(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    return f"coalesce(json_agg(json_build_object({compiler.process(element.clauses, **kw)})), '[]'::json)"


def external_ids_of(resource: str, thing_id: Any) -> ColumnElement[Any]:
    """The column `external_ids` of a listing: `[{"system", "id"}, ...]`."""
    mine = (
        select(col(ExternalId.system).label("system"), col(ExternalId.external_id).label("id"))
        .where(col(ExternalId.resource) == resource, col(ExternalId.thing_id) == thing_id)
        .order_by(col(ExternalId.system), col(ExternalId.external_id))
        .correlate(thing_id.table)
        .subquery()
    )
    return select(json_objects("system", mine.c.system, "id", mine.c.id)).scalar_subquery()


async def set_external_ids(
    session: AsyncSession, resource: str, wanted: Mapping[UUID, Sequence[tuple[str, str]]]
) -> list[Fault]:
    """Let things have exactly these external ids; answers a fault for each that another thing has already."""
    pairs = {pair for ids in wanted.values() for pair in ids}
    systems = {system for system, _ in pairs}
    taken = await session.execute(
        select(col(ExternalId.system), col(ExternalId.external_id)).where(
            col(ExternalId.resource) == resource,
            col(ExternalId.system).in_(systems),
            col(ExternalId.external_id).in_({id for _, id in pairs}),
            col(ExternalId.thing_id).not_in(wanted.keys()),
        )
    )
    foreign = {(row[0], row[1]) for row in taken} & pairs
    if foreign:
        return [Fault(EXTERNAL_ID_TAKEN, pointer="/external_ids") for _ in foreign]
    await session.execute(
        delete(ExternalId).where(col(ExternalId.resource) == resource, col(ExternalId.thing_id).in_(wanted.keys()))
    )
    session.add_all(
        ExternalId(resource=resource, thing_id=thing, system=system, external_id=id)
        for thing, ids in wanted.items()
        for system, id in dict.fromkeys(ids)
    )
    await session.flush()
    return []


async def resources_of_external_ids(
    session: AsyncSession, resource: str, pairs: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], UUID]:
    """Which thing of a kind has each of these external ids; those that nothing has are left out."""
    wanted = set(pairs)
    if not wanted:
        return {}
    found = await session.execute(
        select(col(ExternalId.system), col(ExternalId.external_id), col(ExternalId.thing_id)).where(
            col(ExternalId.resource) == resource,
            col(ExternalId.system).in_({system for system, _ in wanted}),
            col(ExternalId.external_id).in_({id for _, id in wanted}),
        )
    )
    return {(system, id): thing for system, id, thing in found if (system, id) in wanted}


async def external_ids_of_resources(
    session: AsyncSession, resource: str, things: Iterable[UUID]
) -> dict[UUID, list[tuple[str, str]]]:
    """The external ids of each of these things that has any."""
    found = await session.execute(
        select(col(ExternalId.thing_id), col(ExternalId.system), col(ExternalId.external_id)).where(
            col(ExternalId.resource) == resource, col(ExternalId.thing_id).in_(list(things))
        )
    )
    ids: dict[UUID, list[tuple[str, str]]] = {}
    for thing, system, id in found:
        ids.setdefault(thing, []).append((system, id))
    return ids
