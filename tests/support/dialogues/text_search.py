"""Searching all tables for a text."""

import json

from sqlalchemy import text

from api.db import transactions
from api.tables import metadata
from tests.support.dialogue_story import Story


async def tables_containing(story: Story, words: str) -> list[str]:
    """Return the names of the tables that contain the text in any column."""
    table_names = []
    async with transactions.read_transaction(story.world.app.state.engine) as session:
        for table in metadata.sorted_tables:
            rows = (await session.execute(text(f'SELECT * FROM "{table.name}"'))).all()
            content = "\n".join(
                bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else str(value)
                for row in rows
                for value in row
            )
            if words in content or json.dumps(words)[1:-1] in content:
                table_names.append(table.name)
    return table_names
