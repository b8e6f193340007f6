"""When a follow-up may be planned, changed and held, and with whom."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from api.agreements.models import Agreement
from api.agreements.rules import check_due, check_taken_up
from api.core.problems import INVALID_INPUT, WRONG_STATE, Fault, LocalizedText, problem_type
from api.core.settings import Settings
from api.dialogues.rules.hold import check_focus_areas, check_held_on
from api.focus_areas.models import FocusArea
from api.follow_ups.models import Assessment, FollowUp, FollowUpStatus
from api.follow_ups.schemas.hold import FollowUpHold
from api.heightened_supervision.models import Severity
from api.institutions.models import Institution, Kind, Participation
from api.institutions.rules import check_open

NOT_IN_FOLLOW_UPS = problem_type(
    "not-in-follow-ups",
    409,
    ("The institution does not take part in follow-ups", "Tilbuddet deltager ikke i ledelsesopfølgning"),
    ("Change its participation first, if it is to take part.", "Ændr først dets deltagelse, hvis det skal deltage."),
)
NOT_ITS_LEADER = problem_type(
    "not-its-leader",
    422,
    ("This person does not lead the institution on that day", "Personen leder ikke tilbuddet den dag"),
    (
        "Name who leads the institution on that day, or nobody, so that whoever leads it is taken.",
        "Angiv den, der leder tilbuddet den dag, eller ingen, så den, der leder det, bliver valgt.",
    ),
)
CONCERN_WITHOUT_REASON = problem_type(
    "concern-without-reason",
    422,
    ("A concern is recorded without saying what it is", "En bekymring er noteret uden begrundelse"),
    (
        "Say in `reason` what the concern is; leader, administration and parent board read it.",
        "Skriv i `reason`, hvad bekymringen er; leder, forvaltning og forældrebestyrelse læser det.",
    ),
)
_ENDS_BEFORE = LocalizedText("It would end before it begins.", "Den ville slutte, før den begynder.")
_NEXT_BEFORE = LocalizedText("The next one is due after this one.", "Den næste skal ligge efter denne.")
_CHANGED_HANDS = LocalizedText(
    "Another leads the institution now; change the plan's leader first.",
    "En anden leder tilbuddet nu; ret først lederen i planen.",
)
_WRITTEN = LocalizedText(
    "What has been written is between the chief and that leader: cancel it and plan another.",
    "Det skrevne er mellem chefen og den leder: aflys den, og planlæg en ny.",
)
_NOT_THE_LATEST = LocalizedText(
    "A later follow-up has been held; let the next one assess anew.",
    "En senere opfølgning er holdt; lad den næste vurdere på ny.",
)
_ORDER = LocalizedText(
    "Another follow-up was held between these days, and heightened supervision followed their order.",
    "En anden opfølgning er holdt mellem de to dage, og det skærpede tilsyn fulgte deres rækkefølge.",
)
_NOT = {
    FollowUpStatus.planned: LocalizedText(
        "The follow-up is not planned (any more).", "Opfølgningen er ikke (længere) planlagt."
    ),
    FollowUpStatus.cancelled: LocalizedText("The follow-up is not cancelled.", "Opfølgningen er ikke aflyst."),
    FollowUpStatus.held: LocalizedText("The follow-up has not been held.", "Opfølgningen er ikke holdt."),
}


def check_status(follow_up: FollowUp, status: FollowUpStatus) -> list[Fault]:
    """A fault unless the follow-up stands where it has to."""
    return [] if follow_up.status == status else [Fault(WRONG_STATE, detail=_NOT[status])]


def check_takes_part(
    institution: Institution, supervised: Container[UUID], today: date, day: date, at: str = ""
) -> list[Fault]:
    """Faults if an institution has no follow-ups: closed (now, or by that day), or not taking part; one of those
    `supervised` has them until a follow-up has closed its heightened supervision."""
    faults = check_open(institution, today, f"{at}/institution_id", day=day)
    if institution.participation == Participation.none and institution.id not in supervised:
        faults.append(Fault(NOT_IN_FOLLOW_UPS, pointer=f"{at}/institution_id"))
    return faults


def check_times(planned_for: datetime, planned_until: datetime, at: str = "") -> list[Fault]:
    """A fault if it would end before it begins."""
    if planned_until > planned_for:
        return []
    return [Fault(INVALID_INPUT, pointer=f"{at}/planned_until", code="out-of-bounds", detail=_ENDS_BEFORE)]


def check_leader(leader_id: UUID | None, in_post: Iterable[UUID], at: str = "") -> list[Fault]:
    """A fault for a leader who does not lead the institution on that day; nobody at all leads it in a vacancy."""
    if leader_id is None or leader_id in set(in_post):
        return []
    return [Fault(NOT_ITS_LEADER, pointer=f"{at}/leader_id")]


def check_hands(follow_up: FollowUp, leader_id: UUID | None, written: bool) -> list[Fault]:
    """A fault if what was written for one leader would come into another's hands."""
    if not written or leader_id == follow_up.leader_id:
        return []
    return [Fault(WRONG_STATE, pointer="/leader_id", detail=_WRITTEN)]


