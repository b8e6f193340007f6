"""Supervision of 350 and of 7,000 institutions, and a theme's thread with 350 focus areas: what a line costs.

    python -m tests.benchmarks.supervising

In process over ASGI, on PostgreSQL. A line's cost at 7,000 beside the same at 350 says whether it grows faster than the
answer does.
"""

import asyncio
import gc
import random
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Any, NamedTuple
from uuid import UUID

import httpx
from fastapi import FastAPI
from sqlalchemy import insert, text

from api.access.models import Role
from api.access.units import municipality
from api.agreements.models import Agreement, AgreementStatus, Origin
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
from api.dialogues.models import Dialogue, DialogueStatus
from api.focus_areas.models import FocusArea, FocusAreaStatus, SharedWith
from api.follow_ups.models import Assessment, FollowUp, FollowUpStatus
from api.indicators.models import Indicator
from api.institutions.actions import create_districts, create_institutions
from api.institutions.models import Area, Kind
from api.institutions.schemas import DistrictCreate, InstitutionCreate
from api.measurements.models import Measurement
from api.migrate import migrate
from api.stakeholder_input.models import AgeGroup, Form, Input, Method, Voice
from api.themes.actions import create_themes, decide_themes
from api.themes.schemas import ThemeCreate
from tests.benchmarks.municipality import DISTRICTS, _person
from tests.support import postgres
from tests.support.postgres import Server

TODAY = datetime(2027, 3, 10, 9, tzinfo=UTC)
INDICATORS, HALF_YEARS = 6, ("2026H1", "2026H2", "2027H1")
SECRET = "a secret of the benchmark only, forty characters"

Row = dict[str, Any]


class City(NamedTuple):
    """A service over a filled database, somebody who reads it, and a theme."""

    app: FastAPI
    token: str
    theme_id: UUID
    institutions: int


def _common(number: int) -> Row:
    return {"id": new_id(), "version": 1, "created_at": TODAY, "updated_at": TODAY - timedelta(seconds=number)}


def _talks(at: UUID, cycle_id: UUID) -> list[Row]:
    """Two that were held, and one that is planned."""
    rows = []
    for round, day in enumerate((date(2026, 3, 16), date(2026, 9, 16), date(2027, 3, 16)), start=1):
        begins = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        held = {"status": DialogueStatus.held, "held_on": day} if round < 3 else {"status": DialogueStatus.planned}
        rows.append(
            {
                **_common(round),
                "institution_id": at,
                "cycle_id": cycle_id,
                "round": round,
                "planned_for": begins,
                "planned_until": begins + timedelta(hours=2),
                "school_development_talk": False,
                "held_on": None,
                **held,
            }
        )
    return rows


def _follow_ups(at: UUID) -> list[Row]:
    rows = []
    for number, day in enumerate((date(2026, 4, 1), date(2026, 10, 1))):
        begins = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        rows.append(
            {
                **_common(number),
                "institution_id": at,
                "planned_for": begins,
                "planned_until": begins,
                "status": FollowUpStatus.held,
                "held_on": day,
                "assessment": Assessment.no_concern,
                "next_due_on": day + timedelta(days=182),
                "topics": [],
            }
        )
    return rows


def _heard(at: UUID, chance: random.Random) -> list[Row]:
    return [
        {
            **_common(number),
            "unit_id": at,
            "voice": voice,
            "method": Method.conversation,
            "form": Form.perspective,
            "age_group": AgeGroup.from_6 if voice == Voice.child else None,
            "text": "Det går godt",
            "people_count": 12,
            "collected_on": date(2027, 1, 1) - timedelta(days=chance.randrange(300)),
        }
        for number, voice in enumerate((Voice.child, Voice.parent, Voice.staff, Voice.child))
    ]


def _figures(at: UUID, indicators: list[Indicator], packages: list[DataPackage]) -> list[Row]:
    return [
        {
            **_common(0),
            "institution_id": at,
            "indicator_id": indicator.id,
            "package_id": package.id,
            "period": package.half_year,
            "period_from": parse(package.half_year).from_on,
            "period_length": parse(package.half_year).length,
            "breakdown": "all",
            "value": 80.0,
            "n": 40,
        }
        for package in packages
        for indicator in indicators
    ]


