"""Annotated pydantic types shared by all schemas: validated text, dates, timestamps, ids, enumerations, numbers."""

import re
import unicodedata
from datetime import date
from enum import StrEnum
from typing import Annotated, TypeVar
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    Field,
    Strict,
    StringConstraints,
)

from api.core.cpr_numbers import looks_like_cpr_number
from api.core.unicode_text import has_too_many_combining_marks, normalize
from api.core.validation import described_pattern, validation_error

# --- text ---

# Control characters, including those that change the direction of writing and so can make one name look like another.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_LINE_BREAK = re.compile(r"[\n\t\u2028\u2029]")
_LOOKS_LIKE_CPR_NUMBER = (
    "looks-like-cpr-number",
    "The text contains what looks like a CPR number.",
    "Teksten indeholder noget, der ligner et CPR-nummer.",
)
_NO_LINE_BREAKS = "Line breaks and tabs are not accepted here.", "Linjeskift og tabulatorer modtages ikke her."


def clean_text(text: str) -> str:
    """Normalize to NFC; refuse blank text, control characters, runs of combining marks and CPR numbers."""
    if _CONTROL.search(text):
        raise validation_error(
            "control-characters", "Control characters are not accepted.", "Kontroltegn modtages ikke."
        )
    if all(letter.isspace() or unicodedata.category(letter) == "Cf" for letter in text):
        raise validation_error(
            "blank", "The text is empty or contains only spaces.", "Teksten er tom eller består kun af mellemrum."
        )
    if has_too_many_combining_marks(text):
        raise validation_error(
            "too-many-accents",
            "The text has more accents in a row than any letter uses.",
            "Teksten har flere accenter i træk, end noget bogstav bruger.",
        )
    if looks_like_cpr_number(text):
        raise validation_error(*_LOOKS_LIKE_CPR_NUMBER)
    composed = normalize("NFC", text)
    # NFC makes a few letters longer: the text has passed its length limit, but might no longer fit its column.
    if len(composed) > len(text):
        raise validation_error("too-long", "This is too long.", "Dette er for langt.")
    return composed


def clean_line(text: str) -> str:
    """Validate as `clean_text`, refuse line breaks, and trim spaces at both ends."""
    if _LINE_BREAK.search(text):
        raise validation_error("control-characters", *_NO_LINE_BREAKS)
    return clean_text(text).strip()


Line = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(clean_line)]
"""A name or a title: one line of at most 200 characters."""
ShortLine = Annotated[str, StringConstraints(min_length=1, max_length=64), AfterValidator(clean_line)]
"""A code, a key or a reference: one line of at most 64 characters."""
FreeText = Annotated[str, StringConstraints(min_length=1, max_length=10_000), AfterValidator(clean_text)]
"""Free text: at most 10,000 characters, newlines and tabs allowed."""

_KEY = described_pattern(
    r"^[a-z][a-z0-9_-]*$",
    "lowercase letters from a to z, digits, _ and -, starting with a letter",
    "små bogstaver fra a til z, cifre, _ og -, med et bogstav først",
)
_MAILBOX = described_pattern(r"^[^@\s]{1,64}@[^@\s]{1,120}$", "name@place.dk", "navn@sted.dk")
_WEB_ADDRESS = described_pattern(r"^https?://[^\s]{3,190}$", "https://place.dk", "https://sted.dk")
Key = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=_KEY), AfterValidator(clean_line)]
"""A key by which a part of a resource is referred to, such as a question of a consultation."""
EmailAddress = Annotated[str, StringConstraints(max_length=200, pattern=_MAILBOX), AfterValidator(clean_line)]
"""An email address."""
WebAddress = Annotated[str, StringConstraints(max_length=200, pattern=_WEB_ADDRESS), AfterValidator(clean_line)]
"""An http(s) address."""


# --- dates, timestamps, ids and enumerations in a request ---


def _require_text(value: object) -> object:
    """Refuse numbers and booleans where JSON has a string: pydantic would read a number as a date."""
    if isinstance(value, bool | int | float):
        raise validation_error("wrong-type", "Text is expected here.", "Her forventes tekst.")
    return value


_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIMESTAMP = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})")
_ID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def _matching(pattern: re.Pattern[str], *error: str) -> BeforeValidator:
    def check(value: object) -> object:
        if isinstance(value, str) and not pattern.fullmatch(value):
            raise validation_error(*error)
        return _require_text(value)

    return BeforeValidator(check)


def _plausible_year(value: date) -> date:
    if not 1900 <= value.year <= 2199:
        raise validation_error(
            "out-of-bounds", "Years from 1900 to 2199 are accepted.", "Der modtages årstal fra 1900 til 2199."
        )
    return value


CalendarDate = Annotated[
    date,
    Strict(False),
    _matching(_DATE, "not-a-date", "A date is written YYYY-MM-DD.", "En dato skrives ÅÅÅÅ-MM-DD."),
    AfterValidator(_plausible_year),
    Field(json_schema_extra={"pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "maxLength": 10}),
]
Timestamp = Annotated[
    AwareDatetime,
    Strict(False),
    _matching(
        _TIMESTAMP,
        "not-a-moment",
        "A timestamp is written as in RFC 3339, with an offset.",
        "Et tidspunkt skrives som i RFC 3339, med tidszone.",
    ),
    AfterValidator(_plausible_year),
    Field(json_schema_extra={"maxLength": 40}),
]
ResourceId = Annotated[
    UUID,
    Strict(False),
    _matching(_ID, "not-an-id", "An id is a UUID in its usual form.", "Et id er et UUID på den sædvanlige form."),
    Field(json_schema_extra={"maxLength": 36}),
]

EnumType = TypeVar("EnumType", bound=StrEnum)
EnumValue = Annotated[EnumType, Strict(False)]
"""A value of an enumeration, written as a string."""


def _require_number(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise validation_error("wrong-type", "A number is expected here.", "Her forventes et tal.")
    return value


Number = Annotated[float, Strict(False), BeforeValidator(_require_number), Field(ge=-1e12, le=1e12)]
