"""People of the benchmarks, with a role and an access token."""

from datetime import date, timedelta
from uuid import UUID

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from api.access.models import Grant, Role
from api.core import clock
from api.sign_in.models import Person, SignIn

SECRET = "a secret of the benchmark only, forty characters"


async def create_account(session: AsyncSession, app: FastAPI, role: Role, unit_id: UUID) -> str:
    """Create a person named after a role, signed in and with the role at a unit; return an access token."""
    person, now = Person(username=role.value, name=role.value, name_key=role.value), clock.now()
    session.add(person)
    await session.flush()
    sign_in = SignIn(person_id=person.id, began_at=now, ends_at=now + timedelta(days=1))
    grant = Grant(person_id=person.id, unit_id=unit_id, role=role, since_on=date(2020, 1, 1))
    session.add_all([sign_in, grant])
    await session.flush()
    lifetime = timedelta(minutes=app.state.settings.access_token_minutes)
    token, _ = app.state.signer.access_token(person.id, "person", lifetime, now, sign_in.id)
    return str(token)
