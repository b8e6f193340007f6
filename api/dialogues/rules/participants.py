"""Who may take part in a dialogue, and who may be its data holder."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple
from uuid import UUID

from api.access.models import Role
from api.core.problems import INVALID_INPUT, UNKNOWN_REFERENCE, Fault, LocalizedText, problem_type
from api.dialogues.models import Part
from api.dialogues.schemas.plan import ParticipantShape

NOT_YOUR_SEAT = problem_type(
    "seat-not-yours-to-give",
    403,
    ("Your roles do not let you give this seat", "Dine roller lader dig ikke give denne plads"),
    (
        "Ask the institution's leader or its chief: they seat consultants and everybody from elsewhere.",
        "Bed tilbuddets leder eller chef: de giver plads til konsulenter og alle, der kommer udefra.",
    ),
)
NOT_OF_THE_HOUSE = problem_type(
    "not-of-the-institution",
    422,
    ("The person has no role at the institution", "Personen har ingen rolle ved tilbuddet"),
    (
        "Seat somebody of the institution or its chief, or let them take the part `consultant` or `other`.",
        "Giv pladsen til en fra tilbuddet eller dets chef, eller lad personen være `consultant` eller `other`.",
    ),
)
HOLDER_FROM_ELSEWHERE = problem_type(
    "data-holder-from-elsewhere",
    422,
    ("The data holder does not work in the institution", "Dataholderen arbejder ikke i tilbuddet"),
    (
        "Name its leader, its chief or one of its staff; a consultant takes part and writes the circle, too.",
        "Angiv dets leder, chef eller en medarbejder; en konsulent deltager og skriver også i cirklen.",
    ),
)

WORKERS: Final = frozenset({Role.leader, Role.staff, Role.chief})
HOUSE: Final = WORKERS | {Role.board_member}
GUESTS: Final = frozenset(Role) - {Role.admin, Role.auditor, Role.data_supplier}
"""The roles that people are seated by: those who look after machines and files see no dialogue."""
FROM_ANYWHERE: Final = frozenset({Part.consultant, Part.other})
"""The parts of people from elsewhere; all others speak for the institution."""


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


_EXACTLY_ONE = LocalizedText(
    "Give a person, a name or a number: one of them.", "Angiv person, navn eller antal: ét af dem."
)
_COUNTED = LocalizedText("Children are counted, never named.", "Børn tælles, de navngives aldrig.")


def check_participants(participants: Sequence[ParticipantShape]) -> list[Fault]:
    """Each is a person, a name or a number; a pupil council is a number."""
    faults = []
    for index, participant in enumerate(participants):
        said = [
            value for value in (participant.person_id, participant.name, participant.people_count) if value is not None
        ]
        if len(said) != 1:
            code, words = "one-of-three", _EXACTLY_ONE
        elif participant.part == Part.student_council and participant.people_count is None:
            code, words = "children-are-counted", _COUNTED
        else:
            continue
        faults.append(Fault(INVALID_INPUT, pointer=f"/participants/{index}", code=code, detail=words))
    return faults
