"""Window: the parameters that every list takes, each written in one way."""

from datetime import date, datetime, time
from typing import Annotated, get_args

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator

from api.core.clock import COPENHAGEN
from api.core.field_types import CalendarDate, Timestamp
from api.core.schemas import RequestSchema
from api.core.validation import described_pattern, validation_error


def _digits(value: object) -> object:
    if isinstance(value, str) and not (value.isascii() and value.isdigit() and len(value) < 10):
        raise validation_error("wrong-type", "A whole number is expected here.", "Her forventes et helt tal.")
    return value


def _truth(value: object) -> object:
    if isinstance(value, str) and value not in ("true", "false"):
        raise validation_error("wrong-type", "true or false is expected here.", "Her forventes true eller false.")
    return value == "true" if isinstance(value, str) else value


QueryInteger = Annotated[int, BeforeValidator(_digits)]
QueryBoolean = Annotated[bool, BeforeValidator(_truth)]


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), COPENHAGEN)


StartOfDay = Annotated[CalendarDate, AfterValidator(_begins)]
"""A day as a filter of moments: the moment at which it begins in Denmark."""


_CURSOR = described_pattern(r"^[A-Za-z0-9_\-]+$", "what `next_cursor` said", "det, som `next_cursor` sagde")


class ListParameters(RequestSchema):
    """The parameters that every list takes; a room adds its filters."""

    model_config = ConfigDict(extra="forbid", strict=False)

    limit: QueryInteger = Field(50, ge=1, le=200, description="At most so many things in a page.")
    cursor: str | None = Field(None, max_length=2000, pattern=_CURSOR, description="From `next_cursor`.")
    sort: str | None = Field(None, max_length=64, description="A field to sort by; `-` before it reverses the order.")
    count: QueryBoolean = Field(False, description="Whether to fill `total`.")
    updated_since: Timestamp | None = Field(
        None, description="Only things changed at or after this moment: that of one's last look."
    )

    @field_validator("*", mode="before")
    @classmethod
    def _in_one_way(cls, value: object, info: ValidationInfo) -> object:
        """An address holds text: of all that could be read as a number or a truth, the contract's way is taken."""
        annotation = cls.model_fields[str(info.field_name)].annotation
        kinds = get_args(annotation) or (annotation,)
        if bool in kinds:
            return _truth(value)
        return _digits(value) if int in kinds else value
