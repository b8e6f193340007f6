"""Whose figures they are: who may be told that a withheld one is what they say."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.journal.models import Entry
from api.measurements.models import Measurement

REVEALING_FIELDS = frozenset({"value", "n", "standard_error", "status"})
"""What is told to nobody while a figure is withheld."""
_WRITTEN = ("created", "updated")
COPIED = ("package_id",)
"""The fields of an entry for a figure that was copied into a revision: who copies it need not know it."""


async def written_by(session: AsyncSession, caller: Caller, ids: Collection[UUID]) -> set[UUID]:
    """Those of these figures that say in all that tells something what this caller wrote there."""
    entries = await session.execute(
        select(col(Entry.thing_id), col(Entry.caller_id), col(Entry.action), col(Entry.fields))
        .where(col(Entry.thing_id).in_(ids), col(Entry.resource) == Measurement.resource)
        .order_by(col(Entry.seq))
    )
    theirs: dict[UUID, set[str]] = {}
    for id, who, action, fields in entries:
        own = theirs.setdefault(id, set())
        concerned = REVEALING_FIELDS & set(fields) if fields and tuple(fields) != COPIED else REVEALING_FIELDS
        if fields == ["withheld"]:
            continue
        if who == caller.id and action in _WRITTEN and tuple(fields) != COPIED:
            own |= concerned
        else:
            own -= concerned
    return {id for id, own in theirs.items() if own == REVEALING_FIELDS}
