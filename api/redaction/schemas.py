"""Corrections and override reasons, as they are requested and returned."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator, Field

from api.core.field_types import FreeText, Number, clean_text
from api.core.schemas import RequestSchema, ResponseSchema
from api.core.validation import described_pattern

OverrideReasons = dict[str, FreeText]
"""`because` of a request: the code of a rule that may be overridden, and the reason."""

_MAX_LENGTH = 10_000


def _clean(value: object) -> object:
    return clean_text(value) if isinstance(value, str) and len(value) <= _MAX_LENGTH else value


CorrectedValue = Annotated[
    Annotated[str, Field(max_length=_MAX_LENGTH)] | Number | bool | None, BeforeValidator(_clean)
]
"""The new value of a corrected field, before the field's own type is known."""

_FIELD = described_pattern(r"^[a-z_]+$", "a field's name, small letters and _", "et felts navn, små bogstaver og _")


class CorrectionCreate(RequestSchema):
    """A correction of one field; `becomes` replaces its value, where the field may be replaced."""

    field: str = Field(min_length=1, max_length=64, pattern=_FIELD, description="The field to correct.")
    becomes: CorrectedValue = Field(None, description="The new value; leave it out to add an explanation only.")
    reason: FreeText = Field(description="Why the field is corrected.")


class CorrectionPublic(ResponseSchema):
    """A correction as it is returned with its resource."""

    id: UUID
    part_id: UUID | None = Field(description="The part of the resource that was corrected; null: the resource itself.")
    field: str = Field(max_length=64, description="The field that was corrected.")
    was: Any = Field(description="The field's value before.")
    becomes: Any = Field(description="The field's value since.")
    reason: str = Field(max_length=10_000, description="Why the field was corrected.")
    author_name: str = Field(max_length=200)
    at: datetime


class ReasonPublic(ResponseSchema):
    """The reason for which a rule was overridden, as it is returned with its resource."""

    id: UUID
    code: str = Field(max_length=64, description="The rule that was overridden.")
    words: str = Field(max_length=10_000, description="The reason, as its author wrote it.")
    author_name: str = Field(max_length=200)
    at: datetime
