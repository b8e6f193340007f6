"""What the tests of undoing compare: every table, but for what tells that something happened."""

from typing import Any

from sqlalchemy import select

from api.db import transactions
from api.tables import metadata
from tests.support.world import World

TOLD = {"entry", "seal", "import", "import_row"}
ANEW = {"version", "updated_at", "keys_from", "shown_since"}
"""A thing that was changed, and changed back, is a newer version of itself; who was signed out stays signed out, and
what was withheld in between is shown since then."""
PARTS = {"observation_observer", "unit_ancestor", "external_id", "dialogue_participant"}
"""Their ids mean nothing: rows that are written anew are the same ones."""


async def everything(world: World) -> dict[str, list[str]]:
    """All rows of all tables, but for the journal and the imports themselves."""
    found = {}
    async with transactions.read_transaction(world.app.state.engine) as session:
        for table in metadata.sorted_tables:
            if table.name in TOLD:
                continue
            own = {"id"} if table.name in PARTS else set[str]()
            columns = [column for column in table.columns if column.name not in ANEW | own]
            rows = (await session.execute(select(*columns))).mappings().all()
            found[table.name] = sorted(str({str(name): _plain(value) for name, value in row.items()}) for row in rows)
    return found


def differing(before: dict[str, list[str]], after: dict[str, list[str]]) -> dict[str, tuple[set[str], set[str]]]:
    """The rows of each table that are gone, and those that have come."""
    pairs = {name: (set(before[name]) - set(after[name]), set(after[name]) - set(before[name])) for name in before}
    return {name: pair for name, pair in pairs.items() if any(pair)}


def _plain(value: Any) -> str:
    return str(value)
