"""The rules of taking up agreements, without a database."""

from datetime import date

from api.agreements.models import Agreement, AgreementOutcome, AgreementStatus, Origin
from api.agreements.rules import check_taken_up
from api.agreements.schemas import TakenUp
from api.core.identifiers import new_id


def agreement(status: AgreementStatus = AgreementStatus.open) -> Agreement:
    return Agreement(
        id=new_id(),
        institution_id=new_id(),
        origin_kind=Origin.dialogue,
        origin_id=new_id(),
        text="Læsebånd",
        responsible="Leder",
        due_on=date(2026, 5, 1),
        status=status,
    )


def take_up(*agreements: Agreement) -> list[TakenUp]:
    return [TakenUp(agreement_id=agreement.id, outcome=AgreementOutcome.done, note=None) for agreement in agreements]


def test_every_open_agreement_must_be_taken_up() -> None:
    first, second = agreement(), agreement()
    known = {first.id: first, second.id: second}
    assert check_taken_up(take_up(first, second), known, known) == []
    [fault] = check_taken_up(take_up(first), known, known)
    assert (fault.kind.code, fault.pointer) == ("agreements-not-taken-up", "/taken_up")


def test_unknown_closed_and_repeated_agreements_cannot_be_taken_up() -> None:
    own, closed, foreign = agreement(), agreement(AgreementStatus.done), agreement()
    faults = check_taken_up(take_up(own, foreign, own, closed), {own.id: own, closed.id: closed}, [own.id])
    assert [(fault.pointer, fault.code or fault.kind.code) for fault in faults] == [
        ("/taken_up/1/agreement_id", "unknown-reference"),
        ("/taken_up/2/agreement_id", "named-twice"),
        ("/taken_up/3/agreement_id", "wrong-state"),
    ]
