"""`import`: plan, apply, rows, and check, which needs no service."""

from argparse import Namespace
from itertools import islice
from pathlib import Path
from typing import Any

from sammen.command.bars import progress
from sammen.command.exits import Exit
from sammen.command.output import Output
from sammen.command.signing import opened
from sammen.files.faults import RowFaults
from sammen.importing import ImportReport, Plan, Reading, RejectedRow, Source, read

_SHOWN = 20


def plan(given: Namespace, output: Output) -> Exit:
    """Send a file; with --apply carry it out when no row is rejected."""
    with opened(given) as client, progress(output) as tell:
        report = client.imports.run(
            given.resource.replace("-", "_"),
            given.file,
            map=given.map,
            strategy=given.strategy,
            apply=given.apply,
            progress=tell,
            dialect=given.dialect,
            encoding=given.encoding,
        )
    _tell_report(report, given, output)
    return Exit.REJECTED if report.plan.rejected else Exit.OK


def _tell_report(report: ImportReport, given: Namespace, output: Output) -> None:
    if given.json:
        rows = [row.model_dump(exclude_none=True) for row in report.rejected]
        output.json({**report.plan.model_dump(mode="json"), "applied": report.applied, "rejected": rows})
        return
    _tell_counts(report.plan, output)
    for row in report.rejected[:_SHOWN]:
        output.err.print(_row_text(row), markup=False)
    if report.plan.rejected:
        output.note(f"Nothing was changed. All rejected rows: sammen import rows {report.id}")
    elif not report.applied:
        output.note(f"Nothing was changed yet. To carry it out: sammen import apply {report.id}")


def _tell_counts(plan: Plan, output: Output) -> None:
    counts = ", ".join(f"{count} {name}" for name, count in plan.counts.items())
    output.line(f"{plan.id}  {plan.state}: {counts}")


def _row_text(row: RejectedRow) -> str:
    place = ", ".join(text for text in (f"line {row.line}" if row.line else "", row.column or "") if text)
    return f"{place}: {row.detail or row.code or 'rejected'}"


def apply(given: Namespace, output: Output) -> Exit:
    """Carry out a plan, all of it or nothing."""
    with opened(given) as client, progress(output):
        tag = given.if_match
        imports = client.imports
        if tag is None:
            tag = imports._get(f"{imports.path}/{{id}}", Plan, id=given.id).etag
        found = imports._post(f"{imports.path}/{{id}}/apply", Plan, None, {}, given.id, if_match=tag)
    if given.json:
        output.json(found)
    else:
        _tell_counts(found, output)
    return Exit.OK


def rows(given: Namespace, output: Output) -> Exit:
    """Rows of a plan; lines are those of what was sent."""
    with opened(given) as client:
        imports = client.imports
        filters = {"outcome": given.outcome} if given.outcome != "all" else {}
        found: Any = imports._list(
            f"{imports.path}/{{id}}/rows", dict, filters, given.id, limit=given.limit, page_size=None
        )
        output.things(found)
    return Exit.OK


def check(given: Namespace, output: Output) -> Exit:
    """Say what a file is and what a map makes of it, without a service."""
    resource = given.resource.replace("-", "_") if given.resource else None
    reading = read(resource, Source(Path(given.file), given.map, given.dialect, given.encoding))
    faults = RowFaults()
    sample: list[list[str]] = []
    count = 0
    for _, cells in reading.binding.rows(faults):
        count += 1
        if len(sample) < given.sample:
            sample.append(cells)
    _tell_check(reading, faults, sample, count, given, output)
    return Exit.REJECTED if faults else Exit.OK


def _tell_check(
    reading: Reading, faults: RowFaults, sample: list[list[str]], count: int, given: Namespace, output: Output
) -> None:
    decimal = {",": "comma", ".": "point", None: None}[reading.binding.numbers.decimal]
    columns = reading.binding.columns
    if given.json:
        output.json(
            {
                "format": reading.dialect.format,
                "encoding": reading.dialect.encoding,
                "delimiter": reading.dialect.delimiter if reading.dialect.format == "csv" else None,
                "decimal": decimal,
                "resource": reading.resource,
                "columns": reading.table.columns,
                "import_columns": columns,
                "rows": count,
                "faults": [{"line": f.line, "column": f.column, "detail": f.detail} for f in faults],
                "fault_count": faults.count,
                "sample": [dict(zip(columns, row, strict=True)) for row in sample],
            }
        )
        return
    output.line(f"{given.file}: {reading.dialect}" + (f", decimal {decimal}" if decimal else ""))
    output.line(f"Columns: {', '.join(reading.table.columns)}")
    output.line(f"{count} rows" + (f" for {reading.resource}" if reading.resource else ""))
    if sample:
        output.rows(columns, sample)
    for fault in islice(faults, _SHOWN):
        output.err.print(str(fault), markup=False)
    if faults.count > _SHOWN:
        output.note(f"and {faults.count - _SHOWN} more faults")
