"""What may become of an agreement, without a database."""

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


def taking(*agreements: Agreement) -> list[TakenUp]:
    return [TakenUp(agreement_id=one.id, outcome=AgreementOutcome.done, note=None) for one in agreements]


def test_every_open_agreement_is_taken_up() -> None:
    first, second = agreement(), agreement()
    known = {first.id: first, second.id: second}
    assert check_taken_up(taking(first, second), known, known) == []
    [fault] = check_taken_up(taking(first), known, known)
    assert (fault.kind.code, fault.pointer) == ("agreements-not-taken-up", "/taken_up")


def test_what_is_unknown_ended_or_named_twice_is_not_taken_up() -> None:
    mine, ended, foreign = agreement(), agreement(AgreementStatus.done), agreement()
    faults = check_taken_up(taking(mine, foreign, mine, ended), {mine.id: mine, ended.id: ended}, [mine.id])
    assert [(fault.pointer, fault.code or fault.kind.code) for fault in faults] == [
        ("/taken_up/1/agreement_id", "unknown-reference"),
        ("/taken_up/2/agreement_id", "named-twice"),
        ("/taken_up/3/agreement_id", "wrong-state"),
    ]
