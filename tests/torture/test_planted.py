"""Defects planted one at a time in a copy of the code: nearly every one of them is noticed by the tests."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.torture.defects import DEFECTS, Defect

ROOT = Path(__file__).parents[2]
# SAMMEN_SHARD=2/4 plants the second of four parts, so that several machines, or hours, share the work.
TURN, OF = (int(number) for number in os.environ.get("SAMMEN_SHARD", "1/1").split("/"))
HERE = DEFECTS[TURN - 1 :: OF]
PARTS = (
    "api",
    "migrations",
    "tests",
    "openapi",
    "pyproject.toml",
    "clients/python/sammen",
    "clients/cli/sammen_cli",
    "README.md",
    "alembic.ini",
)


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The code beside the real one: what is planted there is nowhere else."""
    folder = tmp_path_factory.mktemp("copy")
    for part in PARTS:
        source, target = ROOT / part, folder / part
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    yield folder
    shutil.rmtree(folder)


def run(folder: Path, tests: str) -> subprocess.CompletedProcess[str]:
    surroundings = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    options = ("-q", "-x", "-p", "no:cacheprovider", "-p", "no:schemathesis")
    command = [sys.executable, "-m", "pytest", *options, *shlex.split(tests)]
    return subprocess.run(
        command, cwd=folder, env=surroundings, capture_output=True, text=True, timeout=1800, check=False
    )


def name_of(defect: Defect) -> str:
    return f"{DEFECTS.index(defect):02} {Path(defect.file).stem}"


def test_each_part_is_somebodys() -> None:
    assert HERE
    assert 1 <= TURN <= OF


@pytest.mark.parametrize("tests", sorted({defect.tests for defect in HERE}))
def test_without_a_defect_the_tests_pass(copied: Path, tests: str) -> None:
    told = run(copied, tests)
    assert told.returncode == 0, told.stdout[-2000:]


@pytest.mark.parametrize("defect", HERE, ids=name_of)
def test_it_is_noticed(copied: Path, defect: Defect) -> None:
    """None may be missed: one that changes nothing is not a defect, and another stands in its place."""
    file = copied / defect.file
    sound = file.read_text()
    file.write_text(sound.replace(defect.was, defect.becomes))
    try:
        told = run(copied, defect.tests)
    finally:
        file.write_text(sound)
    # 1: tests failed. Anything else (no tests, a usage error) notices nothing; nor does a file that cannot be read.
    assert told.returncode == 1, f"noticed by none of {defect.tests}: {told.stdout.strip().splitlines()[-1:]}"
    assert "SyntaxError" not in told.stdout, "that is no defect, that is no program"
