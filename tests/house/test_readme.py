"""README, change log and settings are complete, and short enough to be read."""

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

from api.core.settings import Settings
from api.documentation.sections import settings
from api.documentation.settings_tables import SECTIONS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
NOT_DOCUMENTED = {"clock_file"}  # moves the clock of a test's server; refused in production


def first_cells(heading: str) -> list[str]:
    """Return the first cell of each row of the table under a heading of the README."""
    section = README.split(heading, 1)[1]
    return re.findall(r"^\| ([^|]+) \|", section, re.MULTILINE)[1:]


def test_every_setting_is_documented_once_with_its_description() -> None:
    names = [name for section in SECTIONS.values() for name in section]
    assert len(names) == len(set(names))
    assert set(names) == set(Settings.model_fields) - NOT_DOCUMENTED
    rows = [row for section in settings()["setting_sections"] for row in section["settings"]]
    assert [row["name"] for row in rows if not row["description"].endswith(".")] == []


def test_every_dependency_has_its_reason() -> None:
    dependencies = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    explained = {name.strip().lower() for cell in first_cells("## Dependencies") for name in cell.split(",")}
    assert {Requirement(line).name for line in dependencies} - explained == set()


def test_readme_has_at_most_120_lines() -> None:
    assert len(README.splitlines()) <= 120


def test_readme_links_to_existing_files() -> None:
    links = re.findall(r"\]\(([^)#]+)", README)
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_changelog_is_short_and_repeats_nothing() -> None:
    entries = [line[2:] for line in CHANGELOG.splitlines() if line.startswith("* ")]
    beginnings = [" ".join(entry.split()[:8]) for entry in entries]
    assert [beginning for beginning in set(beginnings) if beginnings.count(beginning) > 1] == []
    assert len(beginnings) > 30
    unreleased = CHANGELOG.split("## [Unreleased]", 1)[1].split("\n## [", 1)[0]
    assert len(unreleased.splitlines()) <= 60
