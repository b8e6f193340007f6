"""An import of 100,000 measurements, planned and applied, compared with COPY of the same rows into the same table."""

import asyncio
import gc
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import httpx
import psycopg

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
from tests.benchmarks.accounts import SECRET
from tests.support.postgres import start

PERIODS = ("2024H1", "2024H2", "2025H1", "2025H2", "2026H1")
BREAKDOWNS = ("all", "gender=girl", "gender=boy", "grade=lower", "grade=upper")
INDICATORS = 16
ROWS_PER_SCHOOL = INDICATORS * len(PERIODS) * len(BREAKDOWNS)


async def prepare(app: Any, schools: int) -> tuple[Callable[[], str], str]:
    """Create schools, indicators and a draft package; return a function that issues tokens, and the package's id."""
    await migrate(app.state.engine, "Egekommune")
    person, now = Person(username="office", name="Office", name_key="office"), clock.now()
    async with transactions.write_transaction(app.state.engine) as session:
        unit = await find_municipality(session)
        assert unit is not None
        session.add(person)
        await session.flush()
        sign_in = SignIn(person_id=person.id, began_at=now, ends_at=now + timedelta(days=1))
        grant = Grant(person_id=person.id, unit_id=unit.id, role=Role.administration, since_on=date(2020, 1, 1))
        session.add_all([sign_in, grant])
        schools_fields = [{"name": f"Skole {n}", "kind": "school", "number": f"{700_000 + n}"} for n in range(schools)]
        await create_institutions(
            session, None, [InstitutionCreate.model_validate(fields) for fields in schools_fields]
        )
        common = {"kinds": ["school"], "unit": "percent", "minimum": 0, "maximum": 100, "disclosure": "persons"}
        indicators = [{"code": f"figure{n:02}", "title": f"Figure {n}", **common} for n in range(INDICATORS)]
        await create_indicators(session, None, [IndicatorCreate.model_validate(fields) for fields in indicators])
        draft = {"kind": "school", "half_year": "2026H1", "title": "Schools"}
        [package] = await create_packages(session, None, [PackageCreate.model_validate(draft)])

    def token() -> str:
        minutes = timedelta(minutes=15)
        return str(app.state.signer.access_token(person.id, "person", minutes, clock.now(), sign_in.id)[0])

    return token, str(package.id)


def measurements_file(rows: int, package_id: str) -> bytes:
    """Return a CSV file with so many measurements in random order."""
    rng = random.Random(1)  # noqa: S311  # the same figures in every run

    def lines() -> Iterator[str]:
        for school in range(rows // ROWS_PER_SCHOOL):
            for indicator in range(INDICATORS):
                for period in PERIODS:
                    for breakdown in BREAKDOWNS:
                        value, n = round(rng.uniform(0, 100), 1), rng.randint(10, 900)
                        key = f"{700_000 + school},figure{indicator:02},{period},{breakdown}"
                        yield f"{key},{value},{n},LIS,{package_id}\n"

    shuffled = list(lines())
    rng.shuffle(shuffled)
    return ("institution,indicator,period,breakdown,value,n,source,package\n" + "".join(shuffled)).encode()


async def import_file(client: httpx.AsyncClient, content: bytes, rows: int, outcome: str) -> tuple[float, float]:
    """Plan and apply a file of which all rows have one outcome; return the seconds of both."""
    start_time = time.perf_counter()
    headers = {"Content-Type": "text/csv"}
    plan = await client.post("/v1/imports?resource=measurements", content=content, headers=headers)
    planned = time.perf_counter()
    assert plan.json()["counts"][outcome] == rows, plan.text
    headers = {"If-Match": plan.headers["etag"]}
    applied = await client.post(f"/v1/imports/{plan.json()['id']}/apply", headers=headers)
    assert applied.json()["state"] == "applied", applied.text
    return planned - start_time, time.perf_counter() - planned


def copy_seconds(url: str) -> float:
    """Return the seconds that COPY takes to insert the imported rows into the emptied table again."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        with connection.cursor().copy("COPY measurement TO STDOUT") as out:
            content = b"".join(bytes(block) for block in out)
        connection.execute("TRUNCATE measurement")
        start_time = time.perf_counter()
        with connection.cursor().copy("COPY measurement FROM STDIN") as target:
            target.write(content)
        return time.perf_counter() - start_time


async def measure(url: str, rows: int) -> dict[str, float]:
    """Return rows per second: of COPY, of planning, of applying, of both, and of the same file again."""
    app = create_app(Settings(database_url=url, environment="test", token_secret=SECRET))  # type: ignore[arg-type]
    token, package_id = await prepare(app, rows // ROWS_PER_SCHOOL)
    content = measurements_file(rows, package_id)
    gc.collect()
    gc.freeze()  # as the service does when it starts
    headers, transport = {"Authorization": f"Bearer {token()}"}, httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://b.test", headers=headers, timeout=900) as client:
        plan, apply = await import_file(client, content, rows, "create")
        plan_again, apply_again = await import_file(client, content, rows, "unchanged")
    await app.state.engine.dispose()
    copy = copy_seconds(url)
    return {
        "copy": rows / copy,
        "plan": rows / plan,
        "apply": rows / apply,
        "both": rows / (plan + apply),
        "again": rows / (plan_again + apply_again),
    }


LABELS = {
    "copy": "COPY of the same rows into the same table",
    "plan": "plan",
    "apply": "apply",
    "both": "plan and apply",
    "again": "the same file again, all unchanged, planned and applied",
}


def main(rows: int = 100_000) -> None:
    """Print the ratios of one run."""
    rows = rows // ROWS_PER_SCHOOL * ROWS_PER_SCHOOL
    with start(durable=True) as server:
        result = asyncio.run(measure(server.create_database("imports"), rows))
    print(f"{rows:,} measurements by import, rows per second:")  # noqa: T201  # a program
    for name, label in LABELS.items():
        print(f"  {label:58} {result[name]:10,.0f}  {result[name] / result['copy']:6.3f} of COPY")  # noqa: T201
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"  peak memory of service and benchmark in one process: {peak} MB")  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
