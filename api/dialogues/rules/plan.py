"""When a dialogue may be planned, and for when."""

from collections.abc import Iterable
from datetime import date, datetime

from api.core.clock import COPENHAGEN, day_of
from api.core.problems import INVALID_INPUT, Fault, LocalizedText, problem_type
from api.cycles.models import Cycle
from api.cycles.rules import days_of, numbers_of, round_numbered
from api.dialogues.models import Dialogue, DialogueStatus
from api.institutions.models import AREA_OF, Institution, Kind, Participation
from api.institutions.rules import check_open

NOT_IN_DIALOGUES = problem_type(
    "not-in-dialogues",
    409,
    ("The institution does not take part in dialogues", "Tilbuddet deltager ikke i læringssamtaler"),
    ("Change its participation first, if it is to take part.", "Ændr først dets deltagelse, hvis det skal deltage."),
)
CYCLE_OF_ANOTHER_AREA = problem_type(
    "cycle-of-another-area",
    422,
    ("The cycle is of another area than the institution", "Perioden hører til et andet område end tilbuddet"),
    ("Choose a cycle of the institution's own area.", "Vælg en periode for tilbuddets eget område."),
)
DIALOGUE_EXISTS = problem_type(
    "dialogue-exists",
    409,
    ("The institution has a dialogue in this round already", "Tilbuddet har allerede en samtale i denne runde"),
    (
        "Use the one that is there; one that is not held yet can be cancelled.",
        "Brug den, der er der; en, der ikke er holdt endnu, kan aflyses.",
    ),
)
EARLIER_DIALOGUE_OPEN = problem_type(
    "earlier-dialogue-open",
    409,
    ("A dialogue of an earlier round is still planned", "En samtale fra en tidligere runde er stadig planlagt"),
    ("Hold the earlier dialogue first, or cancel it.", "Hold den tidligere samtale først, eller aflys den."),
)
NO_SUCH_ROUND = problem_type(
    "no-such-round",
    422,
    ("The cycle has no such round", "Perioden har ikke den runde"),
    ("Name one of the cycle's rounds.", "Angiv en af periodens runder."),
)
OUTSIDE_THE_ROUND = problem_type(
    "outside-the-round",
    422,
    ("The day lies outside the dialogue's round", "Dagen ligger uden for samtalens runde"),
    (
        "Choose a day within the round, or say in `because` why it lies outside.",
        "Vælg en dag i runden, eller skriv i `because`, hvorfor den ligger udenfor.",
    ),
    overridable=True,
)
_ENDS_BEFORE = LocalizedText("It would end before it begins.", "Den ville slutte, før den begynder.")
_SCHOOLS_ONLY = LocalizedText(
    "Only schools hold school development talks.", "Kun skoler holder skoleudviklingssamtaler."
)


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
