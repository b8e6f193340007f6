"""A municipality of 350 institutions with 50,000 focus areas, and two readers."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from fastapi import FastAPI
from sqlalchemy import insert, select, text
from sqlmodel import col

from api.access.models import Role
from api.access.units import find_municipality
from api.core import clock
from api.core.danish_collation import danish_key
from api.core.identifiers import new_id
from api.cycles.actions import create_cycles
from api.cycles.schemas import CycleCreate
from api.db import transactions
from api.focus_areas.models import FocusArea, FocusAreaStatus, SharedWith
from api.institutions.actions import create_districts, create_institutions
from api.institutions.models import Area, Institution, Kind
from api.institutions.schemas import DistrictCreate, InstitutionCreate
from api.migrate import migrate
from api.themes.actions import create_themes, decide_themes
from api.themes.schemas import ThemeCreate
from tests.benchmarks.accounts import create_account

DISTRICTS, INSTITUTIONS, FOCUS_AREAS = 10, 350, 50_000
TEXT = "Børnene øver sig i at lytte til hinanden, og de voksne følger sammen op på, hvad der virker hos os. "


@dataclass
class Reader:
    """A reader's role, which is the username too, with a token and ids of focus areas within reach."""

    role: Role
    token: str
    ids: list[UUID]


async def build(app: FastAPI) -> list[Reader]:
    """Fill an empty database; return an administration of the municipality and a leader of an institution."""
    await migrate(app.state.engine, "Egekommune")
    async with transactions.write_transaction(app.state.engine) as session:
        districts = await create_districts(
            session, None, [DistrictCreate(name=f"Distrikt {number}") for number in range(DISTRICTS)]
        )
        fields = [
            InstitutionCreate(
                name=f"Institution {number}",
                kind=(Kind.school, Kind.leisure)[number % 2],
                district_id=districts[number % DISTRICTS].id,
            )
            for number in range(INSTITUTIONS)
        ]
        institutions = await create_institutions(session, None, fields)
        new_year = date(clock.today().year, 1, 1)
        cycle_fields = CycleCreate(area=Area.age_6_18, title="6-18 år", discussion_on=new_year, starts_on=new_year)
        [cycle] = await create_cycles(session, None, [cycle_fields])
        kinds = [Kind.school, Kind.leisure]
        themes = await create_themes(
            session, None, [ThemeCreate(cycle_id=cycle.id, title=f"Tema {n}", kinds=kinds) for n in range(8)]
        )
        await decide_themes(session, None, themes)
        rng = random.Random(1)  # noqa: S311  # the same rows in every run
        rows = [_focus_area(rng, number, institutions, [theme.id for theme in themes]) for number in range(FOCUS_AREAS)]
        await session.execute(insert(FocusArea), rows)
        unit = await find_municipality(session)
        assert unit is not None
        office_token = await create_account(session, app, Role.administration, unit.id)
        leader_token = await create_account(session, app, Role.leader, institutions[0].id)
        of_institution = select(col(FocusArea.id)).where(col(FocusArea.institution_id) == institutions[0].id)
        ids_of_institution = list((await session.execute(of_institution)).scalars())
        sampled_ids = [UUID(str(row["id"])) for row in rng.sample(rows, 5000)]
    async with transactions.single_statement(app.state.engine) as connection:
        await connection.execute(text("VACUUM ANALYZE"))
    return [
        Reader(Role.administration, office_token, sampled_ids),
        Reader(Role.leader, leader_token, ids_of_institution),
    ]


def _focus_area(
    rng: random.Random, number: int, institutions: list[Institution], theme_ids: list[UUID]
) -> dict[str, object]:
    time = clock.now() - timedelta(seconds=rng.randrange(50_000_000))
    title = f"Fokusområde {number}"
    return {
        "id": new_id(),
        "version": 1,
        "created_at": time,
        "updated_at": time,
        "title": title,
        "title_key": danish_key(title),
        "institution_id": institutions[number % INSTITUTIONS].id,
        "theme_id": rng.choice(theme_ids),
        "challenge": TEXT * 2,
        "goal": TEXT,
        "signs": TEXT,
        "status": rng.choice(list(FocusAreaStatus)),
        "outcome": None,
        "development": None,
        "continues_id": None,
        "shared_with": SharedWith.own if rng.random() < 0.95 else SharedWith.city,
    }