@dataclass(frozen=True)
class Meeting:
    """What a follow-up is held on: all that its rules look at."""

    follow_up: FollowUp
    institution: Institution
    today: date
    leaders: frozenset[UUID] = frozenset()
    focus_areas: Mapping[UUID, FocusArea] = field(default_factory=dict)
    agreements: Mapping[UUID, Agreement] = field(default_factory=dict)


def check_meeting(meeting: Meeting, held_on: date) -> list[Fault]:
    """What stands in the way of holding a follow-up on that day, whatever is said in it."""
    faults = check_status(meeting.follow_up, FollowUpStatus.planned)
    if faults:
        return faults
    faults += check_open(meeting.institution, meeting.today, "/held_on")
    if not _is_led_by(meeting.follow_up.leader_id, meeting.leaders):
        faults.append(Fault(WRONG_STATE, detail=_CHANGED_HANDS))
    return faults


def check_hold(meeting: Meeting, said: FollowUpHold) -> list[Fault]:
    """Everything that stands in the way of holding a follow-up like this."""
    held_on = said.held_on or meeting.today
    faults = check_meeting(meeting, held_on)
    if meeting.follow_up.status != FollowUpStatus.planned:
        return faults
    faults += check_taken_up(said.taken_up, meeting.agreements, ())
    faults += check_held_on(held_on, meeting.today, "/held_on")
    faults += check_focus_areas(
        {
            f"/agreements/{index}/focus_area_id": agreement.focus_area_id
            for index, agreement in enumerate(said.agreements)
        },
        meeting.focus_areas,
    )
    for index, agreement in enumerate(said.agreements):
        faults += check_due(agreement.due_on, held_on, f"/agreements/{index}/due_on")
    if severity_of(said.assessment) is not None and said.reason is None:
        faults.append(Fault(CONCERN_WITHOUT_REASON, pointer="/reason"))
    return faults + check_next(said.next_due_on, held_on, "/next_due_on")


def _is_led_by(leader_id: UUID | None, in_post: frozenset[UUID]) -> bool:
    return leader_id in in_post if leader_id is not None else not in_post


def check_next(next_due_on: date | None, held_on: date, pointer: str) -> list[Fault]:
    """A fault if the next one would be due before this one was held."""
    if next_due_on is None or next_due_on > held_on:
        return []
    return [Fault(INVALID_INPUT, pointer=pointer, code="out-of-bounds", detail=_NEXT_BEFORE)]


Turn = tuple[date, datetime, UUID]


def turn_of(follow_up: FollowUp, held_on: date | None = None) -> Turn:
    """Where a follow-up stands in the order of those held: by the day; of one day, as they were planned for."""
    day = held_on or follow_up.held_on
    if day is None:
        raise ValueError("it has not been held")
    return day, follow_up.planned_for, follow_up.id


def is_latest(follow_up: FollowUp, others: Iterable[FollowUp]) -> bool:
    """Whether none that was held has assessed anew since, so that its assessment is the one that counts."""
    mine = turn_of(follow_up)
    return not any(turn_of(other) > mine for other in others)


def check_latest(follow_up: FollowUp, others: Iterable[FollowUp]) -> list[Fault]:
    """A fault where a later one has assessed anew, so that this assessment decides nothing any more."""
    return [] if is_latest(follow_up, others) else [Fault(WRONG_STATE, pointer="/becomes", detail=_NOT_THE_LATEST)]


def check_order(follow_up: FollowUp, held_on: date, others: Iterable[FollowUp]) -> list[Fault]:
    """A fault if another day would let it change places with one that it does not agree with: heightened supervision
    was opened, deepened and closed in their order."""
    low, high = sorted((turn_of(follow_up), turn_of(follow_up, held_on)))
    passed = [other for other in others if low < turn_of(other) < high]
    if all(Assessment.no_concern == one.assessment for one in (follow_up, *passed)) or not passed:
        return []
    return [Fault(WRONG_STATE, pointer="/becomes", detail=_ORDER)]


def severity_of(assessment: Assessment) -> Severity | None:
    """How serious the concern of an assessment is; None where there is none."""
    return None if assessment == Assessment.no_concern else Severity(assessment.value)


def next_due(kind: Kind, held_on: date, settings: Settings) -> date:
    """By when the next follow-up is due if nothing else is said: a setting's months later, for each kind."""
    months = {
        Kind.day_care: settings.follow_up_months_day_care,
        Kind.school: settings.follow_up_months_school,
        Kind.leisure: settings.follow_up_months_leisure,
    }[kind]
    return months_later(held_on, months)


def months_later(day: date, months: int) -> date:
    """The same day some months on; where that month is shorter, the first of the next."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        return date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
