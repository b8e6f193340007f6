"""The evidence of an institution with 500 measurements and 300 inputs, compared with its queries alone."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, timedelta
from statistics import median
from typing import Any
from uuid import UUID

import httpx
import psycopg
from fastapi import FastAPI
from sqlalchemy import event, insert, text

from api.access.models import Role
from api.app import create_app
from api.core import clock
from api.core.danish_collation import danish_key
from api.core.identifiers import new_id
from api.core.periods import parse
from api.core.settings import Settings
from api.cycles.actions import create_cycles
from api.cycles.schemas import CycleCreate
from api.data_packages.models import DataPackage
from api.db import transactions
from api.indicators.models import Indicator
from api.institutions.actions import create_districts, create_institutions
from api.institutions.models import Area, Kind
from api.institutions.schemas import DistrictCreate, InstitutionCreate
from api.measurements.models import Measurement
from api.migrate import migrate
from api.stakeholder_input.models import AgeGroup, Form, Input, Method, Voice
from tests.benchmarks.accounts import SECRET, create_account
from tests.support.postgres import Server, start

INDICATORS, SCHOOLS, INPUTS = 100, 40, 300
BREAKDOWNS = ("all", "gender=girl", "gender=boy", "grade=lower", "grade=upper")
TEXT = "Der er for meget larm, når vi skifter time, og det er svært at finde ro til at læse. "
Statements = list[tuple[str, Any]]


async def build(app: FastAPI) -> tuple[str, str]:
    """Create schools with two half-years of measurements; return a leader's token and the path of their evidence."""
    await migrate(app.state.engine, "Egekommune")
    rng = random.Random(1)  # noqa: S311  # the same rows in every run
    async with transactions.write_transaction(app.state.engine) as session:
        districts = await create_districts(session, None, [DistrictCreate(name=f"Distrikt {n}") for n in range(4)])
        fields = [
            InstitutionCreate(name=f"Skole {n}", kind=Kind.school, district_id=districts[n % 4].id)
            for n in range(SCHOOLS)
        ]
        schools = await create_institutions(session, None, fields)
        new_year = date(clock.today().year, 1, 1)
        [cycle] = await create_cycles(
            session, None, [CycleCreate(area=Area.age_6_18, title="Nu", discussion_on=new_year, starts_on=new_year)]
        )
        indicators = [_indicator(number) for number in range(INDICATORS)]
        half_years = (f"{new_year.year - 1}H2", f"{new_year.year}H1")
        packages = [_package(half_year) for half_year in half_years]
        session.add_all([*indicators, *packages])
        await session.flush()
        for package in packages:
            rows = [row for school in schools for row in _measurements(rng, school.id, package, indicators)]
            await session.execute(insert(Measurement), rows)
        session.add_all(_inputs(schools[0].id, new_year))
        token = await create_account(session, app, Role.leader, schools[0].id)
    async with transactions.single_statement(app.state.engine) as connection:
        await connection.execute(text("VACUUM ANALYZE"))
    return token, f"/v1/institutions/{schools[0].id}/evidence?cycle_id={cycle.id}&round=1"


def _indicator(number: int) -> Indicator:
    return Indicator(
        code=f"figure{number:03}",
        title=f"Figure {number}",
        title_key=danish_key(f"figure {number}"),
        kinds=["school"],
        unit="percent",
        minimum=0.0,
        maximum=100.0,
        disclosure="persons",
    )


def _package(half_year: str) -> DataPackage:
    return DataPackage(
        kind="school",
        half_year=half_year,
        title=half_year,
        title_key=half_year,
        status="released",
        released_on=clock.today(),
    )


def _measurements(
    rng: random.Random, institution_id: UUID, package: DataPackage, indicators: Sequence[Indicator]
) -> list[dict[str, Any]]:
    now, period = clock.now(), parse(package.half_year)
    return [
        {
            "id": new_id(),
            "version": 1,
            "created_at": now,
            "updated_at": now,
            "institution_id": institution_id,
            "indicator_id": indicator.id,
            "package_id": package.id,
            "period": period.text,
            "period_from": period.from_on,
            "period_length": period.length,
            "breakdown": breakdown,
            "value": round(rng.uniform(0, 100), 1),
            "n": rng.randint(20, 400),
            "standard_error": None,
            "status": "reported",
            "source": "LIS",
            "withheld": rng.random() < 0.05,
        }
        for indicator in indicators
        for breakdown in BREAKDOWNS
    ]


def _inputs(institution_id: UUID, first_day: date) -> list[Input]:
    return [
        Input(
            unit_id=institution_id,
            text=TEXT * 3,
            voice=(Voice.child, Voice.parent)[n % 2],
            method=Method.conversation,
            age_group=(AgeGroup.from_6, None)[n % 2],
            form=Form.perspective,
            people_count=4 + n % 20,
            collected_on=first_day + timedelta(days=n % 100),
        )
        for n in range(INPUTS)
    ]


async def measure(server: Server, rounds: int = 30) -> dict[str, float]:
    """Return milliseconds of the response and of its queries alone, the number of queries, and the response's bytes."""
    url = server.create_database("evidence")
    app = create_app(Settings(database_url=url, environment="test", token_secret=SECRET, access_token_minutes=60))  # type: ignore[arg-type]
    token, path = await build(app)
    headers, transport = {"Authorization": f"Bearer {token}"}, httpx.ASGITransport(app)
    statements: Statements = []

    def record(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        statements.append((statement, parameters))

    async with httpx.AsyncClient(transport=transport, base_url="http://b.test", headers=headers) as client:
        event.listen(app.state.engine.sync_engine, "before_cursor_execute", record)
        first = await client.get(path)
        event.remove(app.state.engine.sync_engine, "before_cursor_execute", record)
        evidence = first.json()
        assert (len(evidence["measurements"]), len(evidence["stakeholder_input"])) == (500, INPUTS), first.text[:500]
        connection = await psycopg.AsyncConnection.connect(url.replace("+psycopg", ""), autocommit=True)
        connection.prepare_threshold = 1

        async def request() -> None:
            await client.get(path)

        async def queries_alone() -> None:
            for statement, parameters in statements:
                await (await connection.execute(statement.encode(), parameters)).fetchall()

        request_ms, queries_ms = await interleaved(request, queries_alone, rounds)
        await connection.close()
    await app.state.engine.dispose()
    return {
        "response": request_ms,
        "queries": queries_ms,
        "number": len(statements),
        "bytes": len(first.content),
    }


async def interleaved(
    first: Callable[[], Awaitable[None]], second: Callable[[], Awaitable[None]], rounds: int
) -> tuple[float, float]:
    """Call two functions in turn; return the median milliseconds of each, without three rounds of warm-up."""
    durations: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds + 3):
        for function, milliseconds in zip((first, second), durations, strict=True):
            start_time = time.perf_counter()
            await function()
            if number >= 3:
                milliseconds.append((time.perf_counter() - start_time) * 1000)
    return median(durations[0]), median(durations[1])


def main() -> None:
    """Print the cost of the evidence."""
    with start(durable=True) as server:
        result = asyncio.run(measure(server))
    size = f"{result['bytes'] / 1000:,.0f} KB in {result['number']:.0f} queries"
    print(f"The evidence of an institution with 500 measurements and {INPUTS} inputs ({size}):")  # noqa: T201  # a program
    ratio = result["response"] / result["queries"]
    print(f"  response {result['response']:.1f} ms, its queries alone {result['queries']:.1f} ms: {ratio:.2f} times")  # noqa: T201


if __name__ == "__main__":
    main()
