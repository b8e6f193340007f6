"""When a dialogue may be planned, changed and held, and what may be decided in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from api.agreements.models import Agreement
from api.agreements.rules import check_due, check_taken_up
from api.core.clock import COPENHAGEN
from api.core.problems import INVALID_INPUT, UNKNOWN_REFERENCE, Fault, LocalizedText, problem_type, wrong_state
from api.cycles.models import Cycle
from api.cycles.rules import days_of, round_numbered
from api.dialogues.models import CircleEntry, Dialogue, DialogueStatus
from api.dialogues.rules.circle import empty_steps
from api.dialogues.rules.plan import EARLIER_DIALOGUE_OPEN, OUTSIDE_THE_ROUND, check_turn
from api.dialogues.schemas.hold import DecisionShape, DialogueHold
from api.evidence.models import Lacking
from api.evidence.rules import Piece, missing_kinds
from api.focus_areas.models import FocusArea
from api.focus_areas.rules import check_decision
from api.institutions.models import Institution
from api.institutions.rules import check_open

CIRCLE_INCOMPLETE = problem_type(
    "circle-incomplete",
    409,
    ("The learning circle is not filled in", "Læringscirklen er ikke udfyldt"),
    (
        "Fill in challenge, data and analysis before the dialogue is held.",
        "Udfyld udfordring, data og analyse, før samtalen holdes.",
    ),
)
ONE_SIDED_EVIDENCE = problem_type(
    "one-sided-evidence",
    409,
    ("The dialogue rests on one kind of evidence only", "Samtalen bygger kun på én slags viden"),
    (
        "Cite both figures and voices or observations in the circle, or say in `because` why not.",
        "Henvis i cirklen til både tal og stemmer eller observationer, eller skriv i `because`, hvorfor ikke.",
    ),
    overridable=True,
)
HELD_IN_THE_FUTURE = problem_type(
    "held-in-the-future",
    422,
    ("What is held cannot have been held on a later day", "Det, der er holdt, kan ikke være holdt på en senere dag"),
    ("Say the day on which it was held.", "Angiv den dag, den blev holdt."),
)
ANOTHER_INSTITUTIONS_FOCUS_AREA = problem_type(
    "focus-area-of-another-institution",
    422,
    ("The focus area is another institution's", "Fokusområdet hører til et andet tilbud"),
    ("Name a focus area of the dialogue's own institution.", "Angiv et fokusområde for samtalens eget tilbud."),
)
SET_ASIDE_WHEN_HELD = (OUTSIDE_THE_ROUND, ONE_SIDED_EVIDENCE)
_TWICE = LocalizedText("The focus area is decided about twice.", "Der er besluttet to gange om fokusområdet.")
_NOT_THERE = LocalizedText("No participant of the dialogue has this id.", "Ingen deltager i samtalen har dette id.")
_EMPTY = {
    "challenge": LocalizedText("Nothing is written at `challenge`.", "Intet er skrevet ved udfordring."),
    "data": LocalizedText("Nothing is written at `data`.", "Intet er skrevet ved data."),
    "analysis": LocalizedText("Nothing is written at `analysis`.", "Intet er skrevet ved analyse."),
}
_LACKING = {
    Lacking.no_quantitative: LocalizedText("No figure is cited.", "Der er ikke henvist til noget tal."),
    Lacking.no_qualitative: LocalizedText(
        "No voice or observation is cited.", "Der er ikke henvist til nogen stemme eller observation."
    ),
}


def check_status(dialogue: Dialogue, status: DialogueStatus) -> list[Fault]:
    """A fault unless the dialogue stands where it has to."""
    return [] if dialogue.status == status else [wrong_state(dialogue.status, status)]


def check_focus_areas(wanted: Mapping[str, UUID | None], own: Mapping[UUID, FocusArea]) -> list[Fault]:
    """A fault for each pointer whose focus area is not one of the institution's own."""
    return [
        Fault(ANOTHER_INSTITUTIONS_FOCUS_AREA, pointer=pointer)
        for pointer, id in wanted.items()
        if id is not None and id not in own
    ]


@dataclass(frozen=True)
class HoldContext:
    """What lies on the table when a dialogue is held: all that its rules look at."""

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


def check_can_hold(table: HoldContext, held_on: date) -> list[Fault]:
    """What stands in the way of holding a dialogue on that day, whatever is said in it."""
    faults = check_status(table.dialogue, DialogueStatus.planned)
    if faults:
        return faults
    faults += check_open(table.institution, table.today, "/held_on")
    faults += [fault for fault in check_turn(table.dialogue, table.others) if fault.kind is EARLIER_DIALOGUE_OPEN]
    faults += check_within_round(table, held_on)
    faults += [Fault(CIRCLE_INCOMPLETE, detail=_EMPTY[step.value]) for step in empty_steps(table.entries)]
    sides = [name for name in missing_kinds(table.cited) if name in _LACKING]
    return faults + [Fault(ONE_SIDED_EVIDENCE, detail=_LACKING[name]) for name in sides]


def check_hold(table: HoldContext, said: DialogueHold) -> list[Fault]:
    """Everything that stands in the way of holding a dialogue like this, in the order of domain.md."""
    faults = check_can_hold(table, said.held_on or table.today)
    if table.dialogue.status != DialogueStatus.planned:
        return faults
    faults += check_taken_up(said.taken_up, table.agreements, table.to_take_up)
    faults += check_held_on(said.held_on or table.today, table.today, "/held_on")
    faults += check_decisions(said.decisions, table.focus_areas)
    faults += check_focus_areas(
        {
            f"/agreements/{index}/focus_area_id": agreement.focus_area_id
            for index, agreement in enumerate(said.agreements)
        },
        table.focus_areas,
    )
    for index, agreement in enumerate(said.agreements):
        faults += check_due(agreement.due_on, said.held_on or table.today, f"/agreements/{index}/due_on")
    for index, id in enumerate(said.attended or ()):
        if id not in table.participants:
            faults.append(Fault(UNKNOWN_REFERENCE, pointer=f"/attended/{index}", detail=_NOT_THERE))
    return faults


def check_held_on(held_on: date, today: date, pointer: str) -> list[Fault]:
    """A fault for a day that has not come yet."""
    return [Fault(HELD_IN_THE_FUTURE, pointer=pointer)] if held_on > today else []


def check_decisions(decisions: Sequence[DecisionShape], own: Mapping[UUID, FocusArea]) -> list[Fault]:
    """Each is about another focus area, one of the institution's own, that stands where it can be decided like that."""
    faults: list[Fault] = []
    seen: set[UUID] = set()
    for index, decision in enumerate(decisions):
        place = f"/decisions/{index}/focus_area_id"
        if decision.focus_area_id in seen:
            faults.append(Fault(INVALID_INPUT, pointer=place, code="named-twice", detail=_TWICE))
        elif decision.focus_area_id not in own:
            faults.append(Fault(ANOTHER_INSTITUTIONS_FOCUS_AREA, pointer=place))
        else:
            faults += check_decision(own[decision.focus_area_id], decision.decision, f"/decisions/{index}/decision")
        seen.add(decision.focus_area_id)
    return faults


def check_within_round(table: HoldContext, held_on: date) -> list[Fault]:
    """A fault for a day outside the round; the day for which it is planned was judged when that was said."""
    found = round_numbered(table.cycle, table.dialogue.round)
    planned_on = table.dialogue.planned_for.astimezone(COPENHAGEN).date()
    if found is None or found.holds(held_on) or held_on == planned_on:
        return []
    return [Fault(OUTSIDE_THE_ROUND, pointer="/held_on", detail=days_of(found))]
