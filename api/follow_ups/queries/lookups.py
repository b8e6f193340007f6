"""Lookups that are not scoped to the caller: role holders, other follow-ups, written text and agreements."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.models import Grant, Role, UnitAncestor
from api.agreements.models import Agreement
from api.follow_ups.models import FollowUp, FollowUpRemark, FollowUpStatus
from api.sign_in.models import Person


async def role_holders(
    session: AsyncSession, role: Role, institutions_and_days: Iterable[tuple[UUID, date]]
) -> dict[tuple[UUID, date], list[UUID]]:
    """Return the ids of the people who hold a role at or above each institution on a day, longest in the role first.

    The result is keyed by institution id and day; pairs without role holders are absent.
    """
    holders: dict[tuple[UUID, date], list[UUID]] = {}
    institution_ids_by_day: dict[date, set[UUID]] = {}
    for institution_id, day in institutions_and_days:
        institution_ids_by_day.setdefault(day, set()).add(institution_id)
    for day, institution_ids in institution_ids_by_day.items():
        rows = await session.execute(
            select(col(UnitAncestor.unit_id), col(Person.id))
            .join(Grant, col(Grant.unit_id) == col(UnitAncestor.ancestor_id))
            .join(Person, col(Person.id) == col(Grant.person_id))
            .where(
                col(UnitAncestor.unit_id).in_(institution_ids),
                ~col(UnitAncestor.upward),
                col(UnitAncestor.since_on) <= day,
                col(UnitAncestor.until_on) > day,
                col(Grant.role) == str(role),
                col(Grant.since_on) <= day,
                col(Grant.until_on) > day,
                col(Person.active),
            )
            .order_by(col(Grant.since_on), col(Grant.id))
        )
        for institution_id, person_id in rows:
            holders.setdefault((institution_id, day), []).append(person_id)
    return holders


async def has_confidential_text(session: AsyncSession, follow_up: FollowUp) -> bool:
    """Return whether the follow-up has topics, notes or remarks, which only its chief and leader may read."""
    has_remarks = select(exists().where(col(FollowUpRemark.follow_up_id) == follow_up.id))
    return bool(follow_up.topics or follow_up.notes or (await session.execute(has_remarks)).scalar_one())


async def other_held_follow_ups(session: AsyncSession, follow_up: FollowUp) -> Sequence[FollowUp]:
    """Return the institution's other held follow-ups."""
    query = select(FollowUp).where(
        col(FollowUp.institution_id) == follow_up.institution_id,
        col(FollowUp.status) == FollowUpStatus.held,
        col(FollowUp.id) != follow_up.id,
    )
    return (await session.execute(query)).scalars().all()


async def agreements_for(
    session: AsyncSession, follow_up: FollowUp, agreement_ids: Sequence[UUID]
) -> dict[UUID, Agreement]:
    """Return, by id, those of the agreements that the follow-up may take up.

    These are the institution's shared agreements, and unshared ones with the same leader.
    """
    if not agreement_ids:
        return {}
    is_available = or_(col(Agreement.shared), col(Agreement.leader_id).is_not_distinct_from(follow_up.leader_id))
    agreements = await session.execute(
        select(Agreement).where(
            col(Agreement.id).in_(set(agreement_ids)),
            col(Agreement.institution_id) == follow_up.institution_id,
            is_available,
        )
    )
    return {agreement.id: agreement for agreement in agreements.scalars()}
