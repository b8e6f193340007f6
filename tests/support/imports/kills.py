"""kill -9 of a server or a client in the middle of an import or its reversal, and what must hold afterwards."""

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
import sammen  # type: ignore[import-not-found]  # installed from clients/python, and checked there

from api.access.models import Grant, Role
from api.access.units import find_municipality
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
ROOT = Path(__file__).parents[3]
# Retries until a restarted server is up.
PATIENT = sammen.RetryPolicy(max_attempts=5000, initial_delay=0.05, max_delay=0.4, max_elapsed=600)
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["sammen", "tests.support.imports.kills"])


@dataclass
class ServedDatabase:
    """A database with an empty draft package, a person who may import, a file for it, and the port of its server."""

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
        """Return a token of the person, valid for some minutes."""
        person_id, family_id = self.person
        text, _ = self.signer.access_token(person_id, "person", timedelta(minutes=15), clock.now(), family_id)
        return str(text)

    def query(self, statement: str) -> list[Any]:
        """Query the database itself, past the service."""
        if self.url.startswith("sqlite"):
            with closing(sqlite3.connect(self.url.partition("///")[2], timeout=30)) as connection:
                return connection.execute(statement).fetchall()
        with psycopg.connect(self.url.replace("+psycopg", ""), autocommit=True) as connection:
            return connection.execute(statement).fetchall()  # type: ignore[arg-type]  # texts of this file

    def wait_for_backends(self) -> None:
        """Wait until PostgreSQL has noticed that its killed clients are gone."""
        other_backends = (
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
        deadline = time.monotonic() + 60
        while not self.url.startswith("sqlite") and self.query(other_backends)[0][0]:
            assert time.monotonic() < deadline, "a backend stays"
            time.sleep(0.02)


async def prepare_database(url: str, folder: Path) -> ServedDatabase:
    """Create a municipality with schools, an indicator and a draft package, and a file of figures for it."""
    place = ServedDatabase(url, folder / "figures.csv")
    app = create_app(place.settings())
    await migrate(app.state.engine, "Egekommune")
    person, now = Person(username="office", name="Office", name_key="office"), clock.now()
    async with transactions.write_transaction(app.state.engine) as session:
        top = await find_municipality(session)
        assert top is not None
        session.add(person)
        await session.flush()
        sign_in = SignIn(person_id=person.id, began_at=now, ends_at=now + timedelta(days=1))
        grant = Grant(person_id=person.id, unit_id=top.id, role=Role.administration, since_on=date(2020, 1, 1))
        session.add_all([sign_in, grant])
        schools = [{"name": f"Skole {n}", "kind": "school", "number": f"{700_000 + n}"} for n in range(SCHOOLS)]
        await create_institutions(session, None, [InstitutionCreate.model_validate(school) for school in schools])
        indicator = {
            "code": "trivsel",
            "title": "Trivsel",
            "kinds": ["school"],
            "unit": "percent",
            "disclosure": "persons",
        }
        await create_indicators(session, None, [IndicatorCreate.model_validate(indicator)])
        draft = {"kind": "school", "half_year": "2026H1", "title": "Schools"}
        [package] = await create_packages(session, None, [PackageCreate.model_validate(draft)])
    lines = [
        f"{700_000 + school},trivsel,2026H1,grade={grade},50,{grade + 1},{package.id}"
        for school in range(SCHOOLS)
        for grade in range(BREAKDOWNS)
    ]
    place.file.write_text("institution,indicator,period,breakdown,value,n,package\n" + "\n".join(lines) + "\n")
    place.signer, place.person = app.state.signer, (person.id, sign_in.id)
    await app.state.engine.dispose()
    return place


def start_server(place: ServedDatabase) -> "subprocess.Popen[bytes]":
    """Start the service in a process of its own and return once it responds."""
    environment = {
        **os.environ,
        "SAMMEN_DATABASE_URL": place.url,
        "SAMMEN_TOKEN_SECRET": SECRET,
        "SAMMEN_ENVIRONMENT": "test",
    }
    command = [sys.executable, "-m", "uvicorn", "api.serve:make_app", "--factory", "--port", str(place.port)]
    server = subprocess.Popen(
        [*command, "--log-level", "critical"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline and server.poll() is None:
        with suppress(httpx.TransportError):
            httpx.get(f"{place.address}/health/live").raise_for_status()
            return server
        time.sleep(0.05)
    server.kill()
    raise AssertionError("the service did not start")


@contextmanager
def patient_client(address: str, token: str) -> Iterator[sammen.Client]:
    """Yield a client that retries until a restarted server is up."""
    with sammen.Client(address, token=token, retries=PATIENT, timeout=60) as client:
        yield client


def apply_or_reverse(address: str, token: str, file: str, import_id: str | None) -> None:
    """Upload the file and apply its plan; or reverse the import of this id. Returns once it is acknowledged."""
    with patient_client(address, token) as client:
        if import_id is None:
            report = client.imports.run("measurements", file, apply=True)
            assert report.plan.state == "applied", report
        else:
            reversed_import = client.imports.reverse(client.imports.get(import_id))
            assert reversed_import.state == "reversed", reversed_import


def repeat(*args: Any) -> None:
    """Do it again, like a user who does not know how far it came; the server may still be at it."""
    for _ in range(4):
        with suppress(sammen.errors.PreconditionFailed):
            apply_or_reverse(*args)
            return
    apply_or_reverse(*args)


def run_child(pipe: Connection, *args: Any) -> None:
    """Run in the process that may be killed: reports when it begins, and when it was acknowledged."""
    pipe.send("begins")
    apply_or_reverse(*args)
    pipe.send("acknowledged")


class KillLoop:
    """Applies and reverses an import in turn, kills the server or client in the middle, and checks the database."""

    def __init__(self, place: ServedDatabase, seed: int) -> None:
        self.place, self.random = place, random.Random(seed)  # noqa: S311  # no secret
        self.server = start_server(place)
        self.applied_id: str | None = None
        self.max_delays = {"apply": 0.6, "reverse": 0.3}
        self.kills: Counter[str] = Counter()

    def close(self) -> None:
        self.server.kill()
        self.server.wait()

    def count_figures(self) -> int:
        """Return the number of figures, after checking that there are all or none, each once, and journalled."""
        key = " || '|' || ".join(
            f"CAST({name} AS TEXT)" for name in ("institution_id", "indicator_id", "period", "breakdown")
        )
        [(figures, distinct)] = self.place.query(f"SELECT count(*), count(DISTINCT {key}) FROM measurement")
        entries = dict(
            self.place.query("SELECT action, count(*) FROM entry WHERE resource = 'measurements' GROUP BY action")
        )
        incomplete_plans = self.place.query(
            "SELECT count(*) FROM import WHERE state IN ('planned', 'applied') AND to_create + to_update + unchanged"
            " + rejected <> (SELECT count(*) FROM import_row WHERE import_row.import_id = import.id)"
        )
        assert (figures, figures - distinct, incomplete_plans[0][0]) in [(0, 0, 0), (ROWS, 0, 0)]
        assert entries.get("created", 0) - entries.get("deleted", 0) == figures, entries
        return int(figures)

    def kill_once(self, victim: str) -> bool:
        """Kill once, let it be completed, and check; returns whether the kill came in the middle."""
        applied_id, action = self.applied_id, "reverse" if self.applied_id else "apply"
        expected_figures = 0 if applied_id else ROWS
        args = (self.place.address, self.place.token(), str(self.place.file), applied_id)
        receiver, sender = _processes.Pipe(duplex=False)
        process = _processes.Process(target=run_child, args=(sender, *args))
        process.start()
        sender.close()
        assert receiver.recv() == "begins"
        began = time.monotonic()
        max_delay = self.max_delays[action]
        in_the_middle = not receiver.poll(self.random.uniform(0, max_delay))
        # Later next time if it was in the middle, sooner if it came too late: so kills hit every moment.
        self.max_delays[action] = max_delay * 1.07 if in_the_middle else (max_delay + time.monotonic() - began) / 2
        if victim == "client":
            os.kill(process.pid or 0, signal.SIGKILL)
        else:
            self.server.kill()
            self.server.wait()
            self.place.wait_for_backends()
            self.count_figures()
            self.server = start_server(self.place)  # and the client goes on
        acknowledged = False
        with suppress(EOFError):
            acknowledged = receiver.recv() == "acknowledged"
        process.join()
        assert acknowledged or victim == "client", "the client did not find its way"
        self._complete(args, expected_figures, acknowledged)
        self.kills[f"{victim}, {action}"] += in_the_middle
        return in_the_middle

    def _complete(self, args: tuple[str, str, str, str | None], expected_figures: int, acknowledged: bool) -> None:
        figures = self.count_figures()
        assert figures == expected_figures or not acknowledged, "what was acknowledged is lost"
        repeat(*args)
        assert self.count_figures() == expected_figures
        with patient_client(*args[:2]) as client:
            applied = (import_ for import_ in client.imports.list(state="applied") if import_.counts.create)
            self.applied_id = str(next(applied).id) if expected_figures else None


def kill_repeatedly(place: ServedDatabase, times: int, seed: int) -> Counter[str]:
    """Kill a number of times in the middle, servers and clients in turn; returns the number of each kind of kill."""
    loop = KillLoop(place, seed)
    try:
        for number in range(times * 4):
            if loop.kills.total() >= times:
                break
            # A server is killed in every third turn: so alternately while it applies and while it reverses.
            if loop.kill_once("server" if number % 3 == 0 else "client") and loop.kills.total() % 10 == 0:
                sys.stderr.write(f"{dict(loop.kills)}\n")
    finally:
        loop.close()
    return loop.kills
