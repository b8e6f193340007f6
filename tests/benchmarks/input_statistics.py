"""Statistics of 200,000 inputs in the municipality, by each grouping, compared with their queries alone."""

import asyncio
import random
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import httpx
import psycopg
from fastapi import FastAPI
from sqlalchemy import event, insert, text

from api.access.models import Role
from api.access.units import find_municipality
from api.app import create_app
from api.consultations.models import Consultation, Tally
from api.core import clock, half_years
from api.core.identifiers import random_id
from api.core.settings import Settings
from api.db import transactions
from api.institutions.actions import create_districts, create_institutions
from api.institutions.models import Kind
from api.institutions.schemas import DistrictCreate, InstitutionCreate
from api.migrate import migrate
from api.stakeholder_input.models import CHILD_VOICES, AgeGroup, Grouping, Input, Voice
from tests.benchmarks.accounts import SECRET, create_account
from tests.benchmarks.evidence import interleaved
from tests.support.postgres import Server, start

INPUTS, INSTITUTIONS, DISTRICTS, HALF_YEARS = 200_000, 300, 10, 4
QUESTIONS = [
    {"key": f"q{number}", "text": f"Spørgsmål {number}", "type": "smiley", "choices": None, "voices": ["child"]}
    for number in range(10)
]


async def build(app: FastAPI) -> str:
    """Create two years of input at every institution, children's as answers to a consultation; return a token."""
    await migrate(app.state.engine, "Egekommune")
    rng = random.Random(1)  # noqa: S311  # the same rows in every run
    async with transactions.write_transaction(app.state.engine) as session:
        unit = await find_municipality(session)
        assert unit is not None
        districts = await create_districts(
            session, None, [DistrictCreate(name=f"Distrikt {n}") for n in range(DISTRICTS)]
        )
        fields = [
            InstitutionCreate(name=f"Skole {n}", kind=Kind.school, district_id=districts[n % DISTRICTS].id)
            for n in range(INSTITUTIONS)
        ]
        schools = await create_institutions(session, None, fields)
        first_day = _first_day()
        consultation = Consultation(
            unit_id=unit.id,
            title="Trivsel",
            title_key="trivsel",
            purpose="x",
            privacy_notice="x",
            questions=QUESTIONS,
            opens_on=first_day,
            closes_on=first_day + timedelta(days=365 * HALF_YEARS // 2 - 60),
        )
        session.add(consultation)
        await session.flush()
        rows = [_input(rng, schools[n % INSTITUTIONS].id, first_day, consultation.id) for n in range(INPUTS)]
        for start_row in range(0, INPUTS, 5000):
            await session.execute(insert(Input), rows[start_row : start_row + 5000])
        answer_ids = [row["id"] for row in rows if row["consultation_id"]]
        tallies = [
            {"input_id": id, "question": question["key"], "value": str(level), "people_count": rng.randint(1, 9)}
            for id in answer_ids[:5000]
            for question in QUESTIONS
            for level in range(1, 6)
        ]
        for start_row in range(0, len(tallies), 5000):
            await session.execute(insert(Tally), tallies[start_row : start_row + 5000])
        token = await create_account(session, app, Role.council_member, unit.id)
    async with transactions.single_statement(app.state.engine) as connection:
        await connection.execute(text("VACUUM ANALYZE"))
    return token


def _first_day() -> date:
    """Return the first day of the half-year `HALF_YEARS` ago."""
    half_year = half_years.half_year_of(clock.today())
    for _ in range(HALF_YEARS):
        half_year = half_years.previous_half_year(half_year)
    return half_years.first_day(half_year)


def _input(rng: random.Random, unit_id: UUID, first_day: date, consultation_id: UUID) -> dict[str, Any]:
    voice, now = rng.choice(list(Voice)), clock.now()
    is_answer = voice == Voice.child
    return {
        "id": random_id(),
        "version": 1,
        "created_at": now,
        "updated_at": now,
        "unit_id": unit_id,
        "voice": voice.value,
        "method": "conversation",
        "age_group": rng.choice(list(AgeGroup)).value if voice in CHILD_VOICES else None,
        "form": "perspective",
        "text": "Vi vil have mere tid ude",
        "people_count": rng.randint(1, 30),
        "collected_on": first_day + timedelta(days=rng.randrange(365 * HALF_YEARS // 2 - 5)),
        "consultation_id": consultation_id if is_answer else None,
    }


async def measure(server: Server, rounds: int = 10) -> dict[str, tuple[float, float, int]]:
    """Return by grouping the milliseconds of the response and of its queries alone, and the number of queries."""
    url = server.create_database("input_statistics")
    app = create_app(Settings(database_url=url, environment="test", token_secret=SECRET, access_token_minutes=60))  # type: ignore[arg-type]
    headers = {"Authorization": f"Bearer {await build(app)}"}
    results: dict[str, tuple[float, float, int]] = {}
    connection = await psycopg.AsyncConnection.connect(url.replace("+psycopg", ""), autocommit=True)
    connection.prepare_threshold = 1
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://b.test", headers=headers) as client:
        for grouping in Grouping:
            path = f"/v1/stakeholder-input/statistics?by={grouping}"
            results[grouping.value] = await _measure_path(app, client, connection, path, rounds)
    await connection.close()
    await app.state.engine.dispose()
    return results


async def _measure_path(
    app: FastAPI, client: httpx.AsyncClient, connection: psycopg.AsyncConnection[Any], path: str, rounds: int
) -> tuple[float, float, int]:
    statements: list[tuple[str, Any]] = []

    def record(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        statements.append((statement, parameters))

    event.listen(app.state.engine.sync_engine, "before_cursor_execute", record)
    first = await client.get(path)
    event.remove(app.state.engine.sync_engine, "before_cursor_execute", record)
    assert len(first.json()["half_years"]) == HALF_YEARS, first.text[:500]

    async def request() -> None:
        await client.get(path)

    async def queries_alone() -> None:
        for statement, parameters in statements:
            await (await connection.execute(statement.encode(), parameters)).fetchall()

    return *await interleaved(request, queries_alone, rounds), len(statements)


def main() -> None:
    """Print the cost of the statistics."""
    with start(durable=True) as server:
        results = asyncio.run(measure(server))
    print(f"Statistics of {INPUTS:,} inputs of {INSTITUTIONS} institutions, {HALF_YEARS} half-years:")  # noqa: T201  # a program
    for grouping, (request_ms, queries_ms, number) in results.items():
        ratio = f"{request_ms / queries_ms:.2f} times"
        print(f"  by {grouping}: response {request_ms:.0f} ms, its {number} queries alone {queries_ms:.0f} ms: {ratio}")  # noqa: T201


if __name__ == "__main__":
    main()
