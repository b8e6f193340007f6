"""`import check`: what a file is and what a map makes of it, without a service."""

from argparse import Namespace
from dataclasses import asdict
from pathlib import Path

from sammen.command.exits import Exit, UsageRefused
from sammen.command.offered import constants
from sammen.command.output import Output
from sammen.command.piped import kept
from sammen.files.dialects import detect
from sammen.files.faults import RowFaults, in_short
from sammen.files.tables import open_table
from sammen.importing import COLUMNS, Reading, Source, read, targets
from sammen.mapping.drafts import draft
from sammen.mapping.rows import Tally


def check(given: Namespace, output: Output) -> Exit:
    """Say what a file is and what a map makes of it, without a service."""
    with kept(given.file) as path:
        return _check(path, given, output)


def _check(path: Path, given: Namespace, output: Output) -> Exit:
    resource = given.resource.replace("-", "_") if given.resource else None
    source = Source(path, given.map, given.dialect, given.encoding, constants=constants(given.set))
    reading = read(resource, source)
    faults, tally = RowFaults(), Tally()
    sample: list[list[str]] = []
    count = 0
    for _, cells in reading.binding.rows(faults, tally):
        count += 1
        if len(sample) < given.sample:
            sample.append(cells)
    _tell_check(reading, faults, tally, sample, count, given, output)
    return Exit.REJECTED if faults else Exit.OK


def begin_map(given: Namespace, output: Output) -> Exit:
    """Write the beginning of a map for a file."""
    resource = given.resource.replace("-", "_")
    known = targets(resource)
    if not known:
        names = ", ".join(name.replace("_", "-") for name in COLUMNS)
        raise UsageRefused(f"There is no import of {given.resource}: there are {names}.")
    with kept(given.file) as path:
        columns = open_table(path, detect(path, encoding=given.encoding)).columns
    if given.json:
        output.json({"resource": resource, "columns": list(columns), "import_columns": list(known)})
    else:
        output.out.file.write(draft(resource, columns, known))
    return Exit.OK


def _tell_check(
    reading: Reading, faults: RowFaults, tally: Tally, sample: list[list[str]], count: int,
    given: Namespace, output: Output,
) -> None:  # fmt: skip
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
                "rows_read": tally.read,
                "left_out": {"rows": tally.rows, "group": tally.group, "empty": tally.empty},
                "faults": [asdict(fault) for fault in faults],
                "fault_count": faults.count,
                "sample": [dict(zip(columns, row, strict=True)) for row in sample],
            }
        )
        return
    output.line(f"{given.file}: {reading.dialect}" + (f", decimal {decimal}" if decimal else ""))
    output.line(f"Columns: {', '.join(reading.table.columns)}")
    output.line(f"{tally}.")
    output.line(f"{count:,} rows" + (f" for {reading.resource}" if reading.resource else ""))
    if sample:
        output.rows(columns, sample)
    for line in in_short(faults, faults.count):
        output.err.print(line, markup=False)
