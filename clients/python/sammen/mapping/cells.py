"""Columns of a map, made into functions from a row to a cell."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date

from sammen.files.numbers import NotANumber, Numbers
from sammen.files.tables import Row
from sammen.mapping.form import ColumnForm, date_pattern

Cell = Callable[[Row], str]
Step = Callable[[str], str]
Places = Mapping[str, int]

_NAMES = re.compile(r"\{([^{}]+)\}")
_REMEMBERED = 10_000
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ß": "ss"})


class CellRefused(Exception):
    """A cell that the map has no reading of; the message says why."""


def sources(form: ColumnForm) -> list[str]:
    """The columns of the file that a column is made of."""
    if form.template is not None:
        return _NAMES.findall(form.template)
    return list(form.source or ())


def cell(form: ColumnForm, places: Places, numbers: Numbers) -> Cell:
    """The function for a column whose sources are all in `places`."""
    start = _start(form, places)
    steps = _steps(form, numbers)
    if not steps:
        return start
    if len(steps) == 1:
        only = steps[0]
        return lambda row: only(start(row))

    def stepped(row: Row) -> str:
        text = start(row)
        for step in steps:
            text = step(text)
        return text

    return stepped


def _start(form: ColumnForm, places: Places) -> Cell:
    if form.value is not None:
        constant = form.value
        return lambda row: constant
    return _joined(form.template, places) if form.template is not None else _copied(form.source or [], places)


def _copied(names: list[str], places: Places) -> Cell:
    if len(names) == 1:
        place = places[names[0]]
        return lambda row: row[place]
    many = [places[name] for name in names]
    return lambda row: next((row[place] for place in many if row[place]), "")


def _joined(template: str, places: Places) -> Cell:
    """A template; empty when all of its columns are."""
    pieces = _NAMES.split(template)
    words, columns = pieces[::2], [places[name] for name in pieces[1::2]]

    def joined(row: Row) -> str:
        cells = [row[column] for column in columns]
        if not any(cells):
            return ""
        return words[0] + "".join(text + word for text, word in zip(cells, words[1:], strict=True))

    return joined


def _steps(form: ColumnForm, numbers: Numbers) -> list[Step]:
    steps: list[Step] = []
    if form.extract is not None:
        steps.append(_extracted(re.compile(form.extract), form.unmatched))
    if form.values is not None or form.default is not None:
        steps.append(known(form.values or {}, form.unknown, form.default))
    if form.number:
        steps.append(number(numbers))
    if form.date is not None:
        steps.append(_dated(form.date))
    if form.slug:
        steps.append(slug)
    if form.empty is not None:
        instead = form.empty
        steps.append(lambda text: text or instead)
    if form.required:
        steps.append(_required)
    return steps


def _extracted(pattern: re.Pattern[str], unmatched: str) -> Step:
    def extracted(text: str) -> str:
        match = pattern.search(text) if text else None
        if match is not None:
            return (match[1] if pattern.groups else match[0]) or ""
        if not text or unmatched == "empty":
            return ""
        if unmatched == "keep":
            return text
        raise CellRefused("does not fit the map's extract")

    return extracted


def known(values: Mapping[str, str], unknown: str, default: str | None = None) -> Step:
    """A value map. What is empty stays empty unless the map names the empty text."""

    def translated(text: str) -> str:
        found = values.get(text)
        if found is not None:
            return found
        if not text or unknown == "empty":
            return ""
        if default is not None:
            return default
        if unknown == "keep":
            return text
        raise CellRefused("is none of the map's values")

    return translated


def number(numbers: Numbers) -> Step:
    known_already: dict[str, str] = {"": ""}  # figures repeat: most are read once

    def plain(text: str) -> str:
        found = known_already.get(text)
        if found is not None:
            return found
        try:
            found = numbers.plain(text)
        except NotANumber as error:
            raise CellRefused(str(error)) from None
        if len(known_already) < _REMEMBERED:
            known_already[text] = found
        return found

    return plain


def _dated(form: str) -> Step:
    pattern = date_pattern(form)

    def dated(text: str) -> str:
        if not text:
            return ""
        match = pattern.fullmatch(text)
        try:
            if match is not None:
                return date(int(match["y"]), int(match["m"]), int(match["d"])).isoformat()
        except ValueError:
            pass
        raise CellRefused(f"is no date written {form}")

    return dated


_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_danish_date = _dated("dd-mm-yyyy")


def either_date(text: str) -> str:
    """A date as the contract or as Danes write it: the two cannot be taken for each other."""
    return text if _ISO_DATE.fullmatch(text) else _danish_date(text)


def slug(text: str) -> str:
    """Lower-case letters, digits and hyphens: fit for an id that stays the same however the name is spaced."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _required(text: str) -> str:
    if not text:
        raise CellRefused("is empty")
    return text
