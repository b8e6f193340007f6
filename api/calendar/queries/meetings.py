"""What somebody is to take part in: dialogues, observations and follow-ups, by what they are in them."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import reach
from api.access.models import Grant, Role
from api.access.roles import WRITE, Permission
from api.calendar.models import CalendarAddress
from api.core import clock
from api.dialogues.models import Dialogue, DialogueStatus
from api.dialogues.queries.participants import IS_PARTICIPANT
from api.follow_ups.models import FollowUp, FollowUpStatus
from api.follow_ups.queries import IS_CHIEF, IS_LEADER
from api.institutions.models import Institution
from api.observations.models import Observation, ObservationStatus
from api.observations.queries.observers import IS_OBSERVER
from api.observations.queries.visible import PLANS
from api.sign_in.models import Person

_leads_there = reach.within(
    col(Dialogue.institution_id), Permission("dialogue_planning", WRITE), col(Grant.role) == str(Role.leader)
)
_hosts = reach.within(col(Observation.institution_id), PLANS, col(Grant.role) == str(Role.leader))
_its_chief = and_(col(FollowUp.chief_id) == bindparam("caller_id"), IS_CHIEF)
_LASTS = col(CalendarAddress.keys_from) == col(Person.keys_from)
Rows = list[dict[str, Any]]


def digest(secret: str) -> str:
    """What is kept of a secret that is long and random by itself."""
    return sha256(secret.encode()).hexdigest()


async def whose(session: AsyncSession, secret: str) -> UUID | None:
    """The person whose calendar a secret opens: active, with a role today, their sign-ins not ended since."""
    today = clock.today()
    in_force = exists().where(
        col(Grant.person_id) == col(Person.id), col(Grant.since_on) <= today, col(Grant.until_on) > today
    )
    asked = (
        select(col(Person.id))
        .join(CalendarAddress, col(CalendarAddress.person_id) == col(Person.id))
        .where(col(CalendarAddress.secret_hash) == digest(secret), _LASTS, col(Person.active), in_force)
    )
    found: UUID | None = (await session.execute(asked)).scalar_one_or_none()
    return found


async def in_use(session: AsyncSession, person_id: UUID) -> CalendarAddress | None:
    """The address of a person's calendar, if it has one that leads there."""
    asked = (
        select(CalendarAddress)
        .join(Person, col(Person.id) == col(CalendarAddress.person_id))
        .where(col(Person.id) == person_id, _LASTS)
    )
    found: CalendarAddress | None = (await session.execute(asked)).scalar_one_or_none()
    return found


async def address_of(session: AsyncSession, person_id: UUID) -> CalendarAddress | None:
    """The address of a person's calendar, if it has one, be it one that leads nowhere any more."""
    asked = select(CalendarAddress).where(col(CalendarAddress.person_id) == person_id)
    found: CalendarAddress | None = (await session.execute(asked)).scalar_one_or_none()
    return found


async def _rows(session: AsyncSession, asked: Any, scope: Mapping[str, Any]) -> Rows:
    return [dict(row._mapping) for row in await session.execute(asked, dict(scope))]


async def dialogues_of(session: AsyncSession, scope: Mapping[str, Any], since: datetime) -> Rows:
    """The dialogues in which they take part or prepare the data, and those of the institution that they lead."""
    names = ("id", "version", "updated_at", "planned_for", "planned_until", "place", "round", "meeting_id")
    asked = (
        select(*(getattr(Dialogue, name) for name in names), col(Institution.name).label("institution_name"))
        .join(Institution, col(Institution.id) == col(Dialogue.institution_id))
        .where(
            or_(IS_PARTICIPANT, _leads_there),
            col(Dialogue.status) != DialogueStatus.cancelled,
            col(Dialogue.planned_for) >= since,
        )
        .order_by(col(Dialogue.planned_for), col(Institution.name_key), col(Dialogue.id))
    )
    return await _rows(session, asked, scope)


async def observations_of(session: AsyncSession, scope: Mapping[str, Any], since: datetime) -> Rows:
    """The observations that they make, and those of the institution that they lead."""
    names = ("id", "version", "updated_at", "planned_for")
    asked = (
        select(*(getattr(Observation, name) for name in names), col(Institution.name).label("institution_name"))
        .join(Institution, col(Institution.id) == col(Observation.institution_id))
        .where(
            or_(IS_OBSERVER, _hosts),
            col(Observation.status) != ObservationStatus.cancelled,
            col(Observation.planned_for) >= since,
        )
        .order_by(col(Observation.planned_for), col(Observation.id))
    )
    return await _rows(session, asked, scope)


async def follow_ups_of(session: AsyncSession, scope: Mapping[str, Any], since: datetime) -> Rows:
    """The follow-ups of which they are a side."""
    names = ("id", "version", "updated_at", "planned_for", "planned_until")
    asked = (
        select(*(getattr(FollowUp, name) for name in names), col(Institution.name).label("institution_name"))
        .join(Institution, col(Institution.id) == col(FollowUp.institution_id))
        .where(
            or_(IS_LEADER, _its_chief),
            col(FollowUp.status) != FollowUpStatus.cancelled,
            col(FollowUp.planned_for) >= since,
        )
        .order_by(col(FollowUp.planned_for), col(FollowUp.id))
    )
    return await _rows(session, asked, scope)
