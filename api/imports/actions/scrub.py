"""Letting go of words and names once an import is carried out: they are where they can be taken back.

How things were before stays, so that the import can be put back; it goes with the words of the thing (`take_out`), with
whom it was about, and with the import's lines when they are past their time.
"""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from api.imports.models import ImportRow

_CHUNK = 2000
_ROWS = SQLModel.metadata.tables["import_row"]
_LEAVE = (
    _ROWS.update()
    .where(_ROWS.c.import_id == bindparam("of"), _ROWS.c.line == bindparam("at"))
    .values(cells=bindparam("left"), changes=bindparam("told"))
)


async def scrub_text(session: AsyncSession, id: UUID, columns: Sequence[str], words: Collection[str]) -> None:
    """Let an import keep no copy of what people said: it is in their input, where it can be taken back."""
    places = [place for place, name in enumerate(columns) if name in words]
    mine = col(ImportRow.import_id) == id
    asked = select(col(ImportRow.line), col(ImportRow.cells), col(ImportRow.changes)).where(mine)
    after = 0
    while rows := (
        await session.execute(asked.where(col(ImportRow.line) > after).order_by(col(ImportRow.line)).limit(_CHUNK))
    ).all():
        left = [
            {"of": id, "at": line, **_without(orjson.loads(kept), orjson.loads(told or "[]"), places, words)}
            for line, kept, told in rows
        ]
        # Past the session, which would look through all that it holds for each of them.
        await (await session.connection()).execute(_LEAVE, left)
        after = rows[-1].line


def _without(
    kept: list[Any], told: list[Any], places: Collection[int], words: Collection[str]
) -> dict[str, str | None]:
    cells = [None if place in places else cell for place, cell in enumerate(kept)]
    said = [one for one in told if one[0] not in words]
    values = {"left": cells, "told": said or None}
    return {name: None if value is None else orjson.dumps(value).decode() for name, value in values.items()}
