"""Order the redaction of a text, and search the whole database for a text."""

import json
import unicodedata
from typing import Any
from uuid import UUID

from sqlalchemy import LargeBinary, Text, cast, select

from api.core.danish_collation import danish_key
from api.db import transactions
from api.tables import metadata
from tests.support.world import Actor, World

SECRET = 'Hendes søn hedder "Villads" og går i 3.b'
REASON = "Et barn kan genkendes"
MARK = f"[fjernet: {REASON}]"


async def columns_with(world: World, text: str = SECRET) -> list[str]:
    """The columns (`table.column`) of any type that contain this text."""
    spellings = {text, json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1], danish_key(text)}
    columns = []
    async with transactions.read_transaction(world.app.state.engine) as session:
        for table in metadata.sorted_tables:
            as_text = [
                column if isinstance(column.type, LargeBinary) else cast(column, Text) for column in table.columns
            ]
            for row in await session.execute(select(*as_text)):
                for column, value in zip(table.columns, row, strict=True):
                    stored = value.decode() if isinstance(value, bytes) else str(value)
                    stored = unicodedata.normalize("NFC", stored)
                    columns += [f"{table.name}.{column.name}" for spelling in spellings if spelling in stored][:1]
    return sorted(set(columns))


async def order_redaction(
    auditor: Actor, resource: str, field: str, id: UUID | str, part: UUID | None, **other: Any
) -> Any:
    """The response to an order of the auditor."""
    body = {"resource": resource, "id": str(id), "field": field, "reason": REASON, **other}
    return await auditor.post("/redactions", body | ({"part_id": str(part)} if part else {}))
