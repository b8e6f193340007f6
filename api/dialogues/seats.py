"""Seats: who sits at a dialogue's table or prepares its data, who gives the seats, and what one opens."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import Uuid, and_, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import reach
from api.access.caller import Caller
from api.access.models import Body, Grant, Person, Role, UnitAncestor
from api.access.roles import OWN, READ, WRITE, May
from api.core import clock
from api.core.database import any_of
from api.core.problems import INVALID_INPUT, UNKNOWN_REFERENCE, Fault, Words, kind
from api.dialogues.models import Dialogue, DialogueParticipant, Part
from api.dialogues.planning import ParticipantShape

NOT_YOUR_SEAT = kind(
    "seat-not-yours-to-give",
    403,
    ("Your roles do not let you give this seat", "Dine roller lader dig ikke give denne plads"),
    ("Ask the institution's leader or its chief: they seat consultants and everybody from elsewhere.",
     "Bed tilbuddets leder eller chef: de giver plads til konsulenter og alle, der kommer udefra."),
)  # fmt: skip
NOT_OF_THE_HOUSE = kind(
    "not-of-the-institution",
    422,
    ("The person has no role at the institution", "Personen har ingen rolle ved tilbuddet"),
    ("Seat somebody of the institution or its chief, or let them take the part `consultant` or `other`.",
     "Giv pladsen til en fra tilbuddet eller dets chef, eller lad personen være `consultant` eller `other`."),
)  # fmt: skip
HOLDER_FROM_ELSEWHERE = kind(
    "data-holder-from-elsewhere",
    422,
    ("The data holder does not work in the institution", "Dataholderen arbejder ikke i tilbuddet"),
    ("Name its leader, its chief or one of its staff; a consultant takes part and writes the circle, too.",
     "Angiv dets leder, chef eller en medarbejder; en konsulent deltager og skriver også i cirklen."),
)  # fmt: skip

WORKERS: Final = frozenset({Role.leader, Role.staff, Role.chief})
HOUSE: Final = WORKERS | {Role.board_member}
GUESTS: Final = frozenset(Role) - {Role.admin, Role.auditor, Role.data_supplier}
"""The roles that people are seated by: those who look after machines and files see no dialogue."""
FROM_ANYWHERE: Final = frozenset({Part.consultant, Part.other})
"""The parts of people from elsewhere; all others speak for the institution."""

_CALLER = bindparam("caller_id", type_=Uuid())
_ANY = May(OWN, READ)
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

TAKES_PART = or_(
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


class Seat(NamedTuple):
    """A seat that is asked for: where the request says so, for whom, in which part; none: the data holder's."""

    pointer: str
    person_id: UUID
    part: Part | None


@dataclass(frozen=True)
class Standing:
    """What is known of people who are to be seated: who they are at which institution, and where the caller seats."""

    known: frozenset[UUID] = frozenset()
    workers: frozenset[tuple[UUID, UUID]] = frozenset()
    house: frozenset[tuple[UUID, UUID]] = frozenset()
    seats_anybody: frozenset[UUID] = frozenset()


async def standing_of(session: AsyncSession, caller: Caller | None, wanted: Mapping[UUID, Sequence[Seat]]) -> Standing:
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
                col(UnitAncestor.unit_id).in_(places), col(UnitAncestor.since_on) <= today,
                col(UnitAncestor.until_on) > today,
            )
        )
    ).all()  # fmt: skip
    return Standing(
        known=frozenset(id for id in (await session.execute(held.where(_roles(GUESTS)))).scalars() if id),
        workers=frozenset((place, person) for person, place, role, _ in rows if role in WORKERS),
        house=frozenset(
            (place, person) for person, place, role, body in rows if role in HOUSE and body != Body.youth_council
        ),
        seats_anybody=await reached_for(session, caller, places, May("dialogue_circle", WRITE)),
    )


async def planned_by(session: AsyncSession, caller: Caller | None, places: set[UUID]) -> frozenset[UUID]:
    """Those of the institutions whose dialogues the caller plans."""
    return await reached_for(session, caller, places, May("dialogue_planning", WRITE))


async def reached_for(session: AsyncSession, caller: Caller | None, places: set[UUID], may: May) -> frozenset[UUID]:
    """Those of the institutions where a role of the caller's may do this."""
    if caller is None or not places:
        return frozenset(places)
    mine = reach.reached(may).where(col(UnitAncestor.unit_id).in_(places))
    return frozenset((await session.execute(mine, reach.scope(caller.id, caller.family_id))).scalars())


def check_seats(institution_id: UUID, seats: Iterable[Seat], standing: Standing) -> list[Fault]:
    """A fault for each seat that is not to be given like this.

    The data holder works in the institution, and so does, or is of its boards, whoever speaks for it. A consultant,
    or anybody from elsewhere, is seated by who writes the circle there (leader, chief): a seat opens the evidence and
    perhaps the circle, and who may not read them does not open them to themselves or to each other.
    """
    faults = []
    for pointer, person, part in seats:
        here = institution_id, person
        if person not in standing.known:
            faults.append(Fault(UNKNOWN_REFERENCE, pointer=pointer))
        elif part is None and here not in standing.workers:
            faults.append(Fault(HOLDER_FROM_ELSEWHERE, pointer=pointer))
        elif part is not None and part not in FROM_ANYWHERE and here not in standing.house:
            faults.append(Fault(NOT_OF_THE_HOUSE, pointer=pointer))
        elif institution_id not in standing.seats_anybody and (part == Part.consultant or here not in standing.house):
            faults.append(Fault(NOT_YOUR_SEAT, pointer=pointer))
    return faults


_EXACTLY_ONE = Words("Give a person, a name or a number: one of them.", "Angiv person, navn eller antal: ét af dem.")
_COUNTED = Words("Children are counted, never named.", "Børn tælles, de navngives aldrig.")


def check_participants(participants: Sequence[ParticipantShape]) -> list[Fault]:
    """Each is a person, a name or a number; a pupil council is a number."""
    faults = []
    for index, one in enumerate(participants):
        said = [value for value in (one.person_id, one.name, one.people_count) if value is not None]
        if len(said) != 1:
            code, words = "one-of-three", _EXACTLY_ONE
        elif one.part == Part.student_council and one.people_count is None:
            code, words = "children-are-counted", _COUNTED
        else:
            continue
        faults.append(Fault(INVALID_INPUT, pointer=f"/participants/{index}", code=code, detail=words))
    return faults
