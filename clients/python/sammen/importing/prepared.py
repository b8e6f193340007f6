"""The file as it is sent: rewritten once, into a temporary file, so that every try sends the same bytes.

Nothing is sent of a file that has faults, and no more than one row is held at a time.
"""

import csv
import io
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from sammen.calls import Upload
from sammen.files.faults import RowFaults, RowsRefused
from sammen.importing.reading import Reading
from sammen.mapping.rows import Tally

_TOLD_EVERY = 10_000
_SOURCE = "source_line"


@dataclass
class Prepared:
    """What is sent; `said` is what the map asks of the service, `tally` what was read and left out.

    Rows that were rewritten tell which line of the given file each came from, so that the service's reports name it.
    """

    name: str
    content_type: str
    rows: int
    path: Path
    size: int
    said: Mapping[str, str]
    tally: Tally
    _folder: tempfile.TemporaryDirectory[str]

    def upload(self, sent: Callable[[int], None] | None = None) -> Upload:
        def opened() -> BinaryIO:
            return self.path.open("rb")

        return Upload(opened, self.size, sent)

    def close(self) -> None:
        self._folder.cleanup()


def prepare(reading: Reading, progress: Callable[[int], None] | None = None) -> Prepared:
    """Rewrite the file as comma-separated UTF-8 with a decimal point; raises RowsRefused with every fault."""
    # A folder of its own is readable by its owner only, whatever the umask is.
    folder = tempfile.TemporaryDirectory(prefix="sammen-")
    try:
        if reading.as_it_is:
            return _copied(reading, folder)
        return _rewritten(reading, folder, progress)
    except BaseException:
        folder.cleanup()
        raise


def _copied(reading: Reading, folder: tempfile.TemporaryDirectory[str]) -> Prepared:
    path = Path(folder.name) / "rows.ndjson"
    shutil.copyfile(reading.table.path, path)
    faults = RowFaults()
    rows = sum(1 for _ in reading.table.rows(faults))
    if faults:
        raise RowsRefused(faults)
    return _prepared(reading, folder, path, "application/x-ndjson", rows, Tally(rows))


def _rewritten(
    reading: Reading, folder: tempfile.TemporaryDirectory[str], progress: Callable[[int], None] | None
) -> Prepared:
    path = Path(folder.name) / "rows.csv"
    faults, tally = RowFaults(), Tally()
    with path.open("w", encoding="utf-8", newline="") as target:
        rows = _write(reading, target, faults, tally, progress)
    if faults:
        raise RowsRefused(faults)
    return _prepared(reading, folder, path, "text/csv; charset=utf-8", rows, tally)


def _prepared(
    reading: Reading, folder: tempfile.TemporaryDirectory[str], path: Path, content_type: str, rows: int, tally: Tally
) -> Prepared:
    name, size = reading.table.path.name, path.stat().st_size
    return Prepared(name, content_type, rows, path, size, _said(reading), tally, folder)


def _said(reading: Reading) -> dict[str, str]:
    found = {"only_new": reading.binding.only_new, "empty_clears": reading.binding.empty_clears}
    return {name: ",".join(columns) for name, columns in found.items() if columns}


def _write(
    reading: Reading, target: io.TextIOBase, faults: RowFaults, tally: Tally, progress: Callable[[int], None] | None
) -> int:
    """Write header and rows; answers how many."""
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow([*reading.binding.columns, _SOURCE])
    rows = 0
    for line, cells in reading.binding.rows(faults, tally):
        cells.append(str(line))
        writer.writerow(cells)
        rows += 1
        if progress is not None and rows % _TOLD_EVERY == 0:
            progress(rows)
    return rows
