"""100,000 measurements by file, planned and carried out, beside COPY of the same rows into the same table."""

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
from tests.support.postgres import start

SECRET = "a secret for benchmarks, of forty characters"
PERIODS = ("2024H1", "2024H2", "2025H1", "2025H2", "2026H1")
BREAKDOWNS = ("all", "gender=girl", "gender=boy", "grade=lower", "grade=upper")
INDICATORS = 16
OF_A_SCHOOL = INDICATORS * len(PERIODS) * len(BREAKDOWNS)


async def prepare(app: Any, schools: int) -> tuple[Callable[[], str], str]:
    """A municipality with schools and indicators; what makes tokens of its administration, and the id of a draft."""
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
        wanted = [{"name": f"Skole {n}", "kind": "school", "number": f"{700_000 + n}"} for n in range(schools)]
        await create_institutions(session, None, [InstitutionCreate.model_validate(one) for one in wanted])
        common = {"kinds": ["school"], "unit": "percent", "minimum": 0, "maximum": 100, "disclosure": "persons"}
        figures = [{"code": f"figure{n:02}", "title": f"Figure {n}", **common} for n in range(INDICATORS)]
        await create_indicators(session, None, [IndicatorCreate.model_validate(figure) for figure in figures])
        draft = {"kind": "school", "half_year": "2026H1", "title": "Schools"}
        [package] = await create_packages(session, None, [PackageCreate.model_validate(draft)])

    def token() -> str:
        minutes = timedelta(minutes=15)
        return str(app.state.signer.access_token(person.id, "person", minutes, clock.now(), signed.id)[0])

    return token, str(package.id)


def file_of(rows: int, package: str) -> bytes:
    """A file of so many figures, in an order that is nobody's."""
    chance = random.Random(1)  # noqa: S311  # the same figures at each run

    def lines() -> Iterator[str]:
        for school in range(rows // OF_A_SCHOOL):
            for figure in range(INDICATORS):
                for period in PERIODS:
                    for breakdown in BREAKDOWNS:
                        value, n = round(chance.uniform(0, 100), 1), chance.randint(10, 900)
                        yield f"{700_000 + school},figure{figure:02},{period},{breakdown},{value},{n},LIS,{package}\n"

    shuffled = list(lines())
    chance.shuffle(shuffled)
    return ("institution,indicator,period,breakdown,value,n,source,package\n" + "".join(shuffled)).encode()


async def bring(client: httpx.AsyncClient, content: bytes, rows: int, outcome: str) -> tuple[float, float]:
    """Seconds to plan a file and to carry the plan out."""
    began = time.perf_counter()
    headers = {"Content-Type": "text/csv"}
    plan = await client.post("/v1/imports?resource=measurements", content=content, headers=headers)
    planned = time.perf_counter()
    assert plan.json()["counts"][outcome] == rows, plan.text
    headers = {"If-Match": plan.headers["etag"]}
    applied = await client.post(f"/v1/imports/{plan.json()['id']}/apply", headers=headers)
    assert applied.json()["state"] == "applied", applied.text
    return planned - began, time.perf_counter() - planned


def copy_again(url: str) -> float:
    """Seconds that COPY takes for the rows that are there, into the emptied table that they were in."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        with connection.cursor().copy("COPY measurement TO STDOUT") as out:
            content = b"".join(bytes(block) for block in out)
        connection.execute("TRUNCATE measurement")
        began = time.perf_counter()
        with connection.cursor().copy("COPY measurement FROM STDIN") as into:
            into.write(content)
        return time.perf_counter() - began


async def measure(url: str, rows: int) -> dict[str, float]:
    """Rows a second of each way."""
    app = create_app(Settings(database_url=url, environment="test", token_secret=SECRET))  # type: ignore[arg-type]
    token, package = await prepare(app, rows // OF_A_SCHOOL)
    content = file_of(rows, package)
    gc.collect()
    gc.freeze()  # as the service does when it starts
    headers, transport = {"Authorization": f"Bearer {token()}"}, httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://b.test", headers=headers, timeout=900) as client:
        plan, apply = await bring(client, content, rows, "create")
        again, nothing = await bring(client, content, rows, "unchanged")
    await app.state.engine.dispose()
    copied = copy_again(url)
    return {
        "copy": rows / copied,
        "plan": rows / plan,
        "apply": rows / apply,
        "both": rows / (plan + apply),
        "again": rows / (again + nothing),
    }


ABOUT = {
    "copy": "COPY of the same rows into the same table",
    "plan": "plan",
    "apply": "apply",
    "both": "plan and apply",
    "again": "the same file again, all unchanged, planned and applied",
}


def main(rows: int = 100_000) -> None:
    """Print the ratios of one run."""
    rows = rows // OF_A_SCHOOL * OF_A_SCHOOL
    with start(durable=True) as server:
        found = asyncio.run(measure(server.create_database("imports"), rows))
    print(f"{rows:,} measurements by import, rows a second:")  # noqa: T201  # a program
    for name, about in ABOUT.items():
        print(f"  {about:58} {found[name]:10,.0f}  {found[name] / found['copy']:6.3f} of COPY")  # noqa: T201
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"  peak memory of service and benchmark in one process: {peak} MB")  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
