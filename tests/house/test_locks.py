"""What is installed is what was locked: every package at one version, every file by its hash, from anywhere."""

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
    """Name and version of each package; raises ValueError at anything that is no package with hashes."""
    text = re.sub(r"^ *#.*\n", "", text, flags=re.MULTILINE)
    if left := PACKAGE.sub("", text):
        raise ValueError(left)
    return {name: version for name, version, _ in PACKAGE.findall(text)}


def wanted(*extras: str) -> list[Requirement]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    lines = settings["build-system"]["requires"] + settings["project"]["dependencies"]
    for extra in extras:
        lines += settings["project"]["optional-dependencies"][extra]
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_packages_and_hashes_and_nothing_else(lock: str) -> None:
    assert locked((ROOT / lock).read_text())


@pytest.mark.parametrize(("lock", "extras"), [(LOCKS[0], []), (LOCKS[1], ["dev"])])
def test_a_lock_fits_what_is_asked_for(lock: str, extras: list[str]) -> None:
    versions = locked((ROOT / lock).read_text())
    unmet = [str(w) for w in wanted(*extras) if versions.get(canonicalize_name(w.name), "0") not in w.specifier]
    assert unmet == []


def test_what_is_tested_is_what_is_served() -> None:
    served, tested = (locked((ROOT / lock).read_text()) for lock in LOCKS[:2])
    assert served.items() <= tested.items()


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
def test_anything_else_in_a_lock_is_found(line: str) -> None:
    good = "anyio==4.16.0 \\\n    --hash=sha256:" + "0" * 64 + "\n"
    assert locked(good) == {"anyio": "4.16.0"}
    with pytest.raises(ValueError, match=re.escape(line.split(maxsplit=1)[0])):
        locked(good + line + "\n")
