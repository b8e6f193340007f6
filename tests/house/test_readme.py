"""The README names every setting and every package, and none that is not there."""

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

from api.core.settings import Settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()


def rows(heading: str) -> list[str]:
    """The first cell of each row of the table under a heading."""
    table = README.split(heading, 1)[1].split("\n\n", 2)
    lines = next(part for part in table if part.lstrip().startswith("|")).strip().splitlines()
    return [line.split("|")[1] for line in lines[2:]]


def test_every_setting_is_explained() -> None:
    told = {
        name.lower() for cell in rows("or the seals cannot be judged.") for name in re.findall(r"`([A-Z_]+)`", cell)
    }
    # Moves the clock of a test's server; refused in production.
    assert told == set(Settings.model_fields) - {"clock_file"}


def test_every_package_has_its_reason() -> None:
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    told = {name.strip().lower() for cell in rows("## What it stands on") for name in cell.split(",")}
    assert {Requirement(line).name for line in wanted} - told == set()


def test_the_change_log_says_nothing_twice() -> None:
    entries = [line[2:] for line in (ROOT / "CHANGELOG.md").read_text().splitlines() if line.startswith("* ")]
    begun = [" ".join(entry.split()[:8]) for entry in entries]
    assert [one for one in set(begun) if begun.count(one) > 1] == []
    assert len(begun) > 30
