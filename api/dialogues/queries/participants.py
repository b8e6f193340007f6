"""Seats: who sits at a dialogue's table or prepares its data, who gives the seats, and what one opens."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, and_, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import reach
from api.access.caller import Caller
from api.access.models import Body, Grant, Role, UnitAncestor
from api.access.roles import OWN, READ, WRITE, Permission
from api.core import clock
from api.db.sql_functions import any_of
from api.dialogues.models import Dialogue, DialogueParticipant, Part
from api.dialogues.rules.participants import FROM_ANYWHERE, GUESTS, HOUSE, WORKERS, Seat, Standing
from api.sign_in.models import Person

_CALLER = bindparam("caller_id", type_=Uuid())
_ANY = Permission(OWN, READ)
_held_data = col(Dialogue.data_holder_id)
_seats = select(col(DialogueParticipant.dialogue_id))


def _roles(roles: Iterable[Role]) -> Any:
    return col(Grant.role).in_(sorted(str(role) for role in roles))


# The youth council is the whole municipality's, and of no institution.
_of_a_house = and_(_roles(HOUSE), or_(col(Grant.body).is_(None), col(Grant.body) != Body.youth_council.value))
_works_there = reach.within(col(Dialogue.institution_id), _ANY, _roles(WORKERS))
_belongs_there = reach.within(col(Dialogue.institution_id), _ANY, _of_a_house)
_is_a_guest = reach.holds(_ANY, _roles(GUESTS))


def of_person(person: Any, *part: Any) -> Any:
    """That a person sits at a dialogue's table or prepares its data, whatever roles they hold."""
    return or_(_held_data == person, _sits(person, *part))


def _sits(person: Any, *part: Any) -> Any:
    return any_of(col(Dialogue.id), _seats.where(col(DialogueParticipant.person_id) == person, *part))


_part = col(DialogueParticipant.part)
_guest_parts = _part.in_(sorted(str(part) for part in FROM_ANYWHERE))
_holds_the_data = and_(_held_data == _CALLER, _works_there)

IS_PARTICIPANT = or_(
    _holds_the_data,
    and_(_sits(_CALLER, _guest_parts), _is_a_guest),
    and_(_sits(_CALLER, ~_guest_parts), _belongs_there),
)
"""That the caller takes part in a dialogue, or prepares its data: for as long as they hold a role to do it by."""
WRITES_CIRCLE = or_(_holds_the_data, and_(_sits(_CALLER, _part == Part.consultant), _is_a_guest))
"""That the caller writes a dialogue's circle by what they are in it."""
SITS_SOMEWHERE = and_(
    _is_a_guest,
    or_(
        select(1).where(_held_data == _CALLER).exists(),
        select(1).where(col(DialogueParticipant.person_id) == _CALLER).exists(),
    ),
)


async def standing_of_people(
    session: AsyncSession, caller: Caller | None, wanted: Mapping[UUID, Sequence[Seat]]
) -> Standing:
    """What the rules need of the people whom seats are wanted for, by institution; grants yet to begin count, too."""
    places, people = set(wanted), {seat.person_id for seats in wanted.values() for seat in seats}
    if not people:
        return Standing()
    today = clock.today()
    held = (
        select(col(Grant.person_id))
        .join(Person, col(Person.id) == col(Grant.person_id))
        .where(col(Grant.person_id).in_(people), col(Person.active), col(Grant.until_on) > today)
    )
    reaching = held.add_columns(col(UnitAncestor.unit_id), col(Grant.role), col(Grant.body)).join(
        UnitAncestor, col(UnitAncestor.ancestor_id) == col(Grant.unit_id)
    )
    rows = (
        await session.execute(
            reaching.where(
                col(UnitAncestor.unit_id).in_(places),
                col(UnitAncestor.since_on) <= today,
                col(UnitAncestor.until_on) > today,
            )
        )
    ).all()
    return Standing(
        known=frozenset(id for id in (await session.execute(held.where(_roles(GUESTS)))).scalars() if id),
        workers=frozenset((place, person) for person, place, role, _ in rows if role in WORKERS),
        house=frozenset(
            (place, person) for person, place, role, body in rows if role in HOUSE and body != Body.youth_council
        ),
        seats_anybody=await reached_for(session, caller, places, Permission("dialogue_circle", WRITE)),
    )


async def planned_by(session: AsyncSession, caller: Caller | None, places: set[UUID]) -> frozenset[UUID]:
    """Those of the institutions whose dialogues the caller plans."""
    return await reached_for(session, caller, places, Permission("dialogue_planning", WRITE))


async def reached_for(
    session: AsyncSession, caller: Caller | None, places: set[UUID], may: Permission
) -> frozenset[UUID]:
    """Those of the institutions where a role of the caller's may do this."""
    if caller is None or not places:
        return frozenset(places)
    mine = reach.reached(may).where(col(UnitAncestor.unit_id).in_(places))
    return frozenset((await session.execute(mine, reach.scope(caller.id, caller.family_id))).scalars())
