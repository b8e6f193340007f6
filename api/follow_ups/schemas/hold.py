"""Holding a follow-up: what it ends in, its notes and remarks, how they are answered, and what may be corrected."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from api.agreements.schemas import AgreementCreate, AgreementPublic, TakenUp
from api.core.field_types import CalendarDate, EnumValue, FreeText, Line, ResourceId
from api.core.schemas import RequestSchema, ResponseSchema
from api.dialogues.schemas.hold import TakenUpPublic
from api.follow_ups.models import Assessment, RedactableInFollowUp
from api.follow_ups.schemas.plan import FollowUpLine
from api.redaction.schemas import CorrectionCreate, CorrectionPublic

_TOPICS = "What it is about; read by its two sides only."
_NOTES = "What was said; read by its two sides only."


class NotesShape(RequestSchema):
    """The notes of a planned follow-up, as the chief prepares them."""

    topics: list[Line] = Field([], max_length=50, description=_TOPICS)
    notes: FreeText | None = Field(None, description=_NOTES)


class RemarkShape(RequestSchema):
    """A remark of the leader's."""

    text: FreeText = Field(description="The leader's words; read by the two sides only.")


class FollowUpHold(RequestSchema):
    """What a follow-up ended in; all of it is carried out at once, or nothing."""

    held_on: CalendarDate | None = Field(None, description="The day; today if absent, never a later one.")
    assessment: EnumValue[Assessment] = Field(description="What it found; a concern opens heightened supervision.")
    reason: FreeText | None = Field(
        None,
        description="What the concern is, or why there is none any more; read by all who read heightened supervision, "
        "the parent board among them.",
    )
    topics: list[Line] | None = Field(None, max_length=50, description=_TOPICS + " Absent: as they were prepared.")
    notes: FreeText | None = Field(None, description=_NOTES + " Absent: as they were prepared.")
    agreements: list[AgreementCreate] = Field(
        [], max_length=100, description="New agreements: the two sides' until one of them shares them."
    )
    taken_up: list[TakenUp] = Field([], max_length=200, description="What became of earlier agreements.")
    next_due_on: CalendarDate | None = Field(
        None, description="By when the next one is due; absent: after the municipality's time for this kind."
    )


class FollowUpRedact(RequestSchema):
    """Words are taken out of a follow-up; their place and the reason remain."""

    field: EnumValue[RedactableInFollowUp] = Field(description="What is taken out.")
    part_id: ResourceId | None = Field(None, description="The remark, where it is one.")
    reason: Line = Field(description="Why. It is shown where the words stood: nothing of what is taken out.")


class FollowUpCorrection(CorrectionCreate):
    """A correction beside a held follow-up."""


class FollowUpPublic(FollowUpLine):
    """A follow-up as it is answered by itself; of agreements those that the caller sees."""

    agreements: list[AgreementPublic] = Field(max_length=100, description="The agreements that it made.")
    taken_up: list[TakenUpPublic] = Field(max_length=200, description="Earlier ones that it took up.")
    heightened_supervision_id: UUID | None = Field(description="The heightened supervision that it opened.")
    corrections: list[CorrectionPublic] = Field(
        max_length=1000, description="What was mended since, oldest first; what was said stays with the notes."
    )


class FollowUpRoundPublic(ResponseSchema):
    """Follow-ups that were planned at once."""

    items: list[FollowUpLine] = Field(max_length=200, description="The follow-ups, in the order that was asked for.")


class RemarkPublic(ResponseSchema):
    """A remark of the leader's, as it is answered."""

    id: UUID
    text: str | None = Field(max_length=10_000, description="The leader's words; null where they were taken out.")
    author_name: str = Field(max_length=200)
    at: datetime


class NotesPublic(ResponseSchema):
    """What was said in a follow-up: for its two sides, and each reading is recorded."""

    follow_up_id: UUID
    version: int
    topics: list[Annotated[str, Field(max_length=200)]] = Field(max_length=50, description="What it is about.")
    notes: str | None = Field(max_length=10_000, description="What was said.")
    remarks: list[RemarkPublic] = Field(max_length=1000, description="The leader's remarks, oldest first.")
    corrections: list[CorrectionPublic] = Field(max_length=1000, description="What was mended in them, oldest first.")
