"""The meetings in a person's calendar: dialogues, observations and follow-ups from a point in time on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import reach
from api.access.models import Grant, Role
from api.access.roles import WRITE, Permission
from api.dialogues.models import Dialogue, DialogueStatus
from api.dialogues.queries.participation import IS_PARTICIPANT
from api.follow_ups.models import FollowUp, FollowUpStatus
from api.follow_ups.queries.visible import IS_CHIEF, IS_LEADER
from api.institutions.models import Institution
from api.observations.models import Observation, ObservationStatus
from api.observations.queries.observers import IS_OBSERVER
from api.observations.queries.visible import WRITE_PLANNING

Rows = list[dict[str, Any]]

_leads_institution_of_dialogue = reach.unit_in_reach(
    col(Dialogue.institution_id), Permission("dialogue_planning", WRITE), col(Grant.role) == str(Role.leader)
)
_leads_institution_of_observation = reach.unit_in_reach(
    col(Observation.institution_id), WRITE_PLANNING, col(Grant.role) == str(Role.leader)
)
_is_its_chief = and_(col(FollowUp.chief_id) == bindparam("caller_id"), IS_CHIEF)


async def _rows(session: AsyncSession, query: Any, scope: Mapping[str, Any]) -> Rows:
    return [dict(row._mapping) for row in await session.execute(query, dict(scope))]


async def dialogues_of(session: AsyncSession, scope: Mapping[str, Any], since: datetime) -> Rows:
    """Return dialogues that the caller takes part in, and those of the institution that they lead."""
    names = ("id", "version", "updated_at", "planned_for", "planned_until", "place", "round", "meeting_id")
    query = (
        select(*(getattr(Dialogue, name) for name in names), col(Institution.name).label("institution_name"))
        .join(Institution, col(Institution.id) == col(Dialogue.institution_id))
        .where(
            or_(IS_PARTICIPANT, _leads_institution_of_dialogue),
            col(Dialogue.status) != DialogueStatus.cancelled,
            col(Dialogue.planned_for) >= since,
        )
        .order_by(col(Dialogue.planned_for), col(Institution.name_key), col(Dialogue.id))
    )
    return await _rows(session, query, scope)


async def observations_of(session: AsyncSession, scope: Mapping[str, Any], since: datetime) -> Rows:
    """Return observations in which the caller is an observer, and those of the institution that they lead."""
    names = ("id", "version", "updated_at", "planned_for")
    query = (
        select(*(getattr(Observation, name) for name in names), col(Institution.name).label("institution_name"))
        .join(Institution, col(Institution.id) == col(Observation.institution_id))
        .where(
            or_(IS_OBSERVER, _leads_institution_of_observation),
            col(Observation.status) != ObservationStatus.cancelled,
            col(Observation.planned_for) >= since,
        )
        .order_by(col(Observation.planned_for), col(Observation.id))
    )
    return await _rows(session, query, scope)


async def follow_ups_of(session: AsyncSession, scope: Mapping[str, Any], since: datetime) -> Rows:
    """Return follow-ups of which the caller is the leader or the chief who is to hold them."""
    names = ("id", "version", "updated_at", "planned_for", "planned_until")
    query = (
        select(*(getattr(FollowUp, name) for name in names), col(Institution.name).label("institution_name"))
        .join(Institution, col(Institution.id) == col(FollowUp.institution_id))
        .where(
            or_(IS_LEADER, _is_its_chief),
            col(FollowUp.status) != FollowUpStatus.cancelled,
            col(FollowUp.planned_for) >= since,
        )
        .order_by(col(FollowUp.planned_for), col(FollowUp.id))
    )
    return await _rows(session, query, scope)
