"""When a dialogue may be planned, changed and held, and what may be decided in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from api.agreements.models import Agreement
from api.agreements.rules import check_due, check_taken_up
from api.core.clock import COPENHAGEN, day_of
from api.core.problems import INVALID_INPUT, UNKNOWN_REFERENCE, Fault, Words, kind, wrong_state
from api.cycles.models import Cycle
from api.cycles.rules import days_of, numbers_of, round_numbered
from api.dialogues.circle import CircleEntry, PromptShape, empty_steps
from api.dialogues.holding import DecisionShape, DialogueHold
from api.dialogues.models import Dialogue, DialogueStatus
from api.evidence.pack import Lacking, Piece, lacking
from api.focus_areas.models import FocusArea
from api.focus_areas.rules import check_decision
from api.institutions.models import AREA_OF, Institution, Kind, Participation
from api.institutions.rules import check_open

NOT_IN_DIALOGUES = kind(
    "not-in-dialogues",
    409,
    ("The institution does not take part in dialogues", "Tilbuddet deltager ikke i læringssamtaler"),
    ("Change its participation first, if it is to take part.", "Ændr først dets deltagelse, hvis det skal deltage."),
)
CYCLE_OF_ANOTHER_AREA = kind(
    "cycle-of-another-area",
    422,
    ("The cycle is of another area than the institution", "Perioden hører til et andet område end tilbuddet"),
    ("Choose a cycle of the institution's own area.", "Vælg en periode for tilbuddets eget område."),
)
DIALOGUE_EXISTS = kind(
    "dialogue-exists",
    409,
    ("The institution has a dialogue in this round already", "Tilbuddet har allerede en samtale i denne runde"),
    (
        "Use the one that is there; one that is not held yet can be cancelled.",
        "Brug den, der er der; en, der ikke er holdt endnu, kan aflyses.",
    ),
)
EARLIER_DIALOGUE_OPEN = kind(
    "earlier-dialogue-open",
    409,
    ("A dialogue of an earlier round is still planned", "En samtale fra en tidligere runde er stadig planlagt"),
    ("Hold the earlier dialogue first, or cancel it.", "Hold den tidligere samtale først, eller aflys den."),
)
NO_SUCH_ROUND = kind(
    "no-such-round",
    422,
    ("The cycle has no such round", "Perioden har ikke den runde"),
    ("Name one of the cycle's rounds.", "Angiv en af periodens runder."),
)
OUTSIDE_THE_ROUND = kind(
    "outside-the-round",
    422,
    ("The day lies outside the dialogue's round", "Dagen ligger uden for samtalens runde"),
    ("Choose a day within the round, or say in `because` why it lies outside.",
     "Vælg en dag i runden, eller skriv i `because`, hvorfor den ligger udenfor."),
    overridable=True,
)  # fmt: skip
CIRCLE_INCOMPLETE = kind(
    "circle-incomplete",
    409,
    ("The learning circle is not filled in", "Læringscirklen er ikke udfyldt"),
    ("Fill in challenge, data and analysis before the dialogue is held.",
     "Udfyld udfordring, data og analyse, før samtalen holdes."),
)  # fmt: skip
ONE_SIDED_EVIDENCE = kind(
    "one-sided-evidence",
    409,
    ("The dialogue rests on one kind of evidence only", "Samtalen bygger kun på én slags viden"),
    ("Cite both figures and voices or observations in the circle, or say in `because` why not.",
     "Henvis i cirklen til både tal og stemmer eller observationer, eller skriv i `because`, hvorfor ikke."),
    overridable=True,
)  # fmt: skip
HELD_IN_THE_FUTURE = kind(
    "held-in-the-future",
    422,
    ("What is held cannot have been held on a later day", "Det, der er holdt, kan ikke være holdt på en senere dag"),
    ("Say the day on which it was held.", "Angiv den dag, den blev holdt."),
)
ANOTHER_INSTITUTIONS_FOCUS_AREA = kind(
    "focus-area-of-another-institution",
    422,
    ("The focus area is another institution's", "Fokusområdet hører til et andet tilbud"),
    ("Name a focus area of the dialogue's own institution.", "Angiv et fokusområde for samtalens eget tilbud."),
)
SET_ASIDE_WHEN_HELD = (OUTSIDE_THE_ROUND, ONE_SIDED_EVIDENCE)
_ENDS_BEFORE = Words("It would end before it begins.", "Den ville slutte, før den begynder.")
_SCHOOLS_ONLY = Words("Only schools hold school development talks.", "Kun skoler holder skoleudviklingssamtaler.")
_TWICE = Words("The focus area is decided about twice.", "Der er besluttet to gange om fokusområdet.")
_ASKED = Words("Each step has one prompt.", "Hvert trin har ét spørgsmål.")
_NOT_THERE = Words("No participant of the dialogue has this id.", "Ingen deltager i samtalen har dette id.")
_EMPTY = {
    "challenge": Words("Nothing is written at `challenge`.", "Intet er skrevet ved udfordring."),
    "data": Words("Nothing is written at `data`.", "Intet er skrevet ved data."),
    "analysis": Words("Nothing is written at `analysis`.", "Intet er skrevet ved analyse."),
}
_LACKING = {
    Lacking.no_quantitative: Words("No figure is cited.", "Der er ikke henvist til noget tal."),
    Lacking.no_qualitative: Words(
        "No voice or observation is cited.", "Der er ikke henvist til nogen stemme eller observation."
    ),
}


def check_status(dialogue: Dialogue, status: DialogueStatus) -> list[Fault]:
    """A fault unless the dialogue stands where it has to."""
    return [] if dialogue.status == status else [wrong_state(dialogue.status, status)]


def check_takes_part(institution: Institution, cycle: Cycle, today: date, planned_for: datetime) -> list[Fault]:
    """Faults if an institution has no dialogues in a cycle: closed by then, not taking part, of another area."""
    faults = check_open(institution, today, day=day_of(planned_for))
    if institution.participation != Participation.dialogues:
        faults.append(Fault(NOT_IN_DIALOGUES, pointer="/institution_id"))
    if cycle.area != AREA_OF[Kind(institution.kind)]:
        faults.append(Fault(CYCLE_OF_ANOTHER_AREA, pointer="/cycle_id"))
    return faults


def check_turn(dialogue: Dialogue, others: Iterable[Dialogue]) -> list[Fault]:
    """Faults if the institution has another dialogue in this round, or an earlier one that is still planned."""
    standing = [
        other
        for other in others
        if (other.institution_id, other.cycle_id) == (dialogue.institution_id, dialogue.cycle_id)
        and other.id != dialogue.id
        and other.status != DialogueStatus.cancelled
    ]
    faults = []
    if any(other.round == dialogue.round for other in standing):
        faults.append(Fault(DIALOGUE_EXISTS, pointer="/round"))
    if any(other.round < dialogue.round and other.status == DialogueStatus.planned for other in standing):
        faults.append(Fault(EARLIER_DIALOGUE_OPEN, pointer="/round"))
    return faults


def check_time(cycle: Cycle, round: int, planned_for: datetime, planned_until: datetime) -> list[Fault]:
    """Faults if the cycle has no such round, if the day lies outside of it, or if it would end before it begins."""
    found, faults = round_numbered(cycle, round), []
    if found is None:
        faults.append(Fault(NO_SUCH_ROUND, pointer="/round", detail=numbers_of(cycle)))
    elif not found.holds(planned_for.astimezone(COPENHAGEN).date()):
        faults.append(Fault(OUTSIDE_THE_ROUND, pointer="/planned_for", detail=days_of(found)))
    if planned_until <= planned_for:
        faults.append(Fault(INVALID_INPUT, pointer="/planned_until", code="out-of-bounds", detail=_ENDS_BEFORE))
    return faults


def check_marks(institution: Institution, talk: bool, invited: bool | None) -> list[Fault]:
    """Faults for a school's marks at what is no school."""
    if institution.kind == Kind.school:
        return []
    marked = [
        name for name, said in (("school_development_talk", talk), ("parent_representative_invited", invited)) if said
    ]
    return [Fault(INVALID_INPUT, pointer=f"/{name}", code="schools-only", detail=_SCHOOLS_ONLY) for name in marked]


