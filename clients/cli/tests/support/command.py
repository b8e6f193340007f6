"""The command in the tests: its files, and its processes."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., tuple[int, str, str]]

PACKAGE = Path(__file__).parents[2]
EXAMPLES = PACKAGE / "examples"
EXCERPTS = Path(__file__).parent.parent / "excerpts"
SITES = str(EXCERPTS / "sites.csv")
SITES_MAP = str(EXAMPLES / "sites.toml")
IMPORT_SITES = ("import", "institutions", SITES, "--map", SITES_MAP)


def run_process(*words: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run the command as a process of its own."""
    command = [sys.executable, "-m", "sammen_cli", *words]
    return subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False, timeout=60, **options)  # noqa: S603  # the command
