"""When a guide may be changed, who may observe, and when feedback is given, taken back, replied to and shared."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from api.core.problems import INVALID_INPUT, UNKNOWN_REFERENCE, WRONG_STATE, Fault, LocalizedText, problem_type
from api.institutions.models import Institution
from api.institutions.rules import check_open
from api.observation_guides.models import GuideStatus, ObservationGuide
from api.observation_guides.rules import GUIDE_NOT_PUBLISHED
from api.observations.models import Observation, ObservationStatus
from api.observations.schemas import SaidPoint

FROM_THE_SAME_INSTITUTION = problem_type(
    "observer-from-the-same-institution",
    422,
    ("An observer belongs to the observed institution", "En observatør hører til det observerede tilbud"),
    ("Choose colleagues from other institutions.", "Vælg kolleger fra andre tilbud."),
)
NOBODY_FROM_ANOTHER_INSTITUTION = problem_type(
    "no-observer-from-another-institution",
    422,
    ("No observer is a colleague from another institution", "Ingen observatør er en kollega fra et andet tilbud"),
    (
        "Name at least one colleague from another institution; consultants may join them.",
        "Angiv mindst én kollega fra et andet tilbud; konsulenter kan deltage sammen med dem.",
    ),
)
NOT_AN_OBSERVER = problem_type(
    "not-an-observer",
    403,
    ("Written feedback comes from an observer", "Skriftlig feedback kommer fra en observatør"),
    ("Let one of the observers write it.", "Lad en af observatørerne skrive den."),
)
CANNOT_OBSERVE = problem_type(
    "cannot-observe",
    422,
    ("The person has no role to observe by", "Personen har ingen rolle at observere med"),
    (
        "Choose leaders or staff of other institutions; consultants may join them.",
        "Vælg ledere eller medarbejdere fra andre tilbud; konsulenter kan deltage sammen med dem.",
    ),
)
NOT_YOURS_TO_SEAT = problem_type(
    "observer-not-yours-to-seat",
    403,
    ("Your roles do not let you seat this observer", "Dine roller lader dig ikke vælge denne observatør"),
    (
        "Choose colleagues from other institutions; consultants are seated by the institution's leader.",
        "Vælg kolleger fra andre tilbud; konsulenter vælges af tilbuddets leder.",
    ),
)
GUIDE_POINTS_MISSING = problem_type(
    "guide-points-missing",
    422,
    ("Points of the guide have no feedback", "Punkter i guiden mangler feedback"),
    (
        "Write something at each point, and choose a level where it has a scale.",
        "Skriv noget ved hvert punkt, og vælg et trin, hvor punktet har en skala.",
    ),
)
_TWICE = LocalizedText("This is named twice.", "Dette er nævnt to gange.")
_FUTURE = LocalizedText("It lies in the future.", "Det ligger i fremtiden.")
_BEFORE = LocalizedText("It lies before the observation.", "Det ligger før observationen.")
_NOT_ITS_OWN = LocalizedText(
    "The focus area is not one of this institution's.", "Fokusområdet er ikke et af denne institutions."
)
_NO_SUCH_POINT = LocalizedText("The guide has no such point.", "Guiden har ikke dette punkt.")
_NO_SUCH_LEVEL = LocalizedText("The point has no such level.", "Punktet har ikke dette trin.")
_REPLIED = LocalizedText("The institution has replied to it.", "Tilbuddet har svaret på den.")
_NOT = {
    ObservationStatus.planned: LocalizedText(
        "The observation is not planned (any more).", "Observationen er ikke (længere) planlagt."
    ),
    ObservationStatus.observed: LocalizedText(
        "The observation has not taken place, or has its feedback already.",
        "Observationen har ikke fundet sted, eller har allerede sin feedback.",
    ),
    ObservationStatus.fed_back: LocalizedText(
        "There is no feedback yet, or it is shared already.",
        "Der er ingen feedback endnu, eller den er allerede delt.",
    ),
    ObservationStatus.cancelled: LocalizedText("The observation is not cancelled.", "Observationen er ikke aflyst."),
}


class Placed(NamedTuple):
    """Somebody on a day: the institutions (departments count as theirs) where they lead or work, and where they hold
    any role; and whether a role of theirs is one to observe by."""

    person_id: UUID
    works_at: frozenset[UUID] = frozenset()
    belongs_to: frozenset[UUID] = frozenset()
    may_observe: bool = True


# --- planning ---


def check_plan(
    institution: Institution, guide: ObservationGuide | None, focus_area_of: Institution | None, today: date, day: date
) -> list[Fault]:
    """Faults if the institution is closed, the guide not published, or the focus area another institution's; what is
    None is not new."""
    faults = check_open(institution, today, day=day)
    if guide is not None and guide.status != GuideStatus.published:
        faults.append(Fault(GUIDE_NOT_PUBLISHED, pointer="/guide_id"))
    house = institution.parent_id or institution.id
    if focus_area_of is not None and (focus_area_of.parent_id or focus_area_of.id) != house:
        faults.append(
            Fault(INVALID_INPUT, pointer="/focus_area_id", code="not-of-the-institution", detail=_NOT_ITS_OWN)
        )
    return faults


def check_observers(
    institution: Institution,
    observer_ids: Sequence[UUID],
    known: Iterable[Placed],
    colleagues_only: Collection[UUID] = (),
) -> list[Fault]:
    """Each is known, named once and has a role to observe by, none is of the observed institution, and one works in
    another; `colleagues_only` are those whom the caller may seat only if they work in another."""
    house, there = institution.parent_id or institution.id, {one.person_id: one for one in known}
    faults = []
    for index, id in enumerate(observer_ids):
        found, who = None, there.get(id)
        if who is None:
            found = UNKNOWN_REFERENCE
        elif house in who.belongs_to:
            found = FROM_THE_SAME_INSTITUTION
        elif not who.may_observe:
            found = CANNOT_OBSERVE
        elif id in colleagues_only and not who.works_at:
            found = NOT_YOURS_TO_SEAT
        if who is not None and id in observer_ids[:index]:
            faults.append(Fault(INVALID_INPUT, f"/observer_ids/{index}", code="named-twice", detail=_TWICE))
        elif found is not None:
            faults.append(Fault(found, pointer=f"/observer_ids/{index}"))
    if all(id in there for id in observer_ids) and not any(there[id].works_at - {house} for id in observer_ids):
        faults.append(Fault(NOBODY_FROM_ANOTHER_INSTITUTION, pointer="/observer_ids"))
    return faults


# --- on its way ---


def check_status(observation: Observation, status: ObservationStatus) -> list[Fault]:
    """A fault unless the observation stands where it has to."""
    return [] if observation.status == status else [Fault(WRONG_STATE, detail=_NOT[status])]


def check_days(observed_on: date, oral_feedback_on: date | None, today: date) -> list[Fault]:
    """Faults for days that have not come yet, and for oral feedback before there was anything to tell."""
    days = {"/observed_on": observed_on, "/oral_feedback_on": oral_feedback_on}
    late = [place for place, day in days.items() if day is not None and day > today]
    faults = [Fault(INVALID_INPUT, place, code="in-the-future", detail=_FUTURE) for place in late]
    if oral_feedback_on is not None and oral_feedback_on < observed_on:
        faults.append(Fault(INVALID_INPUT, "/oral_feedback_on", code="out-of-bounds", detail=_BEFORE))
    return faults


def check_observer(caller_id: UUID | None, observer_ids: Collection[UUID]) -> list[Fault]:
    """A fault unless who calls is one of the observers; the service itself may."""
    return [] if caller_id is None or caller_id in observer_ids else [Fault(NOT_AN_OBSERVER)]


def check_feedback(guide_points: Sequence[Mapping[str, Any]], said: Sequence[SaidPoint]) -> list[Fault]:
    """Every point of the guide is spoken to, with a level where it has a scale, and nothing else is."""
    points = {str(guide_point["key"]): guide_point for guide_point in guide_points}
    keys = [one.key for one in said]
    missing = [
        Fault(GUIDE_POINTS_MISSING, "/points", detail=_missing(points[key])) for key in points if key not in keys
    ]
    faults = []
    for index, one in enumerate(said):
        place, scale = f"/points/{index}", points[one.key]["scale"] if one.key in points else None
        if one.key not in points:
            faults.append(Fault(INVALID_INPUT, f"{place}/key", code="not-one-of", detail=_NO_SUCH_POINT))
        elif one.key in keys[:index]:
            faults.append(Fault(INVALID_INPUT, f"{place}/key", code="named-twice", detail=_TWICE))
        elif scale and one.level is None:
            missing.append(Fault(GUIDE_POINTS_MISSING, f"{place}/level", detail=_missing(points[one.key])))
        elif one.level is not None and one.level > len(scale or ()):
            faults.append(Fault(INVALID_INPUT, f"{place}/level", code="out-of-bounds", detail=_NO_SUCH_LEVEL))
    return missing + faults


def _missing(point: Mapping[str, Any]) -> LocalizedText:
    title = point["title"]
    return LocalizedText(f'The point "{title}" has no feedback.', f"Punktet »{title}« mangler feedback.")


def check_taken_back(observation: Observation) -> list[Fault]:
    """A fault once the feedback is shared or replied to."""
    if observation.status == ObservationStatus.fed_back and observation.reply is not None:
        return [Fault(WRONG_STATE, detail=_REPLIED)]
    return check_status(observation, ObservationStatus.fed_back)


def check_replied(observation: Observation) -> list[Fault]:
    """A fault unless there is feedback that nobody has replied to."""
    if observation.reply is not None:
        return [Fault(WRONG_STATE, detail=_REPLIED)]
    if observation.status == ObservationStatus.shared:
        return []
    return check_status(observation, ObservationStatus.fed_back)
