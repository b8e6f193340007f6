"""Two hundred kills, of the server and of the client, in the middle of imports and of their undoing."""

import os
import sys
from pathlib import Path

import pytest

from api.db.engine import make_engine
from api.journal.verify import verify
from tests.support.import_kills import kill, prepare
from tests.support.postgres import start

KILLS = int(os.environ.get("SAMMEN_KILLS", "200")) // 2


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_nothing_is_lost_half_or_doubled_however_often_somebody_is_killed(kind: str, tmp_path: Path) -> None:
    with start(durable=True) as server:
        url = f"sqlite+aiosqlite:///{tmp_path}/sammen.db" if kind == "sqlite" else server.create_database("kills")
        place = await prepare(url, tmp_path)
        kills = kill(place, KILLS, seed=7)
        engine = make_engine(place.settings())
        found = await verify(engine, place.settings())
        await engine.dispose()
    sys.stderr.write(f"{kind}: {dict(kills)}\n")
    assert found.findings == []
    assert kills.total() == KILLS, kills
