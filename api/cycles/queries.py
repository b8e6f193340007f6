"""The list of cycles, and lookups."""

from typing import Any
from uuid import UUID

from sqlalchemy import Date, String, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import reach
from api.access.roles import READ, Permission
from api.cycles.models import Cycle
from api.http.pagination import Listing
from api.redaction.corrections import corrections_and_reasons

MAY_READ = Permission("cycles", READ)
_FIELDS = (
    "id", "version", "created_at", "updated_at", "area", "title", "discussion_on", "starts_on", "ends_on", "rounds",
)  # fmt: skip
_ON, _FROM, _TO = (bindparam(name, type_=Date()) for name in ("on", "from", "to"))

CYCLES = Listing(
    name="cycles",
    select=select(*(getattr(Cycle, name) for name in _FIELDS)).where(reach.has_permission(MAY_READ)),
    gate=reach.access_check(MAY_READ),
    id=col(Cycle.id),
    sorts={
        "starts_on": col(Cycle.starts_on),
        "discussion_on": col(Cycle.discussion_on),
        "title": col(Cycle.title_key),
        "updated_at": col(Cycle.updated_at),
    },
    filters={
        "updated_since": col(Cycle.updated_at) >= bindparam("updated_since"),
        "area": col(Cycle.area) == bindparam("area", type_=String()),
        "on": (col(Cycle.starts_on) <= _ON) & (col(Cycle.ends_on) > _ON),
        "from": col(Cycle.ends_on) > _FROM,
        "to": col(Cycle.starts_on) < _TO,
    },
    search=col(Cycle.title_key),
    default_sort="-starts_on",
)


async def all_cycles(session: AsyncSession) -> list[Cycle]:
    """Return every cycle of both areas, without pagination: each area has one every two years."""
    return list((await session.execute(select(Cycle))).scalars())


async def reasons_of(session: AsyncSession, id: UUID) -> dict[str, Any]:
    """Return `{"reasons": [...]}`: the override reasons of a cycle, as in its response."""
    return {"reasons": (await corrections_and_reasons(session, id))["reasons"]}
