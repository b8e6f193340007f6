"""A map file, read and judged; and what it makes of a file."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from pydantic import ValidationError

from sammen.files.numbers import Numbers, detect
from sammen.files.tables import MISSING, Table
from sammen.mapping.binding import Binding, Kinds
from sammen.mapping.cells import sources
from sammen.mapping.faults import Key, Lines, MapFault, MapRefused, dotted
from sammen.mapping.form import ColumnForm, Condition, FileForm, Form, Group, MapForm, RowRule, Spread, SpreadColumn
from sammen.mapping.names import near, near_or_all

_SAMPLE = 2000


@dataclass(frozen=True)
class Map:
    """What the columns of a file mean."""

    name: str
    form: MapForm
    lines: Lines
    beside: frozenset[str] = frozenset()
    """Columns that were set beside the map."""

    @classmethod
    def identity(cls, columns: Sequence[str]) -> Self:
        """The map of a file whose columns are already those of the import."""
        return cls("the file", MapForm(columns={name: ColumnForm(source=[name]) for name in columns}), Lines(""))

    def with_constants(self, values: Mapping[str, str]) -> Self:
        """The same map, where these columns have one value in each row."""
        columns = {**self.form.columns, **{name: ColumnForm(value=value) for name, value in values.items()}}
        return replace(self, form=self.form.model_copy(update={"columns": columns}), beside=frozenset(values))

    @property
    def missing(self) -> frozenset[str]:
        """What stands in the file where there is nothing."""
        given = self.form.file.missing
        return MISSING if given is None else frozenset(given) | {""}

    def bind(self, table: Table, kinds: Kinds, targets: Sequence[str] = ()) -> Binding:
        """Bring map and file together; raises MapRefused naming every column that is not there."""
        faults = [*self._unknown_sources(table), *self._unknown_targets(targets), *self._unknown_words(kinds)]
        if faults:
            raise MapRefused(self.name, sorted(faults, key=lambda fault: fault.line or 0))
        given = self.form.file.decimal
        numbers = Numbers(given) if given is not None else detect(_cells(table, self._figures(kinds)))
        return Binding(self.form, table, numbers, kinds)

    def _figures(self, kinds: Kinds) -> set[str]:
        """The columns of the file that hold figures: only these show which decimal sign it has."""
        form = self.form
        found: set[str] = set()
        for columns in (form.derived, form.columns):
            for name, column in columns.items():
                if name in kinds.numbers or column.number:
                    found.update(sources(column))
        if form.columns_to_rows is not None and form.columns_to_rows.value in found:
            found.update(form.columns_to_rows.columns)
        return found

    def _unknown_sources(self, table: Table) -> Iterator[MapFault]:
        known = list(table.columns)
        form = self.form
        for name, column in form.derived.items():
            yield from self._absent(("derived", name), sources(column), known)
            if name in known:
                yield self._fault(("derived", name), f"the file has a column {name!r} already")
            known.append(name)
        for index, rule in enumerate(form.rows):
            yield from self._absent(("rows", index), [test.column for test in (rule.keep, rule.drop) if test], known)
        if form.group is not None:
            tested = [form.group.head.column] if form.group.head is not None else []
            yield from self._absent(("group",), [*form.group.by, *tested], known)
        if form.columns_to_rows is not None:
            for name in form.columns_to_rows.columns:
                yield from self._absent(("columns_to_rows", "columns", name), [name], known)
            for key in ("name", "value"):
                if (added := getattr(form.columns_to_rows, key)) in known:
                    yield self._fault(("columns_to_rows", key), f"the file has a column {added!r} already")
                known.append(added)
        for name, column in form.columns.items():
            yield from self._absent(("columns", name), sources(column), known)

    def _absent(self, key: Key, names: list[str], known: list[str]) -> Iterator[MapFault]:
        for name in dict.fromkeys(names):
            if name not in known:
                yield self._fault(key, f"the file has no column {name!r}{near_or_all(name, known)}")

    def _unknown_targets(self, targets: Sequence[str]) -> Iterator[MapFault]:
        for name in self.form.columns if targets else ():
            if name not in targets:
                detail = f"the import has no column {name!r}{near_or_all(name, targets)}"
                yield self._fault(("columns", name), detail)

    def _unknown_words(self, kinds: Kinds) -> Iterator[MapFault]:
        """What the map itself says in columns that take some words only; what cells say is the service's to judge."""
        for name, column in self.form.columns.items():
            known = kinds.words.get(name, ())
            for key, text in _said(column) if known else ():
                for word in text.split("|"):
                    if word and word not in known:
                        detail = f"{word!r} is none of {', '.join(known)}{near(word, known)}"
                        yield self._fault(("columns", name, *key), detail)

    def _fault(self, key: Key, detail: str) -> MapFault:
        if len(key) > 1 and key[0] == "columns" and key[1] in self.beside:
            return MapFault(f"{key[1]} (set beside the map)", None, detail)
        return MapFault(dotted(key), self.lines.of(key), detail)


def load(path: Path | str) -> Map:
    """Read a map file; raises MapRefused with all its faults."""
    name = str(path)
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise MapRefused(name, [MapFault("", None, f"cannot be read: {error}")]) from error
    return read(text, name)


def read(text: str, name: str = "the map") -> Map:
    """Read the text of a map; raises MapRefused with all its faults."""
    lines = Lines(text)
    try:
        form = MapForm.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise MapRefused(name, [MapFault("", None, f"is not TOML: {error}")]) from error
    except ValidationError as error:
        raise MapRefused(name, _faults(error, lines)) from error
    return Map(name, form, lines)


def _faults(error: ValidationError, lines: Lines) -> list[MapFault]:
    faults = [
        MapFault(dotted(entry["loc"]), lines.of(entry["loc"]), _words(entry["type"], entry["msg"], entry["loc"]))
        for entry in error.errors(include_url=False)
    ]
    return sorted(faults, key=lambda fault: fault.line or 0)


def _words(kind: str, message: str, key: Key) -> str:
    if kind == "extra_forbidden":
        known = [field.alias or name for name, field in _form_at(key).model_fields.items()]
        return f"is not a word that maps know here{near(str(key[-1]), known)}"
    if kind in {"model_type", "dict_type"}:
        return "is a text, or a table" if key[0] != "file" else "is a table"
    return _WORDS.get(kind, message.removeprefix("Value error, ").replace("Input should", "should"))


_WORDS = {"missing": "is missing", "string_type": "should be a text", "too_short": "should not be empty"}


def _form_at(key: Key) -> type[Form]:
    """What may stand at a place of a map."""
    if {"keep", "drop", "head"} & set(key[1:-1]):
        return Condition
    if len(key) == 1:
        return MapForm
    deeper = SpreadColumn if len(key) > 2 else Spread
    places: dict[str, type[Form]] = {
        "columns": ColumnForm,
        "derived": ColumnForm,
        "file": FileForm,
        "rows": RowRule,
        "group": Group,
    }
    return places.get(str(key[0]), deeper)


def _said(column: ColumnForm) -> Iterator[tuple[Key, str]]:
    for key in ("value", "default", "empty"):
        if text := getattr(column, key):
            yield (key,), text
    for source, text in (column.values or {}).items():
        yield ("values", source), text


def _cells(table: Table, names: set[str]) -> Iterator[str]:
    places = [place for place, name in enumerate(table.columns) if name in names]
    for row in table.sample(_SAMPLE) if places else ():
        for place in places:
            yield row[place]
