"""A file that comes through a pipe: copied to a temporary file, since it is read more than once."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sammen_cli.files.errors import InvalidFile

STANDARD_INPUT = "-"


@contextmanager
def seekable_file(name: str) -> Iterator[Path]:
    """The path of a file; standard input (`-`) and pipes as temporary files, which are deleted afterwards."""
    path = Path(name)
    if name != STANDARD_INPUT and (path.is_file() or path.is_dir() or not path.exists()):
        yield path
        return
    with TemporaryDirectory(prefix="sammen-") as folder:  # readable by its owner only
        copy = Path(folder) / ("standard-input" if name == STANDARD_INPUT else path.name)
        with copy.open("wb") as target:
            if name == STANDARD_INPUT:
                shutil.copyfileobj(sys.stdin.buffer, target)
            else:
                with path.open("rb") as source:
                    shutil.copyfileobj(source, target)
        try:
            yield copy
        except InvalidFile as error:
            raise InvalidFile(str(error).replace(str(copy), name)) from error
