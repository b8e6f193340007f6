"""Rules and problem types of observations: planning, observers, feedback, replies, corrections and redaction."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Final, NamedTuple
from uuid import UUID

from pydantic import BeforeValidator

from api.core.field_types import CalendarDate, EnumValue, FreeText
from api.core.problems import (
    INVALID_INPUT,
    NOT_ALLOWED,
    UNKNOWN_REFERENCE,
    WRONG_STATE,
    Fault,
    LocalizedText,
    Problem,
    problem_type,
)
from api.institutions.models import Institution
from api.institutions.rules import check_open
from api.observation_guides.models import GuideStatus, ObservationGuide
from api.observation_guides.rules import GUIDE_NOT_PUBLISHED
from api.observations.models import Observation, ObservationStatus, Reply
from api.observations.schemas import ObservationCorrection, RedactableFeedback, SaidPoint

FROM_THE_SAME_INSTITUTION = problem_type(
    "observer-from-the-same-institution",
    422,
    ("An observer belongs to the observed institution", "En observatør hører til det observerede tilbud"),
    ("Choose colleagues from other institutions.", "Vælg kolleger fra andre tilbud."),
)
NOBODY_FROM_ANOTHER_INSTITUTION = problem_type(
    "no-observer-from-another-institution",
    422,
    (
        "No observer is a colleague from another institution",
        "Ingen af observatørerne er en kollega fra et andet tilbud",
    ),
    (
        "Add at least one colleague from another institution; consultants can only join colleagues.",
        "Tilføj mindst én kollega fra et andet tilbud; konsulenter kan kun deltage sammen med kolleger.",
    ),
)
NOT_AN_OBSERVER = problem_type(
    "not-an-observer",
    403,
    ("Only an observer can give written feedback", "Kun en observatør kan give skriftlig feedback"),
    ("Ask one of the observers to do this.", "Bed en af observatørerne om at gøre det."),
)
CANNOT_OBSERVE = problem_type(
    "cannot-observe",
    422,
    (
        "The person has no role that can observe",
        "Personen har ingen rolle, der giver adgang til at observere",
    ),
    (
        "Choose leaders or staff of other institutions; consultants can join them.",
        "Vælg ledere eller medarbejdere fra andre tilbud; konsulenter kan deltage sammen med dem.",
    ),
)
NOT_YOURS_TO_SEAT = problem_type(
    "observer-not-yours-to-seat",
    403,
    (
        "Your roles do not allow you to choose this observer",
        "Dine roller giver dig ikke lov til at vælge denne observatør",
    ),
    (
        "Choose colleagues from other institutions; only the institution's leader can add consultants.",
        "Vælg kolleger fra andre tilbud; kun tilbuddets leder kan tilføje konsulenter.",
    ),
)
GUIDE_POINTS_MISSING = problem_type(
    "guide-points-missing",
    422,
    ("Some points of the guide have no feedback", "Nogle af guidens punkter mangler feedback"),
    (
        "Write feedback on every point, and choose a level on every point that has a scale.",
        "Skriv feedback til hvert punkt, og vælg et trin ved hvert punkt, der har en skala.",
    ),
)
_DUPLICATE_OBSERVER = LocalizedText(
    "The person is already in the list of observers.", "Personen står allerede på listen over observatører."
)
_DUPLICATE_POINT = LocalizedText(
    "There is already feedback on this point in the request.",
    "Der er allerede feedback til dette punkt i forespørgslen.",
)
_IN_THE_FUTURE = LocalizedText("The date is in the future.", "Datoen ligger i fremtiden.")
_BEFORE_OBSERVATION = LocalizedText(
    "The date is before the day of the observation.", "Datoen ligger før observationsdagen."
)
_FOREIGN_FOCUS_AREA = LocalizedText(
    "The focus area belongs to another institution.", "Fokusområdet hører til et andet tilbud."
)
_UNKNOWN_POINT = LocalizedText("The guide has no point with this key.", "Guiden har intet punkt med denne nøgle.")
_UNKNOWN_LEVEL = LocalizedText("The point has no such level.", "Punktet har ikke dette trin.")
_HAS_REPLY = LocalizedText(
    "The institution has already replied to the feedback.", "Tilbuddet har allerede svaret på feedbacken."
)
_NO_SUCH_FIELD = LocalizedText("This field cannot be corrected.", "Dette felt kan ikke rettes.")
_NO_FEEDBACK = LocalizedText(
    "The observation has no feedback, or the feedback was taken back.",
    "Observationen har ingen feedback, eller feedbacken er trukket tilbage.",
)
_NO_REPLY = LocalizedText("The institution has not replied.", "Tilbuddet har ikke svaret.")
_NOT_OBSERVED = LocalizedText("The observation has not taken place.", "Observationen har ikke fundet sted.")
_OTHER_STATUS = {
    ObservationStatus.planned: LocalizedText(
        "The observation is not planned, or no longer planned.", "Observationen er ikke (længere) planlagt."
    ),
    ObservationStatus.observed: LocalizedText(
        "The observation has not taken place, or already has feedback.",
        "Observationen har ikke fundet sted, eller der er allerede givet feedback.",
    ),
    ObservationStatus.fed_back: LocalizedText(
        "The observation has no feedback yet, or the feedback is already shared.",
        "Der er ingen feedback endnu, eller den er allerede delt.",
    ),
    ObservationStatus.cancelled: LocalizedText("The observation is not cancelled.", "Observationen er ikke aflyst."),
}


class ObserverCandidate(NamedTuple):
    """A person's roles on a day: the institutions where they are leader or staff (`works_at`) and where they hold any
    role (`belongs_to`), departments counted as their institution, and whether one of the roles can observe."""

    person_id: UUID
    works_at: frozenset[UUID] = frozenset()
    belongs_to: frozenset[UUID] = frozenset()
    may_observe: bool = True


class Authorship(NamedTuple):
    """The parts of an observation that the caller has written and may correct, and whether they may redact feedback.

    `feedback` is false once feedback is shared: it can no longer be corrected.
    """

    plan: bool
    feedback: bool
    reply: bool
    redacts_feedback: bool


# --- planning ---


def check_plan(
    institution: Institution,
    guide: ObservationGuide | None,
    focus_area_institution: Institution | None,
    today: date,
    day: date,
) -> list[Fault]:
    """Return faults if the institution is closed, the guide is not published, or the focus area is another
    institution's. `guide` and `focus_area_institution` are None where they do not change."""
    faults = check_open(institution, today, day=day)
    if guide is not None and guide.status != GuideStatus.published:
        faults.append(Fault(GUIDE_NOT_PUBLISHED, pointer="/guide_id"))
    if focus_area_institution is not None and _main_id(focus_area_institution) != _main_id(institution):
        faults.append(
            Fault(INVALID_INPUT, pointer="/focus_area_id", code="not-of-the-institution", detail=_FOREIGN_FOCUS_AREA)
        )
    return faults


