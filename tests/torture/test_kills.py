"""Two hundred kills, of the server and of the client, during imports and their reversal."""

import os
import sys
from pathlib import Path

import pytest

from api.db.engine import make_engine
from api.journal.verify import verify_hash_chain
from tests.support.imports.kills import kill_repeatedly, prepare_database
from tests.support.postgres import start

KILLS = int(os.environ.get("SAMMEN_KILLS", "200")) // 2


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
async def test_a_killed_process_leaves_no_missing_partial_or_duplicate_changes(database: str, tmp_path: Path) -> None:
    with start(durable=True) as server:
        url = f"sqlite+aiosqlite:///{tmp_path}/sammen.db" if database == "sqlite" else server.create_database("kills")
        place = await prepare_database(url, tmp_path)
        kills = kill_repeatedly(place, KILLS, seed=7)
        engine = make_engine(place.settings())
        verification = await verify_hash_chain(engine, place.settings())
        await engine.dispose()
    sys.stderr.write(f"{database}: {dict(kills)}\n")
    assert verification.findings == []
    assert kills.total() == KILLS, kills
