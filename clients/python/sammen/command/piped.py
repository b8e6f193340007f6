"""A file that comes through a pipe: kept beside for as long as it is worked on, since it is read more than once."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sammen.files import FileRefused

STANDARD_INPUT = "-"


@contextmanager
def kept(file: str) -> Iterator[Path]:
    """The file that was named; standard input for `-`, and pipes, as files of their own that are gone afterwards."""
    path = Path(file)
    if file != STANDARD_INPUT and (path.is_file() or path.is_dir() or not path.exists()):
        yield path
        return
    with TemporaryDirectory(prefix="sammen-") as folder:  # readable by its owner only
        whole = Path(folder) / ("standard-input" if file == STANDARD_INPUT else path.name)
        with whole.open("wb") as target:
            if file == STANDARD_INPUT:
                shutil.copyfileobj(sys.stdin.buffer, target)
            else:
                with path.open("rb") as source:
                    shutil.copyfileobj(source, target)
        try:
            yield whole
        except FileRefused as refused:
            raise FileRefused(str(refused).replace(str(whole), file)) from refused
