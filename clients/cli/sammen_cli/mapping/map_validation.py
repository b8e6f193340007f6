"""Validate a map against the columns of a file and of an import."""

from collections.abc import Iterator, Sequence

from sammen_cli.mapping.cells import source_columns
from sammen_cli.mapping.map_errors import MapError
from sammen_cli.mapping.row_mapper import ColumnTypes
from sammen_cli.mapping.schema import ColumnRule, MapSchema
from sammen_cli.mapping.suggestions import did_you_mean, suggest
from sammen_cli.mapping.toml_lines import Key, TomlLines, dotted_key


class MapValidator:
    """Finds all errors of a map. `constants` are the columns that were set outside the map (`--set`)."""

    def __init__(self, schema: MapSchema, lines: TomlLines, constants: frozenset[str]) -> None:
        self._schema = schema
        self._lines = lines
        self._constants = constants

    def errors(self, file_columns: Sequence[str], import_columns: Sequence[str], types: ColumnTypes) -> list[MapError]:
        """The errors, by line."""
        errors = [
            *self._unknown_file_columns(file_columns),
            *self._unknown_import_columns(import_columns),
            *self._invalid_values(types),
        ]
        return sorted(errors, key=lambda error: error.line or 0)

    def _unknown_file_columns(self, file_columns: Sequence[str]) -> Iterator[MapError]:
        known = list(file_columns)
        schema = self._schema
        for name, rule in schema.derived.items():
            yield from self._unknown(("derived", name), source_columns(rule), known)
            if name in known:
                yield self._error(("derived", name), f"the file already has a column {name!r}")
            known.append(name)
        for index, row_rule in enumerate(schema.rows):
            conditions = [condition for condition in (row_rule.keep, row_rule.drop) if condition]
            yield from self._unknown(("rows", index), [condition.column for condition in conditions], known)
        if schema.group is not None:
            head = [schema.group.head.column] if schema.group.head is not None else []
            yield from self._unknown(("group",), [*schema.group.by, *head], known)
        if schema.columns_to_rows is not None:
            for name in schema.columns_to_rows.columns:
                yield from self._unknown(("columns_to_rows", "columns", name), [name], known)
            for key in ("name", "value"):
                if (added := getattr(schema.columns_to_rows, key)) in known:
                    yield self._error(("columns_to_rows", key), f"the file already has a column {added!r}")
                known.append(added)
        for name, rule in schema.columns.items():
            yield from self._unknown(("columns", name), source_columns(rule), known)

    def _unknown(self, key: Key, names: list[str], known: list[str]) -> Iterator[MapError]:
        for name in dict.fromkeys(names):
            if name not in known:
                yield self._error(key, f"the file has no column {name!r}{suggest(name, known)}")

    def _unknown_import_columns(self, import_columns: Sequence[str]) -> Iterator[MapError]:
        for name in self._schema.columns if import_columns else ():
            if name not in import_columns:
                detail = f"the import has no column {name!r}{suggest(name, import_columns)}"
                yield self._error(("columns", name), detail)

    def _invalid_values(self, types: ColumnTypes) -> Iterator[MapError]:
        """Values in the map itself that an enumeration does not have; the service validates those of cells."""
        for name, rule in self._schema.columns.items():
            accepted = types.enumerations.get(name, ())
            for key, text in _literal_values(rule) if accepted else ():
                for value in text.split("|"):
                    if value and value not in accepted:
                        detail = f"{value!r} is not one of {', '.join(accepted)}{did_you_mean(value, accepted)}"
                        yield self._error(("columns", name, *key), detail)

    def _error(self, key: Key, detail: str) -> MapError:
        if len(key) > 1 and key[0] == "columns" and key[1] in self._constants:
            return MapError(f"{key[1]} (set outside the map)", None, detail)
        return MapError(dotted_key(key), self._lines.line_of(key), detail)


def _literal_values(rule: ColumnRule) -> Iterator[tuple[Key, str]]:
    for key in ("value", "default", "empty"):
        if text := getattr(rule, key):
            yield (key,), text
    for source, text in (rule.values or {}).items():
        yield ("values", source), text
