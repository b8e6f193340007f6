"""Columns and types that tables share: ids, times, text that both databases accept, the Danish sort key."""

import os
import re
import time
import unicodedata
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, ClassVar, TypeVar
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    Field,
    Strict,
    StringConstraints,
)
from sqlalchemy import JSON, Date, Dialect, String, Text, TypeDecorator
from sqlalchemy.types import TypeEngine
from sqlmodel import Field as Column
from sqlmodel import SQLModel
from sqlmodel.sql import sqltypes

from api.core import clock
from api.core.faults import form, unfit
from api.core.personal_numbers import looks_like_cpr
from api.core.texts import formed, has_too_many_accents

# --- identifiers ---


def new_id() -> UUID:
    """A UUID version 7 (RFC 9562, method 3): ordered by time to a quarter of a microsecond, random below it.

    So what one process makes one after the other is found in that order by its ids.
    """
    return UUID(int=id_of(time.time_ns(), int.from_bytes(os.urandom(8), "big")))


def id_of(moment: int, chance: int) -> int:
    """The UUID version 7 of a moment in nanoseconds and of 62 random bits."""
    milliseconds, below = divmod(moment, 1_000_000)
    fraction = (below << 12) // 1_000_000
    return (milliseconds & (1 << 48) - 1) << 80 | 0x7 << 76 | fraction << 64 | 0x2 << 62 | chance & (1 << 62) - 1


def random_id() -> UUID:
    """A UUID version 4, for what must not tell when it was made."""
    return UUID(bytes=os.urandom(16), version=4)


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
        raise unfit("control-characters", "Control characters are not accepted.", "Kontroltegn modtages ikke.")
    if all(letter.isspace() or unicodedata.category(letter) == "Cf" for letter in text):
        raise unfit("blank", "Text is empty or holds spaces only.", "Teksten er tom eller kun mellemrum.")
    if has_too_many_accents(text):
        raise unfit(
            "too-many-accents", "More accents follow on each other than any letter has.",
            "Der står flere accenter efter hinanden, end noget bogstav har.",
        )  # fmt: skip
    if looks_like_cpr(text):
        raise unfit(*_CPR)
    composed = formed("NFC", text)
    if len(composed) > len(text):  # a few letters are written longer so, and the column was measured for the text
        raise unfit("too-long", "This is too long.", "Dette er for langt.")
    return composed


def clean_line(text: str) -> str:
    """As clean_text, on one line and without spaces around it."""
    if _BREAKS.search(text):
        raise unfit("control-characters", *_NO_BREAKS)
    return clean_text(text).strip()


Line = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(clean_line)]
"""A name or a title: one line of at most 200 characters."""
ShortLine = Annotated[str, StringConstraints(min_length=1, max_length=64), AfterValidator(clean_line)]
"""A code, a key or a reference: one line of at most 64 characters."""
Words = Annotated[str, StringConstraints(min_length=1, max_length=10_000), AfterValidator(clean_text)]
"""Free text: at most 10,000 characters, newlines and tabs allowed."""

_KEY = form(
    r"^[a-z][a-z0-9_-]*$", "small letters from a to z, digits, _ and -, a letter first",
    "små bogstaver fra a til z, cifre, _ og -, først et bogstav",
)  # fmt: skip
_MAILBOX = form(r"^[^@\s]{1,64}@[^@\s]{1,120}$", "name@place.dk", "navn@sted.dk")
_WEB = form(r"^https?://[^\s]{3,190}$", "https://place.dk", "https://sted.dk")
_NAMED = StringConstraints(min_length=1, max_length=64, pattern=_KEY)
Key = Annotated[str, _NAMED, AfterValidator(clean_line)]
"""What names a part of a thing in what refers to it."""
Mailbox = Annotated[str, StringConstraints(max_length=200, pattern=_MAILBOX), AfterValidator(clean_line)]
"""Where somebody is written to."""
WebAddress = Annotated[str, StringConstraints(max_length=200, pattern=_WEB), AfterValidator(clean_line)]
"""An http(s) address."""

