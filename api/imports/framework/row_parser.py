"""Parsing rows: the cells of a CSV row, or the fields of an NDJSON object, become values by column."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from api.core.cpr_numbers import looks_like_cpr_number
from api.core.problems import Fault
from api.imports.framework.cell_parsers import (
    CellParser,
    InvalidCell,
    parse_boolean,
    parse_date,
    parse_external_id,
    parse_external_ids,
    parse_feedback_points,
    parse_integer,
    parse_list,
    parse_number,
    parse_text,
    parse_timestamp,
)
from api.imports.framework.file_reader import ABSENT, Record
from api.imports.models import Dialect

RowParser = Callable[[Record], tuple[dict[str, Any], list[Fault]]]
"""Returns the values of a row by column, and the faults of its cells."""

_JSON_TYPES: Mapping[CellParser, type | tuple[type, ...]] = {
    parse_text: str,
    parse_date: str,
    parse_timestamp: str,
    parse_boolean: bool,
    parse_number: (int, float),
    parse_integer: (int, float),
}
_JSON_ELEMENT_TYPES: Mapping[CellParser, type] = {
    parse_list: str,
    parse_external_ids: dict,
    parse_feedback_points: dict,
}
_SURROGATE = re.compile("[\ud800-\udfff]")


def row_parser(
    columns: Sequence[str],
    parsers: Mapping[str, CellParser],
    dialect: Dialect | None,
    omit_empty: Collection[str] = (),
    only: Collection[str] | None = None,
) -> RowParser:
    """Return the parser of a file's rows; of the columns `only`, where they are named.

    The values lack the fields that an NDJSON row lacks, and the empty cells of the columns `omit_empty`.
    """
    parsed_columns = [
        (index, name, parsers[name], name in omit_empty)
        for index, name in enumerate(columns)
        if only is None or name in only
    ]

    def parse_row(record: Record) -> tuple[dict[str, Any], list[Fault]]:
        values: dict[str, Any] = {}
        if record.fault:
            return values, [record.fault]
        faults, cells = [], record.cells
        for index, name, parser, may_omit in parsed_columns:
            try:
                if dialect is not None:
                    value = parser(cells[index], dialect)
                    if not (may_omit and value in (None, [])):
                        values[name] = value
                elif cells[index] != ABSENT:
                    values[name] = _json_value(cells[index], parser)
            except InvalidCell as invalid:
                faults.append(replace(invalid.fault, column=name))
        return values, faults

    return parse_row


def _json_value(value: Any, parser: CellParser) -> Any:
    """Check a value of NDJSON: it has its type already, except that external ids may be written as `system:id`."""
    element_type = _JSON_ELEMENT_TYPES.get(parser)
    if value is None:
        return None if element_type is None else []
    if not _is_storable(value):
        raise InvalidCell("control-characters")
    if parser is parse_external_ids and isinstance(value, list):
        value = [parse_external_id(element) if isinstance(element, str) else element for element in value]
    if element_type is None:
        valid = isinstance(value, _JSON_TYPES.get(parser, object))
    else:
        valid = isinstance(value, list) and all(isinstance(element, element_type) for element in value)
    if not valid:
        raise InvalidCell("wrong-type")
    if parser is parse_timestamp:
        parse_timestamp(value, Dialect.comma)  # for the fault; the schema reads the value itself
    return value


def _is_storable(value: Any) -> bool:
    """Return whether databases accept all text in a value: JSON can escape a NUL or half a surrogate pair."""
    if isinstance(value, str):
        return "\0" not in value and (value.isascii() or not _SURROGATE.search(value))
    if isinstance(value, dict):
        return all(_is_storable(part) for pair in value.items() for part in pair)
    return not isinstance(value, list) or all(map(_is_storable, value))


def mask_cpr_numbers(record: Record, columns: Sequence[str], identifier_columns: Collection[str]) -> list[Any]:
    """Return the cells of a rejected row for its report, with None for those that look like a CPR number.

    In `identifier_columns` a cell of digits alone is taken for the identifier that the column is for.
    """
    return [
        None
        if cell is not None
        and looks_like_cpr_number(str(cell))
        and not (name in identifier_columns and str(cell).isdigit())
        else cell
        for name, cell in zip(columns, record.cells, strict=True)
    ]
