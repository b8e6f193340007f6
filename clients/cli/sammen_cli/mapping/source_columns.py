"""The columns of the file behind a column of the import, for error messages."""

from collections.abc import Iterator

from sammen_cli.files.tables import Row
from sammen_cli.mapping.cells import ColumnIndexes, source_columns
from sammen_cli.mapping.schema import MapSchema


class SourceColumns:
    """Resolves columns of a map to those of the file, through derived columns and columns that became rows."""

    def __init__(self, schema: MapSchema, indexes: ColumnIndexes) -> None:
        self._schema = schema
        self._indexes = indexes

    def resolve(self, column: str, row: Row) -> tuple[str | None, str]:
        """The names of the source columns of a column of the import, and their cells in this row."""
        rule = self._schema.columns.get(column) or self._schema.derived.get(column)
        sources = source_columns(rule) if rule else []
        names = dict.fromkeys(name for source in sources for name in self._file_columns(source, row))
        filled = [name for name in names if row[self._indexes[name]]] or list(names)
        if not filled:
            return None, ""
        return ", ".join(filled), ", ".join(filter(None, (row[self._indexes[name]] for name in filled)))

    def _file_columns(self, name: str, row: Row) -> Iterator[str]:
        columns_to_rows, derived = self._schema.columns_to_rows, self._schema.derived.get(name)
        if columns_to_rows is not None and name in (columns_to_rows.name, columns_to_rows.value):
            row_name = row[self._indexes[columns_to_rows.name]]
            yield from (source for source, column in columns_to_rows.columns.items() if column.name == row_name)
        elif derived is not None:
            for source in source_columns(derived):
                yield from self._file_columns(source, row)
        else:
            yield name
