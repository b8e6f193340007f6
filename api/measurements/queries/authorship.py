"""The author of a suppressed measurement's content, who already knows it."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.journal.models import Entry
from api.measurements.models import Measurement

REVEALING_FIELDS = frozenset({"value", "n", "standard_error", "status"})
"""The fields that are shown to no caller while a measurement is suppressed."""
_WRITE_ACTIONS = ("created", "updated")
COPIED = ("package_id",)
"""The fields of the journal entry of a measurement that was copied into a revision: its author need not know it."""


async def written_by(session: AsyncSession, caller: Caller, ids: Collection[UUID]) -> set[UUID]:
    """Return those of these measurements of which the caller was the last to write every revealing field."""
    entries = await session.execute(
        select(col(Entry.thing_id), col(Entry.caller_id), col(Entry.action), col(Entry.fields))
        .where(col(Entry.thing_id).in_(ids), col(Entry.resource) == Measurement.resource)
        .order_by(col(Entry.seq))
    )
    written: dict[UUID, set[str]] = {}
    for id, author_id, action, fields in entries:
        own_fields = written.setdefault(id, set())
        is_copy = tuple(fields) == COPIED
        # An entry that names no fields, or a copy, concerns all of them.
        concerned = REVEALING_FIELDS & set(fields) if fields and not is_copy else REVEALING_FIELDS
        if fields == ["withheld"]:
            continue
        if author_id == caller.id and action in _WRITE_ACTIONS and not is_copy:
            own_fields |= concerned
        else:
            own_fields -= concerned
    return {id for id, own_fields in written.items() if own_fields == REVEALING_FIELDS}
