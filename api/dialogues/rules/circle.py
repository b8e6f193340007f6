"""Rules of the learning circle: the order of its steps, empty steps, citations and prompts."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from api.core.problems import INVALID_INPUT, Fault, LocalizedText
from api.dialogues.models import CircleEntry, Step
from api.dialogues.schemas.circle import EntryShape, PromptShape
from api.evidence.models import EvidenceKind
from api.evidence.rules import Reference

_STEP_ORDER: Final = tuple(Step)
_STEPS_BEFORE_DECISIONS: Final = (Step.challenge, Step.data, Step.analysis)
_DUPLICATE_STEP = LocalizedText("The step already has a prompt.", "Trinnet har allerede et spørgsmål.")


def sort_by_step(entries: Iterable[EntryShape]) -> list[EntryShape]:
    """Sort entries by the order of the steps; entries of one step keep their order."""
    return sorted(entries, key=lambda entry: _STEP_ORDER.index(entry.step))


def empty_steps(entries: Iterable[CircleEntry]) -> list[Step]:
    """Return the steps that must be filled in before the dialogue is held, but have no entry."""
    filled_steps = {str(entry.step) for entry in entries}
    return [step for step in _STEPS_BEFORE_DECISIONS if step not in filled_steps]


def cited_references(entries: Iterable[CircleEntry]) -> list[Reference]:
    """Return the references that the entries cite, without duplicates, in the order of the circle."""
    references = (
        Reference(EvidenceKind(citation["kind"]), UUID(citation["id"])) for entry in entries for citation in entry.cited
    )
    return list(dict.fromkeys(references))


def prompts_response(number: int, prompts: Mapping[Any, str]) -> dict[str, Any]:
    """Return a revision of the prompts as its response, in the order of the steps."""
    texts = {str(step): text for step, text in prompts.items()}
    return {
        "number": number,
        "prompts": [{"step": step.value, "prompt": texts[step.value]} for step in _STEP_ORDER],
    }


def entries_to_store(entries: Sequence[EntryShape], dialogue_id: UUID) -> list[CircleEntry]:
    """Return the rows for a dialogue's entries, in the order of the steps."""
    return [
        CircleEntry(
            dialogue_id=dialogue_id,
            position=position,
            step=entry.step,
            focus_area_id=entry.focus_area_id,
            text=entry.text,
            cited=[{"kind": citation.kind.value, "id": str(citation.id)} for citation in entry.cited],
        )
        for position, entry in enumerate(sort_by_step(entries))
    ]


def check_prompts(prompts: Sequence[PromptShape]) -> list[Fault]:
    """Return a fault for each prompt whose step already has one.

    The schema requires as many prompts as there are steps, so no step is missing when none is repeated.
    """
    steps = [prompt.step for prompt in prompts]
    duplicates = [index for index, step in enumerate(steps) if step in steps[:index]]
    return [
        Fault(INVALID_INPUT, pointer=f"/prompts/{index}/step", code="named-twice", detail=_DUPLICATE_STEP)
        for index in duplicates
    ]
