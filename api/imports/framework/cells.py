"""What a cell says: text as it stands in a file, made into the value that a shape expects."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from api.core.clock import COPENHAGEN
from api.core.problems import Fault, LocalizedText, ProblemType
from api.imports.models import Dialect


class CellFault(NamedTuple):
    """One thing wrong in a row: its column (None: the row as a whole), its name, and the words for it."""

    column: str | None
    code: str
    en: str
    da: str


_WORDS = {
    "not-a-number": LocalizedText(
        "This is not a number as the file's dialect writes it; `dialect=semicolon` reads decimal points.",
        "Dette er ikke et tal, som filens dialekt skriver det; `dialect=semicolon` læser decimalpunkter.",
    ),
    "not-a-whole-number": LocalizedText("A whole number is expected here.", "Her ventes et helt tal."),
    "not-a-date": LocalizedText(
        "A date is written YYYY-MM-DD, in the Danish dialect also dd-mm-yyyy.",
        "En dato skrives ÅÅÅÅ-MM-DD, i den danske dialekt også dd-mm-åååå.",
    ),
    "not-a-moment": LocalizedText(
        "A point in time is written YYYY-MM-DD HH:MM, or dd-mm-yyyy HH:MM.",
        "Et tidspunkt skrives ÅÅÅÅ-MM-DD TT:MM eller dd-mm-åååå TT:MM.",
    ),
    "not-yes-or-no": LocalizedText("true or false is expected here.", "Her ventes true eller false (ja eller nej)."),
    "not-an-external-id": LocalizedText(
        "External ids are written `system:id`, with | between them.",
        "Eksterne id'er skrives `system:id` med | imellem.",
    ),
    "wrong-type": LocalizedText("This is of the wrong type.", "Dette er af en forkert type."),
    "control-characters": LocalizedText("Control characters are not accepted.", "Kontroltegn modtages ikke."),
    "too-many-cells": LocalizedText(
        "The row has more cells than the header.", "Rækken har flere celler end overskriften."
    ),
    "too-few-cells": LocalizedText(
        "The row has fewer cells than the header.", "Rækken har færre celler end overskriften."
    ),
    "not-a-point": LocalizedText(
        "Points are written `key: text` or `key: level: text`, with | between them.",
        "Punkter skrives `nøgle: tekst` eller `nøgle: trin: tekst` med | imellem.",
    ),
    "not-a-line": LocalizedText(
        "`source_line` is the number of a line, from 1 on.", "`source_line` er nummeret på en linje, fra 1 og op."
    ),
    "unknown-field": LocalizedText("The row has a field that is not known.", "Rækken har et felt, der ikke kendes."),
    "no-key": LocalizedText(
        "Nothing tells which one this is: give its number, or an external id.",
        "Intet siger, hvilken det er: angiv nummer eller et eksternt id.",
    ),
    "exists-already": LocalizedText("There is one already, and the strategy is to create.", "Den findes allerede."),
    "not-there": LocalizedText(
        "There is none, and the strategy is to update.", "Den findes ikke, og der må kun ændres."
    ),
    "not-allowed": LocalizedText("You may not do this there.", "Det må du ikke dér."),
    "running-figures": LocalizedText(
        "Without a package these are running figures, which the data supplier brings: "
        "name one in the column `package`.",
        "Uden datapakke er det løbende tal, som dataleverandøren kommer med: angiv en i kolonnen `package`.",
    ),
    "unknown-reference": LocalizedText(
        "This refers to nothing within your reach.", "Dette henviser ikke til noget inden for din rækkevidde."
    ),
    "ambiguous": LocalizedText("This names more than one thing.", "Dette passer på mere end én."),
    "not-changed-here": LocalizedText(
        "An import does not change this; use the thing's own route.", "Dette ændres ikke ved import."
    ),
}  # fmt: skip


class UnreadableCell(ValueError):
    """A cell that does not say what its column expects; its argument names the flaw."""


def cell_fault(column: str | None, code: str) -> CellFault:
    """A flaw that is known by its name."""
    return CellFault(column, code, *_WORDS[code])


def repeated(column: str | None, line: int) -> CellFault:
    """The flaw of a row that speaks of the same thing as another row."""
    words = f"Line {line} is about the same thing.", f"Linje {line} handler om den samme."
    return CellFault(column, "repeated-key", *words)


def flaws_of(faults: Sequence[Fault], column_of: Mapping[str, str]) -> list[CellFault]:
    """What the rules of a room found, told of the file's columns."""
    found = []
    for fault in faults:
        field = (fault.pointer or "").removeprefix("/").partition("/")[0]
        words = fault.detail or _with_what_to_do(fault.kind)
        found.append(CellFault(column_of.get(field, field) or None, fault.code or fault.kind.code, words.en, words.da))
    return found


