"""Guards: load the resource of a request or raise 404 or 403, and resolve the references of a body or raise 422."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, bindparam, exists, literal, select
from sqlmodel import col

from api.access import reach
from api.access.caller import RequestContext
from api.access.roles import Permission
from api.core.problems import NOT_ALLOWED, NOT_FOUND, UNKNOWN_REFERENCE, Fault, Problem
from api.db.columns import ResourceModel
from api.http.conditional_requests import require_version
from api.http.pagination import Listing

GuardedResource = TypeVar("GuardedResource", bound=ResourceModel)


_GUARDED_ID = bindparam("guarded_id", type_=Uuid())


def _is_visible(listing: Listing) -> ColumnElement[bool]:
    # Not correlated: SQLAlchemy would otherwise take the listing's own tables for those of the enclosing statement.
    return exists(listing.select.with_only_columns(literal(1)).where(listing.id == _GUARDED_ID).correlate(None))


def reach_condition(table: type[ResourceModel], permission: Permission) -> ColumnElement[bool]:
    """Return the SQL condition that a row lies within the caller's reach for the permission.

    Resources without a unit belong to the whole municipality: only grants at the municipality reach them.
    """
    if table.unit_field is None:
        return reach.unit_in_reach(reach.municipality_id().scalar_subquery(), permission)
    return reach.unit_in_reach(getattr(table, table.unit_field), permission)


async def require_access(
    context: RequestContext,
    table: type[GuardedResource],
    listing: Listing,
    id: UUID,
    *,
    permission: Permission | None = None,
    or_condition: ColumnElement[bool] | None = None,
    check_version: bool = True,
) -> GuardedResource:
    """Load the resource of the id, and check that the caller may change it.

    Raises `not-found` unless the listing shows it to the caller; `not-allowed` unless the caller's reach includes it;
    then checks If-Match (428, 412) unless `check_version` is false. `permission` replaces the permission of the route.
    `or_condition` is an SQL condition, such as a relation of the caller, that gives access in addition to the reach.
    """
    allowed = reach_condition(table, permission or context.permission)
    if or_condition is not None:
        allowed = allowed | or_condition
    statement = select(table, _is_visible(listing), allowed).where(col(table.id) == _GUARDED_ID)
    row = (await context.session.execute(statement, {**context.scope, "guarded_id": id})).one_or_none()
    if row is None or not row[1]:
        raise Problem(NOT_FOUND)
    resource: GuardedResource = row[0]
    if not row[2]:
        raise Problem(NOT_ALLOWED)
    if check_version:
        require_version(context.request, resource.version)
    return resource


async def require_access_at_unit(
    context: RequestContext, unit_id: UUID | None, *, permission: Permission | None = None
) -> None:
    """Raise `not-allowed` unless the caller's reach includes the unit (None: the whole municipality)."""
    unit = reach.municipality_id().scalar_subquery() if unit_id is None else literal(unit_id, Uuid())
    statement = select(reach.unit_in_reach(unit, permission or context.permission))
    if not (await context.session.execute(statement, context.scope)).scalar_one():
        raise Problem(NOT_ALLOWED)


async def visible_ids(context: RequestContext, listing: Listing, ids: Iterable[UUID]) -> set[UUID]:
    """Return those of the ids that the listing shows to the caller; for bodies that refer to many resources."""
    unique_ids = set(ids)
    if not unique_ids:
        return set()
    statement = listing.select.with_only_columns(listing.id).where(listing.id.in_(unique_ids))
    return set((await context.session.execute(statement, context.scope)).scalars())


async def resolve_references(
    context: RequestContext, references: Mapping[str, tuple[type[ResourceModel], Listing, UUID | None]]
) -> dict[str, Any]:
    """Load the resources that the ids of a body refer to, by JSON pointer.

    `references` maps a pointer to (table, listing, id); an id of None gives None. Raises `unknown-reference` for every
    id that the listing does not show to the caller.
    """
    resources: dict[str, Any] = {}
    faults = []
    for pointer, (table, listing, id) in references.items():
        resources[pointer] = None
        if id is None:
            continue
        statement = select(table).where(col(table.id) == _GUARDED_ID, _is_visible(listing))
        result = await context.session.execute(statement, {**context.scope, "guarded_id": id})
        resources[pointer] = result.scalar_one_or_none()
        if resources[pointer] is None:
            faults.append(Fault(UNKNOWN_REFERENCE, pointer=pointer))
    if faults:
        raise Problem(*faults)
    return resources
