"""Lock files: every package has one version and hashes, satisfies pyproject.toml, and comes from any index."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCKS = ["requirements.lock", "requirements-dev.lock", "requirements-postgres.lock"]

PACKAGE = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)==(\S+)(?: ; .+)?((?: \\\n    --hash=sha256:[0-9a-f]{64})+)\n")


def locked(text: str) -> dict[str, str]:
    """Return the version of each package by name; raise ValueError for a line that is no package with hashes."""
    text = re.sub(r"^ *#.*\n", "", text, flags=re.MULTILINE)
    if unknown_lines := PACKAGE.sub("", text):
        raise ValueError(unknown_lines)
    return {name: version for name, version, _ in PACKAGE.findall(text)}


def declared_requirements(*extras: str) -> list[Requirement]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    lines = settings["build-system"]["requires"] + settings["project"]["dependencies"]
    for extra in extras:
        lines += settings["project"]["optional-dependencies"][extra]
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_has_only_packages_with_hashes(lock: str) -> None:
    assert locked((ROOT / lock).read_text())


@pytest.mark.parametrize(("lock", "extras"), [(LOCKS[0], []), (LOCKS[1], ["dev"])])
def test_lock_satisfies_the_declared_requirements(lock: str, extras: list[str]) -> None:
    versions = locked((ROOT / lock).read_text())
    unmet = [
        str(requirement)
        for requirement in declared_requirements(*extras)
        if versions.get(canonicalize_name(requirement.name), "0") not in requirement.specifier
    ]
    assert unmet == []


def test_tests_use_the_same_versions_as_the_service() -> None:
    of_service, of_tests = (locked((ROOT / lock).read_text()) for lock in LOCKS[:2])
    assert of_service.items() <= of_tests.items()


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://packages.example/simple",
        "--find-links wheels",
        "anyio @ https://packages.example/anyio.whl \\\n    --hash=sha256:" + "0" * 64,
        "anyio==4.16.0",
        "-e .",
    ],
)
def test_other_lines_in_a_lock_are_detected(line: str) -> None:
    valid = "anyio==4.16.0 \\\n    --hash=sha256:" + "0" * 64 + "\n"
    assert locked(valid) == {"anyio": "4.16.0"}
    with pytest.raises(ValueError, match=re.escape(line.split(maxsplit=1)[0])):
        locked(valid + line + "\n")
