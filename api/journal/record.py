"""record(): the one way to write an entry, in the change's own transaction; and the ways to change a thing by it."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.core import clock, logs
from api.core.problems import IN_USE, Problem, raise_faults
from api.db.bulk import insert_many
from api.db.columns import ResourceModel
from api.db.external_ids import ExternalId, set_external_ids
from api.journal.hash_chain import COLUMNS, chain_writer_of
from api.journal.models import Entry, traceable


def unit_of(thing: ResourceModel) -> UUID | None:
    """The unit that a thing belongs to; None: the whole municipality."""
    return None if thing.unit_field is None else getattr(thing, thing.unit_field)


class Occurrence(NamedTuple):
    """What an entry says of one thing."""

    id: UUID
    unit_id: UUID | None
    version: int
    fields: Sequence[str] = ()


async def record_rows(
    session: AsyncSession,
    caller: Caller | None,
    resource: str,
    things: Iterable[Occurrence],
    action: str,
    fields: Sequence[str] = (),
) -> None:
    """Write an entry for each of many things of one kind, written as rows and not as objects."""
    sealing = await chain_writer_of(session)
    at, request_id = clock.now(), traceable(logs.request_id.get())
    who, common = caller.id if caller else None, list(fields)
    rows = [
        (sealing.last_seq + number, at, request_id, who, resource, id, unit_id, action, version, list(own) or common)
        for number, (id, unit_id, version, own) in enumerate(things, start=1)
    ]
    sealing.add(rows)
    await insert_many(session, Entry, COLUMNS, rows)


async def record(
    session: AsyncSession,
    caller: Caller | None,
    things: Sequence[ResourceModel],
    action: str,
    fields: Sequence[str] = (),
) -> None:
    """Write an entry for each thing; `caller` is None for what the service does by itself."""
    await session.flush()
    for resource, same in groupby(things, key=lambda thing: thing.resource):
        happened = [Occurrence(thing.id, unit_of(thing), thing.version) for thing in same]
        await record_rows(session, caller, resource, happened, action, fields)


def set_fields(thing: ResourceModel, values: Mapping[str, Any], beside: Sequence[str] = ()) -> list[str]:
    """Set what differs; if anything does, or did in what belongs to it (`beside`), it is a new version.

    Answers the names of the fields, for the journal.
    """
    fields = [name for name, value in values.items() if getattr(thing, name) != value]
    for name in fields:
        setattr(thing, name, values[name])
    fields += beside
    if fields:
        thing.version += 1
        thing.updated_at = max(clock.now(), thing.updated_at)  # a day's answers carry its end: never back from there
    return fields


async def change_all(
    session: AsyncSession,
    caller: Caller | None,
    changes: Sequence[tuple[ResourceModel, Mapping[str, Any], Sequence[str]]],
    action: str = "updated",
) -> None:
    """Set what differs in things of one kind, each with what changed beside it; one entry for each that changed."""
    told = [(thing, set_fields(thing, values, beside)) for thing, values, beside in changes]
    happened = [Occurrence(thing.id, unit_of(thing), thing.version, fields) for thing, fields in told if fields]
    if happened:
        await session.flush()
        await record_rows(session, caller, changes[0][0].resource, happened, action)


async def create(session: AsyncSession, caller: Caller | None, things: Sequence[ResourceModel]) -> None:
    """Add new things and say so in the journal."""
    session.add_all(things)
    await session.flush()
    await record(session, caller, things, "created")


async def change(
    session: AsyncSession,
    caller: Caller | None,
    thing: ResourceModel,
    values: Mapping[str, Any],
    action: str = "updated",
    *,
    beside: Sequence[str] = (),
) -> bool:
    """Set what differs; if anything does, it is a new version and the journal names the fields. Tells whether.

    `beside` names what changed in what belongs to the thing, so that both are one version and one entry.
    """
    fields = set_fields(thing, values, beside)
    if fields:
        await record(session, caller, [thing], action, fields)
    return bool(fields)


async def touch(
    session: AsyncSession, caller: Caller | None, thing: ResourceModel, action: str, fields: Sequence[str]
) -> None:
    """A thing changed in what belongs to it (its list of participants, say): a new version, and an entry."""
    thing.version += 1
    thing.updated_at = max(clock.now(), thing.updated_at)  # a day's answers carry its end: never back from there
    await record(session, caller, [thing], action, fields)


async def delete(session: AsyncSession, caller: Caller | None, thing: ResourceModel) -> None:
    """Delete a thing that nothing refers to; raises `in-use` where a foreign key still does."""
    await record(session, caller, [thing], "deleted")
    await session.delete(thing)
    try:
        await session.flush()
    except IntegrityError as error:
        raise Problem(IN_USE) from error


async def give_external_ids(
    session: AsyncSession, caller: Caller | None, thing: ResourceModel, wanted: Iterable[tuple[str, str]]
) -> None:
    """Let a thing have exactly these external ids; if that changes any, it is a new version."""
    pairs = sorted(set(wanted))
    mine = (col(ExternalId.resource) == thing.resource, col(ExternalId.thing_id) == thing.id)
    now = await session.execute(select(col(ExternalId.system), col(ExternalId.external_id)).where(*mine))
    if pairs != sorted((system, id) for system, id in now):
        raise_faults(await set_external_ids(session, thing.resource, {thing.id: pairs}))
        await touch(session, caller, thing, "updated", ["external_ids"])
