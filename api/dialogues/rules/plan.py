"""Rules of planning a dialogue: institution and cycle, round, time, and marks of schools."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from api.core.clock import COPENHAGEN, day_of
from api.core.problems import INVALID_INPUT, Fault, LocalizedText, problem_type
from api.cycles.models import Cycle
from api.cycles.rules import describe_round_days, describe_round_numbers, round_numbered
from api.dialogues.models import Dialogue, DialogueStatus
from api.institutions.models import AREA_OF, Institution, Kind, Participation
from api.institutions.rules import check_open

NOT_IN_DIALOGUES = problem_type(
    "not-in-dialogues",
    409,
    ("The institution does not take part in dialogues", "Tilbuddet deltager ikke i læringssamtaler"),
    (
        "Set the institution's participation to `dialogues` first, if it is to take part.",
        "Sæt først tilbuddets deltagelse til `dialogues`, hvis det skal deltage.",
    ),
)
CYCLE_OF_ANOTHER_AREA = problem_type(
    "cycle-of-another-area",
    422,
    (
        "The cycle belongs to another area than the institution",
        "Perioden hører til et andet område end tilbuddet",
    ),
    ("Choose a cycle of the institution's own area.", "Vælg en periode for tilbuddets eget område."),
)
DIALOGUE_EXISTS = problem_type(
    "dialogue-exists",
    409,
    ("The institution already has a dialogue in this round", "Tilbuddet har allerede en samtale i denne runde"),
    (
        "Use the existing dialogue. If it is not held yet, you can cancel it and plan another.",
        "Brug den samtale, der findes. Er den ikke holdt endnu, kan du aflyse den og planlægge en ny.",
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
    ("The cycle has no round with this number", "Perioden har ingen runde med dette nummer"),
    ("Use the number of one of the cycle's rounds.", "Brug nummeret på en af periodens runder."),
)
OUTSIDE_THE_ROUND = problem_type(
    "outside-the-round",
    422,
    ("The day lies outside the dialogue's round", "Dagen ligger uden for samtalens runde"),
    (
        "Choose a day within the round, or give the reason for another day in `because`.",
        "Vælg en dag i runden, eller begrund i `because`, hvorfor den ligger udenfor.",
    ),
    overridable=True,
)
_ENDS_BEFORE_START = LocalizedText(
    "The end must be later than the start.", "Sluttidspunktet skal ligge efter starttidspunktet."
)
_SCHOOLS_ONLY = LocalizedText(
    "Only schools hold school development talks.", "Kun skoler holder skoleudviklingssamtaler."
)


def planned_end(planned_for: datetime, planned_until: datetime | None, usual_minutes: int) -> datetime:
    """Return the planned end; without one, the start plus the usual length in minutes."""
    return planned_until or planned_for + timedelta(minutes=usual_minutes)


def check_takes_part(institution: Institution, cycle: Cycle, today: date, planned_for: datetime) -> list[Fault]:
    """Return faults if the institution is closed by then, takes no part in dialogues, or is of another area."""
    faults = check_open(institution, today, day=day_of(planned_for))
    if institution.participation != Participation.dialogues:
        faults.append(Fault(NOT_IN_DIALOGUES, pointer="/institution_id"))
    if cycle.area != AREA_OF[Kind(institution.kind)]:
        faults.append(Fault(CYCLE_OF_ANOTHER_AREA, pointer="/cycle_id"))
    return faults


def check_round_is_free(dialogue: Dialogue, others: Iterable[Dialogue]) -> list[Fault]:
    """Return faults if the institution has another dialogue in the round, or an earlier one that is still planned.

    Cancelled dialogues do not count.
    """
    competing = [
        other
        for other in others
        if (other.institution_id, other.cycle_id) == (dialogue.institution_id, dialogue.cycle_id)
        and other.id != dialogue.id
        and other.status != DialogueStatus.cancelled
    ]
    faults = []
    if any(other.round == dialogue.round for other in competing):
        faults.append(Fault(DIALOGUE_EXISTS, pointer="/round"))
    if any(other.round < dialogue.round and other.status == DialogueStatus.planned for other in competing):
        faults.append(Fault(EARLIER_DIALOGUE_OPEN, pointer="/round"))
    return faults


def check_time(cycle: Cycle, round: int, planned_for: datetime, planned_until: datetime) -> list[Fault]:
    """Return faults if the cycle has no round of this number, the day lies outside it, or the end is not later."""
    cycle_round, faults = round_numbered(cycle, round), []
    if cycle_round is None:
        faults.append(Fault(NO_SUCH_ROUND, pointer="/round", detail=describe_round_numbers(cycle)))
    elif not cycle_round.contains(planned_for.astimezone(COPENHAGEN).date()):
        faults.append(Fault(OUTSIDE_THE_ROUND, pointer="/planned_for", detail=describe_round_days(cycle_round)))
    if planned_until <= planned_for:
        faults.append(Fault(INVALID_INPUT, pointer="/planned_until", code="out-of-bounds", detail=_ENDS_BEFORE_START))
    return faults


def check_school_fields(
    institution: Institution, school_development_talk: bool, parent_representative_invited: bool | None
) -> list[Fault]:
    """Return a fault for each field of school development talks that is set for an institution that is no school."""
    if institution.kind == Kind.school:
        return []
    values = {
        "school_development_talk": school_development_talk,
        "parent_representative_invited": parent_representative_invited,
    }
    return [
        Fault(INVALID_INPUT, pointer=f"/{name}", code="schools-only", detail=_SCHOOLS_ONLY)
        for name, value in values.items()
        if value
    ]
