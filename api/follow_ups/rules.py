"""Rules of follow-ups: planning, leaders, holding, their order and the next due date."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from api.agreements.models import Agreement
from api.agreements.rules import check_due, check_taken_up
from api.core.problems import INVALID_INPUT, WRONG_STATE, Fault, LocalizedText, problem_type
from api.core.settings import Settings
from api.dialogues.rules.focus_areas import check_focus_areas
from api.dialogues.rules.hold import check_held_on
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
    (
        "Set the institution's participation to `dialogues` or `follow_up_only` first, if it is to take part.",
        "Sæt først tilbuddets deltagelse til `dialogues` eller `follow_up_only`, hvis det skal deltage.",
    ),
)
NOT_ITS_LEADER = problem_type(
    "not-its-leader",
    422,
    ("The person does not lead the institution on that day", "Personen leder ikke tilbuddet den dag"),
    (
        "Choose the leader of the institution on that day, or leave out `leader_id` to choose them automatically.",
        "Vælg den, der leder tilbuddet den dag, eller udelad `leader_id`, så vælges lederen automatisk.",
    ),
)
CONCERN_WITHOUT_REASON = problem_type(
    "concern-without-reason",
    422,
    ("The concern has no reason", "Bekymringen er ikke begrundet"),
    (
        "Describe the concern in `reason`. Leader, administration and parent board can read it.",
        "Beskriv bekymringen i `reason`. Leder, forvaltning og forældrebestyrelse kan læse den.",
    ),
)
_ENDS_BEFORE_START = LocalizedText(
    "The end must be later than the start.", "Sluttidspunktet skal ligge efter starttidspunktet."
)
_NEXT_NOT_LATER = LocalizedText(
    "The next follow-up must be due after the day on which this one was held.",
    "Den næste opfølgning skal ligge efter den dag, hvor denne er holdt.",
)
_LEADER_HAS_CHANGED = LocalizedText(
    "The institution has another leader now. Change the leader of the plan first.",
    "Tilbuddet har fået en anden leder. Ret først lederen i planen.",
)
_CONFIDENTIAL_TEXT = LocalizedText(
    "Topics, notes or remarks are written for the current leader only. Cancel the follow-up and plan another.",
    "Emner, noter eller bemærkninger er kun skrevet til den nuværende leder. Aflys opfølgningen, og planlæg en ny.",
)
_LATER_FOLLOW_UP = LocalizedText(
    "A later follow-up has been held. Change the assessment in the next follow-up.",
    "En senere opfølgning er holdt. Ret vurderingen i den næste opfølgning.",
)
_ORDER_WOULD_CHANGE = LocalizedText(
    "Another follow-up was held between the two days, and heightened supervision depends on their order.",
    "En anden opfølgning er holdt mellem de to dage, og det skærpede tilsyn afhænger af rækkefølgen.",
)
_REQUIRED_STATUS = {
    FollowUpStatus.planned: LocalizedText(
        "The follow-up is not planned, or no longer planned.", "Opfølgningen er ikke (længere) planlagt."
    ),
    FollowUpStatus.cancelled: LocalizedText("The follow-up is not cancelled.", "Opfølgningen er ikke aflyst."),
    FollowUpStatus.held: LocalizedText("The follow-up has not been held.", "Opfølgningen er ikke holdt."),
}


def planned_end(planned_for: datetime, planned_until: datetime | None, usual_minutes: int) -> datetime:
    """Return the planned end; without one, the start plus the usual length in minutes."""
    return planned_until or planned_for + timedelta(minutes=usual_minutes)


def check_status(follow_up: FollowUp, status: FollowUpStatus) -> list[Fault]:
    """Return a fault unless the follow-up has this status."""
    return [] if follow_up.status == status else [Fault(WRONG_STATE, detail=_REQUIRED_STATUS[status])]


def check_takes_part(
    institution: Institution, supervised_ids: Container[UUID], today: date, day: date, pointer: str = ""
) -> list[Fault]:
    """Return faults if the institution is closed, now or on that day, or takes no part in follow-ups.

    Institutions with open heightened supervision (`supervised_ids`) always take part, until a follow-up has closed it.
    """
    faults = check_open(institution, today, f"{pointer}/institution_id", day=day)
    if institution.participation == Participation.none and institution.id not in supervised_ids:
        faults.append(Fault(NOT_IN_FOLLOW_UPS, pointer=f"{pointer}/institution_id"))
    return faults


def check_times(planned_for: datetime, planned_until: datetime, pointer: str = "") -> list[Fault]:
    """Return a fault unless the end is later than the start."""
    if planned_until > planned_for:
        return []
    return [Fault(INVALID_INPUT, pointer=f"{pointer}/planned_until", code="out-of-bounds", detail=_ENDS_BEFORE_START)]


def check_leader(leader_id: UUID | None, current_leader_ids: Iterable[UUID], pointer: str = "") -> list[Fault]:
    """Return a fault for a leader who does not lead the institution on that day; no leader is always allowed."""
    if leader_id is None or leader_id in set(current_leader_ids):
        return []
    return [Fault(NOT_ITS_LEADER, pointer=f"{pointer}/leader_id")]


def check_leader_change(follow_up: FollowUp, leader_id: UUID | None, has_confidential_text: bool) -> list[Fault]:
    """Return a fault if another leader would get access to text that was written for the current one."""
    if not has_confidential_text or leader_id == follow_up.leader_id:
        return []
    return [Fault(WRONG_STATE, pointer="/leader_id", detail=_CONFIDENTIAL_TEXT)]


@dataclass(frozen=True)
class HoldContext:
    """The data that the rules of holding a follow-up need.

    `leader_ids` are the leaders of the institution on the day it is held. `agreements` are those of the request that
    the follow-up may take up.
    """

    follow_up: FollowUp
    institution: Institution
    today: date
    leader_ids: frozenset[UUID] = frozenset()
    focus_areas: Mapping[UUID, FocusArea] = field(default_factory=dict)
    agreements: Mapping[UUID, Agreement] = field(default_factory=dict)


def check_can_hold(context: HoldContext) -> list[Fault]:
    """Return the faults that prevent holding the follow-up, whatever the request contains."""
    faults = check_status(context.follow_up, FollowUpStatus.planned)
    if faults:
        return faults
    faults += check_open(context.institution, context.today, "/held_on")
    if not _is_led_by(context.follow_up.leader_id, context.leader_ids):
        faults.append(Fault(WRONG_STATE, detail=_LEADER_HAS_CHANGED))
    return faults


def check_hold(context: HoldContext, payload: FollowUpHold) -> list[Fault]:
    """Return all faults of holding the follow-up with this request."""
    faults = check_can_hold(context)
    if context.follow_up.status != FollowUpStatus.planned:
        return faults
    held_on = payload.held_on or context.today
    faults += check_taken_up(payload.taken_up, context.agreements, ())
    faults += check_held_on(held_on, context.today, "/held_on")
    faults += check_focus_areas(
        {
            f"/agreements/{index}/focus_area_id": agreement.focus_area_id
            for index, agreement in enumerate(payload.agreements)
        },
        context.focus_areas,
    )
    for index, agreement in enumerate(payload.agreements):
        faults += check_due(agreement.due_on, held_on, f"/agreements/{index}/due_on")
    if severity_of(payload.assessment) is not None and payload.reason is None:
        faults.append(Fault(CONCERN_WITHOUT_REASON, pointer="/reason"))
    return faults + check_next(payload.next_due_on, held_on, "/next_due_on")


def _is_led_by(leader_id: UUID | None, current_leader_ids: frozenset[UUID]) -> bool:
    return leader_id in current_leader_ids if leader_id is not None else not current_leader_ids


def check_next(next_due_on: date | None, held_on: date, pointer: str) -> list[Fault]:
    """Return a fault unless the next follow-up is due after the day this one was held."""
    if next_due_on is None or next_due_on > held_on:
        return []
    return [Fault(INVALID_INPUT, pointer=pointer, code="out-of-bounds", detail=_NEXT_NOT_LATER)]


OrderKey = tuple[date, datetime, UUID]


def order_key(follow_up: FollowUp, held_on: date | None = None) -> OrderKey:
    """Return the sort key of held follow-ups: the day they were held, then their planned start.

    `held_on` replaces the day. Raises ValueError for a follow-up that has not been held.
    """
    day = held_on or follow_up.held_on
    if day is None:
        raise ValueError("the follow-up has not been held")
    return day, follow_up.planned_for, follow_up.id


def is_latest(follow_up: FollowUp, others: Iterable[FollowUp]) -> bool:
    """Return whether none of the other held follow-ups is later, so that this assessment is the current one."""
    key = order_key(follow_up)
    return not any(order_key(other) > key for other in others)


def check_latest(follow_up: FollowUp, others: Iterable[FollowUp]) -> list[Fault]:
    """Return a fault if a later follow-up has been held, so that this assessment is no longer the current one."""
    return [] if is_latest(follow_up, others) else [Fault(WRONG_STATE, pointer="/becomes", detail=_LATER_FOLLOW_UP)]


def check_order(follow_up: FollowUp, held_on: date, others: Iterable[FollowUp]) -> list[Fault]:
    """Return a fault if another day would move the follow-up past others, unless all of them record no concern.

    Heightened supervision was opened, escalated and closed in the order of the follow-ups.
    """
    low, high = sorted((order_key(follow_up), order_key(follow_up, held_on)))
    passed = [other for other in others if low < order_key(other) < high]
    if not passed or all(other.assessment == Assessment.no_concern for other in (follow_up, *passed)):
        return []
    return [Fault(WRONG_STATE, pointer="/becomes", detail=_ORDER_WOULD_CHANGE)]


def severity_of(assessment: Assessment) -> Severity | None:
    """Return the severity of an assessment's concern; None for no concern."""
    return None if assessment == Assessment.no_concern else Severity(assessment.value)


def next_due(kind: Kind, held_on: date, settings: Settings) -> date:
    """Return the default due date of the next follow-up: a number of months later, set for each kind."""
    months = {
        Kind.day_care: settings.follow_up_months_day_care,
        Kind.school: settings.follow_up_months_school,
        Kind.leisure: settings.follow_up_months_leisure,
    }[kind]
    return months_later(held_on, months)


def months_later(day: date, months: int) -> date:
    """Return the same day of the month some months later; the first of the following month if it does not exist."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        return date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
