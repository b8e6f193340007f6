"""The city's statistics over 200,000 inputs, by each grouping, beside the bare queries that they ask."""

import asyncio
import random
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import httpx
import psycopg
from fastapi import FastAPI
from sqlalchemy import event, insert, text
from sqlalchemy.ext.asyncio import AsyncSession

from api.access.models import Grant, Role
from api.access.units import municipality
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
from api.sign_in.models import Person, SignIn
from api.stakeholder_input.models import CHILD_VOICES, AgeGroup, Grouping, Input, Voice
from tests.benchmarks.evidence import SECRET, interleaved
from tests.support.postgres import Server, start

INPUTS, INSTITUTIONS, DISTRICTS, HALF_YEARS = 200_000, 300, 10, 4
QUESTIONS = [
    {"key": f"q{number}", "text": f"Spørgsmål {number}", "type": "smiley", "choices": None, "voices": ["child"]}
    for number in range(10)
]


async def build(app: FastAPI) -> str:
    """Two years of voices at every institution, a tenth of them answers to a consultation; a councillor's token."""
    await migrate(app.state.engine, "Egekommune")
    chance = random.Random(1)  # noqa: S311  # the same rows in every run
    async with transactions.write_transaction(app.state.engine) as session:
        top = await municipality(session)
        assert top is not None
        districts = await create_districts(
            session, None, [DistrictCreate(name=f"Distrikt {n}") for n in range(DISTRICTS)]
        )
        wanted = [
            InstitutionCreate(name=f"Skole {n}", kind=Kind.school, district_id=districts[n % DISTRICTS].id)
            for n in range(INSTITUTIONS)
        ]
        schools = await create_institutions(session, None, wanted)
        first = await _begins()
        asked = Consultation(
            unit_id=top.id,
            title="Trivsel",
            title_key="trivsel",
            purpose="x",
            privacy_notice="x",
            questions=QUESTIONS,
            opens_on=first,
            closes_on=first + timedelta(days=365 * HALF_YEARS // 2 - 60),
        )
        session.add(asked)
        await session.flush()
        rows = [_row(chance, schools[n % INSTITUTIONS].id, first, asked.id) for n in range(INPUTS)]
        for at in range(0, INPUTS, 5000):
            await session.execute(insert(Input), rows[at : at + 5000])
        counted = [row["id"] for row in rows if row["consultation_id"]]
        tallies = [
            {"input_id": id, "question": question["key"], "value": str(level), "people_count": chance.randint(1, 9)}
            for id in counted[:5000]
            for question in QUESTIONS
            for level in range(1, 6)
        ]
        for at in range(0, len(tallies), 5000):
            await session.execute(insert(Tally), tallies[at : at + 5000])
        token = await _councillor(session, app, top.id)
    async with transactions.single_statement(app.state.engine) as connection:
        await connection.execute(text("VACUUM ANALYZE"))
    return token


async def _begins() -> date:
    half_year = half_years.half_year_of(clock.today())
    for _ in range(HALF_YEARS):
        half_year = half_years.previous_half_year(half_year)
    return half_years.first_day(half_year)


def _row(chance: random.Random, at: UUID, first: date, consultation_id: UUID) -> dict[str, Any]:
    voice, now = chance.choice(list(Voice)), clock.now()
    answers = voice == Voice.child
    return {
        "id": random_id(),
        "version": 1,
        "created_at": now,
        "updated_at": now,
        "unit_id": at,
        "voice": voice.value,
        "method": "conversation",
        "age_group": chance.choice(list(AgeGroup)).value if voice in CHILD_VOICES else None,
        "form": "perspective",
        "text": "Vi vil have mere tid ude",
        "people_count": chance.randint(1, 30),
        "collected_on": first + timedelta(days=chance.randrange(365 * HALF_YEARS // 2 - 5)),
        "consultation_id": consultation_id if answers else None,
    }


async def _councillor(session: AsyncSession, app: FastAPI, top: UUID) -> str:
    person, now = Person(username="council", name="Council", name_key="council"), clock.now()
    session.add(person)
    await session.flush()
    signed = SignIn(person_id=person.id, began_at=now, ends_at=now + timedelta(days=1))
    grant = Grant(person_id=person.id, unit_id=top, role=Role.council_member, since_on=date(2020, 1, 1))
    session.add_all([signed, grant])
    await session.flush()
    token, _ = app.state.signer.access_token(person.id, "person", timedelta(minutes=60), now, signed.id)
    return str(token)


async def measure(server: Server, rounds: int = 10) -> dict[str, tuple[float, float, int]]:
    """By grouping: milliseconds of the answer and of its queries alone, and how many queries."""
    url = server.create_database("voices")
    app = create_app(Settings(database_url=url, environment="test", token_secret=SECRET, access_token_minutes=60))  # type: ignore[arg-type]
    headers = {"Authorization": f"Bearer {await build(app)}"}
    found: dict[str, tuple[float, float, int]] = {}
    connection = await psycopg.AsyncConnection.connect(url.replace("+psycopg", ""), autocommit=True)
    connection.prepare_threshold = 1
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://b.test", headers=headers) as client:
        for by in Grouping:
            found[by.value] = await _one(app, client, connection, f"/v1/stakeholder-input/statistics?by={by}", rounds)
    await connection.close()
    await app.state.engine.dispose()
    return found


async def _one(
    app: FastAPI, client: httpx.AsyncClient, connection: psycopg.AsyncConnection[Any], path: str, rounds: int
) -> tuple[float, float, int]:
    asked: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        asked.append((statement, parameters))

    event.listen(app.state.engine.sync_engine, "before_cursor_execute", note)
    first = await client.get(path)
    event.remove(app.state.engine.sync_engine, "before_cursor_execute", note)
    assert len(first.json()["half_years"]) == HALF_YEARS, first.text[:500]

    async def answer() -> None:
        await client.get(path)

    async def bare() -> None:
        for statement, parameters in asked:
            await (await connection.execute(statement.encode(), parameters)).fetchall()

    return *await interleaved(answer, bare, rounds), len(asked)


def main() -> None:
    """Print the cost of the statistics."""
    with start(durable=True) as server:
        found = asyncio.run(measure(server))
    print(f"The city's statistics over {INPUTS:,} inputs of {INSTITUTIONS} institutions, {HALF_YEARS} half-years:")  # noqa: T201  # a program
    for by, (ours, theirs, number) in found.items():
        ratio = f"{ours / theirs:.2f} times"
        print(f"  by {by}: answer {ours:.0f} ms, its {number} queries alone {theirs:.0f} ms: {ratio}")  # noqa: T201


if __name__ == "__main__":
    main()
