"""A municipality of 350 institutions with 50,000 focus areas, and two who read them."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from fastapi import FastAPI
from sqlalchemy import insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.models import Grant, Role
from api.access.units import municipality
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
from api.sign_in.models import Person, SignIn
from api.themes.actions import create_themes, decide_themes
from api.themes.schemas import ThemeCreate

DISTRICTS, INSTITUTIONS, FOCUS_AREAS = 10, 350, 50_000
WORDS = "Børnene øver sig i at lytte til hinanden, og de voksne følger sammen op på, hvad der virker hos os. "


@dataclass
class Reader:
    """Somebody signed in, and ids of focus areas within their reach."""

    role: Role
    name: str
    token: str
    ids: list[UUID]


async def build(app: FastAPI) -> list[Reader]:
    """Fill an empty database; answers an administration of the whole city and a leader of one institution."""
    await migrate(app.state.engine, "Egekommune")
    async with transactions.write_transaction(app.state.engine) as session:
        districts = await create_districts(
            session, None, [DistrictCreate(name=f"Distrikt {number}") for number in range(DISTRICTS)]
        )
        wanted = [
            InstitutionCreate(
                name=f"Institution {number}",
                kind=(Kind.school, Kind.leisure)[number % 2],
                district_id=districts[number % DISTRICTS].id,
            )
            for number in range(INSTITUTIONS)
        ]
        institutions = await create_institutions(session, None, wanted)
        start = date(clock.today().year, 1, 1)
        cycle = CycleCreate(area=Area.age_6_18, title="6-18 år", discussion_on=start, starts_on=start)
        [made] = await create_cycles(session, None, [cycle])
        kinds = [Kind.school, Kind.leisure]
        themes = await create_themes(
            session, None, [ThemeCreate(cycle_id=made.id, title=f"Tema {n}", kinds=kinds) for n in range(8)]
        )
        await decide_themes(session, None, themes)
        chance = random.Random(1)  # noqa: S311  # the same rows in every run
        rows = [_row(chance, number, institutions, [theme.id for theme in themes]) for number in range(FOCUS_AREAS)]
        await session.execute(insert(FocusArea), rows)
        top = await municipality(session)
        assert top is not None
        office = await _person(session, app, Role.administration, top.id)
        leader = await _person(session, app, Role.leader, institutions[0].id)
        at_own = select(col(FocusArea.id)).where(col(FocusArea.institution_id) == institutions[0].id)
        leader.ids = list((await session.execute(at_own)).scalars())
        office.ids = [UUID(str(row["id"])) for row in chance.sample(rows, 5000)]
    async with transactions.single_statement(app.state.engine) as connection:
        await connection.execute(text("VACUUM ANALYZE"))
    return [office, leader]


def _row(chance: random.Random, number: int, institutions: list[Institution], themes: list[UUID]) -> dict[str, object]:
    at = clock.now() - timedelta(seconds=chance.randrange(50_000_000))
    title = f"Fokusområde {number}"
    return {
        "id": new_id(),
        "version": 1,
        "created_at": at,
        "updated_at": at,
        "title": title,
        "title_key": danish_key(title),
        "institution_id": institutions[number % INSTITUTIONS].id,
        "theme_id": chance.choice(themes),
        "challenge": WORDS * 2,
        "goal": WORDS,
        "signs": WORDS,
        "status": chance.choice(list(FocusAreaStatus)),
        "outcome": None,
        "development": None,
        "continues_id": None,
        "shared_with": SharedWith.own if chance.random() < 0.95 else SharedWith.city,
    }


async def _person(session: AsyncSession, app: FastAPI, role: Role, unit: UUID) -> Reader:
    person = Person(username=role.value, name=role.value, name_key=role.value)
    session.add(person)
    await session.flush()
    now = clock.now()
    signed = SignIn(person_id=person.id, began_at=now, ends_at=now + timedelta(days=1))
    session.add_all([signed, Grant(person_id=person.id, unit_id=unit, role=role, since_on=date(2020, 1, 1))])
    await session.flush()
    lifetime = timedelta(minutes=app.state.settings.access_token_minutes)
    token, _ = app.state.signer.access_token(person.id, "person", lifetime, now, signed.id)
    return Reader(role, person.username, str(token), [])
