"""Rules for the focus areas that a dialogue or follow-up refers to or decides about."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from api.core.problems import INVALID_INPUT, Fault, LocalizedText, problem_type
from api.dialogues.schemas.hold import DecisionShape
from api.focus_areas.models import FocusArea
from api.focus_areas.rules import check_decision

FOCUS_AREA_OF_ANOTHER_INSTITUTION = problem_type(
    "focus-area-of-another-institution",
    422,
    ("The focus area belongs to another institution", "Fokusområdet hører til et andet tilbud"),
    ("Choose a focus area of this institution.", "Vælg et af tilbuddets egne fokusområder."),
)
_DECIDED_TWICE = LocalizedText(
    "Another decision is about the same focus area.", "En anden beslutning handler om det samme fokusområde."
)


def check_focus_areas(
    id_by_pointer: Mapping[str, UUID | None], own_focus_areas: Mapping[UUID, FocusArea]
) -> list[Fault]:
    """Return a fault for each pointer whose focus area does not belong to the institution."""
    return [
        Fault(FOCUS_AREA_OF_ANOTHER_INSTITUTION, pointer=pointer)
        for pointer, focus_area_id in id_by_pointer.items()
        if focus_area_id is not None and focus_area_id not in own_focus_areas
    ]


def check_decisions(decisions: Sequence[DecisionShape], own_focus_areas: Mapping[UUID, FocusArea]) -> list[Fault]:
    """Return faults for decisions about a focus area twice, of another institution, or not allowed in its status."""
    faults: list[Fault] = []
    seen_ids: set[UUID] = set()
    for index, decision in enumerate(decisions):
        pointer = f"/decisions/{index}/focus_area_id"
        focus_area = own_focus_areas.get(decision.focus_area_id)
        if decision.focus_area_id in seen_ids:
            faults.append(Fault(INVALID_INPUT, pointer=pointer, code="named-twice", detail=_DECIDED_TWICE))
        elif focus_area is None:
            faults.append(Fault(FOCUS_AREA_OF_ANOTHER_INSTITUTION, pointer=pointer))
        else:
            faults += check_decision(focus_area, decision.decision, f"/decisions/{index}/decision")
        seen_ids.add(decision.focus_area_id)
    return faults
