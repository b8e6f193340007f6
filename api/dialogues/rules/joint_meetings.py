"""Rules of joint meetings: several institutions meet together, with a dialogue each and one time and place."""

from collections.abc import Container, Iterable
from uuid import UUID

from api.core.problems import Fault, problem_type
from api.dialogues.models import Dialogue

MEETING_APART = problem_type(
    "meeting-apart",
    422,
    (
        "The time or place differs from that of the joint meeting",
        "Tid eller sted er ikke det samme som fællesmødets",
    ),
    (
        "Use the same time and place as the other dialogues of the meeting, or leave out `meeting_id`.",
        "Brug samme tid og sted som mødets øvrige samtaler, eller udelad `meeting_id`.",
    ),
)
MEETING_OF_SEVERAL = problem_type(
    "meeting-of-several",
    409,
    (
        "The joint meeting includes institutions that you do not plan dialogues for",
        "Fællesmødet omfatter tilbud, som du ikke planlægger samtaler for",
    ),
    (
        "Ask somebody who plans dialogues for all of them, or take this dialogue out of the meeting "
        "(`meeting_id`: null).",
        "Bed en, der planlægger samtaler for dem alle, eller tag denne samtale ud af mødet (`meeting_id`: null).",
    ),
)


def check_same_time_and_place(dialogue: Dialogue, others: Iterable[Dialogue]) -> list[Fault]:
    """Return a fault if another dialogue of the meeting has a different time or place; no place matches any place."""
    if dialogue.meeting_id is None:
        return []
    for other in others:
        same_time = (other.planned_for, other.planned_until) == (dialogue.planned_for, dialogue.planned_until)
        same_place = None in (other.place, dialogue.place) or other.place == dialogue.place
        if other.meeting_id == dialogue.meeting_id and not (same_time and same_place):
            return [Fault(MEETING_APART, pointer="/meeting_id")]
    return []


def check_can_join_meeting(
    dialogue: Dialogue, meeting: Iterable[Dialogue], plannable_institution_ids: Container[UUID]
) -> list[Fault]:
    """Return a fault if the dialogue would join a meeting of institutions that the caller does not plan for.

    Cancelled dialogues of the meeting count too: they can be reopened and rejoin it.
    """
    if dialogue.meeting_id is None:
        return []
    others = (other for other in meeting if other.meeting_id == dialogue.meeting_id and other.id != dialogue.id)
    out_of_reach = any(other.institution_id not in plannable_institution_ids for other in others)
    return [Fault(MEETING_OF_SEVERAL, pointer="/meeting_id")] if out_of_reach else []


def check_can_move_meeting(others: Iterable[Dialogue], plannable_institution_ids: Container[UUID]) -> list[Fault]:
    """Return a fault if moving the meeting would move dialogues of institutions that the caller does not plan for."""
    out_of_reach = any(other.institution_id not in plannable_institution_ids for other in others)
    return [Fault(MEETING_OF_SEVERAL, pointer="")] if out_of_reach else []