def check_focus_areas(wanted: Mapping[str, UUID | None], own: Mapping[UUID, FocusArea]) -> list[Fault]:
    """A fault for each pointer whose focus area is not one of the institution's own."""
    return [
        Fault(ANOTHER_INSTITUTIONS_FOCUS_AREA, pointer=pointer)
        for pointer, id in wanted.items()
        if id is not None and id not in own
    ]


def check_prompts(wanted: Sequence[PromptShape]) -> list[Fault]:
    """A fault for each step that is asked about twice; as many prompts as steps are given."""
    steps = [one.step for one in wanted]
    twice = [index for index, step in enumerate(steps) if step in steps[:index]]
    return [
        Fault(INVALID_INPUT, pointer=f"/prompts/{index}/step", code="named-twice", detail=_ASKED) for index in twice
    ]


@dataclass(frozen=True)
class Table:
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


def check_table(table: Table, held_on: date) -> list[Fault]:
    """What stands in the way of holding a dialogue on that day, whatever is said in it."""
    faults = check_status(table.dialogue, DialogueStatus.planned)
    if faults:
        return faults
    faults += check_open(table.institution, table.today, "/held_on")
    faults += [fault for fault in check_turn(table.dialogue, table.others) if fault.kind is EARLIER_DIALOGUE_OPEN]
    faults += check_within_round(table, held_on)
    faults += [Fault(CIRCLE_INCOMPLETE, detail=_EMPTY[step.value]) for step in empty_steps(table.entries)]
    sides = [name for name in lacking(table.cited) if name in _LACKING]
    return faults + [Fault(ONE_SIDED_EVIDENCE, detail=_LACKING[name]) for name in sides]


