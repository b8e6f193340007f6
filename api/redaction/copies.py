"""Redact the declared copies of a field: text that the service itself wrote again, in another row or resource.

Texts of any length: in a declared copy, an equal text is known to be the copy.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core.danish_collation import danish_key
from api.db.columns import ResourceModel
from api.redaction import registry
from api.redaction.registry import StoredCopy, TextField
from api.redaction.replacements import MARK_LENGTH, replace_texts, replacements, texts_of
from api.redaction.stored_text import REDACTED, bump_versions, owners_of


async def redact_copies(
    session: AsyncSession, caller: Caller, thing: ResourceModel, source: Any, text_field: TextField, reason: str
) -> set[UUID]:
    """Replace the copies of what a field of `source` (the resource or a part of it) holds by marks with the reason.

    Each resource whose copy was replaced gets a new version. Return the ids of those whose own cached responses and
    pinned evidence are to be redacted as well.
    """
    texts = texts_of(text_field, getattr(source, text_field.field))
    owners, owner_ids = dict[type[ResourceModel], set[UUID]](), set[UUID]()
    for copy in registry.declaration_of(type(thing)).copies.get(text_field.name, ()):
        for row in (await session.execute(select(copy.table).where(copy.condition(thing)))).scalars().all():
            if row is source or not _redact_row(row, copy, text_field, texts, reason):
                continue
            table = copy.table.__table__
            values = {column.name: getattr(row, column.name) for column in table.columns}
            for resource_model, id in owners_of(table, values):
                owners.setdefault(resource_model, set()).add(id)
                owner_ids |= set() if copy.names_source else {id}
    await session.flush()
    for resource_model, ids in owners.items():
        await bump_versions(session, caller, resource_model, ids - {thing.id}, REDACTED)
    return owner_ids


def _redact_row(row: Any, copy: StoredCopy, text_field: TextField, texts: Collection[str], reason: str) -> bool:
    """Whether a row held one of the texts, which is replaced."""
    value, column = getattr(row, copy.field), copy.table.__table__.c[copy.field]
    column_length = MARK_LENGTH if isinstance(value, list) else getattr(column.type, "length", None)
    marks = replacements(text_field, texts, reason, copy.max_length or column_length)
    new_value = replace_texts(text_field, value, marks)
    if new_value == value:
        return False
    setattr(row, copy.field, new_value)
    if hasattr(row, f"{copy.field}_key"):
        setattr(row, f"{copy.field}_key", danish_key(new_value))
    return True
