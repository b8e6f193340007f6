"""Observers: conditions on the caller as an observer, candidates and their roles, and checks of an appointment."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import Uuid, and_, bindparam, literal, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import reach
from api.access.caller import Caller
from api.access.models import Grant, Role
from api.access.roles import OWN_ACCOUNT, READ, WRITE, Permission
from api.core.problems import Fault
from api.db import transactions
from api.db.sql_functions import any_of
from api.institutions.models import Institution
from api.observations import rules
from api.observations.models import Observation, ObservationStatus, Observer
from api.observations.queries.lookups import observer_ids_of
from api.observations.rules import ObserverCandidate
from api.sign_in.models import Person

REPLY_TO_FEEDBACK: Final = Permission("observation_feedback", WRITE)
_COLLEAGUE_ROLES: Final = frozenset({Role.leader, Role.staff})
_OBSERVER_ROLES: Final = _COLLEAGUE_ROLES | {Role.chief, Role.administration}
"""Roles that can observe: colleagues, and consultants who join them. The other roles may not read feedback."""

_observed_by_caller = select(col(Observer.observation_id)).where(
    col(Observer.person_id) == bindparam("caller_id", type_=Uuid())
)
_holds_observer_role = reach.has_permission(
    Permission(OWN_ACCOUNT, READ), col(Grant.role).in_(sorted(str(role) for role in _OBSERVER_ROLES))
)
_status = col(Observation.status)

IS_OBSERVER = and_(any_of(col(Observation.id), _observed_by_caller), _holds_observer_role)
"""The caller is an observer of the observation and still holds a role that can observe."""
OBSERVES_NOW = and_(IS_OBSERVER, _status != ObservationStatus.shared.value)
"""The caller reads the observation as its observer, outside the reach of their roles: until it is shared, after which
it is read by role."""
WRITES_FEEDBACK = and_(OBSERVES_NOW, _status != ObservationStatus.cancelled.value)
"""The caller may write and correct the feedback."""
OBSERVES_SOMETHING = and_(_observed_by_caller.exists(), _holds_observer_role)
"""The caller is an observer of any observation and still holds a role that can observe."""


async def observer_candidates(session: AsyncSession, person_ids: Iterable[UUID], day: date) -> list[ObserverCandidate]:
    """Return people with the institutions where they hold roles on a day; departments count as their institution.

    People who do not exist or cannot sign in are left out.
    """
    grants = await session.execute(
        select(col(Person.id), col(Grant.role), col(Institution.id), col(Institution.parent_id))
        .outerjoin(
            Grant,
            and_(col(Grant.person_id) == col(Person.id), col(Grant.since_on) <= day, col(Grant.until_on) > day),
        )
        .outerjoin(Institution, col(Institution.id) == col(Grant.unit_id))
        .where(col(Person.id).in_(set(person_ids)), col(Person.active))
    )
    roles_of: dict[UUID, list[tuple[str | None, UUID | None]]] = {}
    for person_id, role, institution_id, parent_id in grants:
        roles_of.setdefault(person_id, []).append((role, parent_id or institution_id))
    return [
        ObserverCandidate(
            person_id,
            works_at=frozenset(
                institution_id for role, institution_id in roles if institution_id and role in _COLLEAGUE_ROLES
            ),
            belongs_to=frozenset(institution_id for _, institution_id in roles if institution_id),
            may_observe=any(role in _OBSERVER_ROLES for role, _ in roles),
        )
        for person_id, roles in roles_of.items()
    ]


async def _appoints_consultants(session: AsyncSession, caller: Caller | None, institution_id: UUID) -> bool:
    """Return whether the caller may appoint consultants: callers who may reply to feedback, and the service itself."""
    if caller is None:
        return True
    replies = select(reach.unit_in_reach(literal(institution_id, Uuid()), REPLY_TO_FEEDBACK))
    scope = reach.scope_parameters(caller.id, caller.family_id, transactions.settings_of(session))
    return bool((await session.execute(replies, scope)).scalar_one())


async def observer_faults(
    session: AsyncSession,
    caller: Caller | None,
    institution: Institution,
    observer_ids: Sequence[UUID],
    day: date,
    *,
    already_appointed: Sequence[UUID] = (),
) -> list[Fault]:
    """Return the faults of a list of observers on a day.

    Whether the caller may appoint them is not checked for observers in `already_appointed`.
    """
    appointed = set(observer_ids) - set(already_appointed)
    appoints_anyone = not appointed or await _appoints_consultants(session, caller, institution.id)
    candidates = await observer_candidates(session, observer_ids, day)
    return rules.check_observers(institution, observer_ids, candidates, () if appoints_anyone else appointed)


async def caller_faults(session: AsyncSession, caller: Caller | None, observation: Observation) -> list[Fault]:
    """Return a `not-an-observer` fault unless the caller is an observer of the observation or the service itself."""
    return rules.check_observer(caller.id if caller else None, await observer_ids_of(session, observation.id))