def check_hold(table: Table, said: DialogueHold) -> list[Fault]:
    """Everything that stands in the way of holding a dialogue like this, in the order of domain.md."""
    faults = check_table(table, said.held_on or table.today)
    if table.dialogue.status != DialogueStatus.planned:
        return faults
    faults += check_taken_up(said.taken_up, table.agreements, table.to_take_up)
    faults += check_held_on(said.held_on or table.today, table.today, "/held_on")
    faults += check_decisions(said.decisions, table.focus_areas)
    faults += check_focus_areas(
        {f"/agreements/{index}/focus_area_id": one.focus_area_id for index, one in enumerate(said.agreements)},
        table.focus_areas,
    )
    for index, one in enumerate(said.agreements):
        faults += check_due(one.due_on, said.held_on or table.today, f"/agreements/{index}/due_on")
    for index, id in enumerate(said.attended or ()):
        if id not in table.participants:
            faults.append(Fault(UNKNOWN_REFERENCE, pointer=f"/attended/{index}", detail=_NOT_THERE))
    return faults


def check_within_round(table: Table, held_on: date) -> list[Fault]:
    """A fault for a day outside the round; the day for which it is planned was judged when that was said."""
    found = round_numbered(table.cycle, table.dialogue.round)
    planned_on = table.dialogue.planned_for.astimezone(COPENHAGEN).date()
    if found is None or found.holds(held_on) or held_on == planned_on:
        return []
    return [Fault(OUTSIDE_THE_ROUND, pointer="/held_on", detail=days_of(found))]


def check_held_on(held_on: date, today: date, pointer: str) -> list[Fault]:
    """A fault for a day that has not come yet."""
    return [Fault(HELD_IN_THE_FUTURE, pointer=pointer)] if held_on > today else []


def check_decisions(decisions: Sequence[DecisionShape], own: Mapping[UUID, FocusArea]) -> list[Fault]:
    """Each is about another focus area, one of the institution's own, that stands where it can be decided like that."""
    faults: list[Fault] = []
    seen: set[UUID] = set()
    for index, one in enumerate(decisions):
        place = f"/decisions/{index}/focus_area_id"
        if one.focus_area_id in seen:
            faults.append(Fault(INVALID_INPUT, pointer=place, code="named-twice", detail=_TWICE))
        elif one.focus_area_id not in own:
            faults.append(Fault(ANOTHER_INSTITUTIONS_FOCUS_AREA, pointer=place))
        else:
            faults += check_decision(own[one.focus_area_id], one.decision, f"/decisions/{index}/decision")
        seen.add(one.focus_area_id)
    return faults
