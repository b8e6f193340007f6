"""Mutants are planted one at a time in a copy of the code: the tests notice each of them."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.mutation import Mutant, locate, mutate
from tests.torture.mutants import MUTANTS

ROOT = Path(__file__).parents[2]
# SAMMEN_SHARD=2/4 plants the second of four parts, so that several machines, or hours, share the work.
SHARD, SHARDS = (int(number) for number in os.environ.get("SAMMEN_SHARD", "1/1").split("/"))
SELECTED = MUTANTS[SHARD - 1 :: SHARDS]
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
def code_copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of the code, the only place where mutants are planted."""
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
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    options = ("-q", "-x", "-p", "no:cacheprovider", "-p", "no:schemathesis")
    command = [sys.executable, "-m", "pytest", *options, *shlex.split(tests)]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=1800, check=False
    )


def name_of(mutant: Mutant) -> str:
    return f"{MUTANTS.index(mutant):02} {mutant.function}"


def test_each_shard_has_mutants() -> None:
    assert SELECTED
    assert 1 <= SHARD <= SHARDS


@pytest.mark.parametrize("tests", sorted({mutant.tests for mutant in SELECTED}))
def test_without_a_mutant_the_tests_pass(code_copy: Path, tests: str) -> None:
    result = run(code_copy, tests)
    assert result.returncode == 0, result.stdout[-2000:]


@pytest.mark.parametrize("mutant", SELECTED, ids=name_of)
def test_mutant_is_noticed(code_copy: Path, mutant: Mutant) -> None:
    """None may be missed: a mutant that behaves like the original code has to be replaced by another."""
    file, name = locate(code_copy, mutant.function)
    original = file.read_text()
    file.write_text(mutate(original, name, mutant))
    try:
        result = run(code_copy, mutant.tests)
    finally:
        file.write_text(original)
    # 1: tests failed. Anything else (no tests, a usage error) notices nothing; nor does a module that cannot be loaded.
    assert result.returncode == 1, f"noticed by none of {mutant.tests}: {result.stdout.strip().splitlines()[-1:]}"
    assert "SyntaxError" not in result.stdout, "the mutated module cannot be loaded"