_LETTERS = {"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "ü": "y", "ð": "d", "þ": "th"}


def danish_key(text: str) -> str:
    """The key that sorts and finds as Danes expect, compared byte by byte: æ, ø, å last, `aa` as `å`, case folded."""
    folded = formed("NFC", text).casefold().replace("aa", "å")
    spelled = "".join(_LETTERS.get(letter, letter) for letter in folded)
    bare = formed("NFKD", spelled)
    return "".join(letter for letter in bare if not unicodedata.combining(letter))[:400]


def bytewise() -> TypeEngine[str]:
    """Text compared byte by byte on both databases, whatever the database's own collation is."""
    return String(400).with_variant(String(400, collation="C"), "postgresql")


# --- days, moments, ids and choices in a request ---


def _only_text(value: object) -> object:
    """Refuse numbers and truth values where JSON writes text: a number is no date."""
    if isinstance(value, bool | int | float):
        raise unfit("wrong-type", "Text is expected here.", "Her forventes tekst.")
    return value


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})")
_ID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def _matching(pattern: re.Pattern[str], *words: str) -> BeforeValidator:
    def check(value: object) -> object:
        if isinstance(value, str) and not pattern.fullmatch(value):
            raise unfit(*words)
        return _only_text(value)

    return BeforeValidator(check)


def _sane_day(value: date) -> date:
    if not 1900 <= value.year <= 2199:
        raise unfit("out-of-bounds", "Years from 1900 to 2199 are accepted.", "Der modtages årstal fra 1900 til 2199.")
    return value


Day = Annotated[
    date,
    Strict(False),
    _matching(_DAY, "not-a-date", "A date is written YYYY-MM-DD.", "En dato skrives ÅÅÅÅ-MM-DD."),
    AfterValidator(_sane_day),
    Field(json_schema_extra={"pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "maxLength": 10}),
]
Moment = Annotated[
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
Id = Annotated[
    UUID,
    Strict(False),
    _matching(_ID, "not-an-id", "An id is a UUID in its usual form.", "Et id er et UUID i sædvanlig form."),
    Field(json_schema_extra={"maxLength": 36}),
]

Chosen = TypeVar("Chosen", bound=StrEnum)
OneOf = Annotated[Chosen, Strict(False)]
"""A member of an enumeration, written as its text."""


def _only_number(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise unfit("wrong-type", "A number is expected here.", "Her forventes et tal.")
    return value


Number = Annotated[float, Strict(False), BeforeValidator(_only_number), Field(ge=-1e12, le=1e12)]


# --- column types ---


class Choice(TypeDecorator[str]):
    """An enumeration stored as its text (native enums would hold the names of the members)."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else str(value)


class UTCDateTime(sqltypes.UTCDateTime):
    """A moment, in UTC. PostgreSQL's connections answer in UTC by themselves (`database.make_engine`)."""

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: Any) -> Any:
        return None if dialect.name == "postgresql" else super().result_processor(dialect, coltype)


def json_column() -> TypeEngine[Any]:
    """A small structure stored as JSON text on both databases."""
    return JSON(none_as_null=True)


__all__ = ["Column", "Date", "Text", "UTCDateTime"]  # lent to the rooms' models beside what stands here


class Thing(SQLModel):
    """What every table of things begins with.

    `resource` is its plural name in the contract; `unit_field` names the column that says which unit it belongs to,
    None where it belongs to the whole municipality.
    """

    resource: ClassVar[str]
    unit_field: ClassVar[str | None] = None

    id: UUID = Column(default_factory=new_id, primary_key=True)
    version: int = Column(default=1)
    created_at: datetime = Column(default_factory=clock.now, sa_type=UTCDateTime)
    updated_at: datetime = Column(default_factory=clock.now, sa_type=UTCDateTime)
