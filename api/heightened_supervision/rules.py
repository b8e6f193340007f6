"""Rules of heightened supervision: open or closed, the action plan, severity and due date."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from api.core.problems import INVALID_INPUT, UNKNOWN_REFERENCE, WRONG_STATE, Fault, LocalizedText
from api.heightened_supervision.models import (
    HeightenedSupervision,
    Severity,
    SupervisionStatus,
)
from api.heightened_supervision.schemas import ActionShape

_CLOSED = LocalizedText("The heightened supervision is closed.", "Det skærpede tilsyn er afsluttet.")
_DUPLICATE_ACTION = LocalizedText(
    "The action occurs more than once in the request.", "Handlingen forekommer mere end én gang i forespørgslen."
)
_UNKNOWN_ACTION = LocalizedText("The plan has no action with this id.", "Planen har ingen handling med dette id.")
_MISSING_ACTION = LocalizedText(
    "A planned action cannot be removed from the plan; mark it as dropped instead, with a note.",
    "En planlagt handling kan ikke fjernes fra planen; angiv i stedet, at den bortfalder, og tilføj en note.",
)


def check_open(supervision: HeightenedSupervision) -> list[Fault]:
    """Return a `wrong-state` fault if the heightened supervision is closed."""
    return [] if supervision.status == SupervisionStatus.open else [Fault(WRONG_STATE, detail=_CLOSED)]


def check_plan(actions: Sequence[ActionShape], planned_ids: Iterable[UUID]) -> list[Fault]:
    """Return faults unless the ids in a new plan are exactly those of the planned actions, each once."""
    known_ids, faults = set(planned_ids), list[Fault]()
    listed_ids: set[UUID] = set()
    for index, action in enumerate(actions):
        pointer = f"/actions/{index}/id"
        if action.id is None:
            continue
        if action.id not in known_ids:
            faults.append(Fault(UNKNOWN_REFERENCE, pointer=pointer, detail=_UNKNOWN_ACTION))
        elif action.id in listed_ids:
            faults.append(Fault(INVALID_INPUT, pointer=pointer, code="named-twice", detail=_DUPLICATE_ACTION))
        listed_ids.add(action.id)
    if known_ids - listed_ids:
        faults.append(Fault(INVALID_INPUT, pointer="/actions", code="left-out", detail=_MISSING_ACTION))
    return faults


def most_serious(severities: Iterable[Severity]) -> Severity:
    """Return the most serious of several severities."""
    return Severity.serious_concern if Severity.serious_concern in list(severities) else Severity.concern


def plan_due_on(severity: Severity, day: date, days: int) -> date | None:
    """Return the due date of the action plan, or None if the severity requires no plan."""
    return day + timedelta(days=days) if severity == Severity.serious_concern else None


class Concern(NamedTuple):
    """The assessment of an institution by a follow-up (`origin_id`); `severity` is None if there is no concern."""

    institution_id: UUID
    origin_id: UUID
    day: date
    severity: Severity | None
    reason: str | None = None
