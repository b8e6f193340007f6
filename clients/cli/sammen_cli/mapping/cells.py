"""Column rules of a map, compiled to functions from a row to a cell."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date

from sammen_cli.files.numbers import InvalidNumber, NumberFormat
from sammen_cli.files.tables import Row
from sammen_cli.mapping.schema import ColumnRule, date_pattern

MakeCell = Callable[[Row], str]
Transform = Callable[[str], str]
ColumnIndexes = Mapping[str, int]

_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
_MAX_CACHED = 10_000
_TRANSLITERATION = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ß": "ss"})


class InvalidCell(Exception):
    """The map cannot convert a cell; the message says why."""


def source_columns(rule: ColumnRule) -> list[str]:
    """The columns that a column is made of."""
    if rule.template is not None:
        return _PLACEHOLDER.findall(rule.template)
    return list(rule.source or ())


def compile_column(rule: ColumnRule, indexes: ColumnIndexes, numbers: NumberFormat) -> MakeCell:
    """The function for a column; all its source columns are in `indexes`."""
    source = _compile_source(rule, indexes)
    transforms = _transforms(rule, numbers)
    if not transforms:
        return source
    if len(transforms) == 1:
        [transform] = transforms
        return lambda row: transform(source(row))

    def make_cell(row: Row) -> str:
        text = source(row)
        for transform in transforms:
            text = transform(text)
        return text

    return make_cell


def _compile_source(rule: ColumnRule, indexes: ColumnIndexes) -> MakeCell:
    if rule.value is not None:
        constant = rule.value
        return lambda row: constant
    if rule.template is not None:
        return _compile_template(rule.template, indexes)
    return _first_filled(rule.source or [], indexes)


def _first_filled(names: list[str], indexes: ColumnIndexes) -> MakeCell:
    if len(names) == 1:
        index = indexes[names[0]]
        return lambda row: row[index]
    candidates = [indexes[name] for name in names]
    return lambda row: next((row[index] for index in candidates if row[index]), "")


def _compile_template(template: str, indexes: ColumnIndexes) -> MakeCell:
    """A template; the result is empty when all its columns are."""
    pieces = _PLACEHOLDER.split(template)
    literals, columns = pieces[::2], [indexes[name] for name in pieces[1::2]]

    def fill(row: Row) -> str:
        cells = [row[column] for column in columns]
        if not any(cells):
            return ""
        return literals[0] + "".join(cell + literal for cell, literal in zip(cells, literals[1:], strict=True))

    return fill


def _transforms(rule: ColumnRule, numbers: NumberFormat) -> list[Transform]:
    transforms: list[Transform] = []
    if rule.extract is not None:
        transforms.append(_extract(re.compile(rule.extract), rule.unmatched))
    if rule.values is not None or rule.default is not None:
        transforms.append(map_values(rule.values or {}, rule.unknown, rule.default))
    if rule.number:
        transforms.append(normalize_number(numbers))
    if rule.date is not None:
        transforms.append(_parse_date(rule.date))
    if rule.slug:
        transforms.append(slugify)
    if rule.empty is not None:
        replacement = rule.empty
        transforms.append(lambda text: text or replacement)
    if rule.required:
        transforms.append(_require)
    return transforms


def _extract(pattern: re.Pattern[str], unmatched: str) -> Transform:
    def extract(text: str) -> str:
        match = pattern.search(text) if text else None
        if match is not None:
            return (match[1] if pattern.groups else match[0]) or ""
        if not text or unmatched == "empty":
            return ""
        if unmatched == "keep":
            return text
        raise InvalidCell("does not match the pattern of extract")

    return extract


def map_values(values: Mapping[str, str], unknown: str, default: str | None = None) -> Transform:
    """Replace values. An empty cell stays empty unless `values` has the empty text."""

    def replace(text: str) -> str:
        replacement = values.get(text)
        if replacement is not None:
            return replacement
        if not text or unknown == "empty":
            return ""
        if default is not None:
            return default
        if unknown == "keep":
            return text
        raise InvalidCell("is not one of the values in the map")

    return replace


def normalize_number(numbers: NumberFormat) -> Transform:
    """Convert a number to the form of the contract."""
    cache: dict[str, str] = {"": ""}  # figures repeat: most are converted once

    def normalize(text: str) -> str:
        number = cache.get(text)
        if number is not None:
            return number
        try:
            number = numbers.normalize(text)
        except InvalidNumber as error:
            raise InvalidCell(str(error)) from None
        if len(cache) < _MAX_CACHED:
            cache[text] = number
        return number

    return normalize


def _parse_date(date_format: str) -> Transform:
    pattern = date_pattern(date_format)

    def parse(text: str) -> str:
        if not text:
            return ""
        match = pattern.fullmatch(text)
        try:
            if match is not None:
                return date(int(match["y"]), int(match["m"]), int(match["d"])).isoformat()
        except ValueError:
            pass
        raise InvalidCell(f"is not a date in the form {date_format}")

    return parse


_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_parse_danish_date = _parse_date("dd-mm-yyyy")


def normalize_date(text: str) -> str:
    """A date in ISO or Danish form, as an ISO date: the two forms cannot be confused. Empty stays empty."""
    return text if _ISO_DATE.fullmatch(text) else _parse_danish_date(text)


def slugify(text: str) -> str:
    """Lower-case ASCII letters, digits and hyphens, for ids that do not depend on spacing and punctuation."""
    ascii_text = unicodedata.normalize("NFKD", text.lower().translate(_TRANSLITERATION)).encode("ascii", "ignore")
    return re.sub(r"[^a-z0-9]+", "-", ascii_text.decode()).strip("-")


def _require(text: str) -> str:
    if not text:
        raise InvalidCell("is empty")
    return text
