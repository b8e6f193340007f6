"""Helpers shared by tests."""

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
WHY = "Et barn kan genkendes"


async def found_anywhere(world: World, words: str = SECRET) -> list[str]:
    """The columns that hold these words, whatever their type."""
    wanted = {words, json.dumps(words)[1:-1], json.dumps(words, ensure_ascii=False)[1:-1], danish_key(words)}
    found = []
    async with transactions.read_transaction(world.app.state.engine) as session:
        for table in metadata.sorted_tables:
            plain = [one if isinstance(one.type, LargeBinary) else cast(one, Text) for one in table.columns]
            for row in await session.execute(select(*plain)):
                for column, value in zip(table.columns, row, strict=True):
                    text = value.decode() if isinstance(value, bytes) else str(value)
                    text = unicodedata.normalize("NFC", text)
                    found += [f"{table.name}.{column.name}" for one in wanted if one in text][:1]
    return sorted(set(found))


async def order(auditor: Actor, resource: str, field: str, id: UUID, part: UUID | None, **other: Any) -> Any:
    body = {"resource": resource, "id": str(id), "field": field, "reason": WHY, **other}
    return await auditor.post("/redactions", body | ({"part_id": str(part)} if part else {}))
