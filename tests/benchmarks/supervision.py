"""The cost of a supervision line, and of a theme's thread, with 350 and with 7,000 institutions.

    python -m tests.benchmarks.supervision

In process over ASGI, on PostgreSQL. The ratio of the costs says whether the time grows faster than the response.
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
from api.access.units import find_municipality
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
from tests.benchmarks.accounts import SECRET, create_account
from tests.benchmarks.municipality import DISTRICTS
from tests.support import postgres
from tests.support.postgres import Server

TODAY = datetime(2027, 3, 10, 9, tzinfo=UTC)
INDICATORS, HALF_YEARS = 6, ("2026H1", "2026H2", "2027H1")

Row = dict[str, Any]


class Target(NamedTuple):
    """The application over a filled database, with a token of the administration, and a theme."""

    app: FastAPI
    token: str
    theme_id: UUID
    institutions: int


def _common(number: int) -> Row:
    return {"id": new_id(), "version": 1, "created_at": TODAY, "updated_at": TODAY - timedelta(seconds=number)}


def _dialogues(institution_id: UUID, cycle_id: UUID) -> list[Row]:
    """Return two held dialogues and a planned one."""
    rows = []
    for round, day in enumerate((date(2026, 3, 16), date(2026, 9, 16), date(2027, 3, 16)), start=1):
        begins = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        held = {"status": DialogueStatus.held, "held_on": day} if round < 3 else {"status": DialogueStatus.planned}
        rows.append(
            {
                **_common(round),
                "institution_id": institution_id,
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


def _follow_ups(institution_id: UUID) -> list[Row]:
    rows = []
    for number, day in enumerate((date(2026, 4, 1), date(2026, 10, 1))):
        begins = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        rows.append(
            {
                **_common(number),
                "institution_id": institution_id,
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


def _inputs(unit_id: UUID, rng: random.Random) -> list[Row]:
    return [
        {
            **_common(number),
            "unit_id": unit_id,
            "voice": voice,
            "method": Method.conversation,
            "form": Form.perspective,
            "age_group": AgeGroup.from_6 if voice == Voice.child else None,
            "text": "Det går godt",
            "people_count": 12,
            "collected_on": date(2027, 1, 1) - timedelta(days=rng.randrange(300)),
        }
        for number, voice in enumerate((Voice.child, Voice.parent, Voice.staff, Voice.child))
    ]


def _measurements(institution_id: UUID, indicators: list[Indicator], packages: list[DataPackage]) -> list[Row]:
    return [
        {
            **_common(0),
            "institution_id": institution_id,
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


async def build(app: FastAPI, institutions: int) -> Target:
    """Create so many schools with data of a year and a half."""
    await migrate(app.state.engine, "Egekommune")
    rng = random.Random(1)  # noqa: S311  # the same rows in every run
    async with transactions.write_transaction(app.state.engine) as session:
        districts = await create_districts(
            session, None, [DistrictCreate(name=f"Distrikt {number}") for number in range(DISTRICTS)]
        )
        fields = [
            InstitutionCreate(name=f"Skole {n}", kind=Kind.school, district_id=districts[n % DISTRICTS].id)
            for n in range(institutions)
        ]
        school_ids = [school.id for school in await create_institutions(session, None, fields)]
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
                kind="school",
                half_year=half_year,
                title=half_year,
                title_key=half_year,
                status="released",
                released_on=TODAY.date(),
            )
            for half_year in HALF_YEARS
        ]
        session.add_all([*indicators, *packages])
        await session.flush()
        focus_areas = [_focus_area(number, id, theme.id) for number, id in enumerate(school_ids)]
        agreements = [_agreement(number, focus_area) for number, focus_area in enumerate(focus_areas)]
        batches: list[tuple[Any, list[Row]]] = [
            (FocusArea, focus_areas),
            (Agreement, agreements),
            (Dialogue, [row for id in school_ids for row in _dialogues(id, cycle.id)]),
            (FollowUp, [row for id in school_ids for row in _follow_ups(id)]),
            (Input, [row for id in school_ids for row in _inputs(id, rng)]),
            (Measurement, [row for id in school_ids for row in _measurements(id, indicators, packages)]),
        ]
        for table, rows in batches:
            await session.execute(insert(table), rows)
        unit = await find_municipality(session)
        assert unit is not None
        token = await create_account(session, app, Role.administration, unit.id)
    async with transactions.single_statement(app.state.engine) as connection:
        await connection.execute(text("VACUUM ANALYZE"))
    gc.collect()
    gc.freeze()  # as the service does when it starts
    return Target(app, token, theme.id, institutions)


def _focus_area(number: int, institution_id: UUID, theme_id: UUID) -> Row:
    title = f"Fokusområde {number}"
    return {
        **_common(number),
        "institution_id": institution_id,
        "theme_id": theme_id,
        "title": title,
        "title_key": danish_key(title),
        "status": FocusAreaStatus.chosen,
        "shared_with": SharedWith.own,
        "goal": "Flere hører til",
    }


def _agreement(number: int, focus_area: Row) -> Row:
    return {
        **_common(number),
        "institution_id": focus_area["institution_id"],
        "focus_area_id": focus_area["id"],
        "origin_kind": Origin.dialogue,
        "origin_id": new_id(),
        "text": "Prøve af",
        "responsible": "Leder",
        "due_on": date(2027, 3, 1) + timedelta(days=number % 60),
        "status": AgreementStatus.open,
        "shared": True,
    }


Read = Callable[[httpx.AsyncClient], Awaitable[int]]


def _single_request(path: str, count_lines: Callable[[Any], int]) -> Read:
    async def read(client: httpx.AsyncClient) -> int:
        response = await client.get(path)
        assert response.status_code == 200, response.text
        return count_lines(response.json())

    return read


async def _all_pages(client: httpx.AsyncClient) -> int:
    path, number = "/v1/supervision?limit=200", 0
    while path:
        response = await client.get(path)
        number += len(response.json()["items"])
        path = response.links.get("next", {}).get("url", "")
    return number


async def measure(target: Target, times: int = 5) -> dict[str, tuple[int, float]]:
    """Return for each read the number of its lines (or focus areas), and its median seconds."""
    reads: dict[str, Read] = {
        "a page of 50 lines": _single_request("/v1/supervision?limit=50", lambda body: len(body["items"])),
        "a page of 50 with a flag": _single_request(
            "/v1/supervision?limit=50&flag=agreement_overdue", lambda body: len(body["items"])
        ),
        "all lines, page by page": _all_pages,
        "the summary": _single_request("/v1/supervision/summary", lambda body: int(body["total"]["institutions"])),
        "the thread of a theme": _single_request(
            f"/v1/themes/{target.theme_id}/thread", lambda body: len(body["focus_areas"])
        ),
    }
    results = {}
    headers = {"Authorization": f"Bearer {target.token}"}
    transport = httpx.ASGITransport(target.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://sammen.test", headers=headers) as client:
        for name, read in reads.items():
            number, seconds = await read(client), []
            for _ in range(times):
                start_time = time.perf_counter()
                await read(client)
                seconds.append(time.perf_counter() - start_time)
            results[name] = number, median(seconds)
    await target.app.state.engine.dispose()
    return results


def compare(server: Server, sizes: tuple[int, ...] = (350, 7_000)) -> dict[str, list[tuple[int, float]]]:
    """Return the results of each read, with 350 and with 7,000 institutions."""
    compared: dict[str, list[tuple[int, float]]] = {}
    clock.move(TODAY)
    for number in sizes:
        url = server.create_database(f"supervision_{number}")
        app = create_app(Settings(database_url=url, environment="test", token_secret=SECRET, access_token_minutes=60))

        async def build_and_measure(app: FastAPI = app, number: int = number) -> dict[str, tuple[int, float]]:
            return await measure(await build(app, number))

        for name, result in asyncio.run(build_and_measure()).items():
            compared.setdefault(name, []).append(result)
    return compared


def main(server: Server | None = None) -> None:
    """Print the table of the guide to benchmarks."""
    if server is None:
        with postgres.start(durable=True) as own:
            main(own)
        return
    sys.stdout.write("| what is read | of 350 | of 7,000 | cost of a line, 7,000 / 350 |\n|---|---|---|---|\n")
    for name, ((few, few_seconds), (many, many_seconds)) in compare(server).items():
        ratio = (many_seconds / many) / (few_seconds / few)
        few_cell, many_cell = f"{few} in {few_seconds * 1000:.0f} ms", f"{many} in {many_seconds * 1000:.0f} ms"
        sys.stdout.write(f"| {name} | {few_cell} | {many_cell} | {ratio:.2f} |\n")


if __name__ == "__main__":
    main()