def _main_id(institution: Institution) -> UUID:
    """Return the id of the institution that a department belongs to, or the institution's own."""
    return institution.parent_id or institution.id


def check_observers(
    institution: Institution,
    observer_ids: Sequence[UUID],
    candidates: Iterable[ObserverCandidate],
    colleagues_only: Collection[UUID] = (),
) -> list[Fault]:
    """Return faults unless each observer is known, listed once, holds a role that can observe and none at the observed
    institution, and at least one works at another institution.

    `colleagues_only`: the observers whom the caller may appoint only if they work at another institution.
    """
    observed_id, candidate_of = _main_id(institution), {candidate.person_id: candidate for candidate in candidates}
    faults = []
    for index, id in enumerate(observer_ids):
        problem, candidate = None, candidate_of.get(id)
        if candidate is None:
            problem = UNKNOWN_REFERENCE
        elif observed_id in candidate.belongs_to:
            problem = FROM_THE_SAME_INSTITUTION
        elif not candidate.may_observe:
            problem = CANNOT_OBSERVE
        elif id in colleagues_only and not candidate.works_at:
            problem = NOT_YOURS_TO_SEAT
        if candidate is not None and id in observer_ids[:index]:
            faults.append(
                Fault(INVALID_INPUT, f"/observer_ids/{index}", code="named-twice", detail=_DUPLICATE_OBSERVER)
            )
        elif problem is not None:
            faults.append(Fault(problem, pointer=f"/observer_ids/{index}"))
    all_known = all(id in candidate_of for id in observer_ids)
    if all_known and not any(candidate_of[id].works_at - {observed_id} for id in observer_ids):
        faults.append(Fault(NOBODY_FROM_ANOTHER_INSTITUTION, pointer="/observer_ids"))
    return faults


