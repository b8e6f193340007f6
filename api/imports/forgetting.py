"""Letting go of words and names once an import is carried out: they are where they can be taken back."""

from collections.abc import Collection, Sequence
from uuid import UUID

import orjson
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.imports.models import ImportRow


async def forget_words(session: AsyncSession, id: UUID, columns: Sequence[str], words: Collection[str]) -> None:
    """Let an import keep no copy of what people said: it is in their input, where it can be taken back."""
    places = [place for place, name in enumerate(columns) if name in words]
    mine = col(ImportRow.import_id) == id
    asked = select(col(ImportRow.line), col(ImportRow.cells), col(ImportRow.before), col(ImportRow.changes)).where(mine)
    for line, kept, before, told in (await session.execute(asked)).all():
        cells = [None if place in places else cell for place, cell in enumerate(orjson.loads(kept))]
        was = {name: value for name, value in orjson.loads(before or "{}").items() if name not in words}
        said = [one for one in orjson.loads(told or "[]") if one[0] not in words]
        values = {"cells": cells, "before": was or None, "changes": said or None}
        texts = {name: None if value is None else orjson.dumps(value).decode() for name, value in values.items()}
        await session.execute(update(ImportRow).where(mine, col(ImportRow.line) == line).values(**texts))
