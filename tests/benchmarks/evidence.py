"""The evidence pack of an institution with 500 measurements and 300 inputs, beside the bare queries that it asks."""

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
from sqlalchemy.ext.asyncio import AsyncSession

from api.access.models import Grant, Role
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
from api.sign_in.models import Person, SignIn
from api.stakeholder_input.models import AgeGroup, Form, Input, Method, Voice
from tests.support.postgres import Server, start

SECRET = "a secret for benchmarks, of forty characters"
INDICATORS, SCHOOLS, INPUTS = 100, 40, 300
BREAKDOWNS = ("all", "gender=girl", "gender=boy", "grade=lower", "grade=upper")
WORDS = "Der er for meget larm, når vi skifter time, og det er svært at finde ro til at læse. "
Statements = list[tuple[str, Any]]


async def build(app: FastAPI) -> tuple[str, str]:
    """Schools with the figures of two half-years; a leader's token, and the path of one school's evidence."""
    await migrate(app.state.engine, "Egekommune")
    chance = random.Random(1)  # noqa: S311  # the same rows in every run
    async with transactions.write_transaction(app.state.engine) as session:
        districts = await create_districts(session, None, [DistrictCreate(name=f"Distrikt {n}") for n in range(4)])
        wanted = [
            InstitutionCreate(name=f"Skole {n}", kind=Kind.school, district_id=districts[n % 4].id)
            for n in range(SCHOOLS)
        ]
        schools = await create_institutions(session, None, wanted)
        begins = date(clock.today().year, 1, 1)
        [cycle] = await create_cycles(
            session, None, [CycleCreate(area=Area.age_6_18, title="Nu", discussion_on=begins, starts_on=begins)]
        )
        of = [_indicator(number) for number in range(INDICATORS)]
        packages = [_package(half) for half in (f"{begins.year - 1}H2", f"{begins.year}H1")]
        session.add_all([*of, *packages])
        await session.flush()
        for package in packages:
            await session.execute(
                insert(Measurement), [row for school in schools for row in _figures(chance, school.id, package, of)]
            )
        session.add_all(_inputs(schools[0].id, begins))
        token = await _leader(session, app, schools[0].id)
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


def _figures(chance: random.Random, at: UUID, package: DataPackage, of: Sequence[Indicator]) -> list[dict[str, Any]]:
    now, period = clock.now(), parse(package.half_year)
    return [
        {
            "id": new_id(),
            "version": 1,
            "created_at": now,
            "updated_at": now,
            "institution_id": at,
            "indicator_id": one.id,
            "package_id": package.id,
            "period": period.text,
            "period_from": period.from_on,
            "period_length": period.length,
            "breakdown": part,
            "value": round(chance.uniform(0, 100), 1),
            "n": chance.randint(20, 400),
            "standard_error": None,
            "status": "reported",
            "source": "LIS",
            "withheld": chance.random() < 0.05,
        }
        for one in of
        for part in BREAKDOWNS
    ]


def _inputs(at: UUID, begins: date) -> list[Input]:
    return [
        Input(
            unit_id=at,
            text=WORDS * 3,
            voice=(Voice.child, Voice.parent)[n % 2],
            method=Method.conversation,
            age_group=(AgeGroup.from_6, None)[n % 2],
            form=Form.perspective,
            people_count=4 + n % 20,
            collected_on=begins + timedelta(days=n % 100),
        )
        for n in range(INPUTS)
    ]


async def _leader(session: AsyncSession, app: FastAPI, at: UUID) -> str:
    person, now = Person(username="leader", name="Leader", name_key="leader"), clock.now()
    session.add(person)
    await session.flush()
    signed = SignIn(person_id=person.id, began_at=now, ends_at=now + timedelta(days=1))
    session.add_all([signed, Grant(person_id=person.id, unit_id=at, role=Role.leader, since_on=date(2020, 1, 1))])
    await session.flush()
    token, _ = app.state.signer.access_token(person.id, "person", timedelta(minutes=60), now, signed.id)
    return str(token)


async def measure(server: Server, rounds: int = 30) -> dict[str, float]:
    """Milliseconds of the answer and of its queries alone, how many of them there are, and bytes of the answer."""
    url = server.create_database("evidence")
    app = create_app(Settings(database_url=url, environment="test", token_secret=SECRET, access_token_minutes=60))  # type: ignore[arg-type]
    token, path = await build(app)
    headers, transport = {"Authorization": f"Bearer {token}"}, httpx.ASGITransport(app)
    asked: Statements = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        asked.append((statement, parameters))

    async with httpx.AsyncClient(transport=transport, base_url="http://b.test", headers=headers) as client:
        event.listen(app.state.engine.sync_engine, "before_cursor_execute", note)
        first = await client.get(path)
        event.remove(app.state.engine.sync_engine, "before_cursor_execute", note)
        whole = first.json()
        assert (len(whole["measurements"]), len(whole["stakeholder_input"])) == (500, INPUTS), first.text[:500]
        connection = await psycopg.AsyncConnection.connect(url.replace("+psycopg", ""), autocommit=True)
        connection.prepare_threshold = 1

        async def answer() -> None:
            await client.get(path)

        async def bare() -> None:
            for statement, parameters in asked:
                await (await connection.execute(statement.encode(), parameters)).fetchall()

        ours, theirs = await interleaved(answer, bare, rounds)
        await connection.close()
    await app.state.engine.dispose()
    return {"answer": ours, "queries": theirs, "number": len(asked), "bytes": len(first.content)}


async def interleaved(
    one: Callable[[], Awaitable[None]], other: Callable[[], Awaitable[None]], rounds: int
) -> tuple[float, float]:
    """The medians of two ways, taken in turn."""
    took: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds + 3):  # the first ones warm up
        for call, times in zip((one, other), took, strict=True):
            began = time.perf_counter()
            await call()
            if number >= 3:
                times.append((time.perf_counter() - began) * 1000)
    return median(took[0]), median(took[1])


def main() -> None:
    """Print the cost of an evidence pack."""
    with start(durable=True) as server:
        found = asyncio.run(measure(server))
    size = f"{found['bytes'] / 1000:,.0f} KB in {found['number']:.0f} queries"
    print(f"The evidence of an institution with 500 measurements and {INPUTS} inputs ({size}):")  # noqa: T201  # a program
    ratio = found["answer"] / found["queries"]
    print(f"  answer {found['answer']:.1f} ms, its queries alone {found['queries']:.1f} ms: {ratio:.2f} times")  # noqa: T201


if __name__ == "__main__":
    main()
