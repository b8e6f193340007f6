"""Snapshots of the whole database, to compare before an import and after its reversal."""

from typing import Any

from sqlalchemy import select

from api.db import transactions
from api.tables import metadata
from tests.support.world import World

_HISTORY_TABLES = {"entry", "seal", "import", "import_row"}
"""They record that something happened, which a reversal does not undo."""
_HISTORY_COLUMNS = {"version", "updated_at", "keys_from", "shown_since"}
"""A thing that was changed and changed back has a newer version; sessions that were revoked stay revoked; figures that
were suppressed in between are shown since then."""
_PART_TABLES = {"observation_observer", "unit_ancestor", "external_id", "dialogue_participant"}
"""Their ids mean nothing: rows that were deleted and inserted again are the same."""

Snapshot = dict[str, list[str]]


async def snapshot(world: World) -> Snapshot:
    """Return all rows of all tables as text, without the journal and the imports themselves."""
    rows_by_table = {}
    async with transactions.read_transaction(world.app.state.engine) as session:
        for table in metadata.sorted_tables:
            if table.name in _HISTORY_TABLES:
                continue
            ignored = _HISTORY_COLUMNS | ({"id"} if table.name in _PART_TABLES else set())
            columns = [column for column in table.columns if column.name not in ignored]
            rows = (await session.execute(select(*columns))).mappings().all()
            rows_by_table[table.name] = sorted(_row_text(dict(row)) for row in rows)
    return rows_by_table


def _row_text(row: dict[Any, Any]) -> str:
    return str({str(name): str(value) for name, value in row.items()})


def differences(before: Snapshot, after: Snapshot) -> dict[str, tuple[set[str], set[str]]]:
    """Return the rows of each table that are gone, and those that are new."""
    pairs = {name: (set(before[name]) - set(after[name]), set(after[name]) - set(before[name])) for name in before}
    return {name: pair for name, pair in pairs.items() if any(pair)}
