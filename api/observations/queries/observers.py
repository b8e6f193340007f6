"""Observers: who may be one, who seats them, and what observing opens for how long."""

from collections.abc import Iterable
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import Uuid, and_, bindparam, literal, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import reach
from api.access.caller import Caller
from api.access.models import Grant, Role
from api.access.roles import OWN, READ, WRITE, Permission
from api.db.sql_functions import any_of
from api.institutions.models import Institution
from api.observations.models import Observation, ObservationStatus, Observer
from api.observations.rules import Placed
from api.sign_in.models import Person

REPLIES: Final = Permission("observation_feedback", WRITE)
_COLLEAGUES: Final = frozenset({Role.leader, Role.staff})
_MAY_OBSERVE: Final = _COLLEAGUES | {Role.chief, Role.administration}
"""Colleagues, and consultants who join them; nobody is seated by a role that is kept from what is said of a house."""

_seats = select(col(Observer.observation_id)).where(col(Observer.person_id) == bindparam("caller_id", type_=Uuid()))
_still_one = reach.holds(Permission(OWN, READ), col(Grant.role).in_(sorted(str(role) for role in _MAY_OBSERVE)))
_status = col(Observation.status)

IS_OBSERVER = and_(any_of(col(Observation.id), _seats), _still_one)
"""That the caller is one of an observation's observers, and still holds a role to observe by."""
OBSERVES_NOW = and_(IS_OBSERVER, _status != ObservationStatus.shared.value)
"""That the caller reads an observation as its observer, wherever their roles reach: until it is shared, after which
it is read by role."""
WRITES_FEEDBACK = and_(OBSERVES_NOW, _status != ObservationStatus.cancelled.value)
"""That the feedback is the caller's to write and to mend."""
OBSERVES_SOMETHING = and_(_seats.exists(), _still_one)


async def where_they_work(session: AsyncSession, ids: Iterable[UUID], day: date) -> list[Placed]:
    """Where these people work and hold roles on a day, departments as their institution's; who is not there or can't
    sign in is left out."""
    grants = await session.execute(
        select(col(Person.id), col(Grant.role), col(Institution.id), col(Institution.parent_id))
        .outerjoin(
            Grant,
            and_(col(Grant.person_id) == col(Person.id), col(Grant.since_on) <= day, col(Grant.until_on) > day),
        )
        .outerjoin(Institution, col(Institution.id) == col(Grant.unit_id))
        .where(col(Person.id).in_(set(ids)), col(Person.active))
    )
    held: dict[UUID, list[tuple[str | None, UUID | None]]] = {}
    for person_id, role, institution_id, parent_id in grants:
        held.setdefault(person_id, []).append((role, parent_id or institution_id))
    return [
        Placed(
            person_id,
            works_at=frozenset(at for role, at in roles if at and role in _COLLEAGUES),
            belongs_to=frozenset(at for _, at in roles if at),
            may_observe=any(role in _MAY_OBSERVE for role, _ in roles),
        )
        for person_id, roles in held.items()
    ]


async def seats_consultants(session: AsyncSession, caller: Caller | None, institution_id: UUID) -> bool:
    """Whether the caller opens an institution's feedback to more than colleagues: who replies to it does."""
    if caller is None:
        return True
    mine = select(reach.within(literal(institution_id, Uuid()), REPLIES))
    return bool((await session.execute(mine, dict(reach.scope(caller.id, caller.family_id)))).scalar_one())
