"""The learning circle: its steps and their order, what is written at each, and the prompts that ask for it."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from pydantic import Field
from sqlalchemy import Text
from sqlmodel import SQLModel

from api.core.columns import Choice, Column, Id, OneOf, Thing, Words, json_column, new_id
from api.core.shapes import Answer, Shape
from api.core.windows import Whole
from api.evidence.pack import EvidenceKind, Reference


class Step(StrEnum):
    """A step of the learning circle; the order is that of the conversation."""

    challenge = "challenge"
    data = "data"
    analysis = "analysis"
    goal = "goal"
    action = "action"
    evaluation = "evaluation"


ORDER: Final = tuple(Step)
BEFORE_DECIDING: Final = (Step.challenge, Step.data, Step.analysis)
"""What is filled in before a dialogue decides anything."""

FIRST_PROMPTS: Final[Mapping[Step, str]] = {
    Step.challenge: "Hvilken udfordring vil vi blive klogere på, og hvem oplever den?",
    Step.data: "Hvad viser tallene, og hvad siger børn, unge, forældre og medarbejdere?",
    Step.analysis: "Hvordan forstår vi det sammen? Hvilke mønstre og sammenhænge ser vi?",
    Step.goal: "Hvad vil vi opnå, og hvilke tegn viser, at det lykkes?",
    Step.action: "Hvad gør vi, hvem gør det, og hvornår?",
    Step.evaluation: "Hvordan og hvornår undersøger vi, om det virker?",
}
"""The prompts of a municipality that has not written its own: its revision number 1."""


class CirclePrompts(Thing, table=True):
    """The questions that the circle asks at each step, as the municipality has revised them; each revision is kept."""

    __tablename__ = "circle_prompts"
    resource = "circle-prompts"

    number: int = Column(unique=True)
    prompts: dict[str, str] = Column(sa_type=json_column())


class CircleEntry(SQLModel, table=True):
    """Something written at a step of a dialogue's circle, on one focus area or on all, with the evidence it cites."""

    __tablename__ = "dialogue_entry"

    id: UUID = Column(default_factory=new_id, primary_key=True)
    dialogue_id: UUID = Column(foreign_key="dialogue.id", index=True)
    position: int
    step: Step = Column(sa_type=Choice)
    focus_area_id: UUID | None = Column(default=None, foreign_key="focus_area.id", index=True)
    text: str | None = Column(sa_type=Text, nullable=True)  # null: taken out
    cited: list[dict[str, str]] = Column(sa_type=json_column())


class Citation(Shape):
    """A piece of evidence, as it is cited."""

    kind: OneOf[EvidenceKind] = Field(description="Which kind of evidence.")
    id: Id = Field(description="The measurement, observation or input.")


class EntryShape(Shape):
    """Something that is written at a step of the circle."""

    step: OneOf[Step] = Field(description="The step that it belongs to.")
    focus_area_id: Id | None = Field(None, description="The focus area that it concerns; null: all of them.")
    text: Words = Field(description="What is said.")
    cited: list[Citation] = Field([], max_length=100, description="The evidence that it rests on.")


class CircleShape(Shape):
    """All that the circle says from now on; what is not in it is gone."""

    entries: list[EntryShape] = Field(max_length=200, description="Its entries; they are kept in the order of steps.")


class CitationPublic(Answer):
    """A piece of evidence, as it is cited."""

    kind: EvidenceKind
    id: UUID


class EntryPublic(Answer):
    """Something written at a step of the circle, as it is answered."""

    id: UUID
    step: Step
    focus_area_id: UUID | None
    focus_area_title: str | None = Field(max_length=200)
    text: str | None = Field(max_length=10_000, description="What is said; null: it was taken out.")
    cited: list[CitationPublic] = Field(max_length=100)


class PromptShape(Shape):
    """What the circle asks at one step."""

    step: OneOf[Step] = Field(description="The step.")
    prompt: Words = Field(description="The question, in the words of the municipality.")


class PromptsShape(Shape):
    """A new revision of the circle's prompts."""

    prompts: list[PromptShape] = Field(min_length=6, max_length=6, description="One prompt for each step.")


class PromptsQuery(Shape):
    """Which revision of the circle's prompts is asked for."""

    model_config = {"extra": "forbid", "strict": False}

    number: Whole | None = Field(None, ge=1, le=1_000_000, description="Their revision; absent: the newest.")


class PromptPublic(Answer):
    """What the circle asks at one step."""

    step: Step
    prompt: str = Field(max_length=10_000)


class PromptsPublic(Answer):
    """The circle's prompts in one revision."""

    number: int = Field(ge=1, description="Their revision; a held dialogue keeps the one it was held by.")
    prompts: list[PromptPublic] = Field(max_length=6)


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


def prompts_answer(number: int, prompts: Mapping[Any, str]) -> dict[str, Any]:
    """Prompts as they are answered, in the order of the steps."""
    texts = {str(step): text for step, text in prompts.items()}
    return {"number": number, "prompts": [{"step": step.value, "prompt": texts[step.value]} for step in ORDER]}


def kept(entries: Sequence[EntryShape], dialogue_id: UUID) -> list[CircleEntry]:
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
