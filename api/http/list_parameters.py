"""The query parameters that every list takes, each with exactly one accepted spelling of its values."""

from datetime import date, datetime, time
from typing import Annotated, get_args

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator

from api.core.clock import COPENHAGEN
from api.core.field_types import CalendarDate, Timestamp
from api.core.schemas import RequestSchema
from api.core.validation import described_pattern, validation_error


def _require_digits(value: object) -> object:
    if isinstance(value, str) and not (value.isascii() and value.isdigit() and len(value) < 10):
        raise validation_error("wrong-type", "A whole number is expected here.", "Her forventes et helt tal.")
    return value


def _parse_boolean(value: object) -> object:
    if isinstance(value, str) and value not in ("true", "false"):
        raise validation_error("wrong-type", "true or false is expected here.", "Her forventes true eller false.")
    return value == "true" if isinstance(value, str) else value


QueryInteger = Annotated[int, BeforeValidator(_require_digits)]
QueryBoolean = Annotated[bool, BeforeValidator(_parse_boolean)]


def _start_of_day(day: date) -> datetime:
    return datetime.combine(day, time(), COPENHAGEN)


StartOfDay = Annotated[CalendarDate, AfterValidator(_start_of_day)]
"""A date as a filter of timestamps: the moment at which the day begins in Denmark."""


_CURSOR = described_pattern(
    r"^[A-Za-z0-9_\-]+$", "the value of `next_cursor` of a response", "værdien af `next_cursor` fra et svar"
)


class ListParameters(RequestSchema):
    """The parameters that every list takes; a room adds its filters."""

    model_config = ConfigDict(extra="forbid", strict=False)

    limit: QueryInteger = Field(50, ge=1, le=200, description="The largest number of items in a page.")
    cursor: str | None = Field(
        None, max_length=2000, pattern=_CURSOR, description="`next_cursor` of the preceding page."
    )
    sort: str | None = Field(
        None, max_length=64, description="The field to sort by; with `-` before it, in descending order."
    )
    count: QueryBoolean = Field(False, description="Whether to count all items (`total`).")
    updated_since: Timestamp | None = Field(
        None, description="Only items changed at or after this time, such as that of the last synchronization."
    )

    @field_validator("*", mode="before")
    @classmethod
    def _in_one_spelling(cls, value: object, info: ValidationInfo) -> object:
        """Accept one spelling of numbers and booleans only: from text, pydantic would read `1` and `yes` as true."""
        annotation = cls.model_fields[str(info.field_name)].annotation
        types = get_args(annotation) or (annotation,)
        if bool in types:
            return _parse_boolean(value)
        return _require_digits(value) if int in types else value
