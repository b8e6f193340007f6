"""kill -9 in the middle of carrying out a plan leaves all of it or nothing, on both databases as they promise to be."""

import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select

from api.access.models import Grant, Person, Role, SignIn
from api.access.units import municipality
from api.app import create_app
from api.core import clock, database
from api.core.settings import Settings
from api.institutions.models import Institution
from api.journal.models import Entry
from api.migrate import migrate
from tests.conftest import SECRET
from tests.postgres import free_port, start

ROWS = 600
KILLS = 3
ROOT = Path(__file__).parents[2]


@dataclass
class Place:
    """A database of its own, and a token of somebody who may fill the register."""

    url: str
    token: str

    def settings(self) -> Settings:
        return Settings(database_url=self.url, environment="test", token_secret=SECRET)

    async def counted(self) -> tuple[int, int]:
        """How many institutions there are, and how many entries of the journal say that one was made."""
        engine = database.make_engine(self.settings())
        async with database.reading(engine) as session:
            there = (await session.execute(select(func.count()).select_from(Institution))).scalar_one()
            told = select(func.count()).select_from(Entry).where(
                Entry.resource == "institutions", Entry.action == "created"  # type: ignore[arg-type]
            )  # fmt: skip
            entries = (await session.execute(told)).scalar_one()
        await engine.dispose()
        return there, entries


async def prepare(url: str) -> Place:
    place = Place(url, "")
    app = create_app(place.settings())
    await migrate(app.state.engine, "Egekommune")
    person, now = Person(username="office", name="Office", name_key="office"), clock.now()
    async with database.writing(app.state.engine) as session:
        top = await municipality(session)
        assert top is not None
        session.add(person)
        await session.flush()
        signed = SignIn(person_id=person.id, began_at=now, ends_at=now + timedelta(days=1))
        held = Grant(person_id=person.id, unit_id=top.id, role=Role.administration, since_on=date(2020, 1, 1))
        session.add_all([signed, held])
    place.token, _ = app.state.signer.access_token(person.id, "person", timedelta(minutes=15), now, signed.id)
    await app.state.engine.dispose()
    return place


@contextmanager
def serving(place: Place) -> Iterator[tuple[httpx.Client, "subprocess.Popen[bytes]"]]:
    """A server of its own process on that database, and a client of it; killed at the end, if it still runs."""
    port = free_port()
    surroundings = {
        **os.environ, "SAMMEN_DATABASE_URL": place.url, "SAMMEN_TOKEN_SECRET": SECRET, "SAMMEN_ENVIRONMENT": "test",
    }  # fmt: skip
    command = [sys.executable, "-m", "uvicorn", "api.app:create_app", "--factory", "--port", str(port)]
    server = subprocess.Popen([*command, "--log-level", "critical"], cwd=ROOT, env=surroundings,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    headers = {"Authorization": f"Bearer {place.token}"}
    with httpx.Client(base_url=f"http://127.0.0.1:{port}/v1", headers=headers, timeout=60) as client:
        try:
            until = time.monotonic() + 40
            while time.monotonic() < until and server.poll() is None:
                with suppress(httpx.TransportError):
                    client.get("/imports").raise_for_status()
                    break
                time.sleep(0.05)
            yield client, server
        finally:
            server.kill()
            server.wait()


def plan(client: httpx.Client, batch: int) -> httpx.Response:
    rows = "".join(f"{batch}{number:05},Skole {batch} {number},school\n" for number in range(ROWS))
    answer = client.post(
        "/imports?resource=institutions", content=f"number,name,kind\n{rows}", headers={"Content-Type": "text/csv"}
    )
    assert answer.status_code == 201, answer.text
    assert answer.json()["counts"]["create"] == ROWS
    return answer


def apply(client: httpx.Client, planned: httpx.Response) -> httpx.Response:
    return client.post(f"/imports/{planned.json()['id']}/apply", headers={"If-Match": planned.headers["etag"]})


async def check(place: Place) -> list[bool]:
    """Kill at random moments of an apply; answers for each kill whether the plan had been carried out."""
    with serving(place) as (client, _):
        began = time.monotonic()
        assert apply(client, plan(client, 1)).status_code == 200
        lasts = (time.monotonic() - began) / 2
        waiting = plan(client, 2)
    done, applied = 1, []
    for batch in range(3, 3 + KILLS):
        with serving(place) as (client, server):
            killing = threading.Timer(random.uniform(0, lasts * 1.2), server.kill)  # noqa: S311  # no secret
            killing.start()
            with suppress(httpx.TransportError):
                assert apply(client, waiting).status_code == 200
            killing.join()
        there, told = await place.counted()
        assert (there, told) in [(done * ROWS, done * ROWS), ((done + 1) * ROWS, (done + 1) * ROWS)]
        applied.append(there == (done + 1) * ROWS)
        with serving(place) as (client, _):
            state = client.get(f"/imports/{waiting.json()['id']}").json()["state"]
            assert state == ("applied" if applied[-1] else "planned")
            again = apply(client, waiting)
            assert (again.status_code, again.json()["state"]) == (200, "applied")
            waiting = plan(client, batch)
        done += 1
        assert await place.counted() == (done * ROWS, done * ROWS)
    return applied


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_a_killed_server_leaves_all_or_nothing(kind: str, tmp_path: Path) -> None:
    if kind == "sqlite":
        await check(await prepare(f"sqlite+aiosqlite:///{tmp_path}/sammen.db"))
    else:
        with start(durable=True) as server:
            await check(await prepare(server.create_database("kill")))
