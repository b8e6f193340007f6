"""within_reach(): hands over the thing itself, or 404, or 403; and what a request refers to, or 422."""

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


_WANTED = bindparam("wanted", type_=Uuid())


def _seen(listing: Listing) -> ColumnElement[bool]:
    # Not correlated: the listing's own tables would else be taken for those of the statement around it.
    return exists(listing.select.with_only_columns(literal(1)).where(listing.id == _WANTED).correlate(None))


def reach_condition(table: type[ResourceModel], may: Permission) -> ColumnElement[bool]:
    """That a row of things lies within the caller's reach for this."""
    if table.unit_field is None:
        return reach.within(reach.municipality().scalar_subquery(), may)
    return reach.within(getattr(table, table.unit_field), may)


async def require_access(
    context: RequestContext,
    table: type[GuardedResource],
    listing: Listing,
    id: UUID,
    *,
    may: Permission | None = None,
    also: ColumnElement[bool] | None = None,
    condition: bool = True,
) -> GuardedResource:
    """The thing of that id: `not-found` unless seen, `not-allowed` unless the route's action reaches it (or `also`,
    a relation that opens it), then If-Match (428, 412). `may` narrows the route's own row and action."""
    allowed = reach_condition(table, may or context.may)
    if also is not None:
        allowed = allowed | also
    asked = select(table, _seen(listing), allowed).where(col(table.id) == _WANTED)
    row = (await context.session.execute(asked, {**context.scope, "wanted": id})).one_or_none()
    if row is None or not row[1]:
        raise Problem(NOT_FOUND)
    thing: GuardedResource = row[0]
    if not row[2]:
        raise Problem(NOT_ALLOWED)
    if condition:
        require_version(context.request, thing.version)
    return thing


async def require_access_at_unit(
    context: RequestContext, unit_id: UUID | None, *, may: Permission | None = None
) -> None:
    """Raise `not-allowed` unless the route's action reaches the unit (None: the whole municipality)."""
    unit = reach.municipality().scalar_subquery() if unit_id is None else literal(unit_id, Uuid())
    reached = select(reach.within(unit, may or context.may))
    if not (await context.session.execute(reached, context.scope)).scalar_one():
        raise Problem(NOT_ALLOWED)


async def visible_ids(context: RequestContext, listing: Listing, ids: Iterable[UUID]) -> set[UUID]:
    """Those of the ids whose things the caller sees; for bodies that refer to many."""
    wanted = set(ids)
    if not wanted:
        return set()
    asked = listing.select.with_only_columns(listing.id).where(listing.id.in_(wanted))
    return set((await context.session.execute(asked, context.scope)).scalars())


async def resolve_references(
    context: RequestContext, wanted: Mapping[str, tuple[type[ResourceModel], Listing, UUID | None]]
) -> dict[str, Any]:
    """The things that a body's ids refer to, by pointer; raises `unknown-reference` for all that are not seen.

    `wanted` maps a pointer to (table, listing, id); an id of None gives None.
    """
    found: dict[str, Any] = {}
    faults = []
    for pointer, (table, listing, id) in wanted.items():
        found[pointer] = None
        if id is None:
            continue
        asked = select(table).where(col(table.id) == _WANTED, _seen(listing))
        found[pointer] = (await context.session.execute(asked, {**context.scope, "wanted": id})).scalar_one_or_none()
        if found[pointer] is None:
            faults.append(Fault(UNKNOWN_REFERENCE, pointer=pointer))
    if faults:
        raise Problem(*faults)
    return found
