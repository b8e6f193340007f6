"""What may become of an agreement, and when."""

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

NOT_TAKEN_UP = problem_type(
    "agreements-not-taken-up",
    409,
    ("Open agreements have not been taken up", "Åbne aftaler er ikke taget op"),
    (
        "Say of each open agreement of earlier conversations whether it goes on, is done or is dropped.",
        "Angiv for hver åben aftale fra tidligere samtaler, om den fortsætter, er gennemført eller bortfalder.",
    ),
)
DUE_IN_THE_PAST = problem_type(
    "due-in-the-past",
    422,
    ("The day has passed by which it was to be done", "Dagen, den skulle være gjort til, er allerede gået"),
    ("Name a day from the one on which this is agreed.", "Angiv en dag fra og med den, hvor det aftales."),
)
_SHARED = LocalizedText("The agreement is shared already.", "Aftalen er allerede delt.")
_TWICE = LocalizedText("The agreement is named twice.", "Aftalen er nævnt to gange.")
_MISSING = LocalizedText(
    "Each open agreement of earlier conversations is taken up: continued, done or dropped.",
    "Hver åben aftale fra tidligere samtaler tages op: fortsat, gennemført eller bortfaldet.",
)


def is_open(agreement: Agreement) -> bool:
    """Whether it is still to be done."""
    return agreement.status == AgreementStatus.open


def check_open(agreement: Agreement, pointer: str | None = None) -> list[Fault]:
    """A fault unless it is still to be done."""
    return [] if is_open(agreement) else [wrong_state(agreement.status, AgreementStatus.open, pointer=pointer)]


def check_change(agreement: Agreement, values: Mapping[str, Any], today: date) -> list[Fault]:
    """Only an open agreement is changed; its day is moved to one that is still to come, today among them."""
    moved = values.get("due_on", agreement.due_on)
    late = [] if moved == agreement.due_on else check_due(moved, today, "/due_on")
    return check_open(agreement) + late


def check_due(due_on: date, agreed_on: date, pointer: str) -> list[Fault]:
    """A fault for a day before the one on which it is agreed: what is overdue from the start is a slip of the pen."""
    return [Fault(DUE_IN_THE_PAST, pointer=pointer)] if due_on < agreed_on else []


def check_turn(agreement: Agreement, turn: Turn) -> list[Fault]:
    """An open one is carried on or ends; one that ended is opened again."""
    if turn == Turn.reopened:
        ended = AgreementStatus.done, AgreementStatus.dropped
        return [wrong_state(agreement.status, *ended)] if is_open(agreement) else []
    return check_open(agreement)


def check_share(agreement: Agreement) -> list[Fault]:
    """One that is shared is not shared again."""
    return [Fault(WRONG_STATE, detail=_SHARED)] if agreement.shared else []


def check_taken_up(
    taken: Sequence[TakenUp],
    known: Mapping[UUID, Agreement],
    due: Iterable[UUID],
    pointer: str = "/taken_up",
) -> list[Fault]:
    """Each agreement is known, open and named once; and none of those that are `due` is passed over."""
    faults = []
    seen: set[UUID] = set()
    for number, one in enumerate(taken):
        place, agreement = f"{pointer}/{number}/agreement_id", known.get(one.agreement_id)
        if agreement is None:
            faults.append(Fault(UNKNOWN_REFERENCE, pointer=place))
        elif one.agreement_id in seen:
            faults.append(Fault(INVALID_INPUT, pointer=place, code="named-twice", detail=_TWICE))
        elif not is_open(agreement):
            faults += check_open(agreement, place)
        seen.add(one.agreement_id)
    passed_over = set(due) - seen
    return faults + [Fault(NOT_TAKEN_UP, pointer=pointer, detail=_MISSING) for _ in list(passed_over)[:1]]
