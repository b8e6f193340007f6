"""Open a file with its map: everything that can be checked before its rows are read."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sammen_cli.files.dialects import Dialect, Format, detect
from sammen_cli.files.errors import InvalidFile
from sammen_cli.files.header_detection import explain_missing_columns
from sammen_cli.files.tables import Table, open_table
from sammen_cli.imports.column_types import column_types, import_columns
from sammen_cli.imports.constant_columns import constants_as_text
from sammen_cli.imports.export_map import is_exported, map_for_export
from sammen_cli.mapping.map_errors import InvalidMap, MapError
from sammen_cli.mapping.map_file import Map, load_map
from sammen_cli.mapping.row_mapper import RowMapper

_DELIMITERS = {"comma": ",", "semicolon": ";", "danish": ";", "tab": "\t"}


@dataclass(frozen=True, slots=True)
class FileOptions:
    """How to read a file; what is not given is detected, or in the map.

    `constants` are columns with the same value in each row, in addition to those of the map: texts, numbers,
    booleans, dates or ids.
    """

    map: Map | Path | str | None = None
    dialect: str | None = None
    encoding: str | None = None
    format: Format | None = None
    constants: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class SourceFile:
    """An opened file. `mapper` makes the rows of the import."""

    resource: str | None
    dialect: Dialect
    table: Table
    mapper: RowMapper
    mapped: bool

    @property
    def unchanged(self) -> bool:
        """Whether the file can be sent without being rewritten."""
        return not self.mapped and self.dialect.format == "ndjson" and self.dialect.encoding == "utf-8"


def open_source(resource: str | None, path: Path, options: FileOptions | None = None) -> SourceFile:
    """Open a file for an import of `resource`, by default that of the map. Raises InvalidFile or InvalidMap."""
    options = options or FileOptions()
    file_map = load_map(options.map) if isinstance(options.map, Path | str) else options.map
    resource = _resource(resource, file_map)
    dialect = _detect_dialect(path, options, file_map)
    table = open_table(path, dialect, file_map.missing_values) if file_map else open_table(path, dialect)
    if file_map is None and is_exported(table.columns):
        file_map = map_for_export(resource or "")
    try:
        mapper = _bind(resource or "", table, file_map, options)
    except (InvalidFile, InvalidMap):
        if explanation := explain_missing_columns(table):
            raise InvalidFile(explanation) from None  # one cause for all columns that are missing
        raise
    return SourceFile(resource, dialect, table, mapper, mapped=file_map is not None or bool(options.constants))


def _bind(resource: str, table: Table, file_map: Map | None, options: FileOptions) -> RowMapper:
    constants = constants_as_text(options.constants or {})
    bound_map = (file_map or Map.identity(table.columns)).with_constants(constants)
    if file_map is None:
        _check_needs_no_map(resource, table)
    return bound_map.bind(table, column_types(resource), import_columns(resource))


def _check_needs_no_map(resource: str, table: Table) -> None:
    """When most columns are unknown the file has another layout: say that it needs a map, and how to write one."""
    known = import_columns(resource)
    unknown = [name for name in table.columns if name not in known]
    if not known or len(unknown) * 2 <= len(table.columns):
        return  # one or two unknown columns are reported individually, with suggestions
    word = resource.replace("_", "-")
    raise InvalidFile(
        f"{table.path}: these columns are not columns of an import of {word}: {', '.join(unknown)}.\n"
        f"An import of {word} has: {', '.join(known)}.\n"
        f"A map file says what the columns of the file mean (--map). To write one, and to check it:\n"
        f"  sammen import map {word} {table.path} > map.toml\n"
        f"  sammen import check {table.path} --map map.toml"
    )


def _resource(resource: str | None, file_map: Map | None) -> str | None:
    mapped = file_map.schema.resource if file_map is not None else None
    if file_map is not None and mapped is not None and resource is not None and mapped != resource:
        detail = f"the map is for {mapped!r}, but {resource!r} is imported"
        raise InvalidMap(file_map.name, [MapError("resource", file_map.lines.line_of(("resource",)), detail)])
    return resource or mapped


def _detect_dialect(path: Path, options: FileOptions, file_map: Map | None) -> Dialect:
    section = file_map.schema.file if file_map is not None else None
    if options.dialect is not None and options.dialect not in _DELIMITERS:
        raise InvalidFile(f"{options.dialect!r} is not a dialect: use one of {', '.join(_DELIMITERS)}.")
    delimiter = _DELIMITERS[options.dialect] if options.dialect else section.delimiter if section else None
    return detect(
        path,
        format=options.format or (section.format if section else None),
        encoding=options.encoding or (section.encoding if section else None),
        delimiter=delimiter,
    )
