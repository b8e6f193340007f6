"""Read map files, and bind them to tables."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from pydantic import ValidationError

from sammen_cli.files.numbers import NumberFormat, detect
from sammen_cli.files.tables import MISSING_VALUES, Table
from sammen_cli.mapping.cells import source_columns
from sammen_cli.mapping.map_errors import InvalidMap, MapError
from sammen_cli.mapping.map_validation import MapValidator
from sammen_cli.mapping.row_mapper import ColumnTypes, RowMapper
from sammen_cli.mapping.schema import (
    ColumnRule,
    ColumnsToRows,
    Condition,
    FileSection,
    Group,
    MapSchema,
    RowRule,
    Section,
    ValueColumn,
)
from sammen_cli.mapping.suggestions import did_you_mean
from sammen_cli.mapping.toml_lines import Key, TomlLines, dotted_key

_SAMPLE_ROWS = 2000


@dataclass(frozen=True)
class Map:
    """What the columns of a file mean. `constants` are the columns that were set outside the map (`--set`)."""

    name: str
    schema: MapSchema
    lines: TomlLines
    constants: frozenset[str] = frozenset()

    @classmethod
    def identity(cls, columns: Sequence[str]) -> Self:
        """The map for a file that has the columns of the import."""
        rules = {name: ColumnRule(source=[name]) for name in columns}
        return cls("the file", MapSchema(columns=rules), TomlLines(""))

    def with_constants(self, values: Mapping[str, str]) -> Self:
        """The same map with columns that have the same value in each row."""
        columns = {**self.schema.columns, **{name: ColumnRule(value=value) for name, value in values.items()}}
        return replace(self, schema=self.schema.model_copy(update={"columns": columns}), constants=frozenset(values))

    @property
    def missing_values(self) -> frozenset[str]:
        """The cells that mean that there is no value."""
        missing = self.schema.file.missing
        return MISSING_VALUES if missing is None else frozenset(missing) | {""}

    def bind(self, table: Table, types: ColumnTypes, import_columns: Sequence[str] = ()) -> RowMapper:
        """Bind the map to a table; raises InvalidMap with all errors."""
        validator = MapValidator(self.schema, self.lines, self.constants)
        errors = validator.errors(table.columns, import_columns, types)
        if errors:
            raise InvalidMap(self.name, errors)
        decimal = self.schema.file.decimal
        numbers = NumberFormat(decimal) if decimal is not None else detect(_cells(table, self._number_columns(types)))
        return RowMapper(self.schema, table, numbers, types)

    def _number_columns(self, types: ColumnTypes) -> set[str]:
        """The columns of the file that are numbers: only these show its decimal sign."""
        schema = self.schema
        names: set[str] = set()
        for columns in (schema.derived, schema.columns):
            for name, rule in columns.items():
                if name in types.numbers or rule.number:
                    names.update(source_columns(rule))
        if schema.columns_to_rows is not None and schema.columns_to_rows.value in names:
            names.update(schema.columns_to_rows.columns)
        return names


def load_map(path: Path | str) -> Map:
    """Read a map file; raises InvalidMap with all errors."""
    name = str(path)
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidMap(name, [MapError("", None, f"cannot be read: {error}")]) from error
    return parse_map(text, name)


def parse_map(text: str, name: str = "the map") -> Map:
    """Read the text of a map; raises InvalidMap with all errors."""
    lines = TomlLines(text)
    try:
        schema = MapSchema.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise InvalidMap(name, [MapError("", None, f"is not TOML: {error}")]) from error
    except ValidationError as error:
        raise InvalidMap(name, _schema_errors(error, lines)) from error
    return Map(name, schema, lines)


def _schema_errors(error: ValidationError, lines: TomlLines) -> list[MapError]:
    errors = [
        MapError(
            dotted_key(entry["loc"]), lines.line_of(entry["loc"]), _message(entry["type"], entry["msg"], entry["loc"])
        )
        for entry in error.errors(include_url=False)
    ]
    return sorted(errors, key=lambda error: error.line or 0)


_MESSAGES = {"missing": "is missing", "string_type": "should be a text", "too_short": "should not be empty"}


def _message(error_type: str, message: str, key: Key) -> str:
    if error_type == "extra_forbidden":
        known = [field.alias or name for name, field in _section_at(key).model_fields.items()]
        return f"is not a known key here{did_you_mean(str(key[-1]), known)}"
    if error_type in {"model_type", "dict_type"}:
        return "should be a text or a table" if key[0] != "file" else "should be a table"
    return _MESSAGES.get(error_type, message.removeprefix("Value error, ").replace("Input should", "should"))


def _section_at(key: Key) -> type[Section]:
    """The section that contains a key."""
    if {"keep", "drop", "head"} & set(key[1:-1]):
        return Condition
    if len(key) == 1:
        return MapSchema
    sections: dict[str, type[Section]] = {
        "columns": ColumnRule,
        "derived": ColumnRule,
        "file": FileSection,
        "rows": RowRule,
        "group": Group,
    }
    return sections.get(str(key[0]), ValueColumn if len(key) > 2 else ColumnsToRows)


def _cells(table: Table, names: set[str]) -> Iterator[str]:
    indexes = [index for index, name in enumerate(table.columns) if name in names]
    for row in table.sample(_SAMPLE_ROWS) if indexes else ():
        for index in indexes:
            yield row[index]
