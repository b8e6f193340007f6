"""Rules of agreements: changes of status, due dates and taking them up in a conversation."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from api.agreements.models import Agreement, AgreementStatus, Turn
from api.agreements.schemas import TakenUp
from api.core.problems import (
    INVALID_INPUT,
    UNKNOWN_REFERENCE,
    WRONG_STATE,
    Fault,
    LocalizedText,
    problem_type,
    wrong_state,
)

AGREEMENTS_NOT_TAKEN_UP = problem_type(
    "agreements-not-taken-up",
    409,
    ("Open agreements have not been taken up", "Åbne aftaler er ikke taget op"),
    (
        "State for each open agreement from earlier conversations whether it continues, is done or is dropped.",
        "Angiv for hver åben aftale fra tidligere samtaler, om den fortsætter, er gennemført eller bortfalder.",
    ),
)
DUE_IN_THE_PAST = problem_type(
    "due-in-the-past",
    422,
    ("The due date is before the day of the agreement", "Fristen ligger før den dag, hvor aftalen indgås"),
    (
        "Choose a due date on or after the day on which it is agreed.",
        "Vælg en frist, der tidligst falder på den dag, hvor aftalen indgås.",
    ),
)
_ALREADY_SHARED = LocalizedText("The agreement is already shared.", "Aftalen er allerede delt.")
_TAKEN_UP_TWICE = LocalizedText("The agreement is taken up twice.", "Aftalen er taget op to gange.")
_OPEN_AGREEMENT_MISSING = LocalizedText(
    "At least one open agreement from earlier conversations is missing: mark it as continued, done or dropped.",
    "Mindst én åben aftale fra tidligere samtaler mangler: angiv, om den fortsætter, er gennemført eller bortfalder.",
)


def is_open(agreement: Agreement) -> bool:
    """Return whether the agreement is open."""
    return agreement.status == AgreementStatus.open


def check_open(agreement: Agreement, pointer: str | None = None) -> list[Fault]:
    """Return a fault unless the agreement is open."""
    return [] if is_open(agreement) else [wrong_state(agreement.status, AgreementStatus.open, pointer=pointer)]


def check_change(agreement: Agreement, values: Mapping[str, Any], today: date) -> list[Fault]:
    """Return faults unless the agreement is open and a new due date is today or later."""
    faults = check_open(agreement)
    due_on = values.get("due_on", agreement.due_on)
    return faults if due_on == agreement.due_on else faults + check_due(due_on, today, "/due_on")


def check_due(due_on: date, agreed_on: date, pointer: str) -> list[Fault]:
    """Return a fault for a due date before the day of the agreement: it would be overdue from the start."""
    return [Fault(DUE_IN_THE_PAST, pointer=pointer)] if due_on < agreed_on else []


def check_turn(agreement: Agreement, turn: Turn) -> list[Fault]:
    """Return a fault unless the status allows the turn: only a closed agreement is reopened, all others are open."""
    if turn == Turn.reopened:
        closed = AgreementStatus.done, AgreementStatus.dropped
        return [wrong_state(agreement.status, *closed)] if is_open(agreement) else []
    return check_open(agreement)


def check_share(agreement: Agreement) -> list[Fault]:
    """Return a fault if the agreement is already shared."""
    return [Fault(WRONG_STATE, detail=_ALREADY_SHARED)] if agreement.shared else []


def check_taken_up(
    taken_up: Sequence[TakenUp],
    agreements: Mapping[UUID, Agreement],
    required_ids: Iterable[UUID],
    pointer: str = "/taken_up",
) -> list[Fault]:
    """Return faults unless each agreement is known, open and taken up once, and none of `required_ids` is missing."""
    faults = []
    seen_ids: set[UUID] = set()
    for index, item in enumerate(taken_up):
        id_pointer, agreement = f"{pointer}/{index}/agreement_id", agreements.get(item.agreement_id)
        if agreement is None:
            faults.append(Fault(UNKNOWN_REFERENCE, pointer=id_pointer))
        elif item.agreement_id in seen_ids:
            faults.append(Fault(INVALID_INPUT, pointer=id_pointer, code="named-twice", detail=_TAKEN_UP_TWICE))
        elif not is_open(agreement):
            faults += check_open(agreement, id_pointer)
        seen_ids.add(item.agreement_id)
    if set(required_ids) - seen_ids:
        faults.append(Fault(AGREEMENTS_NOT_TAKEN_UP, pointer=pointer, detail=_OPEN_AGREEMENT_MISSING))
    return faults