def check_status(observation: Observation, status: ObservationStatus) -> list[Fault]:
    """Return a `wrong-state` fault unless the observation has this status."""
    return [] if observation.status == status else [Fault(WRONG_STATE, detail=_OTHER_STATUS[status])]


def check_days(observed_on: date, oral_feedback_on: date | None, today: date) -> list[Fault]:
    """Return faults for days in the future, and for oral feedback before the day of the observation."""
    days = {"/observed_on": observed_on, "/oral_feedback_on": oral_feedback_on}
    faults = [
        Fault(INVALID_INPUT, pointer, code="in-the-future", detail=_IN_THE_FUTURE)
        for pointer, day in days.items()
        if day is not None and day > today
    ]
    if oral_feedback_on is not None and oral_feedback_on < observed_on:
        faults.append(Fault(INVALID_INPUT, "/oral_feedback_on", code="out-of-bounds", detail=_BEFORE_OBSERVATION))
    return faults


# --- feedback and reply ---


def check_observer(caller_id: UUID | None, observer_ids: Collection[UUID]) -> list[Fault]:
    """Return a `not-an-observer` fault unless the caller is an observer, or None (the service itself)."""
    return [] if caller_id is None or caller_id in observer_ids else [Fault(NOT_AN_OBSERVER)]


def check_feedback(guide_points: Sequence[Mapping[str, Any]], feedback_points: Sequence[SaidPoint]) -> list[Fault]:
    """Return faults unless there is feedback on every point of the guide, once, with a level exactly where the point
    has a scale, and on nothing else."""
    guide_point_of = {str(guide_point["key"]): guide_point for guide_point in guide_points}
    keys = [point.key for point in feedback_points]
    missing = [
        Fault(GUIDE_POINTS_MISSING, "/points", detail=_no_feedback_on(guide_point))
        for key, guide_point in guide_point_of.items()
        if key not in keys
    ]
    faults = []
    for index, point in enumerate(feedback_points):
        pointer, guide_point = f"/points/{index}", guide_point_of.get(point.key)
        if guide_point is None:
            faults.append(Fault(INVALID_INPUT, f"{pointer}/key", code="not-one-of", detail=_UNKNOWN_POINT))
        elif point.key in keys[:index]:
            faults.append(Fault(INVALID_INPUT, f"{pointer}/key", code="named-twice", detail=_DUPLICATE_POINT))
        elif guide_point["scale"] and point.level is None:
            missing.append(Fault(GUIDE_POINTS_MISSING, f"{pointer}/level", detail=_no_feedback_on(guide_point)))
        elif point.level is not None and point.level > len(guide_point["scale"] or ()):
            faults.append(Fault(INVALID_INPUT, f"{pointer}/level", code="out-of-bounds", detail=_UNKNOWN_LEVEL))
    return missing + faults


def _no_feedback_on(guide_point: Mapping[str, Any]) -> LocalizedText:
    title = guide_point["title"]
    return LocalizedText(f'The point "{title}" has no feedback.', f"Punktet »{title}« mangler feedback.")


def check_feedback_retractable(observation: Observation) -> list[Fault]:
    """Return a `wrong-state` fault unless there is feedback that is neither shared nor replied to."""
    if observation.status == ObservationStatus.fed_back and observation.reply is not None:
        return [Fault(WRONG_STATE, detail=_HAS_REPLY)]
    return check_status(observation, ObservationStatus.fed_back)


def check_reversible(observation: Observation) -> list[Fault]:
    """Return a fault if feedback has been shared or replied to: such an observation is not deleted or restored."""
    if observation.status in (ObservationStatus.planned, ObservationStatus.observed):
        return []
    return check_feedback_retractable(observation)


def check_can_reply(observation: Observation) -> list[Fault]:
    """Return a `wrong-state` fault unless there is feedback without a reply."""
    if observation.reply is not None:
        return [Fault(WRONG_STATE, detail=_HAS_REPLY)]
    if observation.status == ObservationStatus.shared:
        return []
    return check_status(observation, ObservationStatus.fed_back)


