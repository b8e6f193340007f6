"""A contract that follows on a released one breaks nothing, and its version and the change log move with it."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.support.contract_changes import BREAKING, HARMLESS, edited, setting
from tests.support.contract_diff import breaks
from tests.support.contract_releases import owed, shape, unreleased
from tests.support.operations import contract

ROOT = Path(__file__).parents[2]
RELEASED = ROOT / "openapi" / "released"
BEFORE, SAME, NEWER = "## [Unreleased]\n\n## [0.1.0]\n", "0.1.0", "0.2.0"
TOLD = "## [Unreleased]\n\n* API version 1.1: colours.\n\n## [0.1.0]\n"
BROKEN, ADDED = BREAKING["a parameter is gone"], HARMLESS["a new parameter"]
# Nothing that a program goes by.
WORDS = {"nothing", "another order", "another description", "another summary", "another example"}


def package() -> str:
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"])


def versioned(made: Any, version: str) -> Any:
    return {**made, "info": {**made["info"], "version": version}}


def released() -> dict[str, Any]:
    return {"0.1.0": versioned(contract(), "1.0")}


def test_this_contract_owes_nothing_to_those_that_were_released() -> None:
    kept = {file.stem: json.loads(file.read_text()) for file in RELEASED.glob("*.json")}
    assert owed(kept, contract(), (ROOT / "CHANGELOG.md").read_text(), package()) == []


def test_a_breaking_change_is_refused_whatever_else_moves() -> None:
    for edit in (BROKEN, BREAKING["a field is newly required"]):
        present = versioned(edited(edit), "1.1")
        broken = breaks(contract(), edited(edit))
        assert broken
        assert set(broken) <= set(owed(released(), present, TOLD, NEWER))
    again = versioned(edited(BROKEN), "2.0")
    assert owed(released(), again, TOLD.replace("1.1", "2.0"), NEWER) == [], "another contract, at other addresses"


@pytest.mark.parametrize(
    ("version", "log", "made", "missing"),
    [
        ("1.1", TOLD, NEWER, set()),
        ("1.1", BEFORE.replace("## [0.1.0]", "## [0.2.0]\n\n## [0.1.0]"), NEWER, set()),
        ("1.0", TOLD, NEWER, {"API_VERSION", "CHANGELOG"}),
        ("1.1", BEFORE, NEWER, {"CHANGELOG"}),
        ("1.1", TOLD, SAME, {"pyproject"}),
        ("1.0", BEFORE, SAME, {"API_VERSION", "CHANGELOG", "pyproject"}),
        ("1.1", "## [Unreleased]\n\n* API version 1.1: colours.\n", NEWER, {"CHANGELOG"}),
        ("1.1", TOLD, "0.0.9", {"pyproject"}),
    ],
)
def test_what_is_new_moves_the_versions_and_the_change_log(
    version: str, log: str, made: str, missing: set[str]
) -> None:
    found = owed(released(), versioned(edited(ADDED), version), log, made)
    assert {one.partition(":")[0] for one in found} == missing


def test_the_newest_release_is_what_is_compared_with() -> None:
    wider = versioned(edited(ADDED), "1.1")
    kept = {**released(), "0.9.0": versioned(contract(), "1.0"), "0.10.0": wider}
    log = "## [Unreleased]\n\n* API version 1.2.\n\n## [0.10.0]\n\n## [0.9.0]\n\n## [0.1.0]\n"
    assert owed(kept, wider, log, "0.10.0") == []
    assert owed(kept, versioned(contract(), "1.2"), log, "0.11.0") == ["GET /v1/institutions ?colour: gone"]


@pytest.mark.parametrize("name", HARMLESS)
def test_words_are_no_change_and_all_else_is(name: str) -> None:
    assert (shape(edited(HARMLESS[name])) == shape(contract())) == (name in WORDS)


def test_a_field_called_description_is_no_word() -> None:
    with_it = edited(
        setting("components", "schemas", "InstitutionPublic", "properties", "description", {"type": "null"})
    )
    assert shape(with_it) != shape(contract())


def test_before_the_first_release_nothing_is_owed() -> None:
    assert owed({}, contract(), "", "0.1.0") == []
    assert unreleased((ROOT / "CHANGELOG.md").read_text())