async def build(app: FastAPI, institutions: int) -> City:
    """A city of so many schools with a year and a half behind them."""
    await migrate(app.state.engine, "Egekommune")
    chance = random.Random(1)  # noqa: S311  # the same rows in every run
    async with transactions.write_transaction(app.state.engine) as session:
        districts = await create_districts(
            session, None, [DistrictCreate(name=f"Distrikt {number}") for number in range(DISTRICTS)]
        )
        wanted = [
            InstitutionCreate(name=f"Skole {n}", kind=Kind.school, district_id=districts[n % DISTRICTS].id)
            for n in range(institutions)
        ]
        schools = [create_institution.id for create_institution in await create_institutions(session, None, wanted)]
        day = date(2026, 1, 1)
        [cycle] = await create_cycles(
            session, None, [CycleCreate(area=Area.age_6_18, title="6-18 år", discussion_on=day, starts_on=day)]
        )
        [theme] = await create_themes(
            session, None, [ThemeCreate(cycle_id=cycle.id, title="Fællesskab", kinds=[Kind.school])]
        )
        await decide_themes(session, None, [theme])
        indicators = [
            Indicator(
                code=f"i{n}",
                title=f"I {n}",
                title_key=f"i {n}",
                kinds=["school"],
                unit="percent",
                minimum=0.0,
                maximum=100.0,
                disclosure="persons",
            )
            for n in range(INDICATORS)
        ]
        packages = [
            DataPackage(
                kind="school", half_year=half, title=half, title_key=half, status="released", released_on=TODAY.date()
            )
            for half in HALF_YEARS
        ]
        session.add_all([*indicators, *packages])
        await session.flush()
        areas = [_area(number, at, theme.id) for number, at in enumerate(schools)]
        agreed = [_agreement(number, area) for number, area in enumerate(areas)]
        batches: list[tuple[Any, list[Row]]] = [
            (FocusArea, areas),
            (Agreement, agreed),
            (Dialogue, [row for at in schools for row in _talks(at, cycle.id)]),
            (FollowUp, [row for at in schools for row in _follow_ups(at)]),
            (Input, [row for at in schools for row in _heard(at, chance)]),
            (Measurement, [row for at in schools for row in _figures(at, indicators, packages)]),
        ]
        for table, rows in batches:
            await session.execute(insert(table), rows)
        top = await municipality(session)
        assert top is not None
        office = await _person(session, app, Role.administration, top.id)
    async with transactions.single_statement(app.state.engine) as connection:
        await connection.execute(text("VACUUM ANALYZE"))
    gc.collect()
    gc.freeze()  # as the service does when it starts
    return City(app, office.token, theme.id, institutions)


def _area(number: int, at: UUID, theme_id: UUID) -> Row:
    title = f"Fokusområde {number}"
    return {
        **_common(number),
        "institution_id": at,
        "theme_id": theme_id,
        "title": title,
        "title_key": danish_key(title),
        "status": FocusAreaStatus.chosen,
        "shared_with": SharedWith.own,
        "goal": "Flere hører til",
    }


def _agreement(number: int, area: Row) -> Row:
    return {
        **_common(number),
        "institution_id": area["institution_id"],
        "focus_area_id": area["id"],
        "origin_kind": Origin.dialogue,
        "origin_id": new_id(),
        "text": "Prøve af",
        "responsible": "Leder",
        "due_on": date(2027, 3, 1) + timedelta(days=number % 60),
        "status": AgreementStatus.open,
        "shared": True,
    }


Reading = Callable[[httpx.AsyncClient], Awaitable[int]]


def _once(path: str, many: Callable[[Any], int]) -> Reading:
    async def read(client: httpx.AsyncClient) -> int:
        answer = await client.get(path)
        assert answer.status_code == 200, answer.text
        return many(answer.json())

    return read


async def _walk(client: httpx.AsyncClient) -> int:
    path, number = "/v1/supervision?limit=200", 0
    while path:
        answer = await client.get(path)
        number += len(answer.json()["items"])
        path = answer.links.get("next", {}).get("url", "")
    return number


async def measure(city: City, times: int = 5) -> dict[str, tuple[int, float]]:
    """How many lines (or focus areas) each answer is about, and its median seconds."""
    readings: dict[str, Reading] = {
        "a page of 50 lines": _once("/v1/supervision?limit=50", lambda found: len(found["items"])),
        "a page of 50 with a flag": _once("/v1/supervision?limit=50&flag=agreement_overdue", lambda f: len(f["items"])),
        "a walk through all lines": _walk,
        "the summary": _once("/v1/supervision/summary", lambda found: int(found["total"]["institutions"])),
        "the thread of a theme": _once(f"/v1/themes/{city.theme_id}/thread", lambda f: len(f["focus_areas"])),
    }
    found = {}
    headers = {"Authorization": f"Bearer {city.token}"}
    transport = httpx.ASGITransport(city.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://sammen.test", headers=headers) as client:
        for name, read in readings.items():
            number, taken = await read(client), []
            for _ in range(times):
                began = time.perf_counter()
                await read(client)
                taken.append(time.perf_counter() - began)
            found[name] = number, median(taken)
    await city.app.state.engine.dispose()
    return found


def compare(server: Server, sizes: tuple[int, ...] = (350, 7_000)) -> dict[str, list[tuple[int, float]]]:
    """Each reading at 350 and at 7,000 institutions."""
    compared: dict[str, list[tuple[int, float]]] = {}
    clock.move(TODAY)
    for number in sizes:
        url = server.create_database(f"supervising_{number}")
        app = create_app(Settings(database_url=url, environment="test", token_secret=SECRET, access_token_minutes=60))

        async def both(app: FastAPI = app, number: int = number) -> dict[str, tuple[int, float]]:
            return await measure(await build(app, number))

        for name, found in asyncio.run(both()).items():
            compared.setdefault(name, []).append(found)
    return compared


def main(server: Server | None = None) -> None:
    """Print the table of the guide to benchmarks."""
    if server is None:
        with postgres.start(durable=True) as own:
            main(own)
        return
    sys.stdout.write("| what is read | of 350 | of 7,000 | cost of a line, 7,000 / 350 |\n|---|---|---|---|\n")
    for name, ((few, short), (many, long)) in compare(server).items():
        ratio = (long / many) / (short / few)
        sys.stdout.write(
            f"| {name} | {few} in {short * 1000:.0f} ms | {many} in {long * 1000:.0f} ms | {ratio:.2f} |\n"
        )


if __name__ == "__main__":
    main()
