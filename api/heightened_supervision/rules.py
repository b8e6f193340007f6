"""When a heightened supervision still takes anything, and what an action plan may say."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from api.core.problems import INVALID_INPUT, UNKNOWN_REFERENCE, WRONG_STATE, Fault, LocalizedText
from api.heightened_supervision.models import HeightenedSupervision, Severity, SupervisionStatus
from api.heightened_supervision.schemas import ActionShape

_CLOSED = LocalizedText("The heightened supervision is closed.", "Det skærpede tilsyn er afsluttet.")
_TWICE = LocalizedText("The action is named twice.", "Handlingen er nævnt to gange.")
_NO_SUCH_ACTION = LocalizedText("The plan has no action with this id.", "Planen har ingen handling med dette id.")
_LEFT_OUT = LocalizedText(
    "An action that was planned stays in the plan; say that it is dropped, with a note.",
    "En planlagt handling bliver i planen; angiv, at den bortfalder, med en note.",
)


def check_open(supervision: HeightenedSupervision) -> list[Fault]:
    """A fault once it is closed."""
    return [] if supervision.status == SupervisionStatus.open else [Fault(WRONG_STATE, detail=_CLOSED)]


def check_plan(wanted: Sequence[ActionShape], there: Iterable[UUID]) -> list[Fault]:
    """Each action that is named is one of the plan's, named once; and none of those is left out."""
    known, faults = set(there), list[Fault]()
    seen: set[UUID] = set()
    for number, one in enumerate(wanted):
        place = f"/actions/{number}/id"
        if one.id is None:
            continue
        if one.id not in known:
            faults.append(Fault(UNKNOWN_REFERENCE, pointer=place, detail=_NO_SUCH_ACTION))
        elif one.id in seen:
            faults.append(Fault(INVALID_INPUT, pointer=place, code="named-twice", detail=_TWICE))
        seen.add(one.id)
    if known - seen:
        faults.append(Fault(INVALID_INPUT, pointer="/actions", code="left-out", detail=_LEFT_OUT))
    return faults


def gravest(severities: Iterable[Severity]) -> Severity:
    """The most serious of several concerns."""
    return Severity.serious_concern if Severity.serious_concern in list(severities) else Severity.concern


def plan_due_on(severity: Severity, day: date, days: int) -> date | None:
    """By when the action plan has to be there; a concern that is not serious owes none."""
    return day + timedelta(days=days) if severity == Severity.serious_concern else None
