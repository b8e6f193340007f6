"""A few kills in the middle of imports; hundreds of them are in tests/torture."""

from pathlib import Path

import pytest

from api.db.engine import make_engine
from api.journal.verify import verify_hash_chain
from tests.support.imports.kills import kill_repeatedly, prepare_database
from tests.support.postgres import start

KILLS = 4


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_a_kill_leaves_an_import_complete_or_undone(kind: str, tmp_path: Path) -> None:
    with start(durable=True) as server:
        url = f"sqlite+aiosqlite:///{tmp_path}/sammen.db" if kind == "sqlite" else server.create_database("kill")
        place = await prepare_database(url, tmp_path)
        kills = kill_repeatedly(place, KILLS, seed=len(kind))
        engine = make_engine(place.settings())
        verification = await verify_hash_chain(engine, place.settings())
        await engine.dispose()
    assert verification.findings == []
    assert kills.total() == KILLS, kills
