"""Rules for participants and data holder: which people they may be, and who may add them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple
from uuid import UUID

from api.access.models import Role
from api.core.problems import INVALID_INPUT, UNKNOWN_REFERENCE, Fault, LocalizedText, problem_type
from api.dialogues.models import DialogueParticipant, Part
from api.dialogues.schemas.plan import ParticipantShape

SEAT_NOT_YOURS_TO_GIVE = problem_type(
    "seat-not-yours-to-give",
    403,
    ("Your roles do not allow you to add this participant", "Dine roller giver dig ikke ret til at tilføje deltageren"),
    (
        "Ask the institution's leader or chief: only they add consultants and people from outside the institution.",
        "Bed tilbuddets leder eller chef om det: kun de tilføjer konsulenter og andre udefra.",
    ),
)
NOT_OF_THE_INSTITUTION = problem_type(
    "not-of-the-institution",
    422,
    ("The person has no role at the institution", "Personen har ingen rolle i tilbuddet"),
    (
        "Choose somebody who has a role at the institution, or its chief, or use the part `consultant` or `other`.",
        "Vælg en person med en rolle i tilbuddet eller dets chef, eller brug `consultant` eller `other`.",
    ),
)
DATA_HOLDER_FROM_ELSEWHERE = problem_type(
    "data-holder-from-elsewhere",
    422,
    ("The data holder does not work at the institution", "Dataholderen arbejder ikke i tilbuddet"),
    (
        "Choose its leader, its chief or one of its staff. A consultant can write the circle as a participant.",
        "Vælg dets leder, dets chef eller en medarbejder. En konsulent kan skrive i cirklen som deltager.",
    ),
)

WORKER_ROLES: Final = frozenset({Role.leader, Role.staff, Role.chief})
"""The roles that let a person be the data holder."""
MEMBER_ROLES: Final = WORKER_ROLES | {Role.board_member}
"""The roles that let a person take part on behalf of the institution."""
PARTICIPANT_ROLES: Final = frozenset(Role) - {Role.admin, Role.auditor, Role.data_supplier}
"""The roles that let a person take part at all: administrators, auditors and data suppliers read no dialogue."""
EXTERNAL_PARTS: Final = frozenset({Part.consultant, Part.other})
"""The parts that are open to people from outside the institution; all other parts represent the institution."""


class RequestedParticipant(NamedTuple):
    """A person whom a request names as a participant or, with part None, as the data holder.

    `pointer` is the JSON pointer to the person's id in the request.
    """

    pointer: str
    person_id: UUID
    part: Part | None


@dataclass(frozen=True)
class PersonRoles:
    """The roles of the requested people and of the caller that decide which participants are allowed.

    `eligible` are the ids of people who hold a role that takes part in dialogues. `workers` and `members` are pairs of
    institution id and person id. `unrestricted` are the ids of institutions where the caller may add anybody.
    """

    eligible: frozenset[UUID] = frozenset()
    workers: frozenset[tuple[UUID, UUID]] = frozenset()
    members: frozenset[tuple[UUID, UUID]] = frozenset()
    unrestricted: frozenset[UUID] = frozenset()


def requested_people(
    data_holder_id: UUID | None, participants: Sequence[ParticipantShape]
) -> list[RequestedParticipant]:
    """Return the people with accounts whom a plan names as participants or data holder."""
    people = [
        RequestedParticipant(f"/participants/{index}/person_id", participant.person_id, participant.part)
        for index, participant in enumerate(participants)
        if participant.person_id is not None
    ]
    if data_holder_id:
        people.append(RequestedParticipant("/data_holder_id", data_holder_id, None))
    return people


def participants_to_store(dialogue_id: UUID, participants: Iterable[ParticipantShape]) -> list[DialogueParticipant]:
    """Return the rows for a dialogue's participants, in the order of the request."""
    return [
        DialogueParticipant(dialogue_id=dialogue_id, position=position, **participant.model_dump())
        for position, participant in enumerate(participants)
    ]


def check_people(institution_id: UUID, people: Iterable[RequestedParticipant], roles: PersonRoles) -> list[Fault]:
    """Return a fault for each requested person who may not take part in this capacity.

    The data holder works at the institution. A participant who represents the institution has a role there. Consultants
    and people from elsewhere are added only by callers who may write the circle there (leader, chief): taking part
    gives access to the evidence and, for consultants, to the circle, and callers without that access must not be able
    to grant it to themselves or to each other.
    """
    faults = []
    for pointer, person_id, part in people:
        institution_and_person = institution_id, person_id
        is_member = institution_and_person in roles.members
        if person_id not in roles.eligible:
            faults.append(Fault(UNKNOWN_REFERENCE, pointer=pointer))
        elif part is None and institution_and_person not in roles.workers:
            faults.append(Fault(DATA_HOLDER_FROM_ELSEWHERE, pointer=pointer))
        elif part is not None and part not in EXTERNAL_PARTS and not is_member:
            faults.append(Fault(NOT_OF_THE_INSTITUTION, pointer=pointer))
        elif institution_id not in roles.unrestricted and (part == Part.consultant or not is_member):
            faults.append(Fault(SEAT_NOT_YOURS_TO_GIVE, pointer=pointer))
    return faults


_EXACTLY_ONE = LocalizedText(
    "Give exactly one of `person_id`, `name` and `people_count`.",
    "Angiv præcis én af `person_id`, `name` og `people_count`.",
)
_CHILDREN_ARE_COUNTED = LocalizedText(
    "Give the number of children in `people_count`, never their names.",
    "Angiv antallet af børn i `people_count`, aldrig deres navne.",
)


def check_participants(participants: Sequence[ParticipantShape]) -> list[Fault]:
    """Return a fault for each participant without exactly one of person, name and number; children need a number."""
    faults = []
    for index, participant in enumerate(participants):
        identities = [
            value for value in (participant.person_id, participant.name, participant.people_count) if value is not None
        ]
        if len(identities) != 1:
            code, detail = "one-of-three", _EXACTLY_ONE
        elif participant.part == Part.student_council and participant.people_count is None:
            code, detail = "children-are-counted", _CHILDREN_ARE_COUNTED
        else:
            continue
        faults.append(Fault(INVALID_INPUT, pointer=f"/participants/{index}", code=code, detail=detail))
    return faults
