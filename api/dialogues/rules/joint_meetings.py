"""Meetings of several institutions at once: a record for each of them, one time and place for all."""

from collections.abc import Container, Iterable
from uuid import UUID

from api.core.problems import Fault, problem_type
from api.dialogues.models import Dialogue

MEETING_APART = problem_type(
    "meeting-apart",
    422,
    ("The meeting is at another time or place", "Mødet er på et andet tidspunkt eller sted"),
    (
        "Give the time and place of the others that meet at once, or leave `meeting_id` out.",
        "Angiv tid og sted som de andre, der mødes samtidig, eller udelad `meeting_id`.",
    ),
)
MEETING_OF_SEVERAL = problem_type(
    "meeting-of-several",
    409,
    (
        "It is a meeting of several institutions, and some are not yours to plan for",
        "Det er et møde for flere tilbud, og nogle af dem planlægger du ikke for",
    ),
    (
        "Ask who plans for all of them, or let this one meet by itself (`meeting_id`: null).",
        "Bed en, der planlægger for dem alle, eller lad denne mødes for sig selv (`meeting_id`: null).",
    ),
)


def check_meeting(dialogue: Dialogue, others: Iterable[Dialogue]) -> list[Fault]:
    """A fault if those who are to meet at once would not: at another time, or at another place that is said."""
    if dialogue.meeting_id is None:
        return []
    for other in others:
        when = (other.planned_for, other.planned_until) == (dialogue.planned_for, dialogue.planned_until)
        where = None in (other.place, dialogue.place) or other.place == dialogue.place
        if other.meeting_id == dialogue.meeting_id and not (when and where):
            return [Fault(MEETING_APART, pointer="/meeting_id")]
    return []


def check_joins(dialogue: Dialogue, meeting: Iterable[Dialogue], mine: Container[UUID]) -> list[Fault]:
    """A fault if it would join a meeting of institutions that somebody else plans for: those that are cancelled may
    come back to it."""
    if dialogue.meeting_id is None:
        return []
    others = (one for one in meeting if one.meeting_id == dialogue.meeting_id and one.id != dialogue.id)
    strangers = any(other.institution_id not in mine for other in others)
    return [Fault(MEETING_OF_SEVERAL, pointer="/meeting_id")] if strangers else []


def check_moves_together(others: Iterable[Dialogue], mine: Container[UUID]) -> list[Fault]:
    """A fault if a meeting moves whose other institutions somebody else plans for."""
    return [Fault(MEETING_OF_SEVERAL, pointer="") for other in others if other.institution_id not in mine][:1]
