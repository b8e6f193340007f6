"""Schemas of holding a follow-up, its notes and remarks, corrections and redaction."""

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

_TOPICS = "The topics, visible only to the chief and the leader."
_NOTES = "The notes, visible only to the chief and the leader."


class NotesShape(RequestSchema):
    """Topics and notes that the chief prepares for a planned follow-up; they replace all earlier ones."""

    topics: list[Line] = Field([], max_length=50, description=_TOPICS)
    notes: FreeText | None = Field(None, description=_NOTES)


class RemarkShape(RequestSchema):
    """A remark of the leader."""

    text: FreeText = Field(description="The remark, visible only to the chief and the leader.")


class FollowUpHold(RequestSchema):
    """The results of a follow-up; all of them are stored, or none."""

    held_on: CalendarDate | None = Field(None, description="The day it was held, not in the future; absent: today.")
    assessment: EnumValue[Assessment] = Field(description="The assessment; a concern opens heightened supervision.")
    reason: FreeText | None = Field(
        None,
        description="The concern, or the reason why there is none any more; required for a concern. Everybody who "
        "reads heightened supervision can read it, including the parent board.",
    )
    topics: list[Line] | None = Field(None, max_length=50, description=_TOPICS + " Absent: the prepared topics.")
    notes: FreeText | None = Field(None, description=_NOTES + " Absent: the prepared notes.")
    agreements: list[AgreementCreate] = Field(
        [],
        max_length=100,
        description="New agreements, visible only to the chief and the leader until one of them shares them.",
    )
    taken_up: list[TakenUp] = Field([], max_length=200, description="The outcomes of earlier agreements.")
    next_due_on: CalendarDate | None = Field(
        None, description="The due date of the next follow-up; absent: after the municipality's interval for this kind."
    )


class FollowUpRedact(RequestSchema):
    """A text of a follow-up to redact; its place and the reason remain visible."""

    field: EnumValue[RedactableInFollowUp] = Field(description="The text to redact.")
    part_id: ResourceId | None = Field(None, description="The remark; required for the field `remark`.")
    reason: Line = Field(
        description="The reason, shown in place of the text; it must not repeat any of the redacted text."
    )


class FollowUpCorrection(CorrectionCreate):
    """A correction of a held follow-up."""


class FollowUpPublic(FollowUpLine):
    """A single follow-up, with the agreements that the caller sees."""

    agreements: list[AgreementPublic] = Field(max_length=100, description="The agreements made in the follow-up.")
    taken_up: list[TakenUpPublic] = Field(max_length=200, description="Earlier agreements that the follow-up took up.")
    heightened_supervision_id: UUID | None = Field(description="The heightened supervision that the follow-up opened.")
    corrections: list[CorrectionPublic] = Field(
        max_length=1000,
        description="Corrections and redactions, oldest first; those of topics, notes and remarks are with the notes.",
    )


class FollowUpRoundPublic(ResponseSchema):
    """The follow-ups of a planned batch."""

    items: list[FollowUpLine] = Field(max_length=200, description="The follow-ups, in the order of the request.")


class RemarkPublic(ResponseSchema):
    """A remark of the leader."""

    id: UUID
    text: str | None = Field(max_length=10_000, description="The remark; null: redacted.")
    author_name: str = Field(max_length=200)
    at: datetime


class NotesPublic(ResponseSchema):
    """The confidential notes of a follow-up; each reading is recorded."""

    follow_up_id: UUID = Field(description="The id of the follow-up.")
    version: int
    topics: list[Annotated[str, Field(max_length=200)]] = Field(max_length=50, description="The topics.")
    notes: str | None = Field(max_length=10_000, description="The notes.")
    remarks: list[RemarkPublic] = Field(max_length=1000, description="The leader's remarks, oldest first.")
    corrections: list[CorrectionPublic] = Field(
        max_length=1000, description="Corrections and redactions of topics, notes and remarks, oldest first."
    )
