"""What may become of an agreement, and when."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from api.agreements.models import Agreement, AgreementStatus, TakenUp, Turn
from api.core.problems import INVALID_INPUT, UNKNOWN_REFERENCE, WRONG_STATE, Fault, Words, kind

NOT_TAKEN_UP = kind(
    "agreements-not-taken-up",
    409,
    ("Open agreements have not been taken up", "Åbne aftaler er ikke taget op"),
    ("Say of each open agreement of earlier conversations whether it goes on, is done or is dropped.",
     "Angiv for hver åben aftale fra tidligere samtaler, om den fortsætter, er gennemført eller bortfalder."),
)  # fmt: skip
NOT_OPEN = Words("The agreement is no longer open.", "Aftalen er ikke længere åben.")
_OPEN = Words("The agreement is open already.", "Aftalen er allerede åben.")
_SHARED = Words("The agreement is shared already.", "Aftalen er allerede delt.")
_TWICE = Words("The agreement is named twice.", "Aftalen er nævnt to gange.")
_MISSING = Words(
    "Each open agreement of earlier conversations is taken up: continued, done or dropped.",
    "Hver åben aftale fra tidligere samtaler tages op: fortsat, gennemført eller bortfaldet.",
)


def is_open(agreement: Agreement) -> bool:
    """Whether it is still to be done."""
    return agreement.status == AgreementStatus.open


def check_change(agreement: Agreement) -> list[Fault]:
    """Only an open agreement is changed."""
    return [] if is_open(agreement) else [Fault(WRONG_STATE, detail=NOT_OPEN)]


def check_turn(agreement: Agreement, turn: Turn) -> list[Fault]:
    """An open one is carried on or ends; one that ended is opened again."""
    if turn == Turn.reopened:
        return [Fault(WRONG_STATE, detail=_OPEN)] if is_open(agreement) else []
    return check_change(agreement)


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
            faults.append(Fault(WRONG_STATE, pointer=place, detail=NOT_OPEN))
        seen.add(one.agreement_id)
    passed_over = set(due) - seen
    return faults + [Fault(NOT_TAKEN_UP, pointer=pointer, detail=_MISSING) for _ in list(passed_over)[:1]]
