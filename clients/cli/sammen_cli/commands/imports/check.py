"""`sammen import check`."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sammen_cli.exit_codes import ExitCode
from sammen_cli.key_values import parse_constants
from sammen_cli.options import Constants, Dialect, Encoding, ImportFile, MapFile, MoreConstants
from sammen_cli.session import Session

if TYPE_CHECKING:
    from sammen_cli.files.row_errors import RowErrors
    from sammen_cli.imports.source_file import FileOptions, SourceFile
    from sammen_cli.mapping.row_counts import RowCounts

_DECIMAL_NAMES = {",": "comma", ".": "point", None: None}


def check(
    session: Session,
    file: ImportFile,
    more_constants: MoreConstants = None,
    map: MapFile = None,
    set: Constants = None,
    dialect: Dialect = None,
    encoding: Encoding = None,
    resource: Annotated[
        str | None, typer.Option("--resource", metavar="RESOURCE", help="whose columns to check (default: the map's)")
    ] = None,
    sample: Annotated[int, typer.Option("--sample", metavar="N", help="rows to show")] = 5,
) -> ExitCode:
    """Check a file and its map, without a service.

    Shows how the file is read, and the rows that the map makes of it.
    """
    from sammen_cli.files.standard_input import seekable_file  # noqa: PLC0415  # slow imports, as those below
    from sammen_cli.imports.source_file import FileOptions  # noqa: PLC0415

    constants = parse_constants([*(set or ()), *(more_constants or ())])
    options = FileOptions(map=map, dialect=dialect, encoding=encoding, constants=constants)
    with seekable_file(file) as path:
        result = _read(path, resource, options, sample)
    if session.options.json:
        session.output.json(result.fields())
    else:
        _write_text(session, file, result)
    return ExitCode.REJECTED if result.errors else ExitCode.OK


@dataclass(frozen=True)
class CheckResult:
    """The rows that a file makes: their number, the first of them, and the errors."""

    source: "SourceFile"
    row_count: int
    sample: list[list[str]]
    errors: "RowErrors"
    counts: "RowCounts"

    def fields(self) -> dict[str, Any]:
        """The result as JSON."""
        source = self.source
        dialect, columns = source.dialect, source.mapper.columns
        return {
            "format": dialect.format,
            "encoding": dialect.encoding,
            "delimiter": dialect.delimiter if dialect.format == "csv" else None,
            "decimal": _DECIMAL_NAMES[source.mapper.numbers.decimal],
            "resource": source.resource,
            "columns": source.table.columns,
            "import_columns": columns,
            "rows": self.row_count,
            "rows_read": self.counts.read,
            "left_out": {"rows": self.counts.rows, "group": self.counts.group, "empty": self.counts.empty},
            "faults": [asdict(error) for error in self.errors],
            "fault_count": self.errors.count,
            "sample": [dict(zip(columns, row, strict=True)) for row in self.sample],
        }


def _read(path: Path, resource: str | None, options: "FileOptions", sample_size: int) -> CheckResult:
    from sammen_cli.files.row_errors import RowErrors  # noqa: PLC0415  # slow imports, as those below
    from sammen_cli.imports.source_file import open_source  # noqa: PLC0415
    from sammen_cli.mapping.row_counts import RowCounts  # noqa: PLC0415

    source = open_source(resource.replace("-", "_") if resource else None, path, options)
    errors, counts = RowErrors(), RowCounts()
    sample: list[list[str]] = []
    row_count = 0
    for _, cells in source.mapper.rows(errors, counts):
        row_count += 1
        if len(sample) < sample_size:
            sample.append(cells)
    return CheckResult(source, row_count, sample, errors, counts)


def _write_text(session: Session, file: str, result: CheckResult) -> None:
    from sammen_cli.files.row_errors import summarize  # noqa: PLC0415  # slow import

    output, source = session.output, result.source
    decimal = _DECIMAL_NAMES[source.mapper.numbers.decimal]
    output.line(f"{file}: {source.dialect}" + (f", decimal {decimal}" if decimal else ""))
    output.line(f"Columns: {', '.join(source.table.columns)}")
    output.line(f"{result.counts}.")
    output.line(f"{result.row_count:,} rows" + (f" for {source.resource}" if source.resource else ""))
    if result.sample:
        output.rows(source.mapper.columns, result.sample)
    for line in summarize(result.errors, lambda error: error.group, result.errors.count):
        output.warning(line)
