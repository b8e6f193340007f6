"""Corrections and override reasons, as they are requested and returned."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator, Field

from api.core.field_types import FreeText, Number, clean_text
from api.core.schemas import RequestSchema, ResponseSchema
from api.core.validation import described_pattern

OverrideReasons = dict[str, FreeText]
"""`because` of a request: the code of a rule that may be set aside, and why it is."""


_LONGEST = 10_000


def _clean(value: object) -> object:
    return clean_text(value) if isinstance(value, str) and len(value) <= _LONGEST else value


Said = Annotated[Annotated[str, Field(max_length=_LONGEST)] | Number | bool | None, BeforeValidator(_clean)]


_FIELD = described_pattern(r"^[a-z_]+$", "a field's name, small letters and _", "et felts navn, små bogstaver og _")


class CorrectionCreate(RequestSchema):
    """A correction beside a thing; `becomes` replaces what the field says, where the field may be replaced."""

    field: str = Field(min_length=1, max_length=64, pattern=_FIELD, description="The field that is corrected.")
    becomes: Said = Field(None, description="What it should say; absent for words alone.")
    reason: FreeText = Field(description="Why.")


class CorrectionPublic(ResponseSchema):
    """A correction as it is shown with its thing."""

    id: UUID
    part_id: UUID | None = Field(description="What in the thing it is about; null: the thing itself.")
    field: str = Field(max_length=64, description="The field that was corrected.")
    was: Any = Field(description="What the field said before.")
    becomes: Any = Field(description="What it says since.")
    reason: str = Field(max_length=10_000, description="Why.")
    author_name: str = Field(max_length=200)
    at: datetime


class ReasonPublic(ResponseSchema):
    """Why a rule was set aside, as it is shown with its thing."""

    id: UUID
    code: str = Field(max_length=64, description="The rule that was set aside.")
    words: str = Field(max_length=10_000, description="Why, in the words of who did it.")
    author_name: str = Field(max_length=200)
    at: datetime
