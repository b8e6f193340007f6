"""Rules of holding a dialogue: evidence, agreements to take up, and decisions about focus areas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from api.agreements.models import Agreement
from api.agreements.rules import check_due, check_taken_up
from api.core.clock import COPENHAGEN
from api.core.problems import UNKNOWN_REFERENCE, Fault, LocalizedText, problem_type
from api.cycles.models import Cycle
from api.cycles.rules import describe_round_days, round_numbered
from api.dialogues.models import CircleEntry, Dialogue, DialogueStatus
from api.dialogues.rules.circle import empty_steps
from api.dialogues.rules.focus_areas import check_decisions, check_focus_areas
from api.dialogues.rules.plan import EARLIER_DIALOGUE_OPEN, OUTSIDE_THE_ROUND, check_round_is_free
from api.dialogues.rules.status import check_status
from api.dialogues.schemas.hold import DialogueHold
from api.evidence.models import Lacking
from api.evidence.rules import Piece, missing_kinds
from api.focus_areas.models import FocusArea
from api.institutions.models import Institution
from api.institutions.rules import check_open

CIRCLE_INCOMPLETE = problem_type(
    "circle-incomplete",
    409,
    ("The learning circle is incomplete", "Læringscirklen er ikke helt udfyldt"),
    (
        "Fill in challenge, data and analysis before you hold the dialogue.",
        "Udfyld udfordring, data og analyse, før samtalen holdes.",
    ),
)
ONE_SIDED_EVIDENCE = problem_type(
    "one-sided-evidence",
    409,
    ("The dialogue is based on only one kind of evidence", "Samtalen bygger kun på én slags viden"),
    (
        "Cite both figures and voices or observations in the circle, or give the reason in `because`.",
        "Henvis i cirklen til både tal og stemmer eller observationer, eller begrund i `because`, hvorfor ikke.",
    ),
    overridable=True,
)
HELD_IN_THE_FUTURE = problem_type(
    "held-in-the-future",
    422,
    ("The date of the meeting is in the future", "Mødets dato ligger i fremtiden"),
    ("Enter today's date or an earlier one.", "Angiv dags dato eller en tidligere dato."),
)
OVERRIDABLE_WHEN_HOLDING = (OUTSIDE_THE_ROUND, ONE_SIDED_EVIDENCE)
_NO_SUCH_PARTICIPANT = LocalizedText(
    "The dialogue has no participant with this id.", "Samtalen har ingen deltager med dette id."
)
_EMPTY_STEP = {
    "challenge": LocalizedText("The step `challenge` has no entries.", "Trinnet udfordring er ikke udfyldt."),
    "data": LocalizedText("The step `data` has no entries.", "Trinnet data er ikke udfyldt."),
    "analysis": LocalizedText("The step `analysis` has no entries.", "Trinnet analyse er ikke udfyldt."),
}
_LACKING_EVIDENCE = {
    Lacking.no_quantitative: LocalizedText("The circle cites no figure.", "Cirklen henviser ikke til noget tal."),
    Lacking.no_qualitative: LocalizedText(
        "The circle cites no voice or observation.", "Cirklen henviser ikke til nogen stemme eller observation."
    ),
}


@dataclass(frozen=True)
class HoldContext:
    """The data that the rules of holding a dialogue need.

    `others` are the institution's dialogues of the cycle that are not cancelled, `participants` the ids of the
    dialogue's participants, and `to_take_up` the ids of the open agreements that it must take up.
    """

    dialogue: Dialogue
    institution: Institution
    cycle: Cycle
    today: date
    others: Sequence[Dialogue] = ()
    entries: Sequence[CircleEntry] = ()
    cited: Sequence[Piece] = ()
    participants: frozenset[UUID] = frozenset()
    focus_areas: Mapping[UUID, FocusArea] = field(default_factory=dict)
    agreements: Mapping[UUID, Agreement] = field(default_factory=dict)
    to_take_up: frozenset[UUID] = frozenset()


def check_can_hold(context: HoldContext, held_on: date) -> list[Fault]:
    """Return the faults that prevent holding the dialogue on that day, whatever the request contains."""
    faults = check_status(context.dialogue, DialogueStatus.planned)
    if faults:
        return faults
    faults += check_open(context.institution, context.today, "/held_on")
    faults += [
        fault for fault in check_round_is_free(context.dialogue, context.others) if fault.kind is EARLIER_DIALOGUE_OPEN
    ]
    faults += check_within_round(context, held_on)
    faults += [Fault(CIRCLE_INCOMPLETE, detail=_EMPTY_STEP[step.value]) for step in empty_steps(context.entries)]
    missing = [kind for kind in missing_kinds(context.cited) if kind in _LACKING_EVIDENCE]
    return faults + [Fault(ONE_SIDED_EVIDENCE, detail=_LACKING_EVIDENCE[kind]) for kind in missing]


def check_hold(context: HoldContext, payload: DialogueHold) -> list[Fault]:
    """Return all faults of holding the dialogue with this request, in the order of domain.md."""
    held_on = payload.held_on or context.today
    faults = check_can_hold(context, held_on)
    if context.dialogue.status != DialogueStatus.planned:
        return faults
    faults += check_taken_up(payload.taken_up, context.agreements, context.to_take_up)
    faults += check_held_on(held_on, context.today, "/held_on")
    faults += check_decisions(payload.decisions, context.focus_areas)
    faults += check_focus_areas(
        {
            f"/agreements/{index}/focus_area_id": agreement.focus_area_id
            for index, agreement in enumerate(payload.agreements)
        },
        context.focus_areas,
    )
    for index, agreement in enumerate(payload.agreements):
        faults += check_due(agreement.due_on, held_on, f"/agreements/{index}/due_on")
    for index, participant_id in enumerate(payload.attended or ()):
        if participant_id not in context.participants:
            faults.append(Fault(UNKNOWN_REFERENCE, pointer=f"/attended/{index}", detail=_NO_SUCH_PARTICIPANT))
    return faults


def check_held_on(held_on: date, today: date, pointer: str) -> list[Fault]:
    """Return a fault for a day in the future."""
    return [Fault(HELD_IN_THE_FUTURE, pointer=pointer)] if held_on > today else []


def check_within_round(context: HoldContext, held_on: date) -> list[Fault]:
    """Return a fault for a day outside the round.

    The day that the dialogue is planned for is always allowed: it was checked when the dialogue was planned.
    """
    cycle_round = round_numbered(context.cycle, context.dialogue.round)
    planned_on = context.dialogue.planned_for.astimezone(COPENHAGEN).date()
    if cycle_round is None or cycle_round.contains(held_on) or held_on == planned_on:
        return []
    return [Fault(OUTSIDE_THE_ROUND, pointer="/held_on", detail=describe_round_days(cycle_round))]
