"""Lookups for planning and participants: the roles of people, and the institutions that the caller acts for."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import reach
from api.access.caller import Caller
from api.access.models import Body, Grant, UnitAncestor
from api.access.roles import WRITE, Permission
from api.core import clock
from api.db import transactions
from api.dialogues.models import DialogueParticipant
from api.dialogues.queries.participation import grant_has_role
from api.dialogues.rules.participants import (
    MEMBER_ROLES,
    PARTICIPANT_ROLES,
    WORKER_ROLES,
    PersonRoles,
    RequestedParticipant,
)
from api.sign_in.models import Person


async def roles_of_people(
    session: AsyncSession,
    caller: Caller | None,
    people_by_institution: Mapping[UUID, Sequence[RequestedParticipant]],
) -> PersonRoles:
    """Load the roles that decide whether the requested people may take part.

    Grants that begin on a later day count too, so that meetings can be planned with people who start by then.
    """
    institution_ids = set(people_by_institution)
    person_ids = {person.person_id for people in people_by_institution.values() for person in people}
    if not person_ids:
        return PersonRoles()
    today = clock.today()
    granted = (
        select(col(Grant.person_id))
        .join(Person, col(Person.id) == col(Grant.person_id))
        .where(col(Grant.person_id).in_(person_ids), col(Person.active), col(Grant.until_on) > today)
    )
    granted_at_institutions = (
        granted.add_columns(col(UnitAncestor.unit_id), col(Grant.role), col(Grant.body))
        .join(UnitAncestor, col(UnitAncestor.ancestor_id) == col(Grant.unit_id))
        .where(
            col(UnitAncestor.unit_id).in_(institution_ids),
            col(UnitAncestor.since_on) <= today,
            col(UnitAncestor.until_on) > today,
        )
    )
    rows = (await session.execute(granted_at_institutions)).all()
    eligible = (await session.execute(granted.where(grant_has_role(PARTICIPANT_ROLES)))).scalars()
    return PersonRoles(
        eligible=frozenset(person_id for person_id in eligible if person_id),
        workers=frozenset(
            (institution_id, person_id) for person_id, institution_id, role, _ in rows if role in WORKER_ROLES
        ),
        members=frozenset(
            (institution_id, person_id)
            for person_id, institution_id, role, body in rows
            if role in MEMBER_ROLES and body != Body.youth_council
        ),
        unrestricted=await permitted_institution_ids(
            session, caller, institution_ids, Permission("dialogue_circle", WRITE)
        ),
    )


async def plannable_institution_ids(
    session: AsyncSession, caller: Caller | None, institution_ids: set[UUID]
) -> frozenset[UUID]:
    """Return those of the institutions for which the caller plans dialogues."""
    return await permitted_institution_ids(session, caller, institution_ids, Permission("dialogue_planning", WRITE))


async def permitted_institution_ids(
    session: AsyncSession, caller: Caller | None, institution_ids: set[UUID], permission: Permission
) -> frozenset[UUID]:
    """Return those of the institutions where the caller has a permission; all of them for the service itself."""
    if caller is None or not institution_ids:
        return frozenset(institution_ids)
    within_reach = reach.reachable_units(permission).where(col(UnitAncestor.unit_id).in_(institution_ids))
    scope = reach.scope_parameters(caller.id, caller.family_id, transactions.settings_of(session))
    return frozenset((await session.execute(within_reach, scope)).scalars())


async def participants_of(session: AsyncSession, dialogue_id: UUID) -> list[DialogueParticipant]:
    """Return a dialogue's participants in their order."""
    participants = await session.execute(
        select(DialogueParticipant)
        .where(col(DialogueParticipant.dialogue_id) == dialogue_id)
        .order_by(col(DialogueParticipant.position))
    )
    return list(participants.scalars())