# --- corrections and redaction ---


def _as_integer(value: object) -> object:
    """Return a float without fraction as an integer: corrections parse any number as a float, a level is an integer."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


PLAN_FIELDS: Final[Mapping[str, Any]] = {"observed_on": CalendarDate, "oral_feedback_on": CalendarDate | None}
_REPLY_FIELDS: Final[Mapping[str, Any]] = {"reply": EnumValue[Reply], "reply_text": FreeText | None}
_FEEDBACK_FIELDS: Final[Mapping[str, Any]] = {"feedback": FreeText}
_POINT_FIELDS: Final[Mapping[str, Any]] = {
    "text": FreeText,
    "level": Annotated[int, BeforeValidator(_as_integer)] | None,
}
FEEDBACK_CONTENT_FIELDS: Final = frozenset({*_REPLY_FIELDS, *_FEEDBACK_FIELDS, *_POINT_FIELDS})
"""Fields whose corrections only those who read the feedback may read."""


def correctable_fields(correction: ObservationCorrection, authorship: Authorship) -> Mapping[str, Any]:
    """Return the types of the fields among which the corrected field is, by name.

    Raise `not-allowed` if the caller has not written them, and `invalid-input` if the field cannot be corrected.
    """
    groups = [
        (PLAN_FIELDS, authorship.plan),
        (_FEEDBACK_FIELDS, authorship.feedback),
        (_REPLY_FIELDS, authorship.reply),
    ]
    if correction.part_id is not None:
        groups = [(_POINT_FIELDS, authorship.feedback)]
    for fields, is_author in groups:
        if correction.field in fields:
            if not is_author:
                raise Problem(NOT_ALLOWED)
            return fields
    raise Problem(Fault(INVALID_INPUT, pointer="/field", code="not-one-of", detail=_NO_SUCH_FIELD))


def check_has_content(observation: Observation, field: str) -> list[Fault]:
    """Return a `wrong-state` fault if the field has nothing to correct yet."""
    if field in PLAN_FIELDS:
        return [] if observation.observed_on else [Fault(WRONG_STATE, detail=_NOT_OBSERVED)]
    if field in _REPLY_FIELDS:
        return [] if observation.reply else [Fault(WRONG_STATE, detail=_NO_REPLY)]
    has_feedback = observation.status in (ObservationStatus.fed_back, ObservationStatus.shared)
    return [] if has_feedback else [Fault(WRONG_STATE, detail=_NO_FEEDBACK)]


def check_corrected_level(guide_points: Sequence[Mapping[str, Any]], key: str, level: Any) -> list[Fault]:
    """Return a fault unless the level is on the point's scale, or None for a point without one."""
    scale = next((guide_point["scale"] for guide_point in guide_points if guide_point["key"] == key), None)
    fits = level in range(1, len(scale) + 1) if scale else level is None
    return [] if fits else [Fault(INVALID_INPUT, "/becomes", code="out-of-bounds", detail=_UNKNOWN_LEVEL)]


def check_correctable(authorship: Authorship, observation: Observation) -> list[Fault]:
    """Return the faults that prevent the caller from correcting any field of the observation."""
    field_of_part = [
        (authorship.plan, "observed_on"),
        (authorship.feedback, "feedback"),
        (authorship.reply, "reply"),
    ]
    faults_of_parts = [check_has_content(observation, field) for is_author, field in field_of_part if is_author]
    return min(faults_of_parts, key=len) if faults_of_parts else [Fault(NOT_ALLOWED)]


def may_redact_field(field: RedactableFeedback, authorship: Authorship) -> bool:
    """Return whether the caller may redact a field: each part is redacted by those who may write it."""
    if field is RedactableFeedback.purpose:
        return authorship.plan
    return authorship.reply if field is RedactableFeedback.reply_text else authorship.redacts_feedback


def check_redactable(authorship: Authorship) -> list[Fault]:
    """Return a `not-allowed` fault if the caller may redact no field of the observation."""
    may_redact_any = authorship.plan or authorship.reply or authorship.redacts_feedback
    return [] if may_redact_any else [Fault(NOT_ALLOWED)]
