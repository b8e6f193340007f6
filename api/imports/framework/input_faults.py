"""Faults of an imported file: made by code, placed in a column, merged, stored with the row and read back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from api.core.problems import INVALID_INPUT, Fault, LocalizedText, ProblemType
from api.http.validation_errors import faults_from_errors

_DETAILS = {
    "not-a-number": LocalizedText(
        "This is not a number in the file's dialect. For semicolons with decimal points use `dialect=semicolon`.",
        "Dette er ikke et tal i filens dialekt. Har filen semikolon og decimalpunktum, så brug `dialect=semicolon`.",
    ),
    "not-a-whole-number": LocalizedText("A whole number is expected.", "Her skal stå et heltal."),
    "not-a-moment": LocalizedText(
        "Write the date and time as YYYY-MM-DD HH:MM or dd-mm-yyyy HH:MM.",
        "Skriv dato og klokkeslæt som ÅÅÅÅ-MM-DD TT:MM eller dd-mm-åååå TT:MM.",
    ),
    "not-yes-or-no": LocalizedText("true or false is expected.", "Her skal stå true eller false (ja eller nej)."),
    "not-an-external-id": LocalizedText(
        "Write external ids as `system:id`, separated by |.",
        "Skriv eksterne id'er som `system:id`, adskilt af |.",
    ),
    "wrong-type": LocalizedText("The value has the wrong type.", "Værdien har en forkert type."),
    "control-characters": LocalizedText("Control characters are not allowed.", "Kontroltegn er ikke tilladt."),
    "too-many-cells": LocalizedText(
        "The row has more cells than the header row.", "Rækken har flere celler end overskriftsrækken."
    ),
    "too-few-cells": LocalizedText(
        "The row has fewer cells than the header row.", "Rækken har færre celler end overskriftsrækken."
    ),
    "not-a-point": LocalizedText(
        "Write points as `key: text` or `key: level: text`, separated by |.",
        "Skriv punkter som `nøgle: tekst` eller `nøgle: trin: tekst`, adskilt af |.",
    ),
    "not-a-line": LocalizedText(
        "`source_line` must be a line number, counted from 1.", "`source_line` skal være et linjenummer, talt fra 1."
    ),
    "unknown-field": LocalizedText("The row has an unknown field.", "Rækken har et ukendt felt."),
    "no-key": LocalizedText(
        "The row has no key: give a number, a code or an external id.",
        "Rækken har ingen nøgle: angiv et nummer, en kode eller et eksternt id.",
    ),
    "exists-already": LocalizedText(
        "It exists already, and the strategy is `create`.", "Den findes allerede, og strategien er `create`."
    ),
    "not-there": LocalizedText(
        "It does not exist, and the strategy is `update`.", "Den findes ikke, og strategien er `update`."
    ),
    "not-allowed": LocalizedText(
        "Your roles do not allow this at that unit.", "Dine roller giver ikke lov til det på den enhed."
    ),
    "running-figures": LocalizedText(
        "Figures without a data package are running figures, which only the data supplier imports: "
        "name a package in the column `package`.",
        "Tal uden datapakke er løbende tal, som kun dataleverandøren importerer: "
        "angiv en datapakke i kolonnen `package`.",
    ),
    "unknown-reference": LocalizedText(
        "Nothing with this name or id exists within your reach.",
        "Intet med dette navn eller id findes inden for din rækkevidde.",
    ),
    "ambiguous": LocalizedText("This matches several records.", "Dette passer på flere poster."),
    "not-changed-here": LocalizedText(
        "An import cannot change this; use the resource's own operation.", "Dette kan ikke ændres ved import."
    ),
}


def row_fault(code: str, column: str | None = None) -> Fault:
    """Return the fault of this code in a column; without a column, in the row as a whole."""
    return Fault(INVALID_INPUT, code=code, detail=_DETAILS[code], column=column)


def duplicate_key_fault(line: int) -> Fault:
    """Return the fault of a row whose natural key is also that of the row on `line`."""
    detail = LocalizedText(f"Line {line} has the same key.", f"Linje {line} har samme nøgle.")
    return Fault(INVALID_INPUT, code="repeated-key", detail=detail)


def in_columns(faults: Sequence[Fault], column_of: Mapping[str, str]) -> list[Fault]:
    """Place the faults of a rule in the file's columns: the first part of the pointer is a field.

    `column_of` names the column of each field that is called otherwise in files.
    """
    return [replace(fault, column=_column(fault.pointer, column_of)) for fault in faults]


def _column(pointer: str | None, column_of: Mapping[str, str]) -> str | None:
    field = (pointer or "").removeprefix("/").partition("/")[0]
    return column_of.get(field, field) or None


def validation_faults(error: ValidationError, column_of: Mapping[str, str]) -> list[Fault]:
    """Return the faults that a schema found in the values of a row, placed in the file's columns."""
    return in_columns(faults_from_errors(error.errors()), column_of)


def merge_faults(faults: Sequence[Fault], later: Sequence[Fault]) -> list[Fault]:
    """Add later faults of a row to earlier ones, but none in a column that has one already.

    A cell that cannot be parsed is not also reported as missing.
    """
    columns = {fault.column for fault in faults if fault.column is not None}
    return [*faults, *(fault for fault in later if fault.column not in columns)]


def fault_code(fault: Fault) -> str:
    """Return the code by which a fault is reported."""
    return fault.code or fault.kind.code


def stored_fault(fault: Fault) -> list[str | None]:
    """Return a fault as an import row keeps it: column, code, and its detail in English and in Danish."""
    detail = fault.detail or _title_and_remedy(fault.kind)
    return [fault.column, fault_code(fault), detail.en, detail.da]


def _title_and_remedy(kind: ProblemType) -> LocalizedText:
    return LocalizedText(f"{kind.title.en}. {kind.mend.en}", f"{kind.title.da}. {kind.mend.da}")


def read_stored_fault(stored: Sequence[str | None], language: str) -> dict[str, Any]:
    """Return a kept fault as the contract presents it, in one language."""
    column, code, english, danish = stored
    return {"column": column, "code": code, "words": english if language == "en" else danish}
