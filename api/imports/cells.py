"""What a cell says: text as it stands in a file, made into the value that a shape expects."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from api.core.clock import COPENHAGEN
from api.core.problems import Fault, Kind, Words
from api.imports.models import Dialect


class Flaw(NamedTuple):
    """One thing wrong in a row: its column (None: the row as a whole), its name, and the words for it."""

    column: str | None
    code: str
    en: str
    da: str


_WORDS = {
    "not-a-number": Words(
        "This is not a number as the file's dialect writes it; `dialect=semicolon` reads decimal points.",
        "Dette er ikke et tal, som filens dialekt skriver det; `dialect=semicolon` læser decimalpunkter.",
    ),
    "not-a-whole-number": Words("A whole number is expected here.", "Her ventes et helt tal."),
    "not-a-date": Words(
        "A date is written YYYY-MM-DD, in the Danish dialect also dd-mm-yyyy.",
        "En dato skrives ÅÅÅÅ-MM-DD, i den danske dialekt også dd-mm-åååå.",
    ),
    "not-a-moment": Words(
        "A point in time is written YYYY-MM-DD HH:MM, or dd-mm-yyyy HH:MM.",
        "Et tidspunkt skrives ÅÅÅÅ-MM-DD TT:MM eller dd-mm-åååå TT:MM.",
    ),
    "not-yes-or-no": Words("true or false is expected here.", "Her ventes true eller false (ja eller nej)."),
    "not-an-external-id": Words(
        "External ids are written `system:id`, with | between them.",
        "Eksterne id'er skrives `system:id` med | imellem.",
    ),
    "wrong-type": Words("This is of the wrong type.", "Dette er af en forkert type."),
    "control-characters": Words("Control characters are not accepted.", "Kontroltegn modtages ikke."),
    "too-many-cells": Words("The row has more cells than the header.", "Rækken har flere celler end overskriften."),
    "too-few-cells": Words("The row has fewer cells than the header.", "Rækken har færre celler end overskriften."),
    "not-a-point": Words(
        "Points are written `key: text` or `key: level: text`, with | between them.",
        "Punkter skrives `nøgle: tekst` eller `nøgle: trin: tekst` med | imellem.",
    ),
    "not-a-line": Words(
        "`source_line` is the number of a line, from 1 on.", "`source_line` er nummeret på en linje, fra 1 og op."
    ),
    "unknown-field": Words("The row has a field that is not known.", "Rækken har et felt, der ikke kendes."),
    "no-key": Words(
        "Nothing tells which one this is: give its number, or an external id.",
        "Intet siger, hvilken det er: angiv nummer eller et eksternt id.",
    ),
    "exists-already": Words("There is one already, and the strategy is to create.", "Den findes allerede."),
    "not-there": Words("There is none, and the strategy is to update.", "Den findes ikke, og der må kun ændres."),
    "not-allowed": Words("You may not do this there.", "Det må du ikke dér."),
    "running-figures": Words(
        "Without a package these are running figures, which the data supplier brings: "
        "name one in the column `package`.",
        "Uden datapakke er det løbende tal, som dataleverandøren kommer med: angiv en i kolonnen `package`.",
    ),
    "unknown-reference": Words(
        "This refers to nothing within your reach.", "Dette henviser ikke til noget inden for din rækkevidde."
    ),
    "ambiguous": Words("This names more than one thing.", "Dette passer på mere end én."),
    "not-changed-here": Words(
        "An import does not change this; use the thing's own route.", "Dette ændres ikke ved import."
    ),
}  # fmt: skip


class Misread(ValueError):
    """A cell that does not say what its column expects; its argument names the flaw."""


def flaw(column: str | None, code: str) -> Flaw:
    """A flaw that is known by its name."""
    return Flaw(column, code, *_WORDS[code])


def repeated(column: str | None, line: int) -> Flaw:
    """The flaw of a row that speaks of the same thing as another row."""
    words = f"Line {line} is about the same thing.", f"Linje {line} handler om den samme."
    return Flaw(column, "repeated-key", *words)


def flaws_of(faults: Sequence[Fault], column_of: Mapping[str, str]) -> list[Flaw]:
    """What the rules of a room found, told of the file's columns."""
    found = []
    for fault in faults:
        field = (fault.pointer or "").removeprefix("/").partition("/")[0]
        words = fault.detail or _with_what_to_do(fault.kind)
        found.append(Flaw(column_of.get(field, field) or None, fault.code or fault.kind.code, words.en, words.da))
    return found


def _with_what_to_do(kind: Kind) -> Words:
    return Words(f"{kind.title.en}. {kind.mend.en}", f"{kind.title.da}. {kind.mend.da}")


def together(flaws: Sequence[Flaw], more: Sequence[Flaw]) -> list[Flaw]:
    """All flaws of a row; a column that cannot be read is not also said to be missing."""
    known = {one.column for one in flaws if one.column is not None}
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
            raise Misread("not-a-number")
        return float(cell.replace(".", "").replace(",", "."))
    if not _NUMBER.fullmatch(cell):
        raise Misread("not-a-number")
    return float(cell)


def whole(cell: str, dialect: Dialect) -> int | None:
    value = number(cell, dialect)
    if value is not None and (value != int(value) if abs(value) < 2**53 else True):
        raise Misread("not-a-whole-number")
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
        raise Misread("not-a-moment") from None


def truth(cell: str, dialect: Dialect) -> bool | None:
    if not cell.strip():
        return None
    try:
        return _TRUTH[cell.strip().lower()]
    except KeyError:
        raise Misread("not-yes-or-no") from None


def many(cell: str, dialect: Dialect) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]


def pairs(cell: str, dialect: Dialect) -> list[dict[str, str]]:
    return [pair(part) for part in many(cell, dialect)]


def pair(said: str) -> dict[str, str]:
    """What one other system calls a thing, as `system:id`."""
    system, colon, id = said.partition(":")
    if not (system.strip() and colon and id.strip()):
        raise Misread("not-an-external-id")
    return {"system": system.strip(), "id": id.strip()}


def said_points(cell: str, dialect: Dialect) -> list[dict[str, Any]]:
    """What is said at the points of a guide, as `key: text` or `key: level: text`, with | between them."""
    return [_said_point(part) for part in many(cell, dialect)]


def _said_point(said: str) -> dict[str, Any]:
    key, colon, text = said.partition(":")
    level, second, rest = text.partition(":")
    if not (key.strip() and colon and text.strip()):
        raise Misread("not-a-point")
    if second and level.strip().isdigit():
        return {"key": key.strip(), "level": int(level), "text": rest.strip()}
    return {"key": key.strip(), "text": text.strip()}
