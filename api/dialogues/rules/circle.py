"""The learning circle: order of its steps, what is missing, what is cited."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from api.core.problems import INVALID_INPUT, Fault, LocalizedText
from api.dialogues.models import BEFORE_DECIDING, ORDER, CircleEntry, Step
from api.dialogues.schemas.circle import EntryShape, PromptShape
from api.evidence.models import EvidenceKind
from api.evidence.rules import Reference

_ASKED = LocalizedText("Each step has one prompt.", "Hvert trin har ét spørgsmål.")


def in_order(entries: Iterable[EntryShape]) -> list[EntryShape]:
    """Entries in the order of the conversation; within a step as they were given."""
    return sorted(entries, key=lambda entry: ORDER.index(entry.step))


def empty_steps(entries: Iterable[CircleEntry]) -> list[Step]:
    """The steps that have to be filled in before anything is decided, and are not."""
    filled = {str(entry.step) for entry in entries}
    return [step for step in BEFORE_DECIDING if step not in filled]


def cited_in(entries: Iterable[CircleEntry]) -> list[Reference]:
    """Every piece of evidence that is cited, once, in the order of the circle."""
    cited = (Reference(EvidenceKind(one["kind"]), UUID(one["id"])) for entry in entries for one in entry.cited)
    return list(dict.fromkeys(cited))


def prompts_response(number: int, prompts: Mapping[Any, str]) -> dict[str, Any]:
    """Prompts as they are answered, in the order of the steps."""
    texts = {str(step): text for step, text in prompts.items()}
    return {"number": number, "prompts": [{"step": step.value, "prompt": texts[step.value]} for step in ORDER]}


def entries_to_store(entries: Sequence[EntryShape], dialogue_id: UUID) -> list[CircleEntry]:
    """Entries as a dialogue keeps them."""
    return [
        CircleEntry(
            dialogue_id=dialogue_id,
            position=position,
            step=entry.step,
            focus_area_id=entry.focus_area_id,
            text=entry.text,
            cited=[{"kind": one.kind.value, "id": str(one.id)} for one in entry.cited],
        )
        for position, entry in enumerate(in_order(entries))
    ]


def check_prompts(wanted: Sequence[PromptShape]) -> list[Fault]:
    """A fault for each step that is asked about twice; as many prompts as steps are given."""
    steps = [one.step for one in wanted]
    twice = [index for index, step in enumerate(steps) if step in steps[:index]]
    return [
        Fault(INVALID_INPUT, pointer=f"/prompts/{index}/step", code="named-twice", detail=_ASKED) for index in twice
    ]
