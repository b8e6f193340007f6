"""Annotated pydantic types shared by all schemas: validated text, dates, moments, ids, choices and numbers."""

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

# Among them: what turns the direction of writing, so that a name reads as another one.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_BREAKS = re.compile(r"[\n\t\u2028\u2029]")
_CPR = (
    "looks-like-cpr-number",
    "The text holds what looks like a CPR number.",
    "Teksten indeholder, hvad der ligner et CPR-nummer.",
)
_NO_BREAKS = "Line breaks and tabs are not accepted here.", "Linjeskift og tabulatorer modtages ikke her."


def clean_text(text: str) -> str:
    """Normalise to NFC; refuse what a database or a reader could trip over, and personal numbers."""
    if _CONTROL.search(text):
        raise validation_error(
            "control-characters", "Control characters are not accepted.", "Kontroltegn modtages ikke."
        )
    if all(letter.isspace() or unicodedata.category(letter) == "Cf" for letter in text):
        raise validation_error("blank", "Text is empty or holds spaces only.", "Teksten er tom eller kun mellemrum.")
    if has_too_many_combining_marks(text):
        raise validation_error(
            "too-many-accents",
            "More accents follow on each other than any letter has.",
            "Der står flere accenter efter hinanden, end noget bogstav har.",
        )
    if looks_like_cpr_number(text):
        raise validation_error(*_CPR)
    composed = normalize("NFC", text)
    if len(composed) > len(text):  # a few letters are written longer so, and the column was measured for the text
        raise validation_error("too-long", "This is too long.", "Dette er for langt.")
    return composed


def clean_line(text: str) -> str:
    """As clean_text, on one line and without spaces around it."""
    if _BREAKS.search(text):
        raise validation_error("control-characters", *_NO_BREAKS)
    return clean_text(text).strip()


Line = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(clean_line)]
"""A name or a title: one line of at most 200 characters."""
ShortLine = Annotated[str, StringConstraints(min_length=1, max_length=64), AfterValidator(clean_line)]
"""A code, a key or a reference: one line of at most 64 characters."""
FreeText = Annotated[str, StringConstraints(min_length=1, max_length=10_000), AfterValidator(clean_text)]
"""Free text: at most 10,000 characters, newlines and tabs allowed."""

_KEY = described_pattern(
    r"^[a-z][a-z0-9_-]*$",
    "small letters from a to z, digits, _ and -, a letter first",
    "små bogstaver fra a til z, cifre, _ og -, først et bogstav",
)
_MAILBOX = described_pattern(r"^[^@\s]{1,64}@[^@\s]{1,120}$", "name@place.dk", "navn@sted.dk")
_WEB = described_pattern(r"^https?://[^\s]{3,190}$", "https://place.dk", "https://sted.dk")
_NAMED = StringConstraints(min_length=1, max_length=64, pattern=_KEY)
Key = Annotated[str, _NAMED, AfterValidator(clean_line)]
"""What names a part of a thing in what refers to it."""
EmailAddress = Annotated[str, StringConstraints(max_length=200, pattern=_MAILBOX), AfterValidator(clean_line)]
"""Where somebody is written to."""
WebAddress = Annotated[str, StringConstraints(max_length=200, pattern=_WEB), AfterValidator(clean_line)]
"""An http(s) address."""


# --- days, moments, ids and choices in a request ---


def _only_text(value: object) -> object:
    """Refuse numbers and truth values where JSON writes text: a number is no date."""
    if isinstance(value, bool | int | float):
        raise validation_error("wrong-type", "Text is expected here.", "Her forventes tekst.")
    return value


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})")
_ID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def _matching(pattern: re.Pattern[str], *words: str) -> BeforeValidator:
    def check(value: object) -> object:
        if isinstance(value, str) and not pattern.fullmatch(value):
            raise validation_error(*words)
        return _only_text(value)

    return BeforeValidator(check)


def _sane_day(value: date) -> date:
    if not 1900 <= value.year <= 2199:
        raise validation_error(
            "out-of-bounds", "Years from 1900 to 2199 are accepted.", "Der modtages årstal fra 1900 til 2199."
        )
    return value


CalendarDate = Annotated[
    date,
    Strict(False),
    _matching(_DAY, "not-a-date", "A date is written YYYY-MM-DD.", "En dato skrives ÅÅÅÅ-MM-DD."),
    AfterValidator(_sane_day),
    Field(json_schema_extra={"pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "maxLength": 10}),
]
Timestamp = Annotated[
    AwareDatetime,
    Strict(False),
    _matching(
        _MOMENT,
        "not-a-moment",
        "A moment is written as RFC 3339 with an offset.",
        "Et tidspunkt skrives som RFC 3339 med tidszone.",
    ),
    AfterValidator(_sane_day),
    Field(json_schema_extra={"maxLength": 40}),
]
ResourceId = Annotated[
    UUID,
    Strict(False),
    _matching(_ID, "not-an-id", "An id is a UUID in its usual form.", "Et id er et UUID i sædvanlig form."),
    Field(json_schema_extra={"maxLength": 36}),
]

EnumType = TypeVar("EnumType", bound=StrEnum)
EnumValue = Annotated[EnumType, Strict(False)]
"""A member of an enumeration, written as its text."""


def _only_number(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise validation_error("wrong-type", "A number is expected here.", "Her forventes et tal.")
    return value


Number = Annotated[float, Strict(False), BeforeValidator(_only_number), Field(ge=-1e12, le=1e12)]
