"""The file as it is sent: rewritten once, into a temporary file, so that every try sends the same bytes.

Nothing is sent of a file that has faults, and no more than one row is held at a time.
"""

import csv
import io
import shutil
import tempfile
from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from sammen.calls import Upload
from sammen.files.faults import RowFaults, RowsRefused
from sammen.importing.reading import Reading

_TOLD_EVERY = 10_000


@dataclass
class Prepared:
    """What is sent, and which line of the given file each of its rows came from; `said` is what the map asks of the
    service."""

    name: str
    content_type: str
    rows: int
    path: Path
    size: int
    said: Mapping[str, str]
    _folder: tempfile.TemporaryDirectory[str]
    _lines: "array[int]"
    _begins: "array[int] | None"

    def upload(self, sent: Callable[[int], None] | None = None) -> Upload:
        def opened() -> BinaryIO:
            return self.path.open("rb")

        return Upload(opened, self.size, sent)

    def line_of(self, sent_line: int) -> int | None:
        """The line of the given file for a line of what was sent (counted from 1, the header being the first)."""
        if self._begins is None:
            place = sent_line - 2
        else:
            place = next((n for n, line in enumerate(self._begins) if line == sent_line), -1)
        return self._lines[place] if 0 <= place < len(self._lines) else None

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
    faults, lines = RowFaults(), array("Q")
    for line, _ in reading.table.rows(faults):
        lines.append(line)
    if faults:
        raise RowsRefused(faults)
    # Sent as it is, its lines are the file's own: line n of what was sent is line n of the file.
    begins = array("Q", lines)
    return Prepared(
        reading.table.path.name,
        "application/x-ndjson",
        len(lines),
        path,
        path.stat().st_size,
        _said(reading),
        folder,
        lines,
        begins,
    )


def _rewritten(
    reading: Reading, folder: tempfile.TemporaryDirectory[str], progress: Callable[[int], None] | None
) -> Prepared:
    path = Path(folder.name) / "rows.csv"
    faults, lines = RowFaults(), array("Q")
    with path.open("w", encoding="utf-8", newline="") as target:
        begins = _write(reading, target, faults, lines, progress)
    if faults:
        raise RowsRefused(faults)
    return Prepared(
        reading.table.path.name,
        "text/csv; charset=utf-8",
        len(lines),
        path,
        path.stat().st_size,
        _said(reading),
        folder,
        lines,
        begins,
    )


def _said(reading: Reading) -> dict[str, str]:
    found = {"only_new": reading.binding.only_new, "empty_clears": reading.binding.empty_clears}
    return {name: ",".join(columns) for name, columns in found.items() if columns}


def _write(
    reading: Reading,
    target: io.TextIOBase,
    faults: RowFaults,
    lines: "array[int]",
    progress: Callable[[int], None] | None,
) -> "array[int] | None":
    """Write header and rows; answers where each row begins, unless every row is one line."""
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(reading.binding.columns)
    begins: array[int] = array("Q")
    following, longer = 2, False
    for line, cells in reading.binding.rows(faults):
        writer.writerow(cells)
        lines.append(line)
        begins.append(following)
        breaks = "".join(cells).count("\n")
        longer = longer or breaks > 0
        following += 1 + breaks
        if progress is not None and len(lines) % _TOLD_EVERY == 0:
            progress(len(lines))
    return begins if longer else None
