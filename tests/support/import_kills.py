"""kill -9 of a server or a client in the middle of an import or of its undoing, and what must be so afterwards."""

import multiprocessing
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import httpx
import psycopg
import sammen  # type: ignore[import-not-found]  # installed from clients/python, and judged there
from sammen.retries import Retries  # type: ignore[import-not-found]  # likewise

from api.access.models import Grant, Role
from api.access.units import municipality
from api.app import create_app
from api.core import clock
from api.core.settings import Settings
from api.data_packages.actions import create_packages
from api.data_packages.schemas import PackageCreate
from api.db import transactions
from api.indicators.actions import create_indicators
from api.indicators.schemas import IndicatorCreate
from api.institutions.actions import create_institutions
from api.institutions.schemas import InstitutionCreate
from api.migrate import migrate
from api.sign_in.models import Person, SignIn
from tests.support.application import SECRET
from tests.support.postgres import free_port

SCHOOLS, BREAKDOWNS = 20, 30
ROWS = SCHOOLS * BREAKDOWNS
ROOT = Path(__file__).parents[2]
PATIENT = Retries(attempts=5000, first_pause=0.05, longest_pause=0.4, total=600)  # until the server is there again
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["sammen", "tests.support.import_kills"])


@dataclass
class Place:
    """A database of its own with a draft of figures, somebody who may fill it, and the port it is served on."""

    url: str
    file: Path
    signer: Any = None
    person: Any = None
    port: int = field(default_factory=free_port)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def settings(self) -> Settings:
        return Settings(database_url=self.url, environment="test", token_secret=SECRET)

    def token(self) -> str:
        """A token of somebody who may import, for the next minutes."""
        person_id, family_id = self.person
        text, _ = self.signer.access_token(person_id, "person", timedelta(minutes=15), clock.now(), family_id)
        return str(text)

    def asks(self, statement: str) -> list[Any]:
        """What the database itself says, with nothing of the service in between."""
        if self.url.startswith("sqlite"):
            with closing(sqlite3.connect(self.url.partition("///")[2], timeout=30)) as connection:
                return connection.execute(statement).fetchall()
        with psycopg.connect(self.url.replace("+psycopg", ""), autocommit=True) as connection:
            return connection.execute(statement).fetchall()  # type: ignore[arg-type]  # texts of this file

    def comes_to_rest(self) -> None:
        """Wait until PostgreSQL has seen that those are gone who were killed."""
        others = (
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
        until = time.monotonic() + 60
        while not self.url.startswith("sqlite") and self.asks(others)[0][0]:
            assert time.monotonic() < until, "a backend stays"
            time.sleep(0.02)


async def prepare(url: str, folder: Path) -> Place:
    """A municipality with schools, an indicator and a draft; a file of figures for it."""
    place = Place(url, folder / "figures.csv")
    app = create_app(place.settings())
    await migrate(app.state.engine, "Egekommune")
    person, now = Person(username="office", name="Office", name_key="office"), clock.now()
    async with transactions.write_transaction(app.state.engine) as session:
        top = await municipality(session)
        assert top is not None
        session.add(person)
        await session.flush()
        signed = SignIn(person_id=person.id, began_at=now, ends_at=now + timedelta(days=1))
        held = Grant(person_id=person.id, unit_id=top.id, role=Role.administration, since_on=date(2020, 1, 1))
        session.add_all([signed, held])
        wanted = [{"name": f"Skole {n}", "kind": "school", "number": f"{700_000 + n}"} for n in range(SCHOOLS)]
        await create_institutions(session, None, [InstitutionCreate.model_validate(one) for one in wanted])
        trivsel = {
            "code": "trivsel",
            "title": "Trivsel",
            "kinds": ["school"],
            "unit": "percent",
            "disclosure": "persons",
        }
        await create_indicators(session, None, [IndicatorCreate.model_validate(trivsel)])
        draft = {"kind": "school", "half_year": "2026H1", "title": "Schools"}
        [package] = await create_packages(session, None, [PackageCreate.model_validate(draft)])
    lines = [
        f"{700_000 + school},trivsel,2026H1,grade={part},50,{part + 1},{package.id}"
        for school in range(SCHOOLS)
        for part in range(BREAKDOWNS)
    ]
    place.file.write_text("institution,indicator,period,breakdown,value,n,package\n" + "\n".join(lines) + "\n")
    place.signer, place.person = app.state.signer, (person.id, signed.id)
    await app.state.engine.dispose()
    return place


def serve(place: Place) -> "subprocess.Popen[bytes]":
    """The service in a process of its own, on the place's port; ready when this answers."""
    surroundings = {
        **os.environ,
        "SAMMEN_DATABASE_URL": place.url,
        "SAMMEN_TOKEN_SECRET": SECRET,
        "SAMMEN_ENVIRONMENT": "test",
    }
    command = [sys.executable, "-m", "uvicorn", "api.serve:make_app", "--factory", "--port", str(place.port)]
    server = subprocess.Popen(
        [*command, "--log-level", "critical"],
        cwd=ROOT,
        env=surroundings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    until = time.monotonic() + 300
    while time.monotonic() < until and server.poll() is None:
        with suppress(httpx.TransportError):
            httpx.get(f"{place.address}/health/live").raise_for_status()
            return server
        time.sleep(0.05)
    server.kill()
    raise AssertionError("the service did not start")


@contextmanager
def connected(address: str, token: str) -> Iterator[sammen.Client]:
    """A client that waits for a server that is being started anew."""
    with sammen.Client(address, token=token, retries=PATIENT, timeout=60) as client:
        yield client


def carry_out(address: str, token: str, file: str, undo: str | None) -> None:
    """Bring the file and carry out its plan; or undo the import of this id. It is acknowledged when this returns."""
    with connected(address, token) as client:
        if undo is None:
            report = client.imports.run("measurements", file, apply=True)
            assert report.plan.state == "applied", report
        else:
            found = client.imports.reverse(client.imports.get(undo))
            assert found.state == "reversed", found


def repeat(*given: Any) -> None:
    """The same again, as somebody would who does not know how far it came: perhaps the server is still at it."""
    for _ in range(4):
        with suppress(sammen.errors.PreconditionFailed):
            carry_out(*given)
            return
    carry_out(*given)


def child(telling: Connection, *given: Any) -> None:
    """What runs in the process that may be killed: it tells when it begins, and when it was acknowledged."""
    telling.send("begins")
    carry_out(*given)
    telling.send("acknowledged")


class Killing:
    """Imports and undoings in turn, with a kill in the middle of each; after each the database is looked at."""

    def __init__(self, place: Place, seed: int) -> None:
        self.place, self.chance = place, random.Random(seed)  # noqa: S311  # no secret
        self.server = serve(place)
        self.undo: str | None = None
        self.lasts = {True: 0.6, False: 0.3}
        self.kills: Counter[str] = Counter()

    def close(self) -> None:
        self.server.kill()
        self.server.wait()

    def there(self) -> int:
        """How many figures there are, once it is seen that none is half there, or there twice."""
        key = " || '|' || ".join(
            f"CAST({n} AS TEXT)" for n in ("institution_id", "indicator_id", "period", "breakdown")
        )
        [(figures, different)] = self.place.asks(f"SELECT count(*), count(DISTINCT {key}) FROM measurement")
        told = dict(
            self.place.asks("SELECT action, count(*) FROM entry WHERE resource = 'measurements' GROUP BY action")
        )
        half = self.place.asks(
            "SELECT count(*) FROM import WHERE state IN ('planned', 'applied') AND to_create + to_update + unchanged"
            " + rejected <> (SELECT count(*) FROM import_row WHERE import_row.import_id = import.id)"
        )
        assert (figures, figures - different, half[0][0]) in [(0, 0, 0), (ROWS, 0, 0)]
        assert told.get("created", 0) - told.get("deleted", 0) == figures, told
        return int(figures)

    def round(self, victim: str) -> bool:
        """One kill and what follows it; tells whether it came in the middle."""
        undo, wanted = self.undo, 0 if self.undo else ROWS
        given = (self.place.address, self.place.token(), str(self.place.file), undo)
        hearing, telling = _processes.Pipe(duplex=False)
        process = _processes.Process(target=child, args=(telling, *given))
        process.start()
        telling.close()
        assert hearing.recv() == "begins"
        began = time.monotonic()
        during = not hearing.poll(self.chance.uniform(0, self.lasts[undo is None]))
        # Later next time where it was in the middle, sooner where it came too late: so that any moment has its turn.
        last = self.lasts[undo is None]
        self.lasts[undo is None] = last * 1.07 if during else (last + time.monotonic() - began) / 2
        if victim == "client":
            os.kill(process.pid or 0, signal.SIGKILL)
        else:
            self.server.kill()
            self.server.wait()
            self.place.comes_to_rest()
            self.there()
            self.server = serve(self.place)  # and the client goes on with what it was doing
        acknowledged = False
        with suppress(EOFError):
            acknowledged = hearing.recv() == "acknowledged"
        process.join()
        assert acknowledged or victim == "client", "the client did not find its way"
        self._look_after(given, wanted, acknowledged)
        self.kills[f"{victim}, {'apply' if undo is None else 'reverse'}"] += during
        return during

    def _look_after(self, given: tuple[str, str, str, str | None], wanted: int, acknowledged: bool) -> None:
        found = self.there()
        assert found == wanted or not acknowledged, "what was acknowledged is lost"
        repeat(*given)
        assert self.there() == wanted
        with connected(*given[:2]) as client:
            applied = (one for one in client.imports.list(state="applied") if one.counts.create)
            self.undo = str(next(applied).id) if wanted else None


def kill(place: Place, times: int, seed: int) -> Counter[str]:
    """Kill so many times in the middle, servers and clients in turn; what was killed when."""
    killing = Killing(place, seed)
    try:
        for number in range(times * 4):
            if killing.kills.total() >= times:
                break
            # A server is killed at every third turn: once while it carries out, once while it puts back.
            if killing.round("server" if number % 3 == 0 else "client") and killing.kills.total() % 10 == 0:
                sys.stderr.write(f"{dict(killing.kills)}\n")
    finally:
        killing.close()
    return killing.kills
