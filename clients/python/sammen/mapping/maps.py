"""A map file, read and judged; and what it makes of a file."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Self

from pydantic import ValidationError

from sammen.files.numbers import Numbers, detect
from sammen.files.tables import MISSING, Table
from sammen.mapping.binding import Binding, Kinds
from sammen.mapping.cells import sources
from sammen.mapping.faults import Key, Lines, MapFault, MapRefused, dotted
from sammen.mapping.form import ColumnForm, Form, MapForm

_SAMPLE = 2000
_UNION_MEMBERS = {"str", "ColumnForm", "SpreadColumn", "function-after[_one_test(), Condition]"}


@dataclass(frozen=True)
class Map:
    """What the columns of a file mean."""

    name: str
    form: MapForm
    lines: Lines

    @classmethod
    def identity(cls, columns: Sequence[str]) -> Self:
        """The map of a file whose columns are already those of the import."""
        return cls("the file", MapForm(columns={name: name for name in columns}), Lines(""))

    @property
    def missing(self) -> frozenset[str]:
        """What stands in the file where there is nothing."""
        given = self.form.file.missing
        return MISSING if given is None else frozenset(given) | {""}

    def bind(self, table: Table, kinds: Kinds, targets: Sequence[str] = ()) -> Binding:
        """Bring map and file together; raises MapRefused naming every column that is not there."""
        faults = [*self._unknown_sources(table), *self._unknown_targets(targets)]
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
                if name in kinds.numbers or (isinstance(column, ColumnForm) and column.number):
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
                yield self._fault(key, f"the file has no column {name!r}{_near(name, known)}")

    def _unknown_targets(self, targets: Sequence[str]) -> Iterator[MapFault]:
        for name in self.form.columns if targets else ():
            if name not in targets:
                detail = f"the import has no column {name!r}{_near(name, targets)}"
                yield self._fault(("columns", name), detail)

    def _fault(self, key: Key, detail: str) -> MapFault:
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
    found: dict[tuple[str, str], MapFault] = {}
    entries = error.errors(include_url=False)
    # A column is a text or a table: of the two readings that failed, the one that was not meant is left out.
    meant = {entry["loc"][:-1] for entry in entries if entry["loc"] and entry["loc"][-1] == "str"}
    tables = {entry["loc"] for entry in entries if entry["loc"] and entry["loc"][-1] != "str"}
    for entry in entries:
        place = entry["loc"]
        beside = any(other[: len(place) - 1] == place[:-1] for other in tables)
        if place and place[-1] == "str" and place[:-1] in meant and beside:
            continue
        key = tuple(part for part in place if part not in _UNION_MEMBERS)
        fault = MapFault(dotted(key), lines.of(key), _words(entry["type"], entry["msg"], key))
        found.setdefault((fault.key, fault.detail), fault)
    return sorted(found.values(), key=lambda fault: fault.line or 0)


def _words(kind: str, message: str, key: Key) -> str:
    if kind == "extra_forbidden":
        known = sorted({field.alias or name for form in _FORMS for name, field in form.model_fields.items()})
        return f"is not a word that maps know here{_near(str(key[-1]), known)}"
    if kind == "missing":
        return "is missing"
    if kind == "value_error":
        return message.removeprefix("Value error, ")
    return message[:1].lower() + message[1:]


_FORMS: list[type[Form]] = [MapForm, ColumnForm, *Form.__subclasses__()]


def _near(name: str, known: Sequence[str]) -> str:
    close = get_close_matches(name, known, n=1, cutoff=0.6)
    return f"; did you mean {close[0]!r}?" if close else ""


def _cells(table: Table, names: set[str]) -> Iterator[str]:
    places = [place for place, name in enumerate(table.columns) if name in names]
    for row in table.sample(_SAMPLE) if places else ():
        for place in places:
            yield row[place]