def _with_what_to_do(kind: ProblemType) -> LocalizedText:
    return LocalizedText(f"{kind.title.en}. {kind.mend.en}", f"{kind.title.da}. {kind.mend.da}")


def together(flaws: Sequence[CellFault], more: Sequence[CellFault]) -> list[CellFault]:
    """All flaws of a row; a column that cannot be read is not also said to be missing."""
    known = {flaw.column for flaw in flaws if flaw.column is not None}
    return [*flaws, *(one for one in more if one.column not in known)]


# --- one cell, by what its column holds ---

Reader = Callable[[str, Dialect], Any]
_DANISH_DAY = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})")
_DANISH_MOMENT = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})[ T](?:kl\. ?)?(\d{1,2}[:.]\d{2})")
_DANISH_NUMBER = re.compile(r"[+-]?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?")
_TRUTH = {"true": True, "false": False, "ja": True, "nej": False, "yes": True, "no": False, "1": True, "0": False}
MISSING = ("", "..", "...", ":", "-", "–")


def text(cell: str, dialect: Dialect) -> str | None:
    return cell.strip() or None


def number(cell: str, dialect: Dialect) -> float | None:
    cell = cell.strip().replace("\u2212", "-")
    if cell in MISSING:
        return None
    if dialect == Dialect.danish:
        if not _DANISH_NUMBER.fullmatch(cell):
            raise UnreadableCell("not-a-number")
        return float(cell.replace(".", "").replace(",", "."))
    if not _NUMBER.fullmatch(cell):
        raise UnreadableCell("not-a-number")
    return float(cell)


def whole(cell: str, dialect: Dialect) -> int | None:
    value = number(cell, dialect)
    if value is not None and (value != int(value) if abs(value) < 2**53 else True):
        raise UnreadableCell("not-a-whole-number")
    return None if value is None else int(value)


def day(cell: str, dialect: Dialect) -> str | None:
    cell = cell.strip()
    found = _DANISH_DAY.fullmatch(cell) if dialect == Dialect.danish else None
    if found:
        cell = f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    return cell or None


def moment(cell: str, dialect: Dialect) -> str | None:
    """A point in time; one that names no zone is in Danish civil time."""
    written, hour = cell.strip(), ""
    found = _DANISH_MOMENT.fullmatch(written)
    if found:
        written, hour = f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}", found[4].replace(".", ":").rjust(5, "0")
    if not written:
        return None
    try:
        at = datetime.fromisoformat(f"{written} {hour}".strip())
        return (at if at.tzinfo else at.replace(tzinfo=COPENHAGEN)).astimezone(UTC).isoformat()
    except (ValueError, OverflowError):  # none at all, or beyond the first or the last year
        raise UnreadableCell("not-a-moment") from None


def truth(cell: str, dialect: Dialect) -> bool | None:
    if not cell.strip():
        return None
    try:
        return _TRUTH[cell.strip().lower()]
    except KeyError:
        raise UnreadableCell("not-yes-or-no") from None


def many(cell: str, dialect: Dialect) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]


def pairs(cell: str, dialect: Dialect) -> list[dict[str, str]]:
    return [pair(part) for part in many(cell, dialect)]


def pair(said: str) -> dict[str, str]:
    """What one other system calls a thing, as `system:id`."""
    system, colon, id = said.partition(":")
    if not (system.strip() and colon and id.strip()):
        raise UnreadableCell("not-an-external-id")
    return {"system": system.strip(), "id": id.strip()}


def said_points(cell: str, dialect: Dialect) -> list[dict[str, Any]]:
    """What is said at the points of a guide, as `key: text` or `key: level: text`, with | between them."""
    return [_said_point(part) for part in many(cell, dialect)]


def _said_point(said: str) -> dict[str, Any]:
    key, colon, text = said.partition(":")
    level, second, rest = text.partition(":")
    if not (key.strip() and colon and text.strip()):
        raise UnreadableCell("not-a-point")
    if second and level.strip().isdigit():
        return {"key": key.strip(), "level": int(level), "text": rest.strip()}
    return {"key": key.strip(), "text": text.strip()}
