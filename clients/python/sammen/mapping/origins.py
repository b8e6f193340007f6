"""Where in the file a column of the import comes from, and what stands there: what is told of a fault."""

from collections.abc import Iterator

from sammen.files.tables import Row
from sammen.mapping.cells import Places, sources
from sammen.mapping.form import MapForm


class Origins:
    """The file's own columns behind those of a map, through derived columns and columns that became rows."""

    def __init__(self, form: MapForm, places: Places) -> None:
        self._form = form
        self._places = places

    def of(self, column: str, row: Row) -> tuple[str | None, str]:
        """The columns of the file that a column of the import is made of, and what stands in them in this row."""
        made = self._form.columns.get(column) or self._form.derived.get(column)
        names = dict.fromkeys(name for one in sources(made) for name in self._own(one, row)) if made else {}
        filled = [name for name in names if row[self._places[name]]] or list(names)
        if not filled:
            return None, ""
        return ", ".join(filled), ", ".join(filter(None, (row[self._places[name]] for name in filled)))

    def _own(self, name: str, row: Row) -> Iterator[str]:
        spread, derived = self._form.columns_to_rows, self._form.derived.get(name)
        if spread is not None and name in (spread.name, spread.value):
            called = row[self._places[spread.name]]
            yield from (source for source, target in spread.columns.items() if target.name == called)
        elif derived is not None:
            for one in sources(derived):
                yield from self._own(one, row)
        else:
            yield name
