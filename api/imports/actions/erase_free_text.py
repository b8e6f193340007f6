"""Erase free text from the rows of an applied import: it is stored with the things themselves, where it is redacted.

The values before stay, so that the import can be reversed. They are erased when the thing is redacted or the person
erased, and with the cells of the import when its retention period ends.
"""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from api.imports.models import ImportRow

_BATCH_ROWS = 2000
_ROWS = SQLModel.metadata.tables["import_row"]
_UPDATE = (
    _ROWS.update()
    .where(_ROWS.c.import_id == bindparam("row_import_id"), _ROWS.c.line == bindparam("row_line"))
    .values(cells=bindparam("new_cells"), changes=bindparam("new_changes"))
)


async def erase_free_text(
    session: AsyncSession, import_id: UUID, columns: Sequence[str], free_text_columns: Collection[str]
) -> None:
    """Erase the cells and changes of some columns from the rows of an import."""
    indexes = [index for index, name in enumerate(columns) if name in free_text_columns]
    statement = (
        select(col(ImportRow.line), col(ImportRow.cells), col(ImportRow.changes))
        .where(col(ImportRow.import_id) == import_id)
        .order_by(col(ImportRow.line))
        .limit(_BATCH_ROWS)
    )
    last_line = 0
    while rows := (await session.execute(statement.where(col(ImportRow.line) > last_line))).all():
        parameters = [
            {
                "row_import_id": import_id,
                "row_line": line,
                "new_cells": _dumps(_without_cells(orjson.loads(cells), indexes)),
                "new_changes": _dumps(_without_changes(orjson.loads(changes or "[]"), free_text_columns)),
            }
            for line, cells, changes in rows
        ]
        # On the connection: the session would look through all its objects for each of these rows.
        await (await session.connection()).execute(_UPDATE, parameters)
        last_line = rows[-1].line


def _without_cells(cells: list[Any], indexes: Collection[int]) -> list[Any]:
    return [None if index in indexes else cell for index, cell in enumerate(cells)]


def _without_changes(changes: list[Any], columns: Collection[str]) -> list[Any] | None:
    return [change for change in changes if change[0] not in columns] or None


def _dumps(value: Any) -> str | None:
    return None if value is None else orjson.dumps(value).decode()
