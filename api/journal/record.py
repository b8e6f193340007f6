"""Write journal entries in the transaction of the change; create, change and delete resources with their entries."""

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


def unit_of(resource: ResourceModel) -> UUID | None:
    """Return the unit that a resource belongs to; None: the whole municipality."""
    return None if resource.unit_field is None else getattr(resource, resource.unit_field)


class ChangedResource(NamedTuple):
    """A changed resource, as its entry records it: id, unit, version after the change, and changed fields."""

    id: UUID
    unit_id: UUID | None
    version: int
    fields: Sequence[str] = ()


async def record_rows(
    session: AsyncSession,
    caller: Caller | None,
    resource: str,
    changes: Iterable[ChangedResource],
    action: str,
    fields: Sequence[str] = (),
) -> None:
    """Write an entry for each of many resources of one kind, as rows, without objects.

    `fields` are those of the entries that name none of their own.
    """
    writer = await chain_writer_of(session)
    at, request_id = clock.now(), traceable(logs.request_id.get())
    caller_id, default_fields = caller.id if caller else None, list(fields)
    rows = [
        (
            writer.last_seq + number,
            at,
            request_id,
            caller_id,
            resource,
            changed.id,
            changed.unit_id,
            action,
            changed.version,
            list(changed.fields) or default_fields,
        )
        for number, changed in enumerate(changes, start=1)
    ]
    writer.add(rows)
    await insert_many(session, Entry, COLUMNS, rows)


async def record(
    session: AsyncSession,
    caller: Caller | None,
    resources: Sequence[ResourceModel],
    action: str,
    fields: Sequence[str] = (),
) -> None:
    """Write an entry for each resource; `caller` is None for changes by the service itself."""
    await session.flush()
    for kind, group in groupby(resources, key=lambda resource: resource.resource):
        changes = [ChangedResource(resource.id, unit_of(resource), resource.version) for resource in group]
        await record_rows(session, caller, kind, changes, action, fields)


def set_fields(resource: ResourceModel, values: Mapping[str, Any], related_fields: Sequence[str] = ()) -> list[str]:
    """Set the fields that differ, and raise the version if any does; return their names.

    `related_fields` names what changed in rows that belong to the resource: it counts as changed fields too.
    """
    fields = [name for name, value in values.items() if getattr(resource, name) != value]
    for name in fields:
        setattr(resource, name, values[name])
    fields += related_fields
    if fields:
        _raise_version(resource)
    return fields


def _raise_version(resource: ResourceModel) -> None:
    resource.version += 1
    # Never back: the answers to consultations carry the end of their day as the time of change.
    resource.updated_at = max(clock.now(), resource.updated_at)


async def change_all(
    session: AsyncSession,
    caller: Caller | None,
    changes: Sequence[tuple[ResourceModel, Mapping[str, Any], Sequence[str]]],
    action: str = "updated",
) -> None:
    """Change many resources of one kind, and write an entry for each that differs.

    `changes` holds (resource, values, related fields), the latter as `related_fields` in `set_fields`.
    """
    changed_fields = [(resource, set_fields(resource, values, related)) for resource, values, related in changes]
    entries = [
        ChangedResource(resource.id, unit_of(resource), resource.version, fields)
        for resource, fields in changed_fields
        if fields
    ]
    if entries:
        await session.flush()
        await record_rows(session, caller, changes[0][0].resource, entries, action)


async def create(session: AsyncSession, caller: Caller | None, resources: Sequence[ResourceModel]) -> None:
    """Insert new resources and record them as `created`."""
    session.add_all(resources)
    await session.flush()
    await record(session, caller, resources, "created")


async def change(
    session: AsyncSession,
    caller: Caller | None,
    resource: ResourceModel,
    values: Mapping[str, Any],
    action: str = "updated",
    *,
    related_fields: Sequence[str] = (),
) -> bool:
    """Set the fields that differ; if any does, raise the version and write an entry. Return whether any does.

    `related_fields` names what changed in rows that belong to the resource, so that both make one version and one
    entry.
    """
    fields = set_fields(resource, values, related_fields)
    if fields:
        await record(session, caller, [resource], action, fields)
    return bool(fields)


async def touch(
    session: AsyncSession, caller: Caller | None, resource: ResourceModel, action: str, fields: Sequence[str]
) -> None:
    """Raise the version and write an entry for a change in rows that belong to a resource (participants, say)."""
    _raise_version(resource)
    await record(session, caller, [resource], action, fields)


async def delete(session: AsyncSession, caller: Caller | None, resource: ResourceModel) -> None:
    """Delete a resource and record it; raise `in-use` if a foreign key refers to it."""
    await record(session, caller, [resource], "deleted")
    await session.delete(resource)
    try:
        await session.flush()
    except IntegrityError as error:
        raise Problem(IN_USE) from error


async def replace_external_ids(
    session: AsyncSession, caller: Caller | None, resource: ResourceModel, external_ids: Iterable[tuple[str, str]]
) -> None:
    """Replace the external ids (system, id) of a resource; if they differ, raise the version and write an entry."""
    new_ids = sorted(set(external_ids))
    of_resource = (col(ExternalId.resource) == resource.resource, col(ExternalId.thing_id) == resource.id)
    rows = await session.execute(select(col(ExternalId.system), col(ExternalId.external_id)).where(*of_resource))
    if new_ids != sorted((system, id) for system, id in rows):
        raise_faults(await set_external_ids(session, resource.resource, {resource.id: new_ids}))
        await touch(session, caller, resource, "updated", ["external_ids"])
