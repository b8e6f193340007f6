"""A file and its map, opened: all that can be known before the rows are read."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sammen.files.dialects import Dialect, FileRefused, Format, detect
from sammen.files.misread import why_few_columns
from sammen.files.tables import Table, open_table
from sammen.importing.columns import kinds, targets
from sammen.importing.exported import is_exported, map_of
from sammen.importing.fixed_columns import written
from sammen.mapping.binding import Binding
from sammen.mapping.faults import MapFault, MapRefused
from sammen.mapping.maps import Map, load

_DELIMITERS = {"comma": ",", "semicolon": ";", "danish": ";", "tab": "\t"}


@dataclass(frozen=True, slots=True)
class Source:
    """A file, and what is said about it; what is not said is found out, or stands in the map.

    `constants` are columns with one value in each row, on top of the map's: texts, numbers, truths, dates or ids.
    """

    path: Path
    map: Map | Path | str | None = None
    dialect: str | None = None
    encoding: str | None = None
    format: Format | None = None
    constants: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Reading:
    """A file that has been looked at. `binding` makes the rows of the import."""

    resource: str | None
    dialect: Dialect
    table: Table
    binding: Binding
    mapped: bool

    @property
    def as_it_is(self) -> bool:
        """Whether the file can be sent without being rewritten."""
        return not self.mapped and self.dialect.format == "ndjson" and self.dialect.encoding == "utf-8"


def read(resource: str | None, source: Source) -> Reading:
    """Look at a file; raises FileRefused or MapRefused."""
    given = load(source.map) if isinstance(source.map, Path | str) else source.map
    resource = _agreed(resource, given)
    dialect = _dialect(source, given)
    table = open_table(source.path, dialect, given.missing) if given else open_table(source.path, dialect)
    if given is None and is_exported(table.columns):
        given = map_of(resource or "")
    try:
        binding = _bound(resource or "", source, table, given)
    except (FileRefused, MapRefused):
        if why := why_few_columns(table):
            raise FileRefused(why) from None  # all columns that are missed have the same cause
        raise
    return Reading(resource, dialect, table, binding, mapped=given is not None or bool(source.constants))


def _bound(resource: str, source: Source, table: Table, given: Map | None) -> Binding:
    used = (given or Map.identity(table.columns)).with_constants(written(source.constants or {}))
    if given is None:
        _see_that_it_needs_no_map(source, resource, table)
    return used.bind(table, kinds(resource), targets(resource))


def _see_that_it_needs_no_map(source: Source, resource: str, table: Table) -> None:
    """Columns of another make are told together, with what to do about them."""
    known = targets(resource)
    strange = [name for name in table.columns if name not in known]
    if not known or len(strange) * 2 <= len(table.columns):
        return  # one or two of them are named by themselves, with what they may have meant
    word = resource.replace("_", "-")
    raise FileRefused(
        f"{source.path}: these columns are not those of an import of {word}: {', '.join(strange)}.\n"
        f"An import of {word} has: {', '.join(known)}.\n"
        f"Say in a map file what the file's columns mean (--map). To begin one, and to see what it makes:\n"
        f"  sammen import map {word} {source.path} > map.toml\n"
        f"  sammen import check {source.path} --map map.toml"
    )


def _agreed(resource: str | None, given: Map | None) -> str | None:
    said = given.form.resource if given is not None else None
    if given is not None and said is not None and resource is not None and said != resource:
        detail = f"the map is for {said!r}, but {resource!r} is imported"
        raise MapRefused(given.name, [MapFault("resource", given.lines.of(("resource",)), detail)])
    return resource or said


def _dialect(source: Source, given: Map | None) -> Dialect:
    said = given.form.file if given is not None else None
    if source.dialect is not None and source.dialect not in _DELIMITERS:
        raise FileRefused(f"{source.dialect!r} is no dialect: say one of {', '.join(_DELIMITERS)}.")
    delimiter = _DELIMITERS[source.dialect] if source.dialect else said.delimiter if said else None
    encoding = source.encoding or (said.encoding if said else None)
    return detect(
        source.path,
        format=source.format or (said.format if said else None),
        encoding=encoding,
        delimiter=delimiter,
    )
