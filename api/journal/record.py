"""record(): the one way to write an entry, in the change's own transaction; and the ways to change a thing by it."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.core import clock, logs
from api.core.columns import Thing
from api.core.problems import IN_USE, Problem
from api.journal.models import Entry


def unit_of(thing: Thing) -> UUID | None:
    """The unit that a thing belongs to; None: the whole municipality."""
    return None if thing.unit_field is None else getattr(thing, thing.unit_field)


class Happened(NamedTuple):
    """What an entry says of one thing."""

    id: UUID
    unit_id: UUID | None
    version: int


async def record_rows(
    session: AsyncSession,
    caller: Caller | None,
    resource: str,
    things: Iterable[Happened],
    action: str,
    fields: Sequence[str] = (),
) -> None:
    """Write an entry for each of many things of one kind, written as rows and not as objects."""
    last = (await session.execute(select(func.coalesce(func.max(col(Entry.seq)), 0)))).scalar_one()
    at, request_id, caller_id = clock.now(), logs.request_id.get(), caller.id if caller else None
    rows = [
        {
            "seq": last + number, "at": at, "request_id": request_id, "caller_id": caller_id, "resource": resource,
            "thing_id": thing.id, "unit_id": thing.unit_id, "action": action, "version": thing.version,
            "fields": list(fields),
        }
        for number, thing in enumerate(things, start=1)
    ]  # fmt: skip
    if rows:
        await (await session.connection()).execute(insert(Entry), rows)


async def record(
    session: AsyncSession, caller: Caller | None, things: Sequence[Thing], action: str, fields: Sequence[str] = ()
) -> None:
    """Write an entry for each thing; `caller` is None for what the service does by itself."""
    await session.flush()
    for resource, same in groupby(things, key=lambda thing: thing.resource):
        happened = [Happened(thing.id, unit_of(thing), thing.version) for thing in same]
        await record_rows(session, caller, resource, happened, action, fields)


async def create(session: AsyncSession, caller: Caller | None, things: Sequence[Thing]) -> None:
    """Add new things and say so in the journal."""
    session.add_all(things)
    await session.flush()
    await record(session, caller, things, "created")


async def change(
    session: AsyncSession, caller: Caller | None, thing: Thing, values: Mapping[str, Any], action: str = "updated"
) -> bool:
    """Set what differs; if anything does, it is a new version and the journal names the fields. Tells whether."""
    fields = [name for name, value in values.items() if getattr(thing, name) != value]
    if not fields:
        return False
    for name in fields:
        setattr(thing, name, values[name])
    thing.version += 1
    thing.updated_at = clock.now()
    await record(session, caller, [thing], action, fields)
    return True


async def touch(session: AsyncSession, caller: Caller | None, thing: Thing, action: str, fields: Sequence[str]) -> None:
    """A thing changed in what belongs to it (its list of participants, say): a new version, and an entry."""
    thing.version += 1
    thing.updated_at = clock.now()
    await record(session, caller, [thing], action, fields)


async def delete(session: AsyncSession, caller: Caller | None, thing: Thing) -> None:
    """Delete a thing that nothing refers to; raises `in-use` where a foreign key still does."""
    await record(session, caller, [thing], "deleted")
    await session.delete(thing)
    try:
        await session.flush()
    except IntegrityError as error:
        raise Problem(IN_USE) from error
