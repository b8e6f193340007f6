"""The file that is uploaded: rewritten once to a temporary file, so that every attempt sends the same bytes.

A file with errors is not uploaded, and no more than one row is in memory at a time.
"""

import csv
import io
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sammen_cli.files.row_errors import InvalidRows, RowErrors
from sammen_cli.imports.source_file import SourceFile
from sammen_cli.mapping.row_counts import RowCounts

OnRows = Callable[[int], None]

_PROGRESS_INTERVAL = 10_000
_SOURCE_LINE = "source_line"
"""The column with the line of the original file, which the service returns in its reports."""


@dataclass(frozen=True)
class UploadFile:
    """A file to upload. `filename` is the name of the original file; `counts` what was read and left out."""

    path: Path
    filename: str
    content_type: str
    counts: RowCounts
    only_new: tuple[str, ...]
    empty_clears: tuple[str, ...]


@contextmanager
def prepare(source: SourceFile, on_rows: OnRows | None = None) -> Iterator[UploadFile]:
    """Rewrite a file as comma-separated UTF-8 with decimal points; it is deleted at the end of the `with` statement.

    `on_rows` is called with the number of rows written so far. Raises InvalidRows with all errors.
    """
    with tempfile.TemporaryDirectory(prefix="sammen-") as folder:  # readable by its owner only
        errors = RowErrors()
        if source.unchanged:
            path, content_type = Path(folder) / "rows.ndjson", "application/x-ndjson"
            shutil.copyfile(source.table.path, path)
            counts = RowCounts(read=sum(1 for _ in source.table.rows(errors)))
        else:
            path, content_type = Path(folder) / "rows.csv", "text/csv; charset=utf-8"
            counts = RowCounts()
            with path.open("w", encoding="utf-8", newline="") as target:
                _write_csv(source, target, errors, counts, on_rows)
        if errors:
            raise InvalidRows(errors)
        mapper = source.mapper
        yield UploadFile(path, source.table.path.name, content_type, counts, mapper.only_new, mapper.empty_clears)


def _write_csv(
    source: SourceFile, target: io.TextIOBase, errors: RowErrors, counts: RowCounts, on_rows: OnRows | None
) -> None:
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow([*source.mapper.columns, _SOURCE_LINE])
    for number, (line, cells) in enumerate(source.mapper.rows(errors, counts), 1):
        cells.append(str(line))
        writer.writerow(cells)
        if on_rows is not None and number % _PROGRESS_INTERVAL == 0:
            on_rows(number)
