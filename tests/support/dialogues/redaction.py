"""Helpers shared by tests."""

import json

from sqlalchemy import text

from api.db import transactions
from api.tables import metadata
from tests.support.dialogue_story import Story


async def found_anywhere(story: Story, words: str) -> list[str]:
    """The tables that hold these words in any of their columns."""
    places = []
    async with transactions.read_transaction(story.world.app.state.engine) as session:
        for table in metadata.sorted_tables:
            rows = (await session.execute(text(f'SELECT * FROM "{table.name}"'))).all()
            told = "\n".join(
                bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else str(value)
                for row in rows
                for value in row
            )
            if words in told or json.dumps(words)[1:-1] in told:
                places.append(table.name)
    return places
